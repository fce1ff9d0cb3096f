"""The demonstration: the first thing that anybody sees of Muster."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

import muster as library
from muster.exchange.examples import Example, find_example, read_example
from tests.end_to_end.command import Command

SCREEN = 66


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, Command(folder)("demo", "--keep", "un.muster").lines


def part(lines: list[str], command: str) -> list[str]:
    """What was printed after a command of the demonstration."""
    start = next(index for index, line in enumerate(lines) if line.startswith(f"$ {command}"))
    ends = [
        index for index, line in enumerate(lines) if index > start and (line.startswith("$ ") or "Next, on" in line)
    ]
    return lines[start + 1 : ends[0]]


def test_the_picture_begins_with_the_worst_gaps(shown: tuple[Path, list[str]]) -> None:
    status = part(shown[1], "muster status un.muster --known 2014-02-28")
    at = next(index for index, line in enumerate(status) if line.startswith("WORST GAPS"))
    assert [line.split()[:5] for line in status[at + 1 : at + 4]] == [
        ["MINUSMA", "military", "11,200", "6,137", "5,063"],
        ["UNMISS", "military", "12,500", "7,479", "5,021"],
        ["UNAMID", "military", "16,200", "14,684", "1,516"],
    ]
    assert len(status) <= SCREEN
    assert "Next: Security Council: the mandate of UNAMA ends, 19 Mar 2014, in 19 days" in status
    assert "Maxima, shown but never ranked as short: UNDOF military, UNIFIL military" in status


def test_every_number_of_the_picture_is_shown_whole(shown: tuple[Path, list[str]]) -> None:
    assert not any("…" in line for line in part(shown[1], "muster status"))


def test_it_looks_back_records_a_pledge_and_takes_it_back(shown: tuple[Path, list[str]]) -> None:
    lines = shown[1]
    assert part(lines, "muster gaps un.muster --known 2013-07-31")[1].startswith(
        "MINUSMA military  11,200   5,494  5,706"
    )
    pledge = "28 Feb 2014  28 Feb 2014  11,200     6,137      6,137    {}  5,063"
    assert pledge.format("6,987") in part(lines, "muster record")
    assert "A pledge stands beside the cover, never in it." in part(lines, "muster record")
    assert pledge.format("6,137") in part(lines, "muster undo")


def test_it_says_what_to_type_next_and_ends_with_brussels(shown: tuple[Path, list[str]]) -> None:
    folder, lines = shown
    steps = lines[lines.index("Next, on your own:") + 1 :]
    assert steps[-1] == "  muster demo brussels  # the meeting of 11 February 2016"
    command = Command(folder)
    for step in steps[:-2]:  # those that look
        program, *words = step.split("  #")[0].split()
        assert program == "muster"
        assert command(*words).out


def test_a_kept_book_is_a_book_and_is_not_written_over(shown: tuple[Path, list[str]]) -> None:
    folder, lines = shown
    assert "muster demo peacekeeping --keep" not in "\n".join(lines)
    command = Command(folder)
    assert command("check", "un.muster", "--known", "2014-02-28").lines[-1] == "0 problems"
    before = (folder / "un.muster").read_bytes()
    done = command("demo", "--keep", "un.muster", code=1)
    assert done.err == "muster: un.muster already holds a book; choose another place\n"
    assert (folder / "un.muster").read_bytes() == before


def test_brussels_is_shown_likewise(brussels: Path) -> None:
    lines = (brussels / "printed.txt").read_text(encoding="utf-8").splitlines()
    status = part(lines, "muster status brussels.muster --known 2016-02-11")
    assert len(status) <= SCREEN
    assert status[0].split("  ")[0] == "Counter-ISIS coalition, January to March 2016"
    assert "Next: First meeting of the defence ministers who give forces, 11 Feb 2016, today" in status
    assert any(line.split()[:6] == ["Brigades", "for", "Mosul", "10", "3", "7"] for line in status)
    assert not any("demo brussels" in line for line in lines[lines.index("Next, on your own:") :])


def begun(example: Example) -> library.Book:
    book = library.open()
    book.begin(example.genesis, example.person_id, example.person, example.begins)
    reading, _ = book.read(example.folder, by=example.person_id)
    assert reading.problems == ()
    return book


def test_one_changed_row_of_the_sources_changes_the_picture(tmp_path: Path) -> None:
    source = find_example("brussels")
    copied = tmp_path / "changed"
    shutil.copytree(source.folder, copied)
    with (copied / "steps.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    contribution, word, quantity = (header.index(name) for name in ("contribution", "word", "quantity"))
    chosen = [row for row in rows if (row[contribution], row[word]) == ("ITA-POL", "in_place")]
    assert [row[quantity] for row in chosen] == ["95", "95"]  # said, and said again
    chosen[-1][quantity] = "59"
    with (copied / "steps.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])

    day = date(2016, 2, 11)
    cover = {}
    for example in (source, read_example(copied)):
        with begun(example) as book:
            line = next(one for one in book.lines(day) if one.line == "POL-TRAIN")
            cover[example.name] = line.cover(library.Firmness.COMMITTED).low
    assert cover == {"brussels": 95, "changed": 59}


def test_the_readme_shows_the_picture_as_it_is(shown: tuple[Path, list[str]]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    picture = readme.partition("```text\n")[2].partition("```")[0].splitlines()
    left_out = picture.index("…")
    told = "\n".join(shown[1]).replace("un.muster", "peacekeeping.muster")
    assert "\n".join(picture[:left_out]) in told
    assert "\n".join(picture[left_out + 1 :]) in told
