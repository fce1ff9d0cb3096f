"""What slips: the drafts that move the first day of a contribution, or the last day of a phase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from muster.core.contributions import Contribution, Instalment
from muster.core.days import Dated, Period
from muster.core.errors import RefusedError
from muster.core.operations import Dates, Phase
from muster.core.record import Record
from muster.ledger.entries import Draft
from muster.ledger.snapshot import Snapshot
from muster.ledger.standing import Stated

LONGEST_SLIP_DAYS = 36_600
"""Nothing slips by more than a hundred years."""


def later(snapshot: Snapshot, contribution: str, days: int) -> Iterator[Draft]:
    """What makes a contribution begin so many days later, and its instalments fall due so much later.

    Raises RefusedError where it would begin after its last day, or where two instalments would be due on one day.
    """
    by = _by(contribution, days)
    for one in snapshot.facet(Contribution, contribution, "window"):
        window = cast("Contribution", one.record).window
        if window is not None and window.start is not None:
            start = _moved(window.start, by)
            if window.last is not None and start.first > window.last.last:
                raise RefusedError(f"{contribution} would begin on {start}, after its last day, {window.last}")
            given = {"start": start, **({} if window.last is None else {"last": window.last})}
            yield Draft("contribution", contribution, Contribution(window=Dates(**given)), one.valid)
    due: dict[Dated, Dated] = {}
    for one in snapshot.stated("instalment", contribution):
        record = cast("Instalment", one.record)
        was = cast("Dated", record.due)
        moved = _moved(was, by)
        if due.setdefault(moved, was) != was:
            both = f"{due[moved]} and {was}"
            raise RefusedError(f"the instalments of {contribution} of {both} would both be due on {moved}")
        yield correction(one, record.model_copy(update={"due": moved}), one.valid)


def longer(snapshot: Snapshot, phase: str, days: int) -> Iterator[Draft]:
    """What moves the last day of a phase: the stated one, and its length, by which it lasts where it is pushed.

    Raises RefusedError where the phase would end before it begins.
    """
    by = _by(phase, days)
    for one in snapshot.facet(Phase, phase, "dates"):
        dates = cast("Phase", one.record).dates
        if dates is not None and dates.last is not None:
            last = Dated((dates.last.first + by).isoformat())
            if dates.start is not None and dates.start.first > last.last:
                raise RefusedError(f"{phase} would end on {last}, before its first day, {dates.start}")
            given = {"last": last, **({} if dates.start is None else {"start": dates.start})}
            yield Draft("phase", phase, Phase(dates=Dates(**given)), one.valid)
    for one in snapshot.facet(Phase, phase, "lasts_days"):
        lasts = cast("Phase", one.record).lasts_days
        if lasts is not None:
            if lasts + days < 1:
                raise RefusedError(f"{phase} lasts {lasts} days, and cannot end {-days} days earlier")
            yield Draft("phase", phase, Phase(lasts_days=lasts + days), one.valid)


def correction(one: Stated, record: Record, valid: Period) -> Draft:
    """A draft in the place of an entry."""
    return Draft(one.entry.kind, one.entry.subject, record, valid, one.entry.statement, supersedes=one.entry.id)


def _by(subject: str, days: int) -> timedelta:
    """By how much something slips; raises RefusedError for nothing and for too much."""
    if not 0 < abs(days) <= LONGEST_SLIP_DAYS:
        mend = f"write from 1 to {LONGEST_SLIP_DAYS}, or less than zero for earlier"
        raise RefusedError(f"{subject} cannot slip by {days} days; {mend}")
    return timedelta(days=days)


def _moved(day: Dated, by: timedelta) -> Dated:
    """A date so much later; one of a month or a year becomes a day, its last."""
    return Dated((day.last + by).isoformat())
