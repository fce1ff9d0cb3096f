"""What the verbs share, without a terminal: the undo command, options repeated, failures as sentences."""

import sys
from datetime import date
from pathlib import Path

import pycountry
import pytest

from muster.cli import main, options
from muster.cli.asking import ask_beginning
from muster.cli.beginning import write_new
from muster.cli.currencies import CURRENCIES
from muster.core.errors import RefusedError
from muster.core.firmness import Firmness
from muster.core.keeping import ClockForm
from muster.ledger.entries import Entry
from tests import builders as make


def told(entries: tuple[Entry, ...], capsys: pytest.CaptureFixture[str], place: str = "b.muster") -> list[str]:
    options.told_recorded(place, entries, "anna")
    return capsys.readouterr().out.splitlines()


def test_what_cannot_be_taken_back_is_left_out_of_the_undo_command(capsys: pytest.CaptureFixture[str]) -> None:
    desk = make.relief()
    first, second = desk.put(make.step("C1", "pledged", "2026-01-01", 1), make.step("C1", "offered", "2026-01-01", 1))
    (mark,) = desk.put(make.draft("marking", "C1", entry=first.id, audiences=["public"]))
    third = desk.one(make.draft("member", "BEL", name="Belgium", form="nation"))
    assert told((first, second, mark, third), capsys) == [
        "recorded 4 entries: 2 steps, 1 marking, 1 member",
        f"undo with: muster undo b.muster {first.id}..{second.id} {third.id} --by anna",
    ]
    assert told((mark,), capsys) == ["recorded 1 entry: 1 marking"]
    assert (
        told((third,), capsys, "my book.muster")[1] == f"undo with: muster undo 'my book.muster' {third.id} --by anna"
    )
    assert told((), capsys) == ["nothing new; nothing recorded"]


def test_going_live_is_told_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    desk = make.book("2026-05-01", ClockForm.SOURCES, at="2016-01-01T12:00")
    live, member = desk.put(make.draft("member", "BEL", name="Belgium", form="nation"), live=True)
    assert told((live, member), capsys) == [
        "recorded 2 entries: 1 going live, 1 member",
        f"undo with: muster undo b.muster {member.id} --by anna",
    ]


def test_the_options_of_a_question_are_repeated() -> None:
    assert options.looked_on(None, None, "secretariat") == ""
    assert options.looked_on("2026-01-01", "2026-02-01", "FRA") == " --known 2026-01-01 --valid 2026-02-01 --viewer FRA"


def test_options_are_read() -> None:
    assert options.day(None) is None
    with pytest.raises(RefusedError, match="'' is not a date"):
        options.day("")
    assert options.day("2026-01-02") == date(2026, 1, 2)
    assert options.firmness("in_place") is Firmness.IN_PLACE
    assert options.author("ann") == "ann"
    with pytest.raises(RefusedError, match="did you mean 'pledged'"):
        options.firmness("plegded")


def test_one_is_one_and_many_are_many() -> None:
    assert [options.several(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [options.several(count, "entry", "entries") for count in (1, 2)] == ["1 entry", "2 entries"]


def test_the_currencies_are_those_of_iso_4217() -> None:
    iso = {one.alpha_3 for one in pycountry.currencies}
    no_money = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XPD", "XPT", "XTS", "XXX"}
    withdrawn = {"ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"}
    new = {"VED", "XAD", "XCG", "ZWG"}  # an older list has not got them
    assert iso - no_money <= CURRENCIES
    assert CURRENCIES - iso <= withdrawn | new


def test_a_beginning_is_made_of_what_was_given() -> None:
    begun = ask_beginning({"name": "R", "person": "Åse Lind", "clock": "sources", "begins": "2016-01-20"})
    assert (begun.person_id, begun.person.name, begun.begins) == ("ase-lind", "Åse Lind", date(2016, 1, 20))
    assert begun.genesis.stated() == {"name": "R", "zone": "UTC", "currency": "EUR", "clock": "sources", "format": 1}
    assert ask_beginning({"name": "R", "person": "x=Y", "banner": " EXERCISE "}).genesis.banner == "EXERCISE"
    for person in ("=Y", "x=", "a b=Y", " "):
        with pytest.raises(RefusedError):
            ask_beginning({"name": "R", "person": person})
    for name in ("", "  "):
        with pytest.raises(RefusedError, match="a book needs a name"):
            ask_beginning({"name": name, "person": "x=Y"})


def test_a_failure_of_the_system_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "b.muster")

    monkeypatch.setattr("muster.exchange.formats.write_template", full)
    monkeypatch.setattr(sys, "argv", ["muster", "template", "t.xlsx"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert capsys.readouterr().err == "muster: b.muster: No space left on device\n"


def test_a_file_that_could_not_be_written_whole_is_not_left_behind(tmp_path: Path) -> None:
    """A lone surrogate has no place in UTF-8."""
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "plan.json", "x" * 100_000 + "\ud800")
    assert list(tmp_path.iterdir()) == []
