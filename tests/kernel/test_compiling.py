"""What is put in its place when a template is compiled says the same as it would when it is shown."""

import shutil
from gettext import NullTranslations

import pytest
from conftest import make_app
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from network.kernel.compiling import Compiler
from network.kernel.i18n import TranslatedEnvironment, environments, render, render_text


class Dutch(NullTranslations):
    def gettext(self, message):
        return {"Hello %(name)s": "Dag %(name)s", "100 %%": "honderd %%"}.get(message, message)

    def ngettext(self, one, many, n):
        return "%(num)s stoel" if n == 1 else "%(num)s stoelen"


def shown(source, autoescape=True, **context):
    environment = Environment(autoescape=autoescape, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(Dutch(), newstyle=True)
    tree = Compiler(Dutch(), {"icon": lambda name: Markup("<svg>") + name}).visit(environment.parse(source))
    return environment.from_string(tree).render(context)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{{ _("Hello %(name)s", name=name) }}!', "Dag &lt;Bram&gt;!"),
        ("{% trans name=name %}Hello {{ name }}{% endtrans %}", "Dag &lt;Bram&gt;"),
        ('{{ [_("Hello %(name)s", name=name)] | join }}', "Dag &lt;Bram&gt;"),
        ('{{ _("100 %%") }}', "honderd %"),
        ("{{ n }} · 5 %", "7\u00a0· 5\u00a0%"),
        ('{{ n ~ " · " ~ n }}', "7\u00a0· 7"),
        ("{% trans n=n %}{{ n }} % full{% endtrans %}", "7\u00a0% full"),
        ("{% trans size=n %}{{ size }} people{% endtrans %}", "7\u00a0people"),
        ('{% set words = _("%(n)s %% full", n=n) %}{{ words }}', "7\u00a0% full"),
        ('{{ icon("x") }}{{ icon(name) }}', "<svg>x<svg>&lt;Bram&gt;"),
    ],
)
def test_texts_and_drawings_stand_in_the_template(source, words):
    assert shown(source, name="<Bram>", n=7, icon=lambda name: Markup("<svg>") + name) == words


@pytest.mark.parametrize(("seats", "words"), [(0, "0 stoelen"), (1, "1 stoel"), (2, "2 stoelen")])
def test_a_number_chooses_its_form(seats, words):
    asked = 'ngettext("%(num)s seat", "%(num)s seats", n)'

    assert shown("{{ " + asked + " }}", n=seats) == words
    assert shown("{% set said = " + asked + " %}{{ said }}", n=seats) == words
    assert shown("{% trans num=n %}{{ num }} seat{% pluralize %}{{ num }} seats{% endtrans %}", n=seats) == words


def test_plain_text_is_left_as_it_is():
    assert shown('{{ _("Hello %(name)s", name=name) }}', autoescape=False, name="<Bram>") == "Dag <Bram>"


def test_a_second_start_compiles_no_page_again(tmp_path, migrated, monkeypatch):
    compiled = []
    parse = TranslatedEnvironment._parse

    def noted(environment, source, name, filename):
        compiled.append(name)
        return parse(environment, source, name, filename)

    monkeypatch.setattr(TranslatedEnvironment, "_parse", noted)
    shutil.copy(migrated / "network.sqlite", tmp_path)

    answers = []
    for _ in range(2):
        client = make_app(tmp_path, f"sqlite:///{tmp_path / 'network.sqlite'}").test_client()
        answers += [(client.get(f"/themes?lang={language}").text, tuple(compiled)) for language in ("nl", "en")]
        compiled.clear()

    assert [bool(made) for _, made in answers] == [True, True, False, False]
    assert 'lang="nl"' in answers[2][0]
    assert 'lang="en"' in answers[3][0]


def test_a_mail_keeps_the_line_breaks_that_a_page_does_without(tmp_path, migrated):
    shutil.copy(migrated / "network.sqlite", tmp_path)
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'network.sqlite'}")
    environments(app)["nl"].loader = DictLoader({"words.txt": "{% if true %}\nDag\n{% endif %}\n"})

    with app.app_context():
        assert render("words.txt", language="nl") == "Dag\n"
        assert render_text("words.txt", "nl") == "\nDag\n"
