"""Pairs of random books that agree on what one viewer may see, and on nothing else.

A pair is a list of visible moves, told twice: in each of the two books the same entries reach the viewer, but what they
refer to out of its sight, who recorded them, under which of the markings that it sees, and all else around them is
drawn anew. Around them stand hidden moves: those of the second book are those of the first with some left out, some
put in, some marked anew and some in another order. Entropy differs between the two, which is more than the law asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from muster.core.days import Period, find_zone, noon
from muster.core.errors import FaultyDataError, MusterError
from muster.core.keeping import Genesis
from muster.core.members import Person
from muster.ledger.entries import Draft, Origin
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.store import Store
from muster.ledger.visible import find_viewer, real_ids
from tests.law.content import DAYS, FACTS, FIRST, THINGS, Hand, Hole
from tests.law.eyes import GROUP, LINKED, Eyes, draw_eyes

ZONE = find_zone("Europe/Brussels")
FIRST_PERSON = "anna"
"""Who begins every book; only the secretariat sees the entry that says who she is."""

MINUTE = 60 * 1_000_000


def instant(day: int, minute: int = 0) -> int:
    """A minute of a day of the book, counted from its first."""
    return noon(FIRST + timedelta(days=day), ZONE) + minute * MINUTE


NOW = instant(DAYS + 3)
"""The clock when a book is looked at: later than all that is recorded."""


@dataclass(frozen=True)
class Move:
    """Something that is to be recorded. Other moves call it by its key.

    ``about`` is the move that a marking or a redaction is about; ``of`` the kind of thing its subject is, where the
    kind does not tell; ``rank`` its place among the moves of one instant.
    """

    key: str
    at: int
    kind: str
    subject: str
    fields: dict[str, Any]
    by: str | Hole
    marking: tuple[str, ...] = ()
    since: date | None = None
    end: date | None = None
    statement: str | Hole | None = None
    on_behalf_of: str | Hole | None = None
    supersedes: str | None = None
    about: str | None = None
    of: str = ""
    as_viewer: bool = False
    origin: Origin | None = None
    rank: float = 0.0


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


class _Shown:
    """Writes what the viewer sees."""

    def __init__(self, random: Random, eyes: Eyes) -> None:
        self.random, self.eyes = random, eyes
        self.moves: list[Move] = []
        self.things: dict[str, list[str]] = {kind: [] for kind in THINGS}
        self.own: set[str] = set()  # contributions of the viewer's that its own people alone write about
        self.hand = Hand(random, self.draw)
        self.seeing_only = Hand(random, partial(self.draw, holes=False))
        self.day, self.minute = 0, 0

    def draw(self, kind: str, *, holes: bool = True) -> str | Hole | None:
        """Something that the viewer sees, or a place for what it does not."""
        found = [one for one in self.things[kind] if one not in self.own]
        if not found or (holes and self.random.randrange(100) < 25):
            return Hole(kind) if holes else None
        return self.random.choice(found)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def put(self, kind: str, subject: str, fields: dict[str, Any], **more: Any) -> Move:
        """A move now, by somebody, marked so that the viewer sees it."""
        as_viewer = bool(more.get("as_viewer"))
        move = Move(f"v{len(self.moves)}", instant(self.day, self.minute), kind, subject, fields, by="", **more)
        concerned = self.eyes.concerned(move)
        if as_viewer:
            by: str | Hole = self.eyes.person
            marking = self.random.choice(((), ("coalition",)) if concerned else self.eyes.open(concerned=False))
        else:
            by = self._somebody()
            marking = self.random.choice(self.eyes.open(concerned=concerned))
            if kind not in ("person", "retraction"):
                more["statement"] = self.draw("statement") if self.chance(50) else None
                more["on_behalf_of"] = self.draw("person") if self.chance(15) else None
        move = replace(move, by=by, marking=marking, rank=float(len(self.moves)), **more)
        self.moves.append(move)
        if kind in self.things and subject not in self.things[kind]:
            self.things[kind].append(subject)
            if concerned:
                self.eyes.mine.add((kind, subject))
        return move

    def _somebody(self) -> str | Hole:
        people = [one for one in self.things["person"] if one != self.eyes.person]
        return self.random.choice(people) if people and self.chance(40) else Hole("person", must=True)

    def pass_time(self) -> None:
        """Often nothing passes: entries of one instant are told apart by their order only."""
        if self.chance(60):
            self.minute += self.random.randint(1, 5)
        if self.chance(45) and self.day < DAYS:
            self.day, self.minute = min(DAYS, self.day + self.random.randint(1, 3)), 0

    def frame(self) -> None:
        """The viewer itself, and some of everything that others refer to."""
        if self.eyes.member is not None:
            self.put("member", self.eyes.member, {"name": "The viewer", "form": "nation"})
            self.put("person", self.eyes.person, {"name": "Paul", "member": self.eyes.member})
            for since, end in self.eyes.membership:
                self.put("membership", self.eyes.member, {"group": GROUP}, since=since, end=end)
        for kind, count in (("member", 2), ("person", 1), ("place", 2), ("capability", 2), ("operation", 2)):
            for number in range(count):
                self.put(kind, f"{kind[:2].upper()}{number + 1}", self.hand.write(kind))
        for kind in ("statement", "requirement", "contribution"):
            for _ in range(2):
                self.thing(kind)

    def thing(self, kind: str) -> None:
        """A new thing; a contribution is now and then the viewer's."""
        subject = f"{kind[:2].upper()}{len(self.things[kind]) + 1}"
        fields = self.hand.write(kind)
        member = self.eyes.member
        since = None if self.chance(60) else self.past()
        if kind == "contribution" and member is not None and self.chance(55):
            fields["member"] = member
            if self.chance(50):
                self.own.add(subject)
                fields = {**self.seeing_only.write(kind), "member": member}
                if _has_hole(fields):
                    fields = {"member": member, "words": "ours"}
                self.put(kind, subject, fields, since=since, as_viewer=True)
                return
        self.put(kind, subject, fields, since=since)

    def past(self) -> date:
        """A day up to the day of recording."""
        return FIRST + timedelta(days=self.day - self.random.choice((0, 0, 0, 1, 5, 20)))

    def fact(self, kind: str, subject: str, *, as_viewer: bool = False) -> None:
        """Something about a thing; now and then twice, alike in all but what it says."""
        hand = self.seeing_only if as_viewer else self.hand
        fields = hand.write(kind)
        if as_viewer and _has_hole(fields):
            return
        since = self.past()
        end = since + timedelta(days=self.random.randint(3, 60)) if self.chance(10) else None
        self.put(kind, subject, fields, since=since, end=end, as_viewer=as_viewer)
        if self.chance(10) and not as_viewer:
            self.put(kind, subject, hand.write(kind), since=since, end=end)

    def change(self, kind: str, subject: str) -> None:
        """Something that is stated anew of a thing, from a day on."""
        fields = self.hand.write(kind)
        kept = [name for name in fields if name not in LINKED]
        chosen = self.random.sample(kept, self.random.randint(1, len(kept)))
        self.put(kind, subject, {name: fields[name] for name in chosen}, since=self.past())

    def second_thought(self) -> None:
        """A correction of something that stands, or its retraction."""
        gone = {move.supersedes for move in self.moves}
        standing = [
            move
            for move in self.moves
            if move.key not in gone
            and move.kind not in ("retraction", "person", "membership")
            and (move.kind, move.subject) != ("member", self.eyes.member)
            and move.subject not in self.own
        ]
        target = self.random.choice(standing)
        if target.kind in FACTS and self.chance(40):
            self.put("retraction", target.subject, {}, supersedes=target.key, of=FACTS[target.kind])
            return
        fields = {name: value for name, value in self.hand.write(target.kind).items() if name not in LINKED}
        fields |= {name: target.fields[name] for name in LINKED & set(target.fields)}
        since = target.since if target.kind == "step" else self.random.choice((None, target.since))
        self.put(target.kind, target.subject, fields, since=since, supersedes=target.key)

    def second_thought_of_its_own(self) -> None:
        """The viewer's people correct or take back what they recorded."""
        gone = {move.supersedes for move in self.moves}
        standing = [m for m in self.moves if m.as_viewer and m.kind in FACTS and m.key not in gone]
        if not standing:
            return
        target = self.random.choice(standing)
        fields = {} if self.chance(50) else self.seeing_only.write(target.kind)
        if _has_hole(fields):
            return
        kind, of = (target.kind, "") if fields else ("retraction", FACTS[target.kind])
        self.put(kind, target.subject, fields, since=target.since, supersedes=target.key, of=of, as_viewer=True)

    def go_on(self) -> None:
        """One more move."""
        self.pass_time()
        draw = self.random.randrange(100)
        if draw < 22:
            self.thing(self.random.choice([kind for kind in THINGS if kind not in ("person", "member")]))
        elif draw < 34:
            kind = self.random.choice(("requirement", "contribution", "operation", "statement", "caveat", "place"))
            if found := [one for one in self.things[kind] if one not in self.own]:
                self.change(kind, self.random.choice(found))
        elif draw < 46:
            self.second_thought()
        elif draw < 60 and self.own:
            if self.chance(25):
                self.second_thought_of_its_own()
            else:
                self.fact(self.random.choice(("step", "step", "cap")), self.random.choice(sorted(self.own)), as_viewer=True)
        else:
            kind = self.random.choice(("step",) * 8 + ("cap", "cap", *FACTS))
            of = self.draw(FACTS[kind], holes=False)
            if isinstance(of, str) and (kind, of) != ("membership", self.eyes.member):
                self.fact(kind, of)


class _Hidden:
    """Writes what the viewer does not see, around what it sees."""

    def __init__(self, random: Random, shown: _Shown) -> None:
        self.random, self.shown, self.eyes = random, shown, shown.eyes
        self.moves: list[Move] = []
        self.things: dict[str, list[str]] = {kind: [] for kind in THINGS}
        self.hand = Hand(random, self.draw)
        self.superseded_in_sight = {move.supersedes for move in shown.moves if not move.as_viewer}
        self.count = 0

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def draw(self, kind: str) -> str | None:
        """Anything of a kind, in sight or not; never the viewer itself."""
        hidden, seen = self.things[kind], [one for one in self.shown.things[kind] if one != self.eyes.member]
        pool = hidden if hidden and (self.chance(60) or not seen) else seen
        return self.random.choice(pool) if pool else f"nowhere-{kind}"

    def put(self, kind: str, subject: str, fields: dict[str, Any], at: int, **more: Any) -> Move:
        """A move at an instant, marked so that the viewer does not see it, unless a marking is given."""
        self.count += 1
        rank = more.pop("rank", self.random.uniform(-1, len(self.shown.moves)))
        marking: tuple[str, ...] | None = more.pop("marking", None)
        by = more.pop("by", None) or self.somebody()
        move = Move(f"h{self.count}", at, kind, subject, fields, by=by, rank=rank, **more)
        if marking is None:
            marking = self.random.choice(self.eyes.shut(concerned=self.eyes.concerned(move)))
        if kind not in ("retraction", "marking", "redaction") and at >= instant(0) and self.chance(30):
            move = replace(move, statement=self.random.choice([*self.things["statement"], None]))
        move = replace(move, marking=marking)
        self.moves.append(move)
        return move

    def somebody(self) -> str:
        return self.random.choice([FIRST_PERSON, FIRST_PERSON, *self.things["person"]])

    def any_instant(self, after: int = 0) -> int:
        """Now and then the very instant of something visible, now and then after all of it."""
        if self.chance(15):
            return instant(DAYS + 1, self.random.randint(0, 100))
        if self.chance(40):
            return max(after, self.random.choice(self.shown.moves).at)
        return max(after, instant(self.random.randint(0, DAYS), self.random.randint(0, 30)))

    def new_id(self, kind: str) -> str:
        """An id: one like those in sight, or the next of a series."""
        seen = self.shown.things[kind]
        if seen and self.chance(50):
            like = self.random.choice(seen)
            return self.random.choice((f"{like}0", f"{like}-a", like.lower(), f"x{like}", like[:-1] + "9"))
        return f"{kind[:2].upper()}{self.random.randint(3, 30)}h"

    def frame(self) -> None:
        """Something of every kind, early: what is in sight may refer to it."""
        for number, kind in enumerate(("person", "person", "member", "member", "statement", "statement", *THINGS)):
            self.thing(kind, at=instant(0, number - 40), by=FIRST_PERSON)

    def thing(self, kind: str, at: int, **more: Any) -> Move:
        subject = self.new_id(kind)
        while subject in self.shown.things[kind]:
            subject += "h"
        move = self.put(kind, subject, self.hand.write(kind), at, **more)
        self.things[kind].append(subject)
        self._re_marked_from_sight(move)
        return move

    def _re_marked_from_sight(self, move: Move) -> None:
        """What was public is hidden now: only the marking in force counts."""
        concerned = self.eyes.concerned(move)
        if self.chance(15):
            index = self.moves.index(move)
            self.moves[index] = replace(move, marking=self.random.choice(self.eyes.open(concerned=concerned)))
            self.mark(move, self.random.choice(self.eyes.shut(concerned=concerned)))

    def mark(self, target: Move, audiences: tuple[str, ...]) -> Move:
        return self.put(
            "marking",
            target.subject,
            {"audiences": list(audiences)},
            target.at,
            rank=target.rank + 0.001,
            by=target.by,
            about=target.key,
            marking=("secretariat",),
        )

    def fact_out_of_sight(self) -> None:
        """About something hidden: then it is hidden, however it is marked."""
        kind = self.random.choice(list(FACTS))
        hidden = self.things[FACTS[kind]]
        if not hidden:
            return
        subject = self.random.choice(hidden)
        if (FACTS[kind], subject) in {(move.kind, move.subject) for move in self.shown.moves}:
            return
        marking = self.random.choice(((), ("public",), ("secretariat",), ("coalition",)))
        since = FIRST + timedelta(days=self.random.randint(-20, 0))
        at = self.any_instant()
        fact = self.put(kind, subject, self.hand.write(kind), at, since=since, marking=marking)
        if self.chance(40):
            self.put("retraction", subject, {}, self.any_instant(at), supersedes=fact.key, marking=marking)

    def fact_in_sight(self) -> None:
        """About something visible: a step, a level, another field; before the viewer sees anything of it or after."""
        target = self.random.choice(self.shown.moves)
        if target.kind == "retraction":
            return
        kind = target.kind
        if kind == "contribution" and self.chance(80):
            kind = self.random.choice(("step", "step", "cap", "instalment", "verification"))
        fields = self.hand.write(kind)
        if kind in ("person", "membership") or (kind, target.subject) == ("member", self.eyes.member):
            return
        early = self.chance(20) and KINDS[kind].is_thing and self._may_be_claimed_early(target)
        at = instant(0, -1) if early else self.any_instant(target.at)
        rank = {} if early or at > target.at else {"rank": target.rank + 0.5}
        self.put(kind, target.subject, fields, at, since=FIRST + timedelta(days=self.random.randint(-20, 0)), **rank)

    def _may_be_claimed_early(self, target: Move) -> bool:
        """What the viewer sees because it is concerned, it would not see had another claimed it before."""
        return target.subject in self.shown.own or not self.eyes.concerned(target)

    def second_thought_of_the_visible(self) -> None:
        """A correction or retraction, out of sight, of something in sight, which stands for the viewer all the same."""
        standing = [
            move
            for move in self.shown.moves
            if move.key not in self.superseded_in_sight
            and move.kind not in ("retraction", "person", "membership")
            and (move.kind, move.subject) != ("member", self.eyes.member)
        ]
        if not standing:
            return
        target = self.random.choice(standing)
        at_the_end = KINDS[target.kind].is_thing
        at = instant(DAYS + 1, 200) if at_the_end else self.any_instant(target.at)
        rank = {} if at > target.at else {"rank": target.rank + 0.5}
        if self.chance(40):
            of = KINDS[target.kind].subject_kind
            marking = self.random.choice(self.eyes.shut(concerned=self.eyes.concerned(target)))
            self.put("retraction", target.subject, {}, at, supersedes=target.key, marking=marking, of=of, **rank)
        else:
            fields = self.hand.write(target.kind)
            self.put(
                target.kind, target.subject, fields, at, since=target.since, supersedes=target.key, **rank
            )

    def second_thought_of_the_hidden(self) -> None:
        standing = [move for move in self.moves if move.kind not in ("retraction", "marking", "redaction", "person")]
        target = self.random.choice(standing)
        at = self.any_instant(target.at)
        draw = self.random.randrange(4)
        if draw == 0 and target.kind != "statement":
            self.put("retraction", target.subject, {}, at, supersedes=target.key, marking=target.marking)
        elif draw == 1:
            fields = self.hand.write(target.kind)
            self.put(target.kind, target.subject, fields, at, since=target.since, supersedes=target.key)
        elif draw == 2:
            shut = self.eyes.shut(concerned=self.eyes.concerned(target))
            self.mark(target, self.random.choice(shut))
        else:
            self.put("redaction", target.subject, {}, at, about=target.key, marking=("secretariat",))

    def go_on(self) -> None:
        """One more move."""
        draw = self.random.randrange(100)
        if draw < 25:
            self.thing(self.random.choice(THINGS), self.any_instant())
        elif draw < 45:
            self.fact_out_of_sight()
        elif draw < 70:
            self.fact_in_sight()
        elif draw < 82:
            self.second_thought_of_the_visible()
        else:
            self.second_thought_of_the_hidden()

    def otherwise(self, random: Random) -> _Hidden:
        """The same with some left out, some put in, some marked anew, some said otherwise, some at another time."""
        other = _Hidden(random, self.shown)
        other.count = self.count
        other.things = {kind: list(found) for kind, found in self.things.items()}
        spoken_of = {move.about for move in self.moves}
        in_sight = {move.subject for move in self.shown.moves}
        for move in self.moves:
            draw = random.randrange(100)
            told = move
            if move.kind != "marking" and draw < 25:
                continue
            if move.kind in (*THINGS, *FACTS) and move.key not in spoken_of and move.supersedes is None:
                if 25 < draw < 45:
                    told = replace(told, fields=other.hand.write(move.kind))
                if 35 < draw < 60 and move.subject not in in_sight and move.at >= instant(0):
                    told = replace(told, at=other.any_instant(), rank=random.uniform(-1, len(self.shown.moves)))
                shut = self.eyes.shut(concerned=self.eyes.concerned(told))
                if move.kind in THINGS and (draw > 80 or told.marking not in shut):
                    told = replace(told, marking=random.choice(shut))
            other.moves.append(told)
        return other


def _has_hole(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_hole, value.values()))
    if isinstance(value, list):
        return any(map(_has_hole, value))
    return isinstance(value, Hole)


@dataclass
class _Teller:
    """Tells the visible moves for one of the two books: fills the holes, chooses among the markings that are seen."""

    random: Random
    eyes: Eyes
    things: dict[str, list[str]]
    told: list[Move] = field(default_factory=list)

    def tell(self, move: Move) -> None:
        if move.as_viewer:
            self.told.append(move)
            return
        concerned = self.eyes.concerned(move)
        told = replace(
            move,
            fields=self._filled(move.fields),
            by=self._person(move.by),
            statement=self._recorded(move.statement, "statement"),
            on_behalf_of=self._recorded(move.on_behalf_of, "person"),
            marking=self.random.choice(self.eyes.open(concerned=concerned)),
        )
        if self.random.randrange(100) < 5:
            told = replace(told, origin=Origin("another-book", f"its-{move.key}", "0" * 64))
        if self.random.randrange(100) < 15:
            self.told.append(replace(told, marking=self.random.choice(self.eyes.shut(concerned=concerned))))
            marking = Move(
                key=f"{move.key}-seen",
                at=move.at,
                kind="marking",
                subject=move.subject,
                fields={"audiences": list(told.marking)},
                by=told.by,
                marking=("secretariat",),
                about=move.key,
                rank=move.rank + 0.0005,
            )
            self.told.append(marking)
        else:
            self.told.append(told)

    def _person(self, by: str | Hole) -> str:
        return self.random.choice([FIRST_PERSON, *self.things["person"][:2]]) if isinstance(by, Hole) else by

    def _recorded(self, named: str | Hole | None, kind: str) -> str | None:
        """Of what is hidden only the first are surely recorded before anything in sight."""
        return self.random.choice([None, *self.things[kind][:2]]) if isinstance(named, Hole) else named

    def _filled(self, fields: dict[str, Any]) -> dict[str, Any]:
        filled: dict[str, Any] = {}
        for name, value in fields.items():
            if isinstance(value, Hole):
                hidden = self._hidden(value)
                if hidden is not None:
                    filled[name] = hidden
            elif isinstance(value, list):
                listed = self._filled_list(value)
                if listed:
                    filled[name] = listed
            else:
                filled[name] = self._filled(value) if isinstance(value, dict) else value
        return filled

    def _filled_list(self, values: Sequence[Any]) -> list[str]:
        """A list may name any number of hidden things where it names one."""
        found: list[str] = []
        for value in values:
            if isinstance(value, Hole):
                found += [name for _ in range(self.random.randint(0, 2)) if (name := self._hidden(value)) is not None]
            else:
                found.append(value)
        return list(dict.fromkeys(found))

    def _hidden(self, hole: Hole) -> str | None:
        choices: list[str | None] = [*self.things[hole.kind], f"nowhere-{hole.kind}"]
        return self.random.choice(choices if hole.must else [*choices, None])


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
    ledger.begin(Genesis(name="Law", zone=ZONE.key, clock="live", currency="EUR"), FIRST_PERSON, Person(name="Anna"))
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
    if not move.as_viewer:
        return ledger.record([draft_of(move, ids)], by)[-1].id
    viewer = find_viewer(eyes.viewer, ledger.entries(), FIRST)
    own = {real: own for own, real in real_ids(ledger.entries(), viewer).items()}
    known = {key: own[real] for key, real in ids.items() if real in own}
    return ledger.record([draft_of(move, known)], by, viewer=viewer)[-1].id


def draw_pair(seed: int, *, moves: int = 60, stores: tuple[Store | None, Store | None] = (None, None)) -> Pair:
    """A pair of books. The same seed draws the same pair."""
    random = Random(seed)
    eyes = draw_eyes(random)
    shown = _Shown(random, eyes)
    shown.frame()
    while len(shown.moves) < moves:
        shown.go_on()
    first = _Hidden(random, shown)
    first.frame()
    for _ in range(random.randint(10, 50)):
        first.go_on()
    second = first.otherwise(Random(f"{seed} otherwise"))
    for _ in range(random.randint(0, 20)):
        second.go_on()
    written = []
    for side, hidden in enumerate((first, second)):
        recorded = _frame_of(hidden)
        teller = _Teller(Random(f"{seed} told {side}"), eyes, recorded)
        for move in shown.moves:
            teller.tell(move)
        written.append(write_book(seed, side, eyes, [*teller.told, *hidden.moves], stores[side]))
    return Pair(seed, eyes, shown.moves, (written[0], written[1]))


def _frame_of(hidden: _Hidden) -> dict[str, list[str]]:
    """What a book records before anything in sight, by kind; for the rest what may come at any time, or never."""
    early = {(move.kind, move.subject) for move in hidden.moves if move.at < instant(0)}
    return {
        kind: [one for one in found if (kind, one) in early or kind not in ("person", "statement")]
        for kind, found in hidden.things.items()
    }
