"""The oracle against figures worked out by hand, and the generator against its own promises."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta

import pytest

from tests.counts import ONLY_IN_SOAK
from tests.oracle.books import FIRST, HORIZON, HandMade, ending, hand_made, random_book, with_bridges
from tests.oracle.day_by_day import (
    FIRMEST_FIRST,
    date_unknown,
    free,
    gaps,
    is_open,
    levels,
    line,
    uncertain,
    without_need,
)
from tests.oracle.facts import Fact, standing, subjects

BOOKS = hand_made()


@pytest.mark.parametrize("book", BOOKS, ids=[book.name for book in BOOKS])
def test_a_hand_made_book_has_the_figures_worked_out_for_it(book: HandMade) -> None:
    for contribution, day, known, expected in book.levels:
        assert levels(book.facts, contribution, day, known) == expected, (contribution, day, known)
    for requirement, day, known, firmness, answer in book.lines:
        assert line(book.facts, requirement, day, known, firmness) == answer, (requirement, day, known, firmness)
    for day, known, firmness, several in book.free:
        assert free(book.facts, day, known, firmness) == several, (day, known, firmness)
    for day, known, idle in book.without_need:
        assert without_need(book.facts, day, known) == idle, (day, known)
    for contribution, day, known, is_so in book.uncertain:
        assert uncertain(book.facts, contribution, day, known) is is_so, (contribution, day, known)
    for contribution, day, known, words in book.date_unknown:
        assert date_unknown(book.facts, contribution, day, known) == words, (contribution, day, known)
    for day, known, firmness, short in book.gaps:
        assert gaps(book.facts, day, known, firmness) == short, (day, known, firmness)


def test_the_same_seed_writes_the_same_book() -> None:
    assert random_book(7) == random_book(7)
    assert random_book(7) != random_book(8)
    assert random_book(7, odd=True) == random_book(7, odd=True)


@pytest.mark.parametrize("odd", [False, True], ids=["plain", "odd"])
def test_a_random_book_keeps_the_rules_of_recording(odd: bool) -> None:  # noqa: FBT001 - a parameter of the test
    for seed in range(200):
        facts = random_book(seed, odd=odd)
        assert [fact.index for fact in facts] == list(range(len(facts)))
        assert all(one.recorded_on <= next_.recorded_on for one, next_ in itertools.pairwise(facts))
        superseded = [fact.supersedes for fact in facts if fact.supersedes is not None]
        assert len(superseded) == len(set(superseded))
        for fact in facts:
            if fact.kind == "step":
                assert fact.valid.start is not None
                assert fact.valid.start <= fact.recorded_on
            if fact.supersedes is not None:
                old = facts[fact.supersedes]
                assert old.index < fact.index
                assert old.subject == fact.subject
                assert fact.kind in (old.kind, "retraction")


def _seen(seed: int) -> Counter[str]:
    """What shows up in a book, looked at on some days."""
    facts = random_book(seed)
    seen: Counter[str] = Counter()
    subjects = {(fact.kind, fact.subject) for fact in facts}
    for offset in range(0, HORIZON, 9):
        day = FIRST + timedelta(days=offset)
        for known in (day, FIRST + timedelta(days=2 * HORIZON)):
            seen["without_need"] += len(without_need(facts, day, known))
            seen["free"] += len(free(facts, day, known, "offered"))
            for contribution in (subject for kind, subject in subjects if kind == "contribution"):
                found = levels(facts, contribution, day, known)
                assert list(found) == [word for word in FIRMEST_FIRST if word in found]
                seen.update(list(found))
                seen["uncertain"] += uncertain(facts, contribution, day, known)
                seen["date_unknown"] += bool(date_unknown(facts, contribution, day, known))
                for low, high in found.values():
                    assert low is None or high is None or low <= high
                    seen["unknown low" if low is None else "zero" if high == 0 else "known"] += 1
            for requirement in (subject for kind, subject in subjects if kind == "requirement"):
                row = line(facts, requirement, day, known, "committed")
                if row.gap_low is not None and row.surplus is not None and row.drawdown is not None:
                    assert row.gap_low == 0 or row.surplus == row.drawdown == 0 or row.need_low != row.need_high
                seen["open" if is_open(facts, requirement, day, known) else "closed"] += 1
                for name in ("cover_low", "unknown_count", "gap_low", "surplus", "drawdown", "withdrawing"):
                    seen[name] += bool(getattr(row, name))
            for firmness in ("in_place", "committed"):
                short = gaps(facts, day, known, firmness)
                assert short == sorted(short, key=lambda gap: gap.accepted is not None)
                seen["gap"] += len(short)
                seen["accepted gap"] += sum(gap.accepted is not None for gap in short)
    _see_bridges(facts, seen)
    _see_what_is_shared(facts, seen)
    return seen


def _see_what_is_shared(facts: list[Fact], seen: Counter[str]) -> None:
    """What would be otherwise without parts, and without turns."""
    apart, by_assignment = (_without(facts, kind) for kind in ("part", "turn"))
    for offset in range(4, HORIZON, 9):
        day = FIRST + timedelta(days=offset)
        seen["open turn"] += any(
            fact.kind == "turn" and "contribution" not in fact.record.model_fields_set for fact in facts
        )
        for subject in subjects(standing(facts, day), "contribution"):
            seen["level lost for want of a part"] += levels(facts, subject, day, day) != levels(
                apart, subject, day, day
            )
        for requirement in subjects(standing(facts, day), "requirement"):
            cover = line(facts, requirement, day, day, "indicated").cover_low
            seen["cover lost by parts"] += cover < line(apart, requirement, day, day, "indicated").cover_low
            seen["cover by a turn"] += cover > line(by_assignment, requirement, day, day, "indicated").cover_low
            seen["cover lost by a turn"] += cover < line(by_assignment, requirement, day, day, "indicated").cover_low
        seen["in place without need as a part"] += without_need(facts, day, day) > without_need(apart, day, day)


def _without(facts: list[Fact], kind: str) -> list[Fact]:
    return [fact for fact in facts if fact.kind != kind]


def _see_bridges(facts: list[Fact], seen: Counter[str]) -> None:
    """What would be otherwise if nothing bridged, if no bridge ended, and if each ended on its last possible day."""
    never = with_bridges(facts, lambda bridge: None)
    endless = with_bridges(facts, lambda bridge: ending(bridge, HORIZON * 10))
    late = with_bridges(facts, ending)
    for offset in range(4, HORIZON, 9):
        day = FIRST + timedelta(days=offset)
        for subject in subjects(standing(facts, day), "contribution"):
            own = levels(facts, subject, day, day)
            seen["bridge that has ended"] += own != levels(endless, subject, day, day)
            seen["bridge that may have ended"] += own != levels(late, subject, day, day)
        for requirement in subjects(standing(facts, day), "requirement"):
            cover = line(facts, requirement, day, day, "committed").cover_low
            seen["cover by a bridge"] += cover > line(never, requirement, day, day, "committed").cover_low
            seen["cover lost by a bridge"] += cover < line(never, requirement, day, day, "committed").cover_low


@ONLY_IN_SOAK
def test_random_books_show_everything_that_is_to_be_compared() -> None:
    seen = sum((_seen(seed) for seed in range(60)), Counter[str]())
    names = [*FIRMEST_FIRST, "free", "without_need", "uncertain", "date_unknown", "unknown low", "zero", "known"]
    names += ["open", "closed", "cover_low", "unknown_count", "gap_low", "surplus", "drawdown", "withdrawing"]
    names += ["gap", "accepted gap", "bridge that has ended", "bridge that may have ended"]
    names += ["cover by a bridge", "cover lost by a bridge", "open turn", "level lost for want of a part"]
    names += ["cover lost by parts", "cover by a turn", "cover lost by a turn", "in place without need as a part"]
    assert not [name for name in names if seen[name] < 10], seen
