"""Two languages. English texts are the keys, Dutch stands in translations/nl.

There is one template environment a language, in which texts are translated once, when a template is compiled.
"""

from __future__ import annotations

import gettext
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request
from flask.templating import Environment as FlaskEnvironment
from flask_babel import Babel, Domain, force_locale, get_locale
from jinja2 import FileSystemBytecodeCache, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from network.config import PACKAGE
from network.kernel import cookies
from network.kernel.compiling import Compiler

LANGUAGES = ("nl", "en")
COOKIE = "language"
DIRECTORY = PACKAGE / "translations"

__all__ = ["COOKIE", "LANGUAGES", "force_locale", "init_app", "language", "render", "speak"]


def init_app(app: Flask) -> None:
    """One template environment a language; Flask's own is the Dutch one."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(DIRECTORY)
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    Babel(app, locale_selector=_chosen)
    app.extensions["babel"].instance.domain_instance = Catalogues(str(DIRECTORY))
    app.extensions["environments"] = {"nl": app.jinja_env, "en": app.create_jinja_environment()}
    kept = Path(app.instance_path) / "templates" / _version_of_templates(app.config["BUILD"])
    for code, environment in environments(app).items():
        environment.bytecode_cache = _kept_in(kept / code)
        environment.add_extension("jinja2.ext.i18n")
        environment.translations = translations(code)
        cast(Any, environment).install_gettext_translations(environment.translations, newstyle=True)
        environment.globals["lang"] = code


def _version_of_templates(build: str) -> str:
    """What a compiled template holds beside its own text: words, drawings, addresses of static files."""
    digest = hashlib.blake2b(build.encode(), digest_size=6)
    for path in (*sorted(DIRECTORY.rglob("*.mo")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _kept_in(folder: Path) -> FileSystemBytecodeCache:
    """Compiled templates on disk, so that nobody waits for that after a new start."""
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def environments(app: Flask) -> dict[str, TranslatedEnvironment]:
    """The template environments by language, to which filters and globals are added."""
    return app.extensions["environments"]  # type: ignore[no-any-return]


@cache
def translations(code: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the text itself."""
    if code == "en":
        return NullTranslations()
    return Translations.load(str(DIRECTORY), [code])


def language() -> str:
    """The language of this request; outside of one, of whoever `force_locale` speaks to."""
    if has_request_context() and "language" in g:
        return g.language  # type: ignore[no-any-return]
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else "nl"


def speak(code: str) -> None:
    """Answer this request in a language from here on."""
    g.language = code


def choose() -> str:
    """What the reader chose (`?lang=`, then the cookie), else what the browser asks for, else Dutch."""
    for wish in (request.args.get("lang"), cookies.wish(COOKIE)):
        if wish in LANGUAGES:
            return wish
    header = request.headers.get("Accept-Language")
    if not header:
        return "nl"
    return request.accept_languages.best_match(LANGUAGES, "nl")


def _chosen() -> str | None:
    return language_of_request() if has_request_context() else None


def language_of_request() -> str:
    """The language that was settled at the start of the request."""
    if "language" not in g:
        g.language = choose()
    return g.language  # type: ignore[no-any-return]


def render(template: str, /, language: str | None = None, **context: Any) -> str:
    """Render a template in the language of the request, or in the one given (mail).

    What an .html template gives is escaped by its making, so another template may hold it as it is.
    """
    environment = environments(current_app)[language or (language_of_request() if has_request_context() else "nl")]
    text = environment.get_template(template).render({**_known_everywhere(), **context})
    return Markup(text) if template.endswith(".html") else text


def render_text(template: str, code: str, /, **context: Any) -> str:
    """Render plain text in a language, with its line breaks as they were written: pages do without, a mail does not."""
    made = current_app.extensions.setdefault("text_environments", {})
    if code not in made:
        made[code] = environments(current_app)[code].overlay(
            trim_blocks=False, lstrip_blocks=False, bytecode_cache=None
        )
    text: str = made[code].get_template(template).render({**_known_everywhere(), **context})
    return text


def _known_everywhere() -> dict[str, Any]:
    """What every template knows. Flask's own way asks several libraries for what our templates do not use."""
    return current_app.extensions["known_everywhere"]()  # type: ignore[no-any-return]


class Catalogues(Domain):  # type: ignore[misc]
    """Flask-Babel's catalogues, found by the language alone: its own way writes out the locale for every text."""

    def get_translations(self) -> gettext.NullTranslations:
        locale = get_locale()
        return translations(locale.language) if locale and locale.language in LANGUAGES else NullTranslations()


class Piece(Template):
    """A template whose macros are made once: ours are all made without a context, and know the same names everywhere."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class TranslatedEnvironment(FlaskEnvironment):
    """Flask's environment, with all that is constant put in its place at compile time."""

    template_class = Piece
    translations: gettext.NullTranslations = NullTranslations()
    constants: Mapping[str, Callable[..., Any]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        return Compiler(self.translations, self.constants).visit(template)  # type: ignore[no-any-return]


def both(words: Mapping[str, Any] | None, code: str | None = None) -> Any:
    """The text of a `{"nl": …, "en": …}` pair in the reader's language, Dutch or whatever there is where that is missing."""
    if not words:
        return ""
    return words.get(code or language()) or words.get("nl") or next(iter(words.values()))
