"""Suppositions with the installed command: of the real book of UN peacekeeping, and of a small one that comes true."""

import json
from pathlib import Path
from typing import Any

import pexpect
import pytest

from muster.cli.options import STOPPED
from tests.end_to_end.command import TODAY, Command
from tests.end_to_end.test_look import SCREEN, too_wide

DAY = "2014-02-28"
UN = ("scenario", "un.muster", "--known", DAY)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real book. It is only looked at."""
    folder = tmp_path_factory.mktemp("scenario")
    Command(folder)("demo", "--keep", "un.muster")
    return folder


def short(muster: Command, book: str, *how: str) -> dict[str, str]:
    """What the plan of a book leaves short in its first interval."""
    first = muster("allocate", book, *how, "--json").json()["intervals"][0]
    return {line: one["short"] for line, one in first["shortfalls"].items()}


def changed(outcome: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["line"]: (one["was"], one["now"]) for one in outcome["differences"]}


# ---- the real book


def test_what_would_change_if_a_member_left_is_a_page_that_fits_a_screen(kept: Path) -> None:
    head = (kept / "un.muster").read_bytes()
    done = Command(kept)(*UN, "--leaves", "RWA", "--name", "Rwanda leaves")
    assert done.lines[:3] == [
        "Supposed: Rwanda leaves, 28 Feb 2014 to 1 Oct 2014, as known on 28 Feb 2014,",
        "committed or firmer",
        "Tier 3, days of a whole line short: 131.2 more.",
    ]
    assert "UNAMID military       3  1,516     4,760  persons  28 Feb 2014  1 Oct 2014   216" in done.lines
    assert (len(done.lines) <= SCREEN, too_wide(done.out, 80), done.err) == (True, [], "")
    assert (kept / "un.muster").read_bytes() == head, "a supposition records nothing"


def test_for_a_program_each_line_has_what_is_short_and_what_would_be(kept: Path) -> None:
    """Each contribution is to one mission: without Rwanda a line lacks what Rwanda gave to it."""
    found = Command(kept)(*UN, "--leaves", "RWA", "--json").json()
    (outcome,) = found["suppositions"]
    assert (found["made_on"], outcome["name"]) == (DAY, "leaves RWA")
    before = short(Command(kept), "un.muster", "--known", DAY)
    assert {line: was for line, (was, _) in changed(outcome).items()}.items() <= before.items()
    assert changed(outcome)["UNAMID-MILITARY"] == ("1516", "4760")
    assert len(outcome["drafts"]) >= len(outcome["differences"]) == 11


def test_the_members_are_ranked_by_what_would_be_lost_without_each(kept: Path) -> None:
    done = Command(kept)(*UN, "--rank", "members")
    assert done.lines[0] == "What would be lost without each member, 28 Feb 2014 to 1 Oct 2014, as known on"
    assert done.lines[4].split() == ["BGD", "+317", "15"]
    assert "11 others would not be missed in that time: what is left covers as much." in done.lines
    assert (len(done.lines) <= SCREEN, too_wide(done.out, 80)) == (True, [])


def test_suppositions_of_a_file_stand_beside_each_other(kept: Path, tmp_path: Path) -> None:
    """One brings rows: France pledges, and gives at once, 300 soldiers for Mali."""
    muster = Command(tmp_path)
    (tmp_path / "un.muster").symlink_to(kept / "un.muster")
    muster.write(
        "contributions.csv",
        (
            ("id", "member", "capability", "operation", "words", "window_start"),
            ("NEW", "FRA", "TROOPS", "MINUSMA", "three hundred soldiers", "2014-01-01"),
        ),
    )
    muster.write(
        "steps.csv", (("contribution", "word", "quantity", "valid_from"), ("NEW", "in_place", "300", "2014-02-01"))
    )
    (tmp_path / "what-if.toml").write_text(
        '["Rwanda leaves"]\nleaves = "RWA"\n["France comes"]\nrows = ["contributions.csv", "steps.csv"]\n',
        encoding="utf-8",
    )
    done = muster(*UN, "--compare", "what-if.toml")
    assert [one.split() for one in done.lines[3:6]] == [
        ["supposed", "tier", "3", "lines", "worse", "lines", "better"],
        ["Rwanda", "leaves", "+131.2", "11", "0"],
        ["France", "comes", "−5.8", "0", "1"],
    ]
    found = muster(*UN, "--compare", "what-if.toml", "--json").json()
    assert [one["name"] for one in found["suppositions"]] == ["Rwanda leaves", "France comes"]
    assert changed(found["suppositions"][1]) == {"MINUSMA-MILITARY": ("5063", "4763")}


def test_a_ranking_that_is_stopped_has_what_was_found_until_then(kept: Path) -> None:
    child = Command(kept).on_terminal(*UN, "--rank", "contributions")
    child.expect("planning without each.* [2-9]%|planning without each.* [1-9][0-9]%")
    child.sendintr()
    child.expect("Stopped; this is what was found until then.")
    child.expect("lines worse")
    child.expect("muster: stopped")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == STOPPED
    assert "Traceback" not in (child.before or "")


# ---- a small book, in which it comes true


def test_a_supposition_that_comes_true_is_recorded_and_planned(muster: Command, book: str) -> None:
    head = muster("head", book).out
    supposed = muster("scenario", book, "--comes", "FRA-TRAINERS", "--json").json()
    assert muster("head", book).out == head
    (outcome,) = supposed["suppositions"]
    assert changed(outcome) == {"L-TRAIN": ("160", "60")}
    said = ("statement", "id=S-NEW", "member=FRA", f"said_on={TODAY}", "words=they are on their way")
    muster("record", book, *said, "--by", "ann")
    came = ("--comes", "FRA-TRAINERS", "--record", "--statement", "S-NEW", "--by", "ann")
    done = muster("scenario", book, *came)
    assert done.lines[-2] == "recorded 1 entry: 1 step"
    assert "Nothing is recorded." not in done.out
    last = muster("log", book, "FRA-TRAINERS", "--json").json()[-1]
    assert (last["entry"]["kind"], last["entry"]["statement"]) == ("step", "S-NEW")
    assert short(muster, book)["L-TRAIN"] == "60"
    again = muster("scenario", book, "--comes", "FRA-TRAINERS")
    assert again.lines[2] == "Nothing that is short changes."
    muster(*done.undo)
    assert short(muster, book)["L-TRAIN"] == "160"


def test_for_a_program_what_was_recorded_is_told_with_what_changed(muster: Command, book: str) -> None:
    found = muster("scenario", book, "--leaves", "DEU", "--record", "--by", "ann", "--json").json()
    assert [one["subject"] for one in found["recorded"]] == ["DEU-TRAINERS"]
    assert changed(found["suppositions"][0]) == {"L-TRAIN": ("160", "200")}
    assert short(muster, book)["L-TRAIN"] == "200"


def test_changes_are_supposed_together_and_softer_words_may_count(muster: Command, book: str) -> None:
    done = muster("scenario", book, "--leaves", "DEU=2026-12-01", "--counts", "pledged", "--period", "2026-12/2026-12")
    assert done.lines[:5] == [
        "Supposed: leaves DEU=2026-12-01; counts pledged, 1 Dec 2026 to 31 Dec 2026, as",
        "known on 22 Nov 2026, committed or firmer",
        "With it counts what is pledged or firmer.",
        "Tier 3, days of a whole line short: 9.3 fewer.",
        "",
    ]


def test_a_viewer_supposes_of_what_it_may_see(muster: Command, book: str) -> None:
    for words in (
        ("contribution", "id=NLD-SECRET", "member=NLD", "words=sixty", "capability=TRAINERS", "operation=OP"),
        ("step", "contribution=NLD-SECRET", "word=in_place", "quantity=60", "valid_from=2026-11-20"),
    ):
        muster("record", book, *words, "marking=secretariat", "--by", "ann")
    done = muster("scenario", book, "--leaves", "DEU", "--viewer", "FRA")
    assert "Of what FRA may see." in done.lines
    assert changed(muster("scenario", book, "--leaves", "DEU", "--json").json()["suppositions"][0]) == {
        "L-TRAIN": ("100", "140")
    }
    mine = muster("scenario", book, "--leaves", "DEU", "--viewer", "FRA", "--json").json()["suppositions"][0]
    assert changed(mine) == {"L-TRAIN": ("160", "200")}
    assert "NLD-SECRET" not in json.dumps(mine)
    assert "NLD" not in muster("scenario", book, "--rank", "members", "--viewer", "FRA", "--json").out
    unknown = muster.refused("scenario", book, "--comes", "NLD-SECRET", "--viewer", "FRA")
    assert unknown.startswith("muster: unknown contribution 'NLD-SECRET'")


def test_rows_with_problems_are_told_as_when_they_are_read(muster: Command, book: str) -> None:
    muster.write("steps.csv", (("contribution", "word", "valid_from"), ("FRA-TRAINERS", "promised", TODAY)))
    sentence = muster.refused("scenario", book, "--rows", "steps.csv", code=2)
    assert sentence.startswith("steps.csv:2:word: 'promised' is not a word for word; ")
    assert sentence.endswith("muster: 1 problem; nothing recorded")
