"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.conversations import models

blueprint = Blueprint("conversations", __name__)

assert models
