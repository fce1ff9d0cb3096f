"""Book, as a Python program uses it."""

import re
import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

import muster
from muster.book import Book, restore
from muster.core.errors import (
    BookError,
    FaultyDataError,
    NoBookError,
    RefusedError,
    UnknownSubjectError,
)
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.core.quantity import Span
from muster.exchange.typed import typed_rows
from muster.ledger.ledger import Surroundings
from muster.ledger.memory import MemoryStore
from tests import builders as make
from tests.builders import Desk, draft, exactly, relief, step

ROOT = Path(__file__).resolve().parents[1]
START = "2026-01-01"


def opened(desk: Desk, viewer: str = "secretariat") -> Book:
    return Book(desk.ledger.store, Surroundings(clock=lambda: desk.time[0]), viewer)


@pytest.fixture
def desk() -> Desk:
    """Trainers: 200 are needed from January, France has 40 there and pledges 100 from 10 January."""
    desk = relief(dates=make.dates(START))
    desk.put(
        draft(
            "requirement", "TRAINERS", START, operation="OP", capability="trainers", level={"quantity": exactly(200)}
        ),
        draft("contribution", "C1", window=make.dates(START)),
        step("C1", "in_place", START, 40),
    )
    desk.at("2026-01-10").put(step("C1", "pledged", "2026-01-10", 100))
    return desk


def test_the_python_example_on_the_front_page_runs(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUSTER_NOW", "2026-01-01T12:00:00Z")
    monkeypatch.chdir(tmp_path)
    with muster.open("relief.muster", create=True) as book:
        book.begin(Genesis(name="Relief", zone="UTC", clock=ClockForm.LIVE, format=1), "ann", Person(name="Ann"))
    desk.put(draft("person", "ann", name="Ann"))
    opened(desk).export("relief.xlsx")
    monkeypatch.setenv("MUSTER_NOW", "2026-06-01T12:00:00Z")
    found = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert found
    exec(compile(found[1], "README.md", "exec"), {})  # noqa: S102 - the example is ours
    printed = capsys.readouterr().out
    assert "\n2026-01-10 to 2026-12-31 Span(low=40, high=40)\n" in printed
    assert printed.splitlines()[-1] == "TRAINERS 160 2026-01-01 to 2026-12-31"


def test_the_public_names_are_those_that_are_promised() -> None:
    assert sorted(muster.__all__) == ["Book", "Firmness", "MusterError", "Period", "Problem", "open"]
    assert all(getattr(muster, name).__doc__ for name in muster.__all__)
    with pytest.raises(AttributeError, match="module 'muster' has no attribute 'shut'"):
        muster.shut  # noqa: B018 - asked for on purpose


def test_a_book_in_memory_is_begun_read_and_looked_at(tmp_path: Path) -> None:
    with muster.open() as book:
        with pytest.raises(BookError, match="the book has no first entry yet; begin it with: muster init"):
            book.status()
        book.begin(
            Genesis(name="Relief", zone="Europe/Oslo", clock=ClockForm.LIVE, format=1), "ann", Person(name="Ann")
        )
        assert (book.genesis.name, book.zone, book.warnings) == ("Relief", zoneinfo.ZoneInfo("Europe/Oslo"), ())
        assert book.today == datetime.now(book.zone).date()
        assert book.status().is_empty
        file = tmp_path / "members.csv"
        file.write_text("id,name,form\nNOR,Norway,naton\n", encoding="utf-8")
        reading, entries = book.read(file, by="ann")
        assert entries == ()
        assert [str(one) for one in reading.problems] == [
            "members.csv:2:form: 'naton' is not a word for form; did you mean 'nation'?"
        ]
        file.write_text("id,name,form\nNOR,Norway,nation\n", encoding="utf-8")
        assert book.read(file, by="ann", dry_run=True)[1] == ()
        assert [entry.kind for entry in book.read(str(file), by="ann")[1]] == ["member"]
        with pytest.raises(FaultyDataError, match="1 problem; nothing recorded"):
            book.read_rows(*typed_rows("member", {"id": "X", "name": "Y", "form": "clan"}, book.today), by="ann")


@pytest.mark.parametrize(
    ("known", "pledged"),
    [
        (date(2026, 1, 9), 40),
        ("2026-01-09", 40),
        (date(2026, 1, 10), 100),  # the whole of that day
        ("2026-01-10", 100),
        (datetime(2026, 1, 10, 12, tzinfo=UTC), 100),
        (datetime(2026, 1, 10, 11, 59, tzinfo=UTC), 40),
        (datetime(2026, 1, 10, 11, 59), 40),  # noqa: DTZ001 - in the zone of the book
        (datetime(2026, 1, 10, 14, tzinfo=timezone(timedelta(hours=2))), 100),
        (None, 100),
    ],
)
def test_known_is_a_day_a_text_or_an_instant(desk: Desk, known: date | str | None, pledged: int) -> None:
    desk.at("2026-01-15")
    book = opened(desk)
    assert {
        book.lines(known, date(2026, 1, 15))[0].cover(muster.Firmness.PLEDGED).low,
        book.status(known, date(2026, 1, 15)).operations[0].lines[0].cover(muster.Firmness.PLEDGED).low,
        book.coverage("TRAINERS", "2026-01-15/2026-01-15", known).stretches[0].line.cover(muster.Firmness.PLEDGED).low,  # type: ignore[union-attr]
    } == {pledged}
    assert len(book.log("C1", known)) == (4 if pledged == 100 else 3)


def test_the_day_looked_at_is_the_day_known_where_none_is_given(desk: Desk) -> None:
    book = opened(desk.at("2026-03-01"))
    assert (book.status("2026-01-09").known, book.status("2026-01-09").valid) == (date(2026, 1, 9), date(2026, 1, 9))
    assert book.status().valid == book.today == date(2026, 3, 1)
    picture = book.status("2026-01-09", date(2026, 2, 1), muster.Firmness.IN_PLACE)
    assert (picture.known, picture.valid) == (date(2026, 1, 9), date(2026, 2, 1))
    assert [(gap.line, gap.short, gap.since) for gap in picture.gaps] == [("TRAINERS", 160, date(2026, 1, 1))]


def test_before_the_book_and_after_today_nothing_is_known_whatever_is_asked(desk: Desk) -> None:
    book = opened(desk)
    assert book.status(START).known == date(2026, 1, 1)
    for day, told in (
        ("2025-12-31", "nothing is known as of 2025-12-31: the book begins on 2026-01-01"),
        ("2026-01-11", "nothing is known yet of 2026-01-11: today is 2026-01-10 in the zone of the book, UTC"),
        ("", "'' is not a date"),
    ):
        for ask in (book.status, book.gaps, book.lines, book.check, book.snapshot):
            with pytest.raises(RefusedError, match=told):
                ask(day)
        for ask_of in (partial(book.log, "C1"), partial(book.coverage, "TRAINERS"), partial(book.export, "never.xlsx")):
            with pytest.raises(RefusedError, match=told):
                ask_of(known=day)


def test_coverage_takes_a_period_a_text_or_all_the_book_knows(desk: Desk) -> None:
    book = opened(desk)
    period = muster.Period(date(2026, 1, 9), date(2026, 1, 12))
    by_period, by_text = book.coverage("TRAINERS", period), book.coverage("TRAINERS", "2026-01-09/2026-01-11")
    assert by_period == by_text
    assert [str(one.period) for one in by_text.stretches] == ["2026-01-09 to 2026-01-09", "2026-01-10 to 2026-01-11"]
    assert book.coverage("TRAINERS", "2026/2026-02").stretches[-1].period.last == date(2026, 2, 28)
    assert by_text.on(date(2026, 1, 10)).need == Span(200, 200)  # type: ignore[union-attr]
    assert book.coverage("TRAINERS").stretches[0].period.start == date(2026, 1, 1)
    with pytest.raises(UnknownSubjectError, match="unknown line 'TRAINER'; did you mean TRAINERS"):
        book.coverage("TRAINER")


def test_a_viewer_sees_its_own_ids_and_nothing_of_the_chain(desk: Desk) -> None:
    desk.put(draft("person", "claire", name="Claire", member="FRA"))
    everything, own = opened(desk), opened(desk, "FRA")
    assert own.viewer.member == "FRA"
    seen = own.log("C1")
    assert [line.entry.kind for line in seen] == [line.entry.kind for line in everything.log("C1")]
    assert "operation" not in seen[0].record.model_fields_set  # type: ignore[union-attr]  # what it cannot see is absent
    assert not {line.entry.id for line in seen} & {line.entry.id for line in everything.log("C1")}
    assert {line.entry.hash for line in seen} == {""}
    assert [one.need for one in own.lines()] == []  # the line is marked for nobody but the secretariat
    for name in ("XYZ", "DEUX"):
        with pytest.raises(UnknownSubjectError, match=f"unknown viewer '{name}'"):
            opened(desk, name).status()


def test_what_a_viewer_writes_comes_back_as_it_sees_it(desk: Desk) -> None:
    desk.put(draft("person", "claire", name="Claire", member="FRA"))
    own = opened(desk, "FRA")
    (written,) = own.record([step("C1", "pledged", "2026-01-10", 120)], by="claire")
    assert (written.hash, written.salt, written.origin) == ("", None, None)
    assert written == own.log("C1")[-1].entry
    assert opened(desk).log("C1")[-1].entry.id != written.id
    (corrected,) = own.correct(written.id, {"quantity": "130"}, by="claire")
    assert corrected.supersedes == written.id
    (taken_back,) = own.undo(corrected.id, by="claire", why="a slip")
    assert taken_back.supersedes == corrected.id
    assert own.log("C1")[-2].state == "taken back"
    with pytest.raises(UnknownSubjectError):
        own.correct(opened(desk).log("C1")[0].entry.id, {"words": "x"}, by="claire")


@pytest.mark.parametrize(
    ("act", "verb"),
    [
        (lambda book, _: book.head(), "see the head"),
        (lambda book, _: book.check_chain(), "check the chain"),
        (lambda book, _: book.redact("x", by="anna", why="x"), "redact"),
        (lambda book, _: book.keep(book.allocate(), "P1", by="anna"), "keep a plan"),
        (lambda book, _: book.may_keep("P1"), "keep"),
        (lambda book, _: book.prove("P1"), "prove a kept plan"),
        (lambda book, where: book.copy(str(where / "copy.muster")), "copy the book"),
        (lambda book, where: book.take_over(where / "other.muster", by="anna"), "take over a book"),
    ],
)
def test_what_concerns_the_whole_book_is_refused_to_a_narrow_viewer(
    desk: Desk, tmp_path: Path, act: Callable[[Book, Path], object], verb: str
) -> None:
    for viewer in ("FRA", "chair", "public", "requester"):
        with pytest.raises(RefusedError, match=f"only the secretariat and the auditor may {verb}"):
            act(opened(desk, viewer), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_kept_started_from_and_proven(desk: Desk) -> None:
    with opened(desk) as book:
        plan = book.allocate("2026-01-10/2026-12-31")
        entry = book.keep(plan, "P1", by="anna")
        assert (entry.kind, entry.subject, entry.audiences) == ("plan", "P1", ("secretariat",))
        assert book.prove("P1").faults == ()
        with pytest.raises(RefusedError, match=rf"^a plan is kept as 'P1' already, by entry {entry.id}; "):
            book.keep(plan, "P1", by="anna")
        assert book.allocate().starts_from == "P1"
        assert book.allocate(starts_from="P1").moves == 0
        assert book.allocate(afresh=True).starts_from is None
        with pytest.raises(FaultyDataError):
            book.keep(plan, "P2", by="nobody")
        of_france = opened(desk, "FRA").allocate("2026-01-10/2026-12-31")
        with pytest.raises(RefusedError, match=r"^this plan is made of what FRA may see; "):
            book.keep(of_france, "P2", by="anna")
    with opened(desk, "auditor") as book:
        assert book.prove("P1") == opened(desk).prove("P1")
        assert book.keep(book.allocate(), "P2", by="anna").subject == "P2"


def test_the_chain_is_checked_and_a_head_is_found_again(desk: Desk) -> None:
    book = opened(desk)
    head = book.head()
    desk.put(step("C1", "pledged", "2026-01-10", 110))
    assert book.check_chain() == book.check_chain(head.hash) == ()
    assert book.check_chain("0" * 64) == (f"the book does not contain the head {'0' * 64}",)
    assert opened(desk, "auditor").head() == book.head() != head


def test_a_copy_and_its_lines_are_the_same_book(desk: Desk, tmp_path: Path) -> None:
    book = opened(desk)
    file, lines, back = (str(tmp_path / name) for name in ("copy.muster", "copy.jsonl", "back.muster"))
    assert book.copy(file) == book.copy(lines) == restore(lines, back) == book.head()
    for place in (file, back):
        with muster.open(place) as other:
            assert other.ledger.entries() == book.ledger.entries()
            assert other.check_chain(book.head().hash) == ()
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n", encoding="utf-8")
    with pytest.raises((FaultyDataError, BookError)):
        restore(broken, str(tmp_path / "none.muster"))


def test_a_stray_file_beside_a_book_is_warned_of(tmp_path: Path) -> None:
    assert Book(MemoryStore()).warnings == ()
    with muster.open(tmp_path / "relief.muster", create=True) as book:
        assert book.warnings == ()


def test_a_book_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NoBookError, match="there is no book at"), muster.open(tmp_path / "gone.muster"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_clock_of_sources_dates_what_is_read_and_ends_with_the_first_live_entry() -> None:
    desk = make.book("2026-05-01", ClockForm.SOURCES, at="2016-01-01T12:00")
    book = opened(desk)
    desk.put(
        draft("member", "FRA", name="France", form="nation"),
        draft("statement", "S1", speaker="The minister", said_on="2016-01-20", public_on="2016-01-21"),
        draft("contribution", "C1", member="FRA", words="help", statement="S1"),
    )
    with pytest.raises(RefusedError, match="nothing is known as of 2015-12-31: the book begins on 2016-01-01"):
        book.status("2015-12-31")  # the book's own clock, long before it was made
    assert book.snapshot("2016-01-20").ids("contribution") == ()
    assert book.snapshot("2016-01-21").ids("contribution") == ("C1",)
    columns = {"member": "FRA", "said": "pledged", "words": "more"}
    entries = book.read_rows(*typed_rows("contribution", columns, book.today), by="anna")
    assert [entry.kind for entry in entries] == ["live", "statement", "contribution", "step"]
    assert book.snapshot("2026-04-30").ids("contribution") == ("C1",)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MUSTER_NOW", "noon"),
        ("MUSTER_NOW", "2026-01-01"),
        ("MUSTER_BUSY_TIMEOUT_S", "-1"),
        ("MUSTER_BUSY_TIMEOUT_S", "nan"),
    ],
)
def test_a_setting_that_cannot_be_read_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(RefusedError, match=f"{variable} is '{value}'"), muster.open(tmp_path / "b.muster", create=True):
        pass


def test_a_book_that_is_ahead_of_the_clock_says_so_to_those_who_see_all(desk: Desk) -> None:
    desk.at("2026-05-01").put(step("C1", "pledged", "2026-05-01", 90))
    told = ("the last entry is of 2026-05-01, to which the clock has yet to come: what is recorded now is dated then",)
    desk.at("2026-04-29")
    assert (opened(desk).warnings, opened(desk, "auditor").warnings, opened(desk, "FRA").warnings) == (told, told, ())
    desk.at("2026-04-30")
    assert opened(desk).warnings == ()


def test_lines_that_are_not_open_on_a_day_name_their_phase(desk: Desk) -> None:
    desk.put(
        draft("phase", "HOLD", name="Hold", operation="OP", order=1, dates=make.dates("2026-02-01")),
        draft("requirement", "TRAINERS", START, phase="HOLD"),
    )
    book = opened(desk)
    (found,) = book.not_open()
    assert (found.line, found.phase, found.begins) == ("TRAINERS", "HOLD", date(2026, 2, 1))
    assert book.lines() == ()
    assert book.not_open(valid=date(2026, 2, 1)) == ()
    assert [one.line for one in book.lines(valid=date(2026, 2, 1))] == ["TRAINERS"]
    assert book.not_open("2026-01-09") == (), "it was recorded on 10 January"
    assert opened(desk, "FRA").not_open() == ()
