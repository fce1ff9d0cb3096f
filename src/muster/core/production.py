"""Production: classes that trainers hold, and whose graduates then serve."""

from __future__ import annotations

from muster.core.quantity import Quantity
from muster.core.record import Day, Ident, Record, Words, said


class Production(Record):
    """Classes in runs that follow each other without a break. Whoever graduates joins a contribution."""

    name: Words | None = said("the name", required=True)
    graduates: Ident | None = said(
        "the contribution that grows by those who graduate", ref="contribution", required=True
    )
    class_size: Quantity | None = said("so many graduate from a class", required=True)
    course_days: int | None = said("how long a run of classes lasts", required=True, unit="days")
    most_classes: int | None = said("so many classes at most at once")
    begins: Day | None = said("the first day of the first run of classes", required=True)
    note: Words | None = said("a remark")


class Trainers(Record):
    """Trainers of one kind that a class needs, each day of its run."""

    line: Ident | None = said("the line of trainers", ref="requirement", required=True)
    per_class: Quantity | None = said("so many of that line for one class", required=True)
