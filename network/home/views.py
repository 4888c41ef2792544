"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("home", __name__)
