"""Whether plans are proven: those in files by their own account, kept ones by an account made anew from their book.

The book says who may serve which line, what everybody has and what is needed; the kept plan says who serves whom. What
both give together goes through the same check as a plan in a file (``proof``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

from muster.core.days import parse_instant, stretches
from muster.core.errors import RefusedError
from muster.core.firmness import Firmness
from muster.core.keeping import SEES_ALL, Redaction
from muster.core.plans import KeptAssignment, KeptPlan
from muster.engine.account import Account, account_of
from muster.engine.allocation import Plan, allocate
from muster.engine.amounts import Part
from muster.engine.coverage import Timeline
from muster.engine.kept import assigned_on, kept_of, start_of
from muster.engine.network import NOTHING, Pair
from muster.engine.proof import faults
from muster.engine.proof_of_counts import faults as faults_of_counts
from muster.engine.proof_of_prices import faults as faults_of_prices
from muster.engine.proof_of_production import faults as faults_of_production
from muster.engine.proof_of_sizes import faults as faults_of_sizes
from muster.engine.proof_of_tours import faults as faults_of_tours
from muster.engine.serving import Asked
from muster.engine.touring import Watcher
from muster.ledger.entries import Draft, Entry
from muster.ledger.kinds import decode
from muster.ledger.plans import KEPT_FOR, kept_under
from muster.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a plan holds: its faults, none where it does; how many shortfalls and stretches of days it has."""

    faults: tuple[str, ...]
    shortfalls: int
    intervals: int


def proof_of(account: Mapping[str, Any]) -> Proof:
    """Whether each figure and each proof of an account holds."""
    parts = account["intervals"]
    every = (faults, faults_of_counts, faults_of_prices, faults_of_tours, faults_of_sizes, faults_of_production)
    found = tuple(fault for check in every for fault in check(account))
    return Proof(found, sum(len(part["shortfalls"]) for part in parts), len(parts))


def proof_of_kept(snapshot: Snapshot, name: str, watcher: Watcher | None = None) -> Proof:
    """Whether the plan kept under a name follows from its book as it was known when the plan was made.

    ``watcher`` is told how far the work has come. Raises UnknownSubjectError for an unknown name, and RefusedError
    where this book cannot tell, or no longer can.
    """
    found = kept_under(snapshot, name)
    if found.entry.origin is not None:
        raise RefusedError(f"the plan {name!r} was taken over from another book; it is proven there")
    kept = cast("KeptPlan", found.record)
    then = as_known(kept, [entry for entry in snapshot.entries if entry.seq < found.entry.seq])
    proof = proof_from(then, kept, watcher)
    gone = next(_redacted_since(snapshot, then), None)
    if proof.faults and gone is not None:
        what = f"entry {gone.id} ({gone.kind} {gone.subject}) was known then and has been redacted since"
        raise RefusedError(f"the plan {name!r} can no longer be proven: {what}")
    return proof


def as_known(kept: KeptPlan, entries: Iterable[Entry]) -> Snapshot:
    """Of some entries those known when a plan was made."""
    known = parse_instant(cast("str", kept.known))
    return Snapshot([entry for entry in entries if entry.recorded_at <= known], known)


def proof_from(then: Snapshot, kept: KeptPlan, watcher: Watcher | None = None) -> Proof:
    """Whether a kept plan follows from what was known when it was made."""
    asked = Asked(
        then.known_day,
        cast("Firmness", kept.firmness),
        undeclared=cast("bool", kept.undeclared),
        most_from_one=kept.most_from_one,
        suppliers=kept.suppliers,
        balance=kept.balance,
    )
    tours = start_of(kept, cast("date", kept.period.start)).tours
    plan = allocate(Timeline(then), asked, kept.period, tours=tours, watcher=watcher)
    found = [fault for one in kept.assignments or () for fault in _outside(one, kept)]
    intervals: list[Account] = []
    whole = account_of(plan)
    account = whole["intervals"]
    for part, interval in zip(plan.parts, account, strict=False):
        for days in stretches(_changes(kept), part.period):
            assigned, more = _beyond_pins(interval, assigned_on(kept, cast("date", days.start)))
            found += (f"from {days.start}: {fault}" for fault in more)
            dated = {"first": str(days.start), "last": str(days.last), "assigned": assigned}
            intervals.append({**interval, **_covered_by(interval, part, assigned), **dated})
    proof = proof_of({**whole, "intervals": [*intervals, *account[len(plan.parts) :]]})
    return replace(proof, faults=(*found, *proof.faults))


def kept_draft(snapshot: Snapshot, plan: Plan, name: str, version: str, watcher: Watcher | None = None) -> Draft:
    """A draft that keeps a plan under a name. ``snapshot`` is the whole book, ``version`` that of Muster.

    Raises RefusedError for a plan that was made for a viewer who does not see all, and for one that does not follow
    from the book as it was known when the plan was made: of suppositions, say, or of a book that has changed since.
    """
    if plan.viewer not in SEES_ALL:
        raise RefusedError(f"this plan is made of what {plan.viewer} may see; keep one made for the secretariat")
    if plan.asked.without:
        raise RefusedError(
            "this plan does without reasons that stand in its way; only one that counts them all is kept"
        )
    if not plan.asked.open_conditions:
        raise RefusedError("this plan assumes that open conditions fail; only one that counts on them is kept")
    kept = kept_of(plan, version)
    proof = proof_from(as_known(kept, snapshot.entries), kept, watcher)
    if proof.faults:
        raise RefusedError(f"this plan does not follow from the book: {proof.faults[0]}; make it again")
    return Draft("plan", name, kept, marking=KEPT_FOR)


def _outside(one: KeptAssignment, kept: KeptPlan) -> Iterator[str]:
    start, last = cast("date", one.period.start), cast("date", one.period.last)
    if start not in kept.period or last not in kept.period:
        giver, line = one.pair
        yield f"from {start}: {giver} is to serve {line} to {last}, which is outside the plan"


def _changes(kept: KeptPlan) -> set[date]:
    """The days on which who serves whom changes."""
    periods = [one.period for one in kept.assignments or ()]
    return {day for one in periods for day in (one.start, one.end) if day is not None}


def _beyond_pins(interval: Account, kept: Mapping[Pair, Fraction]) -> tuple[list[dict[str, str]], list[str]]:
    """What is kept as the account of an interval has it: what each gives beyond pins; and what cannot stand there."""
    beyond = dict(kept)
    for pin in interval["pinned"]:
        pair = pin["contribution"], pin["line"]
        beyond[pair] = beyond.get(pair, NOTHING) - Fraction(pin["amount"])
    assigned: list[dict[str, str]] = []
    found: list[str] = []
    for (giver, line), amount in sorted(beyond.items()):
        if giver not in interval["contributions"] or line not in interval["lines"]:
            found.append(f"{giver} may not serve {line}")
        elif amount < 0:
            found.append(f"{giver} gives {line} less than is pinned to it")
        elif amount:
            assigned.append({"contribution": giver, "line": line, "amount": str(amount)})
    return assigned, found


def _covered_by(interval: Account, part: Part, assigned: Iterable[Mapping[str, str]]) -> Account:
    """What an account says of lines that hang together, by what is kept: another best plan may cover others."""
    lines, shortfalls = dict(interval["lines"]), dict(interval["shortfalls"])
    gives = {(one["contribution"], one["line"]): Fraction(one["amount"]) for one in assigned}
    for each in part.together:
        given = {pair: amount for pair, amount in gives.items() if pair in each.of.worth}
        covered, limited = each.of.covered(given), each.of.limited(given)
        for line, wanted in each.of.lines.items():
            counts = limited[line].counts if line in limited else covered[line]
            lines[line] = lines[line] | {"covered": str(covered[line])}
            lines[line] |= {"counts": str(counts)} if "counts" in lines[line] else {}
            accepted = {} if wanted.accepted is None else {"accepted_gap": wanted.accepted.stated()}
            shortfalls[line] = {"short": str(wanted.need - covered[line]), "lines": {}} | accepted
            if covered[line] == wanted.need:
                del shortfalls[line]
    return {"lines": lines, "shortfalls": shortfalls}


def _redacted_since(snapshot: Snapshot, then: Snapshot) -> Iterator[Entry]:
    """What was known and has been redacted since, in the order of redaction."""
    for entry in snapshot.entries:
        if entry.kind == "redaction" and entry.payload is not None and then.find(entry.id) is None:
            gone = then.find(cast("Redaction", decode(entry.kind, entry.payload)).entry)
            if gone is not None:
                yield gone
