"""What of a random book hangs together on a day, and which of it matters: without it, the answer would be another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from muster.core.record import Record
from muster.core.shared import Part, Turn
from tests.oracle import day_by_day as cover
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import asked_of
from tests.oracle.amounts.plan import Plan, plan_of
from tests.oracle.facts import Fact


def without(facts: list[Fact], *names: str) -> list[Fact]:
    """The same book, in which nothing is said of these fields."""

    def left(record: Record) -> Record:
        given = {name: getattr(record, name) for name in record.model_fields_set - set(names)}
        return type(record).model_construct(set(given), **given)

    return [replace(fact, record=left(fact.record)) for fact in facts]


def hanging(asked: Asked, plan: Plan) -> set[str]:
    """What there is of it on the day asked about."""
    return _waiting(asked, plan) | _counting(asked, plan) | _joint(asked, plan) | _in_turn(asked, plan)


def _again(asked: Asked, facts: list[Fact]) -> Plan:
    return plan_of(Asked(facts, asked.day, asked.known, asked.firmness))


def in_a_circle(pairs: set[tuple[str, str]]) -> set[str]:
    """Who comes back to itself along the pairs."""

    def reached(start: str) -> set[str]:
        found, waiting = set[str](), [start]
        while waiting:
            now = waiting.pop()
            after = {other for one, other in pairs if one == now} - found
            found |= after
            waiting += after
        return found

    return {one for one, _ in pairs if one in reached(one)}


def _waiting(asked: Asked, plan: Plan) -> set[str]:
    waiting = [one for one in asked.conditions if one.only_if is not None]
    pairs = {(one.contribution, one.only_if) for one in waiting if one.state == "open" and one.only_if is not None}
    unfailed, circles = asked.unfailed, in_a_circle(pairs)
    found = {
        "waits for another": bool(pairs),
        "waits in a circle": bool(circles),
        "waits and is decided": any(one.state != "open" for one in waiting),
        "waiting matters": bool(pairs) and _again(asked, without(asked.facts, "only_if")).covered != plan.covered,
        "circles matter": circles <= unfailed and _fewest(asked) & circles < circles,
        "waiting fails along a chain": any(
            asked.is_there(other) and other not in unfailed and one not in circles for one, other in pairs
        ),
        "waits for what is joint": any(cover._required(asked.now, other, asked.day) for _, other in pairs),
    }
    return {name for name, there in found.items() if there}


def _fewest(asked: Asked) -> frozenset[str]:
    """On whom no condition has failed if as few as is consistent are met, though open ones that wait for nobody are."""
    return asked.met_from(all_of_them=False)


def _counting(asked: Asked, plan: Plan) -> set[str]:
    lines = asked.lines()
    pairs = {(line, other) for line in lines for other in asked.wanted(line).needs if other in lines}
    alone = [line for line in lines if asked.wanted(line).needs == ()]

    def by_own_needs(line: str) -> bool:
        """Whether as much counts by what the line and those it names have by themselves."""
        named = [plan.covered[other] / plan.needs[other] for one, other in pairs if one == line]
        return plan.counts[line] == plan.needs[line] * min([plan.covered[line] / plan.needs[line], *named])

    found = {
        "thresholds matter": any(line in plan.limited and plan.covered[line] for line in alone),
        "needs matter": any(line in plan.limited for line, _ in pairs)
        and _again(asked, without(asked.facts, "needs")).limited != plan.limited,
        "needs in a circle": bool(in_a_circle(pairs)),
        "needs along a chain matter": any(
            asked.wanted(line).threshold == 0 and not by_own_needs(line) for line, _ in pairs
        ),
    }
    return {name for name, there in found.items() if there}


def _changed(facts: list[Fact], change: Callable[[Part], Part]) -> list[Fact]:
    return [replace(fact, record=change(fact.record)) if isinstance(fact.record, Part) else fact for fact in facts]


def _joint(asked: Asked, plan: Plan) -> set[str]:
    parts = [part for joint in asked.subjects("joint") for part in asked.rows("part", joint, "contribution")]
    if not parts:
        return set()
    apart = [fact for fact in asked.facts if fact.kind != "part"]
    needed = _changed(asked.facts, lambda part: Part(contribution=part.contribution))
    found = {
        "joints": True,
        "parts matter": _again(asked, apart).covered != plan.covered,
        "parts that are not required matter": _again(asked, needed).covered != plan.covered,
    }
    return {name for name, there in found.items() if there}


def _in_turn(asked: Asked, plan: Plan) -> set[str]:
    turns = cover.turns(asked.now, asked.day)
    assigned = {pin.contribution for pin in asked.pins[: len(asked.pins) - len(turns)]}
    serving = [turn for turn in turns if plan.answers.get((turn.contribution, turn.line), None)]
    written = [fact.record for fact in asked.facts if isinstance(fact.record, Turn)]
    free = [fact for fact in asked.facts if fact.kind != "turn"]
    by_itself = Asked(free, asked.day, asked.known, asked.firmness)
    found = {
        "turns": bool(serving),
        "turns matter": bool(turns) and plan_of(by_itself).covered != plan.covered,
        "turns after assignments": any(turn.contribution in assigned for turn in serving),
        "turns against an earmark, a place or notice": any(
            plan.answers[turn.contribution, turn.line].reason is None
            and _reason(by_itself, turn) in ("earmarked", "other_place", "notice")
            for turn in serving
        ),
        "turns of months": any(
            end is not None and end.precision != "day" for turn in written for end in (turn.first, turn.last)
        ),
        "open turns": any(turn.contribution is None for turn in written),
    }
    return {name for name, there in found.items() if there}


def _reason(asked: Asked, turn: cover.Turn) -> str | None:
    return asked_of(asked, turn.contribution, turn.line).reason
