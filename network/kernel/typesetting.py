"""How text is set: what no line may part, and where a very long word may break. It knows letters only."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyphen

_TORN = re.compile(r"(?<=\d) (?=%|mln\b|miljoen\b|million\b)|(?<=€) (?=\d)| (?=· )")
_RANGE = re.compile(r"(?<=\d)–(?=\d)")


def unbroken(text: str) -> str:
    """A text in which no line ends within a range, between a number and its unit, or before the point between two facts."""
    return _RANGE.sub("–\u2060", _TORN.sub("\u00a0", text))


LONG_WORD = 18  # letters; shorter ones fit a phone's headings as they are
LONG_PART = 14  # letters; what stands in the narrowest tile

# Second halves of the long words of this field, in the forms that occur: a compound breaks before them.
SECOND_PARTS = sorted(
    """
    afdeling afdelingen apparatuur bedrijf bedrijven begeleider begeleiders begeleiding bijeenkomst bijeenkomsten
    budget bureau controle coördinator cultuur dienst diensten fabriek functies generatie generaties gericht gerichte
    gesprek gesprekken groep groepen industrie installateur installateurs installatie instromer instromers instroom
    koppels kosten kracht krachten leerling leerlingen leiders leiding leidinggevende leidinggevenden machine machines
    markt materialen medewerker medewerkers monteur monteurs netwerk netwerken ondernemer ondernemers onderneming
    ondernemingen onderzoek ontwerp ontwikkeling ontwikkelingen opleiding opleidingen organisatie organisaties
    overdracht overleg partner partners personeel plaats plaatsen programma project projecten regeling scholing school
    structuur systeem systemen techniek technieken timmerlieden training trainingen traject trajecten transitie
    transities vaardigheden vaardigheid vakmensen verandering veranderingen vergelijking verzekering vloer voorbeeld
    voorbeelden voorziening voorzieningen werkers werkplaats werkvloer wisseling wisselings zorg
    """.split(),
    key=len,
    reverse=True,
)


def shy(text: str) -> str:
    """A heading whose very long words may break: not every browser knows Dutch, and none knows its compounds."""
    text = unbroken(text)
    if len(text) < LONG_WORD:
        return text
    return " ".join(_breakable(word) if len(word) >= LONG_WORD else word for word in text.split(" "))


@lru_cache(maxsize=2048)
def _breakable(word: str) -> str:
    """Soft hyphens between the parts of a compound; at a syllable only where a part is too long by itself."""
    if not word.isalpha():
        return word
    parts = (part if len(part) <= LONG_PART else _hyphens().inserted(part, hyphen="\u00ad") for part in _parts(word))
    return "\u00ad".join(parts)


def _parts(word: str) -> list[str]:
    for second in SECOND_PARTS:
        if word.endswith(second) and len(word) >= len(second) + 4:
            return [*_parts(word.removesuffix(second)), second]
    return [word]


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL", left=4, right=4)
