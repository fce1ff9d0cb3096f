"""A book with some of the features, and what is asked of it: the same seed and features write the same book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from muster.core.contributions import Contribution
from muster.core.days import Period
from tests.oracle.counts.interval import Options
from tests.oracle.pairs.author import BEGIN, Author
from tests.oracle.pairs.features import FEATURES
from tests.oracle.production.walk import Asking


def paired_book(seed: int, features: Iterable[str]) -> Asking:
    """A book of some weeks with these features, written in an order of its own."""
    author, chosen = Author(seed), sorted(features)
    author.frame()
    author.random.shuffle(chosen)
    for name in chosen:
        write = FEATURES[name].write
        if write is not None:
            write(author)
    most = author.random.choice((30, 50, 70)) if "most from one" in chosen else None
    suppliers = author.random.choice((2, 2, 3)) if "suppliers" in chosen else None
    facts = author.finished()
    if suppliers is not None:  # more than there are who give anything are refused
        members = {one.record.member for one in facts if isinstance(one.record, Contribution)} - {None}
        suppliers = min(suppliers, len(members)) if len(members) > 1 else None
    end = BEGIN + timedelta(days=author.days)
    known = author.random.choice((BEGIN, BEGIN, end))
    return Asking(facts, Period(BEGIN, end), known, "committed", Options(most, suppliers))
