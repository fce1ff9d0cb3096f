"""What a number in a record can be."""

from decimal import Decimal

import pytest

from muster.core.limits import NO_LIMITS, Limits


@pytest.mark.parametrize(
    ("limits", "can", "cannot"),
    [
        (Limits(1, 1000), (1, 1000, Decimal("1.5")), (0, -1, 1001)),
        (Limits(least=0), (0, 10**30), (-1,)),
        (Limits(above=0), (Decimal("0.000001"), 1), (0, -1)),
        (NO_LIMITS, (-(10**30), 0, 10**30), ()),
    ],
)
def test_limits_allow_what_lies_within_both_ends(
    limits: Limits, can: tuple[Decimal | int, ...], cannot: tuple[int, ...]
) -> None:
    assert [limits.allow(one) for one in can] == [True] * len(can)
    assert [limits.allow(one) for one in cannot] == [False] * len(cannot)


def test_limits_read_as_words() -> None:
    assert [str(one) for one in (Limits(1, 1000), Limits(least=0), Limits(above=0))] == [
        "1 to 1,000",
        "0 or more",
        "more than 0",
    ]
