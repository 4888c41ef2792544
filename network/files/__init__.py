"""Files that members put beside something: checked by what is in them, kept on disk, served to who may see that thing.

A feature lends its things by `kinds.register_kind`: it says who may see one, and which still stand. A file never outlives
what it hangs on, and never reaches further. What is allowed and why stands in `rules` and in docs/decisions.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.files.data import put_up_by
    from network.files.views import blueprint
    from network.members.own_data import add_contributor

    app.register_blueprint(blueprint)
    add_contributor("files", put_up_by)
