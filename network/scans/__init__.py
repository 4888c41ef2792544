"""The scan: the study's own questions, asked of a firm's people, and the network's figures that are drawn of the answers.

Everybody answers for themselves; the firm's contact confirms one submission a year. What people of a firm see of each
other, and what anybody sees of firms, is decided by `rules` and `disclosure`: pure functions, with a note of the method in
`docs/method/`.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.members.own_data import add_contributor
    from network.scans import data
    from network.scans.views import blueprint

    app.register_blueprint(blueprint)
    add_contributor("scan_answers", data.answered_by)
    add_contributor("scan_submissions", data.confirmed_by)
