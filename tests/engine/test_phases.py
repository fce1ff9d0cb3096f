"""Lines that hang on phases: on which days they are needed, in coverage, gaps, plans and suppositions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from muster.core.days import Period, day_before
from muster.core.requirements import Requirement
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.difference import outcome
from muster.engine.gaps import gaps_on, not_open_on
from muster.engine.phases import Moved, PhaseCuts
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.why import why
from muster.ledger.entries import Draft
from muster.ledger.phases import NotOpen, Phases, Window
from muster.ledger.supposing import Overruns, Supposed, drafts_of
from tests.builders import dates, draft
from tests.engine.written import committed, in_place, line, on, over_time, pin, ships, snapshot_of, unit, wants

YEAR = Period(on("1-1"), on("2027-01-01"))


def phase(name: str, start: str | None = None, last: str | None = None, since: str | None = None, **more: Any) -> Draft:
    window: dict[str, Any] = {} if start is None and last is None else {"dates": dates(start, last)}
    return draft("phase", name, since, name=name.title(), operation="OP", order=ord(name[0]), **window, **more)


TAKE = phase("TAKE", "2026-07-01", "2026-07-31")
HOLD = phase("HOLD", after="TAKE", lasts_days=31, overlap_days=7)
REBUILD = phase("REBUILD", after="HOLD")
IN_ORDER = (TAKE, HOLD, REBUILD)


def open_days(timeline: Timeline, of: str) -> list[str]:
    """The first and last days on which a line is open in 2026."""
    stretches = timeline.coverage(of, YEAR).stretches
    return [f"{one.period.start:%m-%d}/{one.period.last:%m-%d}" for one in stretches if one.line is not None]


def plan(*drafts: Draft, within: Period = YEAR) -> tuple[Timeline, Plan]:
    timeline = over_time(*drafts)
    return timeline, allocate(timeline, Asked(on("6-30")), within)


# ---- open and closed


def test_a_line_is_needed_from_the_first_day_of_its_phase() -> None:
    timeline = over_time(*IN_ORDER, line("L", 10, phase="HOLD"))
    assert open_days(timeline, "L") == ["08-01/12-31"]
    assert timeline.line_on("L", on("7-31")) is None
    assert gaps_on(timeline, on("7-31")) == ()
    assert [gap.line for gap in gaps_on(timeline, on("8-1"))] == ["L"]


def test_it_ends_with_the_phase_that_it_names_and_its_hand_over() -> None:
    timeline = over_time(*IN_ORDER, line("L", 10, ends_with="TAKE"), line("M", 10, phase="HOLD", ends_with="HOLD"))
    assert open_days(timeline, "L") == ["01-01/08-07"]
    assert open_days(timeline, "M") == ["08-01/08-31"]


def test_a_line_of_a_phase_without_days_is_needed_as_ever() -> None:
    assert open_days(over_time(phase("P"), line("L", 10, phase="P")), "L") == ["01-01/12-31"]


def test_what_is_promised_for_a_line_that_is_not_open_covers_nothing() -> None:
    timeline = over_time(*IN_ORDER, line("L", 10, phase="HOLD"), *in_place("C", 5, line="L"))
    before = timeline.on("OP", on("7-31"))
    assert [one.given.contribution for one in before.without_need] == ["C"]
    assert (
        timeline.on("OP", on("8-1"))
        .lines["L"]
        .short(next(iter(timeline.on("OP", on("8-1")).lines["L"].serving[0].counted)))
        == 5
    )


def test_the_gap_of_a_line_reaches_back_to_its_phase() -> None:
    timeline = over_time(*IN_ORDER, line("L", 10, phase="HOLD", ends_with="HOLD"))
    (gap,) = gaps_on(timeline, on("8-15"))
    assert (gap.since, gap.until) == (on("8-1"), on("8-31"))
    assert str(timeline.horizon_of("L")) == "2026-08-01 to 2026-09-01"


def test_days_on_which_it_is_not_open_say_why() -> None:
    timeline = over_time(*IN_ORDER, line("L", 10, phase="HOLD", ends_with="HOLD"), line("M", 10))
    told = [(str(one.period.start), one.not_open) for one in timeline.coverage("L", YEAR).stretches]
    assert told == [
        ("2026-01-01", NotOpen("L", "HOLD", on("8-1"), "TAKE")),
        ("2026-08-01", None),
        ("2026-09-01", NotOpen("L", "HOLD", ended=on("8-31"))),
    ]
    assert not_open_on(timeline, on("7-31")) == (NotOpen("L", "HOLD", on("8-1"), "TAKE"),)
    assert timeline.not_open_on("M", on("7-31")) is None
    assert timeline.not_open_on("GONE", on("7-31")) is None


def test_when_the_operation_is_over_no_phase_is_the_reason() -> None:
    timeline = over_time(TAKE, line("L", 10, phase="TAKE"), dates=dates("2026-01-01", "2026-06-30"))
    assert not_open_on(timeline, on("6-30")) == (NotOpen("L", "TAKE", on("7-1")),)
    assert not_open_on(timeline, on("7-1")) == ()


def test_what_is_recorded_later_slips_from_its_day_on() -> None:
    slip = draft("phase", "TAKE", "2026-07-20", dates=dates("2026-07-01", "2026-08-31"))
    timeline = over_time(*IN_ORDER, slip, line("L", 10, phase="HOLD"))
    assert open_days(timeline, "L") == ["09-01/12-31"]
    late = draft("phase", "TAKE", "2026-08-20", dates=dates("2026-07-01", "2026-08-31"))
    timeline = over_time(*IN_ORDER, late, line("L", 10, phase="HOLD"))
    assert open_days(timeline, "L") == ["08-01/08-19", "09-01/12-31"], "until 20 August nobody said so"


# ---- the days between which nothing changes


def test_cuts_are_the_days_of_the_phases_that_a_line_names() -> None:
    snapshot = snapshot_of(*IN_ORDER, line("L", 10, phase="HOLD"), line("M", 5, ends_with="TAKE"), line("N", 5))
    cuts = PhaseCuts(snapshot)
    assert cuts.of_line("L") == {on("8-1"), on("9-1")}
    assert cuts.of_line("M") == {on("7-1"), on("8-8")}
    assert cuts.of_line("N") == cuts.of_line("GONE") == set()


def test_a_line_that_named_another_phase_before_changes_with_both() -> None:
    snapshot = snapshot_of(
        *IN_ORDER, line("L", 10, phase="TAKE"), draft("requirement", "L", "2026-07-10", phase="HOLD")
    )
    assert PhaseCuts(snapshot).of_line("L") == {on("7-1"), on("8-8"), on("8-1"), on("9-1")}


A_DAY = st.integers(0, 40).map(lambda number: (date(2026, 7, 1) + timedelta(days=number)).isoformat())


@st.composite
def books(draw: st.DrawFn) -> list[Draft]:
    """Phases that change from days on, and a line that hangs on them."""
    found: list[Draft] = []
    for name in "ABCD":
        found.append(phase(name, *sorted((draw(A_DAY), draw(A_DAY)))))
        for _ in range(draw(st.integers(0, 2))):
            said: dict[str, Any] = {"after": draw(st.sampled_from("ABCD")), "overlap_days": draw(st.integers(0, 5))}
            said |= draw(st.sampled_from([{}, {"dates": {}}, {"lasts_days": 5}]))
            found.append(draft("phase", name, draw(A_DAY), **said))
    names = st.sampled_from([{}, {"phase": "A"}, {"ends_with": "B"}, {"phase": "C", "ends_with": "D"}])
    return [*found, line("L", 1, **draw(names)), draft("requirement", "L", draw(A_DAY), **draw(names))]


@given(books())
def test_between_two_cuts_no_phase_opens_or_closes_a_line(drafts: list[Draft]) -> None:
    snapshot = snapshot_of(*drafts)
    cuts = PhaseCuts(snapshot).of_line("L") | snapshot.cuts("requirement", "L")
    was = None
    for number in range(120):
        day = date(2026, 6, 20) + timedelta(days=number)
        stated = snapshot.thing(Requirement, "L", day)
        assert stated is not None
        found = Phases(snapshot, day).not_open("L", stated)
        assert was is None or was == found or day in cuts, day
        was = found


# ---- plans


def test_a_plan_serves_a_line_from_the_first_day_of_its_phase() -> None:
    _, found = plan(*IN_ORDER, line("L", 10, phase="HOLD"), line("M", 8, tier=4), *in_place("C", 10))
    for part in found.parts:
        begun = part.field.day >= on("8-1")
        assert part.covered == ({"L": 10, "M": 0} if begun else {"M": 8 if part.field.day >= on("2-1") else 0})
    assert on("8-1") in {part.period.start for part in found.parts}


def test_units_are_on_tour_no_earlier_than_the_phase_of_their_line_begins() -> None:
    july = Period(on("7-25"), on("8-6"))
    _, found = plan(*IN_ORDER, ships(), wants("L", 1, phase="HOLD"), *unit("S"), within=july)
    assert [(tour.line, str(tour.period)) for tour in found.touring.tours] == [("L", "2026-08-01 to 2026-08-05")]


def test_a_total_is_needed_for_the_days_on_which_its_line_is_open() -> None:
    funds = draft("capability", "funds", name="Funds", unit="EUR", measure="total")
    needed = line("L", 100, capability="funds", phase="HOLD", ends_with="HOLD")
    timeline, found = plan(*IN_ORDER, funds, needed, *committed("C", 40, capability="funds"))
    assert [str(one.period) for one in found.totals.terms.values()] == ["2026-08-01 to 2026-08-31"]
    told = why(timeline, found, "L")
    assert [(str(one.period), one.not_open is None) for one in told] == [
        ("2026-01-01 to 2026-07-31", False),
        ("2026-09-01 to 2026-12-31", False),
        ("2026-08-01 to 2026-08-31", True),
    ]


def test_a_pin_to_a_line_that_is_not_open_is_not_planned() -> None:
    _, found = plan(*IN_ORDER, line("L", 10, phase="HOLD"), *in_place("C", 10), pin("P", "C", "L"))
    first = found.on(on("7-31"))
    assert first is not None
    assert [one.is_planned for one in first.field.pins] == [False]


NEVER = (phase("TAKE", "2026-07-01"), HOLD, REBUILD)


def test_lines_that_begin_on_no_day_of_a_plan_are_named() -> None:
    lines = (line("L", 10, phase="REBUILD"), line("M", 10, phase="TAKE"), line("N", 10, ends_with="TAKE"))
    _, found = plan(*NEVER, *lines, line("O", 5, phase="HOLD", basis="authorised_maximum"))
    assert found.not_begun == (NotOpen("L", "REBUILD", None, "HOLD", waits_for="TAKE"),)
    _, found = plan(*IN_ORDER, *lines, within=Period(on("7-1"), on("8-1")))
    assert found.not_begun == (NotOpen("L", "REBUILD", on("9-1"), "HOLD"),)
    _, found = plan(*IN_ORDER, *lines, within=Period(on("9-1"), on("9-2")))
    assert found.not_begun == (), "a line that has ended with its phase is not waiting"


def test_what_never_begins_keeps_nothing_else_from_being_planned() -> None:
    circle = (phase("A", after="B"), phase("B", after="A"))
    _, found = plan(*circle, line("L", 10, phase="A", tier=1), line("M", 10), *in_place("C", 10))
    part = found.on(on("7-1"))
    assert part is not None
    assert part.covered == {"M": 10}
    assert [one.circle for one in found.not_begun] == [("A", "B")]


def test_why_says_on_which_days_a_phase_keeps_a_line_closed() -> None:
    timeline, found = plan(*IN_ORDER, line("L", 10, phase="HOLD", ends_with="HOLD"))
    told = [(str(one.period), int(one.short), one.not_open) for one in why(timeline, found, "L")]
    assert told == [
        ("2026-01-01 to 2026-07-31", 0, NotOpen("L", "HOLD", on("8-1"), "TAKE")),
        ("2026-08-01 to 2026-08-31", 10, None),
        ("2026-09-01 to 2026-12-31", 0, NotOpen("L", "HOLD", ended=on("8-31"))),
    ]
    assert why(*plan(line("L", 0)), "L") == ()


# ---- a slip that is supposed


def test_a_phase_that_overruns_moves_what_follows() -> None:
    timeline, found = plan(*IN_ORDER, line("L", 10, phase="HOLD"), *in_place("C", 4))
    drafts = tuple(drafts_of(timeline.snapshot, Overruns("TAKE", 30)))
    told = outcome(Base(timeline, found), Supposed("a slip", drafts))
    assert told.moved == (
        Moved("HOLD", Window(on("8-1"), on("8-31")), Window(on("8-31"), on("9-30"))),
        Moved("REBUILD", Window(on("9-1")), Window(on("10-1"))),
        Moved("TAKE", Window(on("7-1"), on("7-31")), Window(on("7-1"), on("8-30"))),
    )
    (difference,) = told.differences
    assert str(difference.period) == "2026-08-01 to 2026-08-30"
    assert (int(difference.was), int(difference.now)) == (6, 0)


def test_where_no_phase_is_touched_none_moves() -> None:
    timeline, found = plan(*IN_ORDER, line("L", 10, phase="HOLD"))
    assert outcome(Base(timeline, found), Supposed("nothing", ())).moved == ()


def test_a_plan_made_after_the_slip_was_recorded_is_the_supposed_one() -> None:
    book = (*IN_ORDER, line("L", 10, phase="HOLD"), *in_place("C", 4))
    timeline, found = plan(*book)
    drafts = tuple(drafts_of(timeline.snapshot, Overruns("TAKE", 30)))
    supposed = outcome(Base(timeline, found), Supposed("a slip", drafts)).plan
    _, recorded = plan(*book, *drafts)
    days = [day_before(on("8-31")), on("8-31"), on("12-31")]
    for day in days:
        parts = supposed.on(day), recorded.on(day)
        assert parts[0] is not None
        assert parts[1] is not None
        assert parts[0].covered == parts[1].covered
