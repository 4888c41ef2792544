"""Comments under practices, meetups and findings, with replies one level deep.

A feature lends its things by `kinds.register_kind`: it says who may see and discuss them, and keeps their count. So a
comment never reaches further than what it stands under.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.conversations.data import read_by, said_by, thanked_by
    from network.conversations.following import forget_thanks
    from network.conversations.models import Comment
    from network.conversations.services import forget_calls
    from network.conversations.views import blueprint
    from network.members.erasing import keeps
    from network.members.hooks import when_gone
    from network.members.own_data import add_contributor

    app.register_blueprint(blueprint)
    add_contributor("comments", said_by)
    add_contributor("useful comments", thanked_by)
    add_contributor("conversations", read_by)
    when_gone(forget_calls)
    when_gone(forget_thanks)
    keeps(Comment.author_id)
