"""Pairs of random books that agree on what one viewer may see, and on nothing else.

A pair is a list of visible moves, told twice: in each of the two books the same entries reach the viewer, but what they
refer to out of its sight, who recorded them, under which of the markings that it sees, and all else around them is
drawn anew. Around them stand hidden moves: those of the second book are those of the first with some left out, some
put in, some marked anew and some in another order. Entropy differs between the two, which is more than the law asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from muster.core.days import Period
from muster.core.errors import FaultyDataError, MusterError
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.ledger.entries import Draft
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.store import Store
from muster.ledger.visible import find_viewer
from tests.law.content import FIRST
from tests.law.eyes import Eyes, draw_eyes
from tests.law.hidden import Hidden
from tests.law.moves import FIRST_PERSON, NOW, ZONE, Move, instant
from tests.law.shown import Shown
from tests.law.telling import Teller


@dataclass
class Written:
    """A book as it came to be: its ledger, the ids of the entries by the keys of their moves, what was refused."""

    ledger: Ledger
    ids: dict[str, str]
    moves: list[Move]
    refused: list[Move]


@dataclass
class Pair:
    """Two books that agree on what a viewer may see."""

    seed: int
    eyes: Eyes
    shown: list[Move]
    books: tuple[Written, Written]

    @property
    def hidden_ids(self) -> list[str]:
        """Ids of things that the viewer may not see, from both books."""
        shown = {move.subject for move in self.shown}
        found = {move.subject for book in self.books for move in book.moves}
        return sorted(found - shown - {"book"})


def draft_of(move: Move, ids: dict[str, str]) -> Draft:
    """The draft of a move, in a book where other moves' entries have these ids; KeyError where one is not there."""
    fields = dict(move.fields)
    if move.about is not None:
        fields["entry"] = ids[move.about]
    return Draft(
        kind=move.kind,
        subject=move.subject,
        record=KINDS[move.kind].record.model_validate(fields),
        valid=Period(move.since, move.end),
        statement=move.statement if isinstance(move.statement, str) else None,
        marking=move.marking,
        on_behalf_of=move.on_behalf_of if isinstance(move.on_behalf_of, str) else None,
        supersedes=None if move.supersedes is None else ids[move.supersedes],
        origin=move.origin,
    )


def entropy_of(seed: int, side: int) -> Callable[[int], bytes]:
    """Randomness that is the same for the number of the book, which all may see, and then another in each book."""
    common, own = Random(seed), Random(f"{seed}/{side}")
    calls = iter([common])
    return lambda count: next(calls, own).randbytes(count)


def write_book(seed: int, side: int, eyes: Eyes, moves: Iterable[Move], store: Store | None = None) -> Written:
    """Record moves in a book. What is hidden may be refused; what is visible never."""
    time = [instant(0, -60)]
    around = Surroundings(clock=lambda: time[0], entropy=entropy_of(seed, side))
    ledger = Ledger(MemoryStore() if store is None else store, around)
    ledger.begin(
        Genesis(name="Law", zone=ZONE.key, clock=ClockForm.LIVE, currency="EUR"), FIRST_PERSON, Person(name="Anna")
    )
    written = Written(ledger, {}, [], [])
    for move in sorted(moves, key=lambda one: (one.at, one.rank)):
        time[0] = move.at
        try:
            written.ids[move.key] = _record(ledger, move, written.ids, eyes)
            written.moves.append(move)
        except (MusterError, KeyError) as error:
            if move.key.startswith("v"):
                problems = error.problems if isinstance(error, FaultyDataError) else error
                raise AssertionError(f"seed {seed}, book {side}: {move} was refused: {problems}") from error
            written.refused.append(move)
    time[0] = NOW
    return written


def _record(ledger: Ledger, move: Move, ids: dict[str, str], eyes: Eyes) -> str:
    by = move.by if isinstance(move.by, str) else FIRST_PERSON
    if move.kind == "redaction":
        return ledger.redact(ids[move.about or ""], by, "spilled").id
    viewer = find_viewer(eyes.viewer, ledger.entries(), FIRST) if move.as_viewer else None
    return ledger.record([draft_of(move, ids)], by, viewer=viewer)[-1].id


def draw_pair(seed: int, *, moves: int = 60, stores: tuple[Store | None, Store | None] = (None, None)) -> Pair:
    """A pair of books. The same seed draws the same pair."""
    random = Random(seed)
    eyes = draw_eyes(random)
    shown = Shown(random, eyes)
    shown.frame()
    while len(shown.moves) < moves:
        shown.go_on()
    first = Hidden(random, shown)
    first.frame()
    for _ in range(random.randint(10, 50)):
        first.go_on()
    second = first.otherwise(Random(f"{seed} otherwise"))
    for _ in range(random.randint(0, 20)):
        second.go_on()
    written = []
    for side, hidden in enumerate((first, second)):
        recorded = _frame_of(hidden)
        teller = Teller(Random(f"{seed} told {side}"), eyes, recorded)
        for move in shown.moves:
            teller.tell(move)
        written.append(write_book(seed, side, eyes, [*teller.told, *hidden.moves], stores[side]))
    return Pair(seed, eyes, shown.moves, (written[0], written[1]))


def _frame_of(hidden: Hidden) -> dict[str, list[str]]:
    """What a book records before anything in sight, by kind; for the rest what may come at any time, or never."""
    early = {(move.kind, move.subject) for move in hidden.moves if move.at < instant(0)}
    return {
        kind: [one for one in found if (kind, one) in early or kind not in ("person", "statement")]
        for kind, found in hidden.things.items()
    }
