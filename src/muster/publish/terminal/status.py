"""The first screen: the next meeting, the worst gaps, what changed, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from shlex import quote

from rich.cells import cell_len
from rich.console import Console

from muster.core.firmness import DEFAULT_FIRMNESS, LADDER, Firmness
from muster.core.keeping import SECRETARIAT
from muster.core.quantity import NOTHING
from muster.engine.day import LineDay
from muster.engine.gaps import Gap
from muster.engine.picture import Change, Picture
from muster.publish.lines import dated_text, day_text, line_name, number, span_text, template_name
from muster.publish.terminal.accepted import marked, say_accepted
from muster.publish.terminal.apart import show_kept_apart, show_unknown
from muster.publish.terminal.page import Side, heading, say, say_for_whom, shortened, table
from muster.publish.texts import text

MOST_GAPS = 8
"""Gaps on the first screen."""

FEW_OPERATIONS = 6
"""Up to so many operations, each line has a row of its own."""

MOST_ROWS = 17
"""Rows of needs and cover on the first screen."""

MOST_CHANGES = 4
"""Changed lines on the first screen."""

MOST_AHEAD = 3
MOST_SOFTER = 4
"""Days on which cover falls on the first screen."""


def show_status(console: Console, seen: Picture, place: str, problems: int, options: str = "") -> None:
    """Print the picture of a day on one screen.

    ``options`` are those of the question (``--known 2014-02-28``): the commands that look further repeat them.
    """
    book = quote(place) + options
    _show_head(console, seen)
    if seen.is_empty:
        _show_nothing(console, seen, place)
        return
    _show_next(console, seen)
    _show_gaps(console, seen, book)
    _show_softer(console, seen)
    _show_operations(console, seen, book)
    _show_changes(console, seen)
    _show_ahead(console, seen)
    show_kept_apart(console, seen)
    show_unknown(console, seen)
    console.print()
    if seen.not_counted:
        say(console, text("status.not_counted", rules=", ".join(seen.not_counted)), style="dim")
    say(console, text("status.problems", count=problems, book=book))


def _show_nothing(console: Console, seen: Picture, place: str) -> None:
    """What to enter first is for those who keep the book; the others are told what holds of a full book, too."""
    console.print()
    if seen.viewer != SECRETARIAT:
        say(console, text("status.nothing_to_see", viewer=seen.viewer))
        return
    say(console, text("status.empty"))
    for line in text("status.empty_steps", book=quote(place), file=quote(template_name(place))).splitlines():
        say(console, f"  {line}", indent="    ")


def gap_head(title: str) -> list[tuple[str, Side]]:
    """The head of a table of gaps."""
    numbers: list[tuple[str, Side]] = [(text(f"gaps.{name}"), "right") for name in ("need", "cover", "short")]
    return [(title, "left"), *numbers, ("", "left"), (text("gaps.since"), "right"), (text("gaps.until"), "left")]


def gap_rows(gaps: Iterable[Gap], firmness: Firmness) -> list[list[str]]:
    """The rows of a table of gaps."""
    return [
        [
            marked(line_name(gap.day), gap.day.accepted),
            span_text(gap.day.need, gap.day.decimals),
            span_text(gap.day.cover(firmness), gap.day.decimals),
            number(gap.short, gap.day.decimals),
            gap.day.unit or "",
            day_text(gap.since) or text("words.before_the_book"),
            day_text(gap.until) or text("words.open"),
        ]
        for gap in gaps
    ]


def _show_head(console: Console, seen: Picture) -> None:
    banner = seen.banner or ""
    room = console.width - cell_len(seen.name) - cell_len(banner)
    say(console, seen.name + (" " * room if room > 1 else "  ") + banner if banner else seen.name, style="bold")
    known = text("status.known_same") if seen.known == seen.valid else day_text(seen.known)
    firmness = text(f"words.{seen.firmness}")
    say(console, text("status.on_day", valid=day_text(seen.valid), known=known, firmness=firmness))
    say_for_whom(console, seen.viewer)


def _show_next(console: Console, seen: Picture) -> None:
    console.print()
    if not seen.upcoming:
        say(console, text("status.no_next"))
        return
    first = seen.upcoming[0]
    when = {0: "status.today", 1: "status.tomorrow"}.get(first.in_days, "status.in_days")
    if first.in_days == 0 and first.day != seen.valid.isoformat():
        when = "status.in_course"
    say(
        console,
        text("status.next", name=first.name, day=dated_text(first.day), when=text(when, days=first.in_days)),
        style="bold",
    )


def _show_gaps(console: Console, seen: Picture, book: str) -> None:
    if not seen.gaps:
        heading(console, text("status.short"))
        say(console, text("status.nothing_short"))
        return
    console.print()
    shown = seen.gaps[:MOST_GAPS]
    table(console, gap_head(text("status.short")), gap_rows(shown, seen.firmness), most_lines=2)
    say_accepted(console, ((line_name(gap.day), gap.day.accepted) for gap in shown))
    if len(seen.gaps) > MOST_GAPS:
        firmness = "" if seen.firmness is DEFAULT_FIRMNESS else f" --firmness {seen.firmness}"
        say(console, text("status.more_gaps", count=len(seen.gaps) - MOST_GAPS, book=book + firmness), style="dim")


def _show_softer(console: Console, seen: Picture) -> None:
    """What was said less firmly than what counts: beside the cover of the lines, the worst gaps first."""
    ranked = {gap.line: position for position, gap in enumerate(seen.gaps)}
    lines = sorted(seen.lines, key=lambda line: ranked.get(line.line, len(ranked)))
    rows = [[line_name(line), softer] for line in lines if (softer := ", ".join(_softer(line, seen.firmness)))]
    if rows:
        heading(console, text("status.softer"))
        table(console, [("", "left"), ("", "left")], rows[:MOST_SOFTER])
    if len(rows) > MOST_SOFTER:
        say(console, text("status.more_lines", count=len(rows) - MOST_SOFTER), style="dim")


def _softer(line: LineDay, firmness: Firmness) -> Iterator[str]:
    cover = line.cover(firmness)
    for word in LADDER[LADDER.index(firmness) + 1 :]:
        level = line.cover(word)
        if level != cover:
            yield text("status.level", word=text(f"words.{word}"), level=span_text(level, line.decimals))
        cover = level


def _show_operations(console: Console, seen: Picture, book: str) -> None:
    heading(console, text("status.operations", firmness=text(f"words.{seen.firmness}")))
    if not seen.operations:
        say(console, text("coverage.no_lines"))
        return
    if len(seen.operations) > FEW_OPERATIONS:
        rows = [
            [row.operation, row.place, "; ".join(_by_capability(line, seen.firmness) for line in row.lines)]
            for row in seen.operations
        ]
        table(console, [("", "left"), ("", "left"), ("", "left")], rows[:MOST_ROWS], gives_way=2, most_lines=3)
    else:
        rows = [
            [row.operation, line_name(line), *_cover_of_need(line, seen.firmness), line.unit or ""]
            for row in seen.operations
            for line in sorted(row.lines, key=lambda line: _little_to_say(line, seen.firmness))
        ]
        table(console, _LINE_HEAD, rows[:MOST_ROWS], gives_way=1, most_lines=2)
    if len(rows) > MOST_ROWS:
        say(console, text("status.more_operations", count=len(rows) - MOST_ROWS, book=book), style="dim")


_LINE_HEAD: list[tuple[str, Side]] = [
    ("", "left"),
    ("", "left"),
    (text("gaps.cover"), "right"),
    (text("gaps.need"), "right"),
    ("", "left"),
]


def _little_to_say(line: LineDay, firmness: Firmness) -> tuple[bool, bool]:
    """Sorts lines with a number first, then those with some cover."""
    return (line.gap(firmness) is None, line.cover(firmness) == NOTHING)


def _cover_of_need(line: LineDay, firmness: Firmness) -> tuple[str, str]:
    return span_text(line.cover(firmness), line.decimals), span_text(line.need, line.decimals)


def _by_capability(line: LineDay, firmness: Firmness) -> str:
    cover, need = _cover_of_need(line, firmness)
    return f"{(line.requirement.capability or '?').replace('_', ' ').lower()} {cover} of {need}"


def _show_changes(console: Console, seen: Picture) -> None:
    recorded = seen.entries_recorded
    heading(console, text("status.changes", count=recorded, entries=number(recorded)))
    if not seen.changes:
        say(console, text("status.no_changes"))
        return
    names = {line.line: line for line in seen.lines}
    rows = [_change_row(change, names[change.line]) for change in seen.changes[:MOST_CHANGES]]
    table(console, [("", "left"), ("", "left"), ("", "left")], rows)
    if len(seen.changes) > MOST_CHANGES:
        say(console, text("status.more_lines", count=len(seen.changes) - MOST_CHANGES), style="dim")


def _change_row(change: Change, line: LineDay) -> list[str]:
    then, now = (number(one, line.decimals) for one in change.cover)
    by = change.cover[1] - change.cover[0]
    sign = "+" if by > 0 else "−"
    cover = text("status.cover_moved", then=then, now=now, by=sign + number(abs(by), line.decimals)) if by else ""
    before, after = (number(one, line.decimals) for one in change.need)
    need = text("status.need_moved", then=before, now=after) if change.need[0] != change.need[1] else ""
    return [line_name(line), cover, need]


def _show_ahead(console: Console, seen: Picture) -> None:
    names = {line.line: line for line in seen.lines}
    holds = sorted((one.holds_until, one.line) for one in seen.outlooks if (one.holds_until or date.min) >= seen.valid)
    cliffs = sorted((day, line.line, fall) for line in seen.outlooks for day, fall in line.cliffs)
    single = [line_name(names[one.line]) for one in seen.outlooks if one.single is not None]
    if not (holds or cliffs or single):
        return
    heading(console, text("status.ahead"))
    for until, line in holds[:MOST_AHEAD]:
        say(console, text("status.holds", line=line_name(names[line]), day=day_text(until)))
    for day, line, fall in cliffs[:MOST_AHEAD]:
        amount = number(fall, names[line].decimals)
        say(console, text("status.cliff", line=line_name(names[line]), fall=amount, day=day_text(day)))
    if single:
        say(console, text("status.single", lines=shortened(single)))
