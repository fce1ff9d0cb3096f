"""Caps that contradict what was said, or each other: caps_contradict."""

from __future__ import annotations

import pytest

from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from tests.builders import cap, step, unstated
from tests.engine.written import committed, desk_of, line, on

LOWER = "a cap only lowers: record a new level as a step, or take the cap back"
ONE_OF_TWO = "the lower one counts: take back the one that is wrong"


def said(*caps: Draft, valid: str = "6-30") -> list[str]:
    """What the check says of caps on C, of which 50 are committed since 1 January."""
    snapshot = desk_of(line(), *committed("C", 50), *caps).snapshot()
    return [str(problem) for problem in run_checks(snapshot, on(valid)) if problem.name == "caps_contradict"]


def reduced(day: str, number: int) -> Draft:
    return cap("C", "reduced", f"2026-{day}", number)


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        pytest.param(
            (reduced("07-01", 51),),
            f"it is reduced to 51 persons from 2026-07-01, and there were 50 persons at most before; {LOWER}",
            id="more than was said",
        ),
        pytest.param(
            (reduced("07-01", 20), reduced("08-01", 30)),
            f"it is reduced to 30 persons from 2026-08-01, and there were 20 persons at most before; {LOWER}",
            id="more than a cap before left",
        ),
        pytest.param(
            (cap("C", "withdrawn", "2026-07-01"), reduced("08-01", 30)),
            f"it is reduced to 30 persons from 2026-08-01, though withdrawn from 2026-07-01: "
            f"nothing is left to reduce; {LOWER}",
            id="after it was withdrawn",
        ),
        pytest.param(
            (cap("C", "paused", "2026-07-01", until="2026-07-31"), reduced("07-20", 30)),
            f"it is reduced to 30 persons from 2026-07-20, and there were 0 persons at most before; {LOWER}",
            id="in a pause",
        ),
        pytest.param(
            (cap("C", "paused", "2026-07-05", until="2026-07-03"),),
            "it is paused from 2026-07-05 until 2026-07-03, which is before: it never is; correct one of the two days",
            id="a pause that ends before",
        ),
        pytest.param(
            (reduced("07-01", 20), reduced("07-01", 30)),
            f"it is reduced to 20 persons and to 30 persons from 2026-07-01; {ONE_OF_TWO}",
            id="two numbers from one day",
        ),
    ],
)
def test_caps_that_contradict_are_named(caps: tuple[Draft, ...], told: str) -> None:
    assert said(*caps) == [f"cap C: {told}"]


@pytest.mark.parametrize(
    "caps",
    [
        pytest.param((reduced("07-01", 50),), id="to what there is"),
        pytest.param((reduced("07-01", 20), reduced("07-01", 20)), id="the same number twice"),
        pytest.param((reduced("07-01", 0),), id="to nothing"),
        pytest.param((cap("C", "reduced", "2026-07-01", unstated("fewer")),), id="to an unknown number"),
        pytest.param((cap("C", "withdrawn", "2026-07-01"), cap("C", "ended", "2026-08-01")), id="closed twice"),
        pytest.param((cap("C", "paused", "2026-07-05", until="2026-07-05"),), id="a pause of a day"),
        pytest.param((cap("C", "paused", "2026-07-01", until="2026-07-31"), reduced("08-01", 30)), id="after a pause"),
        pytest.param(
            (cap("C", "withdrawn", "2026-03-01"), step("C", "committed", "2026-04-01", 40), reduced("07-01", 30)),
            id="said anew since it was withdrawn",
        ),
        pytest.param((step("C", "pledged", "2026-02-01", 80), reduced("07-01", 60)), id="to less than was pledged"),
        pytest.param(
            (step("C", "pledged", "2026-02-01", unstated("many")), reduced("07-01", 60)), id="of unknown size"
        ),
    ],
)
def test_caps_that_lower_what_there_is_are_not_named(caps: tuple[Draft, ...]) -> None:
    assert said(*caps) == []


def test_a_cap_of_what_nobody_has_said_anything_of_is_not_judged() -> None:
    """Its steps may be hidden from who looks."""
    before = cap("C", "reduced", "2025-12-01", 60)
    assert said(before) == []


def test_caps_that_are_past_are_not_named() -> None:
    ended = cap("C", "reduced", "2026-03-01", 60, last="2026-03-31")
    assert (len(said(ended, valid="3-31")), said(ended, valid="4-1")) == (1, [])
