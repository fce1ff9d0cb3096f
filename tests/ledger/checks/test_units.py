"""What cannot be added, and what must not be: unlike_units, uncountable, loans_with_grants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from muster.core.contributions import Assignment, Step, Word
from muster.core.days import Dated, Period
from muster.core.members import Inventory
from muster.core.operations import Assertion
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from tests.ledger.checks.books import BY, book, checked, found, recorded, seen

MEMBERS = "id,name,form\nFRA,France,nation\nDEU,Germany,nation"
OPERATIONS = "id,name,form\nOP,Relief,mission\nOTHER,Other,mission"
UNLIKE = "it stays beside the line; to count there, record it under a capability counted like the line"


def unlike(capabilities: str, contribution: str, line: str = "L1,OP,AIR,100,,", **more: str) -> list[str]:
    """A contribution C1 of FRA with its capability, operation, line and place, beside a line."""
    return found(
        "unlike_units",
        "2016-12-31",
        members=MEMBERS,
        operations=OPERATIONS,
        places="id,name,parent\nIRAQ,Iraq,\nERBIL,Erbil,IRAQ\nMALI,Mali,",
        capabilities=f"id,name,parent,unit,decimals\n{capabilities}",
        requirements=f"id,operation,capability,quantity,place,servers\n{line}",
        contributions=f"id,member,words,capability,operation,line,place,backfills\nC1,FRA,help,{contribution}",
        steps="contribution,word,quantity,valid_from\nC1,offered,6,2016-01-20",
        **more,
    )


def test_another_unit_below_the_capability_of_a_line_is_named() -> None:
    assert unlike("AIR,Air,,persons,\nJETS,Jets,AIR,aircraft,", "JETS,OP,,,") == [
        (
            "contribution C1: it is counted in aircraft (JETS) and cannot be added to line L1, "
            f"which is counted in persons (AIR); {UNLIKE}"
        )
    ]


def test_other_decimals_of_one_unit_are_another_count() -> None:
    assert unlike("AIR,Air,,tonnes,3\nJETS,Jets,AIR,tonnes,", "JETS,OP,,,") == [
        (
            "contribution C1: it is counted in tonnes with 0 decimals (JETS) and cannot be added to line L1, "
            f"which is counted in tonnes with 3 decimals (AIR); {UNLIKE}"
        )
    ]


def test_a_capability_without_a_unit_only_groups() -> None:
    assert unlike("AIR,Air,,,\nJETS,Jets,AIR,aircraft,", "JETS,OP,,,") == [
        (
            "contribution C1: it is counted in aircraft (JETS) and cannot be added to line L1, "
            f"which is counted in no unit (AIR); {UNLIKE}"
        )
    ]


@pytest.mark.parametrize(
    ("contribution", "line", "named"),
    [
        pytest.param("JETS,OP,,,", "L1,OP,AIR,100,,", True, id="as it is"),
        pytest.param("JETS,OTHER,,,", "L1,OP,AIR,100,,", False, id="in another operation"),
        pytest.param("JETS,,,,", "L1,OP,AIR,100,,", False, id="in no operation"),
        pytest.param("AIR,OP,,,", "L1,OP,JETS,100,,", False, id="above the capability of the line"),
        pytest.param("JETS,OP,,,a company elsewhere", "L1,OP,AIR,100,,", False, id="backfilling elsewhere"),
        pytest.param("JETS,OP,,ERBIL,", "L1,OP,AIR,100,IRAQ,", True, id="inside the place of the line"),
        pytest.param("JETS,OP,,MALI,", "L1,OP,AIR,100,IRAQ,", False, id="at another place"),
        pytest.param("JETS,OP,,,", "L1,OP,AIR,100,IRAQ,", True, id="at a place that is not said"),
        pytest.param("JETS,OP,,ERBIL,", "L1,OP,AIR,100,,", True, id="where the line names no place"),
        pytest.param("JETS,,L1,,", "L1,OP,AIR,100,,", True, id="earmarked to the line"),
        pytest.param("JETS,OP,L2,,", "L1,OP,AIR,100,,\nL2,OP,JETS,5,,", False, id="earmarked to another line"),
        pytest.param("JETS,OP,,,", "L1,OP,AIR,100,,FRA", True, id="by one who may serve"),
        pytest.param("JETS,OP,,,", "L1,OP,AIR,100,,NATO", True, id="by one whose group may serve"),
        pytest.param("JETS,OP,,,", "L1,OP,AIR,100,,DEU", False, id="by one who may not serve"),
    ],
)
def test_only_what_could_serve_the_line_is_named(contribution: str, line: str, *, named: bool) -> None:
    capabilities = "AIR,Air,,persons,\nJETS,Jets,AIR,aircraft,"
    assert bool(unlike(capabilities, contribution, line, memberships="member,group\nFRA,NATO")) is named


def test_what_is_pinned_to_a_line_is_named_wherever_it_belongs() -> None:
    capabilities = "AIR,Air,,persons,\nJETS,Jets,,aircraft,"
    assert unlike(capabilities, "JETS,OTHER,,,") == []
    assert unlike(capabilities, "JETS,OTHER,,,", assignments="id,contribution,line\nP1,C1,L1") == [
        (
            "contribution C1: it is counted in aircraft (JETS) and cannot be added to line L1, "
            f"which is counted in persons (AIR); {UNLIKE}"
        )
    ]


def test_a_pool_counts_where_it_is_committed_to() -> None:
    tables = {
        "members": MEMBERS,
        "operations": f"{OPERATIONS}\nPOOL,Standby,pool",
        "capabilities": "id,name,parent,unit\nAIR,Air,,persons\nJETS,Jets,AIR,aircraft",
        "requirements": "id,operation,capability,quantity\nL1,OP,AIR,100",
        "contributions": "id,member,words,capability,pool\nC1,FRA,help,JETS,POOL\nC2,FRA,help,JETS,POOL",
        "steps": "contribution,word,quantity,operation,valid_from\n"
        "C1,offered,6,,2016-01-20\nC2,committed,6,OP,2016-01-20",
    }
    assert [one.split(":")[0] for one in found("unlike_units", "2016-12-31", **tables)] == ["contribution C2"]


def test_capabilities_in_a_circle_end_where_it_closes() -> None:
    capabilities = "AIR,Air,,persons,\nONE,One,TWO,persons,\nTWO,Two,ONE,aircraft,"
    assert unlike(capabilities, "ONE,OP,,,") == []
    assert len(unlike(capabilities, "ONE,OP,,,", "L1,OP,TWO,100,,")) == 1


def test_what_gives_nothing_is_not_named() -> None:
    capabilities = "AIR,Air,,persons,\nJETS,Jets,AIR,aircraft,"
    caps = "contribution,cap,valid_from\nC1,withdrawn,2016-05-01"
    assert unlike(capabilities, "JETS,OP,,,", caps=caps) == []


def test_an_operation_that_has_ended_needs_nothing() -> None:
    capabilities = "AIR,Air,,persons,\nJETS,Jets,AIR,aircraft,"
    line = "L1,DONE,AIR,100,,\nL2,GOING,AIR,100,,"
    tables = {
        "members": MEMBERS,
        "operations": "id,name,form,start,last\nDONE,Done,mission,2016-01-01,2016-06-30\nGOING,Going,mission,,",
        "capabilities": f"id,name,parent,unit,decimals\n{capabilities}",
        "requirements": f"id,operation,capability,quantity,place,servers\n{line}",
        "contributions": "id,member,words,capability,operation\nC1,FRA,help,JETS,DONE\nC2,FRA,help,JETS,GOING",
        "steps": "contribution,word,quantity,valid_from\nC1,offered,6,2016-01-20\nC2,offered,6,2016-01-20",
    }
    assert len(found("unlike_units", "2016-06-30", **tables)) == 2
    assert len(found("unlike_units", "2016-07-01", **tables)) == 1


def total(*contributions: str) -> list[str]:
    """A total stated of the group AIR, of whose kind contributions are."""
    return found(
        "unlike_units",
        "2016-12-31",
        members=MEMBERS,
        capabilities="id,name,parent,unit\nAIR,Air,,\nJETS,Jets,AIR,aircraft\nCREWS,Crews,AIR,persons\nREST,Rest,AIR,",
        contributions="\n".join(["id,member,words,capability", *(f"{c},FRA,help,{c[1:]}" for c in contributions)]),
        steps="\n".join(
            ["contribution,word,quantity,valid_from", *(f"{c},in_place,6,2016-01-20" for c in contributions)]
        ),
        assertions="id,states,quantity,capability,day\nA1,what flies,100,AIR,2016-06-01",
    )


def test_a_total_of_several_units_is_no_total() -> None:
    assert total("1JETS", "2JETS") == []
    assert total("1JETS", "1CREWS", "1REST") == [
        (
            "assertion A1: AIR is counted in aircraft, no unit and persons by those who give; "
            "there is no total of these; state one total for each unit"
        )
    ]


def test_every_number_is_held_against_the_decimals_of_its_capability() -> None:
    tables = {
        "members": MEMBERS,
        "operations": OPERATIONS,
        "capabilities": "id,name,unit,decimals,valid_from\nTROOPS,Troops,persons,1,\nTROOPS,,,0,2016-02-01\n"
        "FUEL,Fuel,tonnes,2,\nFUEL,,,1,2016-02-01",
        "requirements": "id,operation,capability,quantity\nL1,OP,TROOPS,99.5\nL2,OP,FUEL,99.5\nL3,OP,FUEL,99.55",
        "contributions": "id,member,words,capability\nC1,FRA,help,TROOPS\nC2,FRA,help,FUEL\nC3,FRA,help,TROOPS",
        "steps": "contribution,word,quantity,valid_from\n"
        "C1,offered,6.5,2016-01-20\nC1,pledged,,2016-01-20\nC2,offered,6.5,2016-01-20\nC3,offered,6,2016-01-20",
        "caps": "contribution,cap,quantity,valid_from\nC1,reduced,3.5,2016-01-20\nC1,paused,,2016-01-20",
        "instalments": "contribution,due,quantity\nC3,2016-03,1.5\nC3,2016-04,1",
        "inventories": "id,member,capability,quantity\nI1,FRA,TROOPS,0.5\nI2,FRA,TROOPS,",
        "assignments": "id,contribution,line,quantity\nP1,C3,L1,2.5\nP2,C3,L1,",
    }
    troops = "is finer than the unit, which is counted with 0 decimals; write it in the unit of TROOPS, or give TROOPS"
    assert found("uncountable", "2016-12-31", **tables) == [
        f"step C1: 6.5 {troops} other decimals",
        f"cap C1: 3.5 {troops} other decimals",
        f"instalment C3: 1.5 {troops} other decimals",
        f"requirement L1: 99.5 {troops} other decimals",
        (
            "requirement L3: 99.55 is finer than the unit, which is counted with 1 decimals; "
            "write it in the unit of FUEL, or give FUEL other decimals"
        ),
        f"inventory I1: 0.5 {troops} other decimals",
        f"assignment P1: 2.5 {troops} other decimals",
    ]


def test_a_number_may_be_too_large_for_its_unit() -> None:
    assert found(
        "uncountable",
        "2016-12-31",
        members=MEMBERS,
        capabilities="id,name,unit,decimals,valid_from\nMONEY,Money,EUR,0,\nMONEY,,,2,2016-02-01",
        contributions="id,member,words,capability\nC1,FRA,help,MONEY\nC2,FRA,help,MONEY",
        steps="contribution,word,quantity,valid_from\nC1,pledged,10000000000000,2016-01-20\nC2,pledged,10000000000001,2016-01-20",
    ) == [
        (
            "step C2: 10000000000001 is beyond 10^15 of the smallest unit; "
            "write it in the unit of MONEY, or give MONEY other decimals"
        )
    ]


def test_what_cannot_be_counted_stops_no_other_check() -> None:
    """C1 is of unknown size until its number can be read, so a total of 7 may hold beside the 6 that are known."""
    snapshot = book(
        members=MEMBERS,
        operations=OPERATIONS,
        capabilities="id,name,unit,decimals,valid_from\nTROOPS,Troops,persons,1,\nTROOPS,,,0,2016-02-01",
        requirements="id,operation,capability,quantity\nL1,OP,TROOPS,100",
        contributions="id,member,words,capability,operation\nC1,FRA,help,TROOPS,OP\nC2,FRA,help,TROOPS,OP",
        steps="contribution,word,quantity,valid_from\nC1,in_place,6.5,2016-01-20\nC2,in_place,6,2016-01-20",
        assertions="id,states,quantity,operation,capability,day\nA1,troops,7,OP,TROOPS,2016-06-01",
    )
    assert [(problem.name, problem.where) for problem in run_checks(snapshot, date(2016, 12, 31))] == [
        ("uncountable", "step C1"),
    ]


def test_a_level_without_a_number_is_passed_over() -> None:
    ledger = recorded({"operations": OPERATIONS, "capabilities": "id,name,unit\nTROOPS,Troops,persons"})
    line = Requirement(operation="OP", capability="TROOPS", level=Level(drawdown_until=Dated("2016-05")))
    ledger.record([Draft("requirement", "L1", line), Draft("requirement", "L1", Requirement(level=None))], BY)
    assert run_checks(seen(ledger), date(2016, 12, 31)) == ()


def financed(rows: str, steps: str) -> list[str]:
    """A line of money in OP, and who gives: id, finance, capability."""
    return found(
        "loans_with_grants",
        "2016-12-31",
        members=MEMBERS,
        operations=OPERATIONS,
        capabilities="id,name,parent,unit,decimals\nMONEY,Money,,EUR,2\nDOLLARS,Dollars,MONEY,USD,2",
        requirements="id,operation,capability,quantity\nL1,OP,MONEY,100",
        contributions="id,member,words,operation,finance,capability\n"
        + "\n".join(f"{row.split(',')[0]},FRA,help,OP,{row.split(',', 1)[1]}" for row in rows.split()),
        steps="contribution,word,quantity,quantity_is,valid_from\n"
        + "\n".join(f"{step},2016-01-20" for step in steps.split()),
    )


def test_both_sides_are_summed_by_themselves() -> None:
    contributions = "C1,grant,MONEY C2,grant,MONEY C3,loan,MONEY C4,loan,MONEY C5,,MONEY"
    steps = "C1,pledged,10.50, C2,in_place,5, C3,pledged,20,at_least C4,pledged,7, C5,pledged,100,"
    assert financed(contributions, steps) == [
        (
            "requirement L1: it is served by grants of 15.5 EUR (C1, C2) and by loans of at least 27 EUR (C3, C4); "
            "their sum is no total; say both side by side, or give loans a line of their own"
        )
    ]


@pytest.mark.parametrize(
    ("contributions", "steps"),
    [
        pytest.param("C1,grant,MONEY C2,grant,MONEY", "C1,pledged,10, C2,pledged,10,", id="grants only"),
        pytest.param("C1,grant,MONEY C2,,MONEY", "C1,pledged,10, C2,pledged,10,", id="nothing said of the other"),
        pytest.param("C1,grant,MONEY C2,loan,DOLLARS", "C1,pledged,10, C2,pledged,10,", id="in another currency"),
        pytest.param("C1,grant,MONEY C2,loan,MONEY", "C1,pledged,10,", id="a loan of nothing yet"),
    ],
)
def test_one_side_alone_is_no_matter(contributions: str, steps: str) -> None:
    assert financed(contributions, steps) == []


def test_the_number_of_what_is_of_no_known_kind_is_counted_in_whole() -> None:
    ledger = recorded({"members": MEMBERS, "contributions": "id,member,words\nC1,FRA,help"})
    pledge = Step(word=Word.PLEDGED, quantity=Quantity.said_as(Qualifier.EXACT, "6.5"))
    ledger.record([Draft("step", "C1", pledge, Period(date(2016, 1, 20)))], BY)
    (named,) = checked(seen(ledger), "2016-12-31", "uncountable")
    assert named.startswith("step C1: 6.5 is finer than the unit, which is counted with 0 decimals;")


def test_what_does_not_hold_yet_is_not_counted() -> None:
    tables = {
        "members": MEMBERS,
        "operations": OPERATIONS,
        "capabilities": "id,name,unit\nTROOPS,Troops,persons",
        "requirements": "id,operation,capability,quantity\nL1,OP,TROOPS,100",
        "contributions": "id,member,words,capability,operation\nC1,FRA,help,TROOPS,OP",
    }
    ledger = recorded(tables)
    half, june = Quantity.said_as(Qualifier.EXACT, "0.5"), Period(date(2016, 6, 1))
    has = Inventory(member="FRA", capability="TROOPS", quantity=half)
    pin = Assignment(contribution="C1", line="L1", quantity=half)
    ledger.record([Draft("inventory", "I1", has, june), Draft("assignment", "P1", pin, june)], BY)
    assert checked(seen(ledger), "2016-05-31", "uncountable") == []
    named = [one.partition(":")[0] for one in checked(seen(ledger), "2016-06-01", "uncountable")]
    assert named == ["inventory I1", "assignment P1"]


def test_the_unit_is_that_of_the_day() -> None:
    later = "2016-06-01"
    tables = {
        "members": MEMBERS,
        "operations": OPERATIONS,
        "places": "id,name,parent,valid_from\nIRAQ,Iraq,,2016-01-01\nERBIL,Erbil,,2016-01-01\nERBIL,,IRAQ,2016-03-01",
        "capabilities": f"id,name,parent,unit,valid_from\nAIR,Air,,persons,2016-01-01\n"
        f"JETS,Jets,AIR,aircraft,2016-01-01\nJETS,,,persons,{later}",
        "requirements": "id,operation,capability,quantity,place\nL1,OP,AIR,100,IRAQ",
        "contributions": "id,member,words,capability,operation,place\nC0,FRA,nothing yet,JETS,OP,ERBIL\n"
        "C1,FRA,help,JETS,OP,ERBIL",
        "steps": "contribution,word,quantity,valid_from\nC1,offered,6,2016-01-20",
    }
    assert found("unlike_units", "2016-02-29", **tables) == []  # at Erbil, which is not known to lie in Iraq yet
    assert len(found("unlike_units", "2016-05-31", **tables)) == 1
    assert found("unlike_units", later, **tables) == []


def test_a_total_whose_number_was_taken_back_needs_no_unit() -> None:
    ledger = recorded(
        {
            "members": MEMBERS,
            "capabilities": "id,name,parent,unit\nAIR,Air,,\nJETS,Jets,AIR,aircraft\nCREWS,Crews,AIR,persons",
            "contributions": "id,member,words,capability\nC1,FRA,help,JETS\nC2,FRA,help,CREWS",
            "steps": "contribution,word,quantity,valid_from\nC1,in_place,6,2016-01-20\nC2,in_place,6,2016-01-20",
            "assertions": "id,states,quantity,capability,day\nA1,all in the air,12,AIR,2016-06-01",
        }
    )
    assert len(checked(seen(ledger), "2016-12-31", "unlike_units")) == 1
    ledger.record([Draft("assertion", "A1", Assertion(quantity=None), Period(date(2016, 7, 1)))], BY)
    assert checked(seen(ledger), "2016-12-31", "unlike_units") == []


def test_a_number_of_no_capability_is_counted_whole() -> None:
    ledger = recorded({"members": "id,name,form\nFRA,France,nation", "contributions": "id,member,words\nC1,FRA,help"})
    half = Step(word=Word.PLEDGED, quantity=Quantity.said_as(Qualifier.EXACT, Decimal("0.5")))
    ledger.record([Draft("step", "C1", half, Period(date(2016, 6, 1)))], BY)
    (named,) = checked(seen(ledger), "2016-12-31", "uncountable")
    assert named.startswith("step C1: ")
    assert named.endswith("; say of which capability it is")
