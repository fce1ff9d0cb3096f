"""Suppositions as they are printed, by themselves, beside each other and as a ranking; and as plain data."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import allocate
from muster.engine.difference import Loss, Outcome, Ranking, givers_by_member, outcome, ranking
from muster.engine.scenario import Base
from muster.engine.serving import Asked
from muster.ledger.entries import Draft
from muster.ledger.supposing import Change, Comes, Leaves, Slips, Supposed, drafts_of_all
from muster.publish.plain import as_json, outcomes_data, ranking_data
from muster.publish.terminal.scenario import show_outcome, show_outcomes, show_ranking
from tests.builders import dates, draft, step
from tests.engine.written import committed, contribution, in_place, line, on, over_time

FUNDS = draft("capability", "funds", name="Funds", unit="EUR", decimals=2, measure="total")
JULY = Period(on("7-1"), on("8-1"))
HEAD = ["Supposed: one, 1 Jul 2026 to 31 Jul 2026, as known on 30 Jun 2026, committed or", "firmer"]
MEASURE = "In days of a whole line: half a line that is short for ten days is five."
OF_TOTALS = ["What is counted as a total is short by the last day; it counts with all days of", "its term."]
HINT = "Nothing is recorded. Once it is true: --record --statement STATEMENT --by PERSON"

DRAFTS = (
    line("A", 50, tier=1, name="Trainers for the north"),
    line("B", 50, tier=2),
    *in_place("C1", 40),
    *in_place("C2", 60, "DEU"),
    contribution("C3", "ITA"),
    step("C3", "pledged", "2026-02-01", 25),
)


def base_of(*drafts: Draft) -> Base:
    timeline = over_time(*(drafts or DRAFTS))
    return Base(timeline, allocate(timeline, Asked(on("6-30")), JULY))


def supposed(base: Base, *changes: Change, name: str = "one", firmness: Firmness | None = None) -> Outcome:
    drafts = tuple(drafts_of_all(base.timeline.snapshot, changes))
    return outcome(base, Supposed(name, drafts, firmness))


def printed(show: Callable[..., None], *what: Any, **how: Any) -> list[str]:
    """What is printed in a pipe. No line is wider than 80 columns, or ends in blanks."""
    stream = io.StringIO()
    show(Console(file=stream, width=80, highlight=False), *what, "secretariat", **how)
    lines = stream.getvalue().splitlines()
    assert [one for one in lines if len(one) > 80 or one != one.rstrip()] == []
    return lines


# ---- one by itself


def test_what_changes_is_told_by_tier_and_then_line_by_line() -> None:
    base = base_of()
    found = supposed(base, Leaves("FRA", on("7-11")), name="France leaves")
    assert printed(show_outcome, base.plan, found) == [
        "Supposed: France leaves, 1 Jul 2026 to 31 Jul 2026, as known on 30 Jun 2026,",
        "committed or firmer",
        "Tier 2, days of a whole line short: 16.8 more.",
        "",
        "WHAT CHANGES",
        "line  tier  short  supposed                  from     last day  days",
        "B        2      0        40  persons  11 Jul 2026  31 Jul 2026    21",
        MEASURE,
        HINT,
    ]


def test_more_and_less_of_one_tier_are_told_apart() -> None:
    """C slips: for ten days it is missed, and afterwards as much is there as before."""
    drafts = (
        line("A", 50, last="2026-07-10"),
        line("B", 50, "2026-07-11", "2026-07-20"),
        *in_place("C", 50, window=dates("2026-07-01", "2026-07-10")),
        *in_place("D", 50, window=dates("2026-07-21", "2026-07-21")),
    )
    base = base_of(*drafts)
    both = supposed(base, Slips("C", 5), Slips("D", -10))
    lines = printed(show_outcome, base.plan, both)
    assert lines[2] == "Tier 3, days of a whole line short: 5 more, 10 fewer."
    even = supposed(base, Slips("C", 5), Slips("D", -5))
    assert printed(show_outcome, base.plan, even)[2] == "Tier 3, days of a whole line short: 5 more, 5 fewer."
    assert printed(show_outcome, base.plan, even)[6:8] == [
        "A        3      0        50  persons   1 Jul 2026   5 Jul 2026     5",
        "B        3     50         0  persons  16 Jul 2026  20 Jul 2026     5",
    ]


def test_where_nothing_changes_that_is_said() -> None:
    base = base_of()
    assert printed(show_outcome, base.plan, supposed(base, Leaves("ITA", on("7-1")))) == [
        *HEAD,
        "Nothing that is short changes.",
        HINT,
    ]


def test_what_is_asked_at_another_firmness_says_so() -> None:
    drafts = (line("B", 50), contribution("C"), step("C", "pledged", "2026-02-01", 25))
    base = base_of(*drafts)
    lines = printed(show_outcome, base.plan, supposed(base, firmness=Firmness.PLEDGED))
    assert lines[2:4] == [
        "With it counts what is pledged or firmer.",
        "Tier 3, days of a whole line short: 15.5 fewer.",
    ]
    assert HINT not in lines, "there is nothing to record"
    same = supposed(base, firmness=Firmness.COMMITTED)
    assert printed(show_outcome, base.plan, same)[2:] == ["Nothing that is short changes."]


def test_what_is_recorded_is_not_said_to_be_not() -> None:
    base = base_of()
    assert HINT not in printed(show_outcome, base.plan, supposed(base, Comes("C3", on("7-1"))), is_recorded=True)


def test_what_is_hardly_anything_is_not_said_to_be_nothing() -> None:
    drafts = (line("A", 10_000), *in_place("C", 10_000), *in_place("D", 1, "DEU"), *in_place("E", 1, "ITA"))
    base = base_of(line("A", 10_002), *drafts[1:])
    lines = printed(show_outcome, base.plan, supposed(base, Leaves("DEU", on("7-31"))))
    assert lines[2] == "Tier 3, days of a whole line short: <0.1 more."


def test_a_total_says_that_it_is_short_by_its_last_day() -> None:
    base = base_of(FUNDS, line("T", 100, capability="funds"), *committed("C", 90, capability="funds"))
    assert printed(show_outcome, base.plan, supposed(base, Leaves("FRA", on("7-1"))))[2:] == [
        "Tier 3, days of a whole line short: 27.9 more.",
        "",
        "WHAT CHANGES",
        "line  tier  short  supposed             from     last day  days",
        "T        3     10       100  EUR  1 Jul 2026  31 Jul 2026    31",
        MEASURE,
        *OF_TOTALS,
        HINT,
    ]


MANY = [line(f"L{number:02}", 10, name=f"A line with rather a long name, number {number}") for number in range(20)]


def test_of_many_changes_the_first_are_shown_and_all_on_request() -> None:
    base = base_of(*MANY, *in_place("C", 200))
    found = supposed(base, Leaves("FRA", on("7-1")))
    assert "and 8 more: --all" in printed(show_outcome, base.plan, found)
    whole = printed(show_outcome, base.plan, found, everything=True)
    assert not any("more: --all" in one for one in whole)
    assert sum("1 Jul 2026  31 Jul 2026" in one for one in whole[4:]) == 20


def test_a_page_for_somebody_says_of_what_it_is() -> None:
    base = base_of()
    stream = io.StringIO()
    show_outcome(Console(file=stream, width=80), base.plan, supposed(base, Leaves("FRA", on("7-1"))), "DEU")
    assert "Of what DEU may see." in stream.getvalue().splitlines()


# ---- beside each other


def test_suppositions_stand_beside_each_other_by_tier() -> None:
    base = base_of()
    every = [
        supposed(base, Leaves("FRA", on("7-1")), name="France leaves"),
        supposed(base, Leaves("DEU", on("7-1")), Comes("C3", on("7-1")), name="Germany leaves, Italy comes"),
        supposed(base, Leaves("ITA", on("7-1")), name="Italy leaves"),
    ]
    assert printed(show_outcomes, base.plan, every) == [
        "Suppositions beside each other, 1 Jul 2026 to 31 Jul 2026, as known on 30 Jun",
        "2026, committed or firmer",
        "",
        "supposed                     tier 2  lines worse  lines better",
        "France leaves                 +24.8            1             0",
        "Germany leaves, Italy comes   +21.7            1             0",
        "Italy leaves                                   0             0",
        MEASURE,
    ]


def test_what_is_better_and_what_is_as_much_worse_as_better_is_seen() -> None:
    drafts = (
        line("A", 50, last="2026-07-10"),
        line("B", 50, "2026-07-11", "2026-07-20"),
        *in_place("C", 50, window=dates("2026-07-01", "2026-07-10")),
        *in_place("D", 50, window=dates("2026-07-21", "2026-07-21")),
    )
    base = base_of(*drafts)
    even = supposed(base, Slips("C", 5), Slips("D", -5), name="even")
    better = supposed(base, Slips("D", -5), name="better")
    assert printed(show_outcomes, base.plan, [even, better])[3:6] == [
        "supposed  tier 3  lines worse  lines better",
        "even           0            1             1",
        "better        −5            0             1",
    ]


def test_where_nothing_changes_nothing_is_counted() -> None:
    base = base_of()
    lines = printed(show_outcomes, base.plan, [supposed(base, name="as it is")])
    assert lines[3:] == ["supposed  lines worse  lines better", "as it is            0             0"]


def test_suppositions_that_were_stopped_say_so() -> None:
    base = base_of()
    lines = printed(show_outcomes, base.plan, [supposed(base, name="as it is")], is_whole=False)
    assert lines[2] == "Stopped; this is what was found until then."


def test_long_names_and_many_tiers_fit_a_screen() -> None:
    lines = [line(f"L{tier}", 50, tier=tier, servers=("FRA",)) for tier in (1, 2, 3, 4, 5)]
    base = base_of(*lines, *in_place("C", 250))
    name = "what would be if France went home in the middle of the summer, for good; and nobody else came"
    shown = printed(show_outcomes, base.plan, [supposed(base, Leaves("FRA", on("7-1")), name=name)])
    assert shown[3].endswith("tier 1  tier 2  tier 3  tier 4  tier 5  lines worse  lines better")
    assert printed(show_outcome, base.plan, supposed(base, Leaves("FRA", on("7-1")), name=name))[:2]


def test_a_name_cannot_steer_the_terminal() -> None:
    base = base_of()
    one = supposed(base, Leaves("FRA", on("7-1")), name="\x1b[2J[bold]gone\u202e")
    for lines in (printed(show_outcome, base.plan, one), printed(show_outcomes, base.plan, [one])):
        assert "\x1b" not in "".join(lines)
        assert any("[2J[bold]gone" in each for each in lines)


# ---- lost without whom


def test_whoever_is_missed_most_comes_first_and_the_others_are_counted() -> None:
    base = base_of()
    assert printed(show_ranking, ranking(base, givers_by_member(base.plan)), of="members") == [
        "What would be lost without each member, 1 Jul 2026 to 31 Jul 2026, as known on",
        "30 Jun 2026, committed or firmer",
        "",
        "without  tier 1  tier 2  lines worse",
        "DEU        +6.2     +31            2",
        "FRA               +24.8            1",
        "1 other would not be missed in that time: what is left covers as much.",
        MEASURE,
    ]


def test_where_nobody_would_be_missed_that_is_said() -> None:
    base = base_of(line("A", 50), *in_place("C", 50), *in_place("D", 50, "DEU"))
    found = ranking(base, givers_by_member(base.plan))
    assert printed(show_ranking, found, of="contributions")[2:] == ["Nothing more would be short without any of them."]


def test_a_ranking_that_was_stopped_says_so() -> None:
    base = base_of()
    found = replace(ranking(base, givers_by_member(base.plan)), is_whole=False)
    assert printed(show_ranking, found, of="members")[2] == "Stopped; this is what was found until then."


def test_a_line_that_is_better_off_without_somebody_is_not_counted_as_worse() -> None:
    base = base_of()
    (worse,) = supposed(base, Leaves("FRA", on("7-1"))).differences
    better = replace(worse, was=worse.now, now=worse.was)
    found = Ranking(base.plan, (Loss("FRA", {2: Fraction(-1, 30)}, (better,)),), is_whole=True)
    assert printed(show_ranking, found, of="members")[3:5] == [
        "without  tier 2  lines worse",
        "FRA       −<0.1            0",
    ]


def test_of_a_long_ranking_the_first_are_shown_and_all_on_request() -> None:
    base = base_of(line("A", 500), *(one for number in range(15) for one in in_place(f"C{number:02}", 10)))
    found = ranking(base, {f"C{number:02}": frozenset([f"C{number:02}"]) for number in range(15)})
    assert "and 3 more: --all" in printed(show_ranking, found, of="contributions")
    whole = printed(show_ranking, found, of="contributions", everything=True)
    assert sum(one.startswith("C") for one in whole) == 15


def test_totals_that_are_lost_say_how_they_count() -> None:
    base = base_of(FUNDS, line("T", 100, capability="funds"), *committed("C", 90, capability="funds"))
    lines = printed(show_ranking, ranking(base, givers_by_member(base.plan)), of="members")
    assert lines[-3:] == [MEASURE, *OF_TOTALS]
    lines = printed(show_outcomes, base.plan, [supposed(base, Leaves("FRA", on("7-1")))])
    assert lines[-3:] == [MEASURE, *OF_TOTALS]


# ---- as plain data


def test_outcomes_as_plain_data() -> None:
    base = base_of()
    found = json.loads(as_json(outcomes_data(base.plan, [supposed(base, Leaves("FRA", on("7-11")))])))
    assert found == {
        "made_on": "2026-06-30",
        "period": {"from": "2026-07-01", "last": "2026-07-31"},
        "firmness": "committed",
        "whole": True,
        "suppositions": [
            {
                "name": "one",
                "firmness": "committed",
                "assumed": [],
                "drafts": [
                    {
                        "kind": "cap",
                        "subject": "C1",
                        "valid": {"from": "2026-07-11", "last": None},
                        "record": {"cap": "withdrawn"},
                    }
                ],
                "line_days": {"2": "84/5"},
                "differences": [
                    {
                        "line": "B",
                        "tier": 2,
                        "period": {"from": "2026-07-11", "last": "2026-07-31"},
                        "days": 21,
                        "total": False,
                        "need_was": "50",
                        "need": "50",
                        "unit": "persons",
                        "decimals": 0,
                        "was": "0",
                        "now": "40",
                    }
                ],
                "phases": [],
            }
        ],
    }


def test_what_a_draft_corrects_is_named() -> None:
    drafts = (
        *DRAFTS,
        draft("instalment", "C3", due="2026-09", quantity={"qualifier": "exact", "low": "5", "high": "5"}),
    )
    base = base_of(*drafts)
    (one,) = json.loads(as_json(outcomes_data(base.plan, [supposed(base, Slips("C3", 5))], is_whole=False)))[
        "suppositions"
    ]
    window, instalment = one["drafts"]
    assert "supersedes" not in window
    assert base.timeline.snapshot.find(instalment["supersedes"]) is not None


def test_a_ranking_as_plain_data() -> None:
    base = base_of()
    found = json.loads(as_json(ranking_data(ranking(base, givers_by_member(base.plan)))))
    assert (found["whole"], found["firmness"], found["made_on"]) == (True, "committed", "2026-06-30")
    assert [(one["name"], one["line_days"], len(one["differences"])) for one in found["without"]] == [
        ("DEU", {"1": "31/5", "2": "31"}, 2),
        ("FRA", {"2": "124/5"}, 1),
        ("ITA", {}, 0),
    ]


@pytest.mark.parametrize("of", ["members", "contributions"])
def test_each_ranking_has_its_head(of: str) -> None:
    base = base_of()
    head = printed(show_ranking, ranking(base, {}), of=of)[0]
    assert head.startswith(f"What would be lost without each {of.removesuffix('s')}, ")
