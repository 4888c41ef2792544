"""What meetups leave with a person: a certificate for who was there, and a learning record that is theirs alone.

A certificate is issued when somebody first asks for it, and says what was so at that moment. It is genuine for as long as
the attendance that it rests on stands: that is asked whenever somebody looks, never stored, so nobody can forget to
withdraw one. Whoever has its address may look; nothing in the network leads there but its holder's own pages.

The learning record holds the meetups at which a member was, by themselves, and what they write down themselves. Nobody
else reads it, whatever they look after: a record that an employer could open would be written for the employer.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from network.meetups import page
    from network.meetups.learning import data, pieces
    from network.meetups.learning.views import certificates, record
    from network.members.own_data import add_contributor

    app.register_blueprint(certificates)
    app.register_blueprint(record)
    for name, column in pieces.FACTS.items():
        page.add_fact(name, column)
    page.add_piece(page.ON_TICKET, 50, pieces.on_ticket)
    add_contributor("certificates", data.certificates_of)
    add_contributor("learning", data.entries_of)
