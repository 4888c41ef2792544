"""Be the only one who changes a practice."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.exc import InvalidRequestError
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.practices.models import Practice

COLUMNS = [each.key for each in inspect(Practice).column_attrs]


def lock(practice: Practice) -> None:
    """Be the only one who changes this practice until the commit, and know how it stands now. Raises 404 when it is gone."""
    try:
        db.session.refresh(practice, COLUMNS, with_for_update={"key_share": True})
    except InvalidRequestError as gone:  # a draft that its author threw away in another window
        raise NotFound from gone
