"""The words by which firms find each other."""

from datetime import date

import pytest

from network.members.rules import completeness, typology


@pytest.mark.parametrize(
    ("founded", "does_rnd", "kind"),
    [
        (2024, False, "young"),
        (2024, True, "young"),
        (2021, False, "regular"),
        (1980, True, "rnd"),
        (None, False, "regular"),
        (None, True, "rnd"),
    ],
)
def test_typology_follows_from_facts(founded, does_rnd, kind):
    assert typology(founded, does_rnd, date(2026, 1, 1)) == kind


@pytest.mark.parametrize(("filled", "percents"), [([], 100), ([True], 100), ([True, False, False], 33), ([False], 0)])
def test_completeness(filled, percents):
    assert completeness(filled) == percents
