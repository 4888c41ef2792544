"""Meetups that coordinators schedule, and the seats that members take, wait for, are offered, and give back.

A seat is taken by one atomic update of the meetup's own row, which also hands out a place number that only rises: the
order of the line is the order of commit, and nothing is ever oversold, whatever the load.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    from network.conversations.kinds import register_kind
    from network.joining import kinds as of_links
    from network.meetups import (
        afterwards,
        clashes,
        data,
        digests,
        discussion,
        door,
        feeds,
        joining,
        learning,
        materials,
        panels,
        places,
        polls,
        reminders,
        series,
        traces,
    )
    from network.meetups.calendar import invitation
    from network.meetups.models import Signup
    from network.meetups.seats import give_back_places_of
    from network.meetups.services import follow_leaving, follow_theme
    from network.meetups.views import blueprint
    from network.members.erasing import keeps
    from network.members.hooks import when_gone
    from network.members.own_data import add_contributor
    from network.members.traces import leaves_trace
    from network.notifications.calendars import made_by
    from network.notifications.digests import add_source
    from network.themes.hooks import when_changed, when_left
    from network.themes.panels import add_panel

    app.register_blueprint(blueprint)
    app.register_blueprint(places.blueprint)
    register_kind("meetup", discussion.find, discussion.count)
    of_links.register_kind("meetup", joining.tended)
    made_by("meetups", invitation)
    add_panel(20, panels.on_theme)
    series.init_app(app)  # first: who may not know of a series any more leaves it before giving back places
    when_changed(follow_theme)
    when_left(follow_leaving)
    when_gone(give_back_places_of)
    keeps(Signup.member_id)
    leaves_trace("meetups", traces.OF_FIRM)
    add_contributor("signups", data.signups_of)
    add_contributor("invitations", data.invitations_of)
    add_contributor("decisions_about_seats", data.decisions_about)
    add_contributor("meetups", data.planned_by)
    add_source(10, _l("Closes soon"), digests.closing_polls)
    add_source(40, _l("Meetups of the next two weeks"), digests.coming_meetups)
    materials.init_app(app)
    feeds.init_app(app)
    afterwards.init_app(app)
    clashes.init_app(app)
    door.init_app(app)
    reminders.init_app(app)
    polls.init_app(app)
    learning.init_app(app)
