"""The study's file against the checked list of every figure in the report."""

import pytest
from library.study import CONTENT, FINDINGS, REPORT

FACTS = REPORT["findings"]
PAIRS = list(zip(FINDINGS, FACTS, strict=True))


def test_every_finding_is_there_in_the_report_s_order():
    assert [(each["id"], each["key"], each["kind"]) for each in FINDINGS] == [
        (each["id"], each["key"], each["kind"]) for each in FACTS
    ]


@pytest.mark.parametrize(("finding", "fact"), PAIRS, ids=lambda each: each["key"])
def test_its_values_are_the_report_s(finding, fact):
    assert [_plain(value) for value in finding["values"]] == [_plain(value) for value in fact.get("values", [])]


def _plain(value):
    label = value["label"] if isinstance(value["label"], str) else value["label"]["nl"]
    label = label.replace("HR-", "Hr-")  # the report has capitals, the network writes hr
    return label, value["value"], value["sure"], value.get("chart")


@pytest.mark.parametrize(("finding", "fact"), PAIRS, ids=lambda each: each["key"])
def test_what_the_list_notes_is_told(finding, fact):
    """A `why`, a `note` or a `base` of the list has words in the file; a source of the list is named."""
    if "why" in fact or "note" in fact:
        assert finding["uncertain"]
    if "base" in fact:
        assert finding["base"]["n"] is None
    assert [each["source"] for each in finding["context"]] == [each["source"] for each in fact.get("context", [])]
    assert len(finding.get("lists", {}).get("success", [])) == len(fact.get("success", []))
    assert len(finding.get("lists", {}).get("barriers", [])) == len(fact.get("barriers", []))


def test_the_publication_is_the_report():
    report = REPORT["report"]

    assert (CONTENT["title"]["nl"], CONTENT["publisher"], CONTENT["year"], CONTENT["n"]) == (
        report["title_nl"], report["publisher"], report["year"], report["n"],
    )  # fmt: skip
    assert CONTENT["advisers"] == report["advisory_board"]
