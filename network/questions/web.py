"""What the knowledge web and search know of a question."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select, update

from network.kernel.database import db
from network.kernel.i18n import LANGUAGES, force_locale
from network.links.models import MEMBERS, THEME, Node
from network.links.services import link_only, register
from network.questions.models import Question
from network.search.services import index
from network.themes.models import CLOSED, Theme

KIND = "question"


def tell(question: Question, linked: Iterable[Node] | None = None) -> None:
    """Bring what is known of a question up to date, within a verb; `linked` of None leaves its findings as they are."""
    node = register(
        KIND, question.id, path=question.path, titles={question.language: question.title}, lines=_lines(question),
        audience=_audience(question.theme), theme_id=question.theme_id, at=question.created_at,
    )  # fmt: skip
    index(node, question.title, question.text)
    if linked is not None:
        link_only(node, "finding", [other for other in linked if other.kind == "finding"])


def tell_theme(theme: Theme) -> None:
    """A theme closed or opened: its questions close with it, and open again."""
    own = select(Question.id).where(Question.theme_id == theme.id)
    nodes = update(Node).where(Node.kind == KIND, Node.subject_id.in_(own))
    db.session.execute(nodes.values(audience=_audience(theme)))


def _audience(theme: Theme) -> str:
    return THEME if theme.access == CLOSED else MEMBERS


def _lines(question: Question) -> dict[str, str]:
    """Whether it is a question or an offer, in each language."""
    lines = {}
    for code in LANGUAGES:
        with force_locale(code):
            lines[code] = _("question") if question.is_asked else _("offer")
    return lines
