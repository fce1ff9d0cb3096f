"""How numbers, spans, days and names are written for people."""

from datetime import date

import pytest

from muster.core.quantity import NOTHING, UNKNOWN, Span
from muster.publish.lines import dated_text, day_text, number, span_text, template_name


@pytest.mark.parametrize(
    ("amount", "decimals", "written"),
    [
        (None, 0, "?"),
        (0, 0, "0"),
        (999, 0, "999"),
        (1440, 0, "1,440"),
        (999_999, 0, "999,999"),
        (1_000_000, 0, "1 M"),
        (34_500_000, 0, "34.5 M"),
        (1_234_567, 0, "1,234,567"),  # only where that is exact
        (1_234_000, 0, "1.234 M"),
        (125, 1, "12.5"),
        (150, 2, "1.5"),
        (3_450_000_000, 2, "34.5 M"),
        (1_000_000_000_000_000, 0, "1,000,000,000 M"),
    ],
)
def test_a_number(amount: int | None, decimals: int, written: str) -> None:
    assert number(amount, decimals) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (None, "?"),
        (UNKNOWN, "?"),
        (NOTHING, "0"),
        (Span(60, 60), "60"),
        (Span(40, 60), "40 to 60"),
        (Span(40, None), "40+"),
        (Span(None, 60), "up to 60"),
        (Span(0, 50), "0 to 50"),
        (Span(25_000_000, 30_000_000), "25 M to 30 M"),
    ],
)
def test_a_span(span: Span | None, written: str) -> None:
    assert span_text(span) == written


def test_a_span_of_a_unit_with_decimals() -> None:
    assert span_text(Span(5, 15), 1) == "0.5 to 1.5"


def test_a_day_and_a_date_of_any_precision() -> None:
    assert day_text(date(2014, 2, 28)) == "28 Feb 2014"
    assert day_text(date(2016, 2, 1)) == "1 Feb 2016"
    assert day_text(None) == ""
    assert [dated_text(one) for one in ("2016", "2016-02", "2016-02-11")] == ["2016", "Feb 2016", "11 Feb 2016"]


def test_a_template_is_called_after_the_file_of_its_book() -> None:
    assert template_name("books/relief.muster") == "relief-template.xlsx"
    assert template_name("postgresql://host/relief") == "template.xlsx"
