"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.library import models

blueprint = Blueprint("library", __name__)

assert models
