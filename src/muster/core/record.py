"""What every record is: frozen, partial, and described field by field.

A record is stated piece by piece: each field is a *facet*, given or not given by an entry, and an entry gives only
what it has to say. One definition serves the codec, the columns of a workbook, JSON and the reference pages.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.config import JsonDict

from muster.core.canonical import refuse_text
from muster.core.days import Dated
from muster.core.errors import MusterError
from muster.core.limits import Limits

LONGEST_TEXT = 8000
"""No text in a record is longer, in characters."""


def _clean(text: str) -> str:
    try:
        refuse_text(text)
    except MusterError as error:
        raise ValueError(str(error)) from error
    return text


def _read_dated(value: object) -> object:
    if isinstance(value, Dated):
        return value
    if not isinstance(value, str):
        message = "a date is a text such as 2026-04-30, 2026-04 or 2026"
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueError
    try:
        return Dated(value)
    except MusterError as error:
        raise ValueError(str(error)) from error


Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_clean)]
"""A text of at most 8,000 characters, without NUL."""

_IDENT = r"^\w[\w.:/+-]{0,79}$"
Ident = Annotated[str, StringConstraints(pattern=_IDENT), AfterValidator(_clean)]
"""The id of a thing in the book: letters, digits and ``_ . : / + -``, at most 80 characters."""

Day = Annotated[
    Dated,
    BeforeValidator(_read_dated),
    PlainSerializer(str, return_type=str),
]
"""A date of any precision."""


def is_ident(text: str) -> bool:
    """Whether a text can be the id of a thing."""
    return re.fullmatch(_IDENT, text) is not None


class Record(BaseModel):
    """The base of all records: frozen, no field beyond those defined, every field optional until stated."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, use_enum_values=False)

    def stated(self) -> dict[str, Any]:
        """The fields that were given, in JSON's terms: what goes into a payload."""
        return self.model_dump(mode="json", exclude_unset=True)


def said(
    meaning: str,
    *,
    ref: str | None = None,
    required: bool = False,
    unit: str | None = None,
    default: object = None,
    least: int | None = None,
    most: int | None = None,
    above: int | None = None,
    at_most: str | None = None,
) -> Any:  # noqa: ANN401 - as pydantic's own Field: the field's type stands in its annotation
    """A field of a record: what it means, the kind it refers to, its unit, and whether a subject needs it.

    ``required`` is asked of the subject as a whole, not of each entry: an entry states only what it has to say.
    ``least`` and ``most`` are what a number can be, or it is ``above`` another; ``at_most`` names the field of the same
    record that it cannot exceed. All of these are asked when an entry is recorded: what a book holds stays readable.
    """
    limits = {"least": least, "most": most, "above": above, "at_most": at_most}
    extra: JsonDict = {"ref": ref, "required": required, "unit": unit}
    extra.update({name: limit for name, limit in limits.items() if limit is not None})
    return Field(default=default, description=meaning, json_schema_extra=extra)


def field_meaning(record: type[Record], name: str) -> str:
    """What a field means, in the words of its definition."""
    return record.model_fields[name].description or ""


def field_notes(record: type[Record], name: str) -> dict[str, Any]:
    """``ref``, ``required`` and ``unit`` of a field; and of its limits those that it has."""
    extra = record.model_fields[name].json_schema_extra
    return dict(extra) if isinstance(extra, dict) else {}


def field_limits(record: type[Record], name: str) -> Limits:
    """What a number in a field can be, whatever the other fields are."""
    notes = field_notes(record, name)
    return Limits(notes.get("least"), notes.get("most"), notes.get("above"))


def inner_record(record: type[Record], name: str) -> type[Record] | None:
    """The record that a field holds, or None where it holds a plain value."""
    annotation = record.model_fields[name].annotation
    for choice in (annotation, *get_args(annotation)):
        if isinstance(choice, type) and issubclass(choice, Record):
            return choice
    return None
