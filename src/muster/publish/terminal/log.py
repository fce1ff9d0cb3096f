"""The log of one thing: every entry with its statement, whether it stands or not."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from zoneinfo import ZoneInfo

from rich.console import Console

from muster.core.contributions import CapWord, Word
from muster.core.days import Dated, day_of
from muster.core.operations import Dates
from muster.core.quantity import Quantity
from muster.core.record import Record
from muster.core.statements import Statement
from muster.ledger.history import LogLine, State
from muster.publish.lines import dated_text, day_text
from muster.publish.terminal.page import say
from muster.publish.texts import text

_INDENT = " " * 4


def show_log(console: Console, lines: Sequence[LogLine], zone: ZoneInfo) -> None:
    """Print every entry about a subject, in the order of recording."""
    for line in lines:
        style = "" if line.state is State.STANDS else "dim"
        author = line.author or text("log.somebody")
        recorded = text("log.recorded", day=day_text(day_of(line.entry.recorded_at, zone)), author=author)
        state = "" if line.state is State.STANDS else f"  [{line.state}]"
        say(console, f"{line.entry.id}  {_valid(line)}{state}", style=style or "bold")
        told = text("log.redacted") if line.record is None else _fields(line.record)
        say(console, f"  {line.entry.kind}" + (f": {told}" if told else ""), style=style, indent=_INDENT)
        if line.statement is not None:
            say(console, f"  {_statement(line.statement)}", style=style, indent=_INDENT)
        marked = text("log.marked", audiences=", ".join(line.entry.audiences)) if line.entry.audiences else ""
        say(console, "  " + ", ".join(filter(None, (recorded, marked))), style="dim", indent=_INDENT)


def _valid(line: LogLine) -> str:
    valid = line.entry.valid
    parts = [text("log.valid_from", day=day_text(valid.start))] if valid.start else []
    parts += [text("log.valid_to", day=day_text(valid.last))] if valid.last else []
    return " ".join(parts) or text("log.always")


def _fields(record: Record) -> str:
    stated = [name for name in type(record).model_fields if name in record.model_fields_set]
    return ", ".join(_field(name, getattr(record, name)) for name in stated)


def _field(name: str, value: object) -> str:
    label = name.replace("_", " ")
    if isinstance(value, Word | CapWord):
        return value.replace("_", " ")
    if isinstance(value, Quantity):
        return f"{value}" + (f" ({value.words})" if value.words and str(value) != value.words else "")
    if isinstance(value, Record) and not isinstance(value, Dates):
        return _fields(value) if name == "level" else f"{label} ({_fields(value)})"
    return f"{label} {_plainly(value)}"


def _plainly(value: object) -> str:
    if value is None:
        return text("log.none")
    if isinstance(value, bool):
        return text("log.yes") if value else text("log.no")
    if isinstance(value, Dates):
        return _days(value)
    if isinstance(value, Dated):
        return dated_text(str(value))
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, tuple) and any(isinstance(one, Record) for one in value):
        return str(len(value))
    return "; ".join(map(str, value)) or text("log.none") if isinstance(value, tuple) else str(value)


def _days(dates: Dates) -> str:
    first = "?" if dates.start is None else dated_text(str(dates.start))
    last = text("words.open") if dates.last is None else dated_text(str(dates.last))
    return text("log.days", first=first, last=last)


def _statement(statement: Statement) -> str:
    who = statement.speaker or statement.publisher or text("log.somebody")
    said = text("log.said", speaker=who, day="?" if statement.said_on is None else dated_text(str(statement.said_on)))
    quoted = f": “{statement.words}”" if statement.words else ""
    where = ", ".join(filter(None, (statement.publisher if statement.speaker else None, statement.address)))
    return said + quoted + (f" ({where})" if where else "")
