"""Who leads a theme when those who did are gone: others who lead it, or else who is in it longest."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from network.kernel.database import db, transactional
from network.members.models import Member
from network.notifications.services import notify
from network.themes.models import ACTIVE, Membership, Theme
from network.themes.notices import NOW_LEADS
from network.themes.services import lead

NETWORK = "Leernetwerk mkb"  # who asks somebody to lead a theme here: no person does


@transactional
def find_lead(theme: Theme, gone: Collection[int]) -> None:
    """See to it that a theme is led by somebody who is here, and shown as theirs; `gone` are members who are not.

    Who did not lead it before hears it. A theme in which nobody is left is led by nobody.
    """
    belongs = (Membership.theme_id == theme.id, Membership.state == ACTIVE, Member.active)
    staying = select(Member, Membership.leads).join(Membership, Membership.member_id == Member.id)
    staying = staying.where(*belongs, Member.id.not_in(gone))
    row = db.session.execute(staying.order_by(Membership.leads.desc(), Membership.joined_at, Member.id)).first()
    if row is not None and not row[1]:
        lead(theme, row[0])
        notify(row[0], NOW_LEADS, path=theme.path, title=theme.title_nl, title_en=theme.title_en, name=NETWORK)
    elif theme.lead_id in gone:
        theme.lead_id = row[0].id if row is not None else None
        db.session.flush()
