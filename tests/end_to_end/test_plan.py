"""Plans with the installed command: of the real book of UN peacekeeping, for each viewer, as files, proven."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pexpect
import pytest

from muster.cli.options import STOPPED
from tests.end_to_end.command import TODAY, Command
from tests.end_to_end.test_look import SCREEN, too_wide

DAY = "2014-02-28"

SHORT = {
    "MINUSMA-MILITARY": 5063,
    "UNMISS-MILITARY": 5021,
    "UNAMID-MILITARY": 1516,
    "UNISFA-MILITARY": 1238,
    "MINUSMA-POLICE": 484,
    "UNMISS-POLICE": 308,
    "MONUSCO-OBSERVERS": 258,
    "MONUSCO-TROOPS": 257,
}
"""What the worst of them lack: each contribution is to one mission, so a plan leaves what the gaps are."""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real book, its plan, and what was printed when the plan was written."""
    folder = tmp_path_factory.mktemp("planned")
    muster = Command(folder)
    muster("demo", "--keep", "un.muster")
    done = muster("allocate", "un.muster", "--known", DAY, "--out", "plan.json")
    (folder / "printed.txt").write_text(done.out, encoding="utf-8")
    return folder


def plan_of(folder: Path) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return plan


def test_the_plan_of_peacekeeping_leaves_what_is_short(planned: Path) -> None:
    plan = plan_of(planned)
    asked = (plan["made_on"], plan["period"], plan["firmness"])
    assert asked == (DAY, {"from": DAY, "last": "2014-10-01"}, "committed")
    first = plan["intervals"][0]
    short = {line: int(one["short"]) for line, one in first["shortfalls"].items()}
    assert {line: short[line] for line in SHORT} == SHORT
    assert len(short) == 26
    gaps = Command(planned)("gaps", "un.muster", "--known", DAY, "--json").json()
    assert short == {gap["line"]: gap["short"] for gap in gaps}
    mali = first["lines"]["MINUSMA-MILITARY"]
    assert (mali["need"], mali["covered"]) == ("11200", "6137")


def test_the_page_fits_a_screen_and_says_what_stays_short(planned: Path) -> None:
    printed = (planned / "printed.txt").read_text(encoding="utf-8")
    lines = printed.splitlines()
    assert lines[0] == "Plan, 28 Feb 2014 to 1 Oct 2014, as known on 28 Feb 2014, committed or firmer"
    assert "11,200    6,137  5,063  persons  28 Feb 2014  1 Oct 2014" in printed
    assert "and 14 more: --all" in lines
    assert "UNIFIL-TROOPS-IDN (IDN): 1,188 persons; counts in another operation, or in none" in lines
    assert (len(lines) <= SCREEN, too_wide(printed, 80), "\x1b" in printed) == (True, [], False)
    whole = Command(planned)("allocate", "un.muster", "--known", DAY, "--all")
    assert too_wide(whole.out, 80) == []
    assert "UNAMID military" in whole.out


def test_what_json_prints_is_what_is_written(planned: Path) -> None:
    done = Command(planned)("allocate", "un.muster", "--known", DAY, "--json")
    assert done.out == (planned / "plan.json").read_text(encoding="utf-8")
    seq, head = Command(planned)("head", "un.muster").out.split()
    assert plan_of(planned)["head"] == {"seq": int(seq), "hash": head}


def test_the_plan_of_the_real_book_is_proven(planned: Path) -> None:
    muster = Command(planned)
    assert muster("prove", "plan.json").out == (
        "Every cover, shortfall and proof holds (78 shortfalls; stretches of days: 3).\n"
    )
    assert muster("prove", "plan.json", "--json").json() == {"faults": [], "shortfalls": 78, "intervals": 3}


FREE = ("--without", "other_operation", "--without", "earmarked", "--without", "other_place")


def test_with_everyone_free_to_move_the_same_people_would_cover_all_but_two_lines(planned: Path) -> None:
    """What no re-assignment could cover is proven: nobody else gives police of these kinds."""
    muster = Command(planned)
    done = muster("allocate", "un.muster", "--known", DAY, *FREE, "--out", "free.json")
    assert done.lines[1] == "As though this spoke against nothing: counts in another operation, or in none,"
    free = json.loads((planned / "free.json").read_text(encoding="utf-8"))
    assert free["options"]["without"] == ["earmarked", "other_operation", "other_place"]
    first = free["intervals"][0]
    assert {line: one["short"] for line, one in first["shortfalls"].items()} == {
        "UNMISS-POLICE": "374",
        "UNOCI-POLICE": "1555",
    }
    assert sum(int(one["short"]) for one in plan_of(planned)["intervals"][0]["shortfalls"].values()) == 15308
    assert muster("prove", "free.json").code == 0


@pytest.fixture
def doubtful(muster: Command, book: str) -> str:
    """A line of 60: France gives 40 on a condition, Germany 20 under a caveat that it has not declared."""
    muster.tables(
        "more",
        {
            "requirements": (
                ("id", "operation", "capability", "quantity", "valid_from", "tasks"),
                ("L-X", "OP", "TRAINERS", "60", "2026-11-01", "night"),
            ),
            "contributions": (
                ("id", "member", "words", "capability", "operation", "window_start", "line"),
                ("F-X", "FRA", "forty", "TRAINERS", "OP", "2026-11-15", "L-X"),
                ("D-X", "DEU", "twenty", "TRAINERS", "OP", "2026-11-15", "L-X"),
            ),
            "steps": (
                ("contribution", "word", "quantity", "valid_from"),
                ("F-X", "committed", "40", "2026-11-15"),
                ("D-X", "committed", "20", "2026-11-15"),
            ),
            "caveats": (("id", "contribution", "words", "tasks", "declared"), ("V-X", "D-X", "by day", "night", "no")),
            "conditions": (("id", "contribution", "words"), ("K-X", "F-X", "if parliament agrees")),
        },
    )
    muster("read", book, "more", "--by", "ben")
    return book


def test_what_the_book_leaves_open_may_be_counted_the_other_way(muster: Command, doubtful: str) -> None:
    def short(*assumed: str) -> int:
        options = [word for one in assumed for word in ("--assume", one)]
        first = muster("allocate", doubtful, *options, "--json").json()["intervals"][0]
        return int(first["shortfalls"].get("L-X", {"short": "0"})["short"])

    assert (short(), short("conditions_fail"), short("declared_only")) == (20, 60, 0)
    assert short("conditions_fail", "declared_only") == 40
    title = muster("why", doubtful, "L-X", "--assume", "conditions_fail").lines
    assert title[0].startswith("L-X: 0 of 60 persons")
    assert any("40 persons more, if" in one and "condition" in one for one in title)
    beside = muster("scenario", doubtful, "--assume", "conditions_fail")
    assert "Assumed: no open condition will be met." in beside.lines
    assert "Counted, though a condition is open: F-X" in muster("allocate", doubtful).text
    assert muster.refused("allocate", doubtful, "--assume", "the best") == (
        "muster: 'the best' is nothing that can be assumed; write one of conditions_fail, declared_only"
    )
    assert muster.refused("allocate", doubtful, "--assume", "conditions_fail", "--keep", "P", "--by", "ben") == (
        "muster: this plan assumes that open conditions fail; only one that counts on them is kept"
    )


def test_a_reason_that_no_plan_can_do_without(muster: Command, book: str) -> None:
    assert muster.refused("allocate", book, "--without", "other_operatoin") == (
        "muster: 'other_operatoin' is no reason that a plan can do without; did you mean 'other_operation'?"
    )
    assert muster.refused("allocate", book, "--without", "other_unit").startswith(
        "muster: 'other_unit' is no reason that a plan can do without; "
    )
    refused = muster.refused("allocate", book, "--without", "notice", "--keep", "FREE", "--by", "ben")
    assert refused == (
        "muster: this plan does without reasons that stand in its way; only one that counts them all is kept"
    )


def test_a_plan_that_is_stopped_is_that_of_the_days_until_then(planned: Path) -> None:
    child = Command(planned).on_terminal("allocate", "un.muster", "--period", "2009-12/2014-02")
    child.expect("planning.* [1-9]%|planning.* [1-9][0-9]%")
    child.sendintr()
    child.expect("Stopped; this is the plan of the days until then.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == STOPPED


def test_of_a_plan_that_was_stopped_that_is_said_beside_its_proof(planned: Path, tmp_path: Path) -> None:
    (tmp_path / "part.json").write_text(json.dumps({**plan_of(planned), "whole": False}), encoding="utf-8")
    first, second = Command(tmp_path)("prove", "part.json").lines
    assert first == "This plan was stopped: it is that of the days until then."
    assert second.startswith("Every cover, shortfall and proof holds")


DIGITS = {
    "what covers a line": ('"covered": "6137"', '"covered": "6138"'),
    "what a line needs": ('"need": "11200"', '"need": "11300"'),
    "what a line lacks": ('"short": "5063"', '"short": "5062"'),
}


@pytest.mark.parametrize(("digits", "others"), DIGITS.values(), ids=DIGITS)
def test_a_plan_of_which_a_digit_is_changed_is_refused(planned: Path, tmp_path: Path, digits: str, others: str) -> None:
    text = (planned / "plan.json").read_text(encoding="utf-8")
    assert digits in text
    (tmp_path / "changed.json").write_text(text.replace(digits, others, 1), encoding="utf-8")
    done = Command(tmp_path)("prove", "changed.json", code=1)
    assert (done.lines[-1], done.err) == ("1 fault: the plan is not proven", "")
    assert done.text.startswith("from 2014-02-28: MINUSMA-MILITARY is covered by 6137 of ")
    faults = Command(tmp_path)("prove", "changed.json", "--json", code=1).json()["faults"]
    assert len(faults) == 1


def test_a_contribution_that_has_more_or_gives_more_than_it_says_is_refused(planned: Path, tmp_path: Path) -> None:
    plan = plan_of(planned)
    name, one = next(
        (n, c) for n, c in plan["intervals"][0]["contributions"].items() if "MINUSMA-MILITARY" in c["worth"]
    )
    supply = int(one["supply"])
    for number, fault in (
        (supply + 1, f"from {DAY}: {name} could do more for MINUSMA-MILITARY, or for a line before it"),
        (supply - 1, f"from {DAY}: {name} gives more than it has"),
    ):
        one["supply"] = str(number)
        (tmp_path / "changed.json").write_text(json.dumps(plan), encoding="utf-8")
        assert fault in Command(tmp_path)("prove", "changed.json", "--json", code=1).json()["faults"]


def test_a_plan_is_not_written_over_a_file(muster: Command, book: str) -> None:
    (muster.folder / "plan.json").write_text("mine", encoding="utf-8")
    assert muster.refused("allocate", book, "--out", "plan.json") == (
        "muster: plan.json is there already; choose a new place: Muster never writes over a file"
    )
    assert (muster.folder / "plan.json").read_text(encoding="utf-8") == "mine"
    sentence = muster.refused("allocate", book, "--out", "nowhere/plan.json")
    assert sentence == "muster: nowhere/plan.json could not be written: No such file or directory"


def test_what_is_no_plan_is_refused_in_one_sentence(muster: Command, book: str) -> None:
    (muster.folder / "plan.json").write_text('{"format": "muster plan 1"', encoding="utf-8")
    (muster.folder / "cut.xlsx").write_bytes(b"PK\x03\x04\xff\xfe")
    cases = {
        "gone.json": "gone.json could not be read: No such file or directory",
        "plan.json": "plan.json:1: this is no JSON: Expecting ',' delimiter",
        book: "name the kept plan: muster prove relief.muster NAME; muster log NAME shows one",
        "cut.xlsx": "cut.xlsx is no plan: it is not a text in UTF-8",
        "relief/members.csv": "relief/members.csv:1: this is no JSON: Expecting value",
    }
    for place, sentence in cases.items():
        assert muster.refused("prove", place) == f"muster: {sentence}"


def test_a_small_book_is_planned_from_today_and_softer_words_count_where_they_are_asked_for(
    muster: Command, book: str
) -> None:
    plan = muster("allocate", book, "--json").json()
    assert plan["made_on"] == TODAY
    assert plan["intervals"][0]["shortfalls"]["L-TRAIN"]["short"] == "160"
    softer = muster("allocate", book, "--firmness", "pledged", "--json").json()
    assert softer["intervals"][0]["shortfalls"]["L-TRAIN"]["short"] == "60"
    assert muster.refused("allocate", book, "--firmness", "sure").startswith("muster: 'sure' is no firmness; ")
    assert muster.refused("allocate", book, "--period", "soon").startswith("muster: 'soon' is ")
    assert muster.refused("allocate", book, "--known", "2026-11-23").startswith("muster: nothing is known yet of ")


def test_a_viewer_is_planned_for_from_what_it_may_see_and_never_given_the_head(muster: Command, book: str) -> None:
    plans = {
        viewer: muster("allocate", book, "--viewer", viewer, "--json")
        for viewer in ("secretariat", "auditor", "FRA", "chair", "public")
    }
    heads = {viewer: done.json()["head"] for viewer, done in plans.items()}
    seq, head = muster("head", book).out.split()
    seen = {"seq": int(seq), "hash": head}
    assert heads == {"secretariat": seen, "auditor": seen, "FRA": None, "chair": None, "public": None}
    short = {viewer: done.json()["intervals"][0]["shortfalls"]["L-TRAIN"]["short"] for viewer, done in plans.items()}
    assert short == {"secretariat": "160", "auditor": "160", "FRA": "160", "chair": "160", "public": "200"}
    assert head not in plans["FRA"].out
    for hidden in ("FRA-TRAINERS", "DEU-TRAINERS"):
        assert hidden in plans["secretariat"].out
        assert hidden not in plans["public"].out


def test_what_others_keep_to_themselves_is_in_no_plan_for_a_member(muster: Command, book: str) -> None:
    before = muster("allocate", book, "--viewer", "FRA", "--json").out
    for words in (
        ("contribution", "id=NLD-SECRET", "member=NLD", "words=sixty", "capability=TRAINERS", "operation=OP"),
        ("step", "contribution=NLD-SECRET", "word=in_place", "quantity=60", "valid_from=2026-11-20"),
        ("assignment", "id=PIN", "contribution=DEU-TRAINERS", "line=L-TRAIN", "quantity=90"),
    ):
        muster("record", book, *words, "marking=secretariat", "--by", "ann")
    assert muster("allocate", book, "--viewer", "FRA", "--json").out == before
    assert "NLD-SECRET" in muster("allocate", book, "--json").out
    told = muster("allocate", book).lines
    assert "DEU-TRAINERS to L-TRAIN: 50 more than there is" in told
    assert muster.refused("allocate", book, "--viewer", "XYZ").startswith("muster: unknown viewer 'XYZ'")


def test_the_book_may_stand_in_the_environment(muster: Command, book: str) -> None:
    assert muster("allocate", MUSTER_BOOK=book).out == muster("allocate", book).out


def test_a_line_whose_operation_a_viewer_may_not_see_does_not_stop_its_plan(muster: Command, book: str) -> None:
    for words in (
        ("operation", "id=SECRET", "name=Secret", "form=mission"),
        ("requirement", "id=L-HIDDEN", "operation=SECRET", "capability=TRAINERS", "quantity=5", "marking=public"),
    ):
        muster("record", book, *words, "--by", "ann")
    plan = muster("allocate", book, "--viewer", "public", "--json").json()
    assert list(plan["intervals"][0]["lines"]) == ["L-TRAIN"]


def test_a_book_that_has_just_begun_has_a_plan_without_lines(muster: Command) -> None:
    muster("init", "new.muster", "--name", "New", "--zone", "UTC", "--person", "ann=Ann")
    assert "Nothing is needed in that time." in muster("allocate", "new.muster").out
    assert muster.refused("why", "new.muster", "L1") == "muster: unknown line 'L1'"


@pytest.mark.parametrize("verb", ["gaps", "coverage", "allocate", "why"])
def test_what_is_computed_for_a_viewer_is_headed_with_what_it_is_of(muster: Command, book: str, verb: str) -> None:
    line = ("L-TRAIN",) if verb == "why" else ()
    assert "Of what public may see." in muster(verb, book, *line, "--viewer", "public").out.splitlines()
    assert "may see" not in muster(verb, book, *line).out


# ---- whole units

SIZES = {"S": 4, "T": 3, "U": 3, "V": 5, "W": 2}
"""Ships that go together: too many sizes for what is needed to come out even."""


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book of lines of 9, 8 and 5 ships; five units on tours of five days, with three of rest."""
    folder = tmp_path_factory.mktemp("ships")
    muster = Command(folder)
    muster.begin("fleet.muster")
    lines = (("A", "9", "1"), ("B", "8", "2"), ("C", "5", "2"))
    muster.tables(
        "fleet",
        {
            "members": (("id", "name", "form", "iso3"), ("FRA", "France", "nation", "FRA")),
            "operations": (("id", "name", "form", "start"), ("OP", "Patrol", "mission", "2026-11-01")),
            "capabilities": (
                ("id", "name", "unit", "measure", "portion", "tour_days", "rest_days"),
                ("SHIPS", "Ships", "ships", "level", "unit", "5", "3"),
            ),
            "requirements": (
                ("id", "operation", "capability", "quantity", "valid_from", "tier"),
                *((line, "OP", "SHIPS", need, "2026-11-01", tier) for line, need, tier in lines),
            ),
            "contributions": (
                ("id", "member", "words", "capability", "operation", "window_start"),
                *((name, "FRA", "a group", "SHIPS", "OP", "2026-11-15") for name in SIZES),
            ),
            "steps": (
                ("contribution", "word", "quantity", "valid_from"),
                *((name, "committed", str(size), "2026-11-15") for name, size in SIZES.items()),
            ),
        },
    )
    muster("read", "fleet.muster", "fleet", "--by", "ann")
    return folder


@pytest.fixture
def fleet(muster: Command, ships: Path) -> str:
    """That book."""
    shutil.copytree(ships, muster.folder, dirs_exist_ok=True)
    return "fleet.muster"


DECEMBER = ("--period", "2026-12-01/2026-12-20")


def test_units_go_on_tours_that_are_shown_written_and_proven(muster: Command, fleet: str) -> None:
    done = muster("allocate", fleet, *DECEMBER, "--out", "plan.json")
    at = done.lines.index("TOURS OF WHOLE UNITS")
    assert done.lines[at + 1].split() == ["unit", "line", "from", "last", "day", "days"]
    assert any(one.startswith("Tier 1: other tours could cover ") for one in done.lines)
    plan = plan_of(muster.folder)
    assert (plan["seed"], plan["options"]["steps"]) == (1, 2000)
    assert plan["touring"]["slots"] * plan["touring"]["slot_days"] == 20
    for one in plan["touring"]["tours"]:
        assert 1 <= one["end"] - one["first"] <= 5
    assert muster("prove", "plan.json").out.startswith("Every cover, shortfall and proof holds")
    (bound, *_) = plan["touring"]["bounds"]
    bound["at_most"] = "1"
    (muster.folder / "changed.json").write_text(json.dumps(plan), encoding="utf-8")
    assert muster("prove", "changed.json", code=1).lines[0] == "tier 1: there could be more than 1"
    plan["touring"]["tours"][0]["contribution"] = "X"
    (muster.folder / "changed.json").write_text(json.dumps(plan), encoding="utf-8")
    assert muster.refused("prove", "changed.json") == (
        "muster: changed.json is no plan: at touring: there is no unit 'X'"
    )


def test_steps_and_a_seed_make_the_same_plan_again(muster: Command, fleet: str) -> None:
    def plan(*how: str) -> dict[str, Any]:
        found: dict[str, Any] = muster("allocate", fleet, *DECEMBER, *how, "--json").json()
        return found

    seeded = plan("--steps", "150", "--seed", "7")
    assert plan("--steps", "150", "--seed", "7") == seeded
    assert (seeded["seed"], seeded["options"]["steps"]) == (7, 150)
    none = plan("--steps", "0")
    assert (none["seed"], none["options"]["steps"]) == (1, 0)

    def first_tier(found: dict[str, Any]) -> int:
        return int(found["touring"]["bounds"][0]["covered"])

    assert first_tier(none) <= first_tier(plan())


def test_seconds_end_what_steps_do_not(muster: Command, fleet: str) -> None:
    """So many steps would take days."""
    done = muster("allocate", fleet, *DECEMBER, "--steps", "1000000000", "--seconds", "0.2", "--json").json()
    assert (done["whole"], done["options"]["steps"]) == (True, 1_000_000_000)
    assert done["touring"]["tours"]
    at_once = muster("allocate", fleet, *DECEMBER, "--seconds", "0", "--json").json()
    assert [one["tier"] for one in at_once["touring"]["bounds"]] == [1, 2]


@pytest.mark.parametrize("option", ["--steps", "--seconds", "--seed"])
def test_less_than_nothing_is_not_to_be_had(muster: Command, option: str) -> None:
    done = muster("allocate", "relief.muster", option, "-1", code=2)
    assert option in done.err


def test_a_plan_of_units_is_kept_and_the_next_one_starts_from_it(muster: Command, fleet: str) -> None:
    muster("allocate", fleet, *DECEMBER, "--seed", "5", "--keep", "FIRST", "--by", "ann")
    assert muster("prove", fleet, "FIRST").out.startswith("Every cover, shortfall and proof holds")
    following = muster("allocate", fleet, *DECEMBER, "--steps", "0", "--json").json()
    assert (following["starts_from"], following["moves"] >= 0) == ("FIRST", True)


def test_who_stops_the_search_has_the_tours_found_by_then(muster: Command, fleet: str) -> None:
    child = muster.on_terminal("allocate", fleet, *DECEMBER, "--steps", "1000000000")
    child.expect("planning")
    child.expect("0%")
    time.sleep(1)
    child.sendintr()
    child.expect("Stopped; this is the plan of the days until then.")
    child.expect("TOURS OF WHOLE UNITS")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == STOPPED
