"""What several members give together: one thing that needs the parts of all, or one slot that each holds in turn."""

from __future__ import annotations

from muster.core.limits import LONGEST_DAYS
from muster.core.record import Day, Ident, Record, Words, said


class Joint(Record):
    """One contribution that needs the parts of several: lift by one, crew by another, money by a third."""

    name: Words | None = said("the name", required=True)
    delivers: Ident | None = said("the contribution whose quantity counts", ref="contribution", required=True)
    note: Words | None = said("a remark")


class Part(Record):
    """What one contribution brings to a joint one. Without it, where it is required, the joint one is not there."""

    contribution: Ident | None = said("the contribution that is the part", ref="contribution", required=True)
    role: Words | None = said("what it brings: lift, crew, money")
    required: bool | None = said("whether nothing counts without it; yes where nothing is said")

    @property
    def is_required(self) -> bool:
        """Whether the joint contribution is not there without it."""
        return self.required is not False


class Rota(Record):
    """One line that several serve in turn."""

    line: Ident | None = said("the line it serves", ref="requirement", required=True)
    name: Words | None = said("the name", required=True)
    overlap_days: int | None = said(
        "how long who comes and who goes are there together", unit="days", least=0, most=LONGEST_DAYS
    )
    note: Words | None = said("a remark")


class Turn(Record):
    """The days on which one contribution serves in a rota. It is pinned with all that it has."""

    first: Day | None = said("its first day", required=True)
    last: Day | None = said("its last day, included", required=True)
    contribution: Ident | None = said("who serves; the turn is open where nothing is said", ref="contribution")
    note: Words | None = said("a remark")
