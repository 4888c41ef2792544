"""Where practices lead to a firm: from those that were published for it, and from its reports on those of others."""

from __future__ import annotations

from sqlalchemy import or_, select

from network.members.models import Organisation
from network.practices.models import Practice, Replication

_published = select(Practice.id).where(Practice.organisation_id == Organisation.id, Practice.published_at.is_not(None))
_reported = select(Replication.id).where(
    Replication.organisation_id == Organisation.id, Replication.withdrawn_at.is_(None)
)

OF_FIRM = or_(_published.exists(), _reported.exists())
