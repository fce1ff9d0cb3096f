"""What people are told of lines that are not open because of a phase."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.difference import Outcome, outcome
from muster.engine.gaps import gaps_on, lines_on, not_open_on
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.engine.why import why
from muster.ledger.entries import Draft
from muster.ledger.phases import NotOpen, Window
from muster.ledger.supposing import Overruns, Supposed, drafts_of
from muster.publish.plain import as_json, outcomes_data, plain, why_data
from muster.publish.terminal.coverage import coverage_data, show_coverage, show_gaps, show_lines
from muster.publish.terminal.phases import MOST, not_open_text, say_not_begun, window_text
from muster.publish.terminal.plan import show_plan
from muster.publish.terminal.scenario import show_outcome
from muster.publish.terminal.why import show_why
from tests.builders import dates, draft
from tests.engine.written import line, on, over_time

TAKE = draft("phase", "TAKE", name="Take", operation="OP", order=1, dates=dates("2026-07-01", "2026-07-31"))
HOLD = draft("phase", "HOLD", name="Hold", operation="OP", order=2, after="TAKE", lasts_days=31)
DRAFTS = (TAKE, HOLD, line("L", 10, phase="HOLD", ends_with="HOLD", name="Police of Hit"))
YEAR = Period(on("1-1"), on("2027-01-01"))


def printed(show: Callable[..., None], *what: Any, **how: Any) -> list[str]:
    stream = io.StringIO()
    show(Console(file=stream, width=80, highlight=False), *what, **how)
    return stream.getvalue().splitlines()


def planned(*drafts: Draft, within: Period = YEAR) -> tuple[Timeline, Plan]:
    timeline = over_time(*drafts)
    return timeline, allocate(timeline, Asked(on("6-30")), within)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (NotOpen("L", "HOLD", on("8-1")), "HOLD begins on 1 Aug 2026"),
        (NotOpen("L", "HOLD", on("8-1"), "TAKE"), "HOLD begins on 1 Aug 2026, after TAKE"),
        (
            NotOpen("L", "HOLD", None, "TAKE", waits_for="A"),
            "HOLD follows TAKE; nobody knows when it begins, for A has no last day",
        ),
        (NotOpen("L", "D", None, "A", circle=("A", "B")), "D never begins, for these follow each other: A, B"),
        (NotOpen("L", "D", None, "A", circle=("A",)), "D never begins, for A follows itself"),
        (NotOpen("L", "TAKE", ended=on("7-31")), "it ended on 31 Jul 2026, with TAKE"),
    ],
)
def test_why_a_line_is_not_open_in_a_sentence(one: NotOpen, sentence: str) -> None:
    assert not_open_text(one) == sentence


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (Window(on("7-1"), on("7-31")), "1 Jul 2026 to 31 Jul 2026"),
        (Window(on("7-1")), "1 Jul 2026 to open"),
        (Window(None, on("7-31")), "not stated to 31 Jul 2026"),
        (Window(waits_for="A"), "nobody knows when"),
    ],
)
def test_the_days_of_a_phase(window: Window, told: str) -> None:
    assert window_text(window) == told


def test_why_tells_the_days_on_which_a_line_is_not_open() -> None:
    found = why(*planned(*DRAFTS), "L")
    assert printed(show_why, "L", found) == [
        "Police of Hit: not open from 1 Jan 2026 to 31 Jul 2026",
        "  Its phase keeps it closed: HOLD begins on 1 Aug 2026, after TAKE.",
        "Police of Hit: 0 of 10 persons from 1 Aug 2026 to 31 Aug 2026; 10 short",
        "  Nothing in the book that could be set aside would help: more of its kind",
        "    is needed.",
        "  One more here would be used: L +1.",
        "Police of Hit: not open from 1 Sep 2026 to 31 Dec 2026",
        "  Its phase keeps it closed: it ended on 31 Aug 2026, with HOLD.",
    ]
    first, second, _ = json.loads(as_json(why_data(found)))
    assert (first["need"], first["not_open"]) == ("0", plain(NotOpen("L", "HOLD", on("8-1"), "TAKE")))
    assert "not_open" not in second


def test_coverage_of_a_line_says_why_it_is_not_open() -> None:
    timeline, _ = planned(*DRAFTS)
    lines = printed(show_coverage, timeline.coverage("L", YEAR))
    assert lines[-2:] == [
        "L: HOLD begins on 1 Aug 2026, after TAKE",
        "L: it ended on 31 Aug 2026, with HOLD",
    ]
    assert printed(show_coverage, timeline.coverage("L", Period(on("7-1"), on("7-9")))) == [
        "L is not needed on any of these days.",
        "L: HOLD begins on 1 Aug 2026, after TAKE",
    ]
    told: Any = coverage_data(timeline.coverage("L", YEAR))
    assert [stretch.get("not_open", NotOpen("", "")).phase for stretch in told["stretches"]] == ["HOLD", "", "HOLD"]


def test_gaps_and_lines_of_a_day_name_what_has_not_begun() -> None:
    timeline, _ = planned(*DRAFTS)
    july, september = on("7-1"), on("9-1")
    waiting = ["", "NOT OPEN, FOR THEIR PHASE HAS NOT BEGUN", "L: HOLD begins on 1 Aug 2026, after TAKE"]
    gaps, lines = gaps_on(timeline, july), lines_on(timeline, july)
    assert printed(show_gaps, gaps, Firmness.COMMITTED, not_open_on(timeline, july)) == [
        "No line with a number is short.",
        *waiting,
    ]
    assert printed(show_lines, lines, not_open_on(timeline, july)) == ["No line is open on this day.", *waiting]
    assert printed(show_lines, (), not_open_on(timeline, september)) == ["No line is open on this day."]


def test_a_plan_names_the_lines_that_begin_on_none_of_its_days() -> None:
    _, plan = planned(*DRAFTS, within=Period(on("7-1"), on("8-1")))
    lines = printed(show_plan, plan, on("6-30"), "secretariat")
    at = lines.index("NOT PLANNED, FOR THEIR PHASE DOES NOT BEGIN IN THAT TIME")
    assert lines[at + 1 :] == ["L: HOLD begins on 1 Aug 2026, after TAKE"]


def test_of_many_lines_the_first_are_named_and_all_on_request() -> None:
    waiting = [NotOpen(f"L{number:02}", "HOLD", on("8-1")) for number in range(MOST + 3)]
    short = printed(say_not_begun, "WAITING", waiting)
    assert short[-2:] == ["L11: HOLD begins on 1 Aug 2026", "and 3 more: --all"]
    assert printed(say_not_begun, "WAITING", waiting, everything=True)[-1] == "L14: HOLD begins on 1 Aug 2026"


def slipped() -> tuple[Plan, Outcome]:
    timeline, plan = planned(*DRAFTS)
    drafts = tuple(drafts_of(timeline.snapshot, Overruns("TAKE", 31)))
    return plan, outcome(Base(timeline, plan), Supposed("a slip", drafts))


def test_a_supposition_shows_the_phases_that_move() -> None:
    plan, found = slipped()
    lines = printed(show_outcome, plan, found, "secretariat")
    at = lines.index("PHASES THAT MOVE")
    assert lines[at + 1 : at + 4] == [
        "phase  as it stands               supposed",
        "TAKE   1 Jul 2026 to 31 Jul 2026  1 Jul 2026 to 31 Aug 2026",
        "HOLD   1 Aug 2026 to 31 Aug 2026  1 Sep 2026 to 1 Oct 2026",
    ]
    assert "PHASES THAT MOVE" not in printed(show_outcome, plan, replace(found, moved=()), "secretariat")
    (told,) = json.loads(as_json(outcomes_data(plan, [found])))["suppositions"]
    assert told["phases"][1]["now"]["first"] == "2026-09-01"
