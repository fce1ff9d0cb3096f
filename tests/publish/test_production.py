"""Classes, graduates and the trainers it would take, as they are printed and as plain data."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from rich.console import Console

from muster.engine.training import training
from muster.engine.why import why
from muster.publish.plain import as_json, training_data, why_data
from muster.publish.terminal.plan import show_plan
from muster.publish.terminal.training import show_training
from muster.publish.terminal.why import show_why
from tests.builders import draft
from tests.engine.schools import MADE_ON, days, guards, planned, production, school, trainers
from tests.engine.test_toured import COMPANY, JOINS
from tests.engine.written import committed, line, on


def printed(show: Callable[[Console], None], width: int = 80) -> list[str]:
    stream = io.StringIO()
    show(Console(file=stream, width=width, highlight=False))
    return stream.getvalue().splitlines()


def page(*more: Any, everything: bool = True, **how: Any) -> list[str]:
    """The page of a plan, from its classes on."""
    plan = planned(school(trainers(), *more, **how))
    lines = printed(lambda console: show_plan(console, plan, MADE_ON, "secretariat", everything=everything))
    start = "CLASSES, AND WHO GRADUATES FROM THEM"
    return lines[lines.index(start) :] if start in lines else []


def test_each_run_has_a_row_and_the_supply_says_how_many_are_yet_to_be_trained() -> None:
    assert page()[:7] == [
        "CLASSES, AND WHO GRADUATES FROM THEM",
        "production         from     last day  classes  graduates  they serve",
        "P            1 Jul 2026  30 Jul 2026        2         40  H",
        "P           31 Jul 2026  29 Aug 2026        2         40  H",
        "P           30 Aug 2026  28 Sep 2026        2         40  H",
        "Of 120 that G supplies on 29 Sep 2026, 120 are graduates yet to be trained.",
        "",
    ]


def test_graduates_are_counted_in_the_unit_of_what_they_join() -> None:
    tenths = draft("capability", "guards", "2026-01-02", decimals=1)
    assert page(tenths)[2] == "P            1 Jul 2026  30 Jul 2026        2         40  H"


def test_those_who_serve_nothing_or_come_after_the_plan_are_told_so() -> None:
    plan = planned(school(trainers()), days("6-30", "7-30"))
    lines = printed(lambda console: show_plan(console, plan, MADE_ON, "secretariat"))
    assert "P           1 Jul 2026  30 Jul 2026        2         40  after the plan" in lines
    assert "G supplies" not in " ".join(lines)
    clerks = draft("capability", "clerks", name="Clerks", unit="persons")
    assert page(clerks, joins=guards(capability="clerks"))[2].endswith("40  no line")
    assert page(there=0)[2] == "P            1 Jul 2026  30 Jul 2026        0          0  no line"


def test_long_lists_are_cut_unless_everything_is_asked_for() -> None:
    shown = page(teaches=production(course_days=5), everything=False)
    assert shown[14:16] == [
        "and 6 more: --all",
        "Of 720 that G supplies on 29 Sep 2026, 720 are graduates yet to be trained.",
    ]


def test_a_plan_without_classes_says_nothing_of_them() -> None:
    assert page(draft("trainers", "P", "2026-01-02", "2026-01-03", line="T", per_class={"low": "1", "high": "1"})) != []
    plan = planned(school())
    lines = printed(lambda console: show_plan(console, plan, MADE_ON, "secretariat"))
    assert "CLASSES, AND WHO GRADUATES FROM THEM" not in lines


def test_where_the_bound_is_printed_it_says_for_how_many_graduates_it_holds() -> None:
    plan = planned(school(trainers(), *COMPANY, joins=JOINS))
    lines = printed(lambda console: show_plan(console, plan, MADE_ON, "secretariat"))
    at = lines.index("Tier 2: other tours could cover no more.")
    assert lines[at + 1] == "These bounds hold for as many graduates as the plan has."
    alone = planned(school(*COMPANY, joins=JOINS))
    told = printed(lambda console: show_plan(console, alone, MADE_ON, "secretariat"))
    assert not any("as many graduates" in one for one in told)


def test_what_covers_a_line_says_how_many_are_yet_to_be_trained() -> None:
    timeline = school(trainers())
    found = why(timeline, planned(timeline), "H", on("8-1"))
    lines = printed(lambda console: show_why(console, "H", found))
    assert lines[1] == "  Of 40 that G supplies on 31 Jul 2026, 40 are graduates yet to be trained."
    (data,) = why_data(found)
    assert data["graduates"] == {"G": "40"}
    (before,) = why_data(why(timeline, planned(timeline), "H", on("7-1")))
    assert "graduates" not in before


def asked(*more: Any, day: str = "9-1", **how: Any) -> tuple[list[str], list[Any]]:
    """What is printed, and the plain data, of what it would take for the line to be held on a day."""
    timeline = school(trainers(), *more, **how)
    found = training(timeline.snapshot, planned(timeline, days("6-30", day)), "H", on(day))
    data: list[Any] = json.loads(as_json(training_data(found)))
    return printed(lambda console: show_training(console, found, on(day))), data


def test_each_first_run_has_its_trainers_below_each_other() -> None:
    army = line("A", 8, capability="army", tier=2), *committed("D", 12, capability="army", line="A")
    lines, data = asked(*army, trainers(4, "A"))
    assert lines == [
        "",
        "TO BE HELD ON 1 Sep 2026: 20 more graduates of P in G",
        "       from  runs  classes  trainers  at once  there  more  planned",
        " 1 Jul 2026     2        3  A              12      8     4        8",
        "                            T              30     25     5       30",
        "31 Jul 2026     1        3  A              12      8     4        8",
        "                            T              30     25     5       30",
        "Planned for fewer than are needed at once: A. Let them need as many, or nobody",
        "more is sent there.",
    ]
    assert data[0]["beginnings"][0] == {
        "first": "2026-07-01",
        "runs": 2,
        "classes": 3,
        "trainers": {
            "A": {"at_once": "12", "counts": "8", "more": "4", "need": "8"},
            "T": {"at_once": "30", "counts": "25", "more": "5", "need": "30"},
        },
    }
    assert {name: data[0][name] for name in ("production", "joins", "graduates", "begin_by")} == {
        "production": "P",
        "joins": "G",
        "graduates": "20",
        "begin_by": None,
    }


def test_lines_that_need_enough_are_not_named() -> None:
    assert asked()[0][-1].startswith("31 Jul 2026")


def test_where_it_is_too_late_the_last_day_is_said() -> None:
    lines, data = asked(day="7-15")
    assert lines[1:] == [
        "TO BE HELD ON 15 Jul 2026: 100 more graduates of P in G",
        "  It is too late: training would have had to begin on 15 Jun 2026 at the",
        "    latest.",
    ]
    assert data[0]["begin_by"] == "2026-06-15"


def test_where_nothing_could_do_it_that_is_said() -> None:
    lines, _ = asked(teaches=production(most_classes=0))
    assert lines[2:] == ["  No training that the book states could do it, whenever it begins."]
