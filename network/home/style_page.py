"""/style: every component in every state, with made-up things and without the database. In development only."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from network.kernel import clock
from network.kernel.drawing import COLOURS, MOTIFS
from network.kernel.forms import Form, Required
from network.kernel.guards import public
from network.kernel.i18n import render
from network.members.models import Member, Organisation
from network.themes.models import Theme

blueprint = Blueprint("style", __name__)

LONG = "Zorgverzekeringsadministratiemedewerkersopleidingscoördinatiecentrum"
TITLES = (
    "Meergeneratiewerkvloer",
    "Leren zonder hr-afdeling",
    "Fouten maken mag",
    "Techniek die blijft veranderen",
    "Transities",
    LONG,
)


class StyleForm(Form):
    """One field of every kind."""

    name = StringField("Hoe heet je?", [Required()])
    mail = StringField("E-mailadres", [Required()])
    secret = PasswordField("Wachtwoord", [Required()])
    story = TextAreaField("Wat hebben jullie gedaan?", [Required()])
    sector = SelectField("Sector", choices={"metal": "Metaal", "care": "Zorg", "ict": "Ict"})
    size = RadioField(
        "Hoeveel mensen werken er?",
        choices={"2-4": "2-4", "5-9": "5-9", "10-19": "10-19", "20-49": "20-49", "50-99": "50-99", "100+": "100-250"},
    )
    hr = RadioField("Is er een hr-afdeling?", choices={"yes": "Ja", "no": "Nee, dat doe ik erbij"})
    access = RadioField(
        "Wie mag meedoen?",
        choices={"open": "Iedereen die lid is", "asked": "Wie het vraagt en antwoord geeft op jouw vraag"},
    )
    drives = SelectMultipleField("Wat hielp?", choices={"weten": "Weten", "willen": "Willen", "kunnen": "Kunnen"})
    agreed = BooleanField("Ik ga akkoord met de huisregels", [Required()])


def _organisations() -> list[Organisation]:
    facts: dict[str, Any] = {
        "place": "Helmond",
        "province": "noord-brabant",
        "size_class": "20-49",
        "sector": "high_tech",
        "has_hr": False,
    }
    names = (
        "Plaatwerkerij Ketelbrug",
        "Timmerfabriek Zwaluwstaart",
        "Kwekerij Zevenblad",
        "Softwarehuis Puntkomma",
        LONG,
    )
    firms = [Organisation(name=name, slug=name.lower().replace(" ", "-"), **facts) for name in names]
    firms[0].verified_at = clock.now()
    firms[1].is_demo = True
    return firms


def _themes() -> list[Theme]:
    looks = zip(TITLES, COLOURS, MOTIFS, strict=False)
    counts = {"organisation_count": 12, "practice_count": 7, "member_count": 31}
    return [
        Theme(title_nl=title, title_en="", slug=motif, colour=colour, motif=motif, **counts)
        for title, colour, motif in looks
    ]


def _meetups(themes: list[Theme]) -> list[Any]:
    """Free, nearly full, full with a line, cancelled."""
    states = ((9, 0, None), (15, 0, None), (16, 7, None), (3, 0, clock.now()))
    shared = {
        "path": "#agenda",
        "language": "nl",
        "mode": "in_person",
        "place": "Helmond",
        "capacity": 16,
        "is_over": False,
    }
    return [
        SimpleNamespace(
            theme=theme,
            title=f"{theme.title_nl}: een avond",
            starts_at=clock.now() + timedelta(days=taken),
            taken=taken,
            seats_left=16 - taken,
            waiting=waiting,
            cancelled_at=cancelled,
            **shared,
        )
        for theme, (taken, waiting, cancelled) in zip(themes, states, strict=False)
    ]


def _wrong_form() -> StyleForm:
    form = StyleForm(
        MultiDict({"wrong-name": "", "wrong-mail": "marjan@", "wrong-story": "Elke donderdag."}),
        prefix="wrong-",
        meta={"csrf": False},
    )
    form.validate()
    return form


@blueprint.get("/style")
@public
def show() -> ResponseReturnValue:
    if not current_app.config["SETTINGS"].development:
        abort(404)
    firms, themes = _organisations(), _themes()
    people = [
        Member(name=name, slug=name.split()[0].lower(), organisation=firms[0])
        for name in ("Marjan Roos", "Mo Azzouzi", f"{LONG} de Wit")
    ]
    return render(
        "style.html",
        firms=firms,
        themes=themes,
        people=people,
        meetups=_meetups(themes),
        form=StyleForm(
            meta={"csrf": False}, formdata=None, data={"name": "Marjan Roos", "size": "10-19", "drives": ["weten"]}
        ),
        wrong=_wrong_form(),
        colours=COLOURS,
        motifs=tuple(MOTIFS),
        LONG=LONG,
    )
