"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.practices import models

blueprint = Blueprint("practices", __name__)

assert models
