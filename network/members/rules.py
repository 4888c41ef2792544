"""The words by which firms find firms like them: province, size, sector, typology. No database, clock or Flask."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

PROVINCES = {
    "drenthe": "Drenthe", "flevoland": "Flevoland", "friesland": "Friesland", "gelderland": "Gelderland",
    "groningen": "Groningen", "limburg": "Limburg", "noord-brabant": "Noord-Brabant", "noord-holland": "Noord-Holland",
    "overijssel": "Overijssel", "utrecht": "Utrecht", "zeeland": "Zeeland", "zuid-holland": "Zuid-Holland",
}  # fmt: skip

SIZE_CLASSES = ("2-4", "5-9", "10-19", "20-49", "50-99", "100-199")  # the study's six, in people employed

SECTORS = {
    "high_tech": _l("High tech and metal"),
    "construction": _l("Building and installation"),
    "agrifood": _l("Agriculture and food"),
    "care": _l("Care and welfare"),
    "retail": _l("Trade and shops"),
    "logistics": _l("Transport and logistics"),
    "services": _l("Business services"),
    "it": _l("IT"),
    "hospitality": _l("Hospitality and leisure"),
    "creative": _l("Creative and print"),
    "other": _l("Something else"),
}

YOUNG = 5  # years; a younger firm is "jong mkb" in the Panteia (2015) typology


def typology(founded: int | None, does_rnd: bool, today: date) -> str:
    """Where a firm stands in the Panteia (2015) typology of firms with staff: young, rnd or regular.

    Not knowing the year counts as not young.
    """
    if founded is not None and today.year - founded < YOUNG:
        return "young"
    return "rnd" if does_rnd else "regular"


def size_words(size_class: str) -> str:
    """The study's way to write a class: 20 t/m 49, 20 to 49 with an en dash for both languages."""
    return size_class.replace("-", "–")


def completeness(filled: list[bool]) -> int:
    """How much of a page is filled, in whole percents."""
    return round(100 * sum(filled) / len(filled)) if filled else 100
