"""Checks of productions: whom graduates cannot join, classes that are never held, trainers that are counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.core.capabilities import Measure
from muster.core.keeping import SEES_ALL
from muster.core.problem import Problem
from muster.core.production import Production, Trainers
from muster.core.quantity import Quantity
from muster.ledger.checks.circles import circles
from muster.ledger.checks.ground import Ground, ground_of
from muster.ledger.checks.texts import joined
from muster.ledger.giving import span_of
from muster.ledger.snapshot import Snapshot


def graduates_not_joining(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A production's graduates cannot join its contribution, which is no amount or part of a joint one."""
    ground = ground_of(snapshot, valid)
    for production, held in snapshot.things(Production, valid).items():
        given = None if held.graduates is None else ground.given(held.graduates, valid)
        if given is None:
            continue
        capability = given.record.capability
        reasons = (
            (capability is None, "is of no stated capability"),
            (ground.trees.whole(capability), f"comes in whole units ({capability})"),
            (_is_total(ground, capability), f"is counted as a total ({capability})"),
            (given.part_of is not None, f"is part of the joint contribution {given.part_of}"),
        )
        for stands, reason in reasons:
            if stands:
                sentence = f"nobody graduates from it in a plan: {held.graduates} {reason}"
                mend = "let them join a contribution of an amount that serves by itself"
                yield Problem("graduates_not_joining", f"production {production}", sentence, mend)


def no_trainers(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A production for which no trainers are stated: it holds no class. Only who sees the whole book is told."""
    if snapshot.viewer not in SEES_ALL:
        return
    for production in snapshot.things(Production, valid):
        if not snapshot.parts(Trainers, production, valid):
            mend = "say in the table trainers of which lines it needs how many for a class"
            yield Problem("no_trainers", f"production {production}", "it has no trainers and holds no class", mend)


def no_class(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A number of a production is not above 0 for certain, so that it holds no class or nobody graduates."""
    ground = ground_of(snapshot, valid)
    for production, held in snapshot.things(Production, valid).items():
        promise = ground.promises.get(held.graduates or "")
        capability = None if promise is None else promise.record.capability
        numbers: list[tuple[str, int | None]] = [
            ("course_days", held.course_days),
            ("most_classes", held.most_classes),
            ("class_size", _lowest(ground, held.class_size, capability)),
        ]
        for one in snapshot.parts(Trainers, production, valid):
            line = ground.lines.get(one.line or "")
            lowest = _lowest(ground, one.per_class, None if line is None else line.capability)
            numbers.append((f"per_class of {one.line}", lowest))
        for name, number in numbers:
            if number is not None and number < 1:
                sentence = f"{name} is not above 0 for certain, and so no class counts"
                yield Problem(
                    "no_class", f"production {production}", sentence, f"give {name.split()[0]} a number above 0"
                )


def trainers_of_total(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """A production needs trainers of a line that counts a total: on no day is it known how many are there."""
    ground = ground_of(snapshot, valid)
    for production, line in _trainers(snapshot, valid):
        capability = ground.lines[line].capability if line in ground.lines else None
        if _is_total(ground, capability):
            sentence = f"its trainers' line {line} counts a total ({capability}), and so it holds no class"
            mend = "name a line of trainers that are there so many at a time"
            yield Problem("trainers_of_total", f"production {production}", sentence, mend)


def shared_trainers(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """Trainers of one line teach for several productions: a plan counts them in each as though for it alone."""
    by_line: dict[str, list[str]] = {}
    for production, line in _trainers(snapshot, valid):
        by_line.setdefault(line, []).append(production)
    for line, several in sorted(by_line.items()):
        if len(several) > 1:
            sentence = f"its trainers are counted in full by each of {joined(several)}"
            mend = "give each production a line of trainers of its own"
            yield Problem("shared_trainers", f"requirement {line}", sentence, mend)


def circular_production(snapshot: Snapshot, valid: date) -> Iterator[Problem]:
    """The only trainers that a production could have are to graduate from it, at once or by way of others.

    Only who sees the whole book is told: others may not see who trains.
    """
    if snapshot.viewer not in SEES_ALL:
        return
    ground = ground_of(snapshot, valid)
    held = snapshot.things(Production, valid)
    rests_on: dict[str, tuple[str, ...]] = dict.fromkeys(held, ())
    for production, line in _trainers(snapshot, valid):
        if line in ground.lines and not any(ground.related(line)):
            schools = (name for name, one in held.items() if ground.could_serve(one.graduates or "", line))
            rests_on[production] = (*rests_on[production], *schools)
    for circle in circles(rests_on):
        first, *others = circle
        sentence = f"its trainers graduate from each other: {', '.join([*circle, first])}; no class ever begins"
        if not others:
            sentence = f"its only trainers would be its own graduates, {held[first].graduates}; no class ever begins"
        mend = "record who could train the first of them"
        yield Problem("circular_production", f"production {first}", sentence, mend)


def _trainers(snapshot: Snapshot, valid: date) -> Iterator[tuple[str, str]]:
    """Each production with each line of its trainers."""
    for production in snapshot.things(Production, valid):
        for one in snapshot.parts(Trainers, production, valid):
            yield production, one.line or ""


def _is_total(ground: Ground, capability: str | None) -> bool:
    found = ground.trees.capabilities.get(capability or "")
    return found is not None and found.measure is Measure.TOTAL


def _lowest(ground: Ground, quantity: Quantity | None, capability: str | None) -> int | None:
    """What a quantity is for certain, in smallest units; None where none is stated."""
    return None if quantity is None else span_of(quantity, ground.trees.decimals(capability)).low or 0
