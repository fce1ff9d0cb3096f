"""Which lines of an interval are planned by flows: where nothing that they hang on decides but tiers and weights."""

from __future__ import annotations

from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import answers
from tests.oracle.amounts.network import factor
from tests.oracle.amounts.plan import meet_pins, network_of
from tests.oracle.counts.interval import NOTHING_ASKED, Interval, Options, interval_of


def plain_lines(asked: Asked, options: Options = NOTHING_ASKED) -> frozenset[str]:
    """The lines that hang on no line that needs another or states a threshold, nor on kinds that do not factor.

    Lines hang together by who may serve them and by what they need. Where something is asked besides, there are none.
    """
    if options.stated:
        return frozenset()
    interval, found = interval_of(asked), answers(asked)
    network, _ = network_of(asked, found, meet_pins(asked, found))
    decided = {name for name, line in interval.lines.items() if line.needs or line.threshold}
    decided |= {line for sinks in factor(network).odd for line in sinks}
    return frozenset(interval.lines.keys() - _reached(interval, decided))


def _reached(interval: Interval, lines: set[str]) -> set[str]:
    """The lines that hang together with some of these."""
    groups = [{line for own, line in interval.worth if own == each} for each in interval.left]
    groups += [{name, *line.needs} for name, line in interval.lines.items()]
    found = set(lines)
    while True:
        more = found.union(*(group for group in groups if group & found))
        if more == found:
            return found
        found = more
