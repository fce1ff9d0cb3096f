"""Brussels: the clock of sources. What was public on 20 January, 11 February and 31 March 2016 differs, and how.

The figures are those of src/muster/examples/brussels/README.md; they were counted before there was this program.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import muster
from muster.core.firmness import Firmness
from muster.core.quantity import NOTHING, Span
from muster.ledger.giving import Given, given_on
from muster.ledger.snapshot import Snapshot
from tests.end_to_end.command import Command

ANNOUNCED, MET, LATER = date(2016, 1, 20), date(2016, 2, 11), date(2016, 3, 31)
DAYS = (ANNOUNCED, MET, LATER)

STRIKE, TRAINERS, SPECIAL, POLICE = "AIR.STRIKE", "GND.BPC", "GND.SOF", "POL.TRAIN"


@pytest.fixture(scope="module")
def book(brussels: Path) -> Iterator[muster.Book]:
    with muster.open(brussels / "brussels.muster") as opened:
        yield opened


@pytest.fixture(scope="module")
def known(book: muster.Book) -> dict[date, Snapshot]:
    return {day: book.snapshot(day) for day in DAYS}


def of_capability(snapshot: Snapshot, capability: str, day: date, without: tuple[str, ...] = ()) -> list[Given]:
    given = (given_on(snapshot, contribution, day) for contribution in snapshot.ids("contribution"))
    return [
        one
        for one in given
        if one is not None and one.record.capability == capability and one.record.member not in without
    ]


def certain(spans: list[Span]) -> int:
    """What is certain: the low ends. "Up to" a number has none."""
    return sum(span.low or 0 for span in spans)


def published(spans: list[Span]) -> int:
    """The published figures: the high end, or the low one of "at least"."""
    return sum(span.high or span.low or 0 for span in spans)


def counted(given: list[Given], firmness: Firmness = Firmness.IN_PLACE) -> list[Span]:
    return [one.counted.get(firmness, NOTHING) for one in given]


def test_the_strike_aircraft_fall_as_the_carrier_and_the_canadians_leave(known: dict[date, Snapshot]) -> None:
    in_place = {}
    for day in DAYS:
        spans = counted(of_capability(known[day], STRIKE, day, without=("USA", "QAT")))
        in_place[day] = (certain(spans), published(spans))
    assert in_place == {ANNOUNCED: (70, 70), MET: (70, 70), LATER: (44, 44)}


def test_american_and_qatari_aircraft_have_no_published_number_and_add_nothing(known: dict[date, Snapshot]) -> None:
    unknown = [one for one in of_capability(known[MET], STRIKE, MET) if one.record.member in ("USA", "QAT")]
    assert {one.record.member for one in unknown} == {"USA", "QAT"}
    assert [span for span in counted(unknown) if span.low is not None or span.high is not None] == []


def test_a_canadian_fall_announced_before_the_day_it_happens_is_known_ahead(book: muster.Book) -> None:
    cover = {}
    for day in (ANNOUNCED, MET):
        line = book.coverage("STRIKE", "2016-02-22/2016-02-25", known=day).stretches[0].line
        assert line is not None
        cover[day] = line.cover(Firmness.IN_PLACE).low
    assert cover == {ANNOUNCED: 70, MET: 64}


def test_up_to_a_number_has_no_low_end(known: dict[date, Snapshot]) -> None:
    for day in DAYS:
        army = counted(of_capability(known[day], TRAINERS, day))
        special = counted(of_capability(known[day], SPECIAL, day))
        assert (certain(army), published(army)) == (1015, 1341)
        assert (certain(special), published(special)) == (179, 229)


def test_what_is_committed_on_top_of_the_trainers_there(known: dict[date, Snapshot]) -> None:
    on_top = {}
    for day in DAYS:
        given = of_capability(known[day], TRAINERS, day)
        on_top[day] = published(counted(given, Firmness.COMMITTED)) - published(counted(given))
    assert on_top == {ANNOUNCED: 85, MET: 135, LATER: 135}  # a Swedish reserve of 85; then 50 more


def test_fifteen_police_trainers_are_committed_on_top_of_those_there(known: dict[date, Snapshot]) -> None:
    told = {}
    for day in DAYS:
        given = of_capability(known[day], POLICE, day)
        undated = [one.undated.get(Firmness.COMMITTED, NOTHING) for one in given]
        told[day] = (certain(counted(given)), certain(undated))
    assert told == {ANNOUNCED: (95, 0), MET: (95, 15), LATER: (95, 15)}


def test_pledges_without_a_day_are_named_in_the_picture(brussels: Path, book: muster.Book) -> None:
    unknowns = book.status(MET).unknowns
    assert {"HUN-AMMO", "ITA-DAM", "ITA-PR", "NLD-BPC-UP", "NATO-AEW"} <= set(unknowns.undated_softer)
    assert not set(unknowns.undated) & set(unknowns.undated_softer)
    status = Command(brussels)("status", "brussels.muster", "--known", str(MET)).text
    count = len(unknowns.undated_softer)
    assert f"{count} softer contributions whose days are not known: CAN-HUM, CAN-RECON, CAN-SEC, HUN-AMMO and" in status


def test_the_book_begins_by_its_own_clock(brussels: Path) -> None:
    muster = Command(brussels)
    begun = "nothing is known as of 2014-09-29: the book begins on 2014-09-30"
    assert muster.refused("status", "brussels.muster", "--known", "2014-09-29") == f"muster: {begun}"
    assert muster("status", "brussels.muster", "--known", "2014-09-30").out


@pytest.mark.parametrize(
    ("day", "need"), [(ANNOUNCED, 8), (date(2016, 1, 28), 8), (date(2016, 1, 29), 10), (LATER, 10)]
)
def test_the_brigades_for_mosul(book: muster.Book, day: date, need: int) -> None:
    gap = next(one for one in book.gaps(day) if one.line == "MOSUL-BDE")
    assert gap.day.need == Span(need, need)
    assert (gap.day.cover(Firmness.IN_PLACE).low, gap.short) == (3, need - 3)


def test_the_27_is_an_item_to_be_reconciled(brussels: Path) -> None:
    check = Command(brussels)("check", "brussels.muster", "--known", str(MET)).text
    assert (
        "meeting brussels-2016: 26 (invited-26), 26 (invited-26-wire), 27 (invited-27-afp) and "
        '27 (invited-27-magazine) are stated of "nations invited"; keep them all' in check
    )
    assert '27 (present-27-dod) and 31 (present-31-named) are stated of "nations present"' in check


def test_the_meeting_in_three_weeks_becomes_a_day(brussels: Path, book: muster.Book) -> None:
    def meeting(day: date) -> tuple[str, int]:
        found = next(one for one in book.status(day).upcoming if one.meeting == "brussels-2016")
        return found.day, found.in_days

    assert meeting(ANNOUNCED) == ("2016-02", 12)
    assert meeting(MET) == ("2016-02-11", 0)


def test_the_secretariat_sees_more_than_the_public(brussels: Path, book: muster.Book) -> None:
    with muster.open(brussels / "brussels.muster", viewer="public") as public:
        everything, seen = book.snapshot(MET), public.snapshot(MET)
        assert len(seen.entries) < len(everything.entries)
        army = counted(of_capability(seen, TRAINERS, MET))
        assert (certain(army), published(army)) == (965, 1291)  # without fifty Finns, of whom only the plan was read
        assert not any(entry.kind == "caveat" and entry.subject == "TUR-BPC-caveat" for entry in seen.entries)
    assert any(entry.subject == "TUR-BPC-caveat" for entry in everything.entries)


def test_nothing_that_became_public_later_is_known_on_a_day(known: dict[date, Snapshot]) -> None:
    for day, snapshot in known.items():
        assert snapshot.known_day == day
        assert max(entry.recorded_at for entry in snapshot.entries) <= snapshot.known
    sizes = [len(known[day].entries) for day in DAYS]
    assert sizes == sorted(set(sizes))
