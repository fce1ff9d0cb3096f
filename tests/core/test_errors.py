"""Failures take values and make the sentence."""

import pytest

from muster.core.errors import (
    BookError,
    ConflictError,
    FaultyDataError,
    MusterError,
    NewerBookError,
    NoBookError,
    NotCanonicalError,
    RefusedError,
    StaleError,
    StorageError,
    TamperedError,
    UnknownSubjectError,
)
from muster.core.problem import Problem

ONE = Problem("bad_id", "row 2", "'a b' is no id")


def test_a_conflict_shows_what_stands() -> None:
    error = ConflictError("C1", 2, 3, "step")
    assert str(error) == (
        "C1 has changed since you looked: you saw 2 entries, there are 3; the last is step. "
        "Look again with: muster log BOOK C1"
    )
    assert (error.subject, error.seen, error.standing) == ("C1", 2, 3)


def test_an_unknown_subject_may_carry_a_suggestion() -> None:
    assert str(UnknownSubjectError("viewer", "FR")) == "unknown viewer 'FR'"
    error = UnknownSubjectError("subject", "C2", "C1")
    assert str(error) == "unknown subject 'C2'; did you mean C1?"
    assert error.subject == "C2"


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(1, "1 problem; nothing recorded"), (2, "2 problems; nothing recorded"), (0, "0 problems; nothing recorded")],
)
def test_faulty_data_carries_every_problem(count: int, sentence: str) -> None:
    error = FaultyDataError([ONE] * count)
    assert str(error) == sentence
    assert error.problems == (ONE,) * count


def test_every_failure_has_its_place() -> None:
    families = {
        MusterError: {NotCanonicalError, BookError, RefusedError, UnknownSubjectError, FaultyDataError},
        BookError: {NoBookError, NewerBookError, StorageError, TamperedError},
        RefusedError: {ConflictError, StaleError},
    }
    assert {family: set(family.__subclasses__()) for family in families} == families
    assert MusterError.exit_code == 1


def test_a_name_is_not_suggested_instead_of_itself() -> None:
    assert str(UnknownSubjectError("line", "L1", "L1")) == "unknown line 'L1'"
    assert str(UnknownSubjectError("line", "L1", "L2")) == "unknown line 'L1'; did you mean L2?"
