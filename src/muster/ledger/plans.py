"""Kept plans in a book: which is kept under a name, which was kept last, and what the book must be for one of them."""

from __future__ import annotations

from datetime import date
from typing import cast

from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.keeping import SECRETARIAT
from muster.core.plans import KeptPlan
from muster.core.problem import closest
from muster.core.record import is_ident
from muster.ledger.entries import Entry
from muster.ledger.kinds import required_fields
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated

KEPT_FOR = (SECRETARIAT,)
"""The one marking of a kept plan. What may be published of a plan is a release."""

TAKEN_MEND = "choose another name, or take that entry back first"
"""What to do where a name has a plan already."""


def kept_under(snapshot: Snapshot, name: str) -> Stated:
    """The plan kept under a name; raises UnknownSubjectError for none, RefusedError for one that cannot be read."""
    found = _whole(snapshot, name)
    if found:
        return found[-1]
    if snapshot.has("plan", name):
        raise RefusedError(f"the plan kept as {name!r} can no longer be read: its entry is redacted, or not whole")
    raise UnknownSubjectError("plan", name, closest(name, snapshot.ids("plan")))


def kept_last(snapshot: Snapshot, day: date) -> Stated | None:
    """The plan kept last, of those that plan a day; None where there is none."""
    every = (one for name in snapshot.ids("plan") for one in _whole(snapshot, name))
    of_day = (one for one in every if day in cast("KeptPlan", one.record).period)
    return max(of_day, key=lambda one: one.entry.seq, default=None)


def check_new_name(snapshot: Snapshot, name: str) -> None:
    """Raise RefusedError for what cannot be the name of another plan: no id, or the name of one that is kept."""
    if not is_ident(name):
        raise RefusedError(f"{name!r} is no id; use letters, digits and _ . : / + -, at most 80")
    standing = standing_under(snapshot, name)
    if standing is not None:
        raise RefusedError(f"{taken(name, standing)}; {TAKEN_MEND}")


def standing_under(snapshot: Snapshot, name: str) -> Entry | None:
    """The standing entry of the plan of a name, redacted or not."""
    standing = (entry for entry in snapshot.on(name) if entry.kind == "plan" and snapshot.stands(entry))
    return next(standing, None)


def taken(name: str, standing: Entry) -> str:
    """The sentence for a name under which a plan is kept."""
    return f"a plan is kept as {name!r} already, by entry {standing.id}"


def _whole(snapshot: Snapshot, name: str) -> list[Stated]:
    """What is kept under a name, without what does not state all that a plan states."""
    needed = required_fields("plan")
    return [one for one in snapshot.stated("plan", name) if all(getattr(one.record, of) is not None for of in needed)]
