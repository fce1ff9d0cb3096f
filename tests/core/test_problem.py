"""Problems and suggestions."""

import pytest

from muster.core.problem import Problem, closest, did_you_mean, what_else


def test_a_problem_reads_as_a_line() -> None:
    assert str(Problem("bad_id", "people.csv:2:id", "'a b' is no id")) == "people.csv:2:id: 'a b' is no id"
    assert str(Problem("bad_id", "row 2", "'a b' is no id", "write a_b")) == "row 2: 'a b' is no id; write a_b"


@pytest.mark.parametrize(
    ("word", "near"),
    [("trainer", "trainers"), ("TRAINRS", "trainers"), ("medcs", "Medics"), ("airlift", None), ("", None)],
)
def test_the_nearest_known_word_is_suggested_or_none(word: str, near: str | None) -> None:
    known = ["Medics", "trainers", "police"]
    assert closest(word, known) == near
    assert closest(word, reversed(known)) == near
    assert did_you_mean(word, known) == ("" if near is None else f"did you mean {near!r}?")


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert closest("word", []) is None


def test_where_nothing_is_near_all_that_there_are_is_said() -> None:
    assert what_else("pledgd", iter(("pledged", "offered"))) == "did you mean 'pledged'?"
    assert what_else("luck", iter(("pledged", "offered"))) == "write one of pledged, offered"
