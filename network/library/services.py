"""Verbs of the library: import a publication from its file, as often as one likes.

The only place that reads YAML: the command line and the demo come here, a web process does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import inspect, select

from network.config import PACKAGE
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.yaml_files import read_yaml
from network.library import places
from network.library.cards import card_of, colour_of
from network.library.figures import figures_of
from network.library.format import FaultyFile, checked
from network.library.models import Edition, Finding, Publication
from network.links.models import EVERYONE
from network.links.queries import links_of, node_of
from network.links.services import forget, register
from network.search.services import forget as unfind
from network.search.services import index

FIGURES = ("question", "values", "base")  # what a quotation is of; better words alone make no new edition
WITHDRAWN = {"nl": "staat niet meer in de publicatie", "en": "is no longer in the publication"}
FOLDER = PACKAGE / "library" / "publications"


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    publication: str
    added: int
    changed: int
    removed: int
    written: bool = True  # false when the file says just what is stored


def import_publications(folder: Path = FOLDER) -> list[Imported]:
    """Import every file of the folder. Raises FaultyFile at the first that is wrong."""
    return [import_publication(path) for path in sorted(folder.glob("*.yaml"))]


def import_publication(path: Path) -> Imported:
    """Import one file: what is new or changed in it is written, an unchanged file writes nothing.

    Raises FaultyFile, with every place in it that is wrong.
    """
    return import_content(read(path))


def import_content(content: dict[str, Any]) -> Imported:
    """Import a publication as `checked` gives it."""
    publication = db.session.scalar(select(Publication).where(Publication.key == content["key"]))
    stored = _findings_of(publication)
    wanted = _wanted(content)
    if publication is not None and publication.words == _words(content) and _same(stored, wanted):
        return Imported(content["key"], 0, 0, 0, written=False)
    return _store(content, wanted)


def read(path: Path) -> dict[str, Any]:
    """A file's content as it would be stored. Raises FaultyFile: each fault with file, line, place and what is wrong."""
    try:
        raw = read_yaml(path)
    except UnicodeDecodeError:
        raise FaultyFile([f"{path.name}: is no text in UTF-8"]) from None
    except yaml.YAMLError as error:
        raise FaultyFile([f"{path.name}: {error}"]) from None
    text = path.read_text(encoding="utf-8")
    twice = [f"{path.name}, line {line}: {name}: stands there twice" for line, name in places.repeated(text)]
    try:
        content = checked(raw)
    except FaultyFile as error:
        raise FaultyFile([*twice, *located(path.name, text, error.faults)]) from None
    if twice:
        raise FaultyFile(twice)
    return content


def located(name: str, text: str, told: Sequence[str]) -> list[str]:
    """What was told of places, with the file and the line."""
    lines = places.lines_of(text, [each.partition(": ")[0] for each in told])
    return [f"{name}, line {line}: {each}" for line, each in zip(lines, told, strict=True)]


def _words(content: dict[str, Any]) -> dict[str, Any]:
    """The publication's own words, and the order of its findings: each page leads to the one before and after."""
    order = [{name: each[name] for name in ("key", "id", "short", "concepts")} for each in content["findings"]]
    return {**{name: value for name, value in content.items() if name != "findings"}, "order": order}


def _findings_of(publication: Publication | None) -> dict[str, Finding]:
    if publication is None:
        return {}
    rows = db.session.scalars(select(Finding).where(Finding.publication_id == publication.id))
    return {row.key: row for row in rows}


def _wanted(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each finding's columns, by its key."""
    return {
        words["key"]: {
            "section": words["id"], "chapter": words["chapter"], "position": position, "kind": words["kind"],
            "words": words,
            "card": card_of(words, figures_of(words, content["n"]), colour_of(words["chapter"], content["chapters"])),
        }
        for position, words in enumerate(content["findings"], start=1)
    }  # fmt: skip


def _same(stored: dict[str, Finding], wanted: dict[str, dict[str, Any]]) -> bool:
    standing = {key for key, finding in stored.items() if finding.withdrawn_at is None}
    return standing == wanted.keys() and all(_is(stored[key], columns) for key, columns in wanted.items())


def _is(finding: Finding, columns: dict[str, Any]) -> bool:
    return finding.withdrawn_at is None and all(getattr(finding, name) == value for name, value in columns.items())


@dataclass(frozen=True)
class Foreseen:
    """What an import would do, by the keys of findings."""

    new: list[str]
    changed: list[str]
    figures: list[str]  # of those that change: the ones whose figures do, which makes an edition
    gone: dict[str, int]  # with how many links


def plan(content: dict[str, Any]) -> Foreseen:
    """What importing this would do. Writes nothing; without tables everything is new."""
    if not inspect(db.engine).has_table(Publication.__tablename__):
        return Foreseen([each["key"] for each in content["findings"]], [], [], {})
    stored = _findings_of(db.session.scalar(select(Publication).where(Publication.key == content["key"])))
    wanted = _wanted(content)
    changed = [key for key, columns in wanted.items() if key in stored and not _is(stored[key], columns)]
    standing = {key: finding for key, finding in stored.items() if finding.withdrawn_at is None}
    return Foreseen(
        [key for key in wanted if key not in stored],
        changed,
        [key for key in changed if any(stored[key].words[name] != wanted[key]["words"][name] for name in FIGURES)],
        {key: links_of("finding", finding.id) for key, finding in standing.items() if key not in wanted},
    )


@transactional
def _store(content: dict[str, Any], wanted: dict[str, dict[str, Any]]) -> Imported:
    publication = _publication(content)
    stored = _findings_of(publication)
    gone = [finding for key, finding in stored.items() if key not in wanted and finding.withdrawn_at is None]
    for finding in gone:
        _withdraw(finding)
    added = changed = 0
    for key, columns in wanted.items():
        old = stored.get(key)
        if old is not None and _is(old, columns):
            continue
        _tell_the_web(publication, _finding(publication, old, key, columns))
        added, changed = (added + 1, changed) if old is None else (added, changed + 1)
    return Imported(publication.key, added, changed, len(gone))


def _publication(content: dict[str, Any]) -> Publication:
    publication = db.session.scalar(select(Publication).where(Publication.key == content["key"]))
    if publication is None:
        publication = Publication(key=content["key"])
        db.session.add(publication)
    publication.year, publication.n, publication.words = content["year"], content["n"], _words(content)
    db.session.flush()
    return publication


def _finding(publication: Publication, old: Finding | None, key: str, columns: dict[str, Any]) -> Finding:
    finding = old or Finding(publication_id=publication.id, key=key)
    if old is not None:
        _remember(old, columns["words"])
    db.session.add(finding)
    for name, value in columns.items():
        setattr(finding, name, value)
    finding.withdrawn_at = None
    db.session.flush()
    return finding


def _remember(finding: Finding, words: dict[str, Any]) -> None:
    """Keep the figures that are about to change, as an edition: who quoted them must find them again."""
    if all(finding.words[name] == words[name] for name in FIGURES):
        return
    kept = {name: finding.words[name] for name in FIGURES}
    db.session.add(Edition(finding_id=finding.id, number=finding.edition, figures=kept))
    finding.edition += 1


def _withdraw(finding: Finding) -> None:
    """A finding that left its file leaves lists and search; its address stays for who quoted it, and so do its links."""
    finding.withdrawn_at = clock.now()
    node = node_of("finding", finding.id)
    if node is None or not links_of("finding", finding.id):
        forget("finding", finding.id)
        return
    node.lines = WITHDRAWN
    unfind(node.id)


def _tell_the_web(publication: Publication, finding: Finding) -> None:
    """Known to links and search; the moment is the first import's, so that a correction does not look new."""
    words = finding.words
    node = register(
        "finding", finding.id, path=f"{publication.path}/{finding.key}", titles=words["answer"],
        lines=finding.card["figure"], audience=EVERYONE, at=publication.imported_at,
    )  # fmt: skip
    explained = [each for each in publication.words["concepts"] if each["key"] in words["concepts"]]
    body = " ".join((*_searched(words), *(" ".join(_named(concept)) for concept in explained)))
    index(node, " ".join((*words["short"].values(), *words["answer"].values())), body)


def _named(concept: dict[str, Any]) -> Iterable[str]:
    """What a concept is called, so that it is found where it is explained."""
    terms = concept.get("terms") or {"nl": [], "en": []}
    return (*concept["title"].values(), *terms["nl"], *terms["en"])


def _searched(words: dict[str, Any]) -> Iterable[str]:
    texts = [
        words["lead"], words["question"], *(value["label"] for value in words["values"]), words["meaning"]["lead"],
        *words["meaning"]["points"], *chain.from_iterable((words.get("lists") or {}).values()),
    ]  # fmt: skip
    return chain((text["nl"] for text in texts), (text["en"] for text in texts))
