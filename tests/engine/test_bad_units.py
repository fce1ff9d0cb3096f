"""Books in which something cannot be are named by a check, planned without a hang, and their plans are proven."""

from __future__ import annotations

import json

import pytest

from muster.core.days import Period
from muster.engine.account import account_of
from muster.engine.allocation import allocate
from muster.engine.coverage import Timeline
from muster.engine.proving import proof_of
from muster.engine.serving import Asked
from muster.engine.touring import Effort
from muster.engine.why import why
from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from tests.bad_units import BAD_BOOKS
from tests.engine.written import on, snapshot_of

every_bad_book = pytest.mark.parametrize(("check", "drafts"), BAD_BOOKS.values(), ids=BAD_BOOKS)
BAD_DAYS = Period(on("7-1"), on("7-11"))
FEW = Effort(steps=200, turns=20)


@every_bad_book
def test_a_bad_book_is_named_by_its_check_alone(check: str, drafts: tuple[Draft, ...]) -> None:
    assert {problem.name for problem in run_checks(snapshot_of(*drafts), on("6-30"))} == {check}


@every_bad_book
def test_a_bad_book_is_planned_and_its_plan_is_proven(check: str, drafts: tuple[Draft, ...]) -> None:
    timeline = Timeline(snapshot_of(*drafts))
    plan = allocate(timeline, Asked(on("6-30")), BAD_DAYS, effort=FEW)
    proof = proof_of(json.loads(json.dumps(account_of(plan))))
    assert (check, proof.faults) == (check, ())
    for line in {line for part in plan.parts for line in part.covered}:
        assert why(timeline, plan, line)
