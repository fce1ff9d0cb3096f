"""How many trainers, of what kinds, from when, for a line to be held by a day."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from muster.core.errors import RefusedError
from muster.engine.training import Beginning, Training, training, until
from tests.builders import draft, exactly, step
from tests.engine.schools import MADE_ON, days, guards, hold, planned, production, school, trainers
from tests.engine.written import change, committed, line, on, pin


def asked(*more: Any, day: str = "9-1", of: str = "H", **how: Any) -> tuple[Training, ...]:
    """What it would take for a line to be held on a day, by a plan until then."""
    timeline = school(trainers(), *more, **how)
    plan = planned(timeline, days("6-30", day))
    return training(timeline.snapshot, plan, of, on(day))


def one(*more: Any, **how: Any) -> Training:
    (found,) = asked(*more, **how)
    return found


def told(beginning: Beginning) -> tuple[str, int, int, list[tuple[str, int, Fraction, Fraction, int]]]:
    rows = [(each.line, each.at_once, each.counts, each.more, each.need) for each in beginning.trainers]
    return str(beginning.first)[5:], beginning.runs, beginning.classes, rows


def test_each_first_run_says_how_many_classes_and_trainers_close_the_gap() -> None:
    """Eighty of a hundred hold the line on 1 September: twenty more are one class more, in either run."""
    found = one()
    assert (found.production, found.joins, found.graduates, found.begin_by) == ("P", "G", 20, None)
    assert [told(each) for each in found.beginnings] == [
        ("07-01", 2, 3, [("T", 30, Fraction(25), Fraction(5), 30)]),
        ("07-31", 1, 3, [("T", 30, Fraction(25), Fraction(5), 30)]),
    ]


def test_with_these_trainers_the_line_is_held_indeed() -> None:
    found = one(hold("H2", 47, tier=1))
    for beginning in found.beginnings:
        (needed,) = beginning.trainers
        since = str(beginning.first)
        more = (
            change("T", needed.at_once, since),
            *committed("M", int(needed.more), window={"start": since, "last": "2026-12-31"}),
        )
        plan = planned(school(trainers(), hold("H2", 47, tier=1), *more), days("6-30", "9-1"))
        assert plan.parts[-1].short("H") == 0


def test_what_lines_before_it_take_of_the_graduates_is_needed_as_well() -> None:
    """Forty-seven of the eighty hold another line, so that sixty-seven are lacking."""
    assert one(hold("H2", 47, tier=1)).graduates == 67


def test_trainers_of_every_kind_are_told() -> None:
    army = line("A", 8, capability="army", tier=2), *committed("D", 12, capability="army", line="A")
    first, _ = one(*army, trainers(4, "A")).beginnings
    assert told(first)[3] == [
        ("A", 12, Fraction(8), Fraction(4), 8),
        ("T", 30, Fraction(25), Fraction(5), 30),
    ]


def test_a_line_that_is_not_planned_on_a_day_needs_nothing_then() -> None:
    first, second = one(change("T", 0, "2026-08-01")).beginnings
    assert [told(each)[3] for each in (first, second)] == [
        [("T", 30, Fraction(0), Fraction(30), 0)],
        [("T", 30, Fraction(0), Fraction(30), 0)],
    ]
    (needed,) = one(change("T", 0, "2026-01-02")).beginnings[0].trainers
    assert (int(needed.counts), needed.need) == (0, 0)
    assert needed.unit is None


def test_there_may_be_no_more_classes_than_is_said() -> None:
    found = one(teaches=production(most_classes=2))
    assert found.beginnings == ()
    assert found.begin_by == date(2026, 6, 1)  # one more run of two before the first
    assert [told(each)[:3] for each in one(teaches=production(most_classes=3)).beginnings] == [
        ("07-01", 2, 3),
        ("07-31", 1, 3),
    ]


def test_classes_that_are_fewer_now_are_filled_up_first() -> None:
    """One class in July, two in August: sixty of a hundred, and three at once in both would be too many by twenty."""
    found = one(*committed("M", 5, window={"start": "2026-07-31", "last": "2026-12-31"}), there=15)
    assert (found.graduates, told(found.beginnings[0])[:3]) == (40, ("07-01", 2, 3))
    assert told(found.beginnings[1])[:3] == ("07-31", 1, 4)


@pytest.mark.parametrize(
    ("day", "begin_by"), [("7-30", date(2026, 6, 30)), ("7-15", date(2026, 6, 15)), ("7-1", date(2026, 6, 1))]
)
def test_where_no_run_ends_in_time_it_says_when_it_would_have_had_to_begin(day: str, begin_by: date) -> None:
    found = one(day=day)
    assert (found.graduates, found.beginnings, found.begin_by) == (100, (), begin_by)


def test_with_few_classes_at_once_several_runs_would_have_been_needed() -> None:
    found = one(day="7-15", teaches=production(most_classes=2))
    assert found.begin_by == date(2026, 4, 16)  # three runs of forty


@pytest.mark.parametrize(
    "teaches",
    [production(most_classes=0), production(class_size=exactly(0)), production(course_days=0)],
)
def test_what_holds_no_class_could_never_have_done_it(teaches: Any) -> None:
    found = one(teaches=teaches)
    assert (found.beginnings, found.begin_by) == ((), None)


def test_before_all_time_nobody_could_have_begun() -> None:
    assert one(day="7-15", teaches=production(course_days=10**6)).begin_by is None


def test_nothing_is_told_of_what_is_held_or_not_planned() -> None:
    assert asked(day="9-30") == ()
    assert asked(of="X") == ()
    timeline = school(trainers())
    assert training(timeline.snapshot, planned(timeline, days("6-30", "8-1")), "H", on("9-1")) == ()


def test_nothing_is_told_of_a_production_that_could_not_serve() -> None:
    clerks = draft("capability", "clerks", name="Clerks", unit="persons")
    assert asked(clerks, joins=guards(capability="clerks")) == ()
    assert asked(draft("capability", "guards", "2026-01-02", portion="unit")) == ()
    assert asked(draft("production", "P", "2026-01-02", graduates=None)) == ()
    assert asked(production("Q", since="2026-12-01"), of="T", there=0) == ()


def test_nothing_is_told_where_no_number_of_graduates_would_do() -> None:
    """All of them are pinned to another line."""
    assert asked(hold("H2", 10), pin("P1", "G", "H2")) == ()


def test_graduates_beside_what_is_there_count() -> None:
    assert one(step("G", "committed", "2026-01-01", 5)).graduates == 15


def test_every_school_is_asked() -> None:
    found = asked(production("Q", course_days=60, class_size=exactly(8)), trainers(25, school="Q"))
    assert [(each.production, each.graduates, len(each.beginnings)) for each in found] == [("P", 12, 2), ("Q", 12, 1)]


# ---- the days of the plan


def test_a_plan_until_a_day_begins_today() -> None:
    assert until(MADE_ON, on("9-1"), None) == days("6-30", "9-1")
    assert until(MADE_ON, MADE_ON, None) == days("6-30", "6-30")
    assert until(MADE_ON, on("9-1"), days("7-1", "9-30")) == days("7-1", "9-30")


@pytest.mark.parametrize(
    ("day", "within", "begins"),
    [
        ("6-29", None, "2026-06-30"),
        ("6-30", days("7-1", "9-30"), "2026-07-01"),
        ("10-1", days("7-1", "9-30"), "2026-07-01"),
    ],
)
def test_a_day_outside_the_plan_is_refused(day: str, within: Any, begins: str) -> None:
    with pytest.raises(RefusedError) as refused:
        until(MADE_ON, on(day), within)
    assert str(refused.value) == f"{on(day)} is outside the plan, which begins on {begins}"
