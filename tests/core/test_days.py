"""Days, periods, dates of limited precision, instants."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from muster.core.days import (
    ALWAYS,
    FIRST_DAY,
    LAST_DAY,
    Dated,
    Period,
    check_bounds,
    day_before,
    day_of,
    end_of_day,
    find_zone,
    instant_text,
    known_instant,
    micros,
    moment,
    next_day,
    noon,
    parse_day,
    parse_instant,
    parse_period,
    stretches,
)
from muster.core.errors import RefusedError

MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
BRUSSELS = find_zone("Europe/Brussels")

days = st.dates(date(1999, 1, 1), date(2031, 12, 31))
near_days = st.dates(date(2026, 1, 1), date(2026, 1, 9))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(st.none() | near_days), draw(st.none() | near_days)
    assume(start is None or end is None or start <= end)
    return Period(start, end)


@st.composite
def dated(draw: st.DrawFn) -> Dated:
    return Dated(draw(days).isoformat()[: draw(st.sampled_from([4, 7, 10]))])


# ---- periods


def test_a_period_is_closed_at_its_start_and_open_at_its_end() -> None:
    assert date(2026, 4, 30) not in MAY
    assert date(2026, 5, 1) in MAY
    assert date(2026, 5, 31) in MAY
    assert date(2026, 6, 1) not in MAY


def test_people_see_the_last_day() -> None:
    assert MAY.last == date(2026, 5, 31)
    assert str(MAY) == "2026-05-01 to 2026-05-31"
    assert str(Period(date(2026, 5, 1))) == "2026-05-01 to open"
    assert str(Period(None, date(2026, 6, 1))) == "the beginning to 2026-05-31"
    assert ALWAYS.last is None


def test_a_period_without_ends_holds_always() -> None:
    assert date(1900, 1, 1) in ALWAYS
    assert date(2199, 12, 31) in ALWAYS


def test_an_empty_period_holds_on_no_day() -> None:
    assert date(2026, 5, 1) not in Period(date(2026, 5, 1), date(2026, 5, 1))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        Period(date(2026, 5, 1), date(2026, 4, 30))
    assert str(refused.value) == "the last day 2026-04-29 is before the first day 2026-05-01"


@given(periods(), periods())
def test_two_periods_meet_where_they_have_a_day_in_common(one: Period, other: Period) -> None:
    common = any(d in one and d in other for d in (date(2025, 12, 20) + timedelta(n) for n in range(40)))
    assert one.meets(other) is other.meets(one) is common


@given(st.lists(near_days), near_days, near_days)
def test_stretches_cover_a_period_day_by_day_and_break_at_its_cuts(cuts: list[date], start: date, end: date) -> None:
    assume(start <= end)
    found = list(stretches(cuts, Period(start, end)))
    inside = [d for one in found for d in (start + timedelta(n) for n in range(10)) if d in one]
    assert inside == [start + timedelta(n) for n in range((end - start).days)]
    assert {one.start for one in found[1:]} == {cut for cut in cuts if start < cut < end}


@pytest.mark.parametrize("open_one", [ALWAYS, Period(date(2026, 5, 1)), Period(None, date(2026, 5, 1))])
def test_an_open_period_has_no_stretches(open_one: Period) -> None:
    with pytest.raises(RefusedError, match=r"^a bounded period is needed$"):
        list(stretches([], open_one))


def test_a_period_is_typed_with_its_last_day() -> None:
    assert parse_period("2026-05-01/2026-05-31") == MAY
    assert parse_period("2026-05-01/2026-05-01") == Period(date(2026, 5, 1), date(2026, 5, 2))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026/2026-02", "2026-01-01", "2026-02-28"),
        ("2026-02/2028", "2026-02-01", "2028-12-31"),
        ("2026-02-11/2026-02", "2026-02-11", "2026-02-28"),
        ("2028-02/2028-02", "2028-02-01", "2028-02-29"),
        ("2026/2026", "2026-01-01", "2026-12-31"),
        (" 2026-02 / 2026-03-04 ", "2026-02-01", "2026-03-04"),
    ],
)
def test_a_period_of_months_and_years_takes_in_all_their_days(typed: str, first: str, last: str) -> None:
    found = parse_period(typed)
    assert (found.start, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-02/2026-01-31", "the last day 2026-01-31 is before the first day 2026-02-01"),
        ("2026/soon", "'soon' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"),
        ("/2026", "'' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"),
    ],
)
def test_a_period_with_a_wrong_end_is_refused(typed: str, told: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_period(typed)
    assert str(refused.value) == told


def test_what_is_no_period_is_refused_with_the_way_to_write_it() -> None:
    with pytest.raises(RefusedError) as refused:
        parse_period("2026-05")
    assert str(refused.value) == "'2026-05' is not a period; write its first and last day as 2026-01-01/2026-12-31"


# ---- dates of limited precision


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2016", "year", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", "month", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-12", "month", date(2015, 12, 1), date(2015, 12, 31)),
        ("2016-02-11", "day", date(2016, 2, 11), date(2016, 2, 11)),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(text: str, precision: str, first: date, last: date) -> None:
    read = Dated(text)
    assert (read.precision, read.first, read.last, str(read)) == (precision, first, last, text)


@given(dated())
def test_what_a_date_can_mean_lies_between_its_first_and_last_day(one: Dated) -> None:
    assert one.first <= one.last
    assert Dated(one.first.isoformat()[: len(one.text)]) == one == Dated(one.last.isoformat()[: len(one.text)])
    for edge in (day_before(one.first), next_day(one.last)):
        assert edge.isoformat()[: len(one.text)] != one.text
    longest = {
        "day": 1,
        "month": calendar.monthrange(one.first.year, one.first.month)[1],
        "year": 365 + calendar.isleap(one.first.year),
    }
    assert (one.last - one.first).days + 1 == longest[one.precision]


@given(dated(), dated())
def test_dates_are_ordered_by_their_first_day_then_the_last(one: Dated, other: Dated) -> None:
    assert (one < other) is ((one.first, one.last) < (other.first, other.last))
    assert [one < other, one == other, one > other].count(True) == 1
    assert (one <= other) is not (one > other)


def test_the_more_precise_date_comes_before_the_longer_one() -> None:
    assert sorted(map(Dated, ["2016", "2015-12", "2016-01", "2016-01-01"])) == list(
        map(Dated, ["2015-12", "2016-01-01", "2016-01", "2016"])
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "16",
            "2016-2",
            "2016-02-30",
            "2016-13",
            "2016-00",
            "2016-02-00",
            "2016-1-1",
            "11.02.2016",
            "2016-02-11T",
        ),
        *(" 2016", "2016-", "٢٠١٦", "２０１６-02-11", "2016\n", "0000", "abcd"),
    ],
)
def test_what_is_no_date_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        Dated(text)
    assert (
        str(refused.value) == f"{text!r} is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"
    )


def test_a_date_lies_between_1900_and_2199() -> None:
    assert (date(1900, 1, 1), date(2199, 12, 31)) == (FIRST_DAY, LAST_DAY)
    assert Dated("1900").first == FIRST_DAY
    assert Dated("2199").last == LAST_DAY
    for text, day in (("1899-12", "1899-12-01"), ("2200", "2200-01-01")):
        with pytest.raises(RefusedError) as refused:
            Dated(text)
        assert str(refused.value) == f"{day} is outside 1900 to 2199"


def test_bounds_are_checked_of_a_day_too() -> None:
    assert check_bounds(FIRST_DAY) == FIRST_DAY
    assert check_bounds(LAST_DAY) == LAST_DAY
    with pytest.raises(RefusedError, match=r"^2200-01-01 is outside 1900 to 2199$"):
        check_bounds(date(2200, 1, 1))


@given(days)
def test_a_day_is_read_from_its_text(day: date) -> None:
    assert parse_day(f" {day.isoformat()} ") == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-04", "'2026-04' is a month; a day is needed here, such as 2026-04-30"),
        ("2026", "'2026' is a year; a day is needed here, such as 2026-12-31"),
    ],
)
def test_where_a_day_is_needed_a_month_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_day(text)
    assert str(refused.value) == sentence


@given(days)
def test_the_day_after_and_the_day_before_undo_each_other(day: date) -> None:
    assert (next_day(day) - day).days == 1
    assert day_before(next_day(day)) == day


# ---- zones and instants


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Olympus", "../etc/passwd", "Europe/Brussels\0"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        find_zone(name)
    assert str(refused.value) == f"{name!r} is not a time zone; write one such as Europe/Brussels or UTC"


@given(st.integers(-(2**51), 2**52))
def test_an_instant_comes_back_from_its_text(instant: int) -> None:
    assert parse_instant(instant_text(instant)) == instant
    assert micros(moment(instant)) == instant


def test_an_instant_is_written_to_the_microsecond_in_utc() -> None:
    assert instant_text(0) == "1970-01-01T00:00:00.000000Z"
    assert instant_text(micros(datetime(2016, 1, 20, 11, 0, 0, 1, tzinfo=UTC))) == "2016-01-20T11:00:00.000001Z"
    assert moment(1_453_287_600_000_000) == datetime(2016, 1, 20, 11, tzinfo=UTC)


def test_an_instant_falls_on_a_day_of_the_book_s_zone() -> None:
    late = micros(datetime(2016, 1, 20, 23, 30, tzinfo=UTC))
    assert day_of(late, BRUSSELS) == date(2016, 1, 21)
    assert day_of(late, find_zone("UTC")) == date(2016, 1, 20)


@pytest.mark.parametrize("day", [date(2016, 1, 20), date(2016, 3, 27), date(2016, 7, 1), date(2016, 10, 30)])
def test_noon_and_the_end_of_a_day_are_those_of_the_zone(day: date) -> None:
    assert day_of(noon(day, BRUSSELS), BRUSSELS) == day
    assert moment(noon(day, BRUSSELS)).astimezone(BRUSSELS).hour == 12
    end = end_of_day(day, BRUSSELS)
    assert (day_of(end, BRUSSELS), day_of(end + 1, BRUSSELS)) == (day, next_day(day))


def test_noon_in_brussels_is_eleven_in_winter_and_ten_in_summer() -> None:
    assert instant_text(noon(date(2016, 1, 20), BRUSSELS)) == "2016-01-20T11:00:00.000000Z"
    assert instant_text(noon(date(2016, 7, 1), BRUSSELS)) == "2016-07-01T10:00:00.000000Z"
    assert instant_text(end_of_day(date(2016, 7, 1), BRUSSELS)) == "2016-07-01T21:59:59.999999Z"


# ---- as known when

BEGINS, NOW = noon(date(2026, 1, 2), find_zone("UTC")), noon(date(2026, 3, 4), find_zone("UTC"))


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ("2026-01-02", datetime(2026, 1, 2, 23, 59, 59, 999999, tzinfo=UTC)),
        (date(2026, 3, 4), datetime(2026, 3, 4, 23, 59, 59, 999999, tzinfo=UTC)),  # today, to its end
        (datetime(2026, 1, 2, 12, tzinfo=UTC), datetime(2026, 1, 2, 12, tzinfo=UTC)),
        (datetime(2026, 3, 4, 18), datetime(2026, 3, 4, 18, tzinfo=UTC)),  # noqa: DTZ001 - in the zone of the book
    ],
)
def test_what_is_known_is_known_from_the_beginning_of_the_book_to_the_end_of_today(
    known: date | str, until: datetime
) -> None:
    assert known_instant(known, find_zone("UTC"), BEGINS, NOW) == micros(until)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ("2026-01-01", "nothing is known as of 2026-01-01: the book begins on 2026-01-02"),
        (
            datetime(2026, 1, 2, 11, 59, tzinfo=UTC),
            "nothing is known as of 2026-01-02 11:59:00+00:00: the book begins on 2026-01-02",
        ),
        (
            date(2026, 3, 5),
            "nothing is known yet of 2026-03-05: today is 2026-03-04 in the zone of the book, UTC",
        ),
        ("", "'' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"),
    ],
)
def test_before_the_book_and_after_today_nothing_is_known(known: date | str, told: str) -> None:
    with pytest.raises(RefusedError) as refused:
        known_instant(known, find_zone("UTC"), BEGINS, NOW)
    assert str(refused.value) == told


def test_tomorrow_begins_in_the_zone_of_the_book() -> None:
    late = micros(datetime(2026, 3, 4, 23, tzinfo=UTC))
    assert known_instant("2026-03-05", find_zone("Europe/Oslo"), BEGINS, late)
    with pytest.raises(RefusedError, match="today is 2026-03-04 in the zone of the book, America/Lima"):
        known_instant("2026-03-05", find_zone("America/Lima"), BEGINS, late)
