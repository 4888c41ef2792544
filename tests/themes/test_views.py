"""Theme pages."""

import pytest

from network.kernel.database import db, writing
from network.links.models import EVERYONE
from network.links.services import link, register
from network.members.models import Member

PAGE = "/themes/multi-generational-workforce"


def test_a_visitor_sees_an_open_theme(visitor, theme):
    page = visitor.get(PAGE)

    assert page.status_code == 200
    assert "Multi" in visitor.get("/themes?lang=en").text


def test_a_member_joins_hears_what_to_do_next_and_finds_the_way_out(client_of, bram, theme):
    browser = client_of(bram)

    answer = browser.submit(f"{theme.path}/membership")

    assert answer.status_code == 302
    text = browser.get(theme.path).text
    assert "Je doet nu mee" in text
    assert "welke bijeenkomst" in text
    assert f'action="{theme.path}/membership/departure"' in text.split('id="purpose"')[1].split("</section>")[0]


@pytest.mark.parametrize(("is_listed", "shown"), [(True, True), (False, False)])
def test_visitors_see_who_coordinates_only_when_that_person_wants_to_be_found(
    visitor, client_of, bram, ada, theme, is_listed, shown
):
    with writing():
        db.session.get(Member, ada.id).is_listed = is_listed

    assert (ada.name in visitor.get(PAGE).text) is shown
    assert ada.name in client_of(bram).get(PAGE).text


def test_a_finding_without_a_figure_has_a_sign_instead(visitor, theme):
    facts = {"titles": {"nl": "Een aanpak helpt"}, "audience": EVERYONE}
    with writing():
        on_theme = register(
            "theme", theme.id, path=theme.path, titles={"nl": theme.title_nl}, lines={}, audience=EVERYONE
        )
        link(on_theme, register("finding", 1, path="/library/x/a", lines={"nl": ""}, **facts))
        link(on_theme, register("finding", 2, path="/library/x/b", lines={"nl": "3,66 mln"}, **facts))

    text = visitor.get(PAGE).text

    assert text.count("#quote") == 1
    assert '<span class="fig fig--long">3,66 mln</span>' in text
