"""How it looks: as JSON, for every viewer, in a pipe, on terminals of several widths, and what help loads."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from muster.cli import NOBODY_READS
from tests.end_to_end.command import MUSTER, Command

VERBS = (
    *("init", "template", "layout", "demo", "migrate", "read", "record", "correct", "undo", "mark", "redact"),
    *("status", "coverage", "gaps", "log", "check", "head", "export", "copy"),
    *("allocate", "why", "prove", "scenario"),
)
HEAVY = ("sqlalchemy", "pydantic", "rich.table", "openpyxl", "xlsxwriter", "pycountry", "muster.book", "muster.ledger")
SCREEN = 66


def looks(book: str) -> list[tuple[str, ...]]:
    return [
        ("status", book, "--known", "2016-02-11"),
        ("gaps", book, "--known", "2016-02-11"),
        ("coverage", book, "--known", "2016-02-11"),
        ("coverage", book, "--line", "STRIKE", "--known", "2016-03-31"),
        ("log", book, "CAN-SOF"),
    ]


def too_wide(text: str, columns: int) -> list[str]:
    return [line for line in text.splitlines() if len(line) > columns]


def test_every_question_is_answered_as_json(muster: Command, book: str) -> None:
    status = muster("status", book, "--json").json()
    assert status["problems"] == []
    gap = status["picture"]["gaps"][0]
    assert (gap["line"], gap["short"], gap["since"], gap["until"]) == ("L-TRAIN", 160, "2026-11-01", None)
    assert muster("gaps", book, "--json").json()[0]["cover"]["pledged"] == {"low": 140, "high": 140}
    stretches = muster("coverage", book, "--line", "L-TRAIN", "--json").json()["stretches"]
    assert stretches[0]["period"] == {"from": "2026-11-01", "last": "2026-11-14"}
    assert [one["line"] for one in muster("coverage", book, "--json").json()] == ["L-LIFT", "L-TRAIN"]
    first, step = muster("log", book, "FRA-TRAINERS", "--json").json()
    assert first["entry"]["marking"] == ["coalition"]
    assert not {"salt", "hash", "payload_digest", "origin", "seq"} & first["entry"].keys()
    assert (step["record"]["word"], step["state"], step["author"]) == ("pledged", "stands", "Ann Example")
    assert muster("check", book, "--json").json() == {"chain": [], "problems": []}
    assert muster("head", book, "--json").json()["seq"] == 20


def test_what_is_made_before_there_is_a_book_is_answered_as_json(muster: Command) -> None:
    options = ("--banner", "EXERCISE", "--currency", "NOK", "--clock", "sources", "--begins", "2016-01-20")
    assert muster.begin("relief.muster", *options, "--json").json() == {
        "begun": "relief.muster",
        "name": "Relief",
        "zone": "Europe/Brussels",
        "banner": "EXERCISE",
        "currency": "NOK",
        "clock": "sources",
        "begins": "2016-01-20",
        "person": "ann",
        "entries": 2,
    }
    assert muster.begin("plain.muster", "--json").json()["banner"] is None
    workbook = muster("template", "t.xlsx", "--json").json()
    assert (workbook["written"], workbook["files"], workbook["tables"][0]) == ("t.xlsx", ["t.xlsx"], "people")
    folder = muster("template", "sheets", "--json").json()
    assert folder["tables"] == workbook["tables"]
    assert folder["files"] == sorted(f"sheets/{table}.csv" for table in folder["tables"])
    printed = muster("layout", "sheets/members.csv").out
    drafted = muster("layout", "sheets/members.csv", "--json").json()
    assert drafted == {"drafted_from": "sheets/members.csv", "written": None, "layout": printed.removesuffix("\n")}
    kept = muster("layout", "sheets/members.csv", "--out", "mine.toml", "--json").json()
    assert kept == drafted | {"written": "mine.toml"}
    assert (muster.folder / "mine.toml").read_text(encoding="utf-8") == kept["layout"]


def test_every_write_is_answered_as_json(muster: Command, book: str) -> None:
    made = muster("record", book, "member", "id=BEL", "name=Belgium", "form=nation", "--by", "ann", "--json").json()
    corrected = muster("correct", book, made[0]["id"], "name=Kingdom of Belgium", "--by", "ann", "--json").json()
    assert corrected[0]["supersedes"] == made[0]["id"]
    assert muster("mark", book, corrected[0]["id"], "public", "--by", "ann", "--json").json()[0]["kind"] == "marking"
    assert muster("undo", book, corrected[0]["id"], "--by", "ann", "--json").json()[0]["kind"] == "retraction"
    read = muster("read", book, "relief", "--by", "ann", "--json").json()
    assert (read["rows"], read["unchanged"], read["problems"], read["recorded"]) == (18, 18, [], [])
    (muster.folder / "relief" / "members.csv").write_text("id,name,form\nX,Y,naton\n", encoding="utf-8")
    wrong = muster("read", book, "relief/members.csv", "--by", "ann", "--json", code=2).json()
    assert wrong["problems"][0]["where"] == "members.csv:2:form"
    redacted = muster("redact", book, muster.entry(book, "S-FRA"), "--why", "x", "--by", "ann", "--json").json()
    assert redacted["kind"] == "redaction"
    assert muster("export", book, "out", "--json").json() == {"written": "out"}


def test_each_viewer_is_told_what_it_may_see(muster: Command, book: str) -> None:
    cover = {}
    for viewer in ("secretariat", "auditor", "FRA", "chair", "public"):
        picture = muster("status", book, "--viewer", viewer, "--json").json()["picture"]
        cover[viewer] = [one["day"]["serving"][0]["contribution"] for one in picture["gaps"] if one["day"]["serving"]]
        assert picture["viewer"] == viewer
    assert cover["auditor"] == cover["secretariat"] == cover["FRA"] == ["DEU-TRAINERS"]
    assert cover["public"] == []
    seen = muster("status", book, "--viewer", "public")
    assert seen.lines[2] == "Of what public may see."
    assert "Army trainers   200      0    200  persons" in seen.out
    assert muster.refused("log", book, "FRA-TRAINERS", "--viewer", "public").startswith("muster: unknown subject")
    assert muster("check", book, "--viewer", "FRA").lines == ["0 problems"]
    assert "S-FRA" not in muster("coverage", book, "--line", "L-TRAIN", "--viewer", "public", "--json").out


def test_a_viewer_who_sees_nothing_is_told_so_and_no_more(muster: Command, book: str) -> None:
    muster.begin("empty.muster")
    muster.begin("hidden.muster")
    muster("record", "hidden.muster", "member", "id=FRA", "name=France", "form=nation", "--by", "ann")
    muster("record", "hidden.muster", "contribution", "id=C", "member=FRA", "words=help", "--by", "ann")
    told = muster("status", "empty.muster", "--viewer", "public")
    assert told.lines == [
        "Relief",
        "22 Nov 2026, as known that day. Cover counts what is committed or firmer.",
        "Of what public may see.",
        "",
        "The book holds no need and no contribution that public may see.",
    ]
    assert muster("status", "hidden.muster", "--viewer", "public").out == told.out


def test_a_viewer_without_lines_is_not_shown_an_empty_table(muster: Command) -> None:
    muster.begin("b.muster")
    muster("record", "b.muster", "member", "id=FRA", "name=France", "form=nation", "--by", "ann")
    muster("record", "b.muster", "contribution", "id=C", "member=FRA", "words=help", "marking=public", "--by", "ann")
    out = muster("status", "b.muster", "--viewer", "FRA").out
    assert "NEEDS AND COVER, committed or firmer\nNo line is open on this day.\n" in out
    assert "1 contribution of unsaid capability: C\n" in out


def test_nothing_in_a_pipe_is_wider_than_80_columns_or_coloured(brussels: Path) -> None:
    muster = Command(brussels)
    for words in looks("brussels.muster"):
        out = muster(*words).out
        assert "\x1b" not in out
        assert too_wide(out, 80) == []
        assert [line for line in out.splitlines() if line != line.rstrip()] == []
    printed = (brussels / "printed.txt").read_text(encoding="utf-8")
    assert "\x1b" not in printed
    assert too_wide(printed, 80) == []


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_is_filled_and_not_overflowed(brussels: Path, columns: int) -> None:
    muster = Command(brussels)
    plain = {words: muster(*words).out for words in looks("brussels.muster")[:3]}
    for words, in_pipe in plain.items():
        sent, text = muster.seen(*words, columns=columns)
        assert "\x1b[1m" in sent  # headings are bold
        assert too_wide(text, columns) == []
        assert text == in_pipe or columns > 80
    text = muster.seen("status", "brussels.muster", "--known", "2016-02-11", columns=columns)[1]
    assert len(text.splitlines()) <= SCREEN


def test_a_reader_that_leaves_a_pipe_is_no_failure(brussels: Path) -> None:
    for words in looks("brussels.muster"):
        done = Command(brussels).shell(f"{MUSTER} {' '.join(words)} | head -1")
        assert (done.err, done.code in (0, NOBODY_READS)) == ("", True)
        assert len(done.lines) == 1


@pytest.mark.parametrize(
    "words",
    ["log {} CAN-SOF", "log {} CAN-SOF --json", "status {}", "check {}", "export {} out.jsonl", "--help", "log --help"],
)
def test_a_pipe_that_nobody_reads_is_left_quietly_as_unix_tools_do(muster: Command, brussels: Path, words: str) -> None:
    command = f"{MUSTER} {words.format(brussels / 'brussels.muster')}"
    done = muster.shell(f"(sleep 0.2; exec {command}) | true")
    assert (done.out, done.err, done.code) == ("", "", NOBODY_READS)


def test_what_is_refused_stays_refused_where_nobody_reads(muster: Command) -> None:
    done = muster.shell(f"(sleep 0.2; exec {MUSTER} gaps gone.muster) | true")
    assert (done.err.startswith("muster: there is no book"), done.code) == (True, 1)
    assert muster.shell(f"(sleep 0.2; exec {MUSTER} gaps gone.muster 2>&1) | true").err == ""
    assert muster.shell(f"{MUSTER} --version >&-").err == ""


def test_words_that_would_steer_a_terminal_are_shown_harmless(muster: Command, book: str) -> None:
    words = "red \x1b[31m and \u202eback\u202c and\na new line"
    muster(
        "record",
        book,
        "statement",
        "id=S-EVIL",
        f"words={words}",
        "speaker=\x07Bell",
        "said_on=2026-11-01",
        "--by",
        "ann",
    )
    out = muster("log", book, "S-EVIL").out
    assert not set("\x1b\x07\u202e\u202c") & set(out)
    assert "red \N{REPLACEMENT CHARACTER}[31m and back and a new line" in " ".join(out.split())
    assert muster("log", book, "S-EVIL", "--json").json()[0]["record"]["words"] == words


def test_a_place_with_a_space_is_quoted_in_what_can_be_pasted(muster: Command) -> None:
    muster.begin("my book.muster")
    done = muster("record", "my book.muster", "member", "id=BEL", "name=Belgium", "form=nation", "--by", "ann")
    assert "undo with: muster undo 'my book.muster' " in done.out
    muster(*done.undo)


def test_the_book_may_stand_in_the_environment_where_it_is_the_only_argument(muster: Command, book: str) -> None:
    assert muster("gaps", MUSTER_BOOK=book).out == muster("gaps", book).out
    assert "MUSTER_BOOK" not in muster("log", "--help").out


def test_commands_that_look_further_ask_the_same_question(brussels: Path) -> None:
    asked = ("--known", "2016-02-11", "--viewer", "public")
    out = Command(brussels)("status", "brussels.muster", *asked).out
    assert "and 10 more: muster coverage brussels.muster --known 2016-02-11 --viewer public\n" in out
    check = Command(brussels)("check", "brussels.muster", *asked)
    told = re.search(
        r"^(\d+) problems: muster check brussels.muster --known 2016-02-11 --viewer public$", out, re.MULTILINE
    )
    assert told
    assert check.lines[-2] == f"{told[1]} problems"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_on_80_columns(muster: Command, verb: str) -> None:
    out = muster(verb, "--help").out
    assert f"Usage: muster {verb} " in out
    assert too_wide(out, 80) == []
    assert verb in ("demo", "migrate") or "--json" in out


def test_help_lists_every_verb_with_a_whole_sentence_and_loads_nothing_heavy(muster: Command) -> None:
    out = muster("--help").out
    listed = re.findall(r"^  (\w+) +(\S.*)$", out.split("Commands:")[1], flags=re.MULTILINE)
    assert [verb for verb, _ in listed] == list(VERBS)
    assert [told for _, told in listed if not told.endswith(".") or told.endswith("...")] == []
    done = subprocess.run(
        [sys.executable, "-X", "importtime", MUSTER, "--help"], check=True, capture_output=True, encoding="utf-8"
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "muster.cli" in loaded
    assert [name for name in loaded if any(name == one or name.startswith(f"{one}.") for one in HEAVY)] == []


def test_the_version_is_printed(muster: Command) -> None:
    from importlib.metadata import version

    assert re.fullmatch(
        rf"muster {re.escape(version('musterbook'))}, kernels (compiled|interpreted: not compiled here)\n",
        muster("--version").out,
    )
    assert "Usage: muster" in muster(code=2).err
