"""Which entries stand, and which of a facet holds on a day."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ledger.entries import Entry
from muster.ledger.growing import GrowingSnapshot
from muster.ledger.kinds import encode
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated, holding, in_effect, in_order, superseded
from tests.builders import Desk, book, cap, day, draft, relief, step, undo
from tests.ledger.test_envelope_v1 import BARE


def standing(desk: Desk, subject: str = "c1") -> list[str]:
    """The names of a capability that stand, in the order in which they hold."""
    return [str(getattr(one.record, "name", "")) for one in desk.snapshot().stated("capability", subject)]


def named(name: str, since: str | None = None, last: str | None = None, **more: str) -> Entry:
    return DESK.one(draft("capability", "c1", since, last, name=name, **more))


DESK = book()


@pytest.fixture(autouse=True)
def fresh_book() -> None:
    DESK.ledger = book().ledger


def holds(on: str) -> str:
    one = holding(DESK.snapshot().stated("capability", "c1"), day(on))
    return "nothing" if one is None else str(getattr(one.record, "name", ""))


# ---- change, correction, retraction


def test_a_change_holds_from_its_later_start_on() -> None:
    named("A", "2026-01-01")
    named("B", "2026-03-01")
    assert [holds(on) for on in ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01")] == ["nothing", "A", "A", "B"]


def test_among_equal_starts_the_last_recorded_holds() -> None:
    named("A", "2026-01-01")
    named("B", "2026-01-01")
    assert holds("2026-01-01") == "B"


def test_one_with_an_end_gives_way_to_what_held_before() -> None:
    named("A", "2026-01-01")
    named("B", "2026-03-01", "2026-03-31")
    found = [holds(on) for on in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")]
    assert found == ["A", "B", "B", "A"]


def test_a_back_dated_change_alters_nothing_after_the_next_start() -> None:
    named("A", "2026-01-01")
    named("C", "2026-03-01")
    named("B", "2026-02-01")
    assert [holds(on) for on in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")] == ["A", "B", "B", "C"]


def test_one_without_a_start_is_older_than_any_with_one() -> None:
    named("A", "1900-01-01")
    named("B")
    assert [holds(on) for on in ("1899-12-31", "1900-01-01")] == ["B", "A"]


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    first = named("A", "2026-01-01")
    named("B", "2026-01-01", supersedes=first.id)
    assert standing(DESK) == ["B"]


def test_a_correction_may_move_a_fact_to_another_day() -> None:
    first = named("A", "2026-01-01")
    named("A", "2026-02-01", supersedes=first.id)
    assert [holds(on) for on in ("2026-01-31", "2026-02-01")] == ["nothing", "A"]


def test_a_correction_corrected_leaves_what_it_corrected_gone() -> None:
    first = named("A")
    second = named("B", supersedes=first.id)
    named("C", supersedes=second.id)
    assert standing(DESK) == ["C"]


def test_a_retraction_leaves_nothing() -> None:
    DESK.put(undo(named("A")))
    assert standing(DESK) == []
    assert holds("2026-01-01") == "nothing"
    assert not DESK.snapshot().has("capability", "c1")


def test_the_retraction_of_a_correction_lets_the_first_stand_again() -> None:
    first = named("A")
    second = named("B", supersedes=first.id)
    DESK.put(undo(second))
    assert standing(DESK) == ["A"]


def test_the_last_correction_taken_back_lets_the_one_before_stand_again() -> None:
    first = named("A")
    second = named("B", supersedes=first.id)
    third = named("C", supersedes=second.id)
    DESK.put(undo(third))
    assert standing(DESK) == ["B"]


def test_the_retraction_of_a_retraction_lets_the_entry_stand_again() -> None:
    gone = DESK.one(undo(named("A")))
    DESK.put(undo(gone))
    assert standing(DESK) == ["A"]


def test_all_stay_readable() -> None:
    first = named("A")
    DESK.put(undo(first))
    assert [entry.kind for entry in DESK.snapshot().on("c1")] == ["capability", "retraction"]
    assert DESK.snapshot().find(first.id) == first
    assert not DESK.snapshot().stands(first)


def test_what_is_in_effect_is_listed_from_the_last() -> None:
    first = named("A")
    second = named("B", supersedes=first.id)
    third = named("C", supersedes=second.id)
    assert in_effect(DESK.entries()) == [third, second]
    assert superseded(DESK.entries()) == {first.id, second.id}
    assert superseded([]) == frozenset()


def test_entries_are_ordered_by_their_start_then_by_recording() -> None:
    made = [named(name, since) for name, since in (("A", "2026-02-01"), ("B", None), ("C", "2026-01-01"), ("D", None))]
    snapshot = DESK.snapshot()
    stated = [Stated(entry, snapshot.stated("capability", "c1")[0].record) for entry in made]
    expected = [made[1], made[3], made[2], made[0]]
    for order in permutations(stated):
        assert [one.entry for one in in_order(order)] == expected
    assert stated[0].valid == made[0].valid


# ---- the book as it grows


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries of few subjects, some of which supersede an earlier one, lawfully or not."""
    entries: list[Entry] = []
    records = {"capability": draft("capability", "x", name="A"), "retraction": draft("retraction", "x")}
    records["step"], records["cap"] = step("x", "pledged", "2026-01-01"), cap("x", "ended", "2026-01-01")
    records["contribution"] = draft("contribution", "x", member="FRA")
    for seq in range(1, draw(st.integers(1, 9)) + 1):
        kind = draw(st.sampled_from(sorted(records)))
        target = draw(st.none() | st.sampled_from(entries)) if entries else None
        entries.append(
            BARE._replace(
                seq=seq,
                id=f"e{seq}",
                kind=kind,
                subject=draw(st.sampled_from("xy")),
                valid_from=draw(st.none() | st.sampled_from(["2026-01-01", "2026-02-01"])),
                payload=encode(kind, records[kind].record),
                supersedes=None if target is None else target.id,
            )
        )
    return entries


def answers(snapshot: Snapshot, entries: list[Entry]) -> object:
    return (
        [snapshot.stands(entry) for entry in entries],
        [snapshot.find(entry.id) for entry in entries],
        [snapshot.on(subject) for subject in "xyz"],
        [snapshot.stated(kind, subject) for kind in ("capability", "contribution", "step", "cap") for subject in "xy"],
        [(snapshot.ids(kind), snapshot.subjects_with(kind)) for kind in ("capability", "contribution", "step", "cap")],
        [snapshot.has(kind, subject) for kind in ("capability", "contribution") for subject in "xy"],
        [snapshot.cuts(kind, subject) for kind in ("capability", "contribution") for subject in "xy"],
        snapshot.naming("contribution", "member"),
        list(snapshot.all_standing()),
        list(snapshot.entries),
        snapshot.known,
    )


@given(logs(), st.integers(0, 9), st.sets(st.integers(1, 9)))
def test_a_book_that_grows_equals_one_made_of_all_its_entries(
    entries: list[Entry], begun: int, asked: set[int]
) -> None:
    growing = GrowingSnapshot(entries[:begun], known=0)
    for entry in entries[begun:]:
        if entry.seq in asked:
            seen = entries[: entry.seq - 1]
            assert answers(growing, entries) == answers(Snapshot(seen, known=growing.known), entries)
        growing.add([entry], known=entry.seq)
    assert answers(growing, entries) == answers(Snapshot(entries, known=growing.known), entries)


def test_a_book_grows_by_kinds_it_does_not_know() -> None:
    foreign = BARE._replace(id="f", kind="incident", subject="x")
    growing = GrowingSnapshot([], known=0)
    growing.add([foreign], known=1)
    assert growing.stands(foreign)
    assert growing.on("x") == [foreign]


def test_the_writer_s_book_is_the_reader_s() -> None:
    desk = relief()
    desk.put(step("C1", "pledged", "2026-01-01", 100))
    caught_up = desk.ledger._caught_up
    with desk.ledger.store.writing() as turn:
        assert answers(caught_up(turn), []) == answers(desk.snapshot(), [])
