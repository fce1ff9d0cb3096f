"""The moves that a viewer does not see, around those it sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from muster.ledger.kinds import KINDS
from tests.law.content import DAYS, FACTS, FIRST, KEPT, SHARES, THINGS, Hand
from tests.law.moves import FIRST_PERSON, Move, instant
from tests.law.shown import Shown


class Hidden:
    """Writes what the viewer does not see, around what it sees."""

    def __init__(self, random: Random, shown: Shown) -> None:
        self.random, self.shown, self.eyes = random, shown, shown.eyes
        self.moves: list[Move] = []
        self.things: dict[str, list[str]] = {kind: [] for kind in (*THINGS, KEPT)}
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
            shut = self.eyes.shut(concerned=self.eyes.concerned(move))
            # without a marking of its own a correction is marked as what it corrects
            marking = self.random.choice([one for one in shut if one or move.supersedes is None])
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
        if kind in SHARES:
            marking = ("secretariat",)  # it could show the viewer that it has a share
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
        of_its_own = target.kind == "contribution" and target.subject in self.shown.own
        return of_its_own or not self.eyes.concerned(target)

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
            shut = self.eyes.shut(concerned=self.eyes.concerned(target))
            marking = self.random.choice([one for one in shut if one])
            self.put("retraction", target.subject, {}, at, supersedes=target.key, marking=marking, of=of, **rank)
        else:
            fields = self.hand.write(target.kind)
            self.put(target.kind, target.subject, fields, at, since=target.since, supersedes=target.key, **rank)

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

    def kept_plan(self) -> None:
        """A plan under a name: new, or that of something in sight."""
        seen = self.shown.things["requirement"]
        name = self.random.choice(seen) if seen and self.chance(30) else f"PL{self.random.randint(1, 9)}"
        self.put(KEPT, name, self.hand.write(KEPT), self.any_instant(), marking=("secretariat",))
        self.things[KEPT].append(name)

    def go_on(self) -> None:
        """One more move."""
        if self.chance(8):
            self.kept_plan()
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

    def otherwise(self, random: Random) -> Hidden:
        """The same with some left out, some put in, some marked anew, some said otherwise, some at another time."""
        other = Hidden(random, self.shown)
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
                if move.kind in {*THINGS, *SHARES} and (draw > 80 or told.marking not in shut):
                    told = replace(told, marking=random.choice(shut))
            other.moves.append(told)
        return other
