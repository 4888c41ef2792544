"""What the door adds to a meetup's page and to mails about a seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, exists, func, select

from network.kernel import clock, mail
from network.kernel.codes import code_drawing, code_picture
from network.kernel.database import db
from network.kernel.i18n import render
from network.meetups.door import codes, policy, rules
from network.meetups.door.models import DoorHelper
from network.meetups.door.queries import organisations_present
from network.meetups.models import ONLINE, SEATED, Attendance, Meetup, Signup
from network.meetups.notices import REMINDER, SEAT_FREED, SEAT_HANDED_OVER
from network.meetups.notices import SEATED as HAS_SEAT
from network.meetups.page import READER, Sight
from network.meetups.queries import organisations_coming
from network.members.glances import Firm
from network.notifications.enclosures import Enclosure
from network.notifications.models import Notification

WITH_CODE = frozenset({HAS_SEAT, SEAT_FREED, SEAT_HANDED_OVER, REMINDER})

FACTS: dict[str, Any] = {
    "signup_id": Signup.id,
    "helps": exists().where(DoorHelper.meetup_id == Meetup.id, DoorHelper.member_id == READER).correlate(Meetup),
    "present": select(func.count()).where(Attendance.meetup_id == Meetup.id).correlate(Meetup).scalar_subquery(),
}


def ticket(sight: Sight) -> str:
    """The code of who has a seat in a room; open on the day itself."""
    meetup = sight.meetup
    if (
        sight.standing.status != SEATED
        or sight.standing.online
        or meetup.mode == ONLINE
        or meetup.is_cancelled
        or meetup.is_over
    ):
        return ""
    signup_id = sight.facts["signup_id"]
    address = mail.url(codes.path_for(meetup.slug, signup_id))
    drawing = code_drawing(address, _("Your code, for the camera of who stands at the door"))
    is_soon = clock.now() >= rules.opens_at(meetup.starts_at)
    return render("meetups/door/_ticket.html", drawing=drawing, letters=codes.letters_of(signup_id), is_soon=is_soon)


def for_helper(sight: Sight) -> str:
    """The way to the list for who helps, once the door is open; before, when that will be."""
    meetup = sight.meetup
    if not sight.facts["helps"] or sight.may_coordinate or meetup.is_cancelled or _closed(sight):
        return ""
    return render("meetups/door/_helper.html", meetup=meetup, is_open=_is_open(sight), opens=_opens(meetup))


def for_coordinator(sight: Sight) -> str:
    """The list while the door is open; before, who helps."""
    if sight.meetup.is_cancelled or _closed(sight):
        return ""
    return render("meetups/door/_coordinator.html", meetup=sight.meetup, is_open=_is_open(sight))


def organisations_there(sight: Sight) -> Sequence[tuple[Firm, int]]:
    """The firms that come; of a meetup that is over, those that came, as it was noted, or else those that had a seat."""
    if sight.meetup.is_over and sight.facts["present"]:
        return organisations_present(sight.meetup)
    return organisations_coming(sight.meetup)


def enclosure(row: Notification) -> Enclosure | None:
    """The code of the seat that a mail is about, if it is still theirs; a meetup online has no door."""
    if row.kind not in WITH_CODE:
        return None
    own = and_(
        Signup.meetup_id == Meetup.id, Signup.member_id == row.member_id, Signup.status == SEATED, ~Signup.online
    )
    seat = select(Meetup.slug, Signup.id).join(Signup, own).where(Meetup.mode != ONLINE, Meetup.slug == _slug(row.path))
    found = db.session.execute(seat).first()
    if found is None:
        return None
    words = _("Show this code at the door, or say these letters: %(letters)s", letters=codes.letters_of(found.id))
    picture = code_picture(mail.url(codes.path_for(found.slug, found.id)))
    return Enclosure(words, picture, _("Your code, for the camera of who stands at the door"))


def _slug(path: str) -> str:
    return path.removeprefix("/meetups/")


def _is_open(sight: Sight) -> bool:
    assert sight.reader is not None
    return policy.may_keep_door(sight.reader, sight.meetup, clock.now(), helps=bool(sight.facts["helps"]))


def _closed(sight: Sight) -> bool:
    return clock.now() > rules.closes_at(sight.meetup.ends_at, coordinates=sight.may_coordinate)


def _opens(meetup: Meetup) -> Any:
    return rules.opens_at(meetup.starts_at)
