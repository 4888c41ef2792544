"""White spots: findings to which nothing belongs that every member may know of."""

import csv
import io

import pytest
from sqlalchemy import select

from network.coordination.views import FILLED_BY
from network.kernel.database import db
from network.library.services import import_publications
from network.links.models import Node
from network.links.queries import Chosen, untouched
from network.practices.services import archive, publish, write
from network.questions.services import ask, throw_away


@pytest.fixture
def findings(app):
    import_publications()
    return list(db.session.scalars(select(Node).where(Node.kind == "finding").order_by(Node.id)))


def spots():
    return [spot.path for spot in untouched("finding", FILLED_BY)]


def test_a_finding_is_a_white_spot_until_something_that_all_may_know_of_belongs_to_it(findings, theme, bram, in_theme):
    in_theme(bram)
    words = {"title": "Zo", "summary": "a", "problem": "b", "action": "c", "result": "d"}
    assert len(spots()) == len(findings)

    practice = write(bram, theme, linked=Chosen([findings[0]]), **words)
    assert findings[0].path in spots()  # a draft is nobody's business
    publish(practice)
    assert findings[0].path not in spots()
    archive(practice)
    assert findings[0].path in spots()

    publish(write(bram, theme, linked=Chosen([findings[1]]), **{**words, "audience": "theme"}))
    assert findings[1].path in spots()  # or the list would tell of it
    question = ask(bram, theme, title="Wie?", linked=Chosen([findings[2]]))
    assert findings[2].path not in spots()
    throw_away(question)
    assert findings[2].path in spots()


def test_who_coordinates_sees_them_and_takes_them_along(client_of, findings, ada, chen):
    page = client_of(ada).get("/coordination/white-spots")
    sheet = client_of(ada).get("/coordination/white-spots.csv")
    rows = list(csv.reader(io.StringIO(sheet.text.lstrip("\ufeff")), delimiter=";"))

    assert f"{len(findings)} witte vlekken" in page.text
    assert len(rows) == len(findings) + 1
    assert rows[1][2].endswith(findings[0].path) or any(row[2].endswith(findings[0].path) for row in rows)
    for path in ("/coordination/white-spots", "/coordination/white-spots.csv"):
        assert client_of(chen).get(path).status_code == 403
