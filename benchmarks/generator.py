"""Books of a given size, made at random from a published seed: the same everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from muster.core.contributions import Cap, CapWord, Contribution, Step, Word
from muster.core.days import Period, find_zone, noon
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Member, MemberForm, Person
from muster.core.quantity import Qualifier, Quantity
from muster.ledger.entries import Draft
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.store import Store

SEED = 20_160_211
"""The published seed: the day of the first meeting that a book of Muster is about."""

ENTRIES = 200_000
"""Entries of the large book."""

SUBJECTS = 20_000
"""Contributions in it, each a subject of ten entries on average."""

CORRECTED = 0.1
"""The share of its entries that correct an earlier one."""

DAYS = 500
"""On so many days, one after another, it was recorded."""

FIRST_DAY = date(2015, 1, 1)
"""The first of these days."""

MEMBERS = 50
PERSON = "secretary"
_WORDS = (Word.INDICATED, Word.PLEDGED, Word.OFFERED, Word.COMMITTED, Word.IN_PLACE)


class SetClock:
    """A clock that stands at noon of a day until it is moved."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> int:
        """The instant, in microseconds since 1970 UTC."""
        return noon(self.day, find_zone("UTC"))


def begun(store: Store, seed: int = SEED) -> tuple[Ledger, SetClock]:
    """A book in a store with its members, and the clock by which it goes."""
    clock = SetClock(FIRST_DAY)
    ledger = Ledger(store, Surroundings(clock, random.Random(seed).randbytes))
    ledger.begin(Genesis(name="A large book", zone="UTC", clock=ClockForm.LIVE), PERSON, Person(name="Secretary"))
    members = [Member(name=f"Member {number}", form=MemberForm.NATION) for number in range(MEMBERS)]
    ledger.record([Draft("member", f"M{number}", member) for number, member in enumerate(members)], PERSON)
    return ledger, clock


def large_book(
    store: Store, entries: int = ENTRIES, subjects: int = SUBJECTS, corrected: float = CORRECTED, seed: int = SEED
) -> Ledger:
    """A book of about so many entries on so many subjects, recorded day after day."""
    ledger, clock = begun(store, seed)
    chosen = random.Random(seed)
    per_day = -(-entries // DAYS)
    opened = 0
    steps: list[tuple[str, str]] = []  # the id of each step that stands, and its contribution
    for number in range(DAYS):
        clock.day = FIRST_DAY + timedelta(days=number)
        new = [f"C{each}" for each in range(opened, subjects * (number + 1) // DAYS)]
        opened += len(new)
        batch = [contribution(subject, chosen) for subject in new]
        for at in chosen.sample(range(len(steps)), min(len(steps), round(per_day * corrected))):
            entry_id, subject = steps[at]
            batch.append(step(subject, clock.day, chosen, supersedes=entry_id))
        while len(batch) < per_day:
            subject = f"C{chosen.randrange(opened)}"
            make = cap if chosen.random() < 0.1 else step  # noqa: PLR2004 - one in ten lowers
            batch.append(make(subject, clock.day, chosen))
        gone = {draft.supersedes for draft in batch}
        recorded = ledger.record(batch, PERSON)
        steps = [one for one in steps if one[0] not in gone]
        steps += [(entry.id, entry.subject) for entry in recorded if entry.kind == "step"]
    return ledger


def one_batch(count: int, seed: int = SEED) -> Iterator[Draft]:
    """Drafts for one large reading: a contribution, then nine steps of it, and so on."""
    chosen = random.Random(seed)
    for number in range(count):
        subject = f"C{number // 10}"
        yield contribution(subject, chosen) if number % 10 == 0 else step(subject, FIRST_DAY, chosen)


def contribution(subject: str, chosen: random.Random) -> Draft:
    """Somebody gives something."""
    record = Contribution(member=f"M{chosen.randrange(MEMBERS)}", words="instructors, with what they need")
    return Draft("contribution", subject, record, marking=("coalition",))


def step(subject: str, day: date, chosen: random.Random, supersedes: str | None = None) -> Draft:
    """A word on a contribution, from a day before it is recorded."""
    record = Step(word=chosen.choice(_WORDS), quantity=_quantity(chosen))
    return Draft("step", subject, record, valid=_since(day, chosen), supersedes=supersedes)


def cap(subject: str, day: date, chosen: random.Random) -> Draft:
    """What was said on a contribution is lowered."""
    return Draft("cap", subject, Cap(cap=CapWord.REDUCED, quantity=_quantity(chosen)), valid=_since(day, chosen))


def _quantity(chosen: random.Random) -> Quantity:
    return Quantity.said_as(Qualifier.EXACT, chosen.randint(1, 500))


def _since(day: date, chosen: random.Random) -> Period:
    return Period(day - timedelta(days=chosen.randrange(60)))
