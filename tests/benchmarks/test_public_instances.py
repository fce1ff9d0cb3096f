"""The page's part on public instances: how solvers are asked, that answers agree, the tables, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import public_instances
from benchmarks.public import answers, tables
from benchmarks.public.answers import Answer
from benchmarks.public.assignments import Known
from benchmarks.public.tables import Pair

KNOWN = [Known(f"small-{number}", "mine", "C", 100, 100) for number in range(2)]
OURS = [Answer("small-0", 100, 90, 1.0, first=120, busy_s=0.5), Answer("small-1", 103, 95, 1.0, is_same_best=False)]
THEIRS = [Answer("small-0", 100, 100, 0.25), Answer("small-1", 101, 98, 1.0, busy_s=2.5)]
FOUND = list(zip(KNOWN, map(Pair, OURS, THEIRS), strict=True))


def asked_of(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module with some code, which processes find."""
    (folder / "solver_for_a_test.py").write_text(code, "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{Path(__file__).resolve().parents[2]}")
    return "solver_for_a_test"


SOLVER = """
import sys
from benchmarks.public.answers import Answer, tell
print("a greeting", file=sys.stderr)
tell("solver_for_a_test", lambda name, seconds: Answer(name, len(name), 1, seconds))
"""


def test_a_process_answers_to_each_instance_in_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = asked_of(SOLVER, tmp_path, monkeypatch)
    told = [replace(one, busy_s=0.0) for one in answers.told(module, ["a", "bcd"], 0.5)]
    assert told == [Answer("a", 1, 1, 0.5), Answer("bcd", 3, 1, 0.5)]


WORK = """
import time
def work(name, seconds):
    while time.process_time() < 0.5:
        pass
    return Answer(name, 1, 1, seconds)
"""


def test_what_an_answer_takes_of_a_processor_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = SOLVER.replace("tell(", WORK + "tell(").replace(
        "lambda name, seconds: Answer(name, len(name), 1, seconds)", "work"
    )
    worked, idle = answers.told(asked_of(code, tmp_path, monkeypatch), ["a", "b"], 5.0)
    assert idle.busy_s < 0.1 < worked.busy_s <= 0.5


def test_all_are_to_be_answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = asked_of(SOLVER + "raise SystemExit(1)", tmp_path, monkeypatch)
    assert len(answers.told(module, ["a", "b"], 0.5)) == 2
    module = asked_of(SOLVER.replace("len(name)", "{'a': 1}[name]"), tmp_path, monkeypatch)
    with pytest.raises(ArithmeticError, match="solver_for_a_test answers to 1 of 2 instances"):
        answers.told(module, ["a", "b"], 0.5)


def test_what_does_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(answers, "GRACE_S", 0.5)
    module = asked_of("import time\ntime.sleep(60)", tmp_path, monkeypatch)
    with pytest.raises(ArithmeticError, match="answers to 0 of 1 instances"):
        answers.told(module, ["a"], 0.1)


def test_what_is_found_is_proven_if_nothing_less_is_possible() -> None:
    assert [one.is_proven for one in THEIRS] == [True, False]
    assert not Answer("x", None, 0, 1.0).is_proven


def test_answers_that_cannot_both_be_right_are_refused() -> None:
    for pair in map(Pair, OURS, THEIRS):
        public_instances.agree(pair, 98, 100)
    public_instances.agree([Answer("x", None, 5, 1.0)])
    for wrong in (
        [Answer("x", 4, 5, 1.0)],
        [Answer("x", 4, 0, 1.0), Answer("x", 6, 5, 1.0)],
        [Answer("x", None, 5, 1.0), Answer("x", 4, 4, 1.0)],
    ):
        with pytest.raises(ArithmeticError, match="x: 4 is found, where 5 at least is proven"):
            public_instances.agree(wrong)
    with pytest.raises(ArithmeticError, match="x: 4 is found, where 5 at least is proven"):
        public_instances.agree([Answer("x", 4, 4, 1.0)], at_least=5)
    with pytest.raises(ArithmeticError, match="x: 4 is found, where 5 at least is proven"):
        public_instances.agree([Answer("x", 6, 5, 1.0)], best=4)


def test_a_row_for_each_instance_has_both_answers() -> None:
    assert list(tables.by_instance(FOUND))[2:] == [
        "| C | small-0 | 100 | 100 | 90 | 1.00 | 100 | 100 | 0.25 |",
        "| C | small-1 | 100 | 103 | 95 | 1.00 | 101 | 98 | 1.00 |",
    ]


def test_a_row_for_each_class_has_the_worst_of_ours() -> None:
    assert list(tables.by_class(FOUND))[2:] == [
        "| C | small-0 to small-1 | 1 of 2 | 0 of 2 | 3.00 % | 10.00 % | 2.0 | 1 of 2 | 1 of 2 | 1.2 |"
    ]


def test_a_type_is_told_in_a_sentence() -> None:
    told = " ".join(tables.in_all(FOUND))
    assert "Type C: best reached 1 of 2 and proven 0 of 2; HiGHS 1 of 2 and 1 of 2" in told
    assert "at most 3.00 % above the best, our bounds at most 10.00 % below it" in told
    assert "we were at work 25%, HiGHS 200%" in told
    assert "In 1 of 2 plan and bound show" in told


def test_rosters_are_told_with_what_is_missing_as_one_shift() -> None:
    row = ("01", 71, Pair(Answer("01", 2, 0, 4.0, first=9), Answer("01", None, 0, 4.0)), Answer("01", 0, 0, 0.5), 607)
    *_, told = tables.of_rosters([row])
    assert told == "| 01 | 71 | 9 | 2 | 0 | 4.00 | none | 0 | 4.00 | 0 | 0.50 | 607 |"


@pytest.mark.parametrize("table", [tables.by_instance(FOUND), tables.by_class(FOUND), tables.of_rosters([])])
def test_a_table_has_as_many_columns_everywhere(table: list[str]) -> None:
    assert len({row.count("|") for row in table}) == 1


def test_where_nothing_is_found_the_distance_is_whole() -> None:
    none = [(KNOWN[0], Pair(Answer("small-0", None, 0, 1.0), THEIRS[0]))]
    assert tables.extremes(none) == (100.0, 100.0)


def test_without_the_data_their_part_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSTER_DATA", raising=False)
    _, *rest = public_instances.page()
    assert rest == ["\nLeft out: public instances not found: gap/optima.csv (set MUSTER_DATA)."]


def test_every_set_has_its_time() -> None:
    assert {*public_instances.ONLY_ALL, *public_instances.BY_CLASS} <= set(public_instances.ASSIGNMENT_S)
