"""Plans that are kept in the book: under a name, as the start of the next, proven by the book, seen by nobody else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import muster as library
from muster.core.plans import KeptPlan
from muster.ledger.entries import Draft
from tests.end_to_end.command import NOW, RELIEF, TODAY, Command

PERIOD = ("--period", "2026-11-22/2027-06-30")
MOVED = "1 assignment changes against FIRST, or from one stretch of days to the next."


@pytest.fixture
def kept(muster: Command, book: str) -> str:
    """The small book with its plan kept as FIRST."""
    muster("allocate", book, *PERIOD, "--keep", "FIRST", "--by", "ann")
    return book


def plan_of(muster: Command, book: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = muster("allocate", book, *PERIOD, *more, "--json").json()
    return found


def test_a_plan_is_kept_and_says_so(muster: Command, book: str) -> None:
    before = muster("allocate", book, *PERIOD).out
    done = muster("allocate", book, *PERIOD, "--keep", "FIRST", "--by", "ann")
    entry = muster.entry(book, "FIRST")
    assert done.out == f"{before}kept as FIRST\nundo with: muster undo {book} {entry} --by ann\n"
    told = muster("log", book, "FIRST")
    assert told.lines[0] == f"{entry}  always"
    assert re.fullmatch(
        r"plan: first 22 Nov 2026, last 30 Jun 2027, known 2026-11-22T12:00:00\.000000Z, firmness committed, "
        r"undeclared yes, version \S+, assignments 1 recorded 22 Nov 2026 by Ann Example, marked secretariat",
        " ".join(told.text.split()[2:]),
    )
    (line,) = muster("log", book, "FIRST", "--json").json()
    assert line["record"]["assignments"] == [
        {
            "contribution": "DEU-TRAINERS",
            "line": "L-TRAIN",
            "first": TODAY,
            "last": "2027-06-30",
            "amount": "40",
        }
    ]


def test_the_entry_is_named_for_a_program_and_the_file_is_the_plan_alone(muster: Command, book: str) -> None:
    before = plan_of(muster, book)
    found = plan_of(muster, book, "--keep", "FIRST", "--by", "ann", "--out", "plan.json")
    assert found.pop("kept") == {"name": "FIRST", "entry": muster.entry(book, "FIRST")}
    assert found == before == json.loads((muster.folder / "plan.json").read_text(encoding="utf-8"))
    assert before["starts_from"] is None


def test_the_person_may_stand_in_the_environment(muster: Command, book: str) -> None:
    sentence = muster.refused("allocate", book, "--keep", "FIRST")
    assert sentence == "muster: name the person who records: --by PERSON, or set MUSTER_PERSON"
    muster("allocate", book, "--keep", "FIRST", MUSTER_PERSON="ben")
    assert muster("log", book, "FIRST", "--json").json()[0]["author"] == "Ben Example"


def test_what_cannot_be_kept_is_refused_before_anything_is_planned(muster: Command, kept: str) -> None:
    head = muster("head", kept).out
    entry = muster.entry(kept, "FIRST")
    by = ("--by", "ann")
    assert muster.refused("allocate", kept, "--keep", "FIRST", *by, "--out", "plan.json") == (
        f"muster: a plan is kept as 'FIRST' already, by entry {entry}; "
        "choose another name, or take that entry back first"
    )
    for name in ("a b", ""):
        assert muster.refused("allocate", kept, "--keep", name, *by) == (
            f"muster: {name!r} is no id; use letters, digits and _ . : / + -, at most 80"
        )
    assert "'zed' is no person in this book" in muster.refused("allocate", kept, "--keep", "X", "--by", "zed", code=2)
    for viewer in ("FRA", "chair", "public"):
        for name in ("FIRST", "X"):
            assert muster.refused("allocate", kept, "--keep", name, *by, "--viewer", viewer) == (
                "muster: only the secretariat and the auditor may keep a plan"
            )
    assert (muster("head", kept).out, (muster.folder / "plan.json").exists()) == (head, False)


def test_a_name_is_free_again_once_its_plan_is_taken_back(muster: Command, book: str) -> None:
    done = muster("allocate", book, "--keep", "FIRST", "--by", "ann")
    muster(*done.undo)
    assert plan_of(muster, book)["starts_from"] is None
    assert muster.refused("prove", book, "FIRST") == "muster: unknown plan 'FIRST'"
    muster("allocate", book, "--keep", "FIRST", "--by", "ann")
    assert muster("prove", book, "FIRST").out.startswith("Every cover, shortfall and proof holds")


def test_the_next_plan_starts_from_it(muster: Command, kept: str) -> None:
    found = plan_of(muster, kept)
    assert (found["starts_from"], found["moves"], found["intervals"][0]["moved"]) == ("FIRST", 0, 0)
    page = muster("allocate", kept, *PERIOD).lines
    assert (page[1], page[-1]) == (
        "Who serves whom starts from FIRST.",
        "Nobody changes line against FIRST.",
    )
    step = ("step", "contribution=DEU-TRAINERS", "word=in_place", "quantity=30", f"valid_from={TODAY}")
    muster("record", kept, *step, "--by", "ann")
    assert muster("allocate", kept, *PERIOD).lines[-1] == MOVED
    afresh = plan_of(muster, kept, "--afresh")
    assert (afresh["starts_from"], afresh["moves"]) == (None, 0)
    assert "FIRST" not in muster("allocate", kept, *PERIOD, "--afresh").out
    muster("allocate", kept, *PERIOD, "--keep", "SECOND", "--by", "ann")
    (second,) = muster("log", kept, "SECOND", "--json").json()
    assert second["record"]["starts_from"] == "FIRST"
    assert [plan_of(muster, kept, *more)["starts_from"] for more in ((), ("--from", "FIRST"))] == ["SECOND", "FIRST"]
    assert plan_of(muster, kept, "--from", "FIRST")["moves"] == 1


def test_what_cannot_be_started_from_is_refused(muster: Command, kept: str) -> None:
    assert muster.refused("allocate", kept, "--from", "FIRS") == "muster: unknown plan 'FIRS'; did you mean FIRST?"
    assert muster.refused("allocate", kept, "--from", "FIRST", "--afresh") == (
        "muster: a plan starts from 'FIRST' or afresh, not both"
    )
    assert muster.refused("allocate", kept, "--from", "FIRST", "--period", "2028/2028") == (
        "muster: the plan 'FIRST' is of 2026-11-22 to 2027-06-30: "
        "it says nothing of 2028-01-01, on which this one begins"
    )


def test_as_known_before_it_was_kept_there_is_no_such_plan(muster: Command, book: str) -> None:
    later = Command(muster.folder, {"MUSTER_NOW": "2026-11-25T12:00:00Z"})
    later("allocate", book, "--keep", "FIRST", "--by", "ann")
    assert later("allocate", book, "--known", "2026-11-24", "--json").json()["starts_from"] is None
    assert later("allocate", book, "--json").json()["starts_from"] == "FIRST"


def test_a_kept_plan_is_proven_by_its_book_whatever_came_since(muster: Command, kept: str) -> None:
    told = "Every cover, shortfall and proof holds (1 shortfall; stretches of days: 1).\n"
    assert muster("prove", kept, "FIRST").out == told
    step = ("step", "contribution=DEU-TRAINERS", "word=in_place", "quantity=30", f"valid_from={TODAY}")
    muster("record", kept, *step, "--by", "ann")
    assert muster("prove", kept, "FIRST").out == told
    assert muster("prove", kept, "FIRST", "--json").json() == {"faults": [], "shortfalls": 1, "intervals": 1}
    assert muster.refused("prove", kept, "SECOND") == "muster: unknown plan 'SECOND'"
    assert muster.refused("prove", kept) == (
        f"muster: name the kept plan: muster prove {kept} NAME; muster log NAME shows one"
    )
    assert muster.refused("prove", "gone.muster", "FIRST").startswith("muster: there is no book")


def test_a_kept_plan_that_does_not_follow_from_its_book_is_refused(
    muster: Command, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded from Python, around the verb that keeps only what is proven."""
    monkeypatch.setenv("MUSTER_NOW", NOW)
    (line,) = muster("log", kept, "FIRST", "--json").json()
    line["record"]["assignments"][0]["amount"] = "39"
    with library.open(muster.folder / kept) as open_book:
        open_book.record([Draft("plan", "WRONG", KeptPlan.model_validate(line["record"]))], by="ann")
    done = muster("prove", kept, "WRONG", code=1)
    assert done.lines == [
        "from 2026-11-22: L-TRAIN is covered by 39 of 200, and that is not what is said",
        "from 2026-11-22: DEU-TRAINERS could do more for L-TRAIN, or for a line before it",
        "2 faults: the plan is not proven",
    ]
    assert len(muster("prove", kept, "WRONG", "--json", code=1).json()["faults"]) == 2


def test_where_what_was_known_is_redacted_a_sentence_says_so(muster: Command, kept: str) -> None:
    entry = muster.entry(kept, "DEU-TRAINERS")
    muster("redact", kept, entry, "--why", "spilled", "--by", "ann")
    assert muster.refused("prove", kept, "FIRST") == (
        f"muster: the plan 'FIRST' can no longer be proven: "
        f"entry {entry} (step DEU-TRAINERS) was known then and has been redacted since"
    )


@pytest.mark.parametrize("viewer", ["FRA", "chair", "public"])
def test_nobody_else_sees_anything_of_it(muster: Command, book: str, viewer: str) -> None:
    as_viewer = ("--viewer", viewer)
    asked = (
        ("allocate", book, *PERIOD, *as_viewer, "--json"),
        ("allocate", book, *PERIOD, *as_viewer),
        ("status", book, *as_viewer, "--json"),
        ("check", book, *as_viewer),
    )
    before = [muster(*words).out for words in asked]
    muster("allocate", book, *PERIOD, "--keep", "FIRST", "--by", "ann")
    assert [muster(*words).out for words in asked] == before
    assert muster.refused("log", book, "FIRST", *as_viewer) == "muster: unknown subject 'FIRST'"
    assert muster.refused("allocate", book, "--from", "FIRST", *as_viewer) == "muster: unknown plan 'FIRST'"
    muster("export", book, "out.jsonl", *as_viewer)
    assert "FIRST" not in (muster.folder / "out.jsonl").read_text(encoding="utf-8")
    entry = muster.entry(book, "FIRST")
    sentence = f"entry {entry}: a kept plan is for the secretariat alone, not for {viewer}"
    if viewer != "FRA":
        assert muster.refused("mark", book, entry, viewer, "--by", "ann", code=2).startswith(sentence)


def test_books_with_kept_plans_move_whole(muster: Command, kept: str) -> None:
    muster("export", kept, "out.jsonl")
    for place, target in ((kept, "copy.muster"), ("out.jsonl", "restored.muster")):
        muster("copy", place, target)
        assert muster("head", target).out == muster("head", kept).out
        assert muster("prove", target, "FIRST").code == 0
        assert plan_of(muster, target)["starts_from"] == "FIRST"
    muster("export", kept, "tables")
    muster("export", kept, "tables.xlsx")
    assert not [path.name for path in Path(muster.folder / "tables").iterdir() if "plan" in path.name]
    assert muster("check", kept).lines[0].startswith("the chain of ")


def test_a_plan_taken_over_from_another_book_is_started_from_and_proven_there(muster: Command, kept: str) -> None:
    muster.begin("other.muster")
    muster("read", "other.muster", kept, "--by", "ann")
    assert muster.refused("prove", "other.muster", "FIRST") == (
        "muster: the plan 'FIRST' was taken over from another book; it is proven there"
    )
    assert plan_of(muster, "other.muster")["starts_from"] == "FIRST"
    assert muster("check", "other.muster").code == 0


def test_a_book_with_the_clock_of_sources_keeps_plans_and_its_clock(muster: Command) -> None:
    """A plan rests on no statement: it is recorded where the book stands, and does not let it go live."""
    muster.begin("old.muster", "--clock", "sources", "--begins", "2026-11-01")
    head, french, german = RELIEF["steps"]
    early = (head, french, [word.replace("2026-11-15", "2026-11-12") for word in german])
    muster("read", "old.muster", muster.tables("relief", {**RELIEF, "steps": early}), "--by", "ann")
    for name, known in (("EARLY", "2026-11-12"), ("LATE", TODAY)):
        muster("allocate", "old.muster", "--known", known, *PERIOD, "--keep", name, "--by", "ann")
    muster.write("statements.csv", (("id", "said_on", "words"), ("S-NEXT", "2026-11-20", "thirty are left")))
    step = ("contribution", "word", "quantity", "valid_from", "statement")
    muster.write("steps.csv", (step, ("DEU-TRAINERS", "in_place", "30", "2026-11-20", "S-NEXT")))
    muster("read", "old.muster", "statements.csv", "steps.csv", "--by", "ann")
    muster("export", "old.muster", "entries.jsonl")
    lines = (muster.folder / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    told = [(one["kind"], one["recorded_at"][:10]) for one in map(json.loads, lines)]
    assert told[-4:] == [
        ("plan", "2026-11-12"),
        ("plan", "2026-11-12"),
        ("statement", "2026-11-20"),
        ("step", "2026-11-20"),
    ]
    for name in ("EARLY", "LATE"):
        assert muster("prove", "old.muster", name).out == (
            "Every cover, shortfall and proof holds (1 shortfall; stretches of days: 1).\n"
        )
    assert muster("allocate", "old.muster", *PERIOD).lines[-1] == MOVED.replace("FIRST", "LATE")
