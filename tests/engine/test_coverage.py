"""Coverage over time: a line in stretches, and the days between them."""

from datetime import date, timedelta

import pytest

from muster.core.days import Period, next_day
from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.firmness import Firmness
from muster.engine.coverage import LONGEST_HORIZON_DAYS, Coverage, Timeline
from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, step, turn
from tests.engine.written import change, contribution, in_place, line, on, over_time, pin

YEAR = Period(on("1-1"), date(2027, 1, 1))


def shown(coverage: Coverage, firmness: Firmness = Firmness.IN_PLACE) -> list[tuple[str, str, int | None, int | None]]:
    """First day, last day, need and cover of each stretch."""
    rows = []
    for stretch in coverage.stretches:
        first, last = (f"{each:%-m-%-d}" for each in (stretch.period.start, stretch.period.last) if each is not None)
        need = None if stretch.line is None or stretch.line.need is None else stretch.line.need.low
        rows.append((first, last, need, None if stretch.line is None else stretch.line.cover(firmness).low))
    return rows


def starts(*drafts: Draft, within: Period = YEAR, **operation: object) -> list[date | None]:
    """The first days of the stretches of line L."""
    coverage = over_time(*drafts, **operation).coverage("L", within)
    return [stretch.period.start for stretch in coverage.stretches]


# ---- stretches


def test_a_line_over_a_year() -> None:
    drafts = (
        line("L", 100, "2026-02-01"),
        change("L", 60, "2026-09-01"),
        *in_place("C", 40, since="2026-03-01", window=dates("2026-01-01", "2026-10-31")),
        *in_place("D", 30, "DEU", since="2026-05-01"),
        cap("D", "reduced", "2026-08-01", 10),
    )
    assert shown(over_time(*drafts).coverage("L", YEAR)) == [
        ("1-1", "1-31", None, None),
        ("2-1", "2-28", 100, 0),
        ("3-1", "4-30", 100, 40),
        ("5-1", "7-31", 100, 70),
        ("8-1", "8-31", 100, 50),
        ("9-1", "10-31", 60, 50),
        ("11-1", "12-31", 60, 10),
    ]


def test_neighbours_that_are_alike_are_one_stretch() -> None:
    elsewhere = in_place("D", 30, "DEU", capability="police")
    drafts = (line("L", 100, capability="army"), *elsewhere, *in_place("C", 40, since="2026-03-01", capability="army"))
    assert starts(*drafts) == [on("1-1"), on("3-1")]


def test_a_period_is_cut_to_its_days() -> None:
    drafts = (line(), *in_place("C", 40, since="2026-03-01"))
    spring = Period(on("2-15"), on("4-1"))
    assert shown(over_time(*drafts).coverage("L", spring)) == [("2-15", "2-28", 100, 0), ("3-1", "3-31", 100, 40)]
    assert shown(over_time(*drafts).coverage("L", Period(on("3-5"), on("3-6")))) == [("3-5", "3-5", 100, 40)]


def test_a_day_of_the_period_and_a_day_outside() -> None:
    coverage = over_time(line("L", 100, "2026-02-01")).coverage("L", YEAR)
    found = coverage.on(on("2-1"))
    assert found is not None
    assert found.line == coverage.line == "L"
    assert coverage.on(on("1-31")) is None
    assert coverage.on(date(2027, 1, 1)) is None


# ---- what may change a line


def test_the_end_of_its_operation_and_of_the_withdrawal() -> None:
    ends = {"dates": dates("2026-01-01", "2026-03-31"), "withdrawal_until": "2026-05"}
    timeline = over_time(line(), *in_place("C", 40), **ends)
    assert {on("4-1"), on("5-2")} <= timeline.cuts.of("L")
    assert [len(timeline.on("OP", on(day)).withdrawing) for day in ("4-1", "5-1", "5-2")] == [1, 1, 0]


def test_the_end_of_a_drawdown() -> None:
    drafts = (line(need=100), change("L", 60, "2026-03-01", "2026-04-15"), *in_place("C", 90, since="2026-01-01"))
    coverage = over_time(*drafts).coverage("L", YEAR)
    found = [
        (stretch.period.start, stretch.line.drawdown(Firmness.IN_PLACE))
        for stretch in coverage.stretches
        if stretch.line
    ]
    assert found == [(on("1-1"), 0), (on("3-1"), 30), (on("4-16"), 0)]


def test_a_pin_from_a_day_on() -> None:
    army = line("ARMY", 30, capability="army")
    drafts = (
        line(),
        army,
        *in_place("C", 40, since="2026-01-01", capability="army"),
        pin("P", "C", "L", 5, "2026-04-01"),
    )
    assert starts(*drafts) == [on("1-1"), on("4-1")]


def test_a_turn_from_its_first_day_to_its_last() -> None:
    drafts = (line(), line("ARMY", 30, capability="army"), *in_place("C", 40, since="2026-01-01", capability="army"))
    rota = (
        draft("rota", "R", line="L", name="Training"),
        turn("R", "2026-04-01", "2026-04-30", "C"),
        turn("R", "2026-06-01", "2026-06-30"),
    )
    assert starts(*drafts, *rota) == [on("1-1"), on("4-1"), on("5-1")]
    assert {on("6-1"), on("7-1")} <= over_time(*drafts, *rota).cuts.of("L")


def test_what_had_a_turn_changes_the_line_that_it_served() -> None:
    """It is earmarked for another line; so but for its turn it matters to that alone."""
    drafts = (line(), line("M", 30), *in_place("C", 40, since="2026-01-01", line="M"), cap("C", "ended", "2026-05-10"))
    rota = draft("rota", "R", line="L", name="Training")
    serves = turn("R", "2026-04-01", "2026-12-31", "C")
    assert starts(*drafts) == [on("1-1")]
    assert shown(over_time(*drafts, rota, serves).coverage("L", YEAR)) == [
        ("1-1", "3-31", 100, 0),
        ("4-1", "5-9", 100, 40),
        ("5-10", "12-31", 100, 0),
    ]


def test_what_is_delivered_together_covers_as_long_as_every_part_is_there() -> None:
    drafts = (
        line(),
        *in_place("C", 40, since="2026-01-01"),
        *in_place("LIFT", 2, "DEU", since="2026-03-01", capability=None, operation=None),
        cap("LIFT", "paused", "2026-05-01", until="2026-05-31"),
        draft("joint", "J", "2026-02-01", name="A team", delivers="C"),
        draft("part", "J", contribution="LIFT"),
    )
    assert shown(over_time(*drafts).coverage("L", YEAR), Firmness.PLEDGED) == [
        ("1-1", "1-31", 100, 40),
        ("2-1", "2-28", 100, 0),
        ("3-1", "4-30", 100, 40),
        ("5-1", "5-31", 100, 0),
        ("6-1", "12-31", 100, 40),
    ]


def test_a_tree_that_changes() -> None:
    iraq, syria = draft("place", "IRAQ", name="Iraq"), draft("place", "SYRIA", name="Syria")
    camp = (draft("place", "CAMP", name="Camp", parent="SYRIA"), draft("place", "CAMP", "2026-04-01", parent="IRAQ"))
    there = in_place("C", 40, since="2026-01-01", place="CAMP")
    assert starts(iraq, syria, *camp, line(place="IRAQ"), *there) == [on("1-1"), on("4-1")]
    unit = draft("capability", "trainers", "2026-04-01", unit="teams")
    assert starts(unit, line(), *in_place("C", 40, since="2026-01-01")) == [on("1-1"), on("4-1")]


def test_a_member_that_joins_a_group() -> None:
    joined = draft("membership", "FRA", "2026-04-01", group="NATO")
    drafts = (joined, line(servers=["NATO"]), *in_place("C", 40, since="2026-01-01"))
    assert starts(*drafts) == [on("1-1"), on("4-1")]


def test_acceptance_that_is_required_from_a_day_on() -> None:
    strict = draft("operation", "OP", "2026-04-01", acceptance="required")
    drafts = (strict, line(), contribution("C"), step("C", "committed", "2026-01-01", 40))
    assert starts(*drafts) == [on("1-1"), on("4-1")]


def test_a_line_that_moves_to_another_operation() -> None:
    moved = draft("requirement", "L", "2026-04-01", operation="NEW")
    new = draft("operation", "NEW", name="New", form="mission")
    with_the_line = in_place("C", 40, since="2026-01-01", operation=None, line="L")
    coverage = over_time(new, line(), moved, *with_the_line).coverage("L", YEAR)
    assert [stretch.line and stretch.line.requirement.operation for stretch in coverage.stretches] == ["OP", "NEW"]
    assert [row[3] for row in shown(coverage)] == [40, 40]


# ---- the horizon


def test_the_horizon_runs_from_the_first_to_the_last_day_on_which_something_changes() -> None:
    timeline = over_time(line("L", 100, "2026-02-01"), *in_place("C", 40, window=dates("2026-01-15", "2026-10-31")))
    assert timeline.horizon_of("L") == Period(on("1-15"), on("11-2"))


def test_old_memberships_do_not_stretch_the_horizon_back() -> None:
    joined = draft("membership", "FRA", "1949-04-04", group="NATO")
    timeline = over_time(joined, line("L", 100, "2026-02-01"))
    assert timeline.horizon_of("L") == Period(on("2-1"), on("2-2"))
    assert date(1949, 4, 4) in timeline.cuts.of("L")


def test_a_line_of_which_nothing_is_dated_has_no_horizon() -> None:
    assert over_time(line()).horizon_of("L") == Period()


@pytest.mark.parametrize("within", [Period(), Period(on("1-1")), Period(None, on("1-1"))])
def test_an_open_period_is_refused(within: Period) -> None:
    with pytest.raises(RefusedError, match="first and a last day"):
        over_time(line()).coverage("L", within)


def test_a_period_of_more_than_forty_years_is_refused() -> None:
    longest = timedelta(days=LONGEST_HORIZON_DAYS)
    timeline = over_time(line())
    assert len(timeline.coverage("L", Period(on("1-1"), on("1-1") + longest)).stretches) == 1
    with pytest.raises(RefusedError, match="forty years"):
        timeline.coverage("L", Period(on("1-1"), next_day(on("1-1") + longest)))


# ---- what is not there


def test_an_unknown_line_is_named_with_the_closest() -> None:
    with pytest.raises(UnknownSubjectError, match=r"unknown line 'ARMI'; did you mean ARMY\?"):
        over_time(line("ARMY")).coverage("ARMI", YEAR)
    assert over_time(line("ARMY")).line_on("ARMI", on("6-30")) is None


def test_an_operation_of_which_nothing_is_known_has_nothing() -> None:
    day = over_time(line()).on("NOBODY", on("6-30"))
    assert (dict(day.lines), day.free, day.without_need, day.withdrawing, day.backfills) == ({}, (), (), (), ())


def test_a_line_in_an_operation_that_is_not_in_the_book_is_shown() -> None:
    coverage = over_time(line(operation="SOON")).coverage("L", YEAR)
    assert [(row[2], row[3]) for row in shown(coverage)] == [(100, 0)]


def test_who_is_concerned_with_what() -> None:
    pool = draft("operation", "POOL", name="Pool", form="pool")
    promised = contribution("P", operation=None, pool="POOL")
    named = step("P", "committed", "2026-05-01", 40, operation="OP")
    drafts = (pool, line(), *in_place("C", 40), *in_place("E", 5, operation=None, line="L"), promised, named)
    concerned = over_time(*drafts, *in_place("X", 5, operation=None)).concerned
    who = {name: [giver.contribution for giver in one.contributions] for name, one in concerned.items()}
    assert who == {"": ["E", "X"], "OP": ["C", "E", "P"], "POOL": ["P"]}
    assert {name: one.lines for name, one in concerned.items()} == {"": (), "OP": ("L",), "POOL": ()}


def test_a_timeline_remembers_what_it_was_asked() -> None:
    timeline: Timeline = over_time(line(), *in_place("C", 40))
    assert timeline.on("OP", on("6-30")) is timeline.on("OP", on("6-30"))


# ---- the days on which a line may change


def test_what_was_agreed_for_one_line_does_not_cut_another() -> None:
    drafts = (
        line("L", 100, "2026-02-01"),
        line("M", 50, "2026-03-01"),
        *in_place("C", 40, since="2026-04-01", operation=None, line="L", window=None),
        *in_place("D", 40, "DEU", since="2026-05-01", line="M", window=None),
        pin("P", "D", "L", 5),
        step("C", "committed", "2026-01-01", 40, operation="OP"),
    )
    cuts = over_time(*drafts).cuts
    assert cuts.of("L") == {on("1-1"), on("2-1"), on("4-1"), on("5-1")}
    assert cuts.of("M") == {on("3-1"), on("5-1")}


def test_beside_what_may_serve_any_each_line_matters_to_the_others() -> None:
    lines = (line("L", 100, "2026-02-01"), line("M", 50, "2026-03-01"))
    drafts = (*lines, *in_place("C", 40, since="2026-04-01", window=None))
    for one in ("L", "M"):
        assert over_time(*drafts).cuts.of(one) == {on("2-1"), on("3-1"), on("4-1")}


@pytest.mark.parametrize(
    "earmarks",
    [
        (draft("contribution", "C", "2026-06-01", line="L"),),
        (draft("contribution", "C", line="L"), draft("contribution", "C", "2026-06-01", line=None)),
    ],
    ids=["not at first", "not for ever"],
)
def test_what_is_earmarked_for_a_time_may_serve_any_before_or_after(earmarks: tuple[Draft, ...]) -> None:
    lines = (line("L", 100, "2026-02-01"), line("M", 50, "2026-03-01"))
    timeline = over_time(*lines, contribution("C", window=None), *earmarks, step("C", "in_place", "2026-04-01", 40))
    assert timeline.cuts.of("M") == {on("2-1"), on("3-1"), on("4-1"), on("6-1")}
