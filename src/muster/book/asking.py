"""What can be asked of a book: the verbs that only look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self, Unpack
from zoneinfo import ZoneInfo

from muster.core.assuming import Assumption
from muster.core.days import Period, as_period, day_of, end_of_day, find_zone, known_instant
from muster.core.errors import RefusedError
from muster.core.firmness import DEFAULT_FIRMNESS, Firmness
from muster.core.keeping import SECRETARIAT, SEES_ALL, Genesis
from muster.core.marking import Viewer
from muster.core.problem import Problem
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Coverage, Timeline
from muster.engine.day import LineDay
from muster.engine.difference import Outcome, Ranking, grouped, outcomes, ranking
from muster.engine.eligibility import Reason
from muster.engine.gaps import Gap, gaps_on, lines_on, not_open_on
from muster.engine.hands import Hands
from muster.engine.kept import allocate_from
from muster.engine.picture import CHANGES_OVER, Picture, picture
from muster.engine.proving import Proof, proof_of_kept
from muster.engine.scenario import Base
from muster.engine.serving import Asked, Beside
from muster.engine.touring import Effort
from muster.engine.training import Training, training, until
from muster.engine.why import Explained, why
from muster.exchange import formats
from muster.exchange.files import all_supposed
from muster.exchange.suppositions import Supposition
from muster.ledger.checks import run_checks
from muster.ledger.entries import Head, chain_faults
from muster.ledger.history import LogLine, history
from muster.ledger.ledger import Ledger, Surroundings, Watcher
from muster.ledger.phases import NotOpen
from muster.ledger.places import settings_in_force, surroundings
from muster.ledger.snapshot import Snapshot
from muster.ledger.store import Store
from muster.ledger.visible import find_viewer, visible

CLOCKS_DIFFER_BY = 86_400_000_000
"""So many microseconds, a day, may a book be ahead of the clock before that is said."""

Moment = date | datetime | str | None
"""A day (the whole of it), an instant, a day written as text, or None for now."""


class Asking:
    """A book open for one viewer, as far as it is asked. See :class:`muster.Book` for all it can do."""

    def __init__(self, store: Store, around: Surroundings | None = None, viewer: str = SECRETARIAT) -> None:
        """Wire a store; the usual way in is :func:`muster.open`."""
        self.ledger = Ledger(store, around or surroundings(settings_in_force().now))
        self._viewer_name = viewer

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def warnings(self) -> Sequence[str]:
        """What is to be said about the place where the book is kept, and about its clock."""
        return (*getattr(self.ledger.store, "warnings", ()), *self._ahead())

    @property
    def genesis(self) -> Genesis:
        """How the book began: name, zone, banner, currency, clock."""
        return Snapshot(self.ledger.entries()[:1], 0).genesis

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the book's days fall."""
        return find_zone(self.genesis.zone or "UTC")

    @property
    def today(self) -> date:
        """Today, in the book's zone."""
        return day_of(self.ledger.now(), self.zone)

    @property
    def viewer(self) -> Viewer:
        """For whom the book is open, with the groups it belongs to today."""
        return find_viewer(self._viewer_name, self.ledger.entries(), self.today)

    def snapshot(self, known: Moment = None) -> Snapshot:
        """What the viewer could know by a moment of the book's life: visible entries only."""
        return self._as_known(self._instant(known))

    def check(self, known: Moment = None, valid: date | None = None) -> tuple[Problem, ...]:
        """Every problem in what the viewer could see by a moment, on a day (the day known where none is given)."""
        snapshot = self.snapshot(known)
        return run_checks(snapshot, valid or snapshot.known_day)

    def check_chain(self, head: str | None = None) -> tuple[str, ...]:
        """Where the chain does not hold, and whether the book still contains a head seen before. Empty: all is well."""
        self._only_for_those_who_see_all("check the chain")
        entries = self.ledger.entries()
        faults = [fault for _, fault in chain_faults(entries)]
        if head is not None and head not in {entry.hash for entry in entries}:
            faults.append(f"the book does not contain the head {head}")
        return tuple(faults)

    def head(self) -> Head:
        """The number and hash of the last entry: kept elsewhere, it shows later whether the book was tampered with."""
        self._only_for_those_who_see_all("see the head")
        return self.ledger.head()

    def log(self, subject: str, known: Moment = None) -> tuple[LogLine, ...]:
        """Everything recorded about a subject, each step with its statement."""
        return history(self.snapshot(known), subject)

    def status(self, known: Moment = None, valid: date | None = None, firmness: Firmness = DEFAULT_FIRMNESS) -> Picture:
        """The picture on a day as known at a moment."""
        snapshot = self.snapshot(known)
        earlier = self._as_known(end_of_day(snapshot.known_day - CHANGES_OVER, snapshot.zone))
        return picture(snapshot, valid or snapshot.known_day, earlier, firmness)

    def coverage(self, line: str, period: Period | str | None = None, known: Moment = None) -> Coverage:
        """A line over a period (``2026-01-01/2026-12-31``, or all the book knows): need and cover at each firmness."""
        timeline = Timeline(self.snapshot(known))
        return timeline.coverage(line, as_period(period) or timeline.horizon_of(line))

    def lines(self, known: Moment = None, valid: date | None = None) -> tuple[LineDay, ...]:
        """All open lines on a day."""
        snapshot = self.snapshot(known)
        return lines_on(Timeline(snapshot), valid or snapshot.known_day)

    def not_open(self, known: Moment = None, valid: date | None = None) -> tuple[NotOpen, ...]:
        """The lines that are not open on a day because of a phase."""
        snapshot = self.snapshot(known)
        return not_open_on(Timeline(snapshot), valid or snapshot.known_day)

    def gaps(
        self, known: Moment = None, valid: date | None = None, firmness: Firmness = DEFAULT_FIRMNESS
    ) -> tuple[Gap, ...]:
        """The lines that are short on a day, the worst first."""
        snapshot = self.snapshot(known)
        return gaps_on(Timeline(snapshot), valid or snapshot.known_day, firmness)

    def allocate(
        self,
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        watcher: Watcher | None = None,
        *,
        starts_from: str | None = None,
        afresh: bool = False,
        without: AbstractSet[Reason] = frozenset(),
        assume: AbstractSet[Assumption] = frozenset(),
        most_from_one: int | None = None,
        suppliers: int | None = None,
        balance: str | None = None,
        effort: Effort | None = None,
        may_stop: bool = False,
        hands: Hands | None = None,
    ) -> Plan:
        """The plan of a period (default: from the day known to the last day on which anything changes).

        Who serves whom starts from a kept plan: from ``starts_from``, or else from the one kept last that plans the
        first day; from none with ``afresh``. ``without``: as though these reasons spoke against nothing. ``assume``:
        what is assumed where the book leaves it open. ``most_from_one``: so many percent of a line's need count from
        one member at most. ``suppliers``: of a line that fewer members serve nothing counts. ``balance``: the
        burden-sharing key by which burdens are balanced. ``effort``: how hard to look for the best tours of whole
        units. Where it ``may_stop``, Ctrl-C leaves what was planned by then. Long work is shared out among ``hands``.
        """
        timeline = Timeline(self.snapshot(known))
        rules: Beside = {"most_from_one": most_from_one, "suppliers": suppliers, "balance": balance}
        asked = Asked(timeline.snapshot.known_day, firmness, without=frozenset(without), **rules).assuming(assume)
        how: dict[str, Any] = {"effort": effort, "watcher": watcher, "may_stop": may_stop, "hands": hands}
        return allocate_from(timeline, asked, as_period(period), starts_from, afresh=afresh, **how)

    def prove(self, name: str, watcher: Watcher | None = None) -> Proof:
        """Whether the plan kept under a name still follows from the book. For those who see all."""
        self._only_for_those_who_see_all("prove a kept plan")
        return proof_of_kept(self.snapshot(), name, watcher)

    def why(
        self,
        line: str,
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        watcher: Watcher | None = None,
        *,
        assume: AbstractSet[Assumption] = frozenset(),
        **rules: Unpack[Beside],
    ) -> tuple[Explained, ...]:
        """What a line lacks in each stretch of days, what stands in the way, and what one more would be worth.

        ``rules``: ``most_from_one``, ``suppliers`` and ``balance``, as for a plan.
        """
        base = _base(Timeline(self.snapshot(known)), period, firmness, watcher, assume, **rules)
        return why(base.timeline, base.plan, line)

    def why_on(
        self,
        line: str,
        day: date,
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        *,
        watcher: Watcher | None = None,
        assume: AbstractSet[Assumption] = frozenset(),
        **rules: Unpack[Beside],
    ) -> tuple[tuple[Explained, ...], tuple[Training, ...]]:
        """The same for a day alone, by a plan until then; and how many trainers it would take from when to hold it."""
        timeline = Timeline(self.snapshot(known))
        within = until(timeline.snapshot.known_day, day, as_period(period))
        base = _base(timeline, within, firmness, watcher, assume, **rules)
        return why(timeline, base.plan, line, day), training(timeline.snapshot, base.plan, line, day)

    def suppose(
        self,
        *suppositions: Supposition,
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        watcher: Watcher | None = None,
    ) -> tuple[Plan, tuple[Outcome, ...]]:
        """The plan of a period, and what each supposition would change in it. Nothing is recorded.

        Where Ctrl-C stops it, those that were found so far.
        """
        timeline = Timeline(self.snapshot(known))
        supposed = all_supposed(timeline.snapshot, suppositions)
        base = _base(timeline, period, firmness, watcher)
        return base.plan, outcomes(base, supposed, watcher)

    def rank(
        self,
        of: str = "members",
        period: Period | str | None = None,
        known: Moment = None,
        firmness: Firmness = DEFAULT_FIRMNESS,
        watcher: Watcher | None = None,
    ) -> Ranking:
        """What the coalition would lose without each of its members or ``contributions``, the greatest loss first.

        Where Ctrl-C stops it, those that were found so far.
        """
        base = _base(Timeline(self.snapshot(known)), period, firmness, watcher)
        return ranking(base, grouped(base.plan, of), watcher)

    def export(self, target: str | Path, known: Moment = None, valid: date | None = None) -> Path:
        """Write what the viewer sees to a workbook, a folder of CSV or JSON Lines."""
        return formats.write_export(self.snapshot(known), Path(target), valid=valid)

    def close(self) -> None:
        """Let go of the place where the book is kept."""
        self.ledger.store.close()

    def _ahead(self) -> Iterator[str]:
        """That the book is ahead of the clock, for those who see all of it."""
        entries = self.ledger.entries()
        if (
            self._viewer_name in SEES_ALL
            and entries
            and entries[-1].recorded_at > self.ledger.around.clock() + CLOCKS_DIFFER_BY
        ):
            last = day_of(entries[-1].recorded_at, self.zone)
            yield f"the last entry is of {last}, to which the clock has yet to come: what is recorded now is dated then"

    def _instant(self, known: Moment) -> int:
        now = self.ledger.now()
        return now if known is None else known_instant(known, self.zone, self.ledger.entries()[0].recorded_at, now)

    def _as_known(self, instant: int) -> Snapshot:
        seen = visible(self.ledger.entries(), self.viewer)
        return Snapshot([entry for entry in seen if entry.recorded_at <= instant], instant, self._viewer_name)

    def _only_for_those_who_see_all(self, act: str) -> None:
        if not self.viewer.sees_all:
            raise RefusedError(f"only the secretariat and the auditor may {act}")


def _base(
    timeline: Timeline,
    period: Period | str | None,
    firmness: Firmness,
    watcher: Watcher | None,
    assume: AbstractSet[Assumption] = frozenset(),
    **rules: Unpack[Beside],
) -> Base:
    """The plan of a period with what it was made of."""
    asked = Asked(timeline.snapshot.known_day, firmness, **rules).assuming(assume)
    return Base(timeline, allocate(timeline, asked, as_period(period), watcher=watcher))
