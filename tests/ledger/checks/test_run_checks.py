"""The checks together: the caller's own, random books, what a viewer may see, the books of the examples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.days import Period, noon, parse_day
from muster.core.errors import FaultyDataError
from muster.core.keeping import ClockForm, Genesis
from muster.core.marking import Viewer
from muster.core.members import Person
from muster.core.problem import Problem
from muster.exchange.csv_folder import read_folder
from muster.exchange.examples import find_example
from muster.exchange.tables import read_tables
from muster.ledger.checks import CHECKS, Check, ground, run_checks
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.ledger.checks.books import BY, UTC, book, recorded, seen
from tests.oracle.books import FIRST, HORIZON, random_book

FRANCE = "id,name,form\nFRA,France,nation"
LATE = {
    "members": FRANCE,
    "contributions": "id,member,words,review_by\nC1,FRA,army trainers,2016-06-30",
    "conditions": "id,contribution,words,deadline\nK1,C1,parliament agrees,2016-03-31",
}


def few_words(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A check of the caller's."""
    for contribution in snapshot.ids("contribution"):
        yield Problem("few_words", f"contribution {contribution}", f"says little on {valid}")


def test_each_check_has_a_name_of_its_own_and_a_meaning() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(check.name == check.run.__name__ and check.meaning for check in CHECKS)


def test_problems_come_in_the_order_of_the_checks() -> None:
    assert [problem.name for problem in run_checks(book(**LATE), date(2016, 12, 31))] == [
        "condition_expired",
        "review_passed",
    ]
    assert run_checks(book(members=FRANCE), date(2016, 12, 31)) == ()


def test_a_caller_adds_checks_for_one_run() -> None:
    snapshot, day = book(**LATE), date(2016, 12, 31)
    before = run_checks(snapshot, day)
    with_own = run_checks(snapshot, day, extra=[Check("few_words", "contributions with few words", few_words)])
    assert with_own == (*before, Problem("few_words", "contribution C1", "says little on 2016-12-31"))
    assert run_checks(snapshot, day) == before


def test_a_check_may_be_run_alone() -> None:
    snapshot, day = book(**LATE), date(2016, 12, 31)
    alone = [problem for check in CHECKS for problem in check.run(snapshot, day)]
    assert tuple(alone) == run_checks(snapshot, day)


def test_a_check_inside_another_run_asks_about_its_own_book_and_day() -> None:
    snapshot, other = book(**LATE), book(members=FRANCE)
    inner: list[tuple[Problem, ...]] = []

    def nested(within: Snapshot, valid: date) -> Iterator[Problem]:
        inner.extend(
            tuple(problem for check in CHECKS for problem in check.run(asked, day))
            for asked, day in ((within, valid), (within, date(2016, 4, 1)), (other, valid))
        )
        yield from ()

    run_checks(snapshot, date(2016, 12, 31), extra=[Check("nested", "asks again", nested)])
    assert [[problem.name for problem in problems] for problems in inner] == [
        ["condition_expired", "review_passed"],
        ["condition_expired"],
        [],
    ]


def test_checks_that_run_together_look_things_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ground.Ground] = []

    class Counted(ground.Ground):
        def __init__(self, snapshot: Snapshot, day: date) -> None:
            super().__init__(snapshot, day)
            made.append(self)

    monkeypatch.setattr(ground, "Ground", Counted)
    run_checks(book(**LATE), date(2016, 12, 31))
    assert len(made) == 1


def test_checks_see_what_their_reader_sees() -> None:
    tables = {
        "members": FRANCE + "\nDEU,Germany,nation",
        "contributions": "id,member,words,review_by,marking\nC1,FRA,x,2016-06-30,coalition\nC2,DEU,y,2016-06-30,",
        "caveats": "id,contribution,words,declared\nK1,C1,not at night,no",
    }
    ledger = recorded(tables)
    said = {}
    for viewer in (Viewer("secretariat"), Viewer("FRA", "FRA"), Viewer("public")):
        snapshot = Snapshot(visible(ledger.entries(), viewer), ledger.now(), viewer.name)
        said[viewer.name] = [f"{problem.name} {problem.where}" for problem in run_checks(snapshot, date(2016, 12, 31))]
    assert said == {
        "secretariat": [
            "review_passed contribution C1",
            "review_passed contribution C2",
            "undeclared_caveat caveat K1",
        ],
        "FRA": ["review_passed contribution C1"],
        "public": [],
    }


def test_a_contribution_that_was_redacted_whole_is_passed_over() -> None:
    ledger = recorded(LATE)
    ledger.redact(next(entry.id for entry in ledger.entries() if entry.kind == "contribution"), BY, "spilled")
    problems = run_checks(seen(ledger), date(2016, 12, 31))
    assert [f"{problem.name} {problem.where}" for problem in problems] == [
        "condition_expired condition K1",
        "redacted contribution C1",
    ]


def ledger_of(seed: int, *, odd: bool) -> Ledger:
    """A random book of the oracle, recorded day by day."""
    now = [noon(FIRST, UTC)]
    ledger = Ledger(MemoryStore(), Surroundings(clock=lambda: now[0]))
    ledger.begin(Genesis(name="random", zone="UTC", clock=ClockForm.LIVE), BY, Person(name="The desk"))
    words = KINDS["statement"].record.model_validate({"said_on": FIRST.isoformat(), "words": "we shall help"})
    ledger.record([Draft("statement", "WORDS", words)], BY)
    ids: dict[int, str] = {}
    for fact in random_book(seed, odd=odd):
        now[0] = noon(fact.recorded_on, UTC)
        statement = "WORDS" if fact.statement_words else None
        supersedes = None if fact.supersedes is None else ids.get(fact.supersedes)
        draft = Draft(fact.kind, fact.subject, fact.record, fact.valid, statement, supersedes=supersedes)
        if fact.supersedes is None or supersedes is not None:
            with suppress(FaultyDataError):  # odd books correct what the rules of recording do not let them
                ids[fact.index] = ledger.record([draft], BY)[0].id
    now[0] = noon(FIRST + timedelta(days=HORIZON), UTC)
    return ledger


CAPABILITIES = st.sampled_from(["C0", "C0", "C0", "C0.0", "nothing"])
CONTRIBUTIONS = st.sampled_from(["K0", "K1", "K2", "nothing"])
LINES = st.sampled_from(["L0", "L1", "nothing"])
MEMBERS = st.sampled_from(["M0", "M1", "nothing"])
OPERATIONS = st.sampled_from(["OP0", "OP0", "OP1", "nothing"])
PLACES = st.sampled_from(["P", "P.0", "nothing"])
DAYS = st.sampled_from(
    ["2026", "2026-02", "2026-03", "2026-04", "2026-03-10", "2026-04-01", "2026-04-30", "2027-01-01"]
)
WORDS = st.sampled_from(["one", "two", "C0", "not K0"])
NUMBERS = st.sampled_from(["0", "1", "10", "10.5", "0.000001", "1000000000000000"])
QUANTITIES = st.one_of(
    NUMBERS.map(lambda number: {"low": number, "high": number}),
    NUMBERS.map(lambda number: {"qualifier": "at_least", "low": number}),
    NUMBERS.map(lambda number: {"qualifier": "up_to", "high": number}),
    st.just({"qualifier": "unstated"}),
)
DATES = st.fixed_dictionaries({}, optional={"start": DAYS, "last": DAYS})
STARTS = st.sampled_from([None, *(FIRST + timedelta(days=days) for days in (0, 10, 20))])
PERIODS = st.builds(
    lambda start, length: Period(start, length and (start or FIRST) + timedelta(days=length)),
    STARTS,
    st.sampled_from([None, 1, 11, 30]),
)


def drafts(
    kind: str,
    subjects: st.SearchStrategy[str],
    needed: dict[str, st.SearchStrategy[Any]],
    **more: st.SearchStrategy[Any],
) -> st.SearchStrategy[Draft]:
    """Drafts of a kind that state what is needed, and more now and then."""
    record = st.fixed_dictionaries(needed, optional=more).map(KINDS[kind].record.model_validate)
    return st.builds(Draft, st.just(kind), subjects, record, PERIODS)


TOTAL = {"states": WORDS, "quantity": QUANTITIES, "day": DAYS}
FIRMNESSES = st.sampled_from(["pledged", "committed", "sure"])
ODD_ENDS = st.lists(
    st.one_of(
        drafts("assertion", st.sampled_from(["A0", "A1"]), TOTAL, operation=OPERATIONS, meeting=st.just("nothing")),
        drafts(
            "assertion",
            st.sampled_from(["A2", "A3"]),
            TOTAL | {"capability": CAPABILITIES},
            operation=OPERATIONS,
            member=MEMBERS,
            place=PLACES,
            firmness=FIRMNESSES,
        ),
        drafts("condition", st.just("D0"), {"contribution": CONTRIBUTIONS, "words": WORDS}, deadline=DAYS),
        drafts("caveat", st.just("V0"), {"contribution": CONTRIBUTIONS, "words": WORDS}, declared=st.booleans()),
        drafts("inventory", st.just("I0"), {"member": MEMBERS, "capability": CAPABILITIES}, quantity=QUANTITIES),
        drafts("assignment", st.just("P0"), {"contribution": CONTRIBUTIONS, "line": LINES}, quantity=QUANTITIES),
        drafts(
            "contribution",
            CONTRIBUTIONS,
            {},
            member=MEMBERS,
            words=WORDS,
            window=DATES,
            actual=DATES,
            finance=st.sampled_from(["grant", "loan"]),
            review_by=DAYS,
            note=WORDS,
            line=LINES,
            place=PLACES,
            capability=CAPABILITIES,
            operation=OPERATIONS,
        ),
        drafts(
            "requirement",
            LINES,
            {},
            servers=st.tuples(MEMBERS),
            level=QUANTITIES.map(lambda quantity: {"quantity": quantity}),
            accepted_gap=st.fixed_dictionaries({"by": WORDS, "why": WORDS, "until": DAYS}),
        ),
        drafts("capability", st.just("C0"), {}, parent=CAPABILITIES, portion=st.sampled_from(["unit", "amount"])),
    ),
    max_size=12,
)
"""What the oracle's books leave out, and what they never get wrong."""


@given(
    seed=st.integers(0, 10**6),
    odd=st.booleans(),
    ends=ODD_ENDS,
    valid=st.integers(-30, 2 * HORIZON).map(lambda days: FIRST + timedelta(days=days)),
)
def test_checks_name_problems_of_any_book_and_never_fail(
    seed: int,
    odd: bool,  # noqa: FBT001 - drawn by Hypothesis
    ends: list[Draft],
    valid: date,
) -> None:
    ledger = ledger_of(seed, odd=odd)
    for draft in ends:
        with suppress(FaultyDataError):  # it may speak of a thing that the book has taken back
            ledger.record([draft], BY)
    names = {check.name for check in CHECKS}
    for viewer in (Viewer("secretariat"), Viewer("M0", "M0")):
        snapshot = Snapshot(visible(ledger.entries(), viewer), ledger.now(), viewer.name)
        problems = run_checks(snapshot, valid)
        assert {problem.name for problem in problems} <= names
        assert all(problem.where and problem.sentence for problem in problems)
        assert run_checks(Snapshot(snapshot.entries, snapshot.known, viewer.name), valid) == problems


@pytest.fixture(scope="module")
def peacekeeping() -> Ledger:
    example = find_example("peacekeeping")
    ledger = Ledger(MemoryStore())
    zone_noon = noon(example.begins, UTC)
    ledger.begin(example.genesis, example.person_id, example.person, zone_noon)
    tables, faults = read_folder(example.folder)
    reading = read_tables(tables, seen(ledger), problems=faults)
    assert reading.problems == ()
    ledger.record(reading.drafts, example.person_id)
    return ledger


def test_the_book_of_peacekeeping_has_no_problem(peacekeeping: Ledger) -> None:
    assert run_checks(seen(peacekeeping), find_example("peacekeeping").valid) == ()


def test_its_totals_are_compared(peacekeeping: Ledger) -> None:
    """Without the troops that one member has in one mission, two of the four totals no longer hold."""
    missing = [entry for entry in peacekeeping.entries() if entry.subject != "UNIFIL-TROOPS-IDN"]
    problems = run_checks(Snapshot(missing, peacekeeping.now()), parse_day("2014-02-28"))
    assert [problem.where for problem in problems] == [
        "assertion FACTSHEET-2013-12-TROOPS",
        "assertion FACTSHEET-2013-12-UNIFORMED",
    ]
