"""The page and the plain data of plans of small books, word for word."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from rich.console import Console

from muster.core.assuming import Assumption
from muster.core.days import parse_period
from muster.core.firmness import Firmness
from muster.core.keeping import SECRETARIAT, Genesis
from muster.engine.account import FORMAT
from muster.engine.allocation import Plan, allocate
from muster.engine.proof import faults
from muster.engine.serving import Asked
from muster.engine.touring import Effort, Kept
from muster.ledger.entries import Draft, Head
from muster.publish.plain import as_json, plan_data
from muster.publish.terminal.plan import _percent, amount_text, show_plan, show_proof
from tests.builders import dates, draft, step, unstated
from tests.engine.units import tour
from tests.engine.written import change, contribution, in_place, line, on, over_time, pin, ships, unit, wants

TITLE = "Plan, 1 Jul 2026 to 31 Dec 2026, as known on 30 Jun 2026, committed or firmer"
PROOF = [
    "To cover more takes more help, or takes from a line before it or from a pin.",
    "Each has its proof: --out PLAN.json, then muster prove PLAN.json.",
]
GENESIS = Genesis(name="Relief", zone="UTC")


NO_RULES = {"most_from_one": None, "suppliers": None, "balance": None}
"""What the options of a plan say that was asked for nothing beside covering."""


def planned(*drafts: Draft, within: str = "2026-07/2026-12", firmness: Firmness = Firmness.COMMITTED) -> Plan:
    return allocate(over_time(*drafts), Asked(on("6-30"), firmness), parse_period(within))


def page(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False)


def printed(console: Console) -> list[str]:
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().splitlines()


def shown(*drafts: Draft, everything: bool = False, **how: Any) -> list[str]:
    """What stands on the page."""
    console = page()
    plan = planned(*drafts, **how)
    show_plan(console, plan, plan.asked.made_on, SECRETARIAT, everything=everything)
    return printed(console)


def data(plan: Plan, head: Head | None = None) -> dict[str, Any]:
    """The plan as a program reads it."""
    made: dict[str, Any] = json.loads(as_json(plan_data(plan, GENESIS, SECRETARIAT, head)))
    return made


def boats(efficiency: str) -> tuple[Draft, ...]:
    """Boats, of which each stands for so many trainers."""
    return (
        draft("capability", "boats", name="Boats", unit="boats"),
        draft("substitute", "trainers", capability="boats", efficiency=efficiency),
    )


# -- the page


def test_what_stays_short_stands_in_a_table_with_what_is_not_used_below() -> None:
    assert shown(
        line("L1", 100, tier=1, name="Trainers in the north"),
        line("L2", 50),
        *in_place("C1", 120),
        *in_place("C2", 10, "DEU"),
        *in_place("C3", 7, "ITA", operation=None),
    ) == [
        TITLE,
        "",
        "SHORT ALL THE SAME",
        "line  tier  need  planned  short                 from     last day",
        "L2       3    50       30     20  persons  1 Jul 2026  31 Dec 2026",
        *PROOF,
        "",
        "NOT USED on 1 Jul 2026",
        "C3 (ITA): 7 persons; counts in another operation, or in none",
        "",
        "Nobody changes line.",
    ]


def test_nothing_is_wider_than_80_columns_and_no_number_is_cut() -> None:
    names = ["Trainers of the academies in the far north of the country", "T" * 90]
    lines = shown(
        *[line(f"L{index}", 900_001, name=name) for index, name in enumerate(names)],
        *in_place("C" * 60, 800_002),
        pin("PIN", "C" * 60, "L0", 800_003),
    )
    assert [one for one in lines if len(one) > 80] == []
    assert any("800,002   99,999  persons" in one for one in lines)
    assert any("0  900,001  persons" in one for one in lines)


def test_a_line_without_a_name_is_called_by_its_id_and_a_row_goes_on_while_nothing_changes() -> None:
    rows = shown(
        line("L1", 10),
        line("L2", 10, name="Police"),
        *in_place("C1", 12),
        contribution("C2", "DEU", window=dates("2026-09-01", "2026-12-31")),
        step("C2", "committed", "2026-02-01", 4),
        change("L1", 5, "2026-10-01"),
    )
    assert rows[3:7] == [
        "line    tier  need  planned  short                 from     last day",
        "Police     3    10        2      8  persons  1 Jul 2026  31 Aug 2026",
        "Police     3    10        6      4  persons  1 Sep 2026  30 Sep 2026",
        *PROOF[:1],
    ]
    assert rows[-1] == "3 assignments change from one stretch of days to the next."


def test_an_only_move_is_singular() -> None:
    assert shown(line("L1", 5), *in_place("C1", 5), change("L1", 4, "2026-10-01"))[-1] == (
        "1 assignment changes from one stretch of days to the next."
    )


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ({("C1", "L1"): 6, ("C2", "L1"): 4}, "Nobody changes line against SPRING."),
        ({("C1", "L1"): 6}, "1 assignment changes against SPRING, or from one stretch of days to the next."),
        ({("C2", "L1"): 3}, "2 assignments change against SPRING, or from one stretch of days to the next."),
    ],
)
def test_a_plan_that_starts_from_a_kept_one_says_so_and_counts_its_first_moves(
    start: dict[tuple[str, str], int], told: str
) -> None:
    timeline = over_time(line("L1", 10), *in_place("C1", 6), *in_place("C2", 4))
    kept = {pair: Fraction(amount) for pair, amount in start.items()}
    plan = allocate(timeline, Asked(on("6-30")), parse_period("2026-07/2026-12"), Kept("SPRING", kept))
    console = page()
    show_plan(console, plan, plan.asked.made_on, SECRETARIAT)
    assert printed(console)[:2] == [TITLE, "Who serves whom starts from SPRING."]
    assert printed(console)[-1] == told
    made = data(plan)
    assert (made["starts_from"], str(made["moves"])) == ("SPRING", told[0].replace("N", "0"))


def test_where_nothing_is_needed_nothing_is_planned() -> None:
    for drafts in ((), (line("L1", 9, last="2026-06-01"),), (line("L1", 9, basis="authorised_maximum"),)):
        assert shown(*drafts) == [TITLE, "Nothing is needed in that time.", "", "Nobody changes line."]


def test_where_everything_is_covered_the_rest_is_not_used() -> None:
    assert shown(line("L1", 10), *in_place("C1", 20)) == [
        TITLE,
        "Every line is covered.",
        "",
        "NOT USED on 1 Jul 2026",
        "C1 (FRA): 10 persons; what it may serve is covered",
        "",
        "Nobody changes line.",
    ]


def test_pins_that_do_not_hold_are_named_and_others_are_not() -> None:
    lines = shown(
        line("L1", 10),
        line("L2", 10, basis="authorised_maximum"),
        draft("capability", "tents", name="Tents", unit="tents"),
        line("L3", 10, capability="tents"),
        *in_place("C1", 8),
        *in_place("C2", 8, capability="army"),
        *in_place("C3", 3),
        pin("P1", "C1", "L1", 10),
        pin("P2", "C1", "L2", 1),
        pin("P3", "C2", "L3", 1),
        pin("P4", "C3", "L1", 3),
    )
    at = lines.index("PINS THAT DO NOT HOLD on 1 Jul 2026")
    assert lines[at + 1 : at + 4] == [
        "C1 to L1: 2 more than there is",
        "C1 to L2: one of them is not among the levels planned",
        "C2 to L3: it may not serve it (of another kind than is needed)",
    ]
    assert not any(one.startswith("C3 to") for one in lines)
    assert "PINS THAT DO NOT HOLD on 1 Jul 2026" not in shown(
        line("L1", 10), *in_place("C1", 8), pin("P1", "C1", "L1", 8)
    )


def test_what_is_not_used_says_the_reason_that_came_closest_the_largest_first() -> None:
    lines = shown(
        draft("place", "NORTH", name="North"),
        draft("place", "SOUTH", name="South"),
        line("L1", 10, place="NORTH", tasks=["night patrols"], standard="level 2", servers=["FRA", "DEU"]),
        draft("capability", "tents", name="Tents", unit="tents"),
        *in_place("C1", 1, operation=None),
        *in_place("C2", 2, capability="tents"),
        *in_place("C3", 3, place="SOUTH"),
        *in_place("C4", 4, "ITA"),
        *in_place("C5", 5),
        draft("caveat", "V5", contribution="C5", words="in the south only", places=["SOUTH"]),
        *in_place("C6", 6),
        draft("caveat", "V6", contribution="C6", words="by day", tasks=["Night patrols "]),
        *in_place("C7", 7),
        *in_place("C8", 8),
        draft("verification", "C8", by="the chair", standard="level 2"),
        draft("condition", "K8", contribution="C8", words="if the house agrees", state="failed"),
        contribution("C9", notice_days=30),
        step("C9", "committed", "2026-02-01", 9),
        draft("verification", "C9", by="the chair", standard="Level 2"),
        within="2026-07-01/2026-07-15",
    )
    at = lines.index("NOT USED on 1 Jul 2026")
    assert lines[at + 1 : at + 10] == [
        "C9 (FRA): 9 persons; notice to move still runs",
        "C8 (FRA): 8 persons; a condition has failed",
        "C7 (FRA): 7 persons; not verified against the standard",
        "C6 (FRA): 6 persons; a caveat excludes the task",
        "C5 (FRA): 5 persons; a caveat keeps it elsewhere",
        "C4 (ITA): 4 persons; others alone may serve",
        "C3 (FRA): 3 persons; in another place than is needed",
        "C2 (FRA): 2 tents; of another kind than is needed",
        "C1 (FRA): 1 persons; counts in another operation, or in none",
    ]


def test_what_nobody_named_a_member_for_or_has_no_unit_is_shown_all_the_same() -> None:
    lines = shown(
        line("L1", 10),
        draft("capability", "things", name="Things"),
        contribution("C1", capability="things"),
        step("C1", "in_place", "2026-02-01", 3),
        contribution("C2", capability=None),
        step("C2", "in_place", "2026-02-01", 2),
    )
    assert "C1 (FRA): 3; of another kind than is needed" in lines
    assert not any(one.startswith("C2") for one in lines)  # of no stated kind: it is not there yet, but indicated


def test_a_long_list_is_cut_and_says_how_to_see_it_whole() -> None:
    drafts = [line(f"L{index:02}", 10 + index) for index in range(15)]
    lines = shown(*drafts)
    assert (len(lines), lines[-5]) == (21, "and 3 more: --all")
    whole = shown(*drafts, everything=True)
    assert [one.split()[0] for one in whole[4:19]] == [f"L{index:02}" for index in range(15)]
    assert not any("--all" in one for one in whole)
    many = [one for index in range(14) for one in in_place(f"C{index:02}", 1 + index, operation=None)]
    assert shown(*drafts, *many)[-3] == "and 2 more: --all"


def test_a_fraction_of_the_smallest_unit_is_shown_to_two_more_places() -> None:
    row = "L1       3    10      5.7    4.3  persons  1 Jul 2026  31 Dec 2026"
    assert row in shown(*boats("0.3"), line("L1", 10), *in_place("C1", 3), *in_place("C2", 9, capability="boats"))
    lines = shown(*boats("3"), line("L1", 10), *in_place("C1", 3), *in_place("C2", 9, capability="boats"))
    assert "Every line is covered." in lines
    assert "C2 (FRA): 6.66 boats; what it may serve is covered" in lines


@pytest.mark.parametrize(
    ("amount", "decimals", "told"),
    [
        (Fraction(0), 0, "0"),
        (Fraction(1234), 0, "1,234"),
        (Fraction(1234), 2, "12.34"),
        (Fraction(20, 3), 0, "6.66"),
        (Fraction(1, 2), 2, "0.005"),
        (Fraction(2_000_000), 0, "2 M"),
    ],
)
def test_amounts_are_read_in_their_unit(amount: Fraction, decimals: int, told: str) -> None:
    assert amount_text(amount, decimals) == told


def test_lines_whose_efficiencies_do_not_fit_together_are_served_all_the_same() -> None:
    drafts = (
        *boats("0.5"),
        draft("capability", "kits", name="Kits", unit="kits"),
        draft("substitute", "kits", capability="trainers", efficiency="3"),
        draft("substitute", "kits", capability="boats", efficiency="1"),
        line("L1", 10),
        line("L2", 10, capability="kits"),
        *in_place("C1", 3),
        *in_place("C2", 9, capability="boats"),
    )
    lines = shown(*drafts)
    assert "L1       3    10        4      6  persons  1 Jul 2026  31 Dec 2026" in lines
    assert not any(one.startswith("L2") for one in lines)
    assert list(faults(data(planned(*drafts)))) == []


def test_rules_that_a_plan_does_not_count_are_named() -> None:
    lines = shown(line("L1", 2), *in_place("C1", 2, support="lift"))
    assert lines[-3:] == [
        "",
        "Nobody changes line.",
        "Not yet counted: support that contributions need, such as lift.",
    ]


def test_a_total_stays_short_over_its_days() -> None:
    money = draft("capability", "cash", name="Cash", unit="EUR", decimals=2, measure="total")
    lines = shown(money, line("L1", 1000, capability="cash"), *in_place("C1", 250, capability="cash"))
    assert "L1       3  1,000      250    750  EUR  1 Jul 2026  31 Dec 2026" in lines


def test_another_firmness_is_said_and_counts() -> None:
    drafts = (line("L1", 10), contribution("C1"), step("C1", "pledged", "2026-02-01", 10))
    lines = shown(*drafts, firmness=Firmness.PLEDGED)
    assert lines[0] == TITLE.replace("committed", "pledged")
    assert lines[1] == "Every line is covered."
    assert "SHORT ALL THE SAME" in shown(*drafts)


# -- whether it holds


@pytest.mark.parametrize(
    ("shortfalls", "told"),
    [
        (0, "Every cover holds (no shortfall; stretches of days: 3)."),
        (1, "Every cover, shortfall and proof holds (1 shortfall; stretches of days: 3)."),
        (2, "Every cover, shortfall and proof holds (2 shortfalls; stretches of days: 3)."),
    ],
)
def test_a_plan_that_holds_is_said_to_hold(shortfalls: int, told: str) -> None:
    console = page()
    show_proof(console, [], 3, shortfalls)
    assert printed(console) == [told]


def test_each_fault_of_a_plan_is_told_and_they_are_counted() -> None:
    for count, told in ((1, "1 fault: the plan is not proven"), (2, "2 faults: the plan is not proven")):
        console = page()
        show_proof(console, [f"from 2026-07-01: A may not serve L{index}" for index in range(count)], 1, 0)
        assert printed(console)[-1] == told
        assert len(printed(console)) == count + 1


# -- for a program


def test_the_data_of_a_plan_say_what_was_asked_and_who_serves_whom() -> None:
    plan = planned(
        line("L1", 100, tier=1, weight=2),
        *in_place("C1", 120),
        contribution("C2", "DEU"),
        step("C2", "in_place", "2026-02-01", unstated("some")),
        pin("P1", "C1", "L1", 30),
    )
    made = data(plan, Head(7, "ab" * 32, 0))
    intervals = made.pop("intervals")
    version = made.pop("version")
    assert isinstance(version, str)
    assert made == {
        "format": FORMAT,
        "book": "Relief",
        "viewer": "secretariat",
        "head": {"seq": 7, "hash": "ab" * 32},
        "known": "2026-06-30T12:00:00.000000Z",
        "seed": None,
        "made_on": "2026-06-30",
        "period": {"from": "2026-07-01", "last": "2026-12-31"},
        "firmness": "committed",
        "options": {"undeclared": True, "open_conditions": True, "without": [], **NO_RULES, "steps": 2000, "turns": 60},
        "whole": True,
        "not_counted": [],
        "left_open": [],
        "not_begun": [],
        "starts_from": None,
        "moves": 0,
    }
    (only,) = intervals
    assert (only["first"], only["last"]) == ("2026-07-01", "2026-12-31")
    assert only["lines"]["L1"] == {
        "line": "L1",
        "tier": 1,
        "weight": 2,
        "unit": "persons",
        "decimals": 0,
        "need": "100",
        "covered": "100",
        "at_most": "100",
    }
    assert only["pinned"] == [{"contribution": "C1", "line": "L1", "amount": "30", "worth": "1"}]
    assert only["assigned"] == [{"contribution": "C1", "line": "L1", "amount": "70"}]
    assert only["unused"]["C1"] == {"amount": "20", "reason": None}
    assert only["unused"]["C2"] == {"amount": "0", "reason": "below_firmness"}
    assert only["unknown"] == ["C2"]


def test_who_may_not_see_the_head_is_given_none() -> None:
    assert data(planned(line("L1", 1)))["head"] is None


def test_what_is_of_unknown_size_covers_nothing_and_may_cover_all() -> None:
    plan = planned(
        line("L1", 10),
        contribution("C1", window=dates("2026-01-01")),
        step("C1", "in_place", "2026-02-01", unstated("?")),
    )
    only = data(plan)["intervals"][0]
    assert (only["lines"]["L1"]["covered"], only["lines"]["L1"]["at_most"]) == ("0", "10")
    assert only["shortfalls"] == {"L1": {"short": "10", "lines": {"L1": "1"}}}


def test_all_shows_every_row_of_what_is_not_used() -> None:
    lines = shown(line("L1", 10), *in_place("C1", 20), everything=True)
    assert "C1 (FRA): 10 persons; what it may serve is covered" in lines


def test_what_was_planned_without_its_substitutes_is_not_said_to_have_nothing_left_to_serve() -> None:
    drafts = (
        *boats("0.5"),
        draft("capability", "kits", name="Kits", unit="kits"),
        draft("substitute", "kits", capability="trainers", efficiency="3"),
        draft("substitute", "kits", capability="boats", efficiency="1"),
        line("L1", 10),
        line("L2", 10, capability="kits"),
        *in_place("C1", 3),
        *in_place("C2", 9, capability="boats"),
    )
    assert "C2 (FRA): 9 boats; what it may serve is covered" not in shown(*drafts)  # L1 and L2 are both short


def on_condition(**stated: str) -> Draft:
    return draft("condition", "K1", contribution="C1", words="if the house agrees", **stated)


def test_what_counts_under_an_open_condition_is_named() -> None:
    assert shown(line("L1", 10), *in_place("C1", 10), on_condition())[-2:] == [
        "Counted, though a condition is open: C1 (--assume conditions_fail leaves that",
        "out).",
    ]


def test_a_condition_that_is_decided_is_no_open_one() -> None:
    assert shown(line("L1", 10), *in_place("C1", 10), on_condition(state="met"))[-1] == "Nobody changes line."


def test_what_is_assumed_is_said_above_what_follows() -> None:
    timeline = over_time(line("L1", 10), *in_place("C1", 10), on_condition())
    asked = Asked(on("6-30")).assuming(frozenset(Assumption))
    plan = allocate(timeline, asked, parse_period("2026-07/2026-12"))
    console = page()
    show_plan(console, plan, plan.asked.made_on, SECRETARIAT)
    lines = printed(console)
    assert lines[1:5] == [
        "Assumed: no open condition will be met, only caveats hold that their member has",
        "declared.",
        "",
        "SHORT ALL THE SAME",
    ]
    assert not any("a condition is open" in one for one in lines)
    options = data(plan)["options"]
    assert options == {
        "undeclared": False,
        "open_conditions": False,
        "without": [],
        **NO_RULES,
        "steps": 2000,
        "turns": 60,
    }


def test_an_accepted_gap_is_marked_and_told_below() -> None:
    accepted = {"by": "the board", "why": "no member has any", "until": "2026-12"}
    drafts = (line("L1", 10, tier=1, name="Lift", accepted_gap=accepted), line("L2", 5))
    lines = shown(*drafts, within="2026-07/2026-11")
    assert lines[3:] == [
        "line             tier  need  planned  short                 from     last day",
        "L2                  3     5        0      5  persons  1 Jul 2026  30 Nov 2026",
        "Lift (accepted)     1    10        0     10  persons  1 Jul 2026  30 Nov 2026",
        "Lift: its gap is accepted by the board until Dec 2026: no member has any",
        *PROOF,
        "",
        "Nobody changes line.",
    ]
    found = data(planned(*drafts, within="2026-07/2026-11"))
    (interval,) = found["intervals"]
    assert {name: one.get("accepted_gap") for name, one in interval["shortfalls"].items()} == {
        "L1": accepted,
        "L2": None,
    }
    assert list(faults(found)) == []


# -- whole units


def toured(*drafts: Draft, everything: bool = False, within: str = "2026-07-01/2026-07-10", **how: Any) -> list[str]:
    """What stands on the page of a plan with tours, from its second line on."""
    plan = allocate(over_time(*drafts), Asked(on("6-30")), parse_period(within), **how)
    console = page()
    show_plan(console, plan, plan.asked.made_on, SECRETARIAT, everything=everything)
    return printed(console)[1:]


def test_who_is_on_which_tour_stands_by_day() -> None:
    lines = (wants("A", 3), wants("B", 2, "2026-07-04"))
    given = [tour("S", "A", "1", "3"), tour("S", "B", "6", "8"), tour("T", "B", "6", "6")]
    assert toured(ships(tour_days=3, rest_days=2), *lines, *unit("T", 1), *unit("S", 3), tours=given) == [
        "",
        "SHORT ALL THE SAME",
        "line  tier  need  planned  short               from     last day",
        "A        3     3        0      3  ships  4 Jul 2026  10 Jul 2026",
        "B        3     2        0      2  ships  4 Jul 2026   5 Jul 2026",
        "B        3     2        0      2  ships  9 Jul 2026  10 Jul 2026",
        *PROOF,
        "",
        "TOURS OF WHOLE UNITS",
        "unit  line        from    last day  days",
        "S     A     1 Jul 2026  3 Jul 2026     3",
        "S     B     6 Jul 2026  8 Jul 2026     3",
        "T     B     6 Jul 2026  6 Jul 2026     1",
        "Tier 3: other tours could cover at most 60.0 % more.",
        "",
        "NOT USED on 1 Jul 2026",
        "T (FRA): 1 ships; what it may serve is covered",
        "",
        "5 assignments change from one stretch of days to the next.",
    ]


def test_where_other_tours_could_cover_no_more_that_is_said() -> None:
    said = toured(ships(), wants("A", 3, tier=1), wants("B", 3, tier=2), *unit("S", 3), *unit("T", 2))
    assert "Tier 1: other tours could cover no more." in said
    assert "Tier 2: other tours could cover no more." in said


def test_of_a_tier_after_others_these_are_not_to_lose() -> None:
    lines = (wants("A", 3, tier=1), wants("B", 3, tier=2))
    given = [tour("S", "A", "1", "3"), tour("T", "B", "1", "3")]
    said = toured(ships(tour_days=3, rest_days=2), *lines, *unit("S", 3), *unit("T", 1), tours=given)
    after = [one for one in said if one.startswith("Tier")]
    assert after[0].startswith("Tier 1: other tours could cover at most")
    assert after[0].endswith("% more.")
    assert after[1].startswith("Tier 2: other tours could cover at most")
    assert " ".join(after[1:] + said[said.index(after[1]) + 1 :]).find("without losing in a tier before.") > 0


def test_of_a_tier_in_which_nothing_is_covered_no_share_is_said() -> None:
    lines = (wants("A", 3, tier=1), wants("B", 3, tier=2))
    said = toured(ships(tour_days=3, rest_days=2), *lines, *unit("S", 3), tours=[])
    assert " ".join(said).find("Tier 1: nothing is covered; other tours could cover something. Tier 2: nothing") > 0
    first = toured(ships(tour_days=3, rest_days=2), *lines, *unit("S", 3), tours=[tour("S", "A", "1", "3")])
    told = "Tier 2: nothing is covered; other tours could cover something, without losing in a tier before."
    assert told in " ".join(first)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Fraction(0), "0.0"),
        (Fraction(1, 1000), "0.1"),
        (Fraction(1, 1001), "0.1"),
        (Fraction(1, 3), "33.4"),
        (Fraction(1, 4), "25.0"),
        (Fraction(1), "100.0"),
        (Fraction(25, 2), "1250.0"),
        (Fraction(999, 1000), "99.9"),
        (Fraction(9991, 10000), "100.0"),
    ],
)
def test_a_share_is_rounded_up(share: Fraction, told: str) -> None:
    assert _percent(share) == told


def test_a_long_list_of_tours_is_cut() -> None:
    units = [one for number in range(14) for one in unit(f"S{number:02}", 1)]
    book = (ships(), wants("A", 14), *units)
    said = toured(*book)
    at = said.index("TOURS OF WHOLE UNITS")
    assert said[at + 2 + 12] == "and 2 more: --all"
    assert not any("--all" in one for one in toured(*book, everything=True))
    assert len([one for one in toured(*book, everything=True) if one.endswith("  10")]) == 14


def test_units_that_have_no_tour_have_no_table_and_a_bound_all_the_same() -> None:
    said = toured(ships(), wants("A", 3), *unit("S", 3, shortest_tour_days=60))
    assert "TOURS OF WHOLE UNITS" not in said
    assert "Tier 3: other tours could cover no more." in said
    assert "S (FRA): 3 ships; no tour of it is better there" in said


def test_units_that_can_make_no_tour_are_named_with_what_is_missing() -> None:
    said = " ".join(one.strip() for one in toured(ships(), wants("A", 3), *unit("S", 3, shortest_tour_days=60)))
    sentence = "S: a tour of it lasts at least 60 days, and it might serve for 10 in a row: it can serve nothing."
    assert sentence in said
    short = toured(ships(tour_days=4), wants("A", 3), *unit("S", 3, shortest_tour_days=5))
    assert "S: a tour of it lasts at least 5 days, and at most 4: it can serve nothing." in short


def test_units_that_are_not_rested_in_time_make_one_tour_and_that_is_said() -> None:
    book = (ships(tour_days=4, rest_days=7), wants("A", 99))
    assert "One tour only, as after it and the rest no time is left: S." in toured(*book, *unit("S", 1))
    resting = (ships(tour_days=4), wants("A", 99), *unit("S", 1), *unit("T", 1, rest_days=6))
    said = toured(*resting)
    assert "One tour only, as after it and the rest no time is left: T." in said
    assert "One tour only, as nobody says how long the rest is: S." in said
    many = [drafts for number in range(13) for drafts in unit(f"U{number:02}")]
    listed = ", ".join(f"U{number:02}" for number in range(12))
    assert f"no time is left: {listed} and 1 more." in " ".join(one.strip() for one in toured(*book, *many))
    every = " ".join(one.strip() for one in toured(*book, *many, everything=True))
    assert f"no time is left: {listed}, U12." in every


def test_a_long_list_of_units_that_can_make_no_tour_is_cut() -> None:
    many = [drafts for number in range(14) for drafts in unit(f"U{number:02}", shortest_tour_days=60)]
    said = toured(ships(), wants("A", 99), *many)
    last = next(number for number, one in enumerate(said) if one.strip().startswith("U11: a tour of it"))
    assert "and 2 more: --all" in said[last : last + 3]
    assert any(
        one.strip().startswith("U13: a tour of it") for one in toured(ships(), wants("A", 99), *many, everything=True)
    )


def test_a_plan_of_amounts_says_nothing_of_tours() -> None:
    said = toured(line("L1", 10), *in_place("C1", 4))
    assert not any(one.startswith(("TOURS", "Tier")) for one in said)


def test_the_reasons_of_units_that_are_not_used_are_said() -> None:
    """One serves nothing beyond its pin, one rests."""
    book = (ships(tour_days=3, rest_days=9), wants("A", 9), *unit("S", 3), pin("P", "S", "A", 1))
    rests = in_place("T", 2, since="2026-06-28", capability="ships")
    said = toured(*book, *rests)
    assert "S (FRA): 2 ships; it serves elsewhere, and goes as a whole" in said
    assert "T (FRA): 2 ships; it rests after a tour" in said


def test_the_data_of_a_plan_with_tours_say_from_which_seed_it_was_made() -> None:
    book = (ships(), wants("A", 3), *unit("S", 3))
    plan = allocate(
        over_time(*book), Asked(on("6-30")), parse_period("2026-07/2026-07"), effort=Effort(steps=7, turns=5, seed=3)
    )
    made = data(plan)
    assert (made["seed"], made["options"]["steps"], made["options"]["turns"]) == (3, 7, 5)
    assert [one["contribution"] for one in made["touring"]["tours"]] == ["S"]
    none = data(
        allocate(over_time(line("L1", 1)), Asked(on("6-30")), parse_period("2026-07/2026-07"), effort=Effort(seed=3))
    )
    assert none["seed"] is None
    assert "touring" not in none


# ---- what it was asked for beside covering


def asking(*drafts: Draft, **rules: Any) -> Plan:
    """The plan of July that is asked for something beside covering."""
    return allocate(over_time(*drafts), Asked(on("6-30"), **rules), parse_period("2026-07-01/2026-07-31"))


def page_of(plan: Plan) -> list[str]:
    console = page()
    show_plan(console, plan, plan.asked.made_on, SECRETARIAT)
    return printed(console)


def test_what_a_plan_is_asked_for_beside_covering_is_said_above_what_follows() -> None:
    keys = [
        draft("key", of, key="gdp", value=value, unit="EUR", measured="2025")
        for of, value in (("FRA", "3"), ("DEU", "1"))
    ]
    drafts = (line("L1", 40), *in_place("C1", 50), *in_place("C2", 5, "DEU"), *in_place("C3", 1, "ITA"), *keys)
    rules = {"most_from_one": 50, "suppliers": 2, "balance": "gdp"}
    plan = asking(*drafts, **rules)
    lines = page_of(plan)
    assert lines[1:4] == [
        "Asked for: at most 50 % of a line from one member; 2 members at least for each",
        "line; burdens balanced by gdp.",
        "Left out of the balance, for they have no gdp: ITA.",
    ]
    assert "C1 (FRA): 30 persons; as much is counted from one member already" in lines
    assert {name: value for name, value in data(plan)["options"].items() if name in rules} == rules


def test_that_fewer_serve_than_are_asked_for_is_said() -> None:
    plan = asking(line("L1", 4), *in_place("C1", 5), *in_place("C2", 0, "DEU"), suppliers=2)
    assert "  L1: of 4 persons counts none: fewer than 2 serve it" in [f"  {one.strip()}" for one in page_of(plan)]


@pytest.mark.parametrize(("reached", "at_most", "percent"), [(0, 4, "100.0"), (3, 4, "33.4")])
def test_how_much_more_could_count_is_said_where_the_search_was_ended(reached: int, at_most: int, percent: str) -> None:
    plan = asking(line("L1", 4, threshold=90), *in_place("C1", 3))
    (part,) = plan.parts
    (together,) = part.together
    stage = replace(together.stages[0], reached=Fraction(reached), at_most=Fraction(at_most))
    ended = replace(part, together=(replace(together, stages=(stage, *together.stages[1:])),))
    said = [one for one in page_of(replace(plan, parts=(ended, ended))) if one.startswith("Tier 3 of what")]
    assert said == [f"Tier 3 of what hangs together with L1: at most {percent} % more could count."]
