"""Every door, written down: a new route without a place in this list fails. O is open to visitors, M is for members."""

from __future__ import annotations

from network.kernel.guards import is_open

DOORS = """
O GET  /
O GET  /about
O GET  /accessibility
M GET  /admin
M POST /admin/roles
M POST /comments
M POST /comments/<int(max=2147483647):comment_id>
M POST /comments/<int(max=2147483647):comment_id>/deletion
M GET  /comments/<int(max=2147483647):comment_id>/edit
O GET  /confirm
O POST /confirm
O GET  /confirm/<token>
O POST /confirm/<token>
M GET  /coordination
O GET  /healthz
O GET  /house-rules
O GET  /library
O GET  /library/<key>
O GET  /library/<key>.json
O GET  /library/<publication>/<key>
O GET  /library/<publication>/<key>.csv
O GET  /library/<publication>/<key>.json
O GET  /library/<publication>/<key>.svg
O GET  /meetups
M POST /meetups
O GET  /meetups/<slug>
M POST /meetups/<slug>
O GET  /meetups/<slug>.ics
M GET  /meetups/<slug>/cancellation
M POST /meetups/<slug>/cancellation
M GET  /meetups/<slug>/edit
M GET  /meetups/<slug>/outcome
M POST /meetups/<slug>/outcome
M GET  /meetups/<slug>/roster
M POST /meetups/<slug>/signup
M GET  /meetups/<slug>/signup/withdrawal
M POST /meetups/<slug>/signup/withdrawal
M GET  /meetups/mine
M GET  /meetups/new
M GET  /notifications
M POST /notifications/<notification_id>/reading
O GET  /notifications/mute/<token>
O POST /notifications/mute/<token>
M POST /notifications/reading
O GET  /organisations
M POST /organisations/<slug>
O GET  /organisations/<slug>
M GET  /organisations/<slug>/edit
M POST /organisations/<slug>/verification
M POST /organisations/<slug>/verification/withdrawal
M GET  /people
M GET  /people/<slug>
O GET  /practices
M POST /practices
O GET  /practices/<slug>
M POST /practices/<slug>
M POST /practices/<slug>/archive
M GET  /practices/<slug>/deletion
M POST /practices/<slug>/deletion
M GET  /practices/<slug>/edit
M POST /practices/<slug>/publication
M POST /practices/<slug>/replications
M GET  /practices/<slug>/replications/new
M POST /practices/<slug>/replications/withdrawal
M GET  /practices/mine
M GET  /practices/new
O GET  /privacy
O GET  /readyz
O GET  /register
O POST /register
O GET  /register/sent
O GET  /reset
O POST /reset
O GET  /reset/<token>
O GET  /reset/sent
O POST /reset/<token>
O GET  /robots.txt
O GET  /search
M GET  /settings
M POST /settings
M GET  /settings/data
M GET  /settings/email
M POST /settings/email
M GET  /settings/email/<token>
M GET  /settings/organisation
M POST /settings/organisation
M GET  /settings/password
M POST /settings/password
M POST /settings/sessions/departure
O GET  /sign-in
O POST /sign-in
O POST /sign-out
O GET  /style
O GET  /themes
M POST /themes
O GET  /themes/<slug>
M POST /themes/<slug>
M GET  /themes/<slug>/coordinators
M POST /themes/<slug>/coordinators
M POST /themes/<slug>/coordinators/<int(max=2147483647):member_id>/departure
M GET  /themes/<slug>/edit
M GET  /themes/<slug>/join
M POST /themes/<slug>/membership
M POST /themes/<slug>/membership/departure
M GET  /themes/<slug>/requests
M POST /themes/<slug>/requests/<int(max=2147483647):member_id>/<any(grant, decline):answer>
M GET  /themes/new
"""


def test_every_door_is_written_down(app):
    found = {
        (("O" if is_open(app, rule.endpoint) else "M"), method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    written = {tuple(line.split(maxsplit=2)) for line in DOORS.strip().splitlines()}

    assert found == written


def test_a_closed_door_sends_a_visitor_to_sign_in(visitor):
    for line in DOORS.strip().splitlines():
        door, method, rule = line.split(maxsplit=2)
        if door != "M":
            continue
        path = rule.replace("<int(max=2147483647):comment_id>", "1").replace("<int(max=2147483647):member_id>", "1")
        path = path.replace("<any(grant, decline):answer>", "grant").replace("<slug>", "x").replace("<token>", "x")
        path = path.replace("<notification_id>", "x")
        answer = visitor.get(path) if method == "GET" else visitor.submit(path)
        assert answer.status_code == 302, line
        assert answer.location.startswith("/sign-in"), line


def test_no_writing_door_opens_without_a_token(client_of, dina):
    browser = client_of(dina)
    for line in DOORS.strip().splitlines():
        _, method, rule = line.split(maxsplit=2)
        if method != "POST" or rule == "/notifications/mute/<token>":  # one click from a mail, by its own signed token
            continue
        path = rule.replace("<int(max=2147483647):comment_id>", "1").replace("<int(max=2147483647):member_id>", "1")
        path = path.replace("<any(grant, decline):answer>", "grant").replace("<slug>", "x").replace("<token>", "x")
        assert browser.post(path.replace("<notification_id>", "x")).status_code == 400, line
