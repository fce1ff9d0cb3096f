"""The peacekeeping example through the engine: public figures, compared with what others published of them."""

from __future__ import annotations

import csv
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from muster.core.contributions import Contribution
from muster.core.days import Period, day_before
from muster.core.firmness import Firmness
from muster.core.keeping import ClockForm
from muster.core.operations import Operation
from muster.engine.coverage import Timeline
from muster.engine.gaps import gaps_on, intervals, lines_on, outlook
from muster.engine.picture import Picture, picture
from muster.exchange.examples import find_example
from muster.exchange.formats import read_files
from muster.exchange.tables import read_tables
from muster.ledger.giving import Levels
from tests.builders import Desk, book

SharedData = Callable[[str], Path]
TABLES = find_example("peacekeeping").folder
LAST = date(2014, 2, 28)
FACT_SHEET = date(2013, 12, 31)
IN_PLACE = Firmness.IN_PLACE


def read_book(folder: Path) -> Desk:
    """The book of a folder of tables."""
    desk = book("2026-11-01", ClockForm.SOURCES, zone="America/New_York", at="1974-05-30T12:00")
    tables, problems = read_files([folder])
    reading = read_tables(tables, desk.snapshot(), problems=problems)
    assert reading.problems == ()
    desk.at("2026-06-01").put(*reading.drafts)
    return desk


@pytest.fixture(scope="module")
def example() -> Desk:
    return read_book(TABLES)


@pytest.fixture(scope="module")
def timeline(example: Desk) -> Timeline:
    """The example as known on 28 February 2014."""
    return Timeline(example.snapshot("2014-02-28"))


def months() -> Iterator[date]:
    """The last day of each month from November 2009 to February 2014."""
    for month in range(2009 * 12 + 11, 2014 * 12 + 3):
        yield day_before(date(month // 12, month % 12 + 1, 1))


def in_place(levels: Levels) -> int:
    span = levels.get(IN_PLACE)
    return 0 if span is None else span.low or 0


# ---- what is short


def test_the_worst_gaps_of_february_2014(timeline: Timeline) -> None:
    worst = [(gap.line, gap.day.need, gap.short, gap.since) for gap in gaps_on(timeline, LAST)[:3]]
    assert worst == [
        ("MINUSMA-MILITARY", (11_200, 11_200), 5_063, date(2013, 7, 1)),
        ("UNMISS-MILITARY", (12_500, 12_500), 5_021, date(2011, 7, 9)),
        ("UNAMID-MILITARY", (16_200, 16_200), 1_516, date(2012, 12, 31)),
    ]


def test_no_ended_mission_is_ever_short(timeline: Timeline) -> None:
    ended = 0
    for month in months():
        operations = timeline.snapshot.things(Operation, month)
        over = {
            one
            for one, found in operations.items()
            if found.dates and found.dates.last and found.dates.last.first < month
        }
        assert not over & {line.requirement.operation for line in lines_on(timeline, month)}
        if month.month == 1:
            assert not over & {gap.operation for gap in gaps_on(timeline, month)}
        ended += len(over)
    assert ended > 100


def test_maxima_are_shown_and_never_ranked(timeline: Timeline) -> None:
    maxima = {line.line: line.gap(IN_PLACE) for line in lines_on(timeline, LAST) if not line.ranked}
    assert maxima == {"UNDOF-MILITARY": 7, "UNIFIL-MILITARY": 4_800}
    assert not maxima.keys() & {gap.line for gap in gaps_on(timeline, LAST)}


def test_a_gap_over_time(timeline: Timeline) -> None:
    within = Period(date(2013, 11, 1), date(2014, 3, 1))
    found = intervals(timeline.coverage("UNMISS-MILITARY", within), IN_PLACE)
    assert [(one.period.start, one.period.last, one.short) for one in found] == [
        (date(2013, 11, 1), date(2013, 11, 29), 49),
        (date(2013, 11, 30), date(2013, 12, 23), 138),
        (date(2013, 12, 24), date(2013, 12, 30), 5_638),
        (date(2013, 12, 31), date(2014, 1, 30), 5_562),
        (date(2014, 1, 31), date(2014, 2, 27), 5_471),
        (date(2014, 2, 28), date(2014, 2, 28), 5_021),
    ]


def test_contributors_counted_together_are_nobody_alone(timeline: Timeline) -> None:
    assert outlook(timeline, "MINUSMA-MILITARY", date(2013, 11, 30)).single is None
    assert outlook(timeline, "UNAMI-OBSERVERS", LAST).single == "EGY"


# ---- the totals of the United Nations


def test_the_totals_of_the_fact_sheet(timeline: Timeline) -> None:
    """What covers a line and what has no stated need together: 83,008 troops, 13,053 police, 1,843 observers."""
    snapshot = timeline.snapshot
    totals: Counter[str] = Counter()
    without = 0
    for operation, record in snapshot.things(Operation, FACT_SHEET).items():
        if record.parent != "PKO":
            continue
        day = timeline.on(operation, FACT_SHEET)
        assert (day.free, day.withdrawing, day.backfills) == ((), (), ())
        given = [(one.contribution, one.counted) for line in day.lines.values() for one in line.serving]
        given += [(one.given.contribution, one.given.counted) for one in day.without_need]
        without += sum(in_place(one.given.counted) for one in day.without_need)
        for contribution, levels in given:
            found = snapshot.thing(Contribution, contribution, FACT_SHEET)
            totals[(found and found.capability) or "?"] += in_place(levels)
    assert totals == {"TROOPS": 83_008, "OBSERVERS": 1_843, "INDIVIDUAL_POLICE": 5_277, "FORMED_POLICE": 7_776}
    assert totals["INDIVIDUAL_POLICE"] + totals["FORMED_POLICE"] == 13_053
    assert totals.total() == 97_904
    assert without > 0


# ---- one row of a source


def test_changing_one_row_changes_the_picture(example: Desk, tmp_path: Path) -> None:
    """A hundred more from Chad in Mali: the gap is a hundred smaller, and nothing else of the picture moves."""
    folder = tmp_path / "tables"
    shutil.copytree(TABLES, folder)
    steps = (folder / "steps.csv").read_text(encoding="utf-8")
    row = next(line for line in steps.splitlines() if "MINUSMA-TROOPS-TCD,in_place,1142," in line)
    (folder / "steps.csv").write_text(steps.replace(row, row.replace("1142", "1242")), encoding="utf-8")
    before, after = (
        picture(desk.snapshot("2014-02-28"), LAST, desk.snapshot("2014-01-29")) for desk in (example, read_book(folder))
    )
    moved = {line for line, short in _short(before).items() if _short(after).get(line) != short}
    assert moved == {"MINUSMA-MILITARY"}
    assert (_short(before)["MINUSMA-MILITARY"], _short(after)["MINUSMA-MILITARY"]) == (5_063, 4_963)
    assert before.unknowns == after.unknowns


def _short(seen: Picture) -> dict[str, int]:
    return {gap.line: gap.short for gap in seen.gaps}


# ---- every month of every mission


COMPONENT = {"formed_police_units": "FORMED_POLICE"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(folder: Path) -> dict[tuple[str, date], tuple[int, int]]:
    """Coverage as the README of the data computes it: line and month, with how many are there of how many needed."""
    there: Counter[tuple[str, str, str]] = Counter()
    for row in rows(folder / "contributions.csv"):
        there[row["mission"], row["month"], row["type"]] += int(row["count"])
    present = {(mission, month) for mission, month, _ in there}
    steps: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows(folder / "requirements.csv"):
        steps[row["mission"], row["component"]].append(row)
    found = {}
    for (mission, component), levels in steps.items():
        for month in map(str, months()):
            holding = [row for row in levels if row["from_date"] <= month]
            if holding and (mission, month) in present:
                row = max(holding, key=lambda row: row["from_date"])
                counted = sum(there[mission, month, kind] for kind in row["counted_types"].split(";"))
                line = f"{mission}-{COMPONENT.get(component, component.upper())}"
                found[line, date.fromisoformat(month)] = (counted, int(row["ceiling"]))
    return found


@pytest.mark.shared_data
def test_need_and_cover_of_every_month(timeline: Timeline, shared_data: SharedData) -> None:
    folder = shared_data("un_peacekeeping/contributions.csv").parent
    over = {row["mission"]: row["mandate_end"] for row in rows(folder / "missions.csv") if row["mandate_end"]}
    by_hand = expected(folder)
    assert len(by_hand) == 1_735
    assert len({(line.split("-")[0], month) for line, month in by_hand}) == 851
    after_the_end = 0
    for (line, month), (there, needed) in by_hand.items():
        mission = line.split("-")[0]
        found = timeline.line_on(line, month)
        if over.get(mission, "9999") < str(month):
            assert found is None, (line, month)
            after_the_end += 1
            continue
        assert found is not None, (line, month)
        assert (found.cover(IN_PLACE), found.need) == ((there, there), (needed, needed)), (line, month)
        assert found.gap(IN_PLACE) == max(0, needed - there)
    assert after_the_end == 3


@pytest.mark.shared_data
def test_the_table_of_the_readme_is_that_of_the_data(shared_data: SharedData) -> None:
    by_hand = expected(shared_data("un_peacekeeping/contributions.csv").parent)
    assert {key: by_hand[key] for key in README} == README


README = {
    ("MINUSMA-MILITARY", date(2013, 7, 31)): (5_494, 11_200),
    ("MINUSMA-MILITARY", date(2013, 10, 31)): (5_056, 11_200),
    ("MINUSMA-MILITARY", date(2013, 12, 31)): (5_485, 11_200),
    ("MINUSMA-MILITARY", date(2014, 2, 28)): (6_137, 11_200),
    ("MINUSTAH-POLICE", date(2010, 1, 31)): (1_998, 3_711),
    ("MINUSTAH-POLICE", date(2010, 6, 30)): (2_969, 4_391),
    ("MINUSTAH-POLICE", date(2010, 12, 31)): (3_240, 4_391),
    ("MINUSTAH-POLICE", date(2011, 3, 31)): (3_578, 4_391),
    ("UNISFA-POLICE", date(2012, 10, 31)): (0, 50),
    ("UNISFA-POLICE", date(2013, 6, 30)): (11, 50),
    ("UNISFA-POLICE", date(2014, 2, 28)): (23, 50),
    ("UNMISS-MILITARY", date(2013, 11, 30)): (6_862, 7_000),
    ("UNMISS-MILITARY", date(2013, 12, 31)): (6_938, 12_500),
    ("UNMISS-MILITARY", date(2014, 2, 28)): (7_479, 12_500),
    ("UNAMID-FORMED_POLICE", date(2009, 11, 30)): (1_815, 2_660),
    ("UNAMID-FORMED_POLICE", date(2010, 12, 31)): (2_233, 2_660),
    ("UNAMID-FORMED_POLICE", date(2012, 6, 30)): (2_238, 2_660),
    ("UNOCI-MILITARY", date(2013, 12, 31)): (8_674, 7_137),
}
"""What the README of the data expects: there, of needed."""


@pytest.mark.parametrize(("line", "month"), README, ids=str)
def test_the_figures_that_the_readme_of_the_data_expects(timeline: Timeline, line: str, month: date) -> None:
    there, needed = README[line, month]
    found = timeline.line_on(line, month)
    assert found is not None
    assert (found.cover(IN_PLACE).low, cast("tuple[int, int]", found.need)[0]) == (there, needed)


def test_an_orderly_drawdown_is_no_surplus(timeline: Timeline) -> None:
    found = timeline.line_on("UNOCI-MILITARY", FACT_SHEET)
    assert found is not None
    assert (found.tolerated, found.drawdown(IN_PLACE), found.surplus(IN_PLACE)) == (8_837, 1_537, 0)
