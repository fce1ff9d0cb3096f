"""How the product is asked for a plan with options, and what it tells of an interval: nowhere else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from muster.core.days import Period
from muster.core.firmness import Firmness
from muster.engine.allocation import Plan, allocate
from muster.engine.coverage import Timeline
from muster.engine.serving import Asked
from tests.oracle.counts.comparing import Told
from tests.oracle.counts.interval import NOTHING_ASKED, Options


def planned(
    timeline: Timeline,
    period: Period,
    known: date,
    firmness: str = "committed",
    options: Options = NOTHING_ASKED,
    **assumed: bool,
) -> Plan:
    """The product's plan of a period."""
    terms: dict[str, Any] = {**assumed, **options.stated}
    return allocate(timeline, Asked(known, Firmness(firmness), **terms), period)


def told(part: Any) -> Told:
    """What the product tells of an interval: of a line that is not limited, all that covers it counts."""
    counts = {line: part.limited[line].counts if line in part.limited else size for line, size in part.covered.items()}
    return Told({link: Fraction(size) for link, size in part.assigned.items() if size}, part.covered, counts)
