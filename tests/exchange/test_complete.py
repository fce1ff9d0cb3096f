"""Complete tables: what stays is confirmed, what changes is a step, what is left out has ended."""

from muster.core.contributions import Cap, Step
from muster.core.keeping import ClockForm
from muster.core.quantity import Qualifier, Quantity
from tests.builders import Desk, book, day
from tests.exchange.reading import faults, read, record

COMPLETE = {"complete_series": True}
MONTHS = """
id,publisher,said_on,series,complete_on
JAN,UN,2014-02-10,tcc,2014-01-31
FEB,UN,2014-03-10,tcc,2014-02-28
MAR,UN,2014-04-10,tcc,2014-03-31
"""
HEADER = "contribution,word,quantity,statement\n"


def missions() -> Desk:
    desk = book(clock=ClockForm.SOURCES, at="2014-01-01T12:00")
    record(
        desk,
        members="id,name,form\nFRA,France,nation\nIND,India,nation\n",
        capabilities="id,name,unit\nTROOPS,Troops,persons\n",
        contributions="id,member,capability\nA,FRA,TROOPS\nB,IND,TROOPS\n",
    )
    return desk


def in_place(desk: Desk, on: str) -> dict[str, Quantity | None]:
    snapshot = desk.snapshot()
    return {
        subject: part.quantity
        for subject in snapshot.ids("contribution")
        for part in snapshot.parts(Step, subject, day(on))
    }


def exactly(number: int) -> Quantity:
    return Quantity.said_as(Qualifier.EXACT, number)


def test_a_series_records_only_what_changes() -> None:
    desk = missions()
    reading = record(
        desk,
        COMPLETE,
        statements=MONTHS,
        steps=HEADER
        + "A,in_place,10,JAN\nB,in_place,20,JAN\nA,in_place,10,FEB\nB,in_place,25,FEB\nA,in_place,10,MAR\n",
    )
    assert reading.confirmed == 2
    assert in_place(desk, "2014-03-31") == {"A": exactly(10), "B": exactly(25)}
    (cap,) = desk.snapshot().stated("cap", "B")
    assert cap.record == Cap(cap="ended", reason="No longer in the table.")  # type: ignore[arg-type]
    assert (cap.entry.valid_from, cap.entry.statement) == ("2014-03-31", "MAR")
    assert [one.entry.valid_from for one in desk.snapshot().stated("step", "A")] == ["2014-01-31"]


def test_month_by_month_gives_the_same_as_all_at_once() -> None:
    rows = {
        "JAN": "A,in_place,10,JAN\nB,in_place,20,JAN\n",
        "FEB": "A,in_place,10,FEB\nB,in_place,25,FEB\n",
        "MAR": "A,in_place,10,MAR\n",
    }
    at_once, by_month = missions(), missions()
    record(at_once, COMPLETE, statements=MONTHS, steps=HEADER + "".join(rows.values()))
    header, *months = MONTHS.strip().split("\n")
    for month, text in zip(months, rows.values(), strict=True):
        record(by_month, COMPLETE, statements=f"{header}\n{month}\n", steps=HEADER + text)

    def told(desk: Desk) -> list[tuple[str, ...]]:
        return [(e.kind, e.subject, str(e.valid_from), str(e.statement), str(e.payload)) for e in desk.entries()]

    assert sorted(told(at_once)) == sorted(told(by_month))
    again = read(by_month, COMPLETE, statements=MONTHS, steps=HEADER + "".join(rows.values()))
    assert (again.drafts, again.problems) == ((), ())


def test_who_comes_back_is_set_anew() -> None:
    desk = missions()
    record(
        desk,
        COMPLETE,
        statements=MONTHS,
        steps=HEADER
        + "A,in_place,10,JAN\nB,in_place,20,JAN\nA,in_place,10,FEB\nA,in_place,10,MAR\nB,in_place,20,MAR\n",
    )
    assert [one.entry.valid_from for one in desk.snapshot().stated("step", "B")] == ["2014-01-31", "2014-03-31"]
    assert [one.entry.valid_from for one in desk.snapshot().stated("cap", "B")] == ["2014-02-28"]


def test_an_older_table_after_a_newer_one_is_refused() -> None:
    desk = missions()
    header, january, _, march = MONTHS.strip().split("\n")
    record(desk, COMPLETE, statements=f"{header}\n{march}\n", steps=HEADER + "A,in_place,10,MAR\n")
    assert faults(desk, COMPLETE, statements=f"{header}\n{january}\n", steps=HEADER + "A,in_place,9,JAN\n") == [
        (
            "statement JAN: the table JAN (2014-01-31) is older than MAR (2014-03-31), read before; read the "
            "tables of a "
            "series in their order"
        )
    ]


def test_a_row_of_another_day_than_its_table_is_named() -> None:
    text = HEADER.replace("\n", ",valid_from\n") + "A,in_place,10,JAN,2014-01-30\n"
    assert faults(missions(), COMPLETE, statements=MONTHS, steps=text) == [
        (
            "steps.csv:2:valid_from: the row holds from 2014-01-30, but its table is complete as of 2014-01-31; leave "
            "valid_from empty"
        )
    ]


def test_a_step_without_a_day_and_without_a_complete_table_is_named() -> None:
    text = "contribution,word,quantity\nA,in_place,10\n"
    assert faults(missions(), COMPLETE, steps=text) == [
        "steps.csv:2: valid_from is missing; it is the first day on which the row holds"
    ]


def test_absence_says_nothing_unless_it_is_asked_for() -> None:
    desk = missions()
    header = HEADER.replace("\n", ",valid_from\n")
    record(
        desk,
        statements=MONTHS,
        steps=header + "A,in_place,10,JAN,2014-01-31\nB,in_place,20,JAN,2014-01-31\nA,in_place,10,FEB,2014-02-28\n",
    )
    assert desk.snapshot().stated("cap", "B") == []
