"""Single cells: what is read, and the exact words about what is not."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from muster.core.days import Dated
from muster.core.errors import RefusedError
from muster.exchange.cells import CLEARED, Cell, reader
from muster.exchange.columns import Column, Form, columns_by_name, columns_of, table_kinds
from muster.exchange.faults import Fault
from muster.exchange.numbers import find_locale, read_number
from muster.ledger.kinds import KINDS


def column(kind: str, name: str) -> Column:
    return columns_by_name(KINDS[kind])[name]


DAY = column("meeting", "day")
FULL_DAY = column("step", "valid_from")
NUMBER = column("step", "quantity")
WHOLE = column("contribution", "notice_days")
TEXT = column("contribution", "words")
ID = column("contribution", "id")
WORD = column("step", "word")
PLACES = column("caveat", "places")


def value(cell: Cell, of: Column, locale: str = "") -> Any:
    return reader(of, find_locale(locale) if locale else None)(cell)


def words(cell: Cell, of: Column, locale: str = "") -> str:
    fault = value(cell, of, locale)
    assert isinstance(fault, Fault), fault
    return str(fault.at("here")).removeprefix("here: ")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2016", "2016"),
        ("2016-02", "2016-02"),
        ("2016-02-11", "2016-02-11"),
        (" 2016-02-11\u00a0", "2016-02-11"),
        ("30 April 2026", "2026-04-30"),
        ("30. April 2026", "2026-04-30"),
        ("April 30, 2026", "2026-04-30"),
        ("30th of April 2026", "2026-04-30"),
        ("30-Apr-2026", "2026-04-30"),
        ("1er mai 2026", "2026-05-01"),
        ("3. März 2026", "2026-03-03"),
        ("12 de octubre de 2026", "2026-10-12"),
        ("Feb 2016", "2016-02"),
        ("30.04.2026", "2026-04-30"),
        ("30/04/2026", "2026-04-30"),
        ("04/30/2026", "2026-04-30"),
        ("04/04/2026", "2026-04-04"),
        ("2026/4/30", "2026-04-30"),
        ("2026-04-30T00:00:00", "2026-04-30"),
        ("2026-04-30 00:00", "2026-04-30"),
        ("٢٠٢٦-٠٤-٣٠", "2026-04-30"),
        ("٢٠٢٦-٠٤", "2026-04"),
        ("۲۰۲۶", "2026"),
        ("٣٠/٠٤/٢٠٢٦", "2026-04-30"),
        ("३० April २०२६", "2026-04-30"),
    ],
)
def test_a_date_that_can_be_read_in_one_way_is_read(text: str, read: str) -> None:
    assert value(text, DAY) == Dated(read)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "03/04/2026",
            (
                "'03/04/2026' can be 2026-04-03 or 2026-03-04; write it in one of these ways, or say how the file "
                "writes "
                "dates, as with --locale de"
            ),
        ),
        (
            "03.04.2026",
            (
                "'03.04.2026' can be 2026-04-03 or 2026-03-04; write it in one of these ways, or say how the file "
                "writes "
                "dates, as with --locale de"
            ),
        ),
        (
            "2026-02-30",
            "'2026-02-30' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
        ),
        ("30/04/26", "'30/04/26' writes the year with two digits; write the year with four"),
        ("30-Apr-26", "'30-Apr-26' writes the year with two digits; write the year with four"),
        ("20260430", "'20260430' is not a date; did you mean '2026-04-30'?"),
        (
            "mid-April 2026",
            (
                "'mid-April 2026' is not a date with a day, a month or a year alone; write the month as 2026-04 or the "
                "year as 2026, and the words in a note"
            ),
        ),
        ("٣٠/٠٤/٢٦", "'٣٠/٠٤/٢٦' writes the year with two digits; write the year with four"),
        ("tbd", "'tbd' is not a date; leave the cell empty where nothing is said"),
        (
            "2026-04-30 14:30",
            "'2026-04-30 14:30' carries a time of day (14:30); write the day alone, as 2026-04-30",
        ),
        ("1066", "1066-01-01 is outside 1900 to 2199"),
        (
            "soon",
            "'soon' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
        ),
    ],
)
def test_a_date_that_cannot_be_read_is_named(text: str, said: str) -> None:
    assert words(text, DAY) == said


def test_a_declared_locale_settles_the_order_of_day_and_month() -> None:
    assert value("03/04/2026", DAY, "de") == Dated("2026-04-03")
    assert value("03/04/2026", DAY, "en-GB") == Dated("2026-04-03")
    assert value("03/04/2026", DAY, "en-US") == Dated("2026-03-04")
    assert words("03/04/2026", DAY, "en").startswith("'03/04/2026' can be 2026-04-03 or 2026-03-04")
    assert words("30/04/2026", DAY, "en-US").startswith("'30/04/2026' is not a date: '2026-30-04' is not a date")


def test_a_full_day_is_asked_for_where_one_is_needed() -> None:
    assert value("2026-04-30", FULL_DAY) == date(2026, 4, 30)
    assert (
        words("2026-04", FULL_DAY) == "'2026-04' is a month; a full day is needed here; write a day, such as 2026-04-01"
    )


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (datetime(2026, 4, 30), "2026-04-30"),  # noqa: DTZ001 - spreadsheets know no zone
        (date(2026, 4, 30), "2026-04-30"),
        (2026, "2026"),
        (2026.0, "2026"),
    ],
)
def test_a_spreadsheet_s_date_or_year_is_read(cell: Cell, read: str) -> None:
    assert value(cell, DAY) == Dated(read)


def test_a_number_in_a_column_of_dates_is_named_with_the_day_it_may_be() -> None:
    assert words(46142, DAY) == (
        "46142 is a number, not a date; as a spreadsheet counts days it would be 2026-04-30; format the cell as a date"
    )
    noon = datetime(2026, 4, 30, 14, 30)  # noqa: DTZ001 - spreadsheets know no zone
    assert words(noon, DAY) == "'2026-04-30' carries a time of day (14:30); write the day alone, as 2026-04-30"


def test_only_the_first_of_two_dates_may_be_unstated() -> None:
    assert value("unstated", column("contribution", "window_start")) == "unstated"
    assert words("unstated", column("contribution", "window_last")).startswith("'unstated' is not a date")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"),
        ("1200.50", "1200.5"),
        ("1200,5", "1200.5"),
        ("0.125", "0.125"),
        ("1.200.000", "1200000"),
        ("1,200,000", "1200000"),
        ("1,200.50", "1200.5"),
        ("1.200,50", "1200.5"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1\u202f200,5", "1200.5"),
        ("1'200", "1200"),
        ("1\u2019200.5", "1200.5"),
        ("１２００", "1200"),
        ("١٢٠٠", "1200"),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read(text: str, number: str) -> None:
    assert value(text, NUMBER) == Decimal(number)


@pytest.mark.parametrize("text", ["1.200", "1,200"])
def test_a_mark_before_three_digits_is_a_fault_without_a_locale(text: str) -> None:
    assert words(text, NUMBER) == (
        f"'{text}' can be read as 1.2 or as 1200; write 1200 without a mark, or say how the file writes numbers, as "
        "with --locale de"
    )


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1.200", "de", "1200"),
        ("1,200", "de", "1.2"),
        ("1.200", "en", "1.2"),
        ("1,200", "en", "1200"),
        ("1,5", "fr", "1.5"),
        ("1 200,5", "fr_FR.UTF-8", "1200.5"),
        ("1'200.5", "de-CH", "1200.5"),
    ],
)
def test_a_declared_locale_settles_what_a_mark_means(text: str, locale: str, number: str) -> None:
    assert value(text, NUMBER, locale) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("1.2", "de", "'1.2' is not how de writes a number; it writes 1.234,5"),
        ("1,2", "en", "'1,2' is not how en writes a number; it writes 1,234.5"),
        ("-5", "", "'-5' is below zero; a level is set anew, never lowered by a sum"),
        ("about 60", "", "'about 60' is not a number alone; write 60 in the number's cell and about in quantity_is"),
        ("60+", "", "'60+' is not a number alone; write 60 in the number's cell and at_least in quantity_is"),
        (
            "50-60",
            "",
            "'50-60' is not a number alone; write 50 in quantity, 60 in quantity_to and range in quantity_is",
        ),
        ("n/a", "", "'n/a' is not a number; leave the cell empty where nothing is said"),
        ("12k", "", "'12k' is not a number; write digits, such as 1200 or 1200.5"),
        ("1.2.3", "", "'1.2.3' is not a number; write digits, such as 1200 or 1200.5"),
        ("1e3", "", "'1e3' is not a number; write digits, such as 1200 or 1200.5"),
        ("50%", "", "'50%' is a share; here belongs a number; write how many"),
        ("1.1234567", "", "1.1234567 has more than 6 decimals"),
        ("1000000000000001", "", "1000000000000001 is beyond 10^15"),
    ],
)
def test_a_number_that_cannot_be_read_is_named(text: str, locale: str, said: str) -> None:
    assert words(text, NUMBER, locale) == said


def test_a_spreadsheet_s_number_is_read_as_it_is_shown() -> None:
    assert value(0.1 + 0.2, NUMBER) == Decimal("0.3")
    assert value(1200.0, WHOLE) == 1200
    assert words(1.5, WHOLE) == "1.5 is not a whole number; write digits alone"
    assert words(-5, NUMBER) == "-5 is below zero; a level is set anew, never lowered by a sum"
    assert words(float("nan"), NUMBER) == "NaN is not a number"


def test_a_share_belongs_in_a_column_of_per_cent() -> None:
    assert value("75 %", column("requirement", "threshold")) == 75


def test_a_locale_that_nobody_knows_is_refused() -> None:
    with pytest.raises(RefusedError, match="'dee' is no locale that Muster knows; did you mean 'de'"):
        find_locale("dee")
    assert find_locale("de_AT").name == "de"
    assert read_number("1,5", find_locale("de-AT")) == Decimal("1.5")


@pytest.mark.parametrize(
    ("cell", "of", "said"),
    [
        (
            "FRA\u200b-1",
            ID,
            "'FRA-1' has a character inside that nobody sees: U+200B ZERO WIDTH SPACE; did you mean 'FRA-1'?",
        ),
        (
            "FRA\u00a01",
            ID,
            "'FRA1' has a character inside that nobody sees: U+00A0 NO-BREAK SPACE; did you mean 'FRA1'?",
        ),
        ("FRA 1", ID, "'FRA 1' is no id; use letters, digits and _ . : / + -, at most 80 characters"),
        ("pleged", WORD, "'pleged' is not a word for word; did you mean 'pledged'?"),
        (
            "maybe",
            WORD,
            (
                "'maybe' is not a word for word; write one of indicated, pledged, offered, committed, accepted, "
                "asked_back, en_route, in_place"
            ),
        ),
        ("perhaps", column("caveat", "declared"), "'perhaps' is neither yes nor no; write yes or no"),
        (
            datetime(2026, 3, 4),  # noqa: DTZ001 - spreadsheets know no zone
            NUMBER,
            (
                "the cell holds the date 2026-03-04 00:00:00; here belongs a number; a spreadsheet turns a text such "
                "as "
                "3-4 into a date: format the cell as text and type it again"
            ),
        ),
        (
            True,
            ID,
            "the cell holds TRUE; here belongs an id; format it as text and type it again",
        ),
        ("#DIV/0!", TEXT, "the cell holds the error #DIV/0!; mend the sheet, or type the value"),
        ("########", DAY, "the cell holds the error ########; widen the column and save again"),
        (
            "x" * 8001,
            TEXT,
            (
                "the text has 8,001 characters; at most 8,000 are kept; shorten it, and name the place where it can "
                "be read"
            ),
        ),
        (
            "AFG, IRQ",
            PLACES,
            "'AFG, IRQ' is no id; separate several with ;",
        ),
        (
            "publik",
            column("step", "marking"),
            (
                "'publik' is no audience; write one of chair, coalition, members, public, requester, secretariat or "
                "group:NAME; did you mean 'public'?"
            ),
        ),
        (
            "a\x00b",
            TEXT,
            "the cell holds a character that no file should hold (NUL or half a character); type the cell again",
        ),
        (
            "95 degrees",
            column("place", "latitude"),
            "'95 degrees' is not degrees as a decimal number; write degrees such as -33.92",
        ),
        ("200", column("place", "longitude"), "'200' is beyond 180 degrees"),
    ],
)
def test_a_cell_that_does_not_belong_is_named(cell: Cell, of: Column, said: str) -> None:
    assert words(cell, of) == said


@pytest.mark.parametrize(
    ("cell", "of", "read"),
    [
        ("\ufeff FRA-1 \u200b", ID, "FRA-1"),
        ("Cote\u0301", ID, "Coté"),
        (12, ID, "12"),
        (12.0, TEXT, "12"),
        ("  two\r\nlines ", TEXT, "two\nlines"),
        ("\u00a0\u200b ", TEXT, None),
        ("In place", WORD, "in_place"),
        ("in-place", WORD, "in_place"),
        ("YES", column("caveat", "declared"), True),
        (0, column("caveat", "declared"), False),
        (False, column("caveat", "declared"), False),
        ("AFG; IRQ;", PLACES, ("AFG", "IRQ")),
        ("AFG\nIRQ", PLACES, ("AFG", "IRQ")),
        ("(cleared)", DAY, CLEARED),
        ('\\" as it is "', TEXT, " as it is "),
        ("\\[]", PLACES, ()),
        ("\\hello", TEXT, "\\hello"),
        ("-33,92", column("place", "latitude"), "-33.92"),
        ("-33.920", column("place", "latitude"), "-33.920"),
        (-33.92, column("place", "latitude"), "-33.92"),
        ("public; group:NATO", column("step", "marking"), ("group:NATO", "public")),
    ],
)
def test_a_cell_that_belongs_is_read(cell: Cell, of: Column, read: object) -> None:
    assert value(cell, of) == read


def test_every_field_of_every_kind_has_a_column_of_its_own() -> None:
    for kind in table_kinds():
        columns = columns_of(kind)
        names = [one.name for one in columns]
        assert len(names) == len(set(names)), kind.name
        assert all(one.meaning for one in columns)
        tops = {one.path[0] for one in columns if not one.of_envelope}
        assert tops == set(kind.record.model_fields)
        assert names[-2:] == ["corrects", "sequence"]
        assert all(one.choices for one in columns if one.form is Form.CHOICE)


def test_the_columns_of_steps_are_those_of_the_guide() -> None:
    assert [one.name for one in columns_of(KINDS["step"], rare=False)] == [
        "contribution",
        "word",
        "quantity",
        "quantity_to",
        "quantity_is",
        "quantity_words",
        "operation",
        "note",
        "valid_from",
        "valid_last",
        "statement",
        "marking",
        "on_behalf_of",
    ]


@pytest.mark.parametrize("text", ["hundreds", "a few dozen", "eine Handvoll", "unknown"])
@pytest.mark.parametrize("name", ["quantity", "quantity_to"])
def test_words_in_the_place_of_a_quantity_are_sent_to_their_columns(text: str, name: str) -> None:
    assert words(text, column("step", name)) == (
        f"{text!r} is not a number; leave the cell empty, write unstated in quantity_is and the words in "
        "quantity_words; or write digits, such as 1200"
    )


def test_words_in_the_place_of_another_number_are_not() -> None:
    assert (
        words("hundreds", column("key", "value")) == "'hundreds' is not a number; write digits, such as 1200 or 1200.5"
    )
    assert (
        words("tbd", column("step", "quantity")) == "'tbd' is not a number; leave the cell empty where nothing is said"
    )
    assert words("60x", column("step", "quantity")) == "'60x' is not a number; write digits, such as 1200 or 1200.5"


@pytest.mark.parametrize("cell", ["5000", "5,000.0", 5000.0])
def test_a_number_outside_the_limits_of_its_column_is_named_in_its_cell(cell: Cell) -> None:
    weight = column("requirement", "weight")
    assert words(cell, weight, "en") == "weight cannot be 5,000; write 1 to 1,000"
    assert value("1000", weight) == 1000


def test_a_share_beyond_the_whole_and_a_substitute_worth_nothing_are_outside() -> None:
    assert words("120 %", column("requirement", "threshold")) == "threshold cannot be 120; write 1 to 100 percent"
    assert words("0.000", column("substitute", "efficiency")) == "efficiency cannot be 0; write more than 0"
    assert value("0.5", column("substitute", "efficiency")) == Decimal("0.5")
