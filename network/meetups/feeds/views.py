"""Calendars at their secret addresses, and the page where one makes, renews and ends them."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel import clock
from network.kernel.guards import public
from network.kernel.i18n import force_locale, render
from network.meetups import calendar
from network.meetups.feeds import addresses, queries, rules, services
from network.meetups.feeds.entries import entries_of, name_of, tag_of
from network.meetups.feeds.forms import FeedForm
from network.members.current import signed_in
from network.themes.policy import may_see
from network.themes.queries import themes_for

blueprint = Blueprint("feeds", __name__)

SETTINGS = "/settings/calendars"
FEED_ID = "<int(max=2147483647):feed_id>"


@blueprint.get("/calendars/<token>.ics")
@public
def read(token: str) -> ResponseReturnValue:
    """The address is proof enough; what it gives is what its owner may see now. Reading writes nothing."""
    feed = queries.feed_behind(token)
    with force_locale(feed.member.language):
        name, entries = name_of(feed), entries_of(feed, clock.now())
        tag = tag_of(name, entries, current_app.config["BUILD"])
        known = request.if_none_match.contains_weak(tag)
        response = Response(status=304) if known else _file(calendar.feed(name, entries, rules.ASK_AGAIN))
    response.set_etag(tag, weak=True)  # the same words may travel compressed or not
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.vary.add("Accept-Encoding")
    return response


@blueprint.get(SETTINGS)
def index() -> ResponseReturnValue:
    wish = request.args.get("theme")
    return _page(FeedForm(data={"which": f"{rules.THEME}:{wish}" if wish else request.args.get("which")}))


@blueprint.post(SETTINGS)
def create() -> ResponseReturnValue:
    member, form = signed_in(), FeedForm()
    themes = themes_for(member)
    form.offer(themes)
    if not form.validate_on_submit():
        return _page(form), 422
    theme = next((each for each in themes if each.slug == form.theme_slug()), None)
    feed = services.follow(member, form.kind(), theme)
    flash(_("Your calendar has an address. Copy it to the program that you use."))
    return redirect(f"{SETTINGS}#calendar-{feed.id}")


@blueprint.post(f"{SETTINGS}/{FEED_ID}/renewal")
def renew(feed_id: int) -> ResponseReturnValue:
    feed = queries.feed_of(signed_in(), feed_id)
    services.renew(feed, request.form.get("nonce", ""))
    flash(_("This calendar has a new address. The old one no longer works."))
    return redirect(f"{SETTINGS}#calendar-{feed.id}")


@blueprint.post(f"{SETTINGS}/{FEED_ID}/withdrawal")
def stop(feed_id: int) -> ResponseReturnValue:
    services.stop(queries.feed_of(signed_in(), feed_id))
    flash(_("The address no longer works. You can take the calendar out of your program."))
    return redirect(SETTINGS)


def _page(form: FeedForm) -> str:
    member = signed_in()
    form.offer(themes_for(member))
    feeds = [
        (feed, feed.theme if feed.theme and may_see(member, feed.theme) else None, addresses.url_of(feed))
        for feed in queries.feeds_of(member)
    ]
    return render("meetups/feeds/index.html", form=form, feeds=feeds)


def _file(text: str) -> Response:
    response = Response(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="leernetwerk-mkb.ics"'
    return response
