"""What happens at doors by itself. One statement a table, so it is safe to run twice, and by two workers."""

from __future__ import annotations

from datetime import datetime

from network.meetups.door import services


def forget_guests(now: datetime) -> int:
    """Delete the names of guests 30 days after a meetup, and who helped there. Gives how many guests."""
    return services.forget_doors(now)
