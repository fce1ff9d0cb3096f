"""The product against the oracle: the same books, the same questions, the same answers."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, cast
from unittest.mock import patch

import pytest

from muster.core.contributions import Contribution, Step
from muster.core.days import Dated, Period, end_of_day, find_zone, noon
from muster.core.errors import FaultyDataError
from muster.core.firmness import Firmness
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.core.operations import Acceptance, Operation
from muster.core.quantity import NOTHING, Span
from muster.core.record import Record
from muster.core.requirements import Requirement
from muster.core.shared import Joint, Part, Turn
from muster.core.statements import Statement
from muster.engine.coverage import Timeline
from muster.engine.day import LineDay, OperationDay
from muster.engine.gaps import gaps_on
from muster.engine.placing import Placing
from muster.ledger.entries import Draft
from muster.ledger.giving import Levels, given_on
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from tests.counts import COUNTS, SOAK
from tests.oracle import day_by_day as oracle
from tests.oracle.books import FIRST, HORIZON, HandMade, hand_made, random_book
from tests.oracle.day_by_day import Ends, Fact
from tests.oracle.facts import standing

BOOKS = hand_made()
SEEDS = range(COUNTS["oracle_books"])
QUESTIONS = 8 if SOAK else 3
"""For each random book: so many days, each with a day as known on which it is asked about."""

PORTIONS = 20
"""The seeds are dealt out to so many tests, for several workers to share."""

UTC = find_zone("UTC")
MAY_BE_REFUSED = {"rested_on", "unknown_reference"}
"""Taking back that on which something rests; and what supersedes something refused."""

EVER = oracle.Window(start=Dated("1900-01-01"))
Answers = Iterator[tuple[str, Any, Any]]
"""What was asked, the oracle's answer, the product's answer."""


# ---- facts into a book


class Book:
    """Facts, recorded in a ledger of the product, each on its day.

    ``refused`` are those that the ledger does not take: neither side is asked about them.
    """

    def __init__(self, facts: list[Fact]) -> None:
        self.facts: list[Fact] = []
        self.refused: list[Fact] = []
        self.timelines: dict[date, Timeline] = {}
        self.ids: dict[int, str] = {}
        self.clock = noon(facts[0].recorded_on, UTC)
        self.ledger = Ledger(MemoryStore(), Surroundings(lambda: self.clock, Random(1).randbytes))
        self.ledger.begin(Genesis(name="a book", zone="UTC", clock=ClockForm.LIVE), "author", Person(name="the author"))
        said = Statement(said_on=Dated("2026-01-01"), words="what was said")
        self.ledger.record([Draft("statement", "SAID", said)], "author")
        in_order = sorted(facts, key=lambda fact: fact.recorded_on)
        for (day, is_second_thought), batch in itertools.groupby(in_order, key=_batch):
            self.clock = noon(day, UTC)
            for each in ([fact] for fact in batch) if is_second_thought else [list(batch)]:
                self.record(each)

    def record(self, facts: list[Fact]) -> None:
        if any(_says_too_little(self.facts, fact) for fact in facts):
            self.refused += facts
            return
        try:
            entries = self.ledger.record([_draft(fact, self.ids) for fact in facts], "author")
        except FaultyDataError as error:
            if any(problem.name not in MAY_BE_REFUSED for problem in error.problems):
                raise
            self.refused += facts
        else:
            self.facts += facts
            self.ids |= {fact.index: entry.id for fact, entry in zip(facts, entries, strict=True)}

    def timeline(self, known: date) -> Timeline:
        """The product's answers as known on a day."""
        if known not in self.timelines:
            instant = end_of_day(known, UTC)
            entries = [entry for entry in self.ledger.entries() if entry.recorded_at <= instant]
            self.timelines[known] = Timeline(Snapshot(entries, instant))
        return self.timelines[known]

    def subjects(self, kind: str) -> list[str]:
        return sorted({fact.subject for fact in self.facts if fact.kind == kind})


def _says_too_little(facts: list[Fact], fact: Fact) -> bool:
    """Whether a correction leaves a line without operation or capability, which every line needs."""
    old = {"operation", "capability"} & {
        name for one in facts if one.index == fact.supersedes for name in one.record.model_fields_set
    }
    return fact.kind == "requirement" and not old <= fact.record.model_fields_set


def _batch(fact: Fact) -> tuple[date, bool]:
    """What is recorded together: what supersedes another alone, for that must have been recorded."""
    return fact.recorded_on, fact.supersedes is not None


def _draft(fact: Fact, ids: dict[int, str]) -> Draft:
    statement = "SAID" if fact.statement_words else None
    supersedes = None if fact.supersedes is None else ids.get(fact.supersedes, "refused")
    return Draft(fact.kind, fact.subject, fact.record, fact.valid, statement, supersedes=supersedes)


# ---- the same questions to both


def differences(book: Book, day: date, known: date) -> Answers:
    """Where the two differ."""
    timeline = book.timeline(known)
    days = [timeline.on(operation, day) for operation in timeline.concerned]
    asked = itertools.chain(
        _given(book, timeline, day, known),
        _lines(book, timeline, days, day, known),
        _gaps(book, timeline, day, known),
        _unplaced(book, days, day, known),
    )
    yield from ((what, expected, found) for what, expected, found in asked if expected != found)


def _given(book: Book, timeline: Timeline, day: date, known: date) -> Answers:
    """Each contribution: its levels, and what it may have where its dates do not tell."""
    for contribution in book.subjects("contribution"):
        given = given_on(timeline.snapshot, contribution, day)
        counted = {} if given is None else _ends(given.counted)
        perhaps = {} if given is None else _ends(given.undated)
        expected = oracle.levels(book.facts, contribution, day, known)
        yield f"{contribution} gives", expected, counted
        yield f"{contribution} may give", _perhaps(book.facts, contribution, day, known, expected), perhaps


def _ends(levels: Levels) -> dict[str, Ends]:
    return {firmness: tuple(span) for firmness, span in levels.items()}  # type: ignore[misc]


def _perhaps(facts: list[Fact], contribution: str, day: date, known: date, certain: dict[str, Ends]) -> dict[str, Ends]:
    """What a contribution has if the day lies in its window and in those of its parts: as though it did where it may.

    Empty where the dates tell, and where that is no more than what counts for certain. To the oracle a word without a
    first day is of unknown date even after the window's last day; there its dates tell.
    """
    now, read = standing(facts, known), oracle._window

    def is_possible(each: str) -> bool:
        return oracle._possibly_inside(read(now, each, day), day)

    def is_uncertain(each: str) -> bool:
        unknown = is_possible(each) and oracle.date_unknown(facts, each, day, known)
        return bool(unknown) or oracle.uncertain(facts, each, day, known)

    if not any(is_uncertain(each) for each in (contribution, *oracle._required(now, contribution, day))):
        return {}
    with patch.object(oracle, "_window", lambda now, each, day: EVER if is_possible(each) else read(now, each, day)):
        perhaps = oracle.levels(facts, contribution, day, known)
    return {} if perhaps == certain else perhaps


def _lines(book: Book, timeline: Timeline, days: list[OperationDay], day: date, known: date) -> Answers:
    """Each line: need, cover, gap, and what is kept apart."""
    for line in book.subjects("requirement"):
        state = timeline.line_on(line, day)
        leaving = [one for each in days for one in each.withdrawing if one.lines == (line,)]
        yield f"{line} is open", oracle.is_open(book.facts, line, day, known), state is not None
        yield f"{line} is shown", int(state is not None), sum(line in each.lines for each in days)
        for firmness in Firmness:
            expected = vars(oracle.line(book.facts, line, day, known, firmness))
            # above a need, or up to a former level, that is open upwards: to the oracle unknown, to the product none
            open_upwards = {name: 0 for name in ("surplus", "drawdown") if expected[name] is None}
            found = _closed(leaving) if state is None else _open(state, firmness)
            if state is None:
                expected |= {"basis": "", "gap_low": 0}  # there is no line, so no basis either
            elif open_upwards and expected["need_high"] is not None:
                found |= {"drawdown": 0}  # all that is above the need, and may be within a former level of unknown size
            yield f"{line} at {firmness}", expected | open_upwards, found


def _open(line: LineDay, firmness: Firmness) -> dict[str, Any]:
    """The product's answer on a line, in the oracle's terms."""
    need, cover = line.need or Span(None, None), line.cover(firmness)
    return {
        "need_low": need.low,
        "need_high": need.high,
        "basis": line.requirement.basis or "needed",
        "cover_low": cover.low,
        "cover_high": cover.high,
        "unknown_count": len(line.unknown(firmness)),
        "gap_low": line.gap(firmness) if line.ranked else None,
        "surplus": line.surplus(firmness),
        "drawdown": line.drawdown(firmness),
        "withdrawing": 0,
    }


def _closed(leaving: list[Placing]) -> dict[str, Any]:
    """The product's answer where there is no such line: only what of it is withdrawing."""
    sizes = [one.given.counted[Firmness.IN_PLACE].low for one in leaving]
    unknown, known = sizes.count(None), sum(size or 0 for size in sizes)
    return vars(oracle.LineDay(basis="", unknown_count=unknown, withdrawing=known))


def _gaps(book: Book, timeline: Timeline, day: date, known: date) -> Answers:
    """The lines that are short, in order, and which of these gaps are accepted."""
    for firmness in Firmness:
        found = [oracle.Gap(gap.line, gap.short, gap.day.accepted) for gap in gaps_on(timeline, day, firmness)]
        yield f"gaps at {firmness}", oracle.gaps(book.facts, day, known, firmness), found


def _unplaced(book: Book, days: list[OperationDay], day: date, known: date) -> Answers:
    """What is free for several lines, and what is in place without a stated need."""
    for firmness in Firmness:
        found = [one.given for each in days for one in each.free]
        free = {given.contribution for given in found if given.counted.get(firmness, NOTHING) != NOTHING}
        yield f"free at {firmness}", oracle.free(book.facts, day, known, firmness), free
    idle = [one.given for each in days for one in each.without_need]
    in_place = [given.contribution for given in idle if given.counted.get(Firmness.IN_PLACE, NOTHING) != NOTHING]
    yield "without need", sorted(oracle.without_need(book.facts, day, known)), sorted(in_place)


# ---- hand-made books


@pytest.mark.parametrize("made", BOOKS, ids=[book.name for book in BOOKS])
def test_on_a_hand_made_book_both_say_the_same(made: HandMade) -> None:
    book = Book(made.facts)
    named = {row[1:3] for row in (*made.levels, *made.lines, *made.uncertain, *made.date_unknown)}
    named |= {row[:2] for row in (*made.free, *made.without_need)} | {row[:2] for row in made.gaps}
    for day, known in sorted(cast("set[tuple[date, date]]", named)):
        assert list(differences(book, day, known)) == [], (day, known)


# ---- random books


def _questions(seed: int) -> Iterator[tuple[date, date]]:
    """Days of the book, each as known on that day, or on any day."""
    random = Random(seed)
    for _ in range(QUESTIONS):
        day = FIRST + timedelta(days=random.randint(-3, HORIZON + 20))
        yield day, random.choice([day, FIRST + timedelta(days=random.randint(0, HORIZON + 20))])


@pytest.mark.parametrize("odd", [False, True], ids=["plain", "odd"])
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_on_random_books_both_say_the_same(portion: int, odd: bool) -> None:  # noqa: FBT001 - a parameter of the test
    for seed in SEEDS[portion::PORTIONS]:
        book = Book(random_book(seed, odd=odd))
        assert odd or not book.refused, (seed, book.refused)
        for day, known in _questions(seed):
            for what, expected, found in differences(book, day, known):
                pytest.fail(
                    f"random_book({seed}, odd={odd}) on {day} as known on {known}: {what}\n"
                    f"oracle  {expected}\nproduct {found}"
                )


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_between_the_days_on_which_something_changes_nothing_does(portion: int) -> None:
    """Coverage over a period is asked only on some of its days: it must be what each day says when asked alone."""
    for seed in SEEDS[portion :: PORTIONS * 4]:
        book = Book(random_book(seed, odd=bool(seed % 2)))
        known = FIRST + timedelta(days=HORIZON // 2)
        within = Period(FIRST - timedelta(days=2), FIRST + timedelta(days=HORIZON + 20))
        over_time, alone = book.timeline(known), Timeline(book.timeline(known).snapshot)
        for line in alone.snapshot.ids("requirement"):
            coverage = over_time.coverage(line, within)
            for offset in range((cast("date", within.end) - cast("date", within.start)).days):
                day = cast("date", within.start) + timedelta(days=offset)
                assert coverage.on(day) == alone.line_on(line, day), (seed, line, day)


# ---- what the random books hold


def _holds(seed: int) -> set[str]:
    """What of the hard things is in a random book."""
    facts = random_book(seed)
    book = Book(facts)
    records: list[Record] = [fact.record for fact in facts]
    written = Counter((fact.kind, fact.subject, fact.valid.start) for fact in facts if fact.kind in ("step", "cap"))
    given = [record for record in records if isinstance(record, Contribution)]
    bridging = [record for record in given if record.bridge is not None]
    ends = [record.bridge.until for record in bridging if record.bridge is not None and record.bridge.until is not None]
    middles = [FIRST + timedelta(days=offset) for offset in (15, 30, 45)]
    short = [gap for day in middles for gap in gaps_on(book.timeline(day), day)]
    turns = [record for record in records if isinstance(record, Turn)]
    windows = [record.window for record in given if record.window is not None]
    dated = [end for window in windows for end in (window.start, window.last) if end is not None]
    sizes = [record.quantity for record in records if isinstance(record, Step) and record.quantity is not None]
    found = {
        "lines short": bool(short),
        "accepted gaps": any(gap.day.accepted is not None for gap in short),
        "bridges": bool(bridging),
        "bridges that give the operation": any(record.operation is None and record.line is None for record in bridging),
        "bridges of what is earmarked": any(record.line is not None for record in bridging),
        "imprecise ends of bridges": any(end.precision != "day" for end in ends),
        "ties on a day": max(written.values(), default=0) > 1,
        "caps dated ahead": any(
            fact.kind == "cap" and fact.valid.start is not None and fact.valid.start > fact.recorded_on
            for fact in facts
        ),
        "pools": any(record.pool is not None for record in given),
        "acceptance required": any(
            isinstance(record, Operation) and record.acceptance is Acceptance.REQUIRED for record in records
        ),
        "imprecise dates": any(one.precision != "day" for one in dated),
        "unknown quantities": any(size.low is None for size in sizes),
        "pins": any(fact.kind == "assignment" for fact in facts),
        "drawdowns": any(
            isinstance(record, Requirement) and record.level is not None and record.level.drawdown_until is not None
            for record in records
        ),
        "joints": any(isinstance(record, Joint) for record in records),
        "parts that are not required": any(isinstance(record, Part) and record.required is False for record in records),
        "turns": bool(turns),
        "open turns": any(turn.contribution is None for turn in turns),
        "imprecise turns": any(
            end.precision != "day" for turn in turns for end in (turn.first, turn.last) if end is not None
        ),
        "corrections": any(fact.supersedes is not None for fact in facts),
    }
    return {name for name, there in found.items() if there}


def test_random_books_hold_what_is_hard() -> None:
    books = 200
    held = Counter(name for seed in range(books) for name in _holds(seed))
    rare = {name: count for name, count in held.items() if count < books // 10}
    assert len(held) == 20, held
    assert not rare, held
