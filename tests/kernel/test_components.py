"""What the pieces of pages say, each in every case that it has words for."""

import re
from types import SimpleNamespace

import pytest

from network.kernel import clock
from network.kernel.i18n import environments
from network.kernel.text import tidy_line


@pytest.fixture
def said(app):
    """What a macro says in a language, as plain text."""

    def say(piece, macro, *values, language="nl", **more):
        with app.test_request_context():
            template = environments(app)[language].get_template(f"components/{piece}.html")
            html = str(getattr(template.module, macro)(*values, **more))
        return tidy_line(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").replace("&#8239;", ""))

    return say


def told_by(applied, again, outcome="worked"):
    return SimpleNamespace(outcome=outcome, applied_count=applied, again_count=again)


@pytest.mark.parametrize(
    ("applied", "again", "dutch", "english"),
    [
        (0, 0, "Werkte thuis; nog niemand paste het toe.", "Worked at home; nobody else has applied it yet."),
        (1, 1, "1 bedrijf paste het toe en zou het weer doen.", "1 firm applied it and would do it again."),
        (1, 0, "1 bedrijf paste het toe en zou het niet weer doen.", "1 firm applied it and would not do it again."),
        (2, 2, "2 bedrijven pasten het toe en zouden het weer doen.", "2 firms applied it and would do it again."),
        (3, 0, "3 bedrijven pasten het toe en zouden het niet weer doen.", "3 firms applied it and would not do it again."),
        (2, 1, "2 bedrijven pasten het toe: 1 zou het weer doen, 1 niet.", "2 firms applied it: 1 would do it again, 1 would not."),
        (5, 4, "5 bedrijven pasten het toe: 4 zouden het weer doen, 1 niet.",
         "5 firms applied it: 4 would do it again, 1 would not."),
    ],
)  # fmt: skip
def test_proof_counts_who_would_and_who_would_not(said, applied, again, dutch, english):
    practice = told_by(applied, again)

    assert said("practice_card", "proof_words", practice) == dutch
    assert said("practice_card", "proof_words", practice, language="en") == english


@pytest.mark.parametrize(
    ("applied", "again", "english"),
    [
        (0, 0, "Nobody else has told yet how it went there."),
        (1, 0, "1 other firm saw the same happen."),
        (2, 2, "At 2 other firms it did work."),
        (3, 1, "2 other firms saw the same happen. At 1 other firm it did work."),
    ],
)
def test_what_did_not_work_counts_the_other_way_round(said, applied, again, english):
    assert said("practice_card", "proof_words", told_by(applied, again, "failed"), language="en") == english


def meetup(**more):
    facts = {
        "theme": SimpleNamespace(colour="coral", title="Werkvloer"), "path": "/meetups/a", "title": "An evening",
        "language": "en", "mode": "online", "starts_at": clock.now(), "taken": 1, "capacity": 9, "waiting": 0,
        "cancelled_at": None, "is_over": False,
    }  # fmt: skip
    return SimpleNamespace(**(facts | more))


def test_a_meetup_says_that_it_is_held_in_the_other_language(said):
    assert "online · in het Engels · Werkvloer" in said("agenda", "agenda_row", meetup())
    assert "in English" not in said("agenda", "agenda_row", meetup(), language="en")


def test_an_invented_firm_says_so_in_its_line_of_facts(said):
    firm = SimpleNamespace(
        slug="a", path="/organisations/a", name="Plaatwerkerij", verified_at=clock.now(), is_demo=True,
        size="20–49", sector_name="Metaal", province_name="Zeeland",
    )  # fmt: skip

    assert said("firm", "firm", firm) == "Plaatwerkerij 20–49 mensen · Metaal · Zeeland · verzonnen"
    firm.is_demo = False
    assert said("firm", "firm", firm, "2 leden") == "Plaatwerkerij 20–49 mensen · Metaal · Zeeland · 2 leden"


def test_a_pager_says_where_its_arrows_lead(said):
    assert said("page", "pages", "?older", "?newer") == "Nieuwere Oudere"
