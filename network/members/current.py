"""Who is asking: the signed-in Member of this request, or nobody."""

from __future__ import annotations

from typing import cast

from flask import has_request_context
from flask_login import current_user

from network.kernel.errors import NotYours
from network.members.models import Member


def current_member() -> Member | None:
    """The signed-in member, or None for a visitor."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    return cast(Member, current_user._get_current_object())


def signed_in() -> Member:
    """The signed-in member behind a closed door. Raises NotYours for a visitor, whom the login wall stopped."""
    member = current_member()
    if member is None:
        raise NotYours
    return member
