"""The verb that supposes, in one process: what it refuses, in which order, and what it records."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import muster
from muster.cli import main
from muster.core.keeping import Genesis
from muster.core.members import Person
from muster.engine import difference
from muster.engine.scenario import Base
from muster.exchange.suppositions import Supposition
from muster.ledger.supposing import Leaves
from tests.builders import dates, day, draft, exactly, step

TODAY = "2026-07-01"
BOOK = "relief.muster"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the verb on a small book: its exit code, and what it prints to whom."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSTER_NOW", f"{TODAY}T12:00:00Z")
    monkeypatch.delenv("MUSTER_PERSON", raising=False)
    with muster.open(BOOK, create=True) as book:
        book.begin(Genesis(name="Relief", zone="UTC"), "ann", Person(name="Ann"))
        given: dict[str, Any] = {"capability": "T", "operation": "OP", "words": "trainers", "window": dates(TODAY)}
        drafts = [
            draft("member", "FRA", name="France", form="nation"),
            draft("member", "DEU", name="Germany", form="nation"),
            draft("capability", "T", name="Trainers", unit="persons"),
            draft("operation", "OP", name="Relief", form="mission", dates=dates("2026-01-01", "2026-12-31")),
            draft("requirement", "L", operation="OP", capability="T", level={"quantity": exactly(100)}),
            draft("contribution", "C1", member="FRA", **given),
            step("C1", "committed", "2026-03-01", 60),
            draft("contribution", "C2", member="DEU", **given),
            step("C2", "pledged", "2026-03-01", 30),
            draft("caveat", "K", contribution="C1", words="not at night", tasks=["night"]),
        ]
        book.record(drafts, by="ann")

    def runs(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["muster", "scenario", BOOK, *words])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return runs


def refused(run: Run, *words: str, code: int = 1) -> str:
    left, out, err = run(*words)
    assert (left, out) == (code, "")
    return err.strip()


REFUSALS: dict[str, tuple[list[str], str]] = {
    "what cannot be ranked": (
        ["--rank", "lines"],
        "'lines' cannot be ranked; write --rank members or --rank contributions",
    ),
    "an unknown member": (["--leaves", "FRB"], "unknown member 'FRB'; did you mean FRA?"),
    "no number of days": (["--slips", "C1"], "--slips: 'C1' does not say by how many days; write it as C-12=60"),
    "no firmness": (["--counts", "plegded"], "--counts: 'plegded' is no firmness; did you mean 'pledged'?"),
    "no firmness of the plan": (
        ["--leaves", "DEU", "--firmness", "plegded"],
        "'plegded' is no firmness; did you mean 'pledged'?",
    ),
    "no file": (["--compare", "gone.toml"], "gone.toml could not be read: No such file or directory"),
    "nobody who records": (
        ["--leaves", "DEU", "--record"],
        "name the person who records: --by PERSON, or set MUSTER_PERSON",
    ),
    "a statement with which nothing is recorded": (
        ["--leaves", "DEU", "--statement", "S-DEU"],
        "--statement S-DEU goes with --record: nothing else is recorded",
    ),
    "a ranking to be recorded": (
        ["--rank", "members", "--record"],
        "only changes that are supposed by themselves can be recorded: leave --compare and --rank",
    ),
    "a firmness to be recorded": (
        ["--counts", "pledged", "--record"],
        "there is nothing to record: --counts and --assume change only what is asked of the plan",
    ),
    "the past to be recorded": (
        ["--leaves", "DEU", "--record", "--known", TODAY],
        "only what is supposed of the book as it stands can be recorded: leave --known",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_supposed_is_refused_in_a_sentence(run: Run, words: list[str], sentence: str) -> None:
    assert refused(run, *words) == f"muster: {sentence}"


@pytest.mark.parametrize(
    "words",
    [[], ["--leaves", "DEU", "--rank", "members"], ["--leaves", "DEU", "--compare", "a.toml"]],
    ids=["nothing", "a ranking besides", "a file besides"],
)
def test_one_thing_is_supposed_and_the_ways_are_named(run: Run, words: list[str]) -> None:
    assert refused(run, *words) == (
        "muster: suppose one thing: changes (--leaves FRA or FRA=2026-09-01, --comes C-12 or C-12=2026-09-01, "
        "--falls CAVEAT-3 or CAVEAT-3=2026-09-01, --fails CONDITION-4 or CONDITION-4=2026-09-01, --slips C-12=60, "
        "--overruns PHASE-1=60, --rows lift.xlsx, --counts pledged, --assume conditions_fail or declared_only), "
        "or --compare FILE.toml, or --rank members"
    )


def test_every_fault_is_said_at_once(run: Run) -> None:
    told = refused(run, "--leaves", "FRB", "--falls", "KK", "--comes", "C1=2026-07-02", "--fails", "IF")
    assert told.splitlines() == [
        "muster: unknown member 'FRB'; did you mean FRA?",
        "unknown caveat 'KK'; did you mean K?",
        "unknown condition 'IF'",
    ]


def test_every_kind_of_change_may_be_supposed_together(run: Run) -> None:
    code, out, err = run(
        *("--leaves", "FRA=2026-08-01", "--comes", "C2", "--slips", "C2=10", "--falls", "K", "--json"),
        *("--period", "2026-07/2026-08", "--name", "all of it"),
    )
    assert (code, err) == (0, "")
    (found,) = json.loads(out)["suppositions"]
    assert found["name"] == "all of it"
    assert [one["kind"] for one in found["drafts"]] == ["cap", "step", "contribution", "caveat"]
    days = [(one["period"]["from"], one["was"], one["now"]) for one in found["differences"]]
    assert days == [("2026-07-11", "40", "10"), ("2026-08-01", "40", "70")]


def test_what_came_true_is_recorded_and_can_be_taken_back(run: Run) -> None:
    code, out, _ = run("--leaves", "FRA", "--record", "--by", "ann")
    assert code == 0
    recorded, undo = out.splitlines()[-2:]
    assert recorded == "recorded 1 entry: 1 cap"
    assert undo.startswith(f"undo with: muster undo {BOOK} ")
    assert run("--leaves", "FRA")[1].splitlines()[2] == "Nothing that is short changes."


def test_for_a_program_what_was_recorded_stands_beside_what_changed(run: Run) -> None:
    found = json.loads(run("--falls", "K", "--record", "--by", "ann", "--json")[1])
    (entry,) = found["recorded"]
    assert (entry["kind"], entry["subject"], entry["valid"]["last"]) == ("caveat", "K", "2026-06-30")
    assert entry["supersedes"] == found["suppositions"][0]["drafts"][0]["supersedes"]


def test_what_the_book_does_not_take_is_not_recorded(run: Run) -> None:
    """Steps are not dated ahead, and only what is there can say so."""
    with muster.open(BOOK) as book:
        head = book.head()
    for words in (["--comes", "C2=2026-09-01"], ["--leaves", "FRA", "--statement", "S-NONE"]):
        code, _, err = run(*words, "--record", "--by", "ann")
        assert (code, err.splitlines()[-1]) == (2, "muster: 1 problem; nothing recorded")
    run("--rank", "members")
    with muster.open(BOOK) as book:
        assert book.head() == head


def test_what_is_stopped_is_told_as_far_as_it_came(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two suppositions one; of a ranking the first."""
    Path("two.toml").write_text('[first]\nleaves = "FRA"\n[second]\nleaves = "DEU"\n', encoding="utf-8")
    outcome, without = difference.outcome, Base.without

    def stopped_at_the_second(base: Any, of: Any, watcher: Any = None) -> Any:
        if of.name == "second":
            raise KeyboardInterrupt
        return outcome(base, of, watcher)

    def stopped_at_france(base: Any, contributions: frozenset[str]) -> Any:
        if "C1" in contributions:
            raise KeyboardInterrupt
        return without(base, contributions)

    monkeypatch.setattr(difference, "outcome", stopped_at_the_second)
    monkeypatch.setattr(Base, "without", stopped_at_france)
    for words in (["--compare", "two.toml"], ["--rank", "members"]):
        code, out, err = run(*words)
        assert (code, err) == (130, "muster: stopped\n")
        assert out.splitlines()[2] == "Stopped; this is what was found until then."
        code, out, _ = run(*words, "--json")
        found = json.loads(out)
        assert (code, found["whole"]) == (130, False)
        assert len(found.get("suppositions") or found["without"]) == 1


def test_in_python_as_on_the_shell(run: Run) -> None:
    with muster.open(BOOK) as book:
        plan, (found,) = book.suppose(
            Supposition("France leaves", (Leaves("FRA", day(TODAY)),)), period="2026-07/2026-07"
        )
        assert [(one.wanted.line, int(one.change), one.days) for one in found.differences] == [("L", 60, 31)]
        assert plan.within == found.plan.within
        assert [one.name for one in book.rank("contributions").losses] == ["C1", "C2"]
        with pytest.raises(muster.MusterError, match=r"^'lines' cannot be ranked; rank members or contributions$"):
            book.rank("lines")
        with pytest.raises(muster.MusterError, match=r"^unknown member 'FRB'; did you mean FRA\?$"):
            book.suppose(Supposition("one", (Leaves("FRB", day(TODAY)),)), period="no period")
