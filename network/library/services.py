"""Verbs of the library: import a publication from its file, as often as one likes.

The only place that reads YAML: the command line and the demo come here, a web process does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from network.config import PACKAGE
from network.kernel.database import db, transactional
from network.kernel.yaml_files import read_yaml
from network.library.cards import card_of, colour_of
from network.library.figures import figures_of
from network.library.format import FaultyFile, checked
from network.library.models import Finding, Publication
from network.links.models import EVERYONE
from network.links.services import forget, register
from network.search.services import index

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

    Raises FaultyFile, naming the file and every place in it that is wrong.
    """
    content = _read(path)
    publication = db.session.scalar(select(Publication).where(Publication.key == content["key"]))
    stored = _findings_of(publication)
    wanted = _wanted(content)
    if publication is not None and publication.words == _words(content) and _same(stored, wanted):
        return Imported(content["key"], 0, 0, 0, written=False)
    return _store(content, wanted)


def _read(path: Path) -> dict[str, Any]:
    try:
        return checked(read_yaml(path))
    except yaml.YAMLError as error:
        raise FaultyFile([f"{path.name}: {error}"]) from None
    except FaultyFile as error:
        raise FaultyFile([f"{path.name}: {fault}" for fault in error.faults]) from None


def _words(content: dict[str, Any]) -> dict[str, Any]:
    """The publication's own words, and the order of its findings: each page leads to the one before and after."""
    order = [{name: each[name] for name in ("key", "id", "short")} for each in content["findings"]]
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
    return stored.keys() == wanted.keys() and all(_is(stored[key], columns) for key, columns in wanted.items())


def _is(finding: Finding, columns: dict[str, Any]) -> bool:
    return all(getattr(finding, name) == value for name, value in columns.items())


@transactional
def _store(content: dict[str, Any], wanted: dict[str, dict[str, Any]]) -> Imported:
    publication = _publication(content)
    stored = _findings_of(publication)
    gone = [finding for key, finding in stored.items() if key not in wanted]
    for finding in gone:
        forget("finding", finding.id)
        db.session.delete(finding)
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
    db.session.add(finding)
    for name, value in columns.items():
        setattr(finding, name, value)
    db.session.flush()
    return finding


def _tell_the_web(publication: Publication, finding: Finding) -> None:
    """Known to links and search; the moment is the first import's, so that a correction does not look new."""
    words = finding.words
    node = register(
        "finding", finding.id, path=f"{publication.path}/{finding.key}", titles=words["answer"],
        lines=finding.card["figure"], audience=EVERYONE, at=publication.imported_at,
    )  # fmt: skip
    index(node, " ".join((*words["short"].values(), *words["answer"].values())), " ".join(_searched(words)))


def _searched(words: dict[str, Any]) -> Iterable[str]:
    texts = [
        words["lead"], words["question"], *(value["label"] for value in words["values"]), words["meaning"]["lead"],
        *words["meaning"]["points"], *chain.from_iterable((words.get("lists") or {}).values()),
    ]  # fmt: skip
    return chain((text["nl"] for text in texts), (text["en"] for text in texts))
