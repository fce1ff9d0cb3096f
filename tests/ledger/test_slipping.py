"""A phase that overruns: what would be recorded, and what is refused. Contributions slip in test_supposing.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from muster.core.errors import MusterError
from muster.ledger.entries import Draft
from muster.ledger.phases import Phases
from muster.ledger.slipping import LONGEST_SLIP_DAYS
from muster.ledger.snapshot import Snapshot
from muster.ledger.supposing import Overruns, drafts_of, supposed, touched
from tests.builders import dates, day, draft, relief

TODAY = "2026-01-15"


def phase(name: str = "P", since: str | None = None, **fields: Any) -> Draft:
    given: dict[str, Any] = {"name": name, "operation": "OP", "order": 1} if since is None else {}
    return draft("phase", name, since, **given, **fields)


def written(*drafts: Draft) -> Snapshot:
    desk = relief(TODAY)
    desk.put(*drafts)
    return desk.snapshot()


def told(snapshot: Snapshot, days: int) -> list[tuple[str, dict[str, object]]]:
    """Each draft: on which days it holds, and what it states."""
    return [(str(one.valid), one.record.stated()) for one in drafts_of(snapshot, Overruns("P", days))]


def refused(snapshot: Snapshot, change: Overruns) -> str:
    with pytest.raises(MusterError) as raised:
        drafts_of(snapshot, change)
    return str(raised.value)


def test_the_last_day_moves_and_the_first_stays() -> None:
    snapshot = written(phase(dates=dates("2026-02-01", "2026-02-28")))
    assert told(snapshot, 5) == [
        ("the beginning to open", {"dates": {"start": "2026-02-01", "last": "2026-03-05"}}),
    ]
    assert told(snapshot, -27)[0][1] == {"dates": {"start": "2026-02-01", "last": "2026-02-01"}}


def test_an_imprecise_last_day_moves_from_the_first_it_can_mean() -> None:
    snapshot = written(phase(dates=dates(None, "2026-02")))
    assert told(snapshot, 5) == [("the beginning to open", {"dates": {"last": "2026-02-06"}})]


def test_its_length_moves_too_and_each_that_was_stated_on_its_days() -> None:
    snapshot = written(
        phase(dates=dates("2026-02-01", "2026-02-28"), lasts_days=28),
        phase(since="2026-02-10", dates=dates("2026-02-05")),
        phase(since="2026-02-20", lasts_days=30),
        phase(since="2026-02-25", lasts_days=None),
    )
    assert told(snapshot, 5) == [
        ("the beginning to open", {"dates": {"start": "2026-02-01", "last": "2026-03-05"}}),
        ("the beginning to open", {"lasts_days": 33}),
        ("2026-02-20 to open", {"lasts_days": 35}),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"dates": dates("2026-02-01", "2026-02-28")},
        {"dates": dates("2026-02-01"), "lasts_days": 9},
        {"after": "Q", "lasts_days": 9},
        {"after": "Q", "dates": dates("2026-01-01", "2026-01-31")},
        {"after": "Q", "dates": dates("2026-01-01", "2026-01-31"), "lasts_days": 9},
        {"after": "Q", "dates": dates(None, "2026-06-30")},
    ],
)
def test_however_its_last_day_is_told_it_moves_by_so_many_days(fields: dict[str, Any]) -> None:
    snapshot = written(phase("Q", dates=dates("2026-01-01", "2026-02-15")), phase(**fields))
    after = supposed(snapshot, drafts_of(snapshot, Overruns("P", 40)))
    was, now = (Phases(one, day("2026-01-15")).window("P") for one in (snapshot, after))
    assert was.last is not None
    assert (now.first, now.last) == (was.first, was.last + timedelta(days=40))


def test_what_has_no_last_day_cannot_overrun() -> None:
    nothing = "this changes nothing: P has neither a last day nor a length"
    assert refused(written(phase(dates=dates("2026-02-01"))), Overruns("P", 5)) == nothing
    assert (
        refused(written(phase("PHASE-1")), Overruns("PHASE-2", 5)) == "unknown phase 'PHASE-2'; did you mean PHASE-1?"
    )


def test_it_cannot_end_before_it_begins() -> None:
    snapshot = written(phase(dates=dates("2026-02-01", "2026-02-28")))
    assert refused(snapshot, Overruns("P", -28)) == "P would end on 2026-01-31, before its first day, 2026-02-01"
    assert refused(written(phase(lasts_days=5)), Overruns("P", -5)) == "P lasts 5 days, and cannot end 5 days earlier"


@pytest.mark.parametrize("days", [0, LONGEST_SLIP_DAYS + 1, -LONGEST_SLIP_DAYS - 1])
def test_it_overruns_by_some_days_and_by_no_more_than_a_hundred_years(days: int) -> None:
    sentence = f"P cannot slip by {days} days; write from 1 to 36600, or less than zero for earlier"
    assert refused(written(phase(lasts_days=5)), Overruns("P", days)) == sentence


def test_a_phase_may_change_any_line() -> None:
    snapshot = written(phase(lasts_days=5))
    drafts = drafts_of(snapshot, Overruns("P", 5))
    assert touched(snapshot, supposed(snapshot, drafts), drafts) is None
