"""Drafts about entries already in the book."""

from dataclasses import replace

import pytest

from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.keeping import Marking, Retraction
from muster.ledger.drafting import changed, named_entries, remarking, retractions, under_real_ids
from muster.ledger.visible import real_ids
from tests.builders import Desk, book, draft, relief, step


def five_places() -> Desk:
    desk = book()
    for name in "abcde":
        desk.put(draft("place", name, name=name.upper(), marking=("secretariat",) if name == "c" else ("coalition",)))
    return desk


def chosen(desk: Desk, *names: str, viewer: str = "secretariat") -> str:
    """The places that names choose; each name is written with the places' letters, as the viewer knows them."""
    real = real_ids(desk.entries(), desk.viewer(viewer))
    letter = {entry.subject: own for own, known in real.items() for entry in desk.entries() if entry.id == known}
    spelt = ["..".join(letter.get(part, part) for part in name.split("..")) for name in names]
    return "".join(entry.subject for entry in named_entries(desk.entries(), spelt, real))


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["b"], "b"),
        (["d", "b"], "bd"),
        (["b", "b"], "b"),
        (["b..d"], "bcd"),
        (["b..b"], "b"),
        (["d..e", "a..b", "b"], "abde"),
        ([], ""),
    ],
    ids=str,
)
def test_entries_are_named_one_by_one_or_as_a_run(names: list[str], places: str) -> None:
    assert chosen(five_places(), *names) == places


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    desk = five_places()
    ids = {entry.subject: entry.id for entry in desk.entries()}
    with pytest.raises(RefusedError) as caught:
        chosen(desk, "d..b")
    assert str(caught.value) == f"{ids['d']}..{ids['b']} runs backwards; write {ids['b']}..{ids['d']}"


def test_a_run_leaves_out_what_a_viewer_does_not_see() -> None:
    assert chosen(five_places(), "b..d", viewer="chair") == "bd"


@pytest.mark.parametrize("name", ["zzz", "zzz..a", "a..zzz", "", ".."])
def test_an_entry_that_is_not_there_is_unknown(name: str) -> None:
    desk = five_places()
    letter = desk.entries()[2].id
    spelt = "..".join(letter if part == "a" else part for part in name.split(".."))
    with pytest.raises(UnknownSubjectError) as refused:
        named_entries(desk.entries(), [spelt], real_ids(desk.entries(), desk.viewer("secretariat")))
    assert str(refused.value) == f"unknown entry {spelt!r}"


def test_an_entry_a_viewer_does_not_see_is_unknown_by_any_name() -> None:
    desk = five_places()
    real = real_ids(desk.entries(), desk.viewer("chair"))
    for entry in desk.entries()[2:]:
        with pytest.raises(UnknownSubjectError):
            named_entries(desk.entries(), [entry.id], real)
    assert len(real) == 5


def test_entries_are_taken_back_from_the_last() -> None:
    desk = five_places()
    entries = desk.entries()[2:5]
    drafts = retractions(entries, desk.entries(), "a typing error")
    assert [one.supersedes for one in drafts] == [entry.id for entry in reversed(entries)]
    assert [one.subject for one in drafts] == ["c", "b", "a"]
    assert {one.kind for one in drafts} == {"retraction"}
    assert [one.record for one in drafts] == [Retraction(why="a typing error")] * 3
    assert retractions(entries[:1], desk.entries())[0].record == Retraction()
    assert retractions(entries[:1], desk.entries())[0].record.model_fields_set == set()


def test_a_retraction_is_seen_by_those_who_see_what_it_takes_back() -> None:
    desk = five_places()
    a, b, c = desk.entries()[2:5]
    desk.put(remarking(b, ["public", "chair"]))
    drafts = retractions([a, b, c], desk.entries())
    assert [one.marking for one in drafts] == [("secretariat",), ("chair", "public"), ("coalition",)]


def test_a_new_marking_is_for_the_secretariat() -> None:
    place = five_places().entries()[2]
    made = remarking(place, ["members", "chair", "chair"], consent="s1")
    assert (made.kind, made.subject, made.marking) == ("marking", "a", ("secretariat",))
    assert made.record == Marking(entry=place.id, audiences=("chair", "members"), consent="s1")
    assert made.supersedes is None
    with pytest.raises(RefusedError, match=r"^'all' is no audience; "):
        remarking(place, ["all"])


def test_what_a_viewer_corrects_has_its_real_id_and_still_corrects_its_own_batch() -> None:
    desk = relief()
    (said,) = desk.put(step("C1", "pledged", "2026-01-01", 10, marking=("coalition",)))
    (seen,) = [entry for entry in desk.seen("FRA") if entry.kind == "step"]
    own = step("C1", "pledged", "2026-01-01", 11, supersedes=seen.id)
    first = step("C1", "offered", "2026-01-01", 12)
    second = replace(step("C1", "offered", "2026-01-01", 13), corrects=first)
    found = under_real_ids([own, first, second], desk.entries(), desk.viewer("FRA"))
    assert [one.supersedes for one in found] == [said.id, None, None]
    assert found[2].corrects is found[1]
    elsewhere = replace(second, corrects=replace(first))
    (kept,) = changed([elsewhere], lambda one: one)
    assert kept.corrects is elsewhere.corrects
