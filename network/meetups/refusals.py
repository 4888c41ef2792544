"""What the seats say no to, and what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal


class NotForYou(Refusal):
    """Only the theme's members may sign up."""

    status = 403
    words = _l("This meetup is for the members of its theme.")
    way_on = _l("Join the theme first; then you can sign up here.")


class NotInvited(Refusal):
    """Only who was invited may sign up."""

    status = 403
    words = _l("This meetup is for the people who were invited.")
    way_on = _l("Ask whoever planned it; the name stands on its page.")


class NotOpenYet(Refusal):
    """Signing up begins later."""

    words = _l("You cannot sign up yet.")
    way_on = _l("The page of the meetup says from which day you can.")


class SignupClosed(Refusal):
    """Signing up has ended, before the start."""

    words = _l("Sign-up for this meetup has closed.")
    way_on = _l("Ask whoever planned it whether there is still room; the name stands on its page.")


class NotOnline(Refusal):
    """There is no choice between the room and online."""

    words = _l("Everybody takes part in the same way here.")
    way_on = _l("Look on the page of the meetup where it is.")


class PeopleOnline(Refusal):
    """People have chosen to take part online."""

    words = _l("There are people who take part online.")
    way_on = _l("Keep it in person and online, or ask them to sign off first.")


class NotWaiting(Refusal):
    """Only who waits can be moved up."""

    words = _l("This person does not stand on the waiting list any more.")
    way_on = _l("Look at the list of who signed up.")


class CalledOff(Refusal):
    """The meetup will not happen."""

    words = _l("This meetup has been called off.")
    way_on = _l("Look at the other meetups; perhaps one of them suits you.")


class HasBegun(Refusal):
    """Signing up and withdrawing end at the start."""

    words = _l("This meetup has already begun.")
    way_on = _l("Say it in a comment on its page: the coordinator gets a message.")


class IsOver(Refusal):
    """What has been held cannot be called off."""

    words = _l("This meetup has been held already.")
    way_on = _l("Tell on its page what came of it; if it did not happen, say so there.")


class NoSeat(Refusal):
    """Only who has a seat can hand it over."""

    words = _l("You have no seat here to hand over.")
    way_on = _l("Look on the page of the meetup where you stand.")


class HasSeatAlready(Refusal):
    """Nobody sits on two seats."""

    words = _l("Your colleague has a seat here already.")
    way_on = _l("Choose another colleague, or sign off if you cannot come.")


class OfferOver(Refusal):
    """The seat was held for some hours and has been passed on."""

    words = _l("The seat was held for you until a moment ago and now goes to the next in line.")
    way_on = _l("You can sign up again and stand at the end of the line.")


class RoomTooSmall(Refusal):
    """A capacity below those who already have a seat."""

    words = _l("More people than that already have a seat.")
    way_on = _l("Choose at least that number, or ask people to give up their seat first.")
