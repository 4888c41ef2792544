"""The factory: settings → extensions → features → error pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, abort, current_app, g, has_request_context, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from network import (
    accounts,
    benchmark,
    conversations,
    coordination,
    files,
    home,
    joining,
    library,
    meetups,
    members,
    notifications,
    practices,
    questions,
    scans,
    search,
    themes,
)
from network.config import ROOT, Settings, load
from network.kernel import (
    assets,
    charts,
    database,
    disk,
    drawing,
    error_pages,
    guards,
    health,
    i18n,
    migrations,
    pieces,
    responses,
    richtext,
    scheme,
    text,
    visits,
)
from network.members.current import current_member

FEATURES = (
    home,
    accounts,
    members,
    themes,
    practices,
    questions,
    meetups,
    library,
    scans,
    benchmark,
    conversations,
    files,
    notifications,
    search,
    joining,
    coordination,
)

LARGEST_REQUEST = 2 * 1024 * 1024  # bytes; a practice of seven long parts is a fiftieth of it


class Network(Flask):
    """Flask with one template environment a language."""

    jinja_environment = i18n.TranslatedEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view is asynchronous, so nothing needs to be asked of each of thirty functions on every request."""
        return func


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """Make the application. `overrides` go into Flask's config last; tests use them for cheap password hashes."""
    settings = settings or load()
    app = Network(
        "network",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=str(settings.network_instance),
    )
    app.config.from_mapping(_config(settings))
    app.config.from_mapping(overrides)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    assets.init_app(app, ROOT / "static", settings.network_instance)
    database.init_app(app)
    disk.init_app(app)
    migrations.init_app(app)
    i18n.init_app(app)
    _requests(app)
    CSRFProtect(app)
    responses.init_app(app)
    visits.init_app(app)
    scheme.init_app(app)
    error_pages.init_app(app)
    health.init_app(app)
    for feature in FEATURES:
        feature.init_app(app)
    _templates(app)
    return app


def _config(settings: Settings) -> Mapping[str, Any]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": False}
        if settings.database_url.startswith("sqlite")
        else {"pool_size": 8},
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure else "session",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "RATE_LIMITS": settings.rate_limits == "on",
    }


def _requests(app: Flask) -> None:
    app.before_request(_begin)
    app.before_request(guards.login_wall)
    app.teardown_request(database.end_request)


def _begin() -> None:
    """Every request starts as a reader, in a language. No address holds what no database can look for."""
    database.end_request()
    i18n.language_of_request()
    if largest := guards.largest_request(current_app, request.endpoint):
        request.max_content_length = largest
    if "\0" in request.path or (request.method in ("GET", "HEAD") and b"%00" in request.query_string):
        abort(404)


def _templates(app: Flask) -> None:
    def static(path: str) -> str:
        return f"{app.config['STATIC_AT']}{path}"

    names = {
        **drawing.GLOBALS,
        **charts.GLOBALS,
        **text.GLOBALS,
        **scheme.GLOBALS,
        **pieces.GLOBALS,
        "static": static,
        "nonce": responses.nonce,
        "both": i18n.both,
        "settings": app.config["SETTINGS"],
        "csrf_token": generate_csrf,
    }
    for environment in i18n.environments(app).values():
        environment.filters.update(text.FILTERS)
        environment.filters["rich"] = richtext.shown
        environment.globals.update(names)
        environment.constants = {"static": static, "icon": drawing.icon, "quartet": drawing.quartet}
        environment.trim_blocks = environment.lstrip_blocks = True
    app.extensions["known_everywhere"] = _everywhere


def _everywhere() -> dict[str, Any]:
    """What every template knows: who reads it, and what was asked."""
    if not has_request_context():
        return {"member": None}
    if "reader" not in g:
        g.reader = current_member()
    return {"member": g.reader, "request": request}
