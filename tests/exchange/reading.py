"""Small CSV texts, read against a book in memory: what the tests of this folder share."""

from textwrap import dedent
from typing import Any

from muster.core.problem import Problem
from muster.exchange.csv_folder import read_text
from muster.exchange.sheets import Table
from muster.exchange.tables import Reading, read_tables
from muster.ledger.ledger import Ledger
from tests.builders import BY, Desk


def tables_of(**texts: str) -> tuple[list[Table], list[Problem]]:
    """The tables of CSV texts, by their tables' names."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for name, text in texts.items():
        found, faults = read_text(dedent(text).lstrip("\n"), name, f"{name}.csv")
        tables += found
        problems += faults
    return tables, problems


def read(desk: Desk, how: dict[str, Any] | None = None, **texts: str) -> Reading:
    """What CSV texts come to, read against a book."""
    tables, problems = tables_of(**texts)
    return read_tables(tables, desk.snapshot(), problems=problems, **(how or {}))


def faults(desk: Desk, how: dict[str, Any] | None = None, **texts: str) -> list[str]:
    """The lines that a person reads about CSV texts."""
    return [str(problem) for problem in read(desk, how, **texts).problems]


def record(desk: Desk, how: dict[str, Any] | None = None, **texts: str) -> Reading:
    """Read CSV texts and record what they come to; they must have no problem."""
    reading = read(desk, how, **texts)
    assert [str(problem) for problem in reading.problems] == []
    desk.ledger.record(reading.drafts, BY)
    return reading


def standing(ledger: Ledger, desk: Desk) -> list[tuple[str, str, str, str, str | None]]:
    """What stands in a book, comparable with another: kind, subject, content, days, statement, in a fixed order."""
    return sorted(
        (one.entry.kind, one.entry.subject, str(one.record.stated()), str(one.valid), one.entry.statement)
        for one in desk.snapshot().all_standing()
    )
