"""What was ever recorded about a subject."""

import pytest

from muster.core.errors import UnknownSubjectError
from muster.core.keeping import Retraction
from muster.ledger.history import State, history
from tests.builders import BY, Desk, draft, relief, step, undo


def lines(desk: Desk, subject: str, viewer: str = "secretariat", known: str | None = None) -> list[str]:
    """``kind: state, author, statement``, line by line."""
    found = history(desk.snapshot(known, viewer), subject)
    return [
        f"{line.entry.kind}: {line.state}, {line.author}, {line.statement and line.statement.words}" for line in found
    ]


def test_every_entry_says_where_it_is_today() -> None:
    desk = relief("2026-01-20")
    desk.put(draft("statement", "s1", said_on="2026-01-20", words="A hundred."))
    pledge = desk.one(step("C1", "pledged", "2026-01-20", 10, statement="s1"))
    right = desk.one(step("C1", "pledged", "2026-01-20", 100, supersedes=pledge.id))
    assert lines(desk, "C1") == [
        "contribution: stands, Anna, None",
        "step: corrected, Anna, A hundred.",
        "step: stands, Anna, None",
    ]
    desk.put(undo(right))
    assert [str(line.state) for line in history(desk.snapshot(), "C1")] == ["stands", "stands", "taken back", "stands"]
    assert [line.record for line in history(desk.snapshot(), "C1")][3] == Retraction()


def test_a_retraction_taken_back_no_longer_counts() -> None:
    desk = relief()
    gone = desk.one(undo(desk.one(draft("member", "DEU", note="n"))))
    desk.put(undo(gone))
    found = [line.state for line in history(desk.snapshot(), "DEU")]
    assert found == [State.STANDS, State.STANDS, State.TAKEN_BACK, State.STANDS]


def test_a_correction_corrected_stays_one() -> None:
    desk = relief()
    first = desk.one(draft("place", "p", name="A"))
    second = desk.one(draft("place", "p", name="B", supersedes=first.id))
    desk.put(draft("place", "p", name="C", supersedes=second.id))
    assert [str(line.state) for line in history(desk.snapshot(), "p")] == ["corrected", "corrected", "stands"]


def test_a_redacted_entry_says_so_and_no_more() -> None:
    desk = relief()
    note = desk.one(draft("member", "DEU", note="n"))
    desk.ledger.redact(note.id, BY, "a spillage")
    _, line, redaction = history(desk.snapshot(), "DEU")
    assert (line.state, line.record) == (State.REDACTED, None)
    assert (redaction.state, redaction.entry.kind) == (State.STANDS, "redaction")


def test_what_was_known_earlier_is_told_as_it_was() -> None:
    desk = relief("2026-01-01")
    place = desk.one(draft("place", "p", name="A"))
    desk.at("2026-02-01").put(undo(place))
    assert lines(desk, "p", known="2026-01-31") == ["place: stands, Anna, None"]
    assert lines(desk, "p") == ["place: taken back, Anna, None", "retraction: stands, Anna, None"]


def test_an_author_a_viewer_may_not_see_is_none() -> None:
    desk = relief("2026-01-20")
    desk.put(draft("statement", "s1", said_on="2026-01-20", words="A hundred."))
    desk.put(step("C1", "pledged", "2026-01-20", 10, statement="s1"))
    assert lines(desk, "C1", "FRA") == ["contribution: stands, None, None", "step: stands, None, None"]


def test_a_redacted_author_is_none() -> None:
    desk = relief()
    anna = desk.entries()[1]
    desk.ledger.redact(anna.id, BY, "a person's right")
    assert lines(desk, "C1") == ["contribution: stands, None, None"]


def test_an_unknown_subject_is_said_with_the_nearest() -> None:
    with pytest.raises(UnknownSubjectError, match=r"^unknown subject 'trainer'; did you mean trainers\?$"):
        history(relief().snapshot(), "trainer")
    with pytest.raises(UnknownSubjectError, match=r"^unknown subject 'xyz'$"):
        history(relief().snapshot(), "xyz")


def test_what_is_not_for_a_viewer_is_unknown_and_not_suggested() -> None:
    with pytest.raises(UnknownSubjectError, match=r"^unknown subject 'trainers'$"):
        history(relief().snapshot(viewer="public"), "trainers")
