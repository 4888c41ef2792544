"""Models know their own address: it is the route's, without the cost of asking the router in a loop."""

from flask import url_for

from network.library.models import Publication
from network.meetups.learning.models import Certificate, LearningEntry
from network.meetups.models import Meetup
from network.members.models import Member, Organisation
from network.practices.models import Practice
from network.themes.models import Theme


def test_paths_are_the_routes(app):
    with app.test_request_context():
        assert Theme(slug="a").path == url_for("themes.show", slug="a")
        assert Practice(slug="a").path == url_for("practices.show", slug="a")
        assert Meetup(slug="a").path == url_for("meetups.show", slug="a")
        assert Certificate(code="a").path == url_for("certificates.show", code="a")
        assert LearningEntry(id=1).path == url_for("learning.update", entry_id=1)
        assert Publication(key="a").path == url_for("library.publication", key="a")
        assert Organisation(slug="a").path == url_for("members.show", slug="a")
        assert Member(slug="a").path == url_for("members.person", slug="a")
