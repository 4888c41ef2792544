"""Where meetups lead to a firm: from those that it received, or will."""

from __future__ import annotations

from sqlalchemy import select

from network.meetups.models import Meetup
from network.members.models import Organisation

OF_FIRM = select(Meetup.id).where(Meetup.host_id == Organisation.id).exists()
