"""Phases: phase_elsewhere, phase_never_begins, line_never_open, phase_without_days, and circles of them."""

from __future__ import annotations

import pytest

from muster.core.marking import Viewer
from muster.ledger.checks import run_checks
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.builders import day
from tests.ledger.checks.books import found, recorded

OPERATIONS = """
    id,name,form,last,marking
    OP,Relief,mission,,public
    AID,Aid,appeal,,public
    PAST,Past,mission,2015-12-31,public
"""


def tables(phases: str, lines: str = "") -> dict[str, str]:
    """Tables of phases (id, operation, after, start, last) and lines (id, operation, phase, ends_with)."""
    own = ["id,operation,after,start,last,name,order,marking", *(f"{one},N,1,public" for one in phases.split("; "))]
    given = {
        "operations": OPERATIONS,
        "capabilities": "id,name,unit,marking\nPOLICE,Police,persons,public",
        "phases": "\n".join(own),
    }
    rows = [f"{one},POLICE,5,public" for one in lines.split("; ")] if lines else []
    head = "id,operation,phase,ends_with,capability,quantity,marking"
    return given | ({"requirements": "\n".join([head, *rows])} if rows else {})


def named(check: str, phases: str, lines: str = "", valid: str = "2016-01-01") -> list[str]:
    return found(check, valid, **tables(phases, lines))


def test_a_phase_that_follows_one_of_another_operation() -> None:
    assert named("phase_elsewhere", "A,OP,,,; B,AID,A,,; C,AID,B,,") == [
        "phase B: it follows A, which is a phase of OP, not of AID; correct after, or one of the operations"
    ]


def test_circles_are_named_once_and_by_the_first() -> None:
    assert named("circular", "B,OP,C,,; C,OP,A,,; A,OP,B,,; D,OP,A,,; S,OP,S,,") == [
        "phase A: it follows itself, and never begins: A, B, C, A; record which of them comes first, without after",
        "phase S: it follows itself, and never begins: S, S; record which of them comes first, without after",
    ]


OPEN_ENDED = "A,OP,,2016-01-01,; B,OP,A,,; C,OP,B,,"
MEND = "record the last day of A, or when it begins and how many days it lasts"


def test_a_phase_that_never_begins_while_lines_wait_for_it() -> None:
    assert named("phase_never_begins", OPEN_ENDED, "M,OP,C,; L,OP,C,; N,OP,A,; K,OP,,") == [
        f"phase C: nobody knows when it begins, for A has no last day; not open until then: L, M; {MEND}"
    ]
    assert named("phase_never_begins", OPEN_ENDED, "M,OP,B,; L,OP,C,") == [
        f"phase B: nobody knows when it begins, for A has no last day; not open until then: M; {MEND}",
        f"phase C: nobody knows when it begins, for A has no last day; not open until then: L; {MEND}",
    ]


@pytest.mark.parametrize(
    ("phases", "lines"),
    [
        (OPEN_ENDED, ""),
        (OPEN_ENDED, "L,PAST,C,"),
        ("A,OP,,2016-01-01,2016-02-01; B,OP,A,,", "L,OP,B,"),
        ("A,OP,B,,; B,OP,A,,", "L,OP,B,"),
    ],
)
def test_nothing_is_said_where_no_line_waits_or_all_is_known_or_a_circle_says_it(phases: str, lines: str) -> None:
    assert named("phase_never_begins", phases, lines) == []


def test_who_does_not_see_the_whole_book_is_not_told_what_has_no_last_day() -> None:
    ledger = recorded(tables(OPEN_ENDED, "L,OP,B,"))
    seen = Snapshot(visible(ledger.entries(), Viewer("FRA")), 0, "FRA")
    assert seen.ids("phase") == ("A", "B", "C")
    assert [one for one in run_checks(seen, day("2016-01-01")) if one.name == "phase_never_begins"] == []


def test_a_line_that_ends_before_its_phase_begins() -> None:
    phases = "A,OP,,2016-01-01,2016-02-01; B,OP,A,,2016-03-01; U,OP,,,"
    lines = "L,OP,B,A; M,OP,A,B; N,OP,B,B; O,OP,U,A; P,OP,B,U; Q,OP,,A; R,PAST,B,A"
    mend = "let it end with a later phase, or begin with an earlier one"
    for valid in ("2016-01-01", "2016-12-01"):
        assert named("line_never_open", phases, lines, valid) == [
            "requirement L: it is never open: it ends with A on 2016-02-01, before B begins on 2016-02-02; " + mend
        ], valid


def test_a_line_that_has_ended_with_its_phase_is_not_asked_about_any_more() -> None:
    phases = "A,OP,,2016-01-01,2016-02-01"
    for valid, count in (("2016-02-01", 1), ("2016-02-02", 0)):
        given = tables(phases, "L,OP,A,A")
        given["requirements"] = (
            "id,operation,phase,ends_with,capability,quantity,accepted_gap_by,accepted_gap_why,accepted_gap_until\n"
            "L,OP,A,A,POLICE,5,the chair,no police,2016-01-15"
        )
        assert len(found("accepted_gap_expired", valid, **given)) == count


def test_numbers_of_days_that_count_nothing() -> None:
    rows = ["A,0,1", "B,0,0", "C,1,7", "D,,"]
    table = ["id,lasts_days,overlap_days,name,operation,order", *(f"{one},N,OP,1" for one in rows)]
    nothing = "is 0, and counts as though nothing were said; write 1 or more, or leave"
    assert found("phase_without_days", "2016-01-01", operations=OPERATIONS, phases="\n".join(table)) == [
        f"phase A: lasts_days {nothing} lasts_days out",
        f"phase B: lasts_days {nothing} lasts_days out",
        f"phase B: overlap_days {nothing} overlap_days out",
    ]
