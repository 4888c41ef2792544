"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.search import models

blueprint = Blueprint("search", __name__)

assert models
