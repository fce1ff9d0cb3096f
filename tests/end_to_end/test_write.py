"""What is written: recording, correcting, taking back, marking, redacting; and the log that shows it all."""

import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.end_to_end.command import Command, Done

FIRST_WORDS = "one hundred trainers by May"


def record(muster: Command, book: str, *more: str, code: int = 0) -> Done:
    given = ("--member", "NLD", "--said", "pledged", "--words", "sixty trainers", "id=NLD-TRAINERS")
    return muster("record", book, "contribution", *given, *more, "--by", "ann", code=code)


def pledged(muster: Command, book: str) -> int:
    """What is pledged or firmer for the trainers today."""
    found = muster("coverage", book, "--json").json()
    line = next(one for one in found if one["line"] == "L-TRAIN")
    return int(line["cover"]["pledged"]["low"])


def test_a_pledge_is_recorded_with_its_words_and_taken_back_as_printed(muster: Command, book: str) -> None:
    done = record(muster, book, "capability=TRAINERS", "operation=OP", "quantity=60", "window_start=2026-11-22")
    assert done.lines[0] == "recorded 3 entries: 1 statement, 1 contribution, 1 step"
    assert pledged(muster, book) == 200
    undone = muster(*done.undo)
    assert undone.lines[0] == "recorded 3 entries: 3 retractions"
    assert pledged(muster, book) == 140
    again = muster(*undone.undo)  # what takes back can be taken back
    assert again.lines[0] == "recorded 3 entries: 3 retractions"
    assert pledged(muster, book) == 200


def test_on_a_terminal_record_asks_for_what_is_missing(muster: Command, book: str) -> None:
    child = muster.on_terminal(
        "record", book, "contribution", "--member", "NLD", "window_start=2026-11-22", "--by", "ann"
    )
    answers = {
        "said: ": "pledged",
        "words: ": "sixty trainers",
        r"capability \(may be empty\): ": "TRAINERS",
        r"quantity \(may be empty\): ": "60",
        r"operation \(may be empty\): ": "OP",
        r"window_last \(may be empty\): ": "",
    }
    for question, answer in answers.items():
        child.expect(question)
        child.sendline(answer)
    child.expect("recorded 3 entries: 1 statement, 1 contribution, 1 step")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert pledged(muster, book) == 200


def test_nobody_is_asked_anything_before_the_author_is_known(muster: Command, book: str) -> None:
    child = muster.on_terminal("record", book, "contribution")
    child.expect("name the person who records: --by PERSON, or set MUSTER_PERSON")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1


def test_any_kind_is_recorded_by_its_columns_and_the_person_may_stand_in_the_environment(
    muster: Command, book: str
) -> None:
    done = muster("record", book, "member", "id=BEL", "name=Belgium", "form=nation", MUSTER_PERSON="ben")
    assert done.lines[0] == "recorded 1 entry: 1 member"
    assert muster("log", book, "BEL").lines[-1] == "  recorded 22 Nov 2026 by Ben Example"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("memer=FRA",), "command line: a contribution has no column 'memer'; did you mean 'member'?"),
        (
            ("capability=TRAINES",),
            "command line:1:capability: there is no capability 'TRAINES'; did you mean 'TRAINERS'?",
        ),
        (("quantity=sixty",), "command line:1:quantity: 'sixty' is not a number; "),
    ],
)
def test_a_fault_on_the_command_line_is_told_once_and_nothing_is_recorded(
    muster: Command, book: str, words: tuple[str, ...], told: str
) -> None:
    head = muster("head", book).out
    done = record(muster, book, *words, code=2)
    first, *more = done.err.splitlines()
    assert first.startswith(told)
    assert (done.out, more) == ("", ["muster: 1 problem; nothing recorded"])
    assert muster("head", book).out == head


def test_what_cannot_be_recorded_is_said(muster: Command, book: str) -> None:
    told = muster.refused("record", book, "contributon", "--by", "ann")
    assert told == "muster: 'contributon' cannot be recorded; did you mean 'contribution'?"
    told = muster.refused("record", book, "contribution", "quantity", "--by", "ann")
    assert told == "muster: 'quantity' is no COLUMN=VALUE; write for example quantity=60"
    told = muster.refused("record", book, "member", "id=A", "name=Aland", "id=B", "form=nation", "--by", "ann")
    assert told == "muster: id is given twice; record one thing at a time"
    told = muster.refused("record", book, "contribution", "--member=FRA", "--by", "ann", code=2)
    assert told.splitlines()[0] == "command line: a contribution needs id; give it as id=…"
    told = muster.refused("record", book, "contribution", "--member=FRA", "--said=pledged")
    assert told == "muster: name the person who records: --by PERSON, or set MUSTER_PERSON"
    told = muster.refused("record", book, "member", "id=BEL", "name=Belgium", "form=nation", "--by", "zoe", code=2)
    assert told.splitlines()[0] == "the batch: 'zoe' is no person in this book; record the person first"


def test_a_correction_supersedes_and_both_stay_readable(muster: Command, book: str) -> None:
    step = muster.entry(book, "FRA-TRAINERS")
    done = muster("correct", book, step, "quantity=90", "--by", "ann")
    assert done.lines[0] == "recorded 1 entry: 1 step"
    assert pledged(muster, book) == 130
    new = muster.entry(book, "FRA-TRAINERS")
    statement = f"  The French minister, 10 Nov 2026: “{FIRST_WORDS}”"
    recorded = "  recorded 22 Nov 2026 by Ann Example, marked coalition"
    assert muster("log", book, "FRA-TRAINERS").lines[5:] == [
        f"{step}  from 10 Nov 2026  [corrected]",
        "  step: pledged, 100",
        statement,
        recorded,
        f"{new}  from 10 Nov 2026",
        "  step: pledged, 90",
        statement,
        recorded,
    ]
    assert muster.refused("correct", book, new, "quantity=90", "--by", "ann") == (
        f"muster: entry {new} says just that already; nothing recorded"
    )
    assert muster.refused("correct", book, new, "--by", "ann") == (
        "muster: say what to correct, as COLUMN=VALUE, such as quantity=60"
    )
    assert muster.refused("correct", book, "abc", "quantity=9", "--by", "ann") == "muster: unknown entry 'abc'"
    gone = f"step FRA-TRAINERS: entry {step} no longer stands; entry {new} stands in its place"
    for words in (("correct", book, step, "quantity=80"), ("undo", book, step)):
        told = muster.refused(*words, "--by", "ann", code=2)
        assert told.splitlines() == [gone, "muster: 1 problem; nothing recorded"]
    muster(*done.undo)
    assert pledged(muster, book) == 140


def test_what_was_taken_back_is_told_with_the_entry_that_did(muster: Command, book: str) -> None:
    step = muster.entry(book, "FRA-TRAINERS")
    by = ("--by", "ann")
    corrected = muster("correct", book, step, "quantity=90", *by, "--json").json()[0]["id"]
    again = muster("correct", book, corrected, "quantity=95", *by, "--json").json()[0]["id"]
    told = muster.refused("undo", book, step, *by, code=2)
    assert told.splitlines()[0].endswith(f"entry {step} no longer stands; entry {again} stands in its place")
    back = muster("undo", book, again, *by, "--json").json()[0]["id"]
    told = muster.refused("undo", book, again, *by, code=2)
    assert told.splitlines()[0].endswith(f"entry {again} no longer stands; it was taken back by entry {back}")


def test_a_viewer_is_told_what_stands_by_the_ids_it_knows(muster: Command, book: str) -> None:
    given = ("--member", "FRA", "--said", "pledged", "--words", "ten more", "id=FRA-MORE", "quantity=10")
    as_france = ("--by", "colette", "--viewer", "FRA")
    muster("record", book, "contribution", *given, *as_france)
    own = muster("log", book, "FRA-MORE", "--viewer", "FRA", "--json").json()[-1]["entry"]["id"]
    new = muster("correct", book, own, "quantity=20", *as_france, "--json").json()[0]["id"]
    told = muster.refused("correct", book, own, "quantity=30", *as_france, code=2)
    assert told.splitlines()[0] == f"step FRA-MORE: entry {own} no longer stands; entry {new} stands in its place"
    assert muster.entry(book, "FRA-MORE") not in told


def test_a_correction_stays_with_its_subject(muster: Command, book: str) -> None:
    member, step = muster.entry(book, "NLD"), muster.entry(book, "FRA-TRAINERS")
    told = muster.refused("correct", book, member, "id=BEL", "name=Belgium", "--by", "ann", code=2)
    assert told.splitlines()[0] == (
        "command line:id: a member of BEL cannot correct a member of NLD; "
        f"take entry {member} back with muster undo, and record the other"
    )
    told = muster.refused("correct", book, step, "contribution=DEU-TRAINERS", "--by", "ann", code=2)
    assert told.startswith("command line:contribution: a step of DEU-TRAINERS cannot correct a step of FRA-TRAINERS; ")
    assert "says just that already" in muster.refused("correct", book, member, "id=NLD", "--by", "ann")
    assert muster("correct", book, member, "id=NLD", "name=The Netherlands", "--by", "ann").out


def test_what_stands_differently_is_corrected_by_the_command_that_is_named(muster: Command, book: str) -> None:
    typed = ("record", book, "member", "id=NLD", "name=Holland", "form=nation", "--by", "ann")
    told = muster.refused(*typed, code=2).splitlines()[0]
    assert "already recorded differently (name was Netherlands" in told
    assert told.partition("); ")[2] == (
        "give a later valid_from for a change, or correct it with: "
        f"muster correct {book} ENTRY COLUMN=VALUE (the id of the entry: muster log {book} NLD)"
    )
    muster("correct", book, muster.entry(book, "NLD"), "name=Holland", "--by", "ann")
    step = ("record", book, "step", "contribution=FRA-TRAINERS", "word=pledged", "quantity=9", "valid_from=2026-11-10")
    assert f"(the id of the entry: muster log {book} FRA-TRAINERS)" in muster.refused(*step, "--by", "ann", code=2)


def test_the_words_of_a_step_become_the_statement_it_rests_on(muster: Command, book: str) -> None:
    typed = ("record", book, "step", "contribution=FRA-TRAINERS", "quantity=120", "marking=coalition", "--by", "ann")
    done = muster(*typed, "--said", "pledged", "--words", "twenty more", "speaker=The ambassador", "channel=phone")
    assert done.lines[0] == "recorded 2 entries: 1 statement, 1 step"
    assert muster("log", book, "FRA-TRAINERS").lines[-4:] == [
        f"{muster.entry(book, 'FRA-TRAINERS')}  from 22 Nov 2026",
        "  step: pledged, 120",
        "  The ambassador, 22 Nov 2026: “twenty more”",
        "  recorded 22 Nov 2026 by Ann Example, marked coalition",
    ]
    line = muster("log", book, "FRA-TRAINERS", "--json").json()[-1]
    assert (line["statement"]["member"], line["statement"]["channel"]) == ("FRA", "phone")
    assert line["entry"]["marking"] == ["coalition"]
    told = muster("log", book, line["entry"]["statement"], "--json").json()
    assert told[0]["entry"]["marking"] == ["coalition"]
    muster(*done.undo)
    assert pledged(muster, book) == 140


def test_who_answers_or_reports_is_not_taken_for_the_member_that_gives(muster: Command, book: str) -> None:
    typed = ("record", book, "step", "contribution=FRA-TRAINERS", "quantity=100", "--by", "ann")
    given = ("word=accepted", "valid_from=2026-11-20", "statement=S-MINE", "--words", "gladly")
    muster(*typed, *given)
    line = muster("log", book, "FRA-TRAINERS", "--json").json()[-1]
    assert line["statement"] == {"said_on": "2026-11-20", "words": "gladly"}
    assert line["entry"]["statement"] == "S-MINE"
    muster(*typed, "word=in_place", "valid_from=2026-11-21", "--member", "DEU", "--words", "we saw them")
    assert muster("log", book, "FRA-TRAINERS", "--json").json()[-1]["statement"]["member"] == "DEU"


def test_the_words_of_any_other_thing_become_its_statement_too(muster: Command, book: str) -> None:
    typed = ("record", book, "requirement", "id=L-TRAIN", "quantity=150", "valid_from=2026-12-01", "--by", "ann")
    done = muster(*typed, "--words", "fewer will do")
    assert done.lines[0] == "recorded 2 entries: 1 statement, 1 requirement"
    statement = muster("log", book, "L-TRAIN", "--json").json()[-1]["statement"]
    assert statement == {"said_on": "2026-11-22", "words": "fewer will do"}
    muster(*("record", book, "caveat", "id=V", "contribution=FRA-TRAINERS", "--words", "not at night", "--by", "ann"))
    assert muster("log", book, "V", "--json").json()[0]["statement"] is None  # a caveat has words of its own


def test_reading_with_correct_is_taken_back_as_printed(muster: Command, book: str) -> None:
    header = ("contribution", "word", "quantity", "valid_from", "statement", "marking")
    row = ("FRA-TRAINERS", "pledged", "80", "2026-11-10", "S-FRA", "coalition")
    muster.write("steps.csv", (header, row))
    told = muster.refused("read", book, "steps.csv", "--by", "ann", code=2)
    assert "already recorded differently (quantity was 100)" in told
    done = muster("read", book, "steps.csv", "--correct", "--by", "ann")
    assert pledged(muster, book) == 120
    muster(*done.undo)
    assert pledged(muster, book) == 140


def test_undo_is_refused_with_the_list_while_something_rests_on_it(muster: Command, book: str) -> None:
    contribution, step = (muster.entry(book, "FRA-TRAINERS", at) for at in (0, 1))
    told = muster.refused("undo", book, contribution, "--by", "ann", code=2).splitlines()
    assert told[0].endswith(f"this rests on entry {contribution}: step FRA-TRAINERS ({step}); take that back first")
    assert told[1] == "muster: 1 problem; nothing recorded"
    muster("undo", book, contribution, step, "--by", "ann", "--why", "a mistake")
    log = muster("log", book, "FRA-TRAINERS").out
    assert log.count("[taken back]") == 2
    assert log.count("retraction: why a mistake") == 2
    assert pledged(muster, book) == 40


def test_a_mark_shows_an_entry_to_others_and_the_printed_command_hides_it_again(muster: Command, book: str) -> None:
    person = muster.entry(book, "ben")  # marked for nobody in particular
    done = muster("mark", book, person, "public", "--by", "ann")
    assert muster("log", book, "ben", "--viewer", "public").lines[1].startswith("  person: name Ben Example")
    assert done.lines[1] == f"mark it as before with: muster mark {book} {person} --by ann"
    muster(*done.lines[1].split(": muster ")[1].split())
    assert muster.refused("log", book, "ben", "--viewer", "public") == "muster: unknown subject 'ben'"
    capability = muster.entry(book, "TRAINERS")
    done = muster("mark", book, capability, "chair", "group:NATO", "--by", "ann")
    assert done.lines[1] == f"mark it as before with: muster mark {book} {capability} public --by ann"
    told = muster.refused("mark", book, capability, "publik", "--by", "ann")
    assert told.startswith("muster: 'publik' is no audience; write one of chair, coalition, members, public")
    assert "only ann may change the marking" in muster.refused(
        "mark", book, capability, "public", "--by", "ben", code=2
    )


def test_a_redaction_takes_the_text_out_of_the_file_for_good(muster: Command, book: str) -> None:
    path = muster.folder / book
    assert FIRST_WORDS.encode() in path.read_bytes()
    statement = muster.entry(book, "S-FRA")
    head = muster("head", book).out.split()[1]
    done = muster("redact", book, statement, "--why", "a spillage", "--by", "ann")
    assert done.out == f"redacted entry {statement}; this cannot be undone\n"
    for file in path.parent.glob("relief.muster*"):
        assert FIRST_WORDS.encode() not in file.read_bytes()
    assert muster("log", book, "S-FRA").lines[:2] == [f"{statement}  always  [redacted]", "  statement: (redacted)"]
    checked = muster("check", book, "--head", head)
    assert checked.lines[0].startswith("statement S-FRA: what was recorded on 2026-11-22 is redacted: a spillage")
    assert checked.lines[-4:] == [
        "    (ann, 2026-11-22)  [redacted]",
        "the chain of 21 entries holds",
        "1 problem",
        "What it means and what to do: docs/reference/problems/redacted.md",
    ]
    again = muster.refused("redact", book, statement, "--why", "again", "--by", "ann")
    assert again == f"muster: entry {statement} is already redacted"
    assert muster("redact", book, statement, "--by", "ann", code=2).err.endswith("Missing option '--why'.\n")


def test_the_log_shows_every_step_with_its_statement(muster: Command, book: str) -> None:
    contribution, step = (muster.entry(book, "FRA-TRAINERS", at) for at in (0, 1))
    statement = f"  The French minister, 10 Nov 2026: “{FIRST_WORDS}”"
    recorded = "  recorded 22 Nov 2026 by Ann Example, marked coalition"
    assert muster("log", book, "FRA-TRAINERS").lines == [
        f"{contribution}  always",
        "  contribution: member FRA, words army trainers, capability TRAINERS,",
        "    operation OP, window 15 Nov 2026 to 30 Jun 2027",
        statement,
        recorded,
        f"{step}  from 10 Nov 2026",
        "  step: pledged, 100",
        statement,
        recorded,
    ]
    assert muster.refused("log", book, "FRA-TRAINES") == (
        "muster: unknown subject 'FRA-TRAINES'; did you mean FRA-TRAINERS?"
    )


def test_a_member_that_writes_is_told_its_own_ids_and_can_take_back_with_them(muster: Command, book: str) -> None:
    given = ("--member", "FRA", "--said", "pledged", "--words", "ten more", "id=FRA-MORE", "quantity=10")
    done = muster(
        *("record", book, "contribution", *given, "capability=TRAINERS", "operation=OP", "marking=public"),
        *("--by", "colette", "--viewer", "FRA"),
    )
    ids = {line["entry"]["id"] for line in muster("log", book, "FRA-MORE", "--viewer", "FRA", "--json").json()}
    real = {line["entry"]["id"] for line in muster("log", book, "FRA-MORE", "--json").json()}
    assert not ids & real
    assert not any(one in done.out for one in real)
    assert done.undo[-2:] == ["--viewer", "FRA"]
    muster(*done.undo)
    assert muster("log", book, "FRA-MORE").out.count("[taken back]") == len(ids)


def test_a_line_of_its_own_is_corrected_without_a_word_on_what_is_hidden(muster: Command, book: str) -> None:
    muster("record", book, "place", "id=SECRET-BASE", "name=Nowhere", "marking=secretariat", "--by", "ann")
    muster(
        *("record", book, "contribution", "id=FRA-LIFT", "member=FRA", "words=two aircraft", "place=SECRET-BASE"),
        *("--by", "colette"),
    )
    own = muster("log", book, "FRA-LIFT", "--viewer", "FRA", "--json").json()[0]["entry"]["id"]
    done = muster("correct", book, own, "words=three aircraft", "--by", "colette", "--viewer", "FRA")
    assert "SECRET" not in done.out + done.err
    assert "words three aircraft" in muster("log", book, "FRA-LIFT", "--viewer", "FRA").out
    assert "[corrected]" in muster("log", book, "FRA-LIFT").out


def test_two_who_read_the_same_file_at_once_record_it_once(tmp_path: Path) -> None:
    command = Command(tmp_path)
    command("init", "relief.muster", "--name", "Relief", "--zone", "UTC", "--person", "ann=Ann")
    rows = "".join(f"S{number},2026-01-01,word {number}\n" for number in range(3000))
    (tmp_path / "statements.csv").write_text(f"id,said_on,words\n{rows}", encoding="utf-8")
    muster = str(Path(sys.executable).with_name("muster"))
    reading = [muster, "read", "relief.muster", "statements.csv", "--by", "ann"]
    both = [subprocess.Popen(reading, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = sorted(one.communicate(timeout=300)[0].splitlines()[0] for one in both)
    assert told == ["nothing new; nothing recorded", "recorded 3000 entries: 3000 statements"]
