"""What happens to notifications by itself: their mail goes out. Safe to run twice, and by two workers."""

from __future__ import annotations

import logging
from datetime import datetime

from network.kernel import mail
from network.notifications import outbox
from network.notifications.digests import NothingToSay
from network.notifications.mails import compose
from network.notifications.models import Notification
from network.notifications.mutes import switched_off
from network.notifications.rules import is_wanted

log = logging.getLogger(__name__)


def deliver(now: datetime) -> int:
    """Mail what is due, until nothing is. Gives how many mails went out.

    Raises Unreachable when the mail server takes none: all that is due waits.
    """
    sent = 0
    with mail.transport() as transport:
        while (row := outbox.claim(now)) is not None:
            try:
                sent += _send(row, transport, now)
            except mail.Unreachable as trouble:
                outbox.put_off(row, str(trouble), now)
                raise
    return sent


def _send(row: Notification, transport: mail.Transport, now: datetime) -> bool:
    """Send one mail; "sent" is committed before anything else is said to the server."""
    member = row.member
    reachable = member.active and member.confirmed_at is not None
    if not is_wanted(row.kind, reachable=reachable, switched_off=switched_off(member)):
        outbox.drop(row)
        return False
    try:
        transport.send(compose(row, transport.encoding), row.kind)
    except NothingToSay:
        outbox.drop(row)
    except mail.Unreachable:
        raise
    except mail.Refused as refusal:
        outbox.give_up(row, str(refusal))
    except mail.TryLater as delay:
        outbox.put_off(row, str(delay), now)
    except Exception as fault:
        log.exception("mail %s (%s) could not be made", row.id, row.kind)
        outbox.put_off(row, f"{type(fault).__name__}: {fault}", now)
    else:
        outbox.settle(row)
        return True
    return False
