"""Drafts in one line, and a book of them: members FRA, DEU and ITA, trainers of an army and of police, operation OP."""

from datetime import date
from typing import Any

from muster.core.quantity import Quantity
from muster.engine.coverage import Timeline
from muster.ledger.entries import Draft
from muster.ledger.snapshot import Snapshot
from tests.builders import Desk, book, dates, day, draft, exactly, step

TODAY = "2026-06-30"
"""The day on which these books are written."""

ALL_YEAR = dates("2026-01-01", "2026-12-31")


def desk_of(*drafts: Draft, today: str = TODAY, **operation: Any) -> Desk:
    """A book that holds the drafts."""
    desk = book("2026-01-01").at(today)
    desk.put(
        draft("member", "FRA", name="France", form="nation"),
        draft("member", "DEU", name="Germany", form="nation"),
        draft("member", "ITA", name="Italy", form="nation"),
        draft("capability", "trainers", name="Trainers", unit="persons"),
        draft("capability", "army", name="Army trainers", unit="persons", parent="trainers"),
        draft("capability", "police", name="Police trainers", unit="persons", parent="trainers"),
        draft("operation", "OP", **{"name": "Relief", "form": "mission", **operation}),
        *drafts,
    )
    return desk


def snapshot_of(*drafts: Draft, **operation: Any) -> Snapshot:
    """That book as it is known on the day on which it was written."""
    return desk_of(*drafts, **operation).snapshot()


def over_time(*drafts: Draft, **operation: Any) -> Timeline:
    """That book over time."""
    return Timeline(snapshot_of(*drafts, **operation))


def line(
    subject: str = "L", need: int | Quantity = 100, since: str | None = None, last: str | None = None, **fields: Any
) -> Draft:
    """So many trainers needed in OP, where nothing else is said."""
    given = {"operation": "OP", "capability": "trainers", "level": level(need), **fields}
    return draft("requirement", subject, since, last, **given)


def change(subject: str, need: int | Quantity, since: str, drawdown_until: str | None = None) -> Draft:
    """Another level of a line from a day on."""
    return draft("requirement", subject, since, level=level(need, drawdown_until))


def level(need: int | Quantity, drawdown_until: str | None = None) -> dict[str, Any]:
    quantity = exactly(need) if isinstance(need, int) else need
    return {"quantity": quantity} | ({} if drawdown_until is None else {"drawdown_until": drawdown_until})


def contribution(subject: str, member: str = "FRA", since: str | None = None, **fields: Any) -> Draft:
    """Trainers for OP through 2026, with the words in which they were promised, where nothing else is said."""
    given = {
        "member": member,
        "capability": "trainers",
        "operation": "OP",
        "words": "what they said",
        "window": ALL_YEAR,
        **fields,
    }
    return draft("contribution", subject, since, **{name: value for name, value in given.items() if value is not None})


def in_place(
    subject: str,
    number: int | Quantity,
    member: str = "FRA",
    since: str = "2026-02-01",
    **fields: Any,
) -> tuple[Draft, Draft]:
    """A contribution of which so many are in place from a day on."""
    return contribution(subject, member, **fields), step(subject, "in_place", since, number)


def committed(
    subject: str, number: int | Quantity, member: str = "FRA", since: str = "2026-01-01", **fields: Any
) -> tuple[Draft, Draft]:
    """A contribution of which so many are committed from a day on."""
    return contribution(subject, member, **fields), step(subject, "committed", since, number)


def pin(subject: str, of: str, to: str, number: int | Quantity | None = None, since: str | None = None) -> Draft:
    """So many of a contribution agreed for a line; all of it where no number is given."""
    fields: dict[str, Any] = {"contribution": of, "line": to}
    if number is not None:
        fields["quantity"] = exactly(number) if isinstance(number, int) else number
    return draft("assignment", subject, since, **fields)


def ships(since: str | None = None, **terms: Any) -> Draft:
    """Ships, which come whole, with their usual tour and rest."""
    return draft("capability", "ships", since, **{"name": "Ships", "unit": "ships", "portion": "unit", **terms})


def wants(subject: str, need: int | Quantity, since: str | None = None, last: str | None = None, **more: Any) -> Draft:
    """So many ships needed in OP."""
    return line(subject, need, since, last, capability="ships", **more)


def unit(subject: str, number: int | Quantity = 1, **more: Any) -> tuple[Draft, Draft]:
    """So many ships that go together."""
    return committed(subject, number, capability="ships", **more)


def on(text: str) -> date:
    """A day of 2026, written ``5-31``; or any, written in full."""
    month_and_day = [int(part) for part in text.split("-")]
    return date(2026, *month_and_day) if len(month_and_day) == 2 else day(text)
