"""Pages of this feature. HTTP only."""

from __future__ import annotations

from flask import Blueprint

from network.meetups import models

blueprint = Blueprint("meetups", __name__)

assert models
