"""Exports: what is written reads back to the same, and no text of ours becomes a formula."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from muster.core.days import find_zone, noon
from muster.core.errors import RefusedError, StorageError
from muster.core.record import Record
from muster.exchange.examples import EXAMPLES, find_example
from muster.exchange.export import number_text
from muster.exchange.formats import read_files, write_export
from muster.exchange.tables import read_tables
from muster.exchange.texts import as_cell, as_list_cell
from muster.ledger.drafting import remarking
from muster.ledger.kinds import KINDS
from muster.ledger.ledger import Ledger
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from tests.builders import BY, Desk, book, cap, day, draft, exactly, relief, step
from tests.engine.written import line
from tests.exchange.random_books import DAYS, FIRST, NASTY, Author

SEEDS = st.integers(0, 2**32 - 1).map(Random)
"""Random books by their seeds."""

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
"""Any text that a record can hold."""


def told(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    """Everything that stands: what a book says, whoever asks."""
    return sorted(
        (
            one.entry.kind,
            one.entry.subject,
            str(one.entry.valid),
            str(sorted((name, str(getattr(one.record, name))) for name in one.record.model_fields_set)),
            str(one.entry.statement),
            one.entry.audiences,
            str(one.entry.on_behalf_of),
        )
        for one in snapshot.all_standing()
    )


def by_day(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    """What holds on each day of the tests: things with their facets, parts side by side, and which came last."""
    for shift in range(-4, DAYS + 4, 2):
        valid = FIRST + timedelta(days=shift)
        for name, kind in KINDS.items():
            for subject in snapshot.subjects_with(name) if kind.table else ():
                thing = snapshot.thing(kind.record, subject, valid)
                yield (valid, name, subject, thing, sorted(map(str, snapshot.parts(kind.record, subject, valid))))
    for subject in snapshot.subjects_with("cap"):
        both = [*snapshot.stated("step", subject), *snapshot.stated("cap", subject)]
        yield tuple(str(one.record) for one in sorted(both, key=lambda s: (s.entry.valid_from or "", s.entry.seq)))


def read_back(desk: Desk, target: Path) -> Desk:
    """A fresh book that has read an export."""
    fresh = book("2026-01-01").at((FIRST + timedelta(days=DAYS)).isoformat())
    tables, problems = read_files([target])
    reading = read_tables(tables, fresh.snapshot(), problems=problems)
    assert [str(problem) for problem in reading.problems] == []
    fresh.ledger.record(reading.drafts, BY)
    again = read_tables(tables, desk.snapshot())
    assert (again.drafts, again.problems) == ((), ())
    return fresh


def facets(thing: Record | None) -> dict[str, Any]:
    """What is stated of a thing, a facet that was taken back left out."""
    return (
        {} if thing is None else {n: getattr(thing, n) for n in thing.model_fields_set if getattr(thing, n) is not None}
    )


@given(random=SEEDS, texts=st.lists(WORDS, max_size=6), drafts=st.integers(5, 60))
@pytest.mark.parametrize("suffix", ["", ".xlsx"])
def test_an_export_reads_back_to_the_same_snapshot(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, random: Random, texts: list[str], drafts: int
) -> None:
    desk = Author(random, texts).write(drafts).at((FIRST + timedelta(days=DAYS)).isoformat())
    target = tmp_path_factory.mktemp("out") / f"out{suffix}"
    write_export(desk.snapshot(), target)
    fresh = read_back(desk, target)
    assert told(fresh.snapshot()) == told(desk.snapshot())
    assert list(by_day(fresh.snapshot())) == list(by_day(desk.snapshot()))


@given(random=SEEDS, drafts=st.integers(5, 60), shift=st.integers(-3, DAYS))
def test_an_export_of_one_day_holds_what_holds_on_it(
    tmp_path_factory: pytest.TempPathFactory, random: Random, drafts: int, shift: int
) -> None:
    desk = Author(random, []).write(drafts).at((FIRST + timedelta(days=DAYS)).isoformat())
    valid = FIRST + timedelta(days=shift)
    target = tmp_path_factory.mktemp("out") / "out"
    write_export(desk.snapshot(), target, valid=valid)
    fresh = book("2026-01-01").at((FIRST + timedelta(days=DAYS)).isoformat())
    tables, _ = read_files([target])
    lacking = {
        "incomplete",
        "unknown_reference",
        "unknown_member",
        "uncountable",
    }  # of a thing that began later, or of which only a part holds
    reading = read_tables(tables, fresh.snapshot())
    assert {problem.name for problem in reading.problems} <= lacking
    if reading.problems:
        return
    fresh.ledger.record(reading.drafts, BY)
    for name, kind in KINDS.items():
        for subject in desk.snapshot().subjects_with(name) if kind.table else ():
            if desk.snapshot().thing(KINDS[kind.subject_kind].record, subject, valid) is None:
                continue  # it begins later: on that day its id may be read as the name of another
            one, other = (
                list(map(str, s.parts(kind.record, subject, valid))) for s in (desk.snapshot(), fresh.snapshot())
            )
            assert sorted(one) == sorted(other) or kind.is_thing
            if kind.is_thing:
                before, after = (s.thing(kind.record, subject, valid) for s in (desk.snapshot(), fresh.snapshot()))
                assert facets(after) == facets(before)


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_read_back_to_the_same(tmp_path: Path, name: str, suffix: str) -> None:
    example = find_example(name)

    def begun() -> Ledger:
        ledger = Ledger(MemoryStore())
        at = noon(example.begins, find_zone(example.genesis.zone or "UTC"))
        ledger.begin(example.genesis, example.person_id, example.person, at)
        return ledger

    def seen(ledger: Ledger) -> Snapshot:
        return Snapshot(ledger.entries(), ledger.now())

    def read_into(ledger: Ledger, place: Path) -> Ledger:
        tables, problems = read_files([place])
        reading = read_tables(tables, seen(ledger), problems=problems)
        assert [str(problem) for problem in reading.problems] == []
        ledger.record(reading.drafts, example.person_id)
        return ledger

    first = read_into(begun(), example.folder)
    second = read_into(begun(), write_export(seen(first), tmp_path / f"out{suffix}"))
    assert told(seen(first)) == told(seen(second))
    instants = [sorted((e.kind, e.subject, e.recorded_at) for e in ledger.entries()) for ledger in (first, second)]
    assert instants[0] == instants[1]


def test_texts_never_become_formulas(tmp_path: Path) -> None:
    desk = relief()
    for index, text in enumerate(NASTY):
        desk.put(draft("place", f"P{index}", name=text, note=text))
    write_export(desk.snapshot(), tmp_path / "out.xlsx")
    write_export(desk.snapshot(), tmp_path / "out")
    sheet = load_workbook(tmp_path / "out.xlsx")["places"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if re.search(rb"<f[ >]|<hyperlink", archive.read(name))]
    dangerous = re.compile(r"(?:^|[;\t\n\r])[\s\"']*[=+\-@\uff1d\uff0b\uff0d\uff20]")
    with (tmp_path / "out" / "places.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if dangerous.search(cell)] == []
    assert len(cells) > 2 * len(NASTY)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("=1+1", '\\"\\u003d1+1"'),
        ("-5", "-5"),
        ("- five", '\\"\\u002d five"'),
        ("a; =b", '\\"a; \\u003db"'),
        (" a", '\\" a"'),
        ("(cleared)", '\\"(cleared)"'),
        ("\x01", '\\"\\u0001"'),
        ("_x000D_", '\\"\\u005fx000D_"'),
    ],
)
def test_a_text_is_written_so_that_it_reads_back(text: str, cell: str) -> None:
    assert as_cell(text) == cell


def test_lists_and_numbers_are_written_in_one_way_only() -> None:
    assert as_list_cell(["a", "b"]) == "a; b"
    assert as_list_cell(["a; b", " c"]) == '\\["a; b", " c"]'
    assert as_list_cell([]) == "\\[]"
    assert [number_text(Decimal(text)) for text in ("1.234", "0.125", "1234.5", "12", "1.2")] == [
        "1.2340",
        "0.125",
        "1234.5",
        "12",
        "1.2",
    ]


def test_the_order_of_a_cap_and_a_step_of_one_day_is_kept(tmp_path: Path) -> None:
    desk = relief()
    desk.put(step("C1", "pledged", "2026-01-01", 60), cap("C1", "reduced", "2026-01-01", 50))
    write_export(desk.snapshot(), tmp_path / "plain")
    assert "sequence" not in (tmp_path / "plain" / "steps.csv").read_text()
    desk.put(step("C1", "pledged", "2026-01-01", 70))
    write_export(desk.snapshot(), tmp_path / "ordered")
    assert (tmp_path / "ordered" / "steps.csv").read_text() == (
        "contribution,word,quantity,quantity_to,quantity_is,quantity_words,operation,note,valid_from,valid_last,"
        "statement,marking,on_behalf_of,sequence\n"
        "C1,pledged,60,,,,,,2026-01-01,,,,,1\n"
        "C1,pledged,70,,,,,,2026-01-01,,,,,3\n"
    )
    fresh = read_back(desk, tmp_path / "ordered")
    orders = [[(e.kind, e.payload) for e in one.entries() if e.kind in ("step", "cap")] for one in (desk, fresh)]
    assert orders[0] == orders[1]


@pytest.mark.parametrize("place", ["out", "out.xlsx"])
def test_phases_and_what_hangs_on_them_read_back(tmp_path: Path, place: str) -> None:
    desk = relief()
    desk.put(
        draft("phase", "TAKE", name="Take", operation="OP", order=1),
        draft("phase", "HOLD", name="Hold", operation="OP", order=2, after="TAKE", lasts_days=60, overlap_days=14),
        line("L", 5, phase="HOLD", ends_with="HOLD"),
    )
    fresh = read_back(desk, write_export(desk.snapshot(), tmp_path / place))
    for kind, subject in (("phase", "HOLD"), ("requirement", "L")):
        written, read = (
            [json.loads(one.payload or "") for one in each.entries() if (one.kind, one.subject) == (kind, subject)]
            for each in (desk, fresh)
        )
        assert read == written
        assert [one["v"] for one in read] == [2]


def test_an_export_for_a_viewer_holds_what_it_sees(tmp_path: Path) -> None:
    desk = relief()
    desk.put(
        draft("statement", "S1", said_on="2026-01-01", words="in private", marking=("chair",)),
        step("C1", "pledged", "2026-01-01", exactly(60), statement="S1", marking=("coalition",)),
    )
    write_export(desk.snapshot(viewer="DEU"), tmp_path / "out")
    text = "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert "in private" not in text
    assert "S1" not in text


def test_a_marking_given_later_is_the_one_exported(tmp_path: Path) -> None:
    desk = relief()
    entry = desk.one(step("C1", "pledged", "2026-01-01", 60, marking=("chair",)))
    desk.put(remarking(entry, ["public"], None))
    write_export(desk.snapshot(), tmp_path / "out")
    assert ",public,\n" in (tmp_path / "out" / "steps.csv").read_text()


def test_what_was_redacted_stays_out(tmp_path: Path) -> None:
    desk = relief()
    person = desk.one(draft("person", "jo", name="Jo", contact="at home"))
    said = desk.one(draft("statement", "S1", said_on="2026-01-01", noted_by="jo", words="a secret"))
    desk.put(step("C1", "pledged", "2026-01-01", 60, statement="S1", on_behalf_of="jo"))
    desk.ledger.redact(person.id, BY, "asked for")
    desk.ledger.redact(said.id, BY, "a spillage")
    write_export(desk.snapshot(), tmp_path / "out")
    text = "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert "at home" not in text
    assert "a secret" not in text
    assert "jo,(redacted)," in (tmp_path / "out" / "people.csv").read_text()
    fresh = read_back(desk, tmp_path / "out")
    assert fresh.snapshot().stated("step", "C1")[0].entry.on_behalf_of == "jo"


@pytest.mark.parametrize("target", ["out.xlsx", "out.jsonl", "out"])
def test_nothing_is_written_over(tmp_path: Path, target: str) -> None:
    snapshot = relief().snapshot()
    place = write_export(snapshot, tmp_path / target)
    before = place.read_bytes() if place.is_file() else sorted(place.iterdir())
    with pytest.raises(RefusedError, match="Muster never writes over a file"):
        write_export(snapshot, tmp_path / target)
    assert before == (place.read_bytes() if place.is_file() else sorted(place.iterdir()))
    assert sorted(path.name for path in tmp_path.iterdir()) == [target]


def test_an_empty_folder_is_filled_and_unknown_endings_are_refused(tmp_path: Path) -> None:
    snapshot = relief().snapshot()
    (tmp_path / "out").mkdir()
    assert (write_export(snapshot, tmp_path / "out") / "members.csv").exists()
    for target, said in (
        ("out.csv", r"files ending in \.csv are not written; write \.xlsx, \.jsonl, or a folder for CSV files"),
        ("out.ods", r"files ending in \.ods are not written"),
    ):
        with pytest.raises(RefusedError, match=said):
            write_export(snapshot, tmp_path / target)
    with pytest.raises(RefusedError, match="JSON Lines hold the whole history"):
        write_export(snapshot, tmp_path / "out.jsonl", valid=day("2026-01-01"))
    with pytest.raises(StorageError, match="could not be written: No such file or directory"):
        write_export(snapshot, tmp_path / "nowhere" / "out.xlsx")


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    snapshot = relief().snapshot()
    one, other = (write_export(snapshot, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    desk = relief()
    desk.put(draft("place", "P", name="\x01" * 8000))
    with pytest.raises(RefusedError, match=r"places, row 2, name has 48,003 characters, more than a cell can hold"):
        write_export(desk.snapshot(), tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
    read_back(desk, write_export(desk.snapshot(), tmp_path / "out"))
