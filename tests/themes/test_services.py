"""Joining and leaving themes."""

from sqlalchemy import select

from network.kernel.database import db
from network.notifications.models import Notification
from network.search.queries import search_for
from network.themes.models import ACTIVE, ASKED, ON_REQUEST
from network.themes.queries import membership_of
from network.themes.services import grant, join, leave, open_theme


def test_a_member_joins_an_open_theme_at_once(theme, bram):
    assert join(theme, bram).state == ACTIVE
    assert (theme.member_count, theme.organisation_count) == (2, 2)


def test_joining_twice_counts_once(theme, bram):
    join(theme, bram)
    join(theme, bram)

    assert theme.member_count == 2


def test_leaving_gives_the_place_back(theme, bram):
    join(theme, bram)
    leave(theme, bram)
    leave(theme, bram)

    assert membership_of(bram, theme) is None
    assert theme.member_count == 1


def test_a_theme_on_request_asks_its_coordinator(ada, bram):
    theme = open_theme(ada, title_nl="Techniek", title_en="", access=ON_REQUEST)

    membership = join(theme, bram, "Wij draaien met robots.")

    assert membership.state == ASKED
    assert theme.member_count == 1
    told = db.session.scalars(select(Notification)).all()
    assert [(each.member_id, each.kind) for each in told] == [(ada.id, "themes.join_asked")]

    grant(theme, bram.id)

    assert membership.state == ACTIVE
    assert theme.member_count == 2


def test_a_theme_is_found_by_its_words(ada):
    open_theme(ada, title_nl="Techniek", title_en="", purpose_nl="Wat doe je met een cobot?")

    ((group),) = search_for(None, "cobots")

    assert [hit.path for hit in group.hits] == ["/themes/techniek"]
