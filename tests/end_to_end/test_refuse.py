"""What cannot be done is said in one sentence, with how to mend it, and an exit code."""

import pytest

from tests.end_to_end.command import Command

ROLES = "write the id of a member, or one of auditor, chair, public, requester, secretariat"
NO_BOOK = "muster: there is no book at gone.muster; begin one with: muster init gone.muster"


@pytest.mark.parametrize("verb", ["status", "gaps", "coverage", "check", "head", "allocate"])
def test_no_book(muster: Command, verb: str) -> None:
    assert muster.refused(verb, "gone.muster") == NO_BOOK
    assert not (muster.folder / "gone.muster").exists()


def test_not_a_book(muster: Command) -> None:
    (muster.folder / "text.muster").write_text("hello", encoding="utf-8")
    (muster.folder / "folder").mkdir()
    assert muster.refused("status", "text.muster") == "muster: text.muster is not a book of Muster"
    assert muster.refused("status", "folder") == (
        "muster: folder is a folder; name the file of a book, such as relief.muster"
    )
    assert (muster.folder / "text.muster").read_text(encoding="utf-8") == "hello"


def test_words_that_the_book_does_not_know(muster: Command, book: str) -> None:
    cases = {
        ("coverage", book, "--line", "L-TRAN"): "unknown line 'L-TRAN'; did you mean L-TRAIN?",
        ("gaps", book, "--firmness", "comitted"): "'comitted' is no firmness; did you mean 'committed'?",
        ("gaps", book, "--firmness", "sure"): "'sure' is no firmness; write one of in_place, committed, accepted, "
        "offered, pledged, indicated",
        ("status", book, "--viewer", "pubic"): "unknown viewer 'pubic'; did you mean public?",
        ("gaps", book, "--viewer", "DEUT"): "unknown viewer 'DEUT'; did you mean DEU?",
        ("status", book, "--viewer", "XYZ"): f"unknown viewer 'XYZ'; {ROLES}",
        ("record", book, "member", "--by", "ann", "--viewer", ""): f"unknown viewer ''; {ROLES}",
        ("log", book, "NOTHING-LIKE-IT"): "unknown subject 'NOTHING-LIKE-IT'",
        ("undo", book, "abc", "--by", "ann"): "unknown entry 'abc'",
        ("redact", book, "abc", "--why", "x", "--by", "ann"): "unknown entry 'abc'",
        ("demo", "brussel"): "unknown example 'brussel'; did you mean brussels?",
    }
    for words, sentence in cases.items():
        assert muster.refused(*words) == f"muster: {sentence}"


def test_a_member_that_the_public_does_not_see_is_not_suggested(muster: Command) -> None:
    muster.begin("b.muster")
    muster("record", "b.muster", "member", "id=RUMANIA", "name=Romania", "form=nation", "--by", "ann")
    assert muster.refused("status", "b.muster", "--viewer", "ROMANIA") == f"muster: unknown viewer 'ROMANIA'; {ROLES}"
    assert muster("status", "b.muster", "--viewer", "RUMANIA").out


KNOWN = {
    "2026-11-21": "nothing is known as of 2026-11-21: the book begins on 2026-11-22",
    "2026-11-23": "nothing is known yet of 2026-11-23: today is 2026-11-22 in the zone of the book, Europe/Brussels",
    "": "'' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
}


@pytest.mark.parametrize("known", KNOWN)
def test_what_lies_before_the_book_or_after_today_is_refused_by_every_verb(
    muster: Command, book: str, known: str
) -> None:
    for viewer in ((), ("--viewer", "public")):
        for words in (
            *(("status", book), ("gaps", book), ("coverage", book), ("check", book), ("log", book, "FRA")),
            *(("coverage", book, "--line", "L-TRAIN"), ("export", book, "out"), ("export", book, "out.jsonl")),
        ):
            assert muster.refused(*words, "--known", known, *viewer) == f"muster: {KNOWN[known]}"
    assert not (muster.folder / "out").exists()


def test_an_option_left_empty_is_not_an_option_left_out(muster: Command, book: str) -> None:
    assert muster.refused("status", book, "--valid", "").startswith("muster: '' is not a date")
    assert muster.refused("coverage", book, "--line", "") == "muster: unknown line ''"
    assert muster.refused("coverage", book, "--line", "L-TRAIN", "--period", "").startswith("muster: '' is no")
    assert "does not contain the head" in muster("check", book, "--head", "", code=1).out


def test_days_that_are_none(muster: Command, book: str) -> None:
    mend = "is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"
    assert muster.refused("status", book, "--known", "yesterday") == f"muster: 'yesterday' {mend}"
    assert muster.refused("gaps", book, "--valid", "2026-02-30") == f"muster: '2026-02-30' {mend}"
    assert muster.refused("status", book, "--known", "2026-04") == (
        "muster: '2026-04' is a month; a day is needed here, such as 2026-04-30"
    )
    assert muster.refused("status", book, "--valid", "1066-10-14").endswith("is outside 1900 to 2199")
    period = ("coverage", book, "--line", "L-TRAIN", "--period")
    assert muster.refused(*period, "2026") == (
        "muster: '2026' is not a period; write its first and last day as 2026-01-01/2026-12-31"
    )
    assert "is before the first day" in muster.refused(*period, "2026-12-31/2026-01-01")
    assert "is before the first day" in muster.refused(*period, "2026-12-31/2026-12-30")
    assert "is longer than forty years" in muster.refused(*period, "1950-01-01/2026-01-01")


def test_nobody_is_named(muster: Command, book: str) -> None:
    entry = muster.entry(book, "NLD")
    sentence = "muster: name the person who records: --by PERSON, or set MUSTER_PERSON"
    for words in (
        ("read", book, "relief"),
        ("record", book, "member", "id=BEL"),
        ("correct", book, entry, "name=x"),
        ("undo", book, entry),
        ("mark", book, entry, "public"),
        ("redact", book, entry, "--why", "x"),
    ):
        assert muster.refused(*words) == sentence


def test_what_only_the_secretariat_may_do(muster: Command, book: str) -> None:
    alone = "muster: only the secretariat and the auditor may"
    assert muster.refused("head", book, "--viewer", "FRA") == f"{alone} see the head"
    assert muster.refused("check", book, "--head", "abc", "--viewer", "FRA") == f"{alone} check the chain"


def test_what_an_encoding_lacks_is_no_failure(muster: Command, book: str) -> None:
    """The names of a book and the signs of a page have letters that not every terminal has."""
    muster("record", book, "member", "id=TUR", "name=Türkiye →", "form=nation", "--by", "ben")
    done = muster("log", book, "TUR", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "T?rkiye ?" in done.out


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("MUSTER_NOW", "yesterday", "write an instant with its offset, such as 2026-11-22T12:00:00Z"),
        ("MUSTER_NOW", "2026-11-22T12:00:00", "write an instant with its offset, such as 2026-11-22T12:00:00Z"),
        ("MUSTER_NOW", "9999-12-31T12:00:00Z", "write an instant with its offset, such as 2026-11-22T12:00:00Z"),
        ("MUSTER_BUSY_TIMEOUT_S", "soon", "write a number of seconds, such as 5"),
        ("MUSTER_KERNELS", "fast", "write compiled or python"),
    ],
)
def test_a_setting_that_cannot_be_read(muster: Command, book: str, variable: str, value: str, mend: str) -> None:
    done = muster("head", book, code=1, **{variable: value})
    assert done.err == f"muster: {variable} is '{value}'; {mend}\n"


def test_a_wrong_option_is_told_with_those_there_are(muster: Command, book: str) -> None:
    done = muster("status", book, "--knwon", "2026-01-01", code=2)
    assert "No such option: --knwon" in done.err
    assert "--known" in done.err
    assert "No such command 'stauts'" in muster("stauts", code=2).err


def test_files_that_cannot_be_read(muster: Command, book: str) -> None:
    told = muster.refused("read", book, "gone.xlsx", "--by", "ann", code=2)
    assert told.splitlines() == ["gone.xlsx: there is no such file", "1 problem in 0 rows; nothing recorded"]
    (muster.folder / "broken.xlsx").write_bytes(b"not a workbook")
    told = muster.refused("read", book, "broken.xlsx", "--by", "ann", code=2)
    assert told.startswith("broken.xlsx: ")
    muster("copy", book, "lines.jsonl")
    told = muster.refused("read", book, "lines.jsonl", "--by", "ann", code=2)
    assert told.startswith("lines.jsonl: the file holds the entries of a whole book; it makes a book of its own")
