"""Random books for round trips: every kind, every field, texts that try to be something else."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from muster.core.days import Period
from muster.core.operations import Dates
from muster.core.quantity import Quantity
from muster.core.record import Record, field_notes, inner_record
from muster.exchange.columns import Column, Form, columns_of, table_kinds
from muster.ledger.entries import Draft, Entry
from muster.ledger.kinds import KINDS, Kind
from tests.builders import Desk, book

NASTY = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "x; =HYPERLINK(1)",
    "line\n=2",
    "line\r\nline",
    "\uff1dSUM(1)",
    " blank ends ",
    "\u00a0\u200bunseen\ufeff",
    "(cleared)",
    "(example) row",
    '\\"quoted"',
    "\\[1]",
    "\\n",
    '"quoted"',
    "a,b;c\td|e",
    "#N/A",
    "####",
    "_x000D_",
    "x005F_",
    "\x01\x7f\ufffe",
    "1.200",
    "03/04/2026",
    "TRUE",
    "  ",
    "\n",
    "x" * 8000,
    "\U0001f1eb\U0001f1f7 Côte d'Ivoire Україна العربية",
)
"""Texts that a file, a spreadsheet or our own reading might take for something else."""

IDS = ("A", "b-1", "x:y/z", "Ünï", "0012", "1E5", "=".replace("=", "eq"), "2026-01", "FRA", "TRUE", "_x0041_", "n+1.2")
COUNTS = ("0", "1", "60", "1200", "1.234", "0.5", "999.999", "12345678.123456", "1000000000", "0.000001")
"""Numbers of a capability that is counted with six decimals, as every one here is."""
NUMBERS = ("0", "1", "60", "1200", "1.234", "0.5", "999.999", "12345678.123456", "1000000000000000", "0.000001")
WHOLE = (0, 1, 5, 30, 100, 1000)
FIRST = date(2026, 1, 5)
DAYS = 40
AUDIENCES = ("public", "coalition", "members", "requester", "chair", "secretariat", "group:NATO")


class Author:
    """Writes a random book; the same seed and texts give the same one."""

    def __init__(self, random: Random, texts: Sequence[str]) -> None:
        self.random = random
        self.texts = [*texts, *NASTY]
        self.there: dict[str, list[str]] = {"person": ["anna"]}
        self.entries: list[Entry] = []

    def write(self, drafts: int) -> Desk:
        desk = book("2026-01-01")
        today = FIRST
        for _ in range(drafts):
            today += timedelta(days=self.random.choice((0, 0, 0, 1)))
            desk.at(today.isoformat())
            draft = self._draft(today)
            if draft is None:
                continue
            entry = desk.one(draft)
            if KINDS[entry.kind].is_thing and entry.kind != "retraction":
                known = self.there.setdefault(entry.kind, [])
                known += [] if entry.subject in known else [entry.subject]
            self.entries.append(entry)
        return desk

    def _draft(self, today: date) -> Draft | None:
        correcting = self._one_to_correct()
        kind = KINDS[correcting.kind] if correcting else self.random.choice(table_kinds())
        if kind.of and not self.there.get(kind.of):
            return None
        if any(column.required and column.ref and not self.there.get(column.ref) for column in columns_of(kind)):
            return None
        if kind.is_thing:
            subject = correcting.subject if correcting else self.random.choice(IDS)
        else:
            subject = correcting.subject if correcting else self.random.choice(self.there[kind.of])
        whole = not kind.is_thing or subject not in self.there.get(kind.name, ()) or correcting is not None
        fields = self._fields(kind, whole=whole)
        return Draft(
            kind=kind.name,
            subject=subject,
            record=kind.record.model_validate(fields),
            valid=self._period(kind, today),
            statement=self.random.choice([None, *self.there.get("statement", ())]),
            marking=tuple(self.random.sample(AUDIENCES, self.random.choice((0, 1, 2)))),
            on_behalf_of=self.random.choice([None, "anna"]),
            supersedes=correcting.id if correcting else None,
        )

    def _one_to_correct(self) -> Entry | None:
        gone = {entry.supersedes for entry in self.entries}
        standing = [entry for entry in self.entries if entry.id not in gone]
        return self.random.choice(standing) if standing and self.random.random() < 0.15 else None

    def _period(self, kind: Kind, today: date) -> Period:
        dated = kind.name in ("step", "cap")
        start = None if not dated and self.random.random() < 0.5 else self._day(today, ahead=kind.name != "step")
        end = self._day(today, ahead=True) if self.random.random() < 0.25 else None
        return Period(start, end if end and (start is None or start < end) else None)

    def _day(self, today: date, *, ahead: bool) -> date:
        return today + timedelta(days=self.random.choice((-3, -2, -1, 0, *((1, 2) if ahead else ()))))

    def _fields(self, kind: Kind, *, whole: bool) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        columns = {column.field: column for column in columns_of(kind)}
        for name in kind.record.model_fields:
            required = bool(field_notes(kind.record, name).get("required"))
            if (required and whole) or self.random.random() < 0.4:
                value = self._value(kind.record, name, name, columns)
                if value is not None:
                    fields[name] = value
            if kind.is_thing and not required and self.random.random() < 0.05:
                fields[name] = None
        if kind.name == "capability" and whole:
            fields["decimals"] = 6
        if kind.name == "contribution":
            fields = self._tour(fields)
        if not fields:
            name = next(iter(kind.record.model_fields))
            fields[name] = self._value(kind.record, name, name, columns)
        return fields

    def _tour(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Both ends of a tour are stated together or not at all, so that the shortest is no longer than the longest."""
        ends = ("shortest_tour_days", "tour_days")
        rest = {name: value for name, value in fields.items() if name not in ends}
        if self.random.random() < 0.5 or not rest:
            return rest or fields
        shortest, longest = sorted(self.random.sample(WHOLE[1:], 2))
        return rest | {"shortest_tour_days": shortest, "tour_days": longest}

    def _value(self, record: type[Record], name: str, dotted: str, columns: dict[str, Column]) -> Any:
        inner = inner_record(record, name)
        if inner is Quantity:
            return self._quantity()
        if inner is not None:
            found = {
                one: self._value(inner, one, f"{dotted}.{one}", columns)
                for one in inner.model_fields
                if inner is not Dates or self.random.random() < 0.6
            }
            return None if None in found.values() else found
        return self._cell(columns[dotted])

    def _cell(self, column: Column) -> Any:  # noqa: PLR0911 - a line for each form
        pick = self.random.choice
        known = self.there.get(column.ref, [])
        match column.form:
            case Form.ID if column.name == "iso3":
                return pick(("FRA", "DEU", "XKX"))
            case Form.ID:
                return (pick(known) if known else None) if column.ref else pick(IDS)
            case Form.IDS:
                return tuple(self.random.sample(known, min(len(known), pick((0, 1, 2))))) if column.ref else IDS[:2]
            case Form.TEXTS:
                return tuple(self.random.choices(self.texts[:-3], k=pick((0, 1, 3))))
            case Form.CHOICE:
                return pick(column.choices)
            case Form.FLAG:
                return pick((True, False))
            case Form.DAY if column.name in ("said_on", "public_on"):
                return pick(("2016", "2016-02", "2016-02-11", "1900"))
            case Form.DAY:
                return pick(("2016", "2016-02", "2016-02-11", "2199-12-31", "1900"))
            case Form.NUMBER:
                return pick([one for one in NUMBERS if column.limits.allow(Decimal(one))])
            case Form.WHOLE:
                return pick([one for one in WHOLE if column.limits.allow(one)])
            case Form.DEGREES:
                return pick(("0", "-33.920", "12.345", "180.0"))
            case _:
                return pick(self.texts)

    def _quantity(self) -> dict[str, Any]:
        low, high = sorted(self.random.choices(COUNTS, k=2), key=float)
        forms: tuple[dict[str, Any], ...] = (
            {"low": low, "high": low},
            {"qualifier": "about", "low": low, "high": low},
            {"qualifier": "at_least", "low": low},
            {"qualifier": "up_to", "high": high},
            {"qualifier": "range", "low": low, "high": high},
            {"qualifier": "unstated"},
        )
        words = {"words": self.random.choice(self.texts)} if self.random.random() < 0.3 else {}
        return self.random.choice(forms) | words
