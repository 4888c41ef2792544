"""Everything that a page or a mail says, it says in both languages: English in the code, Dutch in the catalogue."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from network.config import ROOT
from network.kernel.i18n import DIRECTORY

CATALOGUE = DIRECTORY / "nl" / "LC_MESSAGES" / "messages.po"
# All but the sheet of specimens, whose texts are examples, in Dutch only.
HTML = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.name != "style.html")

# What is the same in both languages, or says the name of a language in that language.
NAMES = {
    "leernetwerk",
    "mkb",
    "leernetwerk mkb",
    "In English",
    "In het Nederlands",
    "CSV",
    "JSON",
    "PDF",
    "BibTeX",
    "CSL-JSON",
}
# Words for readers begin with a capital; so do the kinds of form fields that components ask for.
SENTENCE = re.compile(r"[A-Z][a-z]+(?!\w*Field$)")

# Outside a tag; it would also end an attribute that the text stands in.
STRAIGHT_QUOTE = r'"(?![^<]*>)'

Key = str | tuple[str, ...]


@cache
def said() -> dict[Key, str]:
    """Every text in the code and the templates, with the file that says it first."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    options = {each["pattern"]: {k: v for k, v in each.items() if k not in {"pattern", "method"}} for each in mappings}
    keywords = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
    found: dict[Key, str] = {}
    for file, _line, message, _comments, _context in extract_from_dir(str(ROOT), methods, options, keywords):
        found.setdefault(message, file)
    return found


@cache
def dutch() -> dict[Key, tuple[str, ...]]:
    """The Dutch catalogue: what is said for each English text, each form of a plural on its own."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="nl") if message.id]
    return {key(message.id): forms(message.string) for message in messages}


def key(text: Any) -> Key:
    """A text, or the forms of a plural, as a key."""
    return text if isinstance(text, str) else tuple(text)


def forms(text: Any) -> tuple[str, ...]:
    """The forms of a plural; any other text has one."""
    return (text,) if isinstance(text, str) else tuple(text)


def holes(text: str) -> set[str]:
    """The places that values go into, and the percent signs."""
    return set(re.findall(r"%\(\w+\)[a-z]|%%", text))


def bare(template: str) -> str:
    """A template without what Jinja does, its translated texts included."""
    template = re.sub(r"\{%-? *trans\b.*?endtrans *-?%\}", "", template, flags=re.S)
    template = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.S)
    return re.sub(r"<(style|script)\b.*?</\1>", "", template, flags=re.S)


def spoken(template: str) -> set[str]:
    """What stands in the open: between tags, and in the attributes that are read or heard."""
    page = bare(template)
    heard = re.findall(r'\s(?:alt|aria-label|placeholder|title)="([^"]*)"', page)
    seen = re.split(r"<[^>]*>", re.sub(r'\s[\w-]+="[^"]*"', "", page))
    pieces = {re.sub(r"^\W+|\W+$", "", html.unescape(piece)) for piece in seen + heard}
    return {piece for piece in pieces if re.search(r"[^\W\d_]{2}", piece)}


def handed_on(template: str) -> set[str]:
    """What a template gives to a macro or a filter as words, without having it translated."""
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(template)
    translated = {id(words) for call in tree.find_all(nodes.Call) if is_gettext(call.node) for words in call.args}
    loose = {each.value for each in tree.find_all(nodes.Const) if id(each) not in translated}
    return {words for words in loose if isinstance(words, str) and SENTENCE.match(words)}


def is_gettext(called: nodes.Expr) -> bool:
    """Whether what is called is a translation."""
    return isinstance(called, nodes.Name) and called.name in {"_", "gettext", "ngettext"}


def test_everything_is_said_in_dutch() -> None:
    missing = {text: file for text, file in said().items() if not all(dutch().get(text, ("",)))}

    assert missing == {}


def test_the_catalogue_holds_nothing_else() -> None:
    assert set(dutch()) - set(said()) == set()
    assert re.findall(r"^#~.*|^#,.*fuzzy", CATALOGUE.read_text(), re.M) == []


def test_the_values_have_their_places_in_both_languages() -> None:
    for english, words in dutch().items():
        for each in words:
            assert holes(each) in [holes(form) for form in forms(english)], english


def test_both_forms_of_a_plural_are_there() -> None:
    assert [english for english, words in dutch().items() if len(words) != len(forms(english))] == []


@pytest.mark.parametrize("unwanted", ["!", r"\b(u|uw|uzelf)\b", STRAIGHT_QUOTE, "&(?!nbsp;)"])
def test_the_dutch_is_plain(unwanted: str) -> None:
    assert [words for words in chain(*dutch().values()) if re.search(unwanted, words, re.I)] == []


@pytest.mark.parametrize("path", HTML, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_speaks_by_itself(path: Path) -> None:
    template = path.read_text()

    assert spoken(template) | handed_on(template) <= NAMES


def test_a_loose_word_would_be_found() -> None:
    assert spoken('<p>{{ _("Yes") }} Hello</p><a title="Go"></a>{% trans %}No{% endtrans %}') == {"Hello", "Go"}
    assert handed_on('{{ _("Yes") }} {{ button("Hello", "main") }} {% trans %}No{% endtrans %}') == {"Hello"}
