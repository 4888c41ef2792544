"""The columns of the spreadsheet, by the words that may stand above them and in them, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l

from network.kernel.i18n import LANGUAGES, force_locale
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES, size_words
from network.practices.models import FOR_NETWORK, FOR_THEME
from network.practices.words import AUDIENCES, CHANGED, FACETS, OUTCOMES, PARTS

MEMBERS, PRACTICES = "members", "practices"
SHEETS = {MEMBERS: _l("Members"), PRACTICES: _l("Practices")}
EXPLANATION = _l("Explanation")
BETWEEN = ";"  # stands between several words in one cell

SIZES = {each: size_words(each) for each in SIZE_CLASSES}
WHO = {each: AUDIENCES[each] for each in (FOR_THEME, FOR_NETWORK)}  # visitors are let in by the firm itself
SOMEBODY = "vera@voorbeeldbedrijf.example"
YES_OR_NO = {"yes": _l("Yes"), "no": _l("No")}
TONGUES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Column:
    """One column: what stands above it, whether it must hold something, and which words it takes, if not any."""

    key: str
    label: Any
    about: Any = ""
    needed: bool = False
    words: Mapping[str, Any] | None = None
    several: bool = False
    example: Any = ""


def _facet(key: str, label: Any) -> Column:
    words = {value: word for value, (word, _meaning) in FACETS[key].items()}
    return Column(key, label, words=words, several=key != "level", example=next(iter(words.values())))


_FOR_A_NEW_FIRM = _l("needed for a firm that is not here yet")

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    MEMBERS: (
        Column("organisation", _l("Organisation"), needed=True, example="Voorbeeldbedrijf"),
        Column("place", _l("Place"), _FOR_A_NEW_FIRM, example="Utrecht"),
        Column("province", _l("Province"), _FOR_A_NEW_FIRM, words=PROVINCES, example="Utrecht"),
        Column("sector", _l("Sector"), _FOR_A_NEW_FIRM, words=SECTORS, example=SECTORS["services"]),
        Column("size_class", _l("People at the firm"), _FOR_A_NEW_FIRM, words=SIZES, example="10–19"),
        Column("has_hr", _l("HR department"), _FOR_A_NEW_FIRM, words=YES_OR_NO, example=YES_OR_NO["no"]),
        Column("name", _l("Name"), needed=True, example="Vera Voorbeeld"),
        Column("email", _l("E-mail address"), _l("the invitation goes there"), needed=True, example=SOMEBODY),
        Column("job", _l("What do you do at your organisation?"), example=""),
        Column("language", _l("Language"), words=TONGUES, example="Nederlands"),
        Column("contact", _l("Looks after the firm’s page"), _l("if nobody does, the first of a firm"), words=YES_OR_NO),
    ),
    PRACTICES: (
        Column("author", _l("E-mail address of the author"), _l("on the other sheet, or a member’s"), True, example=SOMEBODY),
        Column("theme", _l("Theme"), _l("its title here"), needed=True, example=""),
        Column("title", PARTS["title"], needed=True, example=_l("Every Thursday two people at one machine")),
        Column("outcome", CHANGED["outcome"], words=OUTCOMES, example=next(iter(OUTCOMES.values()))),
        *(Column(part, PARTS[part]) for part in ("summary", "problem", "action", "cost")),
        Column("hours", CHANGED["hours"], example="40"),
        Column("euros", CHANGED["euros"], example="1400"),
        Column("weeks", CHANGED["weeks"], example="6"),
        *(Column(part, CHANGED[part]) for part in ("result", "effect_figure", "effect_text", "went_wrong", "advice")),
        Column("ask_when", _l("When may another firm ask you?")),
        _facet("orientations", _l("What was it for?")),
        _facet("level", _l("How far ahead did it look?")),
        _facet("stimuli", _l("What did it help people with?")),
        _facet("forms", _l("How did people learn?")),
        _facet("generations", _l("Which generations took part?")),
        Column("audience", _l("Who may read it?"), _l("once its author has published it"), words=WHO),
        Column("language", _l("Language"), words=TONGUES, example="Nederlands"),
    ),
}  # fmt: skip
NEW_FIRM = ("place", "province", "sector", "size_class", "has_hr")


def written(words: Any) -> str:
    """Words of a page for in a cell: where a page may break a word means nothing there."""
    return str(words).replace("\u00ad", "")


def plain(text: Any) -> str:
    """A word as it is compared: capitals, spaces, dashes and a question mark at the end make no difference."""
    return " ".join(written(text).casefold().replace("–", "-").split()).replace(" - ", "-").rstrip("?:* ")


@cache
def by_label(sheet: str) -> Mapping[str, Column]:
    """The columns of a sheet by what may stand above them."""
    return {each: column for column in COLUMNS[sheet] for each in (column.key, *_in_both(column.label))}


@cache
def named(sheet: str, key: str) -> Column:
    """A column by its key."""
    return next(column for column in COLUMNS[sheet] if column.key == key)


def value_of(sheet: str, key: str, typed: str) -> str | None:
    """What a word in a cell stands for; None for a word that the column does not take."""
    return _values(sheet, key).get(plain(typed)) if named(sheet, key).words else typed


@cache
def _values(sheet: str, key: str) -> Mapping[str, str]:
    words = named(sheet, key).words or {}
    return {each: value for value, word in words.items() for each in (plain(value), *_in_both(word))}


def sheet_of(name: str, labels: Iterable[str]) -> str | None:
    """Which sheet a table is: by its name, else by a column that only one of the two has."""
    for sheet, words in SHEETS.items():
        if plain(name) in _in_both(words):
            return sheet
    found = {by_label(sheet)[each].key for sheet in SHEETS for each in map(plain, labels) if each in by_label(sheet)}
    if "title" in found:
        return PRACTICES
    return MEMBERS if "email" in found else None


def is_explanation(name: str) -> bool:
    """Whether a sheet is the template's own, about how to fill in the others."""
    return plain(name) in _in_both(EXPLANATION)


def _in_both(words: Any) -> tuple[str, ...]:
    found = []
    for code in LANGUAGES:
        with force_locale(code):
            found.append(plain(words))
    return tuple(found)
