"""Why a line is short, as it is printed and as plain data."""

from __future__ import annotations

import io
import json
from typing import Any

from rich.console import Console

from muster.core.days import Period
from muster.engine.allocation import allocate
from muster.engine.serving import Asked
from muster.engine.why import Explained, why
from muster.ledger.entries import Draft
from muster.publish.plain import as_json, why_data
from muster.publish.terminal.plan import show_plan
from muster.publish.terminal.why import show_why
from tests.builders import draft, step
from tests.engine.written import contribution, in_place, line, on, over_time, pin


def explained(*drafts: Draft) -> tuple[Explained, ...]:
    timeline = over_time(*drafts)
    plan = allocate(timeline, Asked(on("6-30")), Period(on("7-1"), on("8-1")))
    return why(timeline, plan, "L")


def printed(found: tuple[Explained, ...]) -> list[str]:
    stream = io.StringIO()
    show_why(Console(file=stream, width=80, highlight=False), "L", found)
    return stream.getvalue().splitlines()


DRAFTS = (
    line("FIRST", 50, tier=1),
    line("L", 100, tier=2, name="Trainers for the north"),
    *in_place("C", 60),
    contribution("D", "DEU"),
    step("D", "pledged", "2026-02-01", 25),
)


def test_each_reason_is_a_sentence_with_its_gain() -> None:
    assert printed(explained(*DRAFTS)) == [
        "Trainers for the north: 10 of 100 persons from 1 Jul 2026 to 31 Jul 2026; 90",
        "short",
        "  50 persons more, if FIRST did not come first",
        "  25 persons more, if softer words counted, even what is only indicated",
        "  One more here would be used: L +1.",
    ]


def test_what_is_pinned_elsewhere_is_named_with_what_it_costs() -> None:
    held = (line("FIRST", 5, tier=2), line("L", 50, tier=1), *in_place("C", 60), pin("P", "C", "FIRST", 40))
    assert "  30 persons more, if nothing were pinned to other lines" in printed(explained(*held))


def test_where_nothing_would_help_that_is_said() -> None:
    assert printed(explained(line("L", 5))) == [
        "L: 0 of 5 persons from 1 Jul 2026 to 31 Jul 2026; 5 short",
        "  Nothing in the book that could be set aside would help: more of its kind",
        "    is needed.",
        "  One more here would be used: L +1.",
    ]


def test_of_a_line_that_is_covered_one_more_is_surplus() -> None:
    assert printed(explained(line("L", 5), *in_place("C", 5))) == [
        "L: 5 of 5 persons from 1 Jul 2026 to 31 Jul 2026; covered",
        "  One more here would be surplus.",
    ]


def test_of_a_line_that_needs_nothing_there_is_nothing_to_say() -> None:
    assert printed(explained(line("L", 0))) == ["Nothing is needed of L in that time."]


def test_as_plain_data() -> None:
    (found,) = json.loads(as_json(why_data(explained(*DRAFTS))))
    assert found == {
        "line": "L",
        "period": {"from": "2026-07-01", "last": "2026-07-31"},
        "unit": "persons",
        "decimals": 0,
        "need": "100",
        "covered": "10",
        "without": [
            {"reason": None, "line": "FIRST", "pinned": False, "gain": "50"},
            {"reason": "below_firmness", "line": None, "pinned": False, "gain": "25"},
        ],
        "one_more": {"L": "1"},
    }


def test_units_whose_tours_are_too_long_are_named() -> None:
    kind = draft("capability", "ships", name="Ships", unit="ships", portion="unit")
    needed = line("L", 1, capability="ships")
    found = explained(kind, needed, *in_place("S", 1, capability="ships", shortest_tour_days=400))
    told = " ".join(one.strip() for one in printed(found))
    sentence = "S: a tour of it lasts at least 400 days, and it might serve for 181 in a row: it can serve nothing"
    assert f"1 ships more, if tours could be of any length: {sentence} One more" in told
    (plain,) = json.loads(as_json(why_data(found)))
    assert {way["reason"]: way.get("never") for way in plain["without"]} == {"tour": ["S"]}


def test_that_a_gap_is_accepted_is_said_first() -> None:
    accepted = {"by": "the board", "why": "cost", "until": "2026-12-31"}
    assert printed(explained(line("L", 5, accepted_gap=accepted)))[1] == (
        "L: its gap is accepted by the board until 31 Dec 2026: cost"
    )


CONDITIONAL = (
    line("L", 100),
    *in_place("A", 10),
    draft("condition", "VOTE", contribution="A", words="after the vote", deadline="2026-08", only_if="X"),
    *in_place("B", 5, "DEU"),
    draft("condition", "MANDATE", contribution="B", words="with a mandate", state="failed"),
    contribution("X", "ITA", words=None),
)


def test_the_conditions_that_fail_are_named_with_when_they_are_decided() -> None:
    assert printed(explained(*CONDITIONAL))[1:5] == [
        "  15 persons more, if no condition had failed: VOTE on A, after the vote (to",
        "    be decided by 2026-08); MANDATE on B, with a mandate",
        "  One more here would be used: L +1.",
    ]
    (found,) = json.loads(as_json(why_data(explained(*CONDITIONAL))))
    assert [way.get("conditions") for way in found["without"]] == [["VOTE", "MANDATE"]]


LIMITED = (
    line("L", 100, needs=["LIFT"], name="Patrols"),
    line("LIFT", 10, threshold=80),
    *in_place("A", 60, line="L"),
    *in_place("B", 5, line="LIFT"),
)


def test_what_allows_no_more_is_named() -> None:
    assert printed(explained(*LIMITED))[1] == "  of 60 persons counts 0: LIFT allows no more"
    (found,) = json.loads(as_json(why_data(explained(*LIMITED))))
    assert (found["counts"], found["allowed_by"]) == ("0", "LIFT")


def test_a_plan_says_what_of_a_cover_does_not_count() -> None:
    book = (
        line("L", 100, needs=["LIFT"], name="Patrols"),
        line("LIFT", 10),
        line("M", 10, threshold=80, name="Hospital"),
        *in_place("A", 60, line="L"),
        *in_place("B", 5, line="LIFT"),
        *in_place("C", 7, line="M"),
    )
    timeline = over_time(*book)
    stream = io.StringIO()
    plan = allocate(timeline, Asked(on("6-30")), Period(on("7-1"), on("8-1")))
    show_plan(Console(file=stream, width=80, highlight=False), plan, on("6-30"), "secretariat")
    lines = stream.getvalue().splitlines()
    at = lines.index("COVERED, AND DOES NOT ALL COUNT, on 1 Jul 2026")
    assert lines[at + 1 : at + 3] == [
        "Hospital: of 7 persons counts none: less than 80 % of what is needed",
        "Patrols: of 60 persons counts 50: LIFT allows no more",
    ]


def asked(*drafts: Draft, **rules: Any) -> list[str]:
    timeline = over_time(*drafts)
    plan = allocate(timeline, Asked(on("6-30"), **rules), Period(on("7-1"), on("8-1")))
    return printed(why(timeline, plan, "L"))


def test_a_cap_is_named_with_what_it_costs() -> None:
    assert "  6 persons more, if more of a line counted from one member" in asked(
        line("L", 10), *in_place("C", 12), most_from_one=40
    )


def test_a_line_that_does_not_count_names_what_it_depends_on() -> None:
    """Half the lift is there: without depending on it ten more would count."""
    book = (line("L", 20, tier=1, needs=["LIFT"]), line("LIFT", 4, servers=["ITA"]))
    found = asked(*book, *in_place("C", 20), *in_place("D", 2, "ITA", line="LIFT"))
    assert "  10 persons more would count, if it did not depend on LIFT" in found


def test_a_line_below_its_threshold_names_it() -> None:
    found = asked(line("L", 4, threshold=90), *in_place("C", 3))
    assert "  3 persons more would count, if it had no threshold" in found


def test_a_line_that_too_few_serve_says_so() -> None:
    book = (line("L", 4), *in_place("C", 4), *in_place("D", 0, "DEU"))
    assert "  4 persons more would count, if fewer members were enough" in asked(*book, suppliers=2)


def test_a_line_from_which_help_went_to_an_enabling_line_names_that_line() -> None:
    book = (line("FIRST", 10, tier=1, needs=["LIFT"]), line("L", 10, tier=2), line("LIFT", 4, tier=3))
    found = asked(*book, *in_place("A", 10, line="FIRST"), *in_place("B", 9))
    assert "  4 persons more, if LIFT did not come first" in found


def test_why_not_all_counts_is_told_to_a_program() -> None:
    found = why_data(explained(line("L", 4, threshold=90), *in_place("C", 3)))
    (one,) = json.loads(as_json(found))
    assert [way["counting"] for way in one["without"]] == ["threshold"]


def test_what_would_bring_nothing_is_not_named() -> None:
    """There is less than the cap; and neither the threshold nor the lift alone keeps L from counting."""
    assert not any("from one member" in one for one in asked(line("L", 10), *in_place("C", 2), most_from_one=50))
    book = (line("L", 4, threshold=90, needs=["LIFT"]), line("LIFT", 4, servers=["ITA"]))
    assert not any("would count" in one for one in asked(*book, *in_place("C", 3)))
