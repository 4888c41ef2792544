"""Reading practices: the list, one practice, a member's own; publishing and archiving one."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.conversations.queries import Thread, thread
from network.kernel import clock
from network.kernel.errors import require
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.mail import url
from network.links.queries import linked_to
from network.members.current import current_member, signed_in
from network.members.models import Member
from network.practices import bookmarks, policy, queries, rules, services
from network.practices.attachments.rules import beside
from network.practices.finding.queries import alike_for
from network.practices.models import DRAFT, Practice
from network.practices.refusals import AlreadyPublished, NotComplete
from network.practices.views.writing import page_of
from network.practices.words import PARTS, STAGES, explained, value_words
from network.themes.policy import may_coordinate

blueprint = Blueprint("practices", __name__)


@blueprint.get("/practices/mine")
def mine() -> ResponseReturnValue:
    return render("practices/mine.html", practices=queries.mine(signed_in()), stages=STAGES)


@blueprint.get("/practices/saved")
def saved() -> ResponseReturnValue:
    return render("practices/saved.html", cards=bookmarks.kept_by(signed_in()))


@blueprint.post("/practices/<slug>/bookmark")
def keep(slug: str) -> ResponseReturnValue:
    practice = queries.practice_for(signed_in(), slug)
    bookmarks.keep(signed_in(), practice)
    flash(_("Kept. You find it at the practices, under ‘Kept’."))
    return redirect(practice.path)


@blueprint.post("/practices/<slug>/bookmark/withdrawal")
def keep_no_more(slug: str) -> ResponseReturnValue:
    practice = queries.practice_for(signed_in(), slug)
    bookmarks.keep_no_more(signed_in(), practice)
    flash(_("You no longer keep it."))
    return redirect(practice.path)


@blueprint.get("/practices/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    practice, is_kept = queries.practice_to_read(reader, slug)
    if practice.slug != slug:
        return redirect(practice.path)
    return render(
        "practices/show.html",
        practice=practice,
        stage=STAGES[practice.maturity],
        reports=queries.reports_on(practice) if practice.applied_count else [],
        words_of=value_words,
        is_kept=is_kept,
        alike=alike_for(reader, practice) if reader is not None and practice.is_published else [],
        files=beside(practice.files, practice.rich),
        nodes=linked_to("practice", practice.id, reader),
        share_card=url(f"{practice.path}.png"),
        facets=explained(practice.facets or {}),
        missing=[PARTS[name] for name in rules.missing_to_publish(practice.words)] if practice.state == DRAFT else [],
        may_edit=policy.may_edit(reader, practice),
        writes=reader is not None and policy.writes(reader, practice),
        may_discard=policy.may_discard(reader, practice) and practice.published_at is None,
        may_moderate=reader is not None and may_coordinate(reader, practice.theme),
        may_report=policy.may_report(reader, practice),
        has_reported=reader is not None and _told_by(reader, practice),
        thread=_thread(reader, practice),
    )


@blueprint.get("/practices/<slug>.png")
@public
def share_card(slug: str) -> ResponseReturnValue:
    """The picture beside a shared address: of what visitors may read, whoever asks."""
    from network.practices.share_card import picture_of

    practice = queries.practice_for(None, slug)
    return Response(picture_of(practice), mimetype="image/png")


@blueprint.get("/practices/<slug>.pdf")
@public
def paper(slug: str) -> ResponseReturnValue:
    """The same to take along, for who may read it."""
    from network.practices.paper import drawn

    practice = queries.practice_for(current_member(), slug)
    file = Response(drawn(practice, clock.now(), url(practice.path)), mimetype="application/pdf")
    file.headers["Content-Disposition"] = f"attachment; filename={practice.slug}.pdf"
    return file


@blueprint.post("/practices/<slug>/publication")
def publish(slug: str) -> ResponseReturnValue:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    try:
        is_first = services.publish(practice)
    except NotComplete:
        return page_of(member, queries.practice_for(member, slug), demanding=True), 422
    flash(_("Published. The theme has been told.") if is_first else _("It is published."))
    return redirect(practice.path)


@blueprint.get("/practices/<slug>/deletion")
def ask_to_discard(slug: str) -> ResponseReturnValue:
    """Where there is no JavaScript to ask with."""
    return render("practices/discard.html", practice=_own_draft(signed_in(), slug))


@blueprint.post("/practices/<slug>/deletion")
def discard(slug: str) -> ResponseReturnValue:
    services.discard(_own_draft(signed_in(), slug))
    flash(_("Your draft is thrown away."))
    return redirect("/practices/mine")


@blueprint.post("/practices/<slug>/archive")
def archive(slug: str) -> ResponseReturnValue:
    member = signed_in()
    practice = queries.practice_for(member, slug)
    require(policy.may_edit(member, practice))
    services.archive(practice)
    flash(_("It is in the archive: it no longer stands in lists. Publishing brings it back."))
    return redirect(practice.path)


def _own_draft(member: Member, slug: str) -> Practice:
    practice = queries.practice_for(member, slug)
    require(policy.may_discard(member, practice))
    if practice.published_at is not None:
        raise AlreadyPublished
    return practice


def _told_by(reader: Member, practice: Practice) -> bool:
    """Whether the reader's firm told how it went: the chain on the page knows."""
    return any(slug == reader.organisation.slug for slug, _again in practice.chain)


def _thread(reader: Member | None, practice: Practice) -> Thread | None:
    """The conversation is among members, also under what is open to everybody."""
    if reader is None or practice.published_at is None or not policy.is_inside(reader, practice):
        return None
    return thread(reader, "practice", practice.id, request.args.get("after", ""))
