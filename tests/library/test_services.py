"""Importing a publication: once, again, changed, and wrong in every way that a writer of such a file goes wrong."""

import pytest
from cast import statements
from conftest import both_databases
from library.study import CONTENT, FINDINGS, STUDY_FILE
from sqlalchemy import func, select

from network.kernel.database import ChangeCounter, db
from network.library.format import FaultyFile
from network.library.models import Finding, Publication
from network.library.services import import_publication, import_publications
from network.links.models import Node
from network.search.models import SearchText


def finding_named(content, key):
    return next(each for each in content["findings"] if each["key"] == key)


@both_databases
def test_the_study_is_imported_whole(app):
    [done] = import_publications()

    assert (done.publication, done.added, done.changed, done.removed) == ("llo-mkb-2023", len(FINDINGS), 0, 0)
    rows = db.session.scalars(select(Finding).order_by(Finding.position)).all()
    assert [row.words for row in rows] == FINDINGS


@both_databases
def test_an_unchanged_file_writes_nothing(app):
    import_publications()

    with statements() as seen:
        [done] = import_publications()

    assert not done.written
    assert not [each for each in seen if each.split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_an_unchanged_file_is_no_change_that_visitors_caches_notice(app, study):
    before = db.session.scalar(select(ChangeCounter.number))
    db.session.rollback()
    import_publications()

    assert db.session.scalar(select(ChangeCounter.number)) == before


def test_only_the_changed_finding_is_written(app, study, changed):
    def correct(content):
        finding_named(content, "has_budget")["answer"]["en"] = "Six in ten firms have money for learning"

    done = import_publication(changed(correct))

    assert (done.added, done.changed, done.removed) == (0, 1, 0)
    node = db.session.scalar(select(Node).where(Node.path == "/library/llo-mkb-2023/has_budget"))
    assert node.titles["en"] == "Six in ten firms have money for learning"


def test_a_correction_keeps_the_finding_s_id_and_its_moment(app, study, changed):
    path = "/library/llo-mkb-2023/has_budget"
    before = db.session.execute(select(Node.subject_id, Node.at).where(Node.path == path)).one()

    import_publication(
        changed(lambda content: finding_named(content, "has_budget")["lead"].update(nl="Het zijn er 21."))
    )

    assert db.session.execute(select(Node.subject_id, Node.at).where(Node.path == path)).one() == before


def test_a_change_of_the_publication_alone_is_stored(app, study, changed):
    done = import_publication(changed(lambda content: content["limits"].pop()))

    assert done.written
    stored = db.session.scalars(select(Publication)).one()
    assert len(stored.words["limits"]) == len(CONTENT["limits"]) - 1


def test_a_finding_that_left_the_file_leaves_the_web_too(app, study, changed):
    done = import_publication(changed(lambda content: content["findings"].pop()))

    assert done.removed == 1
    assert db.session.scalar(select(func.count()).select_from(Node).where(Node.kind == "finding")) == len(FINDINGS) - 1


def test_findings_are_known_to_links_and_search_in_both_languages(app, study):
    node = db.session.scalar(select(Node).where(Node.path == "/library/llo-mkb-2023/transitions"))
    assert node is not None

    text = db.session.get(SearchText, node.id)
    assert (node.kind, node.audience, node.lines["nl"]) == ("finding", "everyone", "63\u00a0%")
    assert "Grondstoffentransitie" in text.body
    assert "energy transition" in text.body.lower()


def drop_label(content):
    del finding_named(content, "transitions")["values"][2]["label"]["en"]


def too_much(content):
    finding_named(content, "hr_department")["values"][0]["value"] = 130


def same_key(content):
    finding_named(content, "goals")["key"] = "benefits"


def unexplained(content):
    finding_named(content, "transitions")["uncertain"] = []


def no_chapter(content):
    finding_named(content, "goals")["chapter"] = "money"


def no_concept(content):
    finding_named(content, "goals")["concepts"] = ["grit"]


def guessed(content):
    finding_named(content, "company_size")["values"][0]["value"] = 41


def conflict_with_nothing(content):
    del finding_named(content, "benefits")["values"][0]["chart"]


def beyond_the_values(content):
    finding_named(content, "goals")["highlight"] = 3


def more_than_all(content):
    finding_named(content, "hr_department")["values"][1]["value"] = 45


def misspelt(content):
    finding_named(content, "goals")["anwser"] = {"nl": "x", "en": "x"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (drop_label, "findings[transitions].values[2].label.en: Field required"),
        (too_much, "findings[hr_department].values[0].value: 130 is no percentage"),
        (same_key, "findings[benefits].key: stands there 2 times"),
        (unexplained, "findings[transitions].uncertain: nothing says why a value is inferred"),
        (no_chapter, "findings[goals].chapter: there is no chapter money"),
        (no_concept, "findings[goals].concepts: there is no concept grit"),
        (guessed, "findings[company_size].values[0].value: it is missing where `sure` is unknown, and only there"),
        (conflict_with_nothing, "findings[benefits].values[0].chart: a conflict says what the chart has"),
        (beyond_the_values, "findings[goals].highlight: there is no value to highlight at 3"),
        (more_than_all, "findings[hr_department].values: parts of a whole that add up to 108"),
        (misspelt, "findings[goals].anwser: Extra inputs are not permitted"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(app, changed, change, place):
    with pytest.raises(FaultyFile) as refused:
        import_publication(changed(change))

    assert f"changed.yaml: {place}" in refused.value.faults
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 0


def test_values_that_add_up_to_less_than_a_hundred_are_allowed(app, changed):
    assert import_publication(
        changed(lambda content: finding_named(content, "hr_department")["values"][1].update(value=35))
    ).written


def test_what_is_no_yaml_is_refused(app, tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("format: [1")

    with pytest.raises(FaultyFile, match=r"broken\.yaml"):
        import_publication(path)


def test_a_second_study_stands_beside_the_first(app, study, changed):
    import_publication(changed(lambda content: content.update(key="llo-mkb-2024", year=2024)))

    assert import_publication(STUDY_FILE).written is False
    assert db.session.scalar(select(func.count()).select_from(Finding)) == 2 * len(FINDINGS)
