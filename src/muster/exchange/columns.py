"""The columns of a kind's table, derived from its record: one definition serves ledger, workbook and CSV.

A record's fields become columns in their order; a field that holds a record becomes several. First stands the column
of the subject, last the columns of the envelope, which every table has.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from functools import cache
from typing import get_args, get_origin

from muster.core.capabilities import Substitute
from muster.core.keeping import GROUP_PREFIX, Audience
from muster.core.limits import NO_LIMITS, Limits
from muster.core.operations import Dates
from muster.core.quantity import Amount, Qualifier, Quantity
from muster.core.record import Day, Ident, Record, Words, field_limits, field_meaning, field_notes, inner_record
from muster.ledger.kinds import KINDS, Kind


class Form(StrEnum):
    """What a cell of a column holds."""

    ID = "an id"
    IDS = "ids"
    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "one of a list"
    FLAG = "yes or no"
    DAY = "a date"
    FULL_DAY = "a full day"
    NUMBER = "a number"
    WHOLE = "a whole number"
    DEGREES = "degrees"
    AUDIENCES = "audiences"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header, and what it means.

    ``field`` is the dotted field of the record that it fills (a quantity's parts are ``value``, ``to``, ``is`` and
    ``words``); for the subject and the envelope it begins with ``@``. ``ref`` is the kind of thing it names.
    ``required``: every subject needs it, though not in each row. ``limits``: what a number in it can be.
    """

    name: str
    field: str
    form: Form
    meaning: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    ref: str = ""
    required: bool = False
    limits: Limits = NO_LIMITS

    @property
    def path(self) -> tuple[str, ...]:
        """The field, part by part."""
        return tuple(self.field.split("."))

    @property
    def of_envelope(self) -> bool:
        """Whether it belongs to the envelope (or names the subject) and not to the record."""
        return self.field.startswith("@")


SUBJECT = "@subject"
"""The field of the column that names the subject."""

DATED_KINDS = frozenset({"step", "cap"})
"""The kinds whose rows must say from which day they hold."""

UNSTATED = "unstated"
"""Typed in the first column of dates: they were stated to be unknown."""

_WITHOUT_PREFIX = frozenset({"level", "dates", "quantity"})
_SUBJECT_NAMES: dict[type[Record], str] = {Substitute: "for"}
_FORMS: tuple[tuple[object, Form], ...] = (
    (Words, Form.TEXT),
    (Ident, Form.ID),
    (Day, Form.DAY),
    (Amount, Form.NUMBER),
    (bool, Form.FLAG),
    (int, Form.WHOLE),
)
_QUANTITY_COLUMNS = (
    ("", "value", Form.NUMBER, "; for a range the low end, for up_to the number", ()),
    ("_to", "to", Form.NUMBER, ": the high end of a range", ()),
    (
        "_is",
        "is",
        Form.CHOICE,
        ": how the number was said; exact where empty",
        tuple(str(one) for one in Qualifier),
    ),
    ("_words", "words", Form.TEXT, ": the words, where they are not a number", ()),
)
_ENVELOPE = (
    Column("valid_from", "@valid_from", Form.FULL_DAY, "the first day on which the row holds; empty: always held"),
    Column("valid_last", "@valid_last", Form.FULL_DAY, "the last day on which the row holds, included; empty: open"),
    Column("statement", "@statement", Form.ID, "the statement it rests on", ref="statement"),
    Column(
        "marking",
        "@marking",
        Form.AUDIENCES,
        "who may see it, several separated by ; (empty: the secretariat and the member concerned)",
        choices=(*(str(audience) for audience in Audience), f"{GROUP_PREFIX}NAME"),
    ),
    Column("on_behalf_of", "@on_behalf_of", Form.ID, "the person for whom it is recorded", ref="person"),
)
_RARE = (
    Column("corrects", "@corrects", Form.FLAG, "yes: it corrects what stands for the same subject and valid_from"),
    Column(
        "sequence",
        "@sequence",
        Form.WHOLE,
        "rows with a number are recorded in its order; for rows of one subject that start on one day and all stand",
    ),
)


def subject_column(kind: Kind) -> Column:
    """The first column of a kind's table: ``id``, or the thing that its rows are about."""
    if kind.is_thing:
        return Column("id", SUBJECT, Form.ID, f"the id of the {kind.name}, the same in every table", required=True)
    name = _SUBJECT_NAMES.get(kind.record, kind.of)
    return Column(name, SUBJECT, Form.ID, f"the {kind.of} it belongs to", ref=kind.of, required=True)


@cache
def columns_of(kind: Kind, *, rare: bool = True) -> tuple[Column, ...]:
    """The columns of a kind's table, in order; the rarely needed ones last, or left out."""
    dated = kind.name in DATED_KINDS
    envelope = [_with(column, required=dated and column.name == "valid_from") for column in _ENVELOPE]
    own = tuple(_columns(kind.record, "", ""))
    return (subject_column(kind), *own, *envelope, *(_RARE if rare else ()))


@cache
def columns_by_name(kind: Kind) -> dict[str, Column]:
    """The columns of a kind's table by their names."""
    return {column.name: column for column in columns_of(kind)}


def table_kinds() -> tuple[Kind, ...]:
    """The kinds that have a table, in the order of a workbook's sheets."""
    return tuple(kind for kind in KINDS.values() if kind.table)


def _with(column: Column, *, required: bool) -> Column:
    if not required:
        return column
    return Column(column.name, column.field, column.form, "the first day on which the row holds", required=True)


def _columns(record: type[Record], field: str, prefix: str) -> Iterator[Column]:
    for name in record.model_fields:
        inner = inner_record(record, name)
        dotted = f"{field}{name}"
        notes = field_notes(record, name)
        if inner is Quantity:
            yield from _quantity_columns(dotted, field_meaning(record, name), required=bool(notes.get("required")))
        elif inner is not None:
            within = "" if name in _WITHOUT_PREFIX else f"{name}_"
            yield from _inner_columns(record, name, inner, f"{dotted}.", within)
        else:
            annotation = record.model_fields[name].annotation
            form, choices = _form_of(annotation)
            yield Column(
                name=f"{prefix}{name}",
                field=dotted,
                form=Form.DEGREES if notes.get("unit") == "degrees" else form,
                meaning=field_meaning(record, name),
                unit=notes.get("unit") or "",
                choices=choices,
                ref=notes.get("ref") or "",
                required=bool(notes.get("required")) and not field,
                limits=field_limits(record, name),
            )


def _inner_columns(record: type[Record], name: str, inner: type[Record], field: str, prefix: str) -> Iterator[Column]:
    needed = bool(field_notes(record, name).get("required"))
    for column in _columns(inner, field, prefix):
        meaning = column.meaning
        if prefix:
            meaning = f"{field_meaning(record, name)}: {meaning}"
        if inner is Dates and column.field.endswith(".start"):
            meaning += f"; {UNSTATED} where it was said to be unknown"
        required = needed and column.field in (f"{field}quantity.value", f"{field}start")
        yield replace(column, meaning=meaning, required=required)


def _quantity_columns(field: str, meaning: str, *, required: bool) -> Iterator[Column]:
    own = field.rpartition(".")[2]
    for name, part, form, more, choices in _QUANTITY_COLUMNS:
        first = part == "value"
        meant = f"{meaning}{more}"
        yield Column(f"{own}{name}", f"{field}.{part}", form, meant, "", choices, "", required=required and first)


def _form_of(annotation: object) -> tuple[Form, tuple[str, ...]]:
    options = [annotation]
    if get_origin(annotation) in (types.UnionType, None) or type(None) in get_args(annotation):
        options += [one for one in get_args(annotation) if one is not type(None)]
    for option in options:
        for known, form in _FORMS:
            if option == known:
                return form, ()
        if isinstance(option, type) and issubclass(option, Enum):
            return Form.CHOICE, tuple(str(member.value) for member in option)
        if get_origin(option) is tuple:
            return (Form.IDS if get_args(option)[0] == Ident else Form.TEXTS), ()
    message = f"no form of column for {annotation}"
    raise TypeError(message)
