"""The values of a row's cells put together as the fields of a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from muster.core.quantity import Qualifier, Quantity
from muster.core.record import Record, inner_record
from muster.exchange.cells import CLEARED, Value
from muster.exchange.columns import UNSTATED
from muster.exchange.faults import Fault
from muster.ledger.kinds import KINDS, required_fields

Values = Mapping[str, Value]
"""What the cells of a row state, by the dotted field of their columns."""


QUANTITY_MEND = "fill in the cell, or write unstated in quantity_is where no number was said"
"""How a missing quantity is mended."""


class FieldFault(NamedTuple):
    """A fault, and the dotted field in whose column it is shown."""

    field: str
    fault: Fault


class _Field(NamedTuple):
    name: str
    inner: type[Record] | None
    needed: tuple[str, ...]


def record_fields(record: type[Record], values: Values, faults: list[FieldFault], prefix: str = "") -> dict[str, Any]:
    """The fields of a record that the values state; what does not fit together is added to ``faults``."""
    fields: dict[str, Any] = {}
    inside: dict[str, dict[str, Value]] = {}
    for field, value in values.items():
        head, dot, _ = field[len(prefix) :].partition(".")
        if dot:
            inside.setdefault(head, {})[field] = value
    for name, inner, needed in _shape(record):
        dotted = f"{prefix}{name}"
        if inner is None:
            if dotted in values:
                value = values[dotted]
                fields[name] = None if value is CLEARED else value
            continue
        within = inside.get(name)
        if within is None:
            continue
        if any(value is CLEARED for value in within.values()):
            faults.extend(_only_cleared(within))
            fields[name] = None
        elif inner is Quantity:
            fields[name] = _quantity(within, dotted, faults)
        else:
            fields[name] = _inner(inner, within, faults, f"{dotted}.", needed)
    return fields


def _inner(
    inner: type[Record], within: Values, faults: list[FieldFault], prefix: str, needed: tuple[str, ...]
) -> dict[str, Any]:
    start = f"{prefix}start"
    if within.get(start) == UNSTATED:
        if len(within) > 1:
            sentence = f"the dates are {UNSTATED}, but a last day is given"
            faults.append(FieldFault(start, Fault("unstated_dates", sentence, "empty one of the two cells")))
        return {}
    fields = record_fields(inner, within, faults, prefix)
    for name in needed:
        if name not in fields:
            given = _shown(next(iter(within)))
            sentence = f"{_shown(prefix + name)} is missing, though {given} is given"
            mend = QUANTITY_MEND if inner_record(inner, name) is Quantity else "fill in both"
            faults.append(FieldFault(_first_part(prefix + name, inner), Fault("missing", sentence, mend)))
    return fields


def _quantity(within: Values, dotted: str, faults: list[FieldFault]) -> dict[str, Any] | None:
    value, to, said, words = (within.get(f"{dotted}.{part}") for part in ("value", "to", "is", "words"))
    qualifier = Qualifier(str(said)) if said is not None else _usual(value, to)
    fault = _quantity_fault(qualifier, value, to, dotted.rpartition(".")[2])
    if fault is not None:
        part, sentence, mend = fault
        faults.append(FieldFault(f"{dotted}.{part}", Fault("odd_quantity", sentence, mend)))
        return None
    low, high = value, value
    if qualifier is Qualifier.AT_LEAST:
        high = None
    elif qualifier is Qualifier.UP_TO:
        low, high = None, (value if value is not None else to)
    elif qualifier is Qualifier.RANGE:
        high = to
    fields = {"qualifier": qualifier, "low": low, "high": high, "words": words}
    return {name: one for name, one in fields.items() if one is not None}


def _usual(value: Value, to: Value) -> Qualifier:
    """How a number was said where the row does not tell."""
    if value is None:
        return Qualifier.UNSTATED if to is None else Qualifier.UP_TO
    return Qualifier.EXACT if to is None else Qualifier.RANGE


def _quantity_fault(qualifier: Qualifier, value: Value, to: Value, name: str) -> tuple[str, str, str] | None:
    """The part, sentence and way to mend of a quantity whose cells do not fit together; ``name`` is its column."""
    if qualifier is Qualifier.UNSTATED:
        given = value is not None or to is not None
        return ("is", "the quantity is unstated, but a number is given", "empty one of the cells") if given else None
    if qualifier is Qualifier.RANGE:
        if not isinstance(value, Decimal) or not isinstance(to, Decimal):
            return ("value", "a range needs its low and its high end", f"fill in {name} and {name}_to")
        if value > to:
            return ("to", f"the low end {value} of the range is above its high end {to}", "exchange the two")
        return None
    if to is not None and (value is not None or qualifier is not Qualifier.UP_TO):
        return ("to", f"{name}_to is the high end of a range, and {name}_is says {qualifier}", "write range there")
    if value is None and to is None:
        return ("value", f"{name}_is says {qualifier}, but there is no number", "write the number, or unstated")
    return None


def _only_cleared(within: Values) -> Iterator[FieldFault]:
    for field, value in within.items():
        if value is not CLEARED:
            sentence = f"{_shown(field)} is given in a row that takes the same back with {CLEARED!r}"
            yield FieldFault(field, Fault("cleared_and_given", sentence, "empty one of the cells"))


def _shown(field: str) -> str:
    """A dotted field as its column is named, near enough for a sentence."""
    last = field.rpartition(".")[2]
    parts = field.split(".")
    return last if parts[0] in ("level", "dates") or "quantity" in parts else "_".join(parts)


def _first_part(field: str, inner: type[Record]) -> str:
    name = field.rpartition(".")[2]
    return f"{field}.value" if inner_record(inner, name) is Quantity else field


@cache
def _shape(record: type[Record]) -> tuple[_Field, ...]:
    return tuple(
        _Field(name, inner, () if inner is None or inner is Quantity else _needed(inner))
        for name in record.model_fields
        for inner in [inner_record(record, name)]
    )


def _needed(record: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in record.model_fields if field_required(record, name))


def field_required(record: type[Record], name: str) -> bool:
    """Whether a record cannot be without a field."""
    extra = record.model_fields[name].json_schema_extra
    return bool(isinstance(extra, dict) and extra.get("required"))


def lacking(kind: str, stated: set[str]) -> tuple[str, ...]:
    """The columns in which a thing of a kind still has to be described."""
    record = KINDS[kind].record
    names = []
    for name in required_fields(kind):
        if name not in stated:
            inner = inner_record(record, name)
            names.append("quantity" if inner is not None and name == "level" else name)
    return tuple(names)
