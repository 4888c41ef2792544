"""No firm's answer can be read off the network's figures; and the reader who tries does succeed where nobody takes care."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from scans.populations import OPTIONS, as_counts, exactly, isolated, left_over, ours, published, read_off

from network.scans import disclosure
from network.scans.disclosure import LEAST, STEP, WHOLE, Drawn, differing, draw, figure, shift

POPULATIONS = 200
CARE = ("sector", "care")


def sizes() -> list[int]:
    """5 to 400 firms; small networks are the hard ones, so there are more of them."""
    lot = random.Random(1)
    return [5, 6, 9, 10, 400, *(int(5 * 80 ** lot.random() ** 1.4) for _ in range(POPULATIONS - 5))]


def firms(*answers: str, first: int = 1) -> dict[int, tuple[str, ...]]:
    return {first + at: (answer,) for at, answer in enumerate(answers)}


def middle() -> float:
    """A lot that shifts nothing."""
    return 0.5


def test_no_pair_of_figures_sets_fewer_than_five_firms_apart() -> None:
    shown = 0
    for at, many in enumerate(sizes()):
        lot = random.Random(at)
        figures = published(lot, many, ours(lot))
        shown += len(figures)
        assert not isolated(figures), at
        assert not left_over(figures), at
        assert all(len(each.behind) >= LEAST for each in figures)
    assert shown > POPULATIONS * 10, "a benchmark that shows nothing is no benchmark"


@pytest.mark.parametrize("least", [1, LEAST], ids=["everything", "a threshold alone"])
def test_the_same_attack_on_a_benchmark_without_care_succeeds(least: int) -> None:
    set_apart = derived = 0
    for at, many in enumerate(sizes()):
        figures = published(random.Random(at), many, lambda groups, shown: exactly(groups, shown, least))
        set_apart += bool(isolated(figures))
        truth = [each.behind for each in figures]
        said = read_off(figures[:60])
        derived += bool(said)
        assert all(any(behind.get(firm) == answer for behind in truth) for firm, answer in said.items())
    assert set_apart > POPULATIONS * 0.9
    assert derived > POPULATIONS * 0.4


def test_who_takes_our_figures_for_exact_learns_hardly_more_than_what_most_firms_say() -> None:
    """The same reading as above, of what the network shows: it proves nothing, and whoever trusts it errs."""
    claims = right = guessed = against = against_wrong = 0
    for at, many in enumerate(sizes()):
        lot = random.Random(at)
        figures = published(lot, many, ours(lot))
        whole = next((each for each in figures if each.group == WHOLE), None)
        if whole is None:
            continue
        most = max(OPTIONS, key=lambda option: whole.figure.shares[option])
        for firm, answer in read_off([as_counts(each) for each in figures[:60]]).items():
            holds = any(each.behind.get(firm) == answer for each in figures)
            claims, right = claims + 1, right + holds
            guessed += any(each.behind.get(firm) == (most,) for each in figures)
            against, against_wrong = against + (answer != (most,)), against_wrong + (answer != (most,) and not holds)
    assert claims - right > 100
    assert (right - guessed) / claims < 0.03
    assert against_wrong / against > 0.2, "what sets a firm apart from most others is often not so"


def test_who_counts_wrong_by_a_firm_lets_one_be_set_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "LEAST", LEAST - 1)
    found = [
        bool(isolated(published(lot := random.Random(at), many, ours(lot)))) for at, many in enumerate(sizes()[:60])
    ]
    assert any(found)


def test_a_figure_needs_five_firms() -> None:
    assert not draw({WHOLE: firms("yes", "no", "no", "yes")}, [], OPTIONS, middle)
    assert draw({WHOLE: firms("yes", "no", "no", "yes", "no")}, [], OPTIONS, middle)


def test_one_more_firm_changes_nothing_and_five_more_do() -> None:
    [first] = draw({WHOLE: firms(*["yes"] * 6)}, [], OPTIONS, middle)
    assert not draw({WHOLE: firms(*["yes"] * 6, "no")}, [first], OPTIONS, middle)
    [second] = draw({WHOLE: firms(*["yes"] * 6, *["no"] * 5)}, [first], OPTIONS, middle)
    assert second.figure.shares["no"] == 45


def test_five_firms_that_answer_otherwise_renew_a_figure_and_four_do_not() -> None:
    [first] = draw({WHOLE: firms(*["yes"] * 9)}, [], OPTIONS, middle)
    assert not draw({WHOLE: firms(*["no"] * 4, *["yes"] * 5)}, [first], OPTIONS, middle)
    assert draw({WHOLE: firms(*["no"] * 5, *["yes"] * 4)}, [first], OPTIONS, middle)


def test_one_who_goes_and_one_who_comes_are_two() -> None:
    assert differing(firms("yes", "yes"), firms("yes", "yes", first=2)) == 2
    assert differing(firms("yes"), firms("no")) == 1
    assert differing(firms("yes"), firms("yes")) == 0


def test_a_figure_that_was_shown_once_counts_for_ever() -> None:
    """Between the newest and an older one there would be one firm, though five changed since the last."""
    a, b = firms(*["yes"] * 6), firms(*["yes"] * 6, *["no"] * 5)
    history = draw({WHOLE: a}, [], OPTIONS, middle)
    history += draw({WHOLE: b}, history, OPTIONS, middle)
    assert not draw({WHOLE: {**a, 99: ("no",)}}, history, OPTIONS, middle)


def test_what_is_left_of_all_firms_is_a_group_as_well() -> None:
    groups = {
        WHOLE: firms(*["yes"] * 18),
        ("sector", "a"): firms(*["yes"] * 9),
        ("sector", "b"): firms(*["yes"] * 7, first=10),  # two firms are left of another sector
    }
    assert [each.group for each in draw(groups, [], OPTIONS, middle)] == [WHOLE, ("sector", "a")]
    groups["sector", "b"] = firms(*["yes"] * 9, first=10)  # none are left
    assert len(draw(groups, [], OPTIONS, middle)) == 3


def test_a_group_that_lacks_few_of_another_waits() -> None:
    groups = {WHOLE: firms(*["yes"] * 12), CARE: firms(*["yes"] * 10)}
    assert [each.group for each in draw(groups, [], OPTIONS, middle)] == [WHOLE]


def test_the_same_firms_are_shown_the_same_under_every_name() -> None:
    everybody = firms(*["yes"] * 5, *["no"] * 5)
    for seed in range(40):
        drawn = draw({WHOLE: everybody, CARE: dict(everybody)}, [], OPTIONS, random.Random(seed).random)
        assert len(drawn) == 2
        assert len({str(each.figure) for each in drawn}) == 1


def test_figures_stand_in_steps() -> None:
    for many in range(5, 60):
        shown = figure(firms(*["yes"] * (many // 3), *["no"] * (many - many // 3)), OPTIONS, random.Random(many).random)
        assert all(value % STEP == 0 for value in (shown.n, *shown.shares.values()))
        assert shown.n >= LEAST
        assert all(0 <= share <= 100 for share in shown.shares.values())


def test_the_lot_shifts_mostly_by_nothing_and_by_no_largest_number() -> None:
    lot = random.Random(7)
    often = Counter(shift(lot.random()) for _ in range(200_000))
    assert abs(often[0] / 200_000 - 0.6) < 0.01
    assert abs(often[1] / 200_000 - 0.15) < 0.005
    assert abs(often[-1] / 200_000 - 0.15) < 0.005
    assert abs(often[2] / often[1] - 0.25) < 0.02
    assert shift(0.0) < -20
    assert shift(1 - 2**-53) > 20


def test_all_who_say_the_same_cannot_be_told_from_all_but_one() -> None:
    """A figure of 100 per cent is no proof: it is also shown where a firm said otherwise."""
    lot, shown = random.Random(11), Counter()
    for _round in range(2_000):
        shown[figure(firms(*["yes"] * 9, "no"), OPTIONS, lot.random).shares["yes"]] += 1
    assert shown[100] > 100


def test_a_drawing_does_not_look_at_what_the_firms_answered() -> None:
    """Which groups are drawn first hangs on who takes part, not on what they say: a gap tells nothing."""
    lot = random.Random(5)
    names = [("sector", str(lot.randrange(6))) for _ in range(60)]

    def groups(answers: list[str]) -> dict[tuple[str, str], dict[int, tuple[str, ...]]]:
        found: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {WHOLE: {}}
        for at, (name, answer) in enumerate(zip(names, answers, strict=True)):
            found[WHOLE][at] = found.setdefault(name, {})[at] = (answer,)
        return found

    kept = {
        tuple(each.group for each in draw(groups([lot.choice(OPTIONS) for _ in range(60)]), [], OPTIONS, middle))
        for _ in range(20)
    }
    assert len(kept) == 1


def test_drawn_holds_what_it_was_drawn_of() -> None:
    [each] = draw({CARE: firms(*["yes"] * 5)}, [], OPTIONS, middle)
    assert each == Drawn(CARE, firms(*["yes"] * 5), each.figure)


def test_three_figures_that_would_give_one_firm_away_are_blurred_by_the_lot() -> None:
    """All firms, less a sector, less a province, is one firm. Pairs do not tell of it; whoever reckons so guesses."""
    right = 0
    for seed in range(2_000):
        lot = random.Random(seed)
        answers = [lot.choice(("yes", "no")) for _ in range(40)]
        everybody = firms(*answers)
        sector, province = firms(*answers[:20]), firms(*answers[21:], first=22)
        drawn = draw({WHOLE: everybody, CARE: sector, ("province", "zeeland"): province}, [], OPTIONS, lot.random)
        assert len(drawn) == 3
        whole, *parts = (len(each.behind) * each.figure.shares["yes"] / 100 for each in drawn)
        right += (whole - sum(parts) > 0.5) == (answers[20] == "yes")
    assert 0.45 < right / 2_000 < 0.65
