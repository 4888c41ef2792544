"""A learning record for machines: JSON that stands written in docs/learning-record.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from network.meetups.learning.rules import FORMS, Learned, Year
from network.members.models import Member

FORMAT, VERSION = "leernetwerk-mkb-learning-record", 1


def record_json(member: Member, years: Sequence[Year], base_url: str, now: datetime) -> str:
    """The whole record, the latest first; times in minutes."""
    record = {
        "format": FORMAT, "version": VERSION, "made_at": now.isoformat(timespec="seconds"), "name": member.name,
        "years": [_year(year) for year in years],
        "entries": [_entry(line, base_url) for year in years for line in year.lines],
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False, indent=2)


def _year(year: Year) -> dict[str, Any]:
    minutes = {form: year.minutes(form) for form in FORMS}
    return {"year": year.number, "minutes": {**minutes, "total": year.minutes()}}


def _entry(line: Learned, base_url: str) -> dict[str, Any]:
    return {
        "what": line.what, "date": line.day.isoformat(), "minutes": line.minutes, "form": line.form,
        "source": "attended" if line.is_attended else "self_reported", "note": line.note or None,
        "meetup": base_url + line.meetup if line.meetup else None,
        "certificate": base_url + line.certificate if line.certificate else None,
    }  # fmt: skip
