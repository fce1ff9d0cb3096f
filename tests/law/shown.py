"""The moves that a viewer sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from tests.law.content import DAYS, FACTS, FIRST, SHARES, THINGS, Hand, Hole, has_hole
from tests.law.eyes import GROUP, LINKED, Eyes
from tests.law.moves import Move, instant


class Shown:
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
        if fields.get("declared") is False:
            fields = {**fields, "declared": True}  # what is undeclared is marked by that
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
        if kind in SHARES and concerned and fields.get("contribution") is not None:
            self.eyes.mine.add((FACTS[kind], subject))
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
                if has_hole(fields):
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
        if as_viewer and has_hole(fields):
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
        if has_hole(fields):
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
                kind = self.random.choice(("step", "step", "cap"))
                self.fact(kind, self.random.choice(sorted(self.own)), as_viewer=True)
        else:
            kind = self.random.choice(("step",) * 8 + ("cap", "cap", *FACTS))
            of = self.draw(FACTS[kind], holes=False)
            if isinstance(of, str) and (kind, of) != ("membership", self.eyes.member):
                self.fact(kind, of)
