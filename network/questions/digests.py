"""What the weekly digest says of questions."""

from __future__ import annotations

from datetime import datetime

from network.kernel.database import db
from network.members.models import Member, Organisation
from network.notifications.digests import Item
from network.questions.queries import page_for
from network.questions.rules import ASKED, OPEN
from network.themes.queries import themes_of

LOOKED_AT = 30  # of the newest, among which those of the member's own themes are told


def open_questions(member: Member, since: datetime) -> list[Item]:
    """What other firms asked in the member's themes and nobody has answered yet."""
    own = {theme.slug for theme, _asked in themes_of(member)}
    firm = db.session.get_one(Organisation, member.organisation_id)
    lines, _older = page_for(member, kind=ASKED, state=OPEN, most=LOOKED_AT)
    return [
        Item(line.title, line.firm, line.path)
        for line in lines
        if line.created_at >= since and line.theme in own and line.firm != firm.name
    ]
