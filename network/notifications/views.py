"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.notifications import models

blueprint = Blueprint("notifications", __name__)

assert models
