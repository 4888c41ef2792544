"""What the knowledge web and search know of a question."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from network.joining.kinds import Tended
from network.kernel.database import db
from network.kernel.errors import require
from network.kernel.i18n import LANGUAGES, force_locale
from network.links.models import MEMBERS, THEME, Node
from network.links.queries import Chosen
from network.links.services import join, register
from network.members.models import Member
from network.questions.models import Question
from network.questions.policy import may_close
from network.questions.queries import question_by_id
from network.search.services import index
from network.themes.models import CLOSED, Theme

KIND = "question"


def tell(question: Question, linked: Chosen | None = None) -> None:
    """Bring what is known of a question up to date, within a verb; `linked` of None leaves its links as they are."""
    node = register(
        KIND, question.id, path=question.path, titles={question.language: question.title}, lines=_lines(question),
        audience=_audience(question.theme), theme_id=question.theme_id, at=question.created_at,
    )  # fmt: skip
    index(node, question.title, question.text)
    if linked is not None:
        join(node, linked)


def tended(question_id: int, member: Member) -> Tended:
    """A question for who asked it, and who coordinates its theme. Raises 404, and NotYours for who may only read it."""
    question = question_by_id(member, question_id)
    require(may_close(member, question))
    return Tended(question.path, question.title, question.text)


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
