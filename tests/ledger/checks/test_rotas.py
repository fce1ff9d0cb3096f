"""Rotas: open_turn, short_overlap."""

from __future__ import annotations

import pytest

from muster.core.marking import Viewer
from muster.ledger.checks import run_checks
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.builders import day
from tests.ledger.checks.books import found, recorded

TABLES = {
    "members": "id,name,form,marking\nFRA,France,nation,public\nDEU,Germany,nation,public",
    "capabilities": "id,name,unit,marking\nJETS,Jets,jets,public",
    "operations": "id,name,form,marking\nOP,Relief,mission,public",
    "requirements": "id,operation,capability,quantity,marking\nL1,OP,JETS,4,public",
    "contributions": (
        "id,member,capability,words,operation,marking\nC1,FRA,JETS,four,OP,public\nC2,DEU,JETS,four,OP,public"
    ),
}


def tables(turns: str, rota: str = "7") -> dict[str, str]:
    own = {
        "rotas": f"id,line,name,overlap_days,marking\nR1,L1,Air policing,{rota},public",
        "turns": "\n".join(
            ["rota,first,last,contribution,marking", *(f"R1,{one},public" for one in turns.split("; "))]
        ),
    }
    return TABLES | own


def opened(turns: str, valid: str = "2016-01-01") -> list[str]:
    return found("open_turn", valid, **tables(turns))


def overlapping(turns: str, rota: str = "7", valid: str = "2016-01-01") -> list[str]:
    return found("short_overlap", valid, **tables(turns, rota))


MEND = "record who has the turn, or let the turns beside it meet"
MEND_OVERLAP = "let one stay longer or the other come earlier, or say another overlap_days"


@pytest.mark.parametrize(
    ("turns", "when"),
    [
        ("2016-01-01,2016-04-30,C1; 2016-05-10,2016-08-31,C2", "from 2016-05-01 to 2016-05-09"),
        ("2016-05-10,2016-08-31,C2; 2016-01-01,2016-04-30,C1", "from 2016-05-01 to 2016-05-09"),
        ("2016-01-01,2016-04-30,C1; 2016-05-02,2016-08-31,C2", "on 2016-05-01"),
        ("2016-01-01,2016-04-30,C1; 2016-05-01,2016-08-31,", "from 2016-05-01 to 2016-08-31"),
        ("2016-01-01,2016-04-30,; 2016-05-01,2016-08-31,C1", "from 2016-01-01 to 2016-04-30"),
        ("2016-01-01,2016-04-30,", "from 2016-01-01 to 2016-04-30"),
        ("2016-01-01,2016-04-30,C1; 2016-05-05,2016-05-31,; 2016-06-01,2016-06-30,C2", "from 2016-05-01 to 2016-05-31"),
        ("2016-01-01,2016-04-30,C1; 2016-04-01,2016-05-31,; 2016-06-01,2016-06-30,C2", "from 2016-05-01 to 2016-05-31"),
        ("2016-01-01,2016-04-30,C1; 2016-05,2016-08-31,C2", "from 2016-05-01 to 2016-05-30"),
    ],
)
def test_days_on_which_nobody_serves_are_named(turns: str, when: str) -> None:
    assert opened(turns) == [f"rota R1: nobody serves L1 for certain {when}; {MEND}"]


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param("2016-01-01,2016-04-30,C1; 2016-05-01,2016-08-31,C2", id="the day after"),
        pytest.param("2016-01-01,2016-08-31,C1; 2016-02-01,2016-04-30,", id="open while another serves"),
        pytest.param("2016-03-01,2016-04-30,C1", id="nobody before and after"),
        pytest.param("2016-05,2016-05,", id="no day for certain"),
    ],
)
def test_where_somebody_serves_or_nobody_is_to_nothing_is_said(turns: str) -> None:
    assert opened(turns) == []


def test_each_stretch_is_named_until_it_is_past() -> None:
    turns = "2016-01-01,2016-01-31,C1; 2016-03-01,2016-03-31,C2; 2016-05-01,2016-05-31,C1"
    days = ("2016-02-28", "2016-02-29", "2016-03-01", "2016-04-30", "2016-05-01")
    assert [len(opened(turns, valid)) for valid in days] == [2, 2, 1, 1, 0]


def test_a_rota_without_turns_has_none_that_is_open() -> None:
    rotas = tables("2016-01-01,2016-01-31,C1")
    del rotas["turns"]
    assert found("open_turn", "2016-01-01", **rotas) == []


def test_who_does_not_see_all_is_not_told_that_nobody_serves() -> None:
    ledger = recorded(tables("2016-01-01,2016-04-30,; 2016-05-01,2016-08-31,C2"))
    told = {}
    for viewer in (Viewer("secretariat"), Viewer("auditor"), Viewer("FRA", "FRA")):
        snapshot = Snapshot(visible(ledger.entries(), viewer), ledger.now(), viewer.name)
        told[viewer.name] = [problem.name for problem in run_checks(snapshot, day("2016-01-01"))]
    assert told == {"secretariat": ["open_turn"], "auditor": ["open_turn"], "FRA": []}


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ("2016-01-01,2016-04-30,C1; 2016-04-28,2016-08-31,C2", "C2 relieves C1 on 2016-04-28 and overlaps by 3 days"),
        ("2016-04-28,2016-08-31,C2; 2016-01-01,2016-04-30,C1", "C2 relieves C1 on 2016-04-28 and overlaps by 3 days"),
        ("2016-01-01,2016-04-30,C1; 2016-04-30,2016-08-31,C2", "C2 relieves C1 on 2016-04-30 and overlaps by 1 day"),
        ("2016-01-01,2016-04-30,C1; 2016-05-01,2016-08-31,C2", "C2 relieves C1 on 2016-05-01 and overlaps by 0 days"),
        ("2016-01-01,2016-04-30,C1; 2016-04-01,2016-04-06,C2", "C2 relieves C1 on 2016-04-01 and overlaps by 6 days"),
        ("2016-01-01,2016-04,C1; 2016-04-01,2016-08-31,C2", "C2 relieves C1 on 2016-04-01 and overlaps by 1 day"),
    ],
)
def test_a_relief_that_overlaps_too_little_is_named(turns: str, said: str) -> None:
    assert overlapping(turns) == [f"rota R1: {said}, not 7; {MEND_OVERLAP}"]


@pytest.mark.parametrize(
    ("turns", "rota"),
    [
        pytest.param("2016-01-01,2016-04-30,C1; 2016-04-24,2016-08-31,C2", "7", id="long enough"),
        pytest.param("2016-01-01,2016-04-30,C1; 2016-05-01,2016-08-31,C2", "", id="none is said"),
        pytest.param("2016-01-01,2016-04-30,C1; 2016-05-01,2016-08-31,C2", "0", id="none is asked"),
        pytest.param("2016-01-01,2016-04-30,C1; 2016-04-28,2016-08-31,C1", "7", id="itself"),
        pytest.param("2016-01-01,2016-04-30,C1; 2016-04-28,2016-08-31,", "7", id="nobody"),
        pytest.param("2016-01-01,2016-04-30,C1; 2016-05-02,2016-08-31,C2", "7", id="after days with nobody"),
    ],
)
def test_other_turns_beside_each_other_are_not_named(turns: str, rota: str) -> None:
    assert overlapping(turns, rota) == []


def test_a_relief_is_named_until_it_is_past() -> None:
    turns = "2016-01-01,2016-04-30,C1; 2016-04-28,2016-08-31,C2"
    assert [len(overlapping(turns, valid=valid)) for valid in ("2016-04-30", "2016-05-01")] == [1, 0]


def test_a_turn_that_ends_before_it_begins_is_named() -> None:
    assert found("dates_backwards", "2016-01-01", **tables("2016-04-30,2016-01-01,C1")) == [
        "rota R1: a turn of it ends on 2016-01-01, before it begins on 2016-04-30; correct one of the two"
    ]
