"""By what practices are chosen, how a choice stands in an address, and how alike two are. No database, clock or Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

COUNTED = 1_000  # the newest practices that a reader may know of, over which choices are counted

# Each word of the study has a bit of its own in `Practice.facet_bits`. A bit never moves: rows on disk hold it.
BITS: Mapping[str, Mapping[str, int]] = {
    "orientation": {"company": 0, "people": 1, "network": 2},
    "level": {"1": 3, "2": 4, "3": 5, "4": 6, "5": 7},
    "stimulus": {"know": 8, "want": 9, "can": 10, "dare": 11, "may": 12},
    "form": {"formal": 13, "non_formal": 14, "informal": 15},
    "generation": {"boomer": 16, "x": 17, "pragmatic": 18, "y": 19, "z": 20},
}
HIGHEST_BIT = 20
_STORED_AS = {
    "orientations": "orientation", "level": "level", "stimuli": "stimulus", "forms": "form", "generations": "generation",
}  # fmt: skip

BELOW_EUROS = (500, 1_500, 5_000, 15_000)
BELOW_HOURS = (10, 40, 100)

SEVERAL = ("sector", "size_class", "maturity", "outcome", *BITS)  # of which one may choose more than one: any of them
ONE = ("theme", "hr", "cost", "hours")
ORDER = ("theme", "sector", "size_class", "hr", "cost", "hours", "maturity", "outcome", *BITS)


def bits_of(facets: Mapping[str, Any]) -> int:
    """The facets of a practice as bits; words that are not the study's have none."""
    bits = 0
    for stored, name in _STORED_AS.items():
        chosen = facets.get(stored) or ()
        for key in chosen if isinstance(chosen, list) else [chosen]:
            if (place := BITS[name].get(str(key))) is not None:
                bits |= 1 << place
    return bits


def mask_of(name: str, keys: Iterable[str]) -> int:
    """The bits of some words of one facet."""
    return sum(1 << BITS[name][key] for key in dict.fromkeys(keys))


@dataclass(frozen=True)
class Choice:
    """What a reader chose: some values by dimension, always in the same order; what is not chosen does not stand in it."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(self.values)

    @property
    def in_address(self) -> list[tuple[str, str]]:
        """The choice as it stands in the address."""
        return [(name, value) for name, values in self.values.items() for value in values]

    def has(self, name: str, value: str) -> bool:
        return value in self.values.get(name, ())

    def without(self, name: str, value: str | None = None) -> Choice:
        """The same without one value, or without a whole dimension."""
        left = tuple(each for each in self.values.get(name, ()) if value is not None and each != value)
        return Choice({key: left if key == name else kept for key, kept in self.values.items() if key != name or left})


def chosen(asked: Mapping[str, Sequence[str]], offered: Mapping[str, Sequence[str]]) -> Choice:
    """A choice from an address: only what is offered, each value once, in the order in which it is offered."""
    values: dict[str, tuple[str, ...]] = {}
    for name in ORDER:
        wanted = set(asked.get(name, ()))
        found = tuple(value for value in offered.get(name, ()) if value in wanted)
        if found:
            values[name] = found if name in SEVERAL else found[-1:]
    return Choice(values)
