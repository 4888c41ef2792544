"""Verbs of a practice's files: put one up, say what it is, take it away; keep the pictures of its text to those."""

from __future__ import annotations

from functools import partial

from network.files.pictures import size_of
from network.files.rules import PICTURES, ending_of
from network.files.services import forget, keep
from network.kernel.database import db, transactional
from network.kernel.richtext import with_pictures
from network.members.models import Member
from network.practices import rules
from network.practices.attachments.refusals import TooManyFiles
from network.practices.attachments.rules import MOST, Attached, attached, known_as
from network.practices.locking import lock
from network.practices.models import Practice

KIND = "practice"


@transactional
def attach(
    practice: Practice, member: Member, name: str, data: bytes, *, words: str, caption: str = "", once: str | None = None,
) -> Attached:  # fmt: skip
    """Put a file that `files.services.prepared` gave beside a practice. Sent twice with one key, it is there once.

    The version stays: nobody's open form is made old by a picture. Raises TooManyFiles, 404.
    """
    lock(practice)
    files = attached(practice.files)
    if known := next((each for each in files if once and each.once == once), None):
        return known
    if len(files) >= MOST:
        raise TooManyFiles
    stored = keep(member, KIND, practice.id, name, data)
    width, height = size_of(data) if ending_of(name) in PICTURES else (0, 0)
    file = Attached(stored.key, name, words, caption, stored.size, width, height, once or "")
    practice.files = [*practice.files, list(file)]
    db.session.flush()
    return file


@transactional
def describe(practice: Practice, key: str, words: str, caption: str) -> None:
    """Say anew what a file shows or is. Nothing happens to one that is gone."""
    lock(practice)
    named = [
        each._replace(words=words, caption=caption) if each.key == key else each for each in attached(practice.files)
    ]
    practice.files = [list(each) for each in named]
    db.session.flush()


@transactional
def detach(practice: Practice, key: str) -> None:
    """Take a file away, out of the text as well. Done twice it is gone once."""
    lock(practice)
    practice.files = [list(each) for each in attached(practice.files) if each.key != key]
    keep_to_own_pictures(practice)
    forget(KIND, practice.id, key)
    db.session.flush()


def keep_to_own_pictures(practice: Practice) -> None:
    """Leave no picture in the text but those of the practice's own files; plain text and look change together."""
    known = partial(known_as, attached(practice.files))
    rich = {}
    for name in rules.RICH:
        html = practice.rich.get(name, "")
        if "<img" in html:
            part = with_pictures(html, known)
            setattr(practice, name, part.plain)
            html = part.html
        if html:
            rich[name] = html
    practice.rich = rich
