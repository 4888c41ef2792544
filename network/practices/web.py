"""What the knowledge web and search know of a practice."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from network.joining.kinds import Tended
from network.kernel.database import db
from network.kernel.errors import require
from network.kernel.i18n import LANGUAGES, force_locale
from network.links.models import EVERYONE, MEMBERS, NOBODY, THEME, Node
from network.links.queries import Chosen
from network.links.services import join, register
from network.members.models import Member, Organisation
from network.practices.models import FOR_ALL, FOR_NETWORK, FOR_THEME, PUBLISHED, Practice
from network.practices.policy import may_edit
from network.practices.queries import practice_by_id
from network.search.services import index
from network.themes.models import CLOSED, Theme

KIND = "practice"
AUDIENCES = {FOR_ALL: EVERYONE, FOR_NETWORK: MEMBERS, FOR_THEME: THEME}


def tell(practice: Practice, linked: Chosen | None = None) -> None:
    """Bring what is known of a practice up to date, within a verb; `linked` of None leaves its links as they are.

    A draft stands in the web as well, for nobody: so its links are kept until it is published.
    """
    node = register(
        KIND, practice.id, path=practice.path, titles={practice.language: practice.title},
        lines=_lines(practice.organisation), audience=_audience(practice), theme_id=practice.theme_id,
        at=practice.published_at,
    )  # fmt: skip
    if practice.is_published:
        index(node, practice.title, text_of(practice))
    if linked is not None:
        join(node, linked)


def tended(practice_id: int, member: Member) -> Tended:
    """A practice for who may change it. Raises 404, and NotYours for who may only read it."""
    practice = practice_by_id(member, practice_id)
    require(may_edit(member, practice))
    return Tended(practice.path, practice.name, text_of(practice))


def tell_theme(theme: Theme) -> None:
    """A theme closed or opened: its practices close with it, and open again for whom they were meant."""
    for audience, known_to in AUDIENCES.items():
        meant = select(Practice.id).where(
            Practice.theme_id == theme.id, Practice.state == PUBLISHED, Practice.audience == audience
        )
        nodes = update(Node).where(Node.kind == KIND, Node.subject_id.in_(meant))
        db.session.execute(nodes.values(audience=THEME if theme.access == CLOSED else known_to))


def tell_firm(firm: Organisation) -> None:
    """A firm grew or changed its sector: that stands under each of its practices."""
    own = select(Practice.id).where(Practice.organisation_id == firm.id)
    nodes = update(Node).where(Node.kind == KIND, Node.subject_id.in_(own))
    db.session.execute(nodes.values(lines=_lines(firm)))


def _audience(practice: Practice) -> str:
    if not practice.is_published:
        return NOBODY
    return THEME if practice.theme.access == CLOSED else AUDIENCES[practice.audience]


def _lines(firm: Organisation) -> dict[str, str]:
    """A firm's size and sector in each language."""
    lines = {}
    for code in LANGUAGES:
        with force_locale(code):
            lines[code] = f"{_('%(size)s people', size=firm.size)} · {firm.sector_name}"
    return lines


def text_of(practice: Practice) -> str:
    """All that was written in it, by which it is searched."""
    parts = ("summary", "problem", "action", "cost", "result", "effect_text", "went_wrong", "advice")
    return "\n\n".join(str(getattr(practice, part)) for part in parts if getattr(practice, part))
