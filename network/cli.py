"""The `network` command. Each command loads what it needs and no more; what is wrong is said in words."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask
    from pydantic import ValidationError

WRONG_SETTING = 2  # the exit code


class Plain(click.Group):
    """A group whose commands tell operators what to do instead of where in the code it went wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            told = _in_words(error)
            if told is None:
                raise
            words, code = told
            click.echo(words, err=True)
            ctx.exit(code)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Leernetwerk mkb: run it, fill it, look after it."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads in each of them.")
@click.option("--worker/--no-worker", default=True, help="Whether to run the worker, which mails and reminds, as well.")
def serve(host: str, port: int, workers: int, threads: int, worker: bool) -> None:
    """Serve the network on this machine until told to stop."""
    from network.serve import serve as keep_serving

    sys.exit(keep_serving(host, port, workers, threads, worker))


@main.command(hidden=True)
@click.option("--host", required=True)
@click.option("--port", required=True, type=int)
@click.option("--workers", required=True, type=int)
@click.option("--threads", required=True, type=int)
def web(host: str, port: int, workers: int, threads: int) -> None:
    """The web processes alone; `serve` starts this."""
    from network.serve import end_with_parent
    from network.serve import web as answer

    end_with_parent()
    app = _app()
    _be_ready(app)
    click.echo(f"Serving at http://{host}:{port}")
    answer(app, host, port, workers, threads)


@main.command()
@click.option(
    "--once",
    is_flag=True,
    help="Run every job once, then end: 0 when all went well, else 1, such as when the mail server takes no mail.",
)
def worker(once: bool) -> None:
    """Do what happens by itself: mail, remind, pass seats on."""
    from network.serve import end_with_parent
    from network.worker import run, run_once

    app = _app()
    if once:
        sys.exit(0 if run_once(app) else 1)
    end_with_parent()
    run(app)


@main.command()
def migrate() -> None:
    """Bring the database's tables and what search knows up to date; a SQLite database is copied first."""
    from network import upkeep

    with _app().app_context():
        upkeep.migrate(click.echo)
        upkeep.fill_calendar(click.echo)
        upkeep.index_people(click.echo)


@main.group(invoke_without_command=True)
@click.pass_context
def library(context: click.Context) -> None:
    """Import the library's publications; what is unchanged is left alone."""
    from network import upkeep

    if context.invoked_subcommand is not None:
        return
    with _app().app_context():
        upkeep.make_tables(click.echo)
        upkeep.import_library(click.echo)
        upkeep.index_people(click.echo)


@library.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_publication(file: Path) -> None:
    """Say what is wrong in the FILE of a publication, by line, and what importing it would change. Writes nothing."""
    from network import upkeep

    with _app().app_context():
        upkeep.check_publication(file, click.echo)


@library.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add_publication(file: Path) -> None:
    """Import the FILE of a publication from anywhere, or what changed in it."""
    from network import upkeep

    with _app().app_context():
        upkeep.add_publication(file, click.echo)


@library.command("schema")
def print_schema() -> None:
    """Print the file format as JSON Schema, for editors that check while one writes."""
    import json

    from network.library.format import schema

    click.echo(json.dumps(schema(), indent=1))


@main.command()
@click.option("--remove", is_flag=True, help="Take the demo network away again.")
def demo(remove: bool) -> None:
    """Load a small network with a story, for looking around; only where nobody is yet."""
    from network import upkeep

    with _app().app_context():
        if remove:
            upkeep.remove_demo(click.echo)
        else:
            upkeep.make_tables(click.echo)
            upkeep.load_demo(click.echo)
        upkeep.index_people(click.echo)


@main.command()
def setup() -> None:
    """Tables, library and, in an empty network, the demo: what `make run` does first."""
    from network import upkeep

    with _app().app_context():
        upkeep.setup(click.echo)


@main.command()
def welcome() -> None:
    """Tell where the network is and how to sign in to the demo."""
    from network.demo import DEMO_PASSWORD

    with (app := _app()).app_context():
        address = app.config["SETTINGS"].base_url
    click.echo(f"\nLeernetwerk mkb: {address}\n\nSign in at {address}/sign-in as")
    for role, email in (("a member", "lid"), ("a coordinator", "coordinator"), ("the administrator", "beheer")):
        click.echo(f"  {email + '@example.org':<26}{role}")
    click.echo(f"with the password: {DEMO_PASSWORD}\n")


@main.command()
@click.option("--members", required=True, type=click.IntRange(1, 100_000), help="How many.")
@click.option("--password", required=True, help="One for all of them.")
def seed(members: int, password: str) -> None:
    """Fill a network for measuring and checking. Never in one that people use."""
    from network import upkeep
    from network.seed import seed as fill

    with _app().app_context():
        upkeep.make_tables(click.echo)
        added = fill(members, password)
        upkeep.index_people(click.echo)
    click.echo(f"{added} members added; u0@example.org to u{members - 1}@example.org can sign in.")


@main.command()
@click.argument("email")
@click.option(
    "--as",
    "role",
    type=click.Choice(["administrator", "coordinator", "member"]),
    default="administrator",
    show_default=True,
)
def appoint(email: str, role: str) -> None:
    """Let a member with this address administer or coordinate the network, or no longer (--as member)."""
    from network import upkeep

    with _app().app_context():
        upkeep.appoint(email, role, click.echo)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only tell what it would do, and what does not fit.")
def move_in(file: Path, check: bool) -> None:
    """Move the members and practices of a spreadsheet in, all of it or nothing; see docs/operations/moving-in.md."""
    from network import upkeep
    from network.kernel.i18n import force_locale

    with _app().app_context(), force_locale("en"):
        upkeep.move_in(file, click.echo, check=check)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a backup of the database to FILE while the network runs, and of the uploads beside it."""
    from network import upkeep

    with _app().app_context():
        upkeep.back_up(file.resolve(), click.echo)


@main.command()
def doctor() -> None:
    """Look at settings, database, worker and mail, and say what to do. Ends with 1 when something is amiss."""
    from network import upkeep

    with _app().app_context():
        findings = list(upkeep.examine())
    for each in findings:
        click.echo(f"{'well ' if each.is_well else 'AMISS'}  {each.words}")
    sys.exit(0 if all(each.is_well for each in findings) else 1)


def _app() -> Flask:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from network.app import create_app

    return create_app()


def _be_ready(app: Flask) -> None:
    """Make the tables of an empty database; refuse one that is behind: migrating is the operator's to decide."""
    import subprocess

    from network.kernel import migrations
    from network.kernel.database import db
    from network.upkeep import CannotDo

    with app.app_context():
        if migrations.current() is None:
            click.echo("The database is empty; its tables are made. `network library` fills the library.")
            subprocess.run([sys.executable, "-m", "network.cli", "migrate"], check=True)
        elif migrations.current() != migrations.newest():
            raise CannotDo("The database is behind this version. Run `network migrate`, then serve again.")
        db.engine.dispose()


def _in_words(error: Exception) -> tuple[str, int] | None:
    """What to tell the operator of an error, and the exit code; None for a fault of ours."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from network.config import NoFolder
    from network.library.format import FaultyFile
    from network.upkeep import CannotDo

    if isinstance(error, ValidationError):
        return _wrong_settings(error), WRONG_SETTING
    if isinstance(error, CannotDo | FaultyFile):
        return str(error), 1
    if isinstance(error, NoFolder):
        return str(error), WRONG_SETTING
    if isinstance(error, OperationalError | ProgrammingError):
        return (
            f"The database does not do what was asked: {error.orig}\nLook at DATABASE_URL, or run `network migrate`.",
            1,
        )
    return None


def _wrong_settings(error: ValidationError) -> str:
    """The variable's name and what it should look like, never its value: that may hold a password."""
    return "\n".join(
        f"{'_'.join(map(str, each['loc'])).upper()}: {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()
    )


if __name__ == "__main__":
    main()
