"""Windows as they may be and as they certainly are."""

from __future__ import annotations

import pytest

from muster.core.days import ALWAYS, Dated
from muster.core.operations import Dates
from muster.ledger.checks.promises import certain, possible


def window(start: str | None, last: str | None) -> Dates:
    return Dates(start=None if start is None else Dated(start), last=None if last is None else Dated(last))


@pytest.mark.parametrize(
    ("start", "last", "surely", "perhaps"),
    [
        ("2016-06-01", "2016-06-30", "2016-06-01 to 2016-06-30", "2016-06-01 to 2016-06-30"),
        ("2016-06", "2016-09", "2016-06-30 to 2016-09-01", "2016-06-01 to 2016-09-30"),
        ("2016-06", "2016-06-30", "2016-06-30 to 2016-06-30", "2016-06-01 to 2016-06-30"),
        ("2016-06", "2016-06-29", None, "2016-06-01 to 2016-06-29"),
        ("2016-06", "2016-06", None, "2016-06-01 to 2016-06-30"),
        ("2016-06-30", "2016-06-30", "2016-06-30 to 2016-06-30", "2016-06-30 to 2016-06-30"),
        ("2016-06-30", "2016-06-29", None, None),
        ("2016-06", None, "2016-06-30 to open", "2016-06-01 to open"),
        (None, "2016-06", None, "the beginning to 2016-06-30"),
    ],
)
def test_the_days_of_a_window(start: str | None, last: str | None, surely: str | None, perhaps: str | None) -> None:
    found = [
        None if days is None else f"{days}" for days in (certain(window(start, last)), possible(window(start, last)))
    ]
    assert found == [surely, perhaps]


def test_without_a_window_any_day_may_lie_in_it_and_none_for_certain() -> None:
    assert (certain(None), possible(None)) == (None, ALWAYS)
