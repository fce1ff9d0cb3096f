"""Books in which something cannot be: pins, tours and caps that contradict each other. Each is bad for one reason."""

from __future__ import annotations

from muster.ledger.entries import Draft
from tests.builders import cap, dates, draft, exactly
from tests.engine.written import committed, line, pin, ships, unit, wants

JULY = {"since": "2026-07-01", "last": "2026-07-10"}
"""The days for which they are planned."""


def _pin(subject: str, of: str, to: str, first: str, last: str | None, *, number: int | None = None) -> Draft:
    """A pin from a day of July to another, or without an end; all of it where no number is given."""
    fields = {"contribution": of, "line": to} | ({} if number is None else {"quantity": exactly(number)})
    return draft("assignment", subject, f"2026-07-{first}", None if last is None else f"2026-07-{last}", **fields)


TWO_LINES = (wants("A", 1, **JULY), wants("B", 1, **JULY))
TERMS = {"tour_days": 4, "shortest_tour_days": 3, "rest_days": 2}

BAD_BOOKS: dict[str, tuple[str, tuple[Draft, ...]]] = {
    "one unit on two lines": (
        "pinned_twice",
        (ships(), *TWO_LINES, *unit("S"), _pin("P1", "S", "A", "01", "06"), _pin("P2", "S", "B", "04", "10")),
    ),
    "a part of a unit on each of two lines": (
        "pinned_twice",
        (
            ships(),
            *TWO_LINES,
            *unit("S", 2),
            _pin("P1", "S", "A", "01", "10", number=1),
            _pin("P2", "S", "B", "01", "10", number=1),
        ),
    ),
    "more than there is": (
        "pinned_beyond",
        (line("L", 100), *committed("C", 50), pin("P", "C", "L", 80)),
    ),
    "more than pins before it leave": (
        "pinned_beyond",
        (line("L", 100), line("M", 9), *committed("C", 50), pin("P1", "C", "L"), pin("P2", "C", "M", 9)),
    ),
    "two ships of one": (
        "pinned_beyond",
        (ships(), wants("A", 2, **JULY), *unit("S"), _pin("P1", "S", "A", "01", "10", number=2)),
    ),
    "of another kind": (
        "pinned_wrongly",
        (ships(), *TWO_LINES, *committed("C", 5), pin("P", "C", "A", 1)),
    ),
    "where others alone may serve": (
        "pinned_wrongly",
        (line("L", 100, servers=("DEU",)), *committed("C", 50), pin("P", "C", "L")),
    ),
    "longer than its tours": (
        "pinned_tour",
        (ships(), *TWO_LINES, *unit("S", **TERMS), _pin("P", "S", "A", "01", "06")),
    ),
    "without an end, though its tours have one": (
        "pinned_tour",
        (ships(), *TWO_LINES, *unit("S", window=dates("2026-01-01"), **TERMS), _pin("P", "S", "A", "01", None)),
    ),
    "shorter than its tours": (
        "pinned_tour",
        (ships(), *TWO_LINES, *unit("S", **TERMS), _pin("P", "S", "A", "04", "05")),
    ),
    "two pins without rest": (
        "pinned_rest",
        (ships(), *TWO_LINES, *unit("S", **TERMS), _pin("P1", "S", "A", "01", "04"), _pin("P2", "S", "B", "06", "08")),
    ),
    "a window shorter than its tours": (
        "no_tour",
        (ships(), *TWO_LINES, *unit("S", shortest_tour_days=9, window=dates("2026-07-02", "2026-07-09"))),
    ),
    "longer at least than its capability at most": (
        "no_tour",
        (ships(tour_days=4, rest_days=1), *TWO_LINES, *unit("S", shortest_tour_days=5)),
    ),
    "a rest longer than its window": (
        "one_tour",
        (ships(), *TWO_LINES, *unit("S", tour_days=4, rest_days=400)),
    ),
    "a rest of which nobody says how long it is": (
        "one_tour",
        (ships(), *TWO_LINES, *unit("S", tour_days=4)),
    ),
    "reduced to more than was said": (
        "caps_contradict",
        (line("L", 100), *committed("C", 50), cap("C", "reduced", "2026-07-03", 80)),
    ),
    "reduced once it is withdrawn": (
        "caps_contradict",
        (
            line("L", 100),
            *committed("C", 50),
            cap("C", "withdrawn", "2026-07-03"),
            cap("C", "reduced", "2026-07-05", 20),
        ),
    ),
    "paused until before": (
        "caps_contradict",
        (line("L", 100), *committed("C", 50), cap("C", "paused", "2026-07-05", until="2026-07-03")),
    ),
    "reduced to two numbers": (
        "caps_contradict",
        (
            line("L", 100),
            *committed("C", 50),
            cap("C", "reduced", "2026-07-05", 30),
            cap("C", "reduced", "2026-07-05", 20),
        ),
    ),
}
"""By what is bad in each: the check that names it, and what is recorded."""
