"""What a meetup's page shows of its materials."""

from __future__ import annotations

from network.kernel.i18n import render
from network.kernel.text import number
from network.meetups.materials.queries import Shown, shown_to
from network.meetups.materials.rules import AFTER, BEFORE, size_of
from network.meetups.page import Sight


def section(sight: Sight) -> str:
    """The materials that the reader may see, those for before first."""
    materials = shown_to(sight.reader, sight.meetup, sight.facts["materials"])
    if not materials:
        return ""
    staged = [(stage, [each for each in materials if each.stage == stage]) for stage in (BEFORE, AFTER)]
    return render("meetups/materials/_section.html", meetup=sight.meetup, staged=staged, size_words=size_words)


def button(sight: Sight) -> str:
    """The way to add and take away, for who coordinates."""
    return render("meetups/materials/_button.html", meetup=sight.meetup)


def size_words(material: Shown) -> str:
    """How large a file is, in the reader's language."""
    size, unit = size_of(material.size or 0)
    return f"{number(size)} {unit}"
