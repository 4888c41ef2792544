"""A file as it goes out: to who may see what it stands beside, and never as a page of ours. HTTP only."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from network.files import storage
from network.files.models import StoredFile
from network.files.queries import file_for
from network.files.rules import PICTURES, ending_of
from network.kernel.guards import public
from network.members.current import current_member

blueprint = Blueprint("files", __name__)

# Nothing in a file may run, load, or be shown within a page, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@blueprint.get("/files/<key>/<name>")
@public
def show(key: str, name: str) -> Response:
    stored = file_for(current_member(), key, name)
    place = storage.place_of(stored.key)
    if not place.is_file():
        abort(404)
    return _secured(_sent(stored))


def _sent(stored: StoredFile) -> Response:
    return send_file(
        storage.place_of(stored.key),
        stored.media_type,
        as_attachment=ending_of(stored.name) not in PICTURES,
        download_name=stored.name,
        etag=stored.sha256,
        last_modified=stored.created_at,
    )


def _secured(response: Response) -> Response:
    """Kept by the reader's own browser alone, which asks at each time whether they still may see it."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
