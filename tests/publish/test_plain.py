"""Results as plain data: every type that a question of the book can answer with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from muster.core.days import Dated, Period
from muster.core.firmness import Firmness
from muster.core.problem import Problem
from muster.core.quantity import Span
from muster.publish.plain import as_json, plain
from tests import builders as make


@dataclass(frozen=True)
class Answer:
    spans: Mapping[Firmness, Span]
    _kept: list[int] = field(default_factory=list)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("text", "text"),
        (Firmness.IN_PLACE, "in_place"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
        (Decimal("12.50"), "12.5"),
        (Dated("2026-02"), "2026-02"),
        (Path("a/b.xlsx"), "a/b.xlsx"),
        (Period(date(2026, 1, 1), date(2027, 1, 1)), {"from": "2026-01-01", "last": "2026-12-31"}),
        (Period(), {"from": None, "last": None}),
        (Span(None, 60), {"low": None, "high": 60}),
        ((1, "a"), [1, "a"]),
        ([Firmness.PLEDGED], ["pledged"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (MappingProxyType({Firmness.PLEDGED: Span(1, 2)}), {"pledged": {"low": 1, "high": 2}}),
        (Answer({Firmness.PLEDGED: Span(1, 1)}), {"spans": {"pledged": {"low": 1, "high": 1}}}),
        (Problem("n", "a:B3", "wrong", "mend"), {"name": "n", "where": "a:B3", "sentence": "wrong", "mend": "mend"}),
        (make.exactly(5), make.exactly(5).stated()),
    ],
)
def test_each_type_has_a_plain_form(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert json.loads(as_json(value)) == expected


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no plain form"):
        plain(object())
    with pytest.raises(TypeError, match="float has no plain form"):
        plain(1.5)


def test_an_entry_shows_no_salt_digest_hash_or_number() -> None:
    desk = make.relief()
    entry = desk.one(make.step("C1", "pledged", "2026-01-01", 60, marking=("coalition",)))
    assert plain(entry) == {
        "id": entry.id,
        "recorded_at": "2026-01-01T12:00:00.000000Z",
        "recorded_by": "anna",
        "on_behalf_of": None,
        "valid": {"from": "2026-01-01", "last": None},
        "statement": None,
        "supersedes": None,
        "kind": "step",
        "subject": "C1",
        "marking": ["coalition"],
        "payload": json.loads(entry.payload or ""),
    }
    desk.ledger.redact(entry.id, "anna", "a spillage")
    redacted = next(one for one in desk.entries() if one.id == entry.id)
    shown = plain(redacted)
    assert isinstance(shown, dict)
    assert shown["payload"] is None


def test_text_stays_readable_in_json() -> None:
    assert as_json({"name": "Türkiye"}) == '{\n  "name": "Türkiye"\n}'
