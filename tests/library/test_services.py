"""Importing a publication: once, again, changed, and wrong in every way that a writer of such a file goes wrong."""

import json
import re

import pytest
import yaml
from cast import statements
from conftest import both_databases
from library.study import CONTENT, FINDINGS, STUDY_FILE
from sqlalchemy import func, select

from network.config import ROOT
from network.kernel.database import ChangeCounter, db
from network.library.format import FaultyFile, notes_of, schema
from network.library.models import Edition, Finding, Publication
from network.library.services import import_publication, import_publications, plan, read
from network.links.models import Node
from network.links.queries import linked_to
from network.links.services import link
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


def left_out(content):
    content["findings"] = [each for each in content["findings"] if each["key"] != "importance_people"]


def test_a_finding_that_left_the_file_keeps_its_address_and_nothing_else(app, study, changed, visitor):
    done = import_publication(changed(left_out))

    assert done.removed == 1
    assert db.session.scalar(select(func.count()).select_from(Node).where(Node.kind == "finding")) == len(FINDINGS) - 1
    page = visitor.get("/library/llo-mkb-2023/importance_people")
    assert "uit de publicatie gehaald" in page.text
    assert "4.2.6" in page.text
    assert "/importance_people" not in visitor.get("/library/llo-mkb-2023").text
    assert "importance_people" not in visitor.get("/library/llo-mkb-2023.json").text
    assert import_publication(changed(left_out)).written is False


def test_what_others_joined_to_it_stays_joined(app, study, changed, theme):
    own, finding = (
        db.session.scalars(select(Node).where(Node.path == path)).one()
        for path in (theme.path, "/library/llo-mkb-2023/importance_people")
    )
    link(own, finding)
    import_publication(changed(left_out))

    [left] = [each for each in linked_to("theme", theme.id, None) if each.kind == "finding"]
    assert left.lines["en"] == "is no longer in the publication"
    assert db.session.get(SearchText, finding.id) is None

    import_publication(STUDY_FILE)
    [back] = [each for each in linked_to("theme", theme.id, None) if each.kind == "finding"]
    assert back.lines["nl"] != left.lines["nl"]
    assert db.session.get(SearchText, finding.id) is not None


def other_figure(content):
    finding_named(content, "has_budget")["values"][0]["value"] = 63


def test_a_changed_figure_keeps_its_old_value_and_old_quotations_say_so(app, study, changed, visitor):
    quoted = re.search(
        r"/library/llo-mkb-2023/has_budget\?edition=1", visitor.get("/library/llo-mkb-2023/has_budget").text
    )[0]
    import_publication(changed(other_figure))
    import_publication(changed(other_figure))

    kept = db.session.scalars(select(Edition)).one()
    assert (kept.number, kept.figures["values"][0]["value"]) == (1, 60)
    old = visitor.get(quoted).text
    assert "aanhaling van uitgave 1" in old
    assert "Ja: 60 → 63" in old
    fresh = visitor.get("/library/llo-mkb-2023/has_budget").text
    assert "aanhaling van uitgave" not in fresh
    assert "edition=2" in fresh
    assert "aanhaling van uitgave" not in visitor.get("/library/llo-mkb-2023/has_budget?edition=2").text
    for wrong in ("0", "9", "x", "-1", "9" * 40):
        assert visitor.get(f"/library/llo-mkb-2023/has_budget?edition={wrong}").status_code == 200


def test_better_words_alone_make_no_edition(app, study, changed):
    import_publication(
        changed(lambda content: finding_named(content, "has_budget")["lead"].update(nl="Het zijn er 21."))
    )

    assert db.session.scalars(select(Edition)).all() == []


def test_a_field_that_stands_twice_is_told_with_its_line(app, tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(STUDY_FILE.read_text() + "\nkey: other\n")

    with pytest.raises(FaultyFile) as refused:
        import_publication(path)
    line = len(path.read_text().splitlines())
    assert refused.value.faults == [f"twice.yaml, line {line}: key: stands there twice"]


def test_two_findings_of_one_section_are_told(app, changed):
    with pytest.raises(FaultyFile) as refused:
        import_publication(changed(lambda content: finding_named(content, "goals").update(id="4.2.3")))
    assert refused.value.faults[0].endswith("findings: 4.2.3 is the id of 2 of them: goals, benefits")


def test_every_fault_is_told_at_once(app, changed):
    def spoil(content):
        drop_label(content)
        misspelt(content)

    with pytest.raises(FaultyFile) as refused:
        import_publication(changed(spoil))
    assert len(refused.value.faults) == 2


def test_ways_in_lead_only_to_findings_that_there_are(app, changed):
    def spoil(content):
        content["team_meeting"][0] = "gone"
        content["worries"][0]["findings"] = ["gone"]
        finding_named(content, "goals")["key"] = "worries"

    with pytest.raises(FaultyFile) as refused:
        import_publication(changed(spoil))
    told = " ".join(refused.value.faults)
    assert "team_meeting: there is no finding gone" in told
    assert "worries[no_time].findings: there is no finding gone" in told
    assert "worries is the address of another page" in told


def test_rounded_figures_say_of_about_how_many(app, changed):
    def spoil(content):
        finding_named(content, "goals")["values"][0]["sure"] = "rounded"

    with pytest.raises(FaultyFile, match="about: stands there when, and only when"):
        import_publication(changed(spoil))


def test_shares_that_add_up_to_98_are_noted_and_taken(app, changed):
    path = changed(lambda content: finding_named(content, "hr_department")["values"][1].update(value=35))

    notes = list(notes_of(read(path)))
    assert "findings[hr_department].values: add up to 98; that is allowed, say why in a note" in notes
    assert import_publication(path).written


def test_an_import_can_be_foreseen(app, study, changed):
    def change(content):
        left_out(content)
        other_figure(content)
        finding_named(content, "goals")["lead"]["nl"] = "Anders gezegd."
        content["findings"].append({**finding_named(content, "sectors"), "key": "sectors_again", "id": "9.9"})

    foreseen = plan(read(changed(change)))
    assert foreseen.new == ["sectors_again"]
    assert set(foreseen.figures) == {"has_budget"}
    assert {"has_budget", "goals"} <= set(foreseen.changed)
    assert foreseen.gone == {"importance_people": 0}


def test_the_written_schema_and_the_example_are_the_format(app):
    docs = ROOT / "docs" / "library"
    assert json.loads((docs / "publication.schema.json").read_text()) == schema()
    assert import_publication(docs / "example.yaml").added == 2
    assert set(yaml.safe_load((docs / "example.yaml").read_text())) <= set(schema()["properties"])


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


def _leads_to(lines, place):
    """Whether the last line is where the place begins, or where the last piece of it that exists does."""
    steps = [step for step in re.split(r"[.\[\]]+", place.partition(": ")[0]) if step]
    here = lines[-1].strip().removeprefix("- ")
    return any(here.startswith(f"{step}:") for step in steps) or here.startswith(("chart:", "label:", "en:", "key:"))


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
def test_a_faulty_file_is_refused_with_the_place(app, tmp_path, changed, change, place):
    with pytest.raises(FaultyFile) as refused:
        import_publication(changed(change))

    [told] = [each for each in refused.value.faults if each.endswith(f": {place}")]
    line = int(re.fullmatch(r"changed\.yaml, line (\d+): .*", told)[1])
    assert _leads_to((tmp_path / "changed.yaml").read_text().splitlines()[:line], place)
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
