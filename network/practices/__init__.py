"""What a firm did, why, at what cost and with what result; failures are welcome. Other firms report having applied it.

How far a practice has proved itself is never set by anybody: `rules.maturity` computes it from the reports of others,
and each report computes it anew. A draft stands in the knowledge web for nobody, so that its links can wait.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l


def init_app(app: Flask) -> None:
    from network.conversations.kinds import register_kind
    from network.files import kinds as of_files
    from network.joining import kinds as of_links
    from network.members import hooks as of_firms
    from network.members import panels as of_organisations
    from network.members.own_data import add_contributor
    from network.members.traces import leaves_trace
    from network.notifications.digests import add_source
    from network.practices import data, panels, queries, traces, web
    from network.practices.authors.services import write_no_more
    from network.practices.bookmarks import kept
    from network.practices.discussion import find
    from network.practices.finding import saved
    from network.practices.letters import views as letters
    from network.practices.letters.queries import letters_of
    from network.practices.revisions.data import changed_by
    from network.practices.services import count_comment, throw_away_drafts, weigh_what_it_applied
    from network.practices.views import attachments, authors, finding, practices, replications, revisions, writing
    from network.themes import hooks as of_groups
    from network.themes import panels as of_themes
    from network.themes import voices

    for resource in (writing, finding, practices, replications, attachments, revisions, authors, letters):
        app.register_blueprint(resource.blueprint)
    register_kind("practice", find, count_comment)
    of_files.register_kind("practice", queries.may_read, queries.standing)
    of_links.register_kind("practice", web.tended)
    of_themes.add_panel(10, panels.in_theme)
    of_organisations.add_panel(10, panels.of_organisation)
    of_groups.when_changed(web.tell_theme)
    voices.add_source(queries.told_in)
    of_firms.when_changed(web.tell_firm)
    of_firms.when_gone(throw_away_drafts)
    of_firms.when_gone(write_no_more)
    of_firms.when_changed(weigh_what_it_applied)
    leaves_trace("practices", traces.OF_FIRM)
    add_contributor("practices", data.written_by)
    add_contributor("bookmarks", kept)
    add_contributor("choices of practices", saved.kept_for_own_data)
    add_source(20, _l("Practices that you asked to hear of"), saved.new_in_choices)
    add_source(50, _l("Practices of firms like yours"), saved.new_of_firms_alike)
    add_contributor("letters", letters_of)
    add_contributor("replications", data.reported_by)
    add_contributor("changes to practices", changed_by)
