"""Tiny books with the figures that the specification gives them, worked out by hand."""

from __future__ import annotations

from datetime import date

from muster.core.contributions import Assignment, Contribution, Instalment
from muster.core.days import Dated
from muster.core.keeping import Retraction
from muster.core.operations import Acceptance, OperationForm
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Basis, Level, Requirement
from tests.oracle.day_by_day import Ends, Gap, LineDay
from tests.oracle.scribe import (
    NOBODY,
    HandMade,
    Scribe,
    accepted_until,
    bridge,
    dates,
    down_from,
    exactly,
    hundreds,
    need,
    on,
)


def _begun() -> tuple[Scribe, date]:
    """A book with operation OP and capability C, and the day of its first entries."""
    scribe, first = Scribe(), on(1, 1)
    scribe.operation(first, "OP")
    scribe.capability(first, "C")
    return scribe, first


def worked_example(*, anew: bool = False) -> HandMade:
    """Section 3, with a line of 100 trainers from 1 May; ``anew``: with the step of 20 October."""
    scribe, first = _begun()
    scribe.line(first, "L", on(5, 1), 100)
    scribe.contribution(on(1, 20), words="trainers", capability="C", operation="OP")
    scribe.step(on(1, 20), "pledged", 100)
    scribe.contribution(on(2, 10), window=dates("2026-05-01", "2026-12-31"))
    scribe.step(on(2, 10), "committed", 60)
    scribe.step(on(3, 2), "pledged", 100)
    scribe.step(on(5, 5), "in_place", 40, valid=on(5, 3))
    scribe.cap(on(9, 1), "reduced", quantity=exactly(50), valid=on(10, 1))
    if anew:
        scribe.step(on(10, 20), "committed", 70)
        return HandMade(
            "the worked example, set anew",
            scribe.facts,
            levels=[
                ("A", on(10, 19), on(12, 1), down_from(in_place=40, committed=50)),
                ("A", on(10, 20), on(12, 1), down_from(in_place=40, committed=70)),
                ("A", on(10, 20), on(10, 19), down_from(in_place=40, committed=50)),
            ],
        )
    later = on(1, 2, 2027)
    return HandMade(
        "the worked example",
        scribe.facts,
        levels=[
            ("A", on(6, 15), on(4, 1), down_from(committed=60, pledged=100)),
            ("A", on(6, 15), on(6, 15), down_from(in_place=40, committed=60, pledged=100)),
            ("A", on(10, 15), on(8, 15), down_from(in_place=40, committed=60, pledged=100)),
            ("A", on(10, 15), on(9, 15), down_from(in_place=40, committed=50)),
            ("A", later, on(4, 1), {}),
            ("A", later, later, {}),
            ("A", on(12, 31), later, down_from(in_place=40, committed=50)),
            ("A", on(4, 30), later, {}),
        ],
        lines=[
            ("L", on(6, 15), on(6, 15), "in_place", need(100, 40, 60)),
            ("L", on(6, 15), on(6, 15), "committed", need(100, 60, 40)),
            ("L", on(6, 15), on(6, 15), "pledged", need(100, 100, 0)),
            ("L", on(10, 15), on(9, 15), "committed", need(100, 50, 50)),
            ("L", later, later, "pledged", need(100, 0, 100)),
        ],
    )


def in_place_without_offer() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 1000)
    scribe.contribution(on(3, 31), capability="C", operation="OP")
    scribe.step(on(3, 31), "in_place", 857, words=False)
    return HandMade(
        "a UN contributor in place with no offer",
        scribe.facts,
        levels=[
            ("A", on(3, 30), on(4, 30), {}),
            ("A", on(3, 31), on(4, 30), down_from(in_place=857)),
            ("A", on(12, 31), on(4, 30), down_from(in_place=857)),
        ],
        lines=[("L", on(4, 1), on(4, 1), "committed", need(1000, 857, 143))],
        date_unknown=[("A", on(4, 1), on(4, 1), NOBODY)],
        without_need=[(on(4, 1), on(4, 1), NOBODY)],
    )


def pledge_without_capability() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    scribe.contribution(on(1, 20), words="we shall do our part", operation="OP", window=dates("2026-02-01"))
    scribe.step(on(1, 20), "pledged", hundreds())
    scribe.contribution(on(1, 20), "B", words="we shall do our part", operation="OP")
    scribe.step(on(1, 20), "committed", 40, of="B")
    unknown: Ends = (None, None)
    return HandMade(
        "a ministerial pledge without capability",
        scribe.facts,
        levels=[
            ("A", on(1, 31), on(3, 1), {}),
            ("A", on(2, 1), on(3, 1), {"pledged": unknown, "indicated": unknown}),
            ("B", on(2, 1), on(3, 1), {}),
        ],
        lines=[("L", on(2, 1), on(3, 1), "pledged", need(100, 0, 100))],
        free=[(on(2, 1), on(3, 1), "pledged", NOBODY)],
        date_unknown=[("A", on(2, 1), on(3, 1), NOBODY), ("B", on(2, 1), on(3, 1), frozenset({"pledged"}))],
    )


def pledge_in_instalments() -> HandMade:
    scribe, first = Scribe(), on(1, 1)
    scribe.operation(first, "OP", form=OperationForm.FUND)
    scribe.capability(first, "C", "EUR", decimals=2)
    window = dates("2026-01-01", "2028-12-31")
    scribe.contribution(on(2, 1), words="300 over three years", capability="C", operation="OP", window=window)
    scribe.step(on(2, 1), "pledged", 300)
    for year in (2026, 2027, 2028):
        instalment = Instalment(due=Dated(f"{year}-12-31"), quantity=exactly(100))
        scribe.write(on(2, 1), "instalment", "A", instalment, start=on(2, 1))
    scribe.step(on(2, 1, 2027), "pledged", 300)
    return HandMade(
        "a multi-year pledge in instalments",
        scribe.facts,
        levels=[
            ("A", on(2, 1), on(2, 1), down_from(pledged=30000)),
            ("A", on(2, 1, 2027), on(2, 1, 2027), down_from(pledged=30000)),
            ("A", on(12, 31, 2028), on(2, 1, 2027), down_from(pledged=30000)),
            ("A", on(1, 1, 2029), on(2, 1, 2027), {}),
        ],
    )


def leaves_next_month() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 120)
    scribe.contribution(on(2, 1), capability="C", operation="OP")
    scribe.step(on(2, 1), "in_place", 120)
    scribe.cap(on(3, 10), "ended", valid=on(4, 1))
    return HandMade(
        "in place, leaves next month",
        scribe.facts,
        levels=[
            ("A", on(3, 31), on(3, 10), down_from(in_place=120)),
            ("A", on(4, 1), on(3, 9), down_from(in_place=120)),
            ("A", on(4, 1), on(3, 10), down_from(in_place=(0, 0))),
        ],
        lines=[
            ("L", on(3, 31), on(3, 10), "committed", need(120, 120, 0)),
            ("L", on(4, 1), on(3, 9), "committed", need(120, 120, 0)),
            ("L", on(4, 1), on(3, 10), "committed", need(120, 0, 120)),
        ],
    )


def reduced() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    window = dates("2026-02-01")
    scribe.contribution(on(2, 1), words="100", capability="C", operation="OP", window=window)
    scribe.step(on(2, 1), "committed", 100)
    scribe.cap(on(3, 1), "reduced", quantity=exactly(60))
    return HandMade(
        "100 reduced to 60",
        scribe.facts,
        levels=[
            ("A", on(2, 28), on(4, 1), down_from(committed=100)),
            ("A", on(3, 1), on(4, 1), down_from(committed=60)),
        ],
        lines=[("L", on(3, 1), on(4, 1), "committed", need(100, 60, 40))],
    )


def need_reduced() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    level = Level(quantity=exactly(60), drawdown_until=Dated("2026-04-15"))
    scribe.write(on(2, 1), "requirement", "L", Requirement(level=level), start=on(3, 1))
    scribe.contribution(on(1, 2), capability="C", operation="OP")
    scribe.step(on(1, 2), "in_place", 110)
    known = on(2, 1)
    return HandMade(
        "a need of 100 reduced to 60",
        scribe.facts,
        lines=[
            ("L", on(2, 28), known, "in_place", need(100, 110, 0, surplus=10)),
            ("L", on(3, 1), known, "in_place", need(60, 110, 0, drawdown=40, surplus=10)),
            ("L", on(4, 15), known, "in_place", need(60, 110, 0, drawdown=40, surplus=10)),
            ("L", on(4, 16), known, "in_place", need(60, 110, 0, surplus=50)),
            ("L", on(3, 1), on(1, 31), "in_place", need(100, 110, 0, surplus=10)),
        ],
    )


def agreed_present_pledged() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 5200)
    scribe.contribution(on(2, 1), capability="C", operation="OP")
    scribe.step(on(2, 1), "in_place", 2700)
    scribe.contribution(on(2, 1), "B", words="1,000", capability="C", operation="OP", window=dates("2026-02-01"))
    scribe.step(on(2, 1), "pledged", 1000, of="B")
    day = on(3, 1)
    return HandMade(
        "5,200 agreed, 2,700 present, 1,000 pledged",
        scribe.facts,
        lines=[
            ("L", day, day, "in_place", need(5200, 2700, 2500)),
            ("L", day, day, "committed", need(5200, 2700, 2500)),
            ("L", day, day, "pledged", need(5200, 3700, 1500)),
        ],
    )


def pool() -> HandMade:
    scribe, first = _begun()
    scribe.operation(first, "POOL", form=OperationForm.POOL)
    scribe.line(first, "L", first, 1500)
    window = dates("2026-02-01", "2026-07-31")
    scribe.contribution(on(1, 10), words="a battlegroup", capability="C", pool="POOL", window=window)
    scribe.step(on(1, 10), "committed", 1500)
    scribe.step(on(3, 1), "committed", 1200, operation="OP")
    before, after = on(2, 28), on(3, 1)
    return HandMade(
        "a pool that is not yet an operation",
        scribe.facts,
        levels=[
            ("A", before, after, down_from(committed=1500)),
            ("A", after, before, down_from(committed=1500)),
            ("A", after, after, down_from(committed=1200)),
        ],
        lines=[
            ("L", before, after, "offered", need(1500, 0, 1500)),
            ("L", before, after, "committed", need(1500, 0, 1500)),
            ("L", after, after, "committed", need(1500, 1200, 300)),
        ],
        free=[(before, after, "offered", NOBODY)],
    )


def said_twice_then_raised() -> HandMade:
    scribe, _ = _begun()
    scribe.contribution(on(2, 1), words="100", window=dates("2026-02-01"))
    scribe.step(on(2, 1), "pledged", 100)
    scribe.step(on(2, 10), "pledged", 100)
    scribe.step(on(2, 20), "pledged", 150)
    return HandMade(
        "a pledge said twice, then raised",
        scribe.facts,
        levels=[
            ("A", on(2, 1), on(3, 1), down_from(pledged=100)),
            ("A", on(2, 10), on(3, 1), down_from(pledged=100)),
            ("A", on(2, 20), on(3, 1), down_from(pledged=150)),
        ],
    )


def withdrawn_and_promised_anew() -> HandMade:
    scribe, _ = _begun()
    scribe.contribution(on(2, 1), words="60", window=dates("2026-02-01"))
    scribe.step(on(2, 1), "pledged", 60)
    scribe.cap(on(2, 10), "withdrawn")
    scribe.step(on(2, 20), "pledged", 40)
    return HandMade(
        "withdrawn and promised anew",
        scribe.facts,
        levels=[
            ("A", on(2, 9), on(3, 1), down_from(pledged=60)),
            ("A", on(2, 10), on(3, 1), down_from(pledged=(0, 0))),
            ("A", on(2, 20), on(3, 1), down_from(pledged=40)),
            ("A", on(2, 20), on(2, 19), down_from(pledged=(0, 0))),
        ],
    )


def ceiling() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 150, basis=Basis.AUTHORISED_MAXIMUM)
    scribe.contribution(on(2, 1), capability="C", operation="OP")
    scribe.step(on(2, 1), "in_place", 100)
    scribe.step(on(3, 1), "in_place", 160)
    basis = "authorised_maximum"
    return HandMade(
        "a ceiling of 150 of which 100 are there",
        scribe.facts,
        lines=[
            ("L", on(2, 1), on(3, 1), "in_place", need(150, 100, None, basis=basis)),
            ("L", on(3, 1), on(3, 1), "in_place", need(150, 160, None, basis=basis, surplus=10)),
        ],
    )


def known_to_the_year() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 50)
    window = dates("2026", "2028")
    scribe.contribution(on(1, 20), words="50 from 2026", capability="C", operation="OP", window=window)
    scribe.step(on(1, 20), "committed", 50)
    known = on(1, 20)
    here = down_from(committed=50)
    return HandMade(
        "a date known to the year",
        scribe.facts,
        levels=[
            ("A", on(1, 20), known, {}),
            ("A", on(12, 30), known, {}),
            ("A", on(12, 31), known, here),
            ("A", on(1, 1, 2028), known, here),
            ("A", on(1, 2, 2028), known, {}),
        ],
        lines=[("L", on(6, 1), known, "committed", need(50, 0, 50))],
        uncertain=[
            ("A", on(1, 19), known, False),
            ("A", on(1, 20), known, True),
            ("A", on(12, 30), known, True),
            ("A", on(12, 31), known, False),
            ("A", on(1, 1, 2028), known, False),
            ("A", on(1, 2, 2028), known, True),
            ("A", on(12, 31, 2028), known, True),
            ("A", on(1, 1, 2029), known, False),
        ],
        date_unknown=[("A", on(6, 1), known, NOBODY)],
    )


def said_as_hundreds() -> HandMade:
    scribe, first = _begun()
    scribe.line(first, "L", first, 500)
    for subject, quantity in (("A", hundreds()), ("B", Quantity.said_as(Qualifier.AT_LEAST, 30))):
        window = dates("2026-02-01")
        scribe.contribution(on(2, 1), subject, words="hundreds", capability="C", operation="OP", window=window)
        scribe.step(on(2, 1), "committed", quantity, of=subject)
    day = on(3, 1)
    open_ended = LineDay(500, 500, cover_low=30, cover_high=None, unknown_count=1, gap_low=470)
    return HandMade(
        'a quantity "hundreds"',
        scribe.facts,
        levels=[
            ("A", day, day, down_from(committed=(None, None))),
            ("B", day, day, down_from(committed=(30, None))),
        ],
        lines=[
            ("L", day, day, "committed", open_ended),
            ("L", day, day, "in_place", need(500, 0, 500)),
        ],
    )


def acceptance_required() -> HandMade:
    scribe, first = Scribe(), on(1, 1)
    scribe.operation(first, "OP", acceptance=Acceptance.REQUIRED)
    scribe.capability(first, "C")
    scribe.line(first, "L", first, 100)
    window = dates("2026-02-01")
    scribe.contribution(on(2, 1), words="80", capability="C", operation="OP", window=window)
    scribe.step(on(2, 1), "committed", 80)
    scribe.step(on(2, 10), "accepted", 50)
    scribe.step(on(2, 20), "in_place", 60)
    return HandMade(
        "acceptance required",
        scribe.facts,
        levels=[
            ("A", on(2, 9), on(3, 1), down_from(offered=80)),
            ("A", on(2, 10), on(3, 1), down_from(committed=50, offered=80)),
            ("A", on(2, 20), on(3, 1), down_from(in_place=60, offered=80)),
        ],
        lines=[
            ("L", on(2, 9), on(3, 1), "committed", need(100, 0, 100)),
            ("L", on(2, 10), on(3, 1), "committed", need(100, 50, 50)),
            ("L", on(2, 10), on(3, 1), "offered", need(100, 80, 20)),
        ],
    )


def could_serve_two() -> HandMade:
    """Two lines of one group; a pin takes 10 to one of them, a backfill and another unit serve neither."""
    scribe, first = Scribe(), on(1, 1)
    scribe.operation(first, "OP")
    scribe.capability(first, "G", None)
    scribe.capability(first, "C", parent="G")
    scribe.capability(first, "CC", parent="C")
    scribe.capability(first, "T", "trucks", parent="C")
    scribe.line(first, "L", first, 100)
    scribe.line(first, "LL", first, 20, capability="CC")
    for subject, capability in (("A", "CC"), ("B", "C"), ("T", "T"), ("X", "CC")):
        fields = {"backfills": "theirs"} if subject == "X" else {}
        scribe.contribution(on(2, 1), subject, capability=capability, operation="OP", **fields)
        scribe.step(on(2, 1), "in_place", 30, of=subject)
    pin = Assignment(contribution="A", line="LL", quantity=exactly(10))
    pinned = scribe.write(on(3, 1), "assignment", "P", pin, start=on(3, 1))
    scribe.write(on(4, 1), "retraction", "P", Retraction(), supersedes=pinned)
    day = on(3, 1)
    return HandMade(
        "what could serve two lines is free",
        scribe.facts,
        lines=[
            ("L", on(2, 28), day, "in_place", need(100, 30, 70)),
            ("LL", on(2, 28), day, "in_place", need(20, 0, 20)),
            ("LL", day, day, "in_place", need(20, 10, 10)),
            ("L", day, day, "in_place", need(100, 30, 70)),
            ("LL", day, on(4, 1), "in_place", need(20, 0, 20)),
        ],
        free=[(day, day, "in_place", frozenset({"A"})), (day, day, "indicated", frozenset({"A"}))],
        without_need=[(day, day, frozenset({"T"}))],
    )


def operation_ends() -> HandMade:
    scribe, first = Scribe(), on(1, 1)
    scribe.operation(first, "OP", dates=dates("2026-01-01", "2026-03-31"), withdrawal_until=Dated("2026-05"))
    scribe.capability(first, "C")
    scribe.line(first, "L", first, 100)
    scribe.contribution(on(2, 1), capability="C", operation="OP")
    scribe.step(on(2, 1), "in_place", 90)
    known = on(2, 1)
    gone = LineDay(withdrawing=90)
    return HandMade(
        "an operation ends and its contributors withdraw",
        scribe.facts,
        lines=[
            ("L", on(3, 31), known, "committed", need(100, 90, 10)),
            ("L", on(4, 1), known, "committed", gone),
            ("L", on(5, 1), known, "in_place", gone),
            ("L", on(5, 2), known, "in_place", LineDay()),
        ],
        without_need=[(on(5, 1), known, NOBODY), (on(5, 2), known, frozenset({"A"}))],
    )


def corrected() -> HandMade:
    scribe, _ = _begun()
    scribe.contribution(on(2, 1), words="60", window=dates("2026-02-01"))
    wrong = scribe.step(on(2, 1), "pledged", 600)
    scribe.step(on(3, 1), "pledged", 60, valid=on(2, 1), supersedes=wrong)
    scribe.step(on(3, 5), "pledged", 90, end=on(3, 10))
    scribe.cap(on(3, 15), "paused", until=Dated("2026-03-20"))
    known = on(4, 1)
    return HandMade(
        "a correction, a step with an end, and a pause",
        scribe.facts,
        levels=[
            ("A", on(2, 1), on(2, 28), down_from(pledged=600)),
            ("A", on(2, 1), known, down_from(pledged=60)),
            ("A", on(3, 9), known, down_from(pledged=90)),
            ("A", on(3, 10), known, down_from(pledged=60)),
            ("A", on(3, 15), known, down_from(pledged=(0, 0))),
            ("A", on(3, 20), known, down_from(pledged=(0, 0))),
            ("A", on(3, 21), known, down_from(pledged=60)),
        ],
    )


def under_way() -> HandMade:
    """En route counts as committed; a commitment without window as an offer; a line of a mere group is not served."""
    scribe, first = _begun()
    scribe.capability(first, "G", None)
    scribe.line(first, "L", first, 10, capability="G")
    scribe.contribution(on(2, 1), words="30", capability="G", operation="OP", window=dates("2026-02-01"))
    scribe.step(on(2, 1), "en_route", 30)
    scribe.contribution(on(2, 1), "B", words="20", capability="C", operation="OP")
    scribe.step(on(2, 1), "committed", 20, of="B")
    day = on(2, 1)
    return HandMade(
        "en route, and a commitment without window",
        scribe.facts,
        levels=[("A", day, day, down_from(committed=30)), ("B", day, day, {})],
        lines=[("L", day, day, "committed", need(10, 0, 10))],
        date_unknown=[("B", day, day, frozenset({"offered"}))],
    )


def bridges() -> HandMade:
    """A and B bridge line L, B until some day in May; D bridges it too, but is earmarked for LL; E has no window.

    From 1 June A bridges nothing more: it could serve both lines.
    """
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    scribe.line(first, "LL", first, 50)
    window = dates("2026-02-01", "2026-12-31")
    scribe.contribution(on(2, 1), words="40", capability="C", bridge=bridge("L", "2026-06-30"), window=window)
    scribe.contribution(on(2, 1), "B", words="30", capability="C", bridge=bridge("L", "2026-05"), window=window)
    scribe.contribution(
        on(2, 1), "D", words="20", capability="C", line="LL", bridge=bridge("L", "2026-04-30"), window=window
    )
    scribe.contribution(on(2, 1), "E", words="10", capability="C", bridge=bridge("L", "2026-06-30"))
    for subject, size in (("A", 40), ("B", 30), ("D", 20), ("E", 10)):
        scribe.step(on(2, 1), "committed", size, of=subject)
    freed = Contribution(bridge=None, operation="OP")
    scribe.write(on(5, 20), "contribution", "A", freed, start=on(6, 1))
    early, late = on(2, 1), on(5, 20)
    here = down_from(committed=40)
    return HandMade(
        "what bridges, and until when",
        scribe.facts,
        levels=[
            ("A", on(6, 30), early, here),
            ("A", on(7, 1), early, {}),
            ("A", on(7, 1), late, here),
            ("B", on(5, 1), early, down_from(committed=30)),
            ("B", on(5, 2), early, {}),
            ("D", on(4, 30), early, down_from(committed=20)),
            ("D", on(5, 1), early, {}),
            ("E", on(5, 1), early, {}),
        ],
        lines=[
            ("L", on(4, 30), early, "committed", need(100, 70, 30)),
            ("LL", on(4, 30), early, "committed", need(50, 20, 30)),
            ("L", on(5, 2), early, "committed", need(100, 40, 60)),
            ("LL", on(5, 2), early, "committed", need(50, 0, 50)),
            ("L", on(7, 1), early, "committed", need(100, 0, 100)),
            ("L", on(7, 1), late, "committed", need(100, 0, 100)),
        ],
        free=[(on(6, 30), early, "committed", NOBODY), (on(7, 1), late, "committed", frozenset({"A"}))],
        uncertain=[
            ("B", on(5, 1), early, False),
            ("B", on(5, 2), early, True),
            ("B", on(5, 31), early, True),
            ("B", on(6, 1), early, False),
        ],
        date_unknown=[("E", on(5, 1), early, frozenset({"offered"}))],
    )


def accepted_gaps() -> HandMade:
    """Three lines of which two are accepted, one until some day in April, one until 15 March."""
    scribe, first = _begun()
    april, march = accepted_until("2026-04"), accepted_until("2026-03-15")
    scribe.line(first, "L1", first, 10, tier=1, accepted_gap=april)
    scribe.line(first, "L2", first, 10)
    scribe.line(first, "L3", first, 5, tier=1, accepted_gap=march)
    known, committed = first, "committed"
    return HandMade(
        "gaps that are accepted",
        scribe.facts,
        gaps=[
            (on(3, 15), known, committed, [Gap("L2", 10), Gap("L1", 10, april), Gap("L3", 5, march)]),
            (on(3, 16), known, committed, [Gap("L3", 5), Gap("L2", 10), Gap("L1", 10, april)]),
            (on(4, 1), known, committed, [Gap("L3", 5), Gap("L2", 10), Gap("L1", 10, april)]),
            (on(4, 2), known, committed, [Gap("L1", 10), Gap("L3", 5), Gap("L2", 10)]),
        ],
        lines=[("L1", on(4, 1), known, committed, need(10, 0, 10))],
    )


def joint() -> HandMade:
    """A is delivered by a joint that needs B, of another kind, and F, of unknown size; it could do without E.

    B is committed from 1 March, in place from May and gone some day in June, and serves no line though it is pinned.
    """
    scribe, first = _begun()
    scribe.capability(first, "D", "hours")
    scribe.line(first, "L", first, 100)
    scribe.line(first, "K", first, 10, capability="D")
    of_all = {"words": "yes", "operation": "OP"}
    scribe.contribution(first, capability="C", window=dates("2026-02-01", "2026-12-31"), **of_all)
    scribe.contribution(first, "B", capability="D", window=dates("2026-03-01", "2026-06"), **of_all)
    scribe.contribution(first, "E", capability="C", window=dates("2026-02-01"), **of_all)
    scribe.contribution(first, "F", capability="C", window=dates("2026-02-01"), **of_all)
    for subject, size in (("A", 60), ("B", 5), ("F", hundreds())):
        scribe.step(first, "committed", size, of=subject)
    scribe.joint(first, "J", "A", "A", "B", "F")
    scribe.part(first, "J", "E", required=False)
    scribe.write(first, "assignment", "P", Assignment(contribution="B", line="K"))
    scribe.step(on(4, 1), "in_place", 40)
    scribe.step(on(5, 1), "in_place", 2, of="B")
    scribe.step(on(5, 1), "in_place", hundreds(), of="F")
    known = on(7, 1)
    return HandMade(
        "a joint contribution and its parts",
        scribe.facts,
        levels=[
            ("A", on(2, 28), known, {}),
            ("A", on(3, 1), known, down_from(committed=60)),
            ("A", on(4, 1), known, down_from(committed=60)),
            ("A", on(5, 1), known, down_from(in_place=40, committed=60)),
            ("A", on(6, 1), known, down_from(in_place=40, committed=60)),
            ("A", on(6, 2), known, {}),
            ("B", on(3, 1), known, down_from(committed=5)),
        ],
        lines=[
            ("L", on(2, 28), known, "committed", need(100, 0, 100)),
            ("L", on(3, 1), known, "committed", need(100, 60, 40)),
            ("L", on(4, 1), known, "in_place", need(100, 0, 100)),
            ("L", on(5, 1), known, "in_place", need(100, 40, 60)),
            ("K", on(5, 1), known, "committed", need(10, 0, 10)),
        ],
        without_need=[(on(4, 1), known, NOBODY), (on(5, 1), known, frozenset({"B", "F"}))],
        free=[(on(5, 1), known, "committed", NOBODY)],
        uncertain=[("A", on(6, 2), known, False), ("B", on(6, 2), known, True)],
    )


def parts_by_their_own_word() -> HandMade:
    """A needs B and B needs A, which has nothing before March: then each has what it says itself, for the other has.

    D needs B, which is not there as what J2 delivers, but is by its own word. A part of another, B and A serve no line.
    """
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    scribe.line(first, "LL", first, 100)
    for subject, size in (("A", 0), ("B", 7), ("D", 9)):
        fields = {"words": "yes", "capability": "C", "line": "L", "window": dates("2026-01-01")}
        scribe.contribution(first, subject, **fields)
        scribe.step(first, "committed", size, of=subject)
    scribe.joint(first, "J1", "A", "B")
    scribe.joint(first, "J2", "B", "A")
    scribe.joint(first, "J3", "D")
    scribe.part(first, "J3", "B", end=on(5, 1))
    scribe.step(on(3, 1), "committed", 5)
    nothing = down_from(committed=0)
    return HandMade(
        "parts that need each other",
        scribe.facts,
        levels=[
            ("A", on(2, 1), on(6, 1), nothing),
            ("B", on(2, 1), on(6, 1), {}),
            ("D", on(2, 1), on(6, 1), down_from(committed=9)),
            ("A", on(3, 1), on(6, 1), down_from(committed=5)),
            ("B", on(3, 1), on(6, 1), down_from(committed=7)),
        ],
        lines=[("L", on(4, 30), on(6, 1), "committed", need(100, 9, 91))],
    )


def rota() -> HandMade:
    """A serves LL in March, B from 31 March to 1 May; from 15 March 10 of A are assigned to L, and that comes first."""
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    scribe.line(first, "LL", first, 50)
    for subject, size in (("A", 30), ("B", 10)):
        scribe.contribution(first, subject, capability="C", operation="OP")
        scribe.step(first, "in_place", size, of=subject)
    scribe.rota(first, "R", "LL")
    scribe.turn(first, "R", "2026-03-01", "2026-03-31", "A")
    scribe.turn(first, "R", "2026-03", "2026-05", "B")
    scribe.turn(first, "R", "2026-05-02", "2026-12-31")
    pin = Assignment(contribution="A", line="L", quantity=exactly(10))
    scribe.write(on(1, 2), "assignment", "P", pin, start=on(3, 15))
    known, there = on(1, 2), "in_place"
    return HandMade(
        "a rota",
        scribe.facts,
        lines=[
            ("LL", on(2, 28), known, there, need(50, 0, 50)),
            ("LL", on(3, 1), known, there, need(50, 30, 20)),
            ("LL", on(3, 15), known, there, need(50, 20, 30)),
            ("L", on(3, 15), known, there, need(100, 10, 90)),
            ("LL", on(3, 30), known, there, need(50, 20, 30)),
            ("LL", on(3, 31), known, there, need(50, 30, 20)),
            ("LL", on(4, 1), known, there, need(50, 10, 40)),
            ("LL", on(5, 1), known, there, need(50, 10, 40)),
            ("LL", on(5, 2), known, there, need(50, 0, 50)),
        ],
        free=[
            (on(2, 28), known, there, frozenset({"A", "B"})),
            (on(3, 30), known, there, frozenset({"B"})),
            (on(3, 31), known, there, NOBODY),
            (on(4, 1), known, there, frozenset({"A"})),
            (on(5, 2), known, there, frozenset({"A", "B"})),
        ],
    )


def turns_that_contend() -> HandMade:
    """A has a turn at L to 10 March, corrected to the 31st after another at LL was recorded: it keeps its order."""
    scribe, first = _begun()
    scribe.line(first, "L", first, 100)
    scribe.line(first, "LL", first, 50)
    scribe.contribution(first, capability="C", operation="OP")
    scribe.step(first, "in_place", 30)
    scribe.rota(first, "R2", "LL")
    scribe.rota(first, "R1", "L")
    wrong = scribe.turn(on(2, 1), "R1", "2026-03-01", "2026-03-10", "A")
    scribe.turn(on(2, 2), "R2", "2026-03-01", "2026-03-31", "A")
    scribe.turn(on(2, 3), "R1", "2026-03-01", "2026-03-31", "A", supersedes=wrong)
    day, there = on(3, 15), "in_place"
    return HandMade(
        "turns that contend",
        scribe.facts,
        lines=[
            ("L", on(3, 10), on(2, 2), there, need(100, 30, 70)),
            ("L", day, on(2, 2), there, need(100, 0, 100)),
            ("LL", day, on(2, 2), there, need(50, 30, 20)),
            ("L", day, on(2, 3), there, need(100, 30, 70)),
            ("LL", day, on(2, 3), there, need(50, 0, 50)),
        ],
    )


def hand_made() -> list[HandMade]:
    """All of them."""
    return [
        worked_example(),
        worked_example(anew=True),
        in_place_without_offer(),
        pledge_without_capability(),
        pledge_in_instalments(),
        leaves_next_month(),
        reduced(),
        need_reduced(),
        agreed_present_pledged(),
        pool(),
        said_twice_then_raised(),
        withdrawn_and_promised_anew(),
        ceiling(),
        known_to_the_year(),
        said_as_hundreds(),
        acceptance_required(),
        could_serve_two(),
        operation_ends(),
        corrected(),
        under_way(),
        bridges(),
        accepted_gaps(),
        joint(),
        parts_by_their_own_word(),
        rota(),
        turns_that_contend(),
    ]
