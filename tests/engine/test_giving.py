"""What a contribution gives on a day: its words, its caps, its window, its operation."""

from datetime import date
from typing import Any

import pytest

from muster.core.contributions import CapWord, Contribution, Word
from muster.core.firmness import (
    Firmness,
    Lowered,
    Need,
    Said,
    counts_as,
    highest_said,
    lacks,
    levels,
    standing_steps,
)
from muster.core.operations import Dates
from muster.core.quantity import NOTHING, UNKNOWN, Qualifier, Quantity, Span
from muster.ledger.entries import Draft
from muster.ledger.giving import (
    Dating,
    Giver,
    Levels,
    contribution_cuts,
    dating_on,
    decimals_of,
    given_on,
    operation_of,
    window_cuts,
)
from muster.ledger.snapshot import Snapshot
from tests.builders import cap, dates, draft, step, unstated
from tests.engine.written import contribution, desk_of, in_place, line, on, snapshot_of


def given(*drafts: Draft, day: str = "6-30", **operation: Any) -> Levels:
    """What contribution C surely gives on a day."""
    found = given_on(snapshot_of(*drafts, **operation), "C", on(day))
    assert found is not None
    return found.counted


def softest(*drafts: Draft, day: str = "6-30") -> Span:
    return given(*drafts, day=day)[Firmness.INDICATED]


def firmest(*drafts: Draft, day: str = "6-30", **operation: Any) -> Firmness | None:
    """The firmest word at which contribution C gives anything."""
    return next(iter(given(*drafts, day=day, **operation)), None)


# ---- the worked example of the design


@pytest.mark.parametrize(
    ("day", "known", "in_place_then", "committed", "pledged"),
    [
        ("6-15", "2026-04-01", 0, 60, 100),
        ("6-15", "2026-06-15", 40, 60, 100),
        ("10-15", "2026-08-15", 40, 60, 100),
        ("10-15", "2026-09-15", 40, 50, 50),
        ("2027-01-02", "2026-09-15", 0, 0, 0),
        ("10-20", "2026-10-20", 40, 70, 70),
    ],
)
def test_the_worked_example(day: str, known: str, in_place_then: int, committed: int, pledged: int) -> None:
    desk = desk_of(today="2026-01-20")
    trainers = contribution("C", window=None)
    desk.put(trainers, step("C", "pledged", "2026-01-20", 100))
    window = draft("contribution", "C", "2026-02-10", window=dates("2026-05-01", "2026-12-31"))
    desk.at("2026-02-10").put(window, step("C", "committed", "2026-02-10", 60))
    desk.at("2026-03-02").put(step("C", "pledged", "2026-03-02", 100))
    desk.at("2026-05-05").put(step("C", "in_place", "2026-05-03", 40))
    desk.at("2026-09-01").put(cap("C", "reduced", "2026-10-01", 50))
    desk.at("2026-10-20").put(step("C", "committed", "2026-10-20", 70))
    found = given_on(desk.snapshot(known), "C", on(day))
    assert found is not None
    asked = (Firmness.IN_PLACE, Firmness.COMMITTED, Firmness.PLEDGED)
    assert [found.counted.get(one, NOTHING).low for one in asked] == [in_place_then, committed, pledged]


# ---- windows


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        (None, "6-30", Dating.UNSAID),
        (dates(), "6-30", Dating.UNSAID),
        (dates(None, "2026-06-30"), "6-30", Dating.UNSAID),
        (dates(None, "2026-06-30"), "7-1", Dating.OUTSIDE),
        (dates(None, "2026-06"), "6-1", Dating.UNSAID),
        (dates(None, "2026-06"), "6-2", Dating.UNCERTAIN),
        (dates("2026-06-30"), "6-29", Dating.OUTSIDE),
        (dates("2026-06-30"), "6-30", Dating.INSIDE),
        (dates("2026-06"), "5-31", Dating.OUTSIDE),
        (dates("2026-06"), "6-29", Dating.UNCERTAIN),
        (dates("2026-06"), "6-30", Dating.INSIDE),
        (dates("2026", "2027"), "12-30", Dating.UNCERTAIN),
        (dates("2026", "2027"), "12-31", Dating.INSIDE),
        (dates("2026", "2027"), "2027-01-01", Dating.INSIDE),
        (dates("2026", "2027"), "2027-01-02", Dating.UNCERTAIN),
        (dates("2026", "2027"), "2028-01-01", Dating.OUTSIDE),
    ],
)
def test_where_a_day_lies_to_a_window(window: dict[str, str] | None, day: str, expected: Dating) -> None:
    assert dating_on(None if window is None else Dates.model_validate(window), on(day)) is expected


def test_what_a_window_leaves_open_is_undated() -> None:
    steps = (step("C", "committed", "2026-02-01", 60), step("C", "in_place", "2026-02-01", 40))
    found = given_on(snapshot_of(contribution("C", window=dates("2026-06")), *steps), "C", on("6-15"))
    assert found is not None
    assert (found.counted, found.undated[Firmness.IN_PLACE], found.undated[Firmness.COMMITTED]) == (
        {},
        (40, 40),
        (60, 60),
    )


def test_without_a_first_day_only_what_is_in_place_counts() -> None:
    steps = (step("C", "committed", "2026-02-01", 60), step("C", "in_place", "2026-02-01", 40))
    found = given_on(snapshot_of(contribution("C", window=None), *steps), "C", on("6-15"))
    assert found is not None
    assert (found.counted[Firmness.COMMITTED], found.undated[Firmness.OFFERED]) == ((40, 40), (60, 60))


def test_in_place_without_dates_leaves_nothing_open() -> None:
    found = given_on(snapshot_of(*in_place("C", 40, window=None)), "C", on("6-15"))
    assert found is not None
    assert (found.counted[Firmness.IN_PLACE], found.undated) == ((40, 40), {})


def test_the_days_on_which_a_window_may_change_anything() -> None:
    assert list(window_cuts(None)) == []
    assert list(window_cuts(Dates())) == []
    both = Dates.model_validate(dates("2026-05", "2026-12-31"))
    assert list(window_cuts(both)) == [on("5-1"), on("5-31"), date(2027, 1, 1), date(2027, 1, 1)]


def test_the_days_on_which_a_contribution_may_change() -> None:
    paused = cap("C", "paused", "2026-04-01", until="2026-04-30")
    reduced = cap("C", "reduced", "2026-09-01", 20)
    snapshot = snapshot_of(*in_place("C", 40, window=dates("2026-02-01")), paused, reduced)
    assert contribution_cuts(snapshot, "C") == {on("2-1"), on("4-1"), on("5-1"), on("9-1")}


# ---- what a step needs to count at its word


@pytest.mark.parametrize(
    ("word", "fields", "number", "expected"),
    [
        ("committed", {}, 40, Firmness.COMMITTED),
        ("committed", {"operation": None}, 40, Firmness.OFFERED),
        ("committed", {"capability": None}, 40, Firmness.PLEDGED),
        ("committed", {}, None, Firmness.PLEDGED),
        ("committed", {"words": None}, 40, None),
        ("offered", {"operation": None}, 40, Firmness.OFFERED),
        ("offered", {"capability": None}, 40, Firmness.PLEDGED),
        ("pledged", {"capability": None}, None, Firmness.PLEDGED),
        ("indicated", {"capability": None}, None, Firmness.INDICATED),
        ("accepted", {"words": None, "capability": None}, None, Firmness.ACCEPTED),
        ("asked_back", {}, 40, None),
        ("en_route", {"words": None, "capability": None}, None, Firmness.COMMITTED),
        ("in_place", {"words": None}, 40, Firmness.IN_PLACE),
        ("in_place", {"capability": None}, 40, Firmness.PLEDGED),
        ("in_place", {"capability": None, "words": None}, 40, None),
        ("in_place", {}, None, Firmness.PLEDGED),
    ],
)
def test_a_step_counts_at_the_firmest_word_whose_needs_it_meets(
    word: str, fields: dict[str, Any], number: int | None, expected: Firmness | None
) -> None:
    assert firmest(contribution("C", **fields), step("C", word, "2026-02-01", number)) is expected


def test_a_commitment_without_a_window_is_an_offer_on_a_day_not_known() -> None:
    snapshot = snapshot_of(contribution("C", window=None), step("C", "committed", "2026-02-01", 40))
    found = given_on(snapshot, "C", on("6-30"))
    assert found is not None
    assert (found.counted, next(iter(found.undated))) == ({}, Firmness.OFFERED)


def test_a_commitment_is_at_an_operation_where_it_or_its_line_or_its_pool_names_one() -> None:
    pool = draft("operation", "POOL", name="Pool", form="pool")
    for fields, more in (({"pool": "POOL"}, {}), ({"line": "L"}, {}), ({}, {"operation": "OP"})):
        promised = contribution("C", operation=None, **fields)
        said = step("C", "committed", "2026-02-01", 40, **more)
        assert firmest(pool, line(), promised, said) is Firmness.COMMITTED


@pytest.mark.parametrize(
    ("statement", "counts"),
    [({"words": "we shall send 40"}, True), ({"paraphrase": "they will send 40"}, True), ({}, False)],
)
def test_the_words_of_its_statement_are_words(statement: dict[str, str], counts: bool) -> None:  # noqa: FBT001
    said = draft("statement", "S", said_on="2026-02-01", **statement)
    pledged = step("C", "pledged", "2026-02-01", 40, statement="S")
    expected = Firmness.PLEDGED if counts else None
    assert firmest(said, contribution("C", words=None), pledged) is expected


def test_words_that_a_viewer_may_not_see_are_no_words() -> None:
    desk = desk_of(
        draft("statement", "S", said_on="2026-02-01", words="we shall", marking=("secretariat",)),
        contribution("C", words=None, marking=("public",)),
        step("C", "pledged", "2026-02-01", 40, statement="S", marking=("public",)),
    )
    entries = [entry for entry in desk.entries() if entry.kind != "statement"]
    found = given_on(Snapshot(entries, desk.time[0]), "C", on("6-30"))
    assert found is not None
    assert found.counted == {}


def test_what_a_step_lacks() -> None:
    bare = Said(Word.COMMITTED, UNKNOWN, on("2-1"), 1, has=frozenset({Need.MEMBER, Need.WORDS}))
    assert lacks(bare) == {Need.CAPABILITY, Need.QUANTITY, Need.WINDOW, Need.OPERATION}
    assert counts_as(bare) is Firmness.PLEDGED
    assert lacks(Said(Word.COMMITTED, UNKNOWN, on("2-1"), 1)) == frozenset()


def test_the_steps_of_a_contribution_with_what_each_carries() -> None:
    giver = Giver(snapshot_of(contribution("C", words=None), step("C", "committed", "2026-02-01", 40)), "C")
    assert [lacks(one) for one in giver.steps(on("6-30"))] == [{Need.WORDS}]
    assert Giver(snapshot_of(), "NOBODY").steps(on("6-30")) == []


# ---- steps


def test_said_twice_counts_once_and_a_later_number_replaces_it() -> None:
    said = (contribution("C"), step("C", "pledged", "2026-02-01", 100), step("C", "pledged", "2026-03-01", 100))
    assert softest(*said) == (100, 100)
    assert softest(*said, step("C", "pledged", "2026-04-01", 150)) == (150, 150)


def test_of_two_steps_of_one_day_the_last_recorded_holds() -> None:
    said = (contribution("C"), step("C", "pledged", "2026-03-01", 100), step("C", "pledged", "2026-03-01", 70))
    assert softest(*said, step("C", "pledged", "2026-02-01", 150)) == (70, 70)


def test_the_order_in_which_steps_are_read_does_not_matter() -> None:
    early, late = Said(Word.PLEDGED, Span(100, 100), on("2-1"), 1), Said(Word.PLEDGED, Span(70, 70), on("3-1"), 2)
    assert standing_steps([early, late], on("3-1")) == standing_steps([late, early], on("3-1")) == {Word.PLEDGED: late}


def test_what_one_member_says_about_another_is_at_most_indicated() -> None:
    told = draft("statement", "S", member="DEU", said_on="2026-03-01", words="France has pledged 100")
    said = (contribution("C"), step("C", "pledged", "2026-02-01", 60))
    found = given(told, *said, step("C", "pledged", "2026-03-01", 100, statement="S"))
    assert (found[Firmness.PLEDGED], found[Firmness.INDICATED]) == ((60, 60), (100, 100))


def test_a_step_with_an_end_gives_way_to_what_held_before() -> None:
    said = (contribution("C"), step("C", "pledged", "2026-02-01", 100))
    for_a_month = step("C", "pledged", "2026-03-01", 150, last="2026-03-31")
    assert [softest(*said, for_a_month, day=day).low for day in ("3-31", "4-1")] == [150, 100]


def test_a_level_counts_at_every_softer_word_and_the_largest_of_them_there() -> None:
    said = (contribution("C"), step("C", "in_place", "2026-02-01", 40), step("C", "offered", "2026-02-01", 30))
    assert set(given(*said).values()) == {(40, 40)}
    assert given(*said, step("C", "pledged", "2026-02-01", unstated("more")))[Firmness.PLEDGED] == (40, None)


def test_a_step_without_word_or_day_counts_nowhere() -> None:
    """No ledger records one; the engine reads one all the same."""
    desk = desk_of(contribution("C"), step("C", "pledged", "2026-02-01", 40))
    *before, last = desk.entries()
    wordless = last._replace(payload='{"v":1}')
    dayless = last._replace(valid_from=None)
    for entry in (wordless, dayless):
        found = given_on(Snapshot([*before, entry], desk.time[0]), "C", on("6-30"))
        assert found is not None
        assert found.counted == {}


# ---- acceptance


PROMISED = (contribution("C"), step("C", "committed", "2026-02-01", 80))


def test_acceptance_is_asked_where_the_operation_requires_it() -> None:
    accepted = (*PROMISED, step("C", "accepted", "2026-03-01", 50))
    before, after = (given(*accepted, day=day, acceptance="required") for day in ("2-28", "3-1"))
    assert (Firmness.COMMITTED in before, before[Firmness.OFFERED]) == (False, (80, 80))
    assert (after[Firmness.COMMITTED], after[Firmness.ACCEPTED], after[Firmness.OFFERED]) == (
        (50, 50),
        (50, 50),
        (80, 80),
    )
    assert given(*accepted, acceptance="assumed")[Firmness.COMMITTED] == (80, 80)


def test_more_accepted_than_committed_commits_no_more() -> None:
    accepted = (*PROMISED, step("C", "accepted", "2026-03-01", 100))
    assert given(*accepted, acceptance="required")[Firmness.COMMITTED] == (80, 80)


def test_what_is_en_route_or_in_place_needs_no_acceptance() -> None:
    done = (*PROMISED, step("C", "en_route", "2026-03-01", 30), step("C", "in_place", "2026-03-01", 20))
    found = given(*done, acceptance="required")
    assert (found[Firmness.IN_PLACE], found[Firmness.COMMITTED]) == ((20, 20), (30, 30))


# ---- caps


THERE = in_place("C", 40)


@pytest.mark.parametrize("word", ["withdrawn", "declined", "ended", "paused"])
def test_a_cap_to_nothing(word: str) -> None:
    capped = (*THERE, cap("C", word, "2026-05-01"))
    assert [softest(*capped, day=day) for day in ("4-30", "5-1")] == [(40, 40), NOTHING]


def test_a_cap_makes_even_the_unknown_nothing() -> None:
    assert softest(*in_place("C", unstated("hundreds")), cap("C", "ended", "2026-05-01")) == NOTHING


@pytest.mark.parametrize(
    ("to", "expected"), [(30, (30, 30)), (50, (40, 40)), (None, (None, 40)), (unstated("half"), (None, 40))]
)
def test_reduced_to_so_many(to: Any, expected: tuple[int | None, int]) -> None:
    assert softest(*THERE, cap("C", "reduced", "2026-05-01", to)) == expected


def test_a_pause_ends_after_its_last_day_or_its_last_valid_day() -> None:
    until = cap("C", "paused", "2026-04-01", until="2026-04-10")
    assert [softest(*THERE, until, day=day).low for day in ("4-1", "4-10", "4-11")] == [0, 0, 40]
    in_april = cap("C", "paused", "2026-03-01", until="2026-04")
    assert [softest(*THERE, in_april, day=day).low for day in ("4-1", "4-2")] == [0, 40]
    both = cap("C", "paused", "2026-04-01", last="2026-04-05", until="2026-04-10")
    assert [softest(*THERE, both, day=day).low for day in ("4-5", "4-6")] == [0, 40]


def test_after_a_cap_only_a_later_step_sets_anew() -> None:
    capped = (*THERE, cap("C", "reduced", "2026-05-01", 10))
    assert softest(*capped, step("C", "in_place", "2026-04-30", 35)) == (10, 10)
    assert softest(*capped, step("C", "in_place", "2026-05-01", 35)) == (35, 35)


def test_a_cap_without_a_day_came_before_every_step() -> None:
    assert softest(*THERE, cap("C", "ended", None)) == (40, 40)  # type: ignore[arg-type]


def test_a_cap_without_a_word_lowers_nothing() -> None:
    """No ledger records one; the engine reads one all the same."""
    desk = desk_of(*THERE, cap("C", "ended", "2026-05-01"))
    *before, last = desk.entries()
    wordless = last._replace(payload='{"v":1}')
    found = given_on(Snapshot([*before, wordless], desk.time[0]), "C", on("6-30"))
    assert found is not None
    assert found.counted[Firmness.IN_PLACE] == (40, 40)


def test_the_level_of_each_word() -> None:
    steps = [Said(Word.PLEDGED, Span(100, 100), on("2-1"), 1), Said(Word.IN_PLACE, Span(40, 40), on("3-1"), 2)]
    caps = [Lowered(CapWord.REDUCED, Span(50, 50), on("4-1"), 3)]
    assert levels(steps, caps, on("3-1")) == {Word.PLEDGED: (100, 100), Word.IN_PLACE: (40, 40)}
    assert levels(steps, caps, on("4-1")) == {Word.PLEDGED: (50, 50), Word.IN_PLACE: (40, 40)}


def test_what_was_said_at_its_highest() -> None:
    def said(word: Word, span: Span) -> Said:
        return Said(word, span, on("2-1"), 1)

    assert highest_said([]) == NOTHING
    assert highest_said([said(Word.PLEDGED, Span(100, 100)), said(Word.COMMITTED, Span(60, 60))]) == (100, 100)
    assert highest_said([said(Word.PLEDGED, Span(100, 100)), said(Word.IN_PLACE, Span(200, 200))]) == (100, 100)
    assert highest_said([said(Word.PLEDGED, UNKNOWN)]) == UNKNOWN


# ---- the operation in which it counts


def operation(*drafts: Draft, day: str = "6-30") -> str | None:
    """Where contribution C counts."""
    snapshot = snapshot_of(*drafts)
    record = snapshot.thing(Contribution, "C", on(day))
    assert record is not None
    return operation_of(snapshot, "C", record, on(day))


POOL = draft("operation", "POOL", name="Pool", form="pool")
NAMED = step("C", "committed", "2026-05-01", 40, operation="OP")
UNNAMED = step("C", "committed", "2026-05-01", 40)


@pytest.mark.parametrize(
    ("fields", "said", "expected"),
    [
        ({"operation": "OP", "pool": "POOL"}, UNNAMED, "OP"),
        ({"operation": None, "line": "L"}, UNNAMED, "OP"),
        ({"operation": None}, UNNAMED, None),
        ({"operation": None}, NAMED, "OP"),
        ({"operation": None, "pool": "POOL"}, UNNAMED, "POOL"),
        ({"operation": None, "pool": "POOL"}, NAMED, "OP"),
        ({"operation": None, "pool": "POOL", "line": "L"}, UNNAMED, "POOL"),
        ({"operation": None, "pool": "POOL", "line": "L"}, NAMED, "OP"),
    ],
)
def test_in_which_operation_a_contribution_counts(fields: dict[str, Any], said: Draft, expected: str | None) -> None:
    assert operation(POOL, line(), contribution("C", **fields), said) == expected


def test_the_operation_of_a_line_is_that_of_the_day() -> None:
    later = line("L", 100, "2026-05-01")
    earmarked = contribution("C", operation=None, line="L")
    assert [operation(later, earmarked, day=day) for day in ("4-30", "5-1")] == [None, "OP"]
    assert operation(contribution("C", operation=None, line="NOWHERE")) is None


# ---- odds and ends


def test_what_a_coarser_unit_can_no_longer_count_is_unknown() -> None:
    cash = draft("capability", "cash", name="Cash", unit="EUR", decimals=2)
    coarser = draft("capability", "cash", "2026-05-01", decimals=0)
    half = Quantity.said_as(Qualifier.EXACT, "12.50")
    drafts = (cash, coarser, *in_place("C", half, capability="cash"))
    assert [softest(*drafts, day=day) for day in ("4-30", "5-1")] == [(1250, 1250), UNKNOWN]


def test_nobody_gives_nothing() -> None:
    assert given_on(snapshot_of(), "C", on("6-30")) is None


def test_the_decimals_of_a_capability() -> None:
    snapshot = snapshot_of(draft("capability", "cash", name="Cash", unit="EUR", decimals=2))
    assert [decimals_of(snapshot, one, on("6-30")) for one in ("cash", "trainers", "lasers", None)] == [2, 0, 0, 0]
