"""One level below the first screen: a line over time, all lines on a day, all gaps."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from muster.core.firmness import LADDER, Firmness
from muster.engine.coverage import Coverage, Stretch
from muster.engine.day import LineDay
from muster.engine.gaps import Gap
from muster.ledger.phases import NotOpen
from muster.publish.lines import day_text, line_name, number, span_text, unit_text
from muster.publish.terminal.accepted import say_accepted
from muster.publish.terminal.page import Side, say, table
from muster.publish.terminal.phases import not_open_text, say_not_begun
from muster.publish.terminal.status import gap_head, gap_rows
from muster.publish.texts import text

_ALWAYS = frozenset({Firmness.IN_PLACE, Firmness.COMMITTED, Firmness.PLEDGED})


def show_coverage(console: Console, coverage: Coverage, *, ends: bool = True) -> None:
    """Print a line over time: need, cover at each firmness and the gap, stretch by stretch.

    ``ends``: the period was asked for; otherwise nothing is known to change after its last stretch, which is open.
    """
    lines = [stretch.line for stretch in coverage.stretches if stretch.line is not None]
    if not lines:
        say(console, text("coverage.no_line", line=coverage.line))
        _say_not_open(console, coverage)
        return
    first = lines[0]
    say(console, text("coverage.title", line=line_name(first), unit=unit_text(first)), style="bold")
    shown = _telling(lines)
    head: list[tuple[str, Side]] = [(text("coverage.from"), "right"), (text("coverage.last_day"), "right")]
    head += [(text("gaps.need"), "right"), *((text(f"words.{firmness}"), "right") for firmness in shown)]
    head += [(text("gaps.short"), "right"), ("", "left")]
    rows = [_stretch_row(stretch, shown) for stretch in coverage.stretches]
    if not ends:
        rows[-1][1] = text("words.open")
    table(console, head, rows, gives_way=len(head) - 1)
    if not first.ranked:
        say(console, text("coverage.maximum", basis=str(first.requirement.basis)), style="dim")
    _say_not_open(console, coverage)


def _say_not_open(console: Console, coverage: Coverage) -> None:
    """Print of the days on which a line is not open because of a phase why that is so, once."""
    reasons = (stretch.not_open for stretch in coverage.stretches)
    for sentence in dict.fromkeys(not_open_text(one) for one in reasons if one is not None):
        say(console, text("phases.row", line=coverage.line, sentence=sentence))


def show_lines(console: Console, lines: Sequence[LineDay], not_open: Sequence[NotOpen] = ()) -> None:
    """Print all lines on a day, and those that are not open then because their phase has not begun."""
    if lines:
        _show_table(console, lines)
    else:
        say(console, text("coverage.no_lines"))
    say_not_begun(console, text("phases.not_begun"), not_open)


def _show_table(console: Console, lines: Sequence[LineDay]) -> None:
    shown = _telling(lines)
    head: list[tuple[str, Side]] = [(text("gaps.line"), "left"), (text("gaps.need"), "right")]
    head += [(text(f"words.{firmness}"), "right") for firmness in shown]
    head += [(text("gaps.short"), "right"), (text("coverage.unit"), "left")]
    rows = []
    for line in lines:
        cover = [span_text(line.cover(firmness), line.decimals) for firmness in shown]
        rows.append([line_name(line), span_text(line.need, line.decimals), *cover, _short(line), line.unit or ""])
    table(console, head, rows)


def show_gaps(console: Console, gaps: Sequence[Gap], firmness: Firmness, not_open: Sequence[NotOpen] = ()) -> None:
    """Print every gap on a day, the worst first, and the lines that are not open because their phase has not begun."""
    if gaps:
        table(console, gap_head(text("gaps.line")), gap_rows(gaps, firmness))
        say_accepted(console, ((line_name(gap.day), gap.day.accepted) for gap in gaps))
    else:
        say(console, text("status.nothing_short"))
    say_not_begun(console, text("phases.not_begun"), not_open)


def coverage_data(coverage: Coverage) -> dict[str, object]:
    """A line over time as plain data."""
    stretches = [
        {"period": stretch.period}
        | ({} if stretch.line is None else line_data(stretch.line))
        | ({} if stretch.not_open is None else {"not_open": stretch.not_open})
        for stretch in coverage.stretches
    ]
    return {"line": coverage.line, "stretches": stretches}


def lines_data(lines: Sequence[LineDay]) -> list[dict[str, object]]:
    """All lines on a day as plain data."""
    return [line_data(line) for line in lines]


def gaps_data(gaps: Sequence[Gap], firmness: Firmness) -> list[dict[str, object]]:
    """All gaps on a day as plain data."""
    return [
        {"short": gap.short, "since": gap.since, "until": gap.until, "firmness": firmness, **line_data(gap.day)}
        for gap in gaps
    ]


def line_data(line: LineDay) -> dict[str, object]:
    """A line on a day as plain data: amounts in the smallest unit, ``decimals`` says how many of it make one."""
    return {
        "line": line.line,
        "operation": line.requirement.operation,
        "capability": line.requirement.capability,
        "place": line.requirement.place,
        "unit": line.unit,
        "decimals": line.decimals,
        "basis": line.requirement.basis or "needed",
        "need": line.need,
        "cover": {firmness: line.cover(firmness) for firmness in LADDER},
        "gap": {firmness: line.gap(firmness) for firmness in LADDER},
        "accepted_gap": line.accepted,
        "bridged": {firmness: line.bridged(firmness) for firmness in LADDER},
        "surplus": {firmness: line.surplus(firmness) for firmness in LADDER},
        "drawdown": {firmness: line.drawdown(firmness) for firmness in LADDER},
        "unknown_size": {firmness: line.unknown(firmness) for firmness in LADDER},
        "undated": {firmness: line.undated(firmness) for firmness in LADDER},
        "serving": line.serving,
    }


def _telling(lines: Sequence[LineDay]) -> list[Firmness]:
    """The firmnesses worth a column: always three, the others where they add something to the one before."""
    shown = [LADDER[0]]
    for firmness in LADDER[1:]:
        if firmness in _ALWAYS or any(line.cover(firmness) != line.cover(shown[-1]) for line in lines):
            shown.append(firmness)
    return shown


def _stretch_row(stretch: Stretch, shown: Sequence[Firmness]) -> list[str]:
    days = [day_text(stretch.period.start), day_text(stretch.period.last)]
    line = stretch.line
    if line is None:
        return [*days, *[""] * (len(shown) + 2), text("coverage.none")]
    cover = [span_text(line.cover(firmness), line.decimals) for firmness in shown]
    return [*days, span_text(line.need, line.decimals), *cover, _short(line), _remark(line)]


def _short(line: LineDay) -> str:
    gap = line.gap(Firmness.COMMITTED)
    return number(gap, line.decimals) if gap and line.ranked else ""


def _remark(line: LineDay) -> str:
    firmness = Firmness.COMMITTED
    amounts = {
        "bridged": line.bridged(firmness).low,
        "drawdown": line.drawdown(firmness),
        "surplus": line.surplus(firmness),
    }
    told = [
        text(f"coverage.{name}", amount=number(amount, line.decimals)) for name, amount in amounts.items() if amount
    ]
    told += [text("coverage.accepted")] if line.accepted is not None and line.short(firmness) else []
    told += [text("coverage.unknown", count=len(found)) for found in (line.unknown(Firmness.INDICATED),) if found]
    told += [text("coverage.undated", count=len(found)) for found in (line.undated(Firmness.INDICATED),) if found]
    return ", ".join(told)
