"""The coordinator's desk and the administrator's page. HTTP only."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from network.coordination import queries
from network.kernel import clock
from network.kernel.errors import require
from network.kernel.i18n import render
from network.members.current import signed_in
from network.notifications.queries import failed, outbox_at
from network.themes.queries import requests_for

blueprint = Blueprint("coordination", __name__)


@blueprint.get("/coordination")
def desk() -> ResponseReturnValue:
    member = signed_in()
    require(member.is_coordinator or bool(member.led_theme_ids))
    return render(
        "coordination/desk.html",
        requests=requests_for(member),
        newcomers=queries.newcomers_for(member),
        without_report=queries.without_report_for(member),
        coming=queries.coming_for(member),
    )


@blueprint.get("/admin")
def admin() -> ResponseReturnValue:
    require(signed_in().is_administrator)
    mails, older = failed(request.args.get("before", ""))
    settings = current_app.config["SETTINGS"]
    return render(
        "coordination/admin.html",
        outbox=outbox_at(clock.now()),
        mails=mails,
        older=older,
        to_folder=not settings.smtp_url,
    )
