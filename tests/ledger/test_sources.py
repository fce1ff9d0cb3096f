"""The clock of sources: each entry is recorded on the day its statement became public."""

import pytest

from muster.core.days import Dated, instant_text
from muster.core.errors import FaultyDataError
from muster.core.keeping import ClockForm
from muster.core.statements import Statement
from muster.ledger.entries import Draft, Entry
from muster.ledger.sources import public_day, public_instants
from tests.builders import BY, Desk, book, day, draft, step, undo


def old_book(zone: str = "UTC") -> Desk:
    """A book made in 2026 from sources of 2016."""
    return book("2026-01-01", ClockForm.SOURCES, zone=zone, at="2015-12-01T12:00")


def when(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    return [(entry.subject, instant_text(entry.recorded_at).removesuffix(":00.000000Z")) for entry in entries]


def said(subject: str, on: str, public: str | None = None) -> Draft:
    more = {} if public is None else {"public_on": public}
    return draft("statement", subject, said_on=on, words="We shall help.", **more)


@pytest.mark.parametrize(
    ("said_on", "public_on", "public"),
    [
        ("2016-01-20", None, "2016-01-20"),
        ("2016-01-20", "2016-02-01", "2016-02-01"),
        ("2016-01", None, "2016-01-31"),
        ("2016", None, "2016-12-31"),
        ("2016-01-20", "2016-02", "2016-02-29"),
    ],
)
def test_an_imprecise_public_day_counts_as_its_last(said_on: str, public_on: str | None, public: str) -> None:
    statement = Statement(said_on=Dated(said_on), public_on=None if public_on is None else Dated(public_on))
    assert public_day(statement) == day(public)


def test_a_statement_without_a_day_has_no_public_day() -> None:
    assert public_day(Statement()) is None


def test_each_entry_is_recorded_at_noon_of_its_statement_s_public_day() -> None:
    made = old_book().put(
        said("s2", "2016-02-01"),
        said("s1", "2016-01-20", public="2016-01-21"),
        draft("member", "FRA", name="France", form="nation", statement="s1"),
        draft("member", "DEU", name="Germany", form="nation", statement="s2"),
        draft("member", "FJI", name="Fiji", form="nation"),
    )
    assert when(made) == [
        ("FJI", "2015-12-01T12:00"),
        ("s1", "2016-01-21T12:00"),
        ("FRA", "2016-01-21T12:00"),
        ("s2", "2016-02-01T12:00"),
        ("DEU", "2016-02-01T12:00"),
    ]
    assert [entry.seq for entry in made] == [3, 4, 5, 6, 7]


def test_a_remark_on_a_statement_does_not_take_its_day_from_what_rests_on_it() -> None:
    france = draft("member", "FRA", name="France", form="nation", statement="s1")
    made = old_book().put(said("s1", "2016-01-20"), draft("statement", "s1", note="read twice"), france)
    assert {instant for _, instant in when(made)} == {"2016-01-20T12:00"}


def test_noon_is_that_of_the_book_s_zone() -> None:
    assert when(old_book("Europe/Brussels").put(said("s1", "2016-07-01"))) == [("s1", "2016-07-01T10:00")]


def test_a_statement_recorded_before_dates_what_rests_on_it() -> None:
    desk = old_book()
    desk.put(said("s1", "2016-01-20"))
    made = desk.put(draft("member", "FRA", name="France", form="nation", statement="s1"))
    assert when(made) == [("FRA", "2016-01-20T12:00")]


def test_the_clock_never_goes_back() -> None:
    desk = old_book()
    desk.put(said("s2", "2016-02-01"))
    assert when(desk.put(said("s1", "2016-01-20"))) == [("s1", "2016-02-01T12:00")]
    assert when(desk.put(draft("member", "FJI", name="Fiji", form="nation"))) == [("FJI", "2016-02-01T12:00")]
    recorded = [entry.recorded_at for entry in desk.entries()]
    assert recorded == sorted(recorded)


def test_known_then_means_public_by() -> None:
    desk = old_book()
    desk.put(said("s1", "2016-01-20"), said("s2", "2016-02-01"))
    assert desk.snapshot("2016-01-31").ids("statement") == ("s1",)
    assert desk.snapshot("2016-02-01").ids("statement") == ("s1", "s2")


def test_a_live_entry_ends_the_clock_of_sources() -> None:
    desk = old_book()
    desk.put(said("s1", "2016-01-20"))
    made = desk.put(draft("member", "FRA", name="France", form="nation", statement="s1"), live=True)
    assert when(made) == [("book", "2026-01-01T12:00"), ("FRA", "2026-01-01T12:00")]
    assert [entry.kind for entry in made] == ["live", "member"]
    assert made[0].payload == '{"v":1}'
    assert made[0].audiences == ("public",)
    later = desk.at("2026-01-02").put(said("s3", "2016-03-01"))
    assert when(later) == [("s3", "2026-01-02T12:00")]
    again = desk.put(draft("member", "FRA", note="n"), live=True)
    assert [entry.kind for entry in again] == ["member"]


def test_a_redaction_is_a_live_entry() -> None:
    desk = old_book()
    (statement,) = desk.put(said("s1", "2016-01-20"))
    desk.ledger.redact(statement.id, BY, "a spillage")
    assert [entry.kind for entry in desk.entries()][-2:] == ["live", "redaction"]
    assert when(tuple(desk.entries()[-2:])) == [("book", "2026-01-01T12:00"), ("s1", "2026-01-01T12:00")]


def test_a_live_book_knows_no_clock_of_sources() -> None:
    desk = book("2026-01-01")
    assert when(desk.put(said("s1", "2016-01-20"))) == [("s1", "2026-01-01T12:00")]
    assert [entry.kind for entry in desk.put(said("s2", "2016-01-20"), live=True)] == ["statement"]


def test_the_wall_clock_never_goes_back_either() -> None:
    desk = book("2026-01-10").at("2026-01-01")
    assert when(desk.put(said("s1", "2016-01-20"))) == [("s1", "2026-01-10T12:00")]
    assert instant_text(desk.ledger.now()) == "2026-01-10T12:00:00.000000Z"
    desk.at("2026-01-11")
    assert instant_text(desk.ledger.now()) == "2026-01-11T12:00:00.000000Z"


def test_a_step_is_dated_ahead_by_the_day_its_statement_became_public() -> None:
    desk = old_book()
    desk.put(
        draft("member", "FRA", name="France", form="nation"),
        draft("contribution", "C1", member="FRA"),
        said("s1", "2016-01-20"),
    )
    assert len(desk.put(step("C1", "pledged", "2016-01-20", 100, statement="s1"))) == 1
    with pytest.raises(FaultyDataError) as refused:
        desk.put(step("C1", "pledged", "2016-01-21", 100, statement="s1"))
    assert [problem.sentence for problem in refused.value.problems] == [
        "a step of 2016-01-21 cannot be recorded on 2016-01-20"
    ]


def test_what_rests_on_an_unknown_statement_is_dated_like_what_rests_on_none() -> None:
    snapshot = old_book().snapshot()
    assert public_instants(
        snapshot, [draft("member", "FRA", statement="s9"), draft("statement", "s8", note="n")], 7
    ) == [7, 7]


def test_a_retraction_is_recorded_now_when_it_is_live() -> None:
    desk = old_book()
    (statement,) = desk.put(said("s1", "2016-01-20"))
    made = desk.put(undo(statement), live=True)
    assert when(made) == [("book", "2026-01-01T12:00"), ("s1", "2026-01-01T12:00")]
