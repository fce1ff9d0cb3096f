"""Simple templates: ``{mission}-{type}-{iso3}``, ``UN-{month:month}``. A value alone keeps its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from muster.exchange.cells import Cell
from muster.exchange.countries import fold
from muster.exchange.faults import Fault
from muster.exchange.layouts.grids import text_of

Constant = str | int | float | bool | date
"""What a layout may say outright for a cell."""

_PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_MONTH = len("2013-12")


def as_id(text: str) -> str:
    """An id made of a text: capitals and hyphens. ``Medical unit (Role 2)`` is MEDICAL-UNIT-ROLE-2."""
    return "-".join(fold(text).upper().split())


def _part_of_day(text: str, length: int) -> str | Fault:
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) is None:
        return Fault("not_a_date", f"{text!r} is not a date", 'read the column as = "day"')
    if len(text) < length:
        return Fault("short_date", f"the date {text} has no month", "write the month")
    return text[:length]


FORMS: Mapping[str, Callable[[str], str | Fault]] = {
    "year": lambda text: _part_of_day(text, len("2013")),
    "month": lambda text: _part_of_day(text, _MONTH),
    "id": as_id,
    "upper": str.upper,
    "lower": str.lower,
}
"""How a value may be written in a template, after a colon: ``{month:year}``, ``{line:id}``."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with places for values; without any, a constant."""

    text: Constant
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The name of its first value: where a fault of the whole is shown. Empty for a constant."""
        return self.names[0] if self.names else ""

    def filler(self, order: Sequence[str]) -> Callable[[Sequence[Cell]], Cell]:
        """A function from the values, in the order of their names, to the cell.

        The cell is empty where any value is; a fault of a value is the fault of the cell.
        """
        if not self.names:
            constant = None if self.text == "" else self.text
            return lambda _values: constant
        places = [order.index(name) for name in self.names]
        if self.text == f"{{{self.names[0]}}}":
            (alone,) = places
            return lambda values: values[alone]
        between = _PLACEHOLDER.split(str(self.text))[::3]
        rest = [
            (place, FORMS.get(form), after) for place, form, after in zip(places, self.forms, between[1:], strict=True)
        ]

        def fill(values: Sequence[Cell]) -> Cell:
            text = between[0]
            for place, form, after in rest:
                value = values[place]
                if value is None or isinstance(value, Fault):
                    return value
                shown: str | Fault = text_of(value)
                if form is not None and isinstance(shown, str):
                    shown = form(shown)
                if isinstance(shown, Fault):
                    return shown
                text += shown + after
            return text

        return fill


def template(text: Constant) -> Template:
    """The template that a text writes; any other value is a constant."""
    if not isinstance(text, str):
        return Template(text)
    found = _PLACEHOLDER.findall(text)
    return Template(text, tuple(name.strip() for name, _ in found), tuple(form for _, form in found))
