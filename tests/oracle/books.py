"""Small random books as lists of facts: the same seed writes the same book.

A plain book stays clear of what the specification leaves open; an odd one seeks it out. By the numbers of day_by_day's
choices, only odd books have: 1 (a correction taken back), 2 (a correction that says less than what it corrects),
5 (a correction among equals of one day), 10 and 15 (in_place without capability or quantity), 17 (en_route where
acceptance may be required), 22 (an earmark or pin that does not fit), 29 and 30 (a need with an open or unknown end,
drawdowns that overlap), and 23 (several pins of one contribution, here with turns among them).

Bridges and accepted gaps are in both; in odd books some bridge a line that they do not fit. Joints and rotas are in
both, too; only in odd ones do joints share contributions. None has two turns of a rota with the same first day.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from muster.core.capabilities import Capability
from muster.core.contributions import Assignment, Bridge, Cap, CapWord, Contribution, Step, Word
from muster.core.days import Dated, Period
from muster.core.keeping import Retraction
from muster.core.members import Member, MemberForm
from muster.core.operations import Acceptance, Dates, Operation, OperationForm, Place
from muster.core.quantity import Qualifier, Quantity
from muster.core.record import Record
from muster.core.requirements import AcceptedGap, Basis, Level, Requirement
from muster.core.shared import Joint, Part, Rota, Turn
from tests.oracle.day_by_day import Fact
from tests.oracle.facts import last_possible
from tests.oracle.hand_made import hand_made
from tests.oracle.scribe import HandMade

__all__ = ["FIRST", "HORIZON", "HandMade", "ending", "hand_made", "random_book", "with_bridges"]

FIRST = date(2026, 3, 1)
HORIZON = 60
"""Days. What matters falls on them; a few dates lie after them."""

DECIMALS = {"persons": 0, "trucks": 0, "EUR": 2}


@dataclass(eq=False)
class _Draft:
    """A fact without its index."""

    recorded_on: date
    kind: str
    subject: str
    record: Record
    start: date | None = None
    end: date | None = None
    words: bool = True
    supersedes: _Draft | None = None


class _Author:
    """Writes one book."""

    def __init__(self, seed: int, *, odd: bool) -> None:
        self.random = Random(seed)
        self.odd = odd
        self.drafts: list[_Draft] = []
        self.units: dict[str, str | None] = {}
        self.parents: dict[str, str | None] = {}
        self.places: list[str] = []
        self.missions: list[str] = []
        self.pools: list[str] = []
        self.strict: set[str] = set()
        self.lines: dict[str, tuple[str, str]] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.pinned: set[str] = set()

    # -- helpers

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def oddly(self, percent: int) -> bool:
        """Draws in plain books too, so that both read alike; true only in odd ones."""
        return self.chance(percent) and self.odd

    def day(self, first: int, last: int) -> date:
        return FIRST + timedelta(days=self.random.randint(first, last))

    def write(self, recorded_on: date, kind: str, subject: str, record: Record, **more: Any) -> _Draft:
        draft = _Draft(recorded_on, kind, subject, record, **more)
        self.drafts.append(draft)
        return draft

    def quantity(self, *, plain: bool = False) -> Quantity:
        number = self.random.choice((1, 5, 10, 20, 30, 40, 50, 60, 80, 100))
        if plain or self.chance(60):
            return Quantity.said_as(self.random.choice((Qualifier.EXACT, Qualifier.ABOUT)), number)
        qualifier = self.random.choice((Qualifier.AT_LEAST, Qualifier.UP_TO, Qualifier.RANGE, Qualifier.UNSTATED))
        if qualifier is Qualifier.UNSTATED:
            return Quantity.said_as(qualifier, words="hundreds")
        return Quantity.said_as(qualifier, number, to=number + 15 if qualifier is Qualifier.RANGE else None)

    def end(self) -> Dated:
        """A last day: before, inside or after a window; now and then only a month or a year."""
        if self.chance(35):
            return Dated(self.random.choice(("2026-03", "2026-04", "2026-04", "2026-05", "2026")))
        return Dated(self.day(-5, 70).isoformat())

    def accepted_gap(self) -> AcceptedGap:
        return AcceptedGap(by="the commander", why="we can live with it", until=self.end())

    # -- the frame

    def capabilities(self) -> None:
        for root in range(self.random.randint(1, 3)):
            unit = self.random.choice((None, "persons", "persons", "trucks", "EUR"))
            below: list[tuple[str, str | None, str | None]] = [(f"C{root}", None, unit)]
            for depth in range(self.random.randint(1, 3)):
                lower: list[tuple[str, str | None, str | None]] = []
                for number, (subject, parent, unit_here) in enumerate(below):
                    self.units[subject], self.parents[subject] = unit_here, parent
                    fields: dict[str, Any] = {"name": subject}
                    fields |= {} if parent is None else {"parent": parent}
                    fields |= {} if unit_here is None else {"unit": unit_here, "decimals": DECIMALS[unit_here]}
                    self.write(FIRST, "capability", subject, Capability(**fields))
                    children = self.random.randint(1, 2) if depth + number < 2 else 1
                    for child in range(children):
                        other = self.random.choice(("persons", "trucks"))
                        kept = unit_here is not None and not self.chance(15)
                        lower.append((f"{subject}.{child}", subject, unit_here if kept else other))
                below = lower
        if not any(self.units.values()):
            self.write(FIRST, "capability", "CX", Capability(name="CX", unit="persons", decimals=0))
            self.units["CX"], self.parents["CX"] = "persons", None

    def frame(self) -> None:
        """Members, places, capabilities, operations: all there from the first day."""
        for member in ("M0", "M1", "M2"):
            self.write(FIRST, "member", member, Member(name=member, form=MemberForm.NATION))
        self.capabilities()
        for subject, parent in (("P", None), ("P.0", "P"), ("P.1", "P"), ("P.0.0", "P.0")):
            fields = {"name": subject} | ({} if parent is None else {"parent": parent})
            self.write(FIRST, "place", subject, Place(**fields))
            self.places.append(subject)
        for number in range(self.random.randint(1, 3)):
            subject = f"OP{number}"
            if number and self.chance(35):
                self.pools.append(subject)
                self.write(FIRST, "operation", subject, Operation(name=subject, form=OperationForm.POOL))
            else:
                self.missions.append(subject)
                self.write(FIRST, "operation", subject, Operation(**self.mission(subject)))

    def mission(self, subject: str) -> dict[str, Any]:
        fields: dict[str, Any] = {"name": subject, "form": OperationForm.MISSION}
        if self.chance(35):
            fields["acceptance"] = Acceptance.REQUIRED
            self.strict.add(subject)
        if self.chance(40):
            last = self.day(20, 50)
            imprecise = self.chance(20)
            fields["dates"] = Dates(last=Dated("2026-04" if imprecise else last.isoformat()))
            if self.chance(80):
                until = (
                    "2026-05" if self.chance(20) else (last + timedelta(days=self.random.randint(5, 40))).isoformat()
                )
                fields["withdrawal_until"] = Dated("2026-05" if self.chance(20) else until)
        return fields

    # -- lines

    def fitting(self, line: str) -> list[str]:
        """The capabilities that serve a line: its own and those below it, in its unit."""
        asked = self.lines[line][1]
        unit = self.units[asked]
        return [
            each for each in self.units if unit is not None and self.units[each] == unit and asked in self.chain(each)
        ]

    def chain(self, capability: str) -> list[str]:
        parent = self.parents[capability]
        return [capability] if parent is None else [capability, *self.chain(parent)]

    def requirement(self, subject: str) -> None:
        operation = self.random.choice(self.missions)
        counted = [each for each, unit in self.units.items() if unit is not None]
        grouping = [each for each, unit in self.units.items() if unit is None]
        capability = self.random.choice(grouping if grouping and self.chance(10) else counted)
        self.lines[subject] = (operation, capability)
        fields: dict[str, Any] = {"operation": operation, "capability": capability}
        if self.chance(50):
            fields["basis"] = self.random.choice(list(Basis))
        if self.chance(40):
            fields["place"] = self.random.choice(self.places)
        fields |= {"tier": self.random.choice((1, 2, 3))} if self.chance(50) else {}
        fields |= {"weight": self.random.choice((1, 2, 5))} if self.chance(40) else {}
        fields |= {"accepted_gap": self.accepted_gap()} if self.chance(30) else {}
        starts = [FIRST + timedelta(days=offset) for offset in sorted(self.random.sample(range(45), 3))]
        starts = starts[: self.random.randint(1, 3)]
        before: int | None = None
        for number, start in enumerate(starts):
            amount = self.random.choice((0, 5, 10, 20, 30, 50, 60, 100, 150))
            level: dict[str, Any] = {"quantity": Quantity.said_as(Qualifier.EXACT, amount)}
            if self.oddly(30):
                level["quantity"] = self.quantity()
            if before is not None and amount < before and self.chance(80):
                latest = starts[number + 1] if number + 1 < len(starts) and not self.odd else FIRST + timedelta(days=80)
                until = start + timedelta(days=self.random.randint(0, max(0, (latest - start).days - 1)))
                level["drawdown_until"] = Dated(until.isoformat())
            before = amount
            is_first = number == 0
            recorded = FIRST if is_first else self.day(0, max(0, (start - FIRST).days))
            end = None
            if number == len(starts) - 1 and self.chance(15):
                end = start + timedelta(days=self.random.randint(1, 15))
            record = Requirement(level=Level(**level), **(fields if is_first else {}))
            first_day = None if is_first and self.chance(20) else start
            self.write(recorded, "requirement", subject, record, start=first_day, end=end)
        if self.chance(20):
            decided = self.day(5, 45)
            record = Requirement(accepted_gap=None if self.chance(30) else self.accepted_gap())
            self.write(decided, "requirement", subject, record, start=decided)

    # -- contributions

    def window(self) -> Dates | None:
        first, last = self.day(0, 25), self.day(30, 70)
        start, end = Dated(first.isoformat()), Dated(last.isoformat())
        return self.random.choice(
            (
                None,
                Dates(),
                Dates(last=end),
                Dates(start=start),
                Dates(start=start, last=end),
                Dates(start=start, last=end),
                Dates(start=Dated("2026-03-03"), last=end),
                Dates(start=Dated("2026-03-05")),
                Dates(start=Dated("2026-02"), last=end),
                Dates(start=Dated("2026-03")),
                Dates(start=start, last=Dated("2026-04")),
                Dates(start=Dated("2026-03"), last=Dated("2026-04")),
                Dates(start=Dated("2025"), last=Dated("2027")),
                Dates(start=Dated("2026")),
                Dates(last=Dated("2026-04")),
            )
        )

    def whither(self) -> dict[str, Any]:
        """Capability, operation, pool, earmark: where a contribution could go."""
        fields: dict[str, Any] = {}
        if not self.chance(12):
            fields["capability"] = self.random.choice(list(self.units))
        line = self.random.choice(list(self.lines))
        fitting = self.fitting(line)
        draw = self.random.randrange(100)
        if draw < 25 and fitting:
            fields |= {"line": line, "capability": self.random.choice(fitting)}
            if self.chance(50):
                fields["operation"] = self.lines[line][0]
        elif draw < 75 and fitting:
            fields |= {"operation": self.lines[line][0], "capability": self.random.choice(fitting)}
        elif draw < 88 and self.pools:
            fields["pool"] = self.random.choice(self.pools)
        elif draw < 96:
            fields["operation"] = self.random.choice(self.missions)
        if self.oddly(15):
            fields["line"] = self.random.choice(list(self.lines))
        if self.chance(25) and fitting:
            if self.oddly(15):
                line = self.random.choice(list(self.lines))
            else:
                fields["capability"] = self.random.choice(fitting)
            fields["bridge"] = Bridge(line=line, until=self.end())
            if self.chance(60):
                fields.pop("operation", None)
        return fields

    def operation_in(self, fields: dict[str, Any]) -> str | None:
        """The operation in which it counts by what is said of it: its own, or that of its line."""
        bridge: Bridge | None = fields.get("bridge")
        line = fields.get("line") or (None if bridge is None else bridge.line)
        own: str | None = fields.get("operation")
        return own or (None if line is None else self.lines[line][0])

    def reconsidered(self, subject: str, fields: dict[str, Any]) -> None:
        """A later word on what it is for: it bridges until another day, or nothing more, or has a line of its own."""
        changed, bridge = self.day(12, 45), fields["bridge"]
        given: dict[str, Any] = self.random.choice(
            (
                {"bridge": Bridge(line=bridge.line, until=self.end())},
                {"bridge": None},
                {"line": self.random.choice([bridge.line, *self.lines]) if self.odd else bridge.line},
                {"line": None},
            )
        )
        self.write(changed, "contribution", subject, Contribution(**given), start=changed)

    def contribution(self, subject: str) -> None:
        fields = self.whither()
        fields["member"] = self.random.choice(("M0", "M1", "M2"))
        if self.chance(55):
            fields["words"] = "what they said"
        if self.chance(50):
            fields["place"] = self.random.choice(self.places)
        if self.chance(8):
            fields["backfills"] = "a company elsewhere"
        window = None if "bridge" in fields and self.chance(20) else self.window()
        if window is not None:
            fields["window"] = window
        made_on = self.day(0, 10)
        self.fields[subject] = fields
        self.write(made_on, "contribution", subject, Contribution(**fields))
        days = sorted(self.day(1, self.random.choice((15, 30, 50))) for _ in range(self.random.randint(1, 6)))
        for number, day in enumerate(days):
            self.step(subject, fields, days[number - 1] if number and self.chance(25) else day, made_on)
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            self.cap(subject, self.random.choice(days) if self.chance(25) else self.day(5, 55), made_on)
        if window is not None and self.chance(25):
            changed, moved = self.day(12, 50), self.window()
            if moved is not None:
                self.write(changed, "contribution", subject, Contribution(window=moved), start=changed)
        if "bridge" in fields and self.chance(25):
            self.reconsidered(subject, fields)
        if self.chance(12) or self.oddly(20):
            self.pins(subject, fields, made_on)

    def step(self, subject: str, fields: dict[str, Any], day: date, made_on: date) -> None:
        words = ["indicated", "pledged", "offered", "committed", "committed", "accepted", "asked_back"]
        words += ["in_place"] * 3
        operation = self.operation_in(fields)
        if self.odd or (operation is not None and operation not in self.strict):
            words.append("en_route")
        if operation in self.strict:
            words += ["accepted", "committed"]
        word = self.random.choice(words)
        if word == "in_place" and "capability" not in fields and not self.oddly(50):
            word = "pledged"
        given: dict[str, Any] = {"word": Word(word)}
        if (word == "in_place" and not self.oddly(20)) or not self.chance(8):
            given["quantity"] = self.quantity()
        if word == "committed" and "operation" not in fields and "line" not in fields and self.chance(65):
            given["operation"] = self.random.choice(self.missions)
        recorded = max(made_on, day + timedelta(days=self.random.choice((0, 0, 0, 1, 3, 6))))
        end = day + timedelta(days=self.random.randint(1, 20)) if self.chance(10) else None
        self.write(recorded, "step", subject, Step(**given), start=day, end=end, words=self.chance(60))

    def cap(self, subject: str, day: date, made_on: date) -> None:
        cap = self.random.choice(list(CapWord))
        given: dict[str, Any] = {"cap": cap}
        if cap is CapWord.REDUCED and not self.chance(5):
            given["quantity"] = self.quantity(plain=self.chance(80))
        if cap is CapWord.PAUSED and self.chance(75):
            given["until"] = Dated((day + timedelta(days=self.random.randint(0, 12))).isoformat())
        recorded = max(made_on, day + timedelta(days=self.random.choice((-20, -10, -5, 0, 0, 3))))
        end = day + timedelta(days=self.random.randint(1, 15)) if self.chance(10) else None
        self.write(recorded, "cap", subject, Cap(**given), start=day, end=end, words=self.chance(60))

    def lines_for(self, fields: dict[str, Any]) -> list[str]:
        """The lines that fit by what is first said of a contribution."""
        fit = [line for line in self.lines if fields.get("capability") in self.fitting(line)]
        return [line for line in fit if self.lines[line][0] == self.operation_in(fields)]

    def pins(self, subject: str, fields: dict[str, Any], made_on: date) -> None:
        fit = self.lines_for(fields)
        self.pinned |= {subject} if fit else set()
        if self.oddly(30):
            fit = list(self.lines)
        for number, line in enumerate(self.random.sample(fit, min(len(fit), 1 + self.oddly(50)))):
            given: dict[str, Any] = {"contribution": subject, "line": line}
            if self.chance(70):
                given["quantity"] = Quantity.said_as(Qualifier.EXACT, self.random.choice((1, 5, 10, 20)))
            if self.oddly(20):
                given["quantity"] = Quantity.said_as(Qualifier.EXACT, 90)
            day = max(made_on, self.day(10, 50))
            self.write(day, "assignment", f"{subject}.{number}", Assignment(**given), start=day)

    # -- what several give together

    def joints(self) -> None:
        """Each delivers one contribution that needs one to three others; now and then it is listed itself."""
        left = sorted(self.fields)
        self.random.shuffle(left)
        for number in range(self.random.choice((0, 1, 1, 2))):
            among = sorted(self.fields) if self.odd else left
            together = self.random.sample(among, min(len(among), self.random.choice((2, 2, 3, 4))))
            if len(together) < 2:
                return
            left = [each for each in left if each not in together]
            subject, recorded = f"J{number}", self.day(10, 20)
            self.write(recorded, "joint", subject, Joint(name=subject, delivers=together[0]))
            for part in together[0 if self.chance(15) else 1 :]:
                self.part(subject, part, recorded)

    def part(self, joint: str, contribution: str, recorded: date) -> None:
        """Required, mostly without saying so; from a day on, or until a day, now and then."""
        fields: dict[str, Any] = {"contribution": contribution, "role": self.random.choice(("lift", "crew", "money"))}
        fields |= {"required": self.chance(50)} if self.chance(35) else {}
        start = self.day(0, 25) if self.chance(25) else None
        end = self.day(26, 55) if self.chance(25) else None
        self.write(recorded, "part", joint, Part(**fields), start=start, end=end)
        if self.chance(15):
            changed = self.day(21, 45)
            record = Part(contribution=contribution, required=self.chance(50))
            self.write(changed, "part", joint, record, start=max(changed, start or changed))

    def rotas(self) -> None:
        """Each with up to four turns, some of them open, one after another or with an overlap."""
        for number in range(self.random.choice((0, 1, 2, 2))):
            rota, line = f"R{number}", self.line_in_turn()
            self.write(FIRST, "rota", rota, Rota(line=line, name=rota, overlap_days=self.random.randint(0, 7)))
            first = self.random.randint(0, 12)
            for _ in range(self.random.randint(2, 4)):
                self.turn(rota, line, first)
                first += self.random.randint(5, 25)

    def line_in_turn(self) -> str:
        """Mostly one of those that compete for most contributions."""
        could = {each: self.lines_for(fields) for each, fields in self.fields.items() if each not in self.pinned}
        wanted = {line: sum(line in fit and len(fit) > 1 for fit in could.values()) for line in self.lines}
        return self.random.choice(sorted(wanted, key=lambda line: (-wanted[line], line))[: 1 if self.chance(80) else 6])

    def turn(self, rota: str, line: str, first: int) -> None:
        fit = [each for each, fields in self.fields.items() if line in self.lines_for(fields)]
        fit = [each for each in fit if each not in self.pinned or self.odd]
        fit = [each for each in fit if len(self.lines_for(self.fields[each])) > 1] or fit
        if self.oddly(25):
            fit = sorted(self.fields)
        start = FIRST + timedelta(days=first)
        last = start + timedelta(days=self.random.randint(5, 35))
        texts = [each.isoformat()[: 7 if self.chance(15) else 10] for each in (start, last)]
        if any(each.subject == rota and getattr(each.record, "first", None) == Dated(texts[0]) for each in self.drafts):
            texts[0] = start.isoformat()
        fields: dict[str, Any] = {"first": Dated(texts[0]), "last": Dated(texts[1])}
        if fit and not self.chance(15):
            fields["contribution"] = self.random.choice(fit)
            self.pinned.add(fields["contribution"])
        until = start + timedelta(days=5) if self.chance(8) else None
        self.write(self.day(10, 14), "turn", rota, Turn(**fields), end=until)

    # -- second thoughts

    def second_thoughts(self) -> None:
        """Corrections and retractions, recorded after what they supersede."""
        open_to_it = [each for each in self.drafts if each.kind in ("step", "cap", "assignment", "requirement")]
        open_to_it += [each for each in self.drafts if each.kind in ("contribution", "part", "turn")]
        for old in open_to_it:
            if not self.chance(15) or (not self.odd and self.has_equal(old)):
                continue
            new = self.correct(old) if self.chance(65) or self.carries_others(old) else self.retract(old)
            if new.kind != "retraction" and self.chance(25):
                if self.oddly(50):
                    self.retract(new)
                else:
                    self.correct(new)

    def has_equal(self, old: _Draft) -> bool:
        """Whether another step or cap, or another entry of its kind, begins on the same day."""
        kinds = ("step", "cap") if old.kind in ("step", "cap") else (old.kind,)
        return any(
            each is not old and each.kind in kinds and each.subject == old.subject and each.start == old.start
            for each in self.drafts
        )

    def carries_others(self, old: _Draft) -> bool:
        """Whether others rest on it: the entry that says what a line or a contribution is."""
        return "operation" in old.record.model_fields_set or "member" in old.record.model_fields_set

    def later(self, old: _Draft) -> date:
        return old.recorded_on + timedelta(days=self.random.randint(0, 20))

    def retract(self, old: _Draft) -> _Draft:
        return self.write(self.later(old), "retraction", old.subject, Retraction(why="wrong"), supersedes=old)

    def correct(self, old: _Draft) -> _Draft:
        """The same again with another number, or another window."""
        given = {name: getattr(old.record, name) for name in old.record.model_fields_set}
        if "level" in given:
            quantity = Quantity.said_as(Qualifier.EXACT, self.random.choice((20, 40, 70)))
            given["level"] = Level(quantity=quantity)
        if "quantity" in given and old.kind != "assignment":
            given["quantity"] = self.quantity()
        if "window" in given:
            given["window"] = self.window() or Dates()
        if old.kind == "turn":
            given["last"] = self.end() if self.odd else given["last"]
            given |= {"contribution": self.random.choice(sorted(self.fields))} if self.oddly(30) else {}
        if given.get("bridge") is not None and self.chance(50):
            given["bridge"] = Bridge(line=given["bridge"].line, until=self.end())
        if len(given) > 1 and self.oddly(20):
            keep = {"word", "cap", "contribution", "line", "quantity", "level", "member", "first", "last"}
            given = {name: value for name, value in given.items() if name in keep}
        draft = dataclasses.replace(old, recorded_on=self.later(old), record=type(old.record)(**given), supersedes=old)
        self.drafts.append(draft)
        return draft

    def finished(self) -> list[Fact]:
        """In the order of recording; on one day as written."""
        ordered = sorted(self.drafts, key=lambda draft: draft.recorded_on)
        index = {id(draft): number for number, draft in enumerate(ordered)}
        return [
            Fact(
                index=number,
                recorded_on=draft.recorded_on,
                kind=draft.kind,
                subject=draft.subject,
                record=draft.record,
                valid=Period(draft.start, draft.end),
                statement_words=draft.words,
                supersedes=None if draft.supersedes is None else index[id(draft.supersedes)],
            )
            for number, draft in enumerate(ordered)
        ]


def random_book(seed: int, *, odd: bool = False) -> list[Fact]:
    """A book of 1 to 3 operations, 2 to 6 lines, 3 to 10 contributions over ``HORIZON`` days from ``FIRST``."""
    author = _Author(seed, odd=odd)
    author.frame()
    for number in range(author.random.randint(2, 6)):
        author.requirement(f"L{number}")
    for number in range(author.random.randint(3, 10)):
        author.contribution(f"K{number}")
    author.joints()
    author.rotas()
    author.second_thoughts()
    return author.finished()


# ---- the same book with other bridges


def with_bridges(facts: list[Fact], changed: Callable[[Bridge], Bridge | None]) -> list[Fact]:
    """The same book, but for its bridges."""
    result = []
    for fact in facts:
        bridge: Bridge | None = getattr(fact.record, "bridge", None)
        if bridge is not None:
            given = {name: getattr(fact.record, name) for name in fact.record.model_fields_set}
            record = type(fact.record)(**given | {"bridge": changed(bridge)})
            result.append(dataclasses.replace(fact, record=record))
        else:
            result.append(fact)
    return result


def ending(bridge: Bridge, later: int = 0) -> Bridge:
    """The bridge, until so many days after the last that its end may mean."""
    assert bridge.until is not None
    until = last_possible(bridge.until) + timedelta(days=later)
    return Bridge(line=bridge.line, until=Dated(until.isoformat()))
