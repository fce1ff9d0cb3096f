"""How numbers, days and lines are written for people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from muster.core.days import Dated
from muster.core.quantity import Span, grouped
from muster.engine.day import LineDay
from muster.publish.texts import text

MILLION = 1_000_000
"""From here on amounts are written in millions, where that is exact."""

MOST_DECIMALS_OF_A_MILLION = 3
"""So exact a figure in millions still reads well."""


def number(amount: int | None, decimals: int = 0) -> str:
    """An amount in the smallest unit, for reading: ``1,440``, ``34.5 M`` where that is exact, ``?`` where unknown."""
    if amount is None:
        return "?"
    whole = Decimal(amount).scaleb(-decimals)
    millions = whole / MILLION
    if whole >= MILLION and millions == round(millions, MOST_DECIMALS_OF_A_MILLION):
        return f"{grouped(millions)} M"
    return grouped(whole)


def span_text(span: Span | None, decimals: int = 0) -> str:
    """A span: ``60``, ``40 to 60``, ``40 or more``, ``up to 60``, ``?`` where nothing is known."""
    if span is None or span == Span(None, None):
        return "?"
    low, high = number(span.low, decimals), number(span.high, decimals)
    if span.low is None:
        return f"up to {high}"
    if span.high is None:
        return f"{low}+"
    return low if span.low == span.high else f"{low} to {high}"


def day_text(day: date | None) -> str:
    """A day as people read it: ``28 Feb 2014``."""
    return "" if day is None else f"{day.day} {day:%b %Y}"


def dated_text(dated: str) -> str:
    """A date of any precision as people read it: ``Feb 2016``, ``2016``."""
    one = Dated(dated)
    return {"day": day_text(one.first), "month": f"{one.first:%b %Y}", "year": dated}[one.precision]


def line_name(line: LineDay) -> str:
    """What a table calls a line: its short name, or its id."""
    return line.requirement.name or line.line


def unit_text(line: LineDay) -> str:
    """The unit of a line, or that none was stated."""
    return line.unit or text("words.not_stated")


def template_name(place: str) -> str:
    """What to call the template of a book: after its file, or plainly where its place is no file."""
    return f"{Path(place).stem}-template.xlsx" if place.endswith(".muster") else "template.xlsx"
