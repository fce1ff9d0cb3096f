"""What of a cover counts: thresholds, and lines that depend on others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from muster.core.days import Period
from muster.engine.account import account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.counting import Limited
from muster.engine.proof_of_counts import faults
from muster.engine.proving import proof_of
from muster.engine.serving import Asked
from muster.engine.why import why
from muster.ledger.entries import Draft
from tests.engine.written import committed, line, on, over_time

JULY = Period(on("7-1"), on("8-1"))


def plan(*drafts: Draft) -> Plan:
    return allocate(over_time(*drafts), Asked(on("6-30")), JULY)


def limited(*drafts: Draft) -> Mapping[str, Limited]:
    return plan(*drafts).parts[0].limited


@pytest.mark.parametrize(("supply", "counts"), [(79, False), (80, True), (100, True)])
def test_a_share_below_its_threshold_does_not_count(supply: int, counts: bool) -> None:  # noqa: FBT001
    found = limited(line(need=100, threshold=80), *committed("A", supply))
    assert found == ({} if counts else {"L": Limited(Fraction(0), below=80)})


def test_nothing_is_limited_of_nothing() -> None:
    assert limited(line(need=100, threshold=80)) == {}


def test_a_line_counts_as_far_as_the_line_it_depends_on() -> None:
    """Half of the lift is there, so half of the patrols count at most: 30 of the 40 that cover it."""
    book = (
        line("PATROLS", 60, needs=["LIFT"]),
        line("LIFT", 10),
        *committed("A", 40, line="PATROLS"),
        *committed("B", 5, line="LIFT"),
    )
    assert limited(*book) == {"PATROLS": Limited(Fraction(30), by="LIFT")}


def test_a_line_that_has_less_than_is_allowed_counts_whole() -> None:
    book = (
        line("PATROLS", 60, needs=["LIFT"]),
        line("LIFT", 10),
        *committed("A", 30, line="PATROLS"),
        *committed("B", 5, line="LIFT"),
    )
    assert limited(*book) == {}


def test_what_does_not_count_itself_allows_nothing() -> None:
    book = (
        line("PATROLS", 60, needs=["LIFT"]),
        line("LIFT", 10, threshold=80),
        *committed("A", 40, line="PATROLS"),
        *committed("B", 5, line="LIFT"),
    )
    assert limited(*book) == {"PATROLS": Limited(Fraction(0), by="LIFT"), "LIFT": Limited(Fraction(0), below=80)}


def test_the_least_that_is_allowed_counts_along_a_chain() -> None:
    book = (
        line("A", 10, needs=["B", "D"]),
        line("B", 10, needs=["C"]),
        line("C", 10),
        line("D", 10),
        *(
            one
            for name, number in zip("ABCD", (10, 9, 6, 8), strict=True)
            for one in committed(f"OF-{name}", number, line=name)
        ),
    )
    assert limited(*book) == {"A": Limited(Fraction(6), by="B"), "B": Limited(Fraction(6), by="C")}


def test_lines_that_depend_on_each_other_count_as_far_as_the_least() -> None:
    book = (
        line("A", 10, needs=["B"]),
        line("B", 20, needs=["A"]),
        *committed("OF-A", 10, line="A"),
        *committed("OF-B", 10, line="B"),
    )
    assert limited(*book) == {"A": Limited(Fraction(5), by="B")}


def test_a_line_that_is_not_planned_limits_nothing() -> None:
    assert limited(line("A", 10, needs=["B"]), *committed("OF-A", 10, line="A")) == {}


def test_why_says_what_limits_a_line() -> None:
    timeline = over_time(line("A", 10, needs=["B"]), line("B", 20), *committed("OF-A", 10, line="A"))
    (found,) = why(timeline, allocate(timeline, Asked(on("6-30")), JULY), "A")
    assert found.limited == Limited(Fraction(0), by="B")


# ---- the check


def account() -> dict[str, Any]:
    return account_of(
        plan(
            line("A", 10, needs=["B"]),
            line("B", 20, threshold=50),
            line("C", 5, threshold=50),
            *committed("OF-A", 10, line="A"),
            *committed("OF-B", 12, line="B"),
            *committed("OF-C", 2, line="C"),
        )
    )


def test_the_account_of_a_plan_says_what_counts() -> None:
    made = account()
    lines = made["intervals"][0]["lines"]
    assert {line: one["counts"] for line, one in lines.items()} == {"A": "6", "B": "12", "C": "0"}
    assert "counts" not in account_of(plan(line()))["intervals"][0]["lines"]["L"]
    assert proof_of(made).faults == ()


@pytest.mark.parametrize(
    ("line_", "field", "value", "count"),
    [
        ("A", "counts", "7", 1),
        ("C", "counts", "2", 1),
        ("A", "needs", [], 1),
        ("B", "threshold", 70, 2),
        ("B", "needs", ["C"], 2),
    ],
)
def test_another_figure_is_refuted(line_: str, field: str, value: object, count: int) -> None:
    made = account()
    made["intervals"][0]["lines"][line_][field] = value
    assert len(list(faults(made))) == count


def test_what_says_nothing_of_what_counts_counts_whole() -> None:
    lines = {"A": {"need": "10", "covered": "5"}}
    assert list(faults({"intervals": [{"first": "2026-07-01", "lines": lines}]})) == []
    lines["A"]["counts"] = "4"
    assert list(faults({"intervals": [{"first": "2026-07-01", "lines": lines}]})) == [
        "from 2026-07-01: of what covers A counts 5, and that is not what is said"
    ]


def test_of_a_line_that_needs_nothing_nothing_counts() -> None:
    lines = {"A": {"need": "0", "covered": "0"}}
    assert list(faults({"intervals": [{"first": "2026-07-01", "lines": lines}]})) == []
