"""What a plan may be asked for beside covering; what cannot be gets a sentence that says what can."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from muster.core.errors import RefusedError
from muster.engine.rules import Rules, rules_of
from muster.engine.serving import Asked
from tests.builders import draft
from tests.engine.written import committed, on, snapshot_of

BOOK = (*committed("A", 5), *committed("B", 5, "DEU"))


def rules(*drafts: Any, **asked: Any) -> Rules:
    return rules_of(snapshot_of(*BOOK, *drafts), Asked(on("6-30"), **asked), on("6-30"))


def key(of: str, value: str, measured: str | None = "2025", name: str = "gdp") -> Any:
    stated = {} if measured is None else {"measured": measured}
    return draft("key", of, key=name, value=value, unit="EUR", **stated)


def test_nothing_is_asked_for_where_nothing_is_said() -> None:
    assert not rules().asks
    assert rules().cap(10) is None


def test_a_cap_is_a_share_of_the_need() -> None:
    assert rules(most_from_one=30).cap(5) == Fraction(3, 2)
    assert rules(suppliers=2) == Rules(suppliers=2)


def test_all_from_one_is_no_cap() -> None:
    assert not rules(most_from_one=100).asks


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"most_from_one": 0}, "at most 0 percent from one member cannot be; say 1 to 100"),
        ({"most_from_one": 101}, "at most 101 percent from one member cannot be; say 1 to 100"),
        ({"suppliers": 1}, "1 suppliers of each line is no rule: what counts has one; say 2 or more"),
        ({"suppliers": 3}, "3 suppliers of each line cannot be: 2 give anything; say at most 2"),
        ({"balance": "gdp"}, "no member has a burden-sharing key 'gdp'; did you mean 'gdpp'?"),
    ],
)
def test_what_cannot_be_is_refused(asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        rules(key("FRA", "5", name="gdpp"), **asked)
    assert str(refused.value) == sentence


def test_where_one_gives_alone_no_second_can_be_asked_for() -> None:
    with pytest.raises(RefusedError) as refused:
        rules_of(snapshot_of(*committed("A", 5)), Asked(on("6-30"), suppliers=2), on("6-30"))
    assert str(refused.value) == "2 suppliers of each line cannot be: 1 give anything; leave it out"


def test_where_no_member_has_any_key_that_is_said() -> None:
    with pytest.raises(RefusedError) as refused:
        rules(balance="gdp")
    assert str(refused.value) == "no member has a burden-sharing key, so burdens cannot be balanced; record keys first"


def test_a_member_is_measured_by_what_was_measured_last() -> None:
    """Not by another key, nor by what was measured later than the plan begins; nor by nothing."""
    found = rules(
        key("FRA", "3", "2024"),
        key("FRA", "4", "2025"),
        key("FRA", "5", "2026"),
        key("FRA", "6", name="milex"),
        key("DEU", "7", None),
        key("ITA", "0"),
        balance="gdp",
    )
    assert found.keys == {"DEU": Fraction(7), "FRA": Fraction(4)}
