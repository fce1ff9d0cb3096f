"""A book on its way: exported and read into a fresh one, copied, taken over, and tables in a form of their own."""

from pathlib import Path

import pytest

from tests.end_to_end.command import Command, relief

UN_TABLE = (
    ("month", "contributor", "iso3", "mission", "type", "count"),
    ("2026-09", "Bangladesh", "BGD", "UNMISS", "troops", "1600"),
    ("2026-09", "Nepal", "NPL", "UNMISS", "troops", "1700"),
    ("2026-10", "Bangladesh", "BGD", "UNMISS", "troops", "1650"),
)


def answers(muster: Command, book: str) -> list[object]:
    """What a book says about its lines and gaps, on days before and after a change."""
    days = ("2026-11-12", "2026-11-22", "2027-08-01")
    return [muster(verb, book, "--valid", day, "--json").json() for verb in ("coverage", "gaps") for day in days]


@pytest.mark.parametrize("target", ["out.xlsx", "out"])
def test_an_export_read_into_a_fresh_book_gives_the_same_answers(muster: Command, book: str, target: str) -> None:
    muster("correct", book, muster.entry(book, "FRA-TRAINERS"), "quantity=90", "--by", "ann")
    assert muster("export", book, target).out == f"written: {target}\n"
    muster.begin("fresh.muster")
    muster("read", "fresh.muster", target, "--by", "ann")
    assert answers(muster, "fresh.muster") == answers(muster, book)
    assert muster("read", "fresh.muster", target, "--by", "ann").out == "nothing new; nothing recorded\n"
    assert muster("read", book, target, "--by", "ann").out == "nothing new; nothing recorded\n"


def test_a_copy_is_the_same_book_entry_for_entry(muster: Command, book: str) -> None:
    head = muster("head", book).out
    count, digest = head.split()
    assert muster("copy", book, "copy.muster").out == f"copied {count} entries to copy.muster\n"
    assert muster("copy", book, "copy.jsonl", "--json").json() == {"copied": int(count), "hash": digest}
    muster("copy", "copy.jsonl", "back.muster")
    muster("export", book, "lines.jsonl")
    assert (muster.folder / "lines.jsonl").read_bytes() == (muster.folder / "copy.jsonl").read_bytes()
    for other in ("copy.muster", "back.muster"):
        assert muster("head", other).out == head
        assert muster("check", other, "--head", digest).lines == ["the chain of 20 entries holds", "0 problems"]
        assert answers(muster, other) == answers(muster, book)


def test_the_head_of_another_book_is_not_contained(muster: Command, book: str) -> None:
    muster.begin("other.muster")
    other = muster("head", "other.muster").out.split()[1]
    done = muster("check", book, "--head", other, code=1)
    assert done.lines[:2] == ["the book does not contain the head", f"    {other}"]
    assert muster("check", book, "--head", other, "--json", code=1).json()["chain"] == [
        f"the book does not contain the head {other}"
    ]


def test_another_book_is_taken_over_once_and_given_back_as_printed(muster: Command, book: str) -> None:
    muster("mark", book, muster.entry(book, "ben"), "public", "--by", "ann")
    muster.begin("mine.muster", person="zed=Zed")
    done = muster("read", "mine.muster", book, "--by", "zed")
    assert done.lines[0].startswith("recorded 20 entries: 3 people")
    assert answers(muster, "mine.muster") == answers(muster, book)
    assert muster("read", "mine.muster", book, "--by", "zed").out == "nothing new; nothing recorded\n"
    muster("record", book, "member", "id=BEL", "name=Belgium", "form=nation", "--by", "ann")
    more = muster("read", "mine.muster", book, "--by", "zed")
    assert more.lines[0] == "recorded 1 entry: 1 member"
    muster(*more.undo)
    muster(*done.undo)
    assert "The book is empty." in muster("status", "mine.muster").out


def test_another_book_is_read_by_itself_and_as_it_is(muster: Command, book: str) -> None:
    muster.begin("mine.muster", person="zed=Zed")
    told = muster.refused("read", "mine.muster", book, "relief", "--by", "zed")
    assert told == "muster: another book is read by itself: muster read mine.muster OTHER.muster"
    told = muster.refused("read", "mine.muster", book, "--dry-run", "--by", "zed")
    assert told.startswith("muster: another book is taken over as it is; try it on a copy first: muster copy")
    told = muster.refused("read", "mine.muster", "nothere.muster", "--by", "zed")
    assert told == "muster: there is no book at nothere.muster; begin one with: muster init nothere.muster"


def test_the_un_table_is_read_by_its_layout_month_after_month(muster: Command) -> None:
    muster.begin("un.muster")
    muster.write("table.csv", UN_TABLE)
    done = muster("read", "un.muster", "table.csv", "--layout", "un-tpcc", "--by", "ann")
    assert "2 members, 1 capability, 1 operation, 2 contributions" in done.out
    log = muster("log", "un.muster", "UNMISS-TROOPS-BGD").out
    assert "step: in place, 1,600" in log
    assert "step: in place, 1,650" in log
    assert "cap: ended" in muster("log", "un.muster", "UNMISS-TROOPS-NPL").out  # October names everybody who is there
    told = muster.refused("read", "un.muster", "table.csv", "--layout", "un-tpc", "--by", "ann")
    assert told == "muster: unknown layout 'un-tpc'; did you mean un-tpcc?"


def test_a_layout_is_drafted_and_never_written_over(muster: Command) -> None:
    table = muster.write("table.csv", UN_TABLE)
    before = table.read_bytes()
    draft = muster("layout", "table.csv").out
    assert 'about = "The table in table.csv"' in draft
    assert muster("layout", "table.csv", "--out", "mine.toml").out == "written: mine.toml\n"
    assert (muster.folder / "mine.toml").read_text(encoding="utf-8").strip() == draft.strip()
    told = muster.refused("layout", "table.csv", "--out", "mine.toml")
    assert told == "muster: mine.toml is there already; choose a new place: Muster never writes over a file"
    told = muster.refused("layout", "table.csv", "--out", "nowhere/mine.toml")
    assert told == "muster: nowhere/mine.toml could not be written: No such file or directory"
    assert muster.refused("layout", "nothere.csv", code=2).splitlines()[0] == "nothere.csv: there is no such file"
    assert table.read_bytes() == before


@pytest.mark.parametrize("target", ["there.xlsx", "there.jsonl", "there"])
def test_a_target_that_exists_is_never_written_over(muster: Command, book: str, target: str) -> None:
    place: Path = muster.folder / target
    if place.suffix:
        place.write_text("mine", encoding="utf-8")
        kept = place
    else:
        place.mkdir()
        kept = place / "mine.csv"
        kept.write_text("mine", encoding="utf-8")
    verbs = [("export", book), ("template",)] if place.suffix != ".jsonl" else [("export", book), ("copy", book)]
    for verb in verbs:
        told = muster.refused(*verb, target)
        assert told == f"muster: {target} is there already; choose a new place: Muster never writes over a file"
    assert kept.read_text(encoding="utf-8") == "mine"


def test_a_copy_goes_to_a_new_place_only(muster: Command, book: str) -> None:
    muster("copy", book, "copy.muster")
    told = muster.refused("copy", book, "copy.muster")
    assert told == "muster: copy.muster already exists; choose another place for the copy"
    told = muster.refused("export", book, "out.csv")
    assert told == "muster: files ending in .csv are not written; write .xlsx, .jsonl, or a folder for CSV files"


def test_a_viewer_exports_what_it_sees(muster: Command) -> None:
    book = relief(muster)
    muster("export", book, "seen", "--viewer", "public")
    steps = muster.folder / "seen" / "steps.csv"
    assert not steps.exists()  # the steps are marked for the coalition
    assert "L-TRAIN" in (muster.folder / "seen" / "requirements.csv").read_text(encoding="utf-8")
    assert muster.refused("copy", book, "seen.muster", "--viewer", "public", code=2)
