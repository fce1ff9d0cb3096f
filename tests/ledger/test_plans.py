"""Kept plans in a book: who may keep one, under which name, who sees it, and which is found."""

import json
from collections.abc import Callable

import pytest

from muster.core.errors import FaultyDataError, RefusedError, UnknownSubjectError
from muster.core.keeping import Audience, Marking
from muster.core.plans import KeptPlan
from muster.ledger.drafting import remarking
from muster.ledger.entries import Draft, Entry
from muster.ledger.plans import check_new_name, kept_last, kept_under
from muster.ledger.snapshot import Snapshot
from tests.builders import BY, Desk, day, draft, kept, relief, undo
from tests.ledger.test_visible import VIEWERS

ALONE = "mark it for the secretariat alone: what may be published of a plan is a release"


def faults(desk: Desk, *drafts: Draft, viewer: str = "secretariat") -> list[str]:
    with pytest.raises(FaultyDataError) as refused:
        desk.put(*drafts, viewer=desk.viewer(viewer))
    return [f"{problem.name} | {problem}" for problem in refused.value.problems]


def marked(given: Draft, *audiences: str) -> Draft:
    return Draft(given.kind, given.subject, given.record, marking=audiences)


# ---- recording


def test_a_kept_plan_is_for_the_secretariat_alone() -> None:
    desk = relief()
    desk.put(draft("member", "FJI", name="Fiji", form="nation", marking=("public",)))
    assert desk.one(kept("P1", ("C1", "L1", 5))).audiences == ("secretariat",)
    assert desk.one(marked(kept("P2"), Audience.SECRETARIAT)).audiences == ("secretariat",)
    who = [name for name in VIEWERS if any(entry.kind == "plan" for entry in desk.seen(name))]
    assert who == ["secretariat", "auditor"]


@pytest.mark.parametrize(
    ("audiences", "whom"),
    [
        (("public",), "public"),
        (("coalition",), "coalition"),
        (("chair", "secretariat"), "chair, secretariat"),
        (("group:NATO",), "group:NATO"),
    ],
)
def test_a_plan_is_kept_for_nobody_else(audiences: tuple[str, ...], whom: str) -> None:
    desk = relief()
    told = f"a kept plan is for the secretariat alone, not for {whom}; {ALONE}"
    assert faults(desk, marked(kept("P1"), *audiences)) == [f"plan_shown | plan P1: {told}"]
    made = desk.one(kept("P1"))
    assert faults(desk, remarking(made, audiences)) == [f"plan_shown | entry {made.id}: {told}"]


def test_a_kept_plan_is_not_marked_for_those_concerned_either() -> None:
    desk = relief()
    made = desk.one(kept("P1"))
    told = f"a kept plan is for the secretariat alone, not for those whom it concerns; {ALONE}"
    for marking in (remarking(made, ()), Draft("marking", "P1", Marking(entry=made.id))):
        assert f"plan_shown | entry {made.id}: {told}" in faults(desk, marking)
    assert desk.one(remarking(made, ("secretariat",))).kind == "marking"


def test_only_who_sees_all_keeps_a_plan() -> None:
    desk = relief()
    told = "not_for_you | plan P1: only the secretariat and the auditor may keep a plan"
    assert faults(desk, kept("P1"), viewer="FRA") == [told]
    desk.put(kept("P1"))
    assert faults(desk, marked(kept("P1"), "public"), viewer="FRA") == [told]
    assert desk.one(kept("P2"), viewer=desk.viewer("auditor")).kind == "plan"


def test_a_name_is_given_once() -> None:
    desk = relief()
    made = desk.one(kept("P1"))
    told = f"a plan is kept as 'P1' already, by entry {made.id}; choose another name, or take that entry back first"
    assert faults(desk, kept("P1")) == [f"name_taken | plan P1: {told}"]
    corrected = Draft("plan", "P1", kept("P1").record, supersedes=made.id)
    assert faults(desk, corrected) == [f"name_taken | plan P1: {told}"]
    desk.put(undo(made, marking=("secretariat",)))
    assert desk.one(kept("P1")).subject == "P1"
    told = "another plan of the same batch has this name; choose another name"
    assert faults(desk, kept("P2"), kept("P3"), kept("P2")) == [f"name_taken | plan P2: {told}"]


def test_other_things_may_have_the_name_of_a_plan() -> None:
    desk = relief()
    desk.put(kept("C1"), kept("FRA"))
    assert desk.one(draft("contribution", "C1", words="ours")).kind == "contribution"
    assert desk.snapshot().ids("plan") == ("C1", "FRA")


def test_a_plan_is_kept_whole() -> None:
    whole = kept("P1").record.stated()
    for name in whole:
        part = Draft("plan", "P1", KeptPlan.model_validate({key: value for key, value in whole.items() if key != name}))
        assert faults(relief(), part) == [f"incomplete | plan P1: plan P1 lacks {name}"]


def test_what_a_plan_names_may_be_taken_back() -> None:
    desk = relief()
    desk.put(kept("P1", ("C1", "L1", 5)))
    target = next(entry for entry in desk.entries() if (entry.kind, entry.subject) == ("contribution", "C1"))
    assert desk.one(undo(target)).kind == "retraction"


# ---- who sees it


def test_a_plan_that_came_in_with_another_marking_is_seen_by_nobody_else() -> None:
    """The entries of another book are taken over as they are marked there."""
    other, desk = relief(), relief("2026-01-02")
    made = other.one(kept("P1"))
    there = [
        entry._replace(marking='["public"]', book="another") if entry.id == made.id else entry._replace(book="another")
        for entry in other.entries()
    ]
    taken = desk.ledger.take_over(there, BY)
    assert [entry.audiences for entry in taken if entry.kind == "plan"] == [("public",)]
    assert [name for name in VIEWERS[:6] if any(e.kind == "plan" for e in desk.seen(name))] == [
        "secretariat",
        "auditor",
    ]


def test_what_takes_a_plan_back_is_seen_by_nobody_else() -> None:
    desk = relief()
    desk.put(undo(desk.one(kept("P1")), marking=("public",)))
    assert not any(entry.subject == "P1" for entry in desk.seen("FRA"))


# ---- finding it


def names(found: Callable[[Snapshot], object], desk: Desk) -> str:
    with pytest.raises((UnknownSubjectError, RefusedError)) as refused:
        found(desk.snapshot())
    return str(refused.value)


def test_a_plan_is_found_by_its_name() -> None:
    desk = relief()
    made = desk.one(kept("SUMMER"))
    assert kept_under(desk.snapshot(), "SUMMER").entry == made
    assert names(lambda snapshot: kept_under(snapshot, "SUMER"), desk) == "unknown plan 'SUMER'; did you mean SUMMER?"
    assert names(lambda snapshot: kept_under(snapshot, "C1"), desk) == "unknown plan 'C1'"
    desk.put(undo(made))
    assert names(lambda snapshot: kept_under(snapshot, "SUMMER"), desk) == "unknown plan 'SUMMER'"


def test_of_those_that_plan_a_day_the_one_kept_last_is_found() -> None:
    desk = relief()
    first = desk.one(kept("B", first="2026-03-01", last="2026-06-30"))
    second = desk.one(kept("A", first="2026-05-01", last="2026-08-31"))
    desk.put(kept("C", first="2027-01-01", last="2027-12-31"))
    snapshot = desk.snapshot()
    found = {text: kept_last(snapshot, day(text)) for text in ("2026-02-28", "2026-03-01", "2026-06-30", "2026-09-01")}
    assert {text: one and one.entry for text, one in found.items()} == {
        "2026-02-28": None,
        "2026-03-01": first,
        "2026-06-30": second,
        "2026-09-01": None,
    }
    assert kept_last(desk.snapshot(viewer="FRA"), day("2026-05-01")) is None


@pytest.mark.parametrize("payload", [None, '{"v":1}'])
def test_a_plan_that_can_no_longer_be_read_is_not_found(payload: str | None) -> None:
    desk = relief()
    made = desk.one(kept("P1"))
    changed: list[Entry] = [e._replace(payload=payload) if e.id == made.id else e for e in desk.entries()]
    snapshot = Snapshot(changed, desk.time[0])
    assert kept_last(snapshot, day("2026-05-01")) is None
    with pytest.raises(RefusedError) as refused:
        kept_under(snapshot, "P1")
    assert str(refused.value) == ("the plan kept as 'P1' can no longer be read: its entry is redacted, or not whole")
    with pytest.raises(RefusedError, match=r"^a plan is kept as 'P1' already"):
        check_new_name(snapshot, "P1")


def test_a_new_name_is_an_id_that_no_plan_has() -> None:
    desk = relief()
    made = desk.one(kept("P1"))
    check_new_name(desk.snapshot(), "P2")
    check_new_name(desk.snapshot(), "C1")
    assert names(lambda snapshot: check_new_name(snapshot, "a b"), desk) == (
        "'a b' is no id; use letters, digits and _ . : / + -, at most 80"
    )
    assert names(lambda snapshot: check_new_name(snapshot, "P1"), desk) == (
        f"a plan is kept as 'P1' already, by entry {made.id}; choose another name, or take that entry back first"
    )
    assert json.loads(made.payload or "")["assignments"] == []
