"""Plans as files: what ``muster allocate --out`` writes, read again with a sentence for whatever is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from muster.core.days import day_before, next_day, parse_day
from muster.core.errors import MusterError, RefusedError, StorageError
from muster.engine.account import FORMAT

AmountText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,999}(/[1-9][0-9]{0,999})?$")]
"""An exact amount: an integer or a fraction of integers."""


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Line(_Model):
    tier: int
    weight: int = 1
    need: AmountText
    covered: AmountText
    threshold: int | None = None
    needs: list[str] = []
    counts: AmountText | None = None


class _Contribution(_Model):
    supply: AmountText
    worth: dict[str, AmountText]
    graduates: AmountText | None = None
    member: str | None = None
    on_tour: dict[str, AmountText] | None = None


class _Gift(_Model):
    contribution: str
    line: str
    amount: AmountText


class _Pin(_Gift):
    worth: AmountText


class _Shortfall(_Model):
    short: AmountText
    lines: dict[str, AmountText]


class _Rules(_Model):
    most_from_one: int | None = Field(ge=1, le=100)
    suppliers: int | None = Field(ge=2)


class _Choice(_Model):
    column: list[str]
    way: int = Field(ge=0, le=1, alias="is")


class _Price(_Model):
    row: list[str]
    price: AmountText


class _Leaf(_Model):
    choices: list[_Choice]
    prices: list[_Price]


class _Stage(_Model):
    what: Literal["counts", "covered"]
    tier: int
    reached: AmountText
    at_most: AmountText
    leaves: list[_Leaf]


class _Together(_Model):
    lines: list[str]
    stages: list[_Stage]


class _Days(_Model):
    first: str = Field(alias="from")
    last: str


class _Interval(_Model):
    first: str
    last: str
    lines: dict[str, _Line]
    contributions: dict[str, _Contribution]
    pinned: list[_Pin]
    assigned: list[_Gift]
    shortfalls: dict[str, _Shortfall]
    rules: _Rules | None = None
    together: list[_Together] = []


Run = Annotated[list[int], Field(min_length=2, max_length=2)]
"""The slot after the last in which something holds, and what holds."""


class _Row(_Model):
    tier: int
    need: list[Run]
    weight: list[Run]


class _Opening(_Model):
    line: str
    first: int = Field(ge=0)
    sizes: list[Run] = Field(min_length=1)


class _UnitOpening(_Opening):
    begun: int | None = Field(ge=0)


class _Unit(_Model):
    shortest: int = Field(ge=1)
    longest: int
    rest: int = Field(ge=0)
    in_place: bool = False
    openings: list[_UnitOpening]


class _Tour(_Model):
    contribution: str
    line: str
    first: int = Field(ge=0)
    end: int


class _Bound(_Model):
    tier: int
    covered: AmountText
    at_most: AmountText
    multiple: int = Field(ge=0)
    prices: dict[str, list[Run]]


class _Touring(_Model):
    first: str
    slot_days: int = Field(ge=1)
    slots: int = Field(ge=1, le=14_610)
    scale: int = Field(ge=1)
    lines: dict[str, _Row]
    units: dict[str, _Unit]
    amounts: dict[str, list[_Opening]]
    tours: list[_Tour]
    bounds: list[_Bound]


DayText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A day, with nothing before or behind it."""


class _Classes(_Model):
    first: DayText
    last: DayText
    classes: int = Field(ge=0)
    most_classes: int | None
    class_size: AmountText
    trainers: dict[str, AmountText]
    graduates: AmountText
    joins: str


class _Production(_Model):
    runs: list[_Classes]


class _Plan(_Model):
    format: str
    period: _Days
    whole: bool
    intervals: list[_Interval]
    touring: _Touring | None = None
    production: dict[str, _Production] = {}


def read_plan(place: Path) -> dict[str, Any]:
    """The plan in a file. Raises StorageError where it cannot be read, RefusedError where it is no plan."""
    try:
        text = place.read_text(encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{place} could not be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RefusedError(f"{place} is no plan: it is not a text in UTF-8") from error
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise RefusedError(f"{place}:{error.lineno}: this is no JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise RefusedError(f"{place} is no plan: it holds what no plan holds") from error
    if not isinstance(value, dict) or "format" not in value:
        raise RefusedError(f"{place} is no plan: it does not say its format, {FORMAT!r}")
    if value["format"] != FORMAT:
        raise RefusedError(f"{place} is no {FORMAT!r} but {value['format']!r}; use the Muster that wrote it")
    try:
        plan = _Plan.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RefusedError(f"{place} is no plan: at {where or 'the top'}: {first['msg']}") from error
    _check_days(f"{place} is no plan", plan)
    for number, interval in enumerate(plan.intervals):
        _check_names(f"{place} is no plan: at intervals.{number}", interval)
    if plan.touring is not None:
        _check_touring(f"{place} is no plan: at touring", plan.touring, plan.period)
    for name, one in plan.production.items():
        _check_classes(f"{place} is no plan: at production.{name}", one.runs)
    return value


def _check_days(where: str, plan: _Plan) -> None:
    """Raise RefusedError where intervals leave out a day of the plan, or plan it twice; totals may follow, for all."""
    told = [(plan.period.first, plan.period.last), *((one.first, one.last) for one in plan.intervals)]
    try:
        (first, last), *intervals = [(parse_day(one), parse_day(other)) for one, other in told]
    except MusterError as error:
        raise RefusedError(f"{where}: {error}") from error
    due = first
    for number, (begins, ends) in enumerate(intervals):
        if (begins, ends) == (first, last) and due > last and number == len(intervals) - 1:
            break
        if begins != due or ends < begins:
            raise RefusedError(f"{where}: at intervals.{number}: {begins} to {ends} stands where {due} is to begin")
        due = next_day(ends)
    if due != next_day(last):
        raise RefusedError(f"{where}: its days are planned to {day_before(due)}, not to {last}")


def _check_classes(where: str, runs: list[_Classes]) -> None:
    """Raise RefusedError where a run of classes has no days, or days that are none."""
    for number, run in enumerate(runs):
        try:
            first, last = parse_day(run.first), parse_day(run.last)
        except MusterError as error:
            raise RefusedError(f"{where}.runs.{number}: {error}") from error
        if last < first:
            raise RefusedError(f"{where}.runs.{number}: its last day {last} lies before its first, {first}")


def _check_touring(where: str, touring: _Touring, period: _Days) -> None:
    """Raise RefusedError where tours are of other days than the plan, or name what is not listed, or runs end early."""
    days = (parse_day(period.last) - parse_day(period.first)).days + 1
    if touring.first != period.first or touring.slots * touring.slot_days != days:
        raise RefusedError(f"{where}: its slots are not the days of the plan")
    openings: list[_Opening] = [one for unit in touring.units.values() for one in unit.openings]
    openings += (one for found in touring.amounts.values() for one in found)
    named = (
        {one.line for one in openings}
        | {one.line for one in touring.tours}
        | {line for one in touring.bounds for line in one.prices}
    )
    for what, names, listed in (
        ("line", named, touring.lines.keys()),
        ("unit", {one.contribution for one in touring.tours}, touring.units.keys()),
        ("tier", {one.tier for one in touring.bounds}, {one.tier for one in touring.lines.values()}),
    ):
        for name in sorted(names - listed):
            raise RefusedError(f"{where}: there is no {what} {name!r}")
    through = [runs for row in touring.lines.values() for runs in (row.need, row.weight)]
    through += (runs for one in touring.bounds for runs in one.prices.values())
    for runs in (*through, *(one.sizes for one in openings)):
        ends = [end for end, _ in runs]
        if not ends or ends != sorted(set(ends)) or ends[0] < 1 or ends[-1] > touring.slots:
            raise RefusedError(f"{where}: the runs {runs} do not follow each other")
    if any(runs[-1][0] != touring.slots for runs in through) or any(one.first >= one.sizes[0][0] for one in openings):
        raise RefusedError(f"{where}: runs leave out slots")


def _check_names(where: str, interval: _Interval) -> None:
    """Raise RefusedError where an interval names a line or a contribution that it does not list."""
    lines = {line for one in interval.contributions.values() for line in (*one.worth, *(one.on_tour or ()))}
    lines |= {one.line for one in (*interval.pinned, *interval.assigned)} | interval.shortfalls.keys()
    lines |= {line for one in interval.shortfalls.values() for line in one.lines}
    lines |= {line for one in interval.together for line in one.lines}
    givers = {one.contribution for one in (*interval.pinned, *interval.assigned)}
    for what, named, listed in (("line", lines, interval.lines), ("contribution", givers, interval.contributions)):
        for name in sorted(named - listed.keys()):
            raise RefusedError(f"{where}: there is no {what} {name!r}")
    if any(not int(text.partition("/")[0]) for one in interval.shortfalls.values() for text in one.lines.values()):
        raise RefusedError(f"{where}: the measure of a line in a proof is zero")
