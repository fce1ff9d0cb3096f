"""What each viewer sees of a book, and what never reaches it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from muster.core.contributions import Caveat, Contribution
from muster.core.errors import UnknownSubjectError
from muster.core.operations import Meeting
from muster.core.statements import Statement
from muster.ledger.drafting import remarking, retractions
from muster.ledger.entries import Draft, Entry, Origin
from muster.ledger.visible import markings_in_force, real_ids, seen_by, visible, written_as_seen
from tests.builders import BY, Desk, book, cap, day, draft, exactly, relief, step, undo

VIEWERS = ("secretariat", "auditor", "requester", "chair", "public", "FRA", "DEU", "FJI")
"""FRA gives C1; DEU is another member, of the group NATO today; FJI was in it until yesterday."""


def coalition(**contribution: Any) -> Desk:
    """Three members, whom everybody sees, and C1 of FRA."""
    desk = book("2026-01-20")
    desk.put(
        *(draft("member", name, name=name, form="nation", marking=("public",)) for name in ("FRA", "DEU", "FJI")),
        draft("membership", "DEU", "2026-01-20", group="NATO"),
        draft("membership", "FJI", "2026-01-01", "2026-01-19", group="NATO"),
        draft("contribution", "C1", member="FRA", **contribution),
    )
    return desk


def who_sees(desk: Desk, kind: str, subject: str) -> str:
    return " ".join(name for name in VIEWERS if any((e.kind, e.subject) == (kind, subject) for e in desk.seen(name)))


# ---- every audience beside every viewer


MARKINGS = [
    ((), "secretariat auditor FRA"),
    (("secretariat",), "secretariat auditor"),
    (("public",), "secretariat auditor requester chair public FRA DEU FJI"),
    (("coalition",), "secretariat auditor requester chair FRA DEU FJI"),
    (("members",), "secretariat auditor FRA DEU FJI"),
    (("requester",), "secretariat auditor requester FRA"),
    (("chair",), "secretariat auditor chair FRA"),
    (("group:NATO",), "secretariat auditor FRA DEU"),
    (("group:EU",), "secretariat auditor FRA"),
    (("secretariat", "chair"), "secretariat auditor chair FRA"),
    (("chair", "requester"), "secretariat auditor requester chair FRA"),
]
every_marking = pytest.mark.parametrize(
    ("marking", "expected"), MARKINGS, ids=[" ".join(m) or "none" for m, _ in MARKINGS]
)


@every_marking
def test_who_sees_a_contribution(marking: tuple[str, ...], expected: str) -> None:
    assert who_sees(coalition(marking=marking), "contribution", "C1") == expected


@every_marking
def test_who_sees_what_was_marked_anew(marking: tuple[str, ...], expected: str) -> None:
    desk = coalition(marking=("chair",))
    entry = next(entry for entry in desk.entries() if entry.subject == "C1")
    desk.put(Draft("marking", "C1", remarking(entry, marking).record))
    assert who_sees(desk, "contribution", "C1") == expected


def test_the_last_marking_counts() -> None:
    desk = coalition()
    entry = next(entry for entry in desk.entries() if entry.subject == "C1")
    assert markings_in_force(desk.entries()) == {}
    desk.put(remarking(entry, ["public"]))
    desk.put(remarking(entry, ["chair"]))
    assert markings_in_force(desk.entries()) == {entry.id: ("chair",)}
    assert who_sees(desk, "contribution", "C1") == "secretariat auditor chair FRA"


def test_the_marking_in_force_now_decides_whatever_is_known() -> None:
    desk = coalition(marking=("public",))
    entry = next(entry for entry in desk.entries() if entry.subject == "C1")
    assert desk.snapshot("2026-01-20", "public").ids("contribution") == ("C1",)
    desk.at("2026-02-01").put(remarking(entry, ["chair"]))
    assert desk.snapshot("2026-01-20", "public").ids("contribution") == ()
    desk.at("2026-02-02").put(remarking(entry, ["public"]))
    assert desk.snapshot("2026-01-20", "public").ids("contribution") == ("C1",)


def test_a_group_is_that_of_today() -> None:
    desk = coalition(marking=("group:NATO",))
    assert [sorted(desk.viewer(name).groups) for name in ("DEU", "FJI")] == [["NATO"], []]
    desk.at("2026-01-19")
    assert [sorted(desk.viewer(name).groups) for name in ("DEU", "FJI")] == [[], ["NATO"]]


# ---- who looks


@pytest.mark.parametrize("name", VIEWERS)
def test_a_viewer_is_a_role_or_a_member(name: str) -> None:
    viewer = coalition().viewer(name)
    assert (viewer.name, viewer.member) == (name, name if name.isupper() else None)


@pytest.mark.parametrize("name", ["USA", "anna", "C1", ""])
def test_nobody_else_looks(name: str) -> None:
    with pytest.raises(UnknownSubjectError) as refused:
        coalition().viewer(name)
    assert str(refused.value) == f"unknown viewer {name!r}"


def test_a_member_taken_back_looks_no_more() -> None:
    desk = coalition()
    fiji = [entry for entry in desk.entries() if entry.subject == "FJI"]
    desk.put(*(undo(entry) for entry in reversed(fiji)))
    with pytest.raises(UnknownSubjectError):
        desk.viewer("FJI")


@pytest.mark.parametrize("name", ["secretariat", "auditor"])
def test_the_secretariat_and_the_auditor_see_everything_as_it_is(name: str) -> None:
    desk = coalition()
    desk.put(undo(desk.one(draft("place", "p", name="P", marking=("secretariat",)))))
    desk.ledger.redact(desk.one(draft("place", "q", name="Q")).id, BY, "why")
    assert list(desk.seen(name)) == list(desk.entries())
    assert real_ids(desk.entries(), desk.viewer(name)) == {entry.id: entry.id for entry in desk.entries()}


# ---- the member concerned


CONCERNED: dict[str, tuple[Draft, str]] = {
    "the member itself": (draft("member", "FRA", note="n"), "secretariat auditor FRA"),
    "its membership": (draft("membership", "FRA", group="EU"), "secretariat auditor FRA"),
    "its key": (draft("key", "FRA", key="gdp", value=1, unit="USD"), "secretariat auditor FRA"),
    "its contribution": (draft("contribution", "C1", note="n"), "secretariat auditor FRA"),
    "a step": (step("C1", "pledged", "2026-01-20", 1), "secretariat auditor FRA"),
    "a cap": (cap("C1", "ended", "2026-02-01"), "secretariat auditor FRA"),
    "an instalment": (draft("instalment", "C1", due="2026", quantity=exactly(1)), "secretariat auditor FRA"),
    "a verification": (draft("verification", "C1", by="x"), "secretariat auditor FRA"),
    "a caveat": (draft("caveat", "x", contribution="C1", words="w"), "secretariat auditor FRA"),
    "a declared caveat": (draft("caveat", "x", contribution="C1", words="w", declared=True), "secretariat auditor FRA"),
    "an undeclared caveat": (draft("caveat", "x", contribution="C1", words="w", declared=False), "secretariat auditor"),
    "a condition": (draft("condition", "x", contribution="C1", words="w"), "secretariat auditor FRA"),
    "an assignment": (draft("assignment", "x", contribution="C1", line="L1"), "secretariat auditor FRA"),
    "its statement": (draft("statement", "x", said_on="2026", member="FRA"), "secretariat auditor FRA"),
    "its inventory": (draft("inventory", "x", member="FRA", capability="c"), "secretariat auditor FRA"),
    "its person": (draft("person", "x", name="X", member="FRA"), "secretariat auditor FRA"),
    "a total of it": (
        draft("assertion", "x", states="s", quantity=exactly(1), day="2026", member="FRA"),
        "secretariat auditor FRA",
    ),
    "another's statement": (draft("statement", "x", said_on="2026", member="DEU"), "secretariat auditor DEU"),
    "nobody's statement": (draft("statement", "x", said_on="2026"), "secretariat auditor"),
    "a place": (draft("place", "x", name="P"), "secretariat auditor"),
}


@pytest.mark.parametrize(("given", "expected"), CONCERNED.values(), ids=CONCERNED)
def test_the_member_concerned_sees(given: Draft, expected: str) -> None:
    desk = coalition(marking=("members",))
    made = desk.one(given)
    seen = [name for name in VIEWERS if made.id in {entry.id for entry in seen_by(desk.entries(), desk.viewer(name))}]
    assert " ".join(seen) == expected


def test_what_is_for_the_secretariat_alone_the_member_concerned_does_not_see() -> None:
    desk = coalition()
    desk.put(draft("contribution", "C1", "2026-02-01", note="our own analysis", marking=("secretariat",)))
    assert [entry.kind for entry in desk.seen("FRA") if entry.subject == "C1"] == ["contribution"]
    thing = desk.snapshot(viewer="FRA").thing(Contribution, "C1", day("2026-03-01"))
    assert thing is not None
    assert thing.note is None


def test_a_contribution_put_down_to_the_wrong_member_is_shown_to_the_right_one() -> None:
    desk = coalition()
    first = next(entry for entry in desk.entries() if entry.subject == "C1")
    wrong = desk.one(draft("contribution", "C1", member="DEU", supersedes=first.id))
    desk.put(undo(wrong))
    desk.put(step("C1", "pledged", "2026-01-20", 1))
    assert who_sees(desk, "step", "C1") == "secretariat auditor FRA"


def test_a_contribution_handed_over_is_the_new_member_s_from_there_on() -> None:
    desk = coalition()
    desk.put(step("C1", "pledged", "2026-01-20", 1))
    first = next(entry for entry in desk.entries() if entry.subject == "C1")
    desk.put(draft("contribution", "C1", member="DEU", supersedes=first.id))
    desk.put(cap("C1", "ended", "2026-02-01"))
    assert who_sees(desk, "step", "C1") == "secretariat auditor FRA DEU"
    assert who_sees(desk, "cap", "C1") == "secretariat auditor DEU"


def test_what_was_taken_back_stays_readable_for_the_member_concerned() -> None:
    desk = coalition()
    first = next(entry for entry in desk.entries() if entry.subject == "C1")
    desk.put(undo(first))
    assert [entry.kind for entry in desk.seen("FRA") if entry.subject == "C1"] == ["contribution", "retraction"]
    assert desk.snapshot(viewer="FRA").ids("contribution") == ()
    assert who_sees(desk, "contribution", "C1") == "secretariat auditor FRA"


# ---- what rests on something hidden


def test_a_step_of_a_hidden_contribution_is_hidden() -> None:
    desk = coalition(marking=("secretariat",))
    desk.put(step("C1", "pledged", "2026-01-20", 1, marking=("public",)))
    assert who_sees(desk, "step", "C1") == "secretariat auditor"


def test_the_retraction_of_a_hidden_entry_is_hidden() -> None:
    desk = coalition(marking=("secretariat",))
    pledge = desk.one(step("C1", "pledged", "2026-01-20", 1, marking=("public",)))
    (gone,) = desk.put(*retractions([pledge], desk.entries()))
    assert gone.audiences == ("public",)
    desk.put(*retractions([gone], desk.entries()))
    assert who_sees(desk, "retraction", "C1") == "secretariat auditor"


def test_a_retraction_is_seen_by_those_who_saw_what_it_takes_back() -> None:
    desk = coalition()
    pledge = desk.one(step("C1", "pledged", "2026-01-20", 1, marking=("members",)))
    germany = desk.one(draft("member", "DEU", "2026-02-01", note="n", marking=("members",)))
    desk.put(*retractions([pledge, germany], desk.entries()))
    assert who_sees(desk, "retraction", "C1") == "secretariat auditor FRA"
    assert who_sees(desk, "retraction", "DEU") == "secretariat auditor FRA DEU FJI"
    seen = desk.seen("FJI")
    (gone,) = (entry for entry in seen if entry.kind == "retraction")
    (target,) = (entry for entry in seen if entry.id == gone.supersedes)
    assert (target.kind, target.subject, target.valid_from) == ("member", "DEU", "2026-02-01")


def test_markings_and_redactions_reach_no_other_viewer() -> None:
    desk = coalition(marking=("public",))
    entry = next(entry for entry in desk.entries() if entry.subject == "C1")
    desk.put(Draft("marking", "C1", remarking(entry, ["public"]).record, marking=("public",)))
    desk.ledger.redact(entry.id, BY, "a spillage")
    for name in VIEWERS[2:]:
        assert {entry.kind for entry in desk.seen(name)} & {"marking", "redaction"} == set()
    (left,) = (entry for entry in desk.seen("public") if entry.subject == "C1")
    assert left.redacted


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (draft("contribution", "C2", member="DEU", operation="OP", words="w"), {"member": "DEU", "words": "w"}),
        (
            draft("contribution", "C2", member="FRA", bridge={"line": "L9", "until": "2026"}),
            {"member": "FRA", "bridge": {"until": "2026"}},
        ),
        (
            draft("caveat", "V", contribution="C1", words="w", places=["gao", "kidal"]),
            {"words": "w", "places": ["gao"]},
        ),
        (draft("caveat", "V", contribution="C1", words="w", places=["kidal"]), {"words": "w"}),
        (draft("caveat", "V", contribution="C1", words="w", places=[]), {"words": "w", "places": []}),
        (draft("meeting", "M", name="M", day="2026", convener=None), {"name": "M", "day": "2026", "convener": None}),
        (draft("rate", "R", currency="USD", base="EUR", value=1, measured="2026"), {"currency": "USD"}),
    ],
    ids=["one", "inner", "one of a list", "all of a list", "an empty list", "none given", "no references"],
)
def test_a_reference_to_something_hidden_reads_as_absent(given: Draft, read: dict[str, Any]) -> None:
    desk = coalition(marking=("secretariat",))
    desk.put(
        draft("operation", "OP", name="Secret", form="mission"),
        draft("place", "gao", name="Gao", marking=("public",)),
        draft("place", "kidal", name="Kidal"),
    )
    desk.put(Draft(given.kind, given.subject, given.record, marking=("public",)))
    (seen,) = (entry for entry in desk.seen("public") if entry.subject == given.subject)
    payload = json.loads(seen.payload or "")
    assert {key: value for key, value in payload.items() if key != "v"} == read or read.items() <= payload.items()
    assert payload["v"] == 1
    assert not {"OP", "kidal", "L9", "C1"} & set(json.dumps(payload).split('"'))


def test_the_version_of_an_entry_tells_nothing_of_what_is_hidden_in_it() -> None:
    desk = coalition()
    stated: dict[str, Any] = {"name": "Hold", "operation": "OP", "order": 2}
    desk.put(
        draft("operation", "OP", name="Relief", form="mission", marking=("public",)),
        draft("phase", "TAKE", name="Take", operation="OP", order=1),
        draft("phase", "HOLD", **stated, after="TAKE", marking=("public",)),
        draft("phase", "REBUILD", **stated, after="TAKE", lasts_days=9, marking=("public",)),
    )
    seen = {entry.subject: entry for entry in desk.seen("public") if entry.kind == "phase"}
    assert {name: json.loads(entry.payload or "") for name, entry in seen.items()} == {
        "HOLD": {**stated, "v": 1},
        "REBUILD": {**stated, "lasts_days": 9, "v": 2},
    }


def test_a_hidden_statement_author_or_speaker_reads_as_absent() -> None:
    desk = coalition(marking=("public",))
    desk.put(draft("statement", "s1", said_on="2026"), draft("person", "bruno", name="Bruno"))
    desk.put(draft("place", "p", name="P", statement="s1", on_behalf_of="bruno", marking=("public",)))
    (seen,) = (entry for entry in desk.seen("public") if entry.subject == "p")
    assert (seen.statement, seen.recorded_by, seen.on_behalf_of) == (None, "", None)
    for entry in list(desk.entries()):
        if entry.subject in ("s1", "bruno", "anna"):
            desk.put(remarking(entry, ["public"]))
    (seen,) = (entry for entry in desk.seen("public") if entry.subject == "p")
    assert (seen.statement, seen.recorded_by, seen.on_behalf_of) == ("s1", "anna", "bruno")


def test_who_comes_later_under_the_id_of_a_hidden_person_is_somebody_else() -> None:
    desk = coalition()
    desk.put(draft("person", "dora", name="Dora"))
    place = draft("place", "p", name="P", on_behalf_of="dora", marking=("public",))
    desk.put(place, by="dora")
    desk.at("2026-01-21").put(draft("person", "dora", name="Theodora", marking=("public",)))
    desk.put(place, by="dora")
    people = [(entry.recorded_by, entry.on_behalf_of) for entry in desk.seen("public") if entry.subject == "p"]
    assert people == [("", None), ("dora", "dora")]
    judged = [entry.recorded_by for entry in seen_by(desk.entries(), desk.viewer("public")) if entry.subject == "p"]
    assert judged == ["", "dora"]


# ---- what never reaches a viewer


def mixed() -> Desk:
    """A book in which the public sees every second entry, one of them correcting another, one taken over."""
    desk = coalition(marking=("public",))
    first = desk.one(draft("place", "p", name="Gaoo", marking=("public",)))
    desk.put(draft("place", "hidden", name="H"))
    desk.put(draft("place", "p", name="Gao", marking=("public",), supersedes=first.id))
    desk.put(draft("place", "hidden", "2026-02-01", name="H"), draft("place", "q", name="Q", marking=("public",)))
    other = book("2026-01-01", seed=7)
    other.put(draft("place", "r", name="R", marking=("public",)))
    desk.ledger.take_over(other.entries(), BY)
    return desk


def test_positions_count_what_a_viewer_sees() -> None:
    seen = mixed().seen("public")
    assert [entry.seq for entry in seen] == list(range(1, len(seen) + 1))
    assert [entry.subject for entry in seen] == ["book", "FRA", "DEU", "FJI", "C1", "p", "p", "q", "r"]


@pytest.mark.parametrize("name", VIEWERS[2:])
def test_no_hash_salt_origin_marking_or_id_of_the_book_leaves_it(name: str) -> None:
    desk = mixed()
    real = {entry.id for entry in desk.entries()}
    seen = desk.seen(name)
    assert seen
    for entry in seen:
        assert (entry.salt, entry.payload_digest, entry.hash, entry.origin, entry.marking) == (None, "", "", None, "[]")
    assert real & {entry.id for entry in seen} == set()
    assert real & {entry.supersedes for entry in seen} == set()
    assert len({entry.id for entry in seen}) == len(seen)
    assert all(len(entry.id) == 16 and entry.id == entry.id.lower() for entry in seen)


def test_what_a_viewer_corrects_keeps_its_meaning() -> None:
    seen = mixed().seen("public")
    first, second = (entry for entry in seen if entry.subject == "p")
    assert (first.supersedes, second.supersedes) == (None, first.id)
    assert mixed().snapshot(viewer="public").find(second.id) is not None


def test_the_ids_of_a_viewer_lead_to_those_of_the_book() -> None:
    desk = mixed()
    real = real_ids(desk.entries(), desk.viewer("public"))
    by_id = {entry.id: entry for entry in desk.entries()}
    for entry in desk.seen("public"):
        there = by_id[real[entry.id]]
        assert (there.kind, there.subject, there.payload) == (entry.kind, entry.subject, entry.payload)
    assert len(real) == len(desk.seen("public"))


def test_an_id_noted_on_paper_stays_that_entry_s_id() -> None:
    """It is made of the book, the instant, the kind, the subject, the days and the number among those alike."""
    desk = coalition()
    whole = draft("place", "p", "2026-02-01", "2026-02-28", name="P", marking=("public",))
    alike = draft("place", "p", name="P", marking=("public",))
    desk.put(whole, alike)
    desk.at("2026-01-21").put(alike, alike)
    assert [entry.id for entry in desk.seen("public") if entry.subject == "p"] == [
        "lciw7nqqq54dskw3",
        "ytcopzpyiboc7rux",
        "xqiltxazcazxjww7",
        "y2t3kd4eqyqfvo4k",
    ]


def test_what_a_viewer_sees_names_nothing_hidden_even_where_its_writing_is_judged() -> None:
    desk = coalition()
    hidden = desk.one(draft("place", "p", name="Gaoo", marking=("secretariat",)))
    desk.put(draft("place", "p", name="Gao", marking=("public",), supersedes=hidden.id))
    (judged,) = [entry for entry in seen_by(desk.entries(), desk.viewer("public")) if entry.subject == "p"]
    assert judged.supersedes is None


# ---- what a viewer has just written


def of_france(desk: Desk, *drafts: Draft) -> list[dict[str, Any]]:
    """What marie of FRA is shown of what she has just recorded."""
    desk.put(draft("person", "marie", name="Marie", member="FRA"))
    written = desk.put(*drafts, by="marie", viewer=desk.viewer("FRA"))
    return [entry._asdict() for entry in written_as_seen(written, desk.entries(), desk.viewer("FRA"))]


def test_who_writes_is_shown_it_as_it_is_seen() -> None:
    desk = coalition()
    (shown,) = of_france(desk, step("C1", "pledged", "2026-01-20", 1))
    assert shown == desk.seen("FRA")[-1]._asdict()
    assert (shown["recorded_by"], shown["hash"]) == ("marie", "")


def test_who_writes_what_it_may_not_see_is_shown_its_own_words_and_nothing_of_the_book() -> None:
    desk = coalition()
    taken_over = Origin("b", "e", "ab" * 32)
    (shown,) = of_france(desk, draft("place", "p", name="Port", origin=taken_over, marking=("secretariat",)))
    assert shown == {
        "seq": 0,
        "id": "",
        "book": desk.entries()[0].book,
        "recorded_at": desk.entries()[-1].recorded_at,
        "recorded_by": "marie",
        "on_behalf_of": None,
        "valid_from": None,
        "valid_to": None,
        "marking": "[]",
        "statement": None,
        "supersedes": None,
        "origin": None,
        "kind": "place",
        "subject": "p",
        "payload": '{"name":"Port","v":1}',
        "salt": None,
        "payload_digest": "",
        "hash": "",
    }


def test_who_marks_anew_is_shown_no_id_of_the_book() -> None:
    desk = coalition()
    desk.put(draft("person", "marie", name="Marie", member="FRA"))
    pledge = desk.one(step("C1", "pledged", "2026-01-20", 1), by="marie")
    (marked,) = desk.put(remarking(pledge, ["members"]), by="marie")
    corrected = desk.one(draft("place", "p", name="P", marking=("secretariat",)))
    (fixed,) = desk.put(draft("place", "p", name="Q", marking=("secretariat",), supersedes=corrected.id))
    shown = written_as_seen([marked, fixed], desk.entries(), desk.viewer("FRA"))
    assert [(one.kind, one.payload, one.supersedes) for one in shown] == [
        ("marking", None, None),
        ("place", '{"name":"Q","v":1}', None),
    ]


def test_the_secretariat_is_shown_what_it_wrote_as_it_is() -> None:
    desk = coalition()
    written = desk.put(draft("place", "p", name="P"))
    assert written_as_seen(written, desk.entries(), desk.viewer("secretariat")) == written


def hide_more(desk: Desk) -> None:
    desk.put(draft("place", "secret", name="S"), draft("contribution", "C9", member="DEU", marking=("secretariat",)))


@pytest.mark.parametrize("name", ["requester", "chair", "public", "FRA", "FJI"])
@pytest.mark.parametrize("hide", [lambda _: None, hide_more], ids=["nothing hidden", "more hidden"])
def test_two_books_that_agree_on_what_a_viewer_sees_look_the_same(name: str, hide: Callable[[Desk], None]) -> None:
    """The law in small; tests/law holds it in full."""

    def made(hide: Callable[[Desk], None]) -> tuple[Entry, ...]:
        desk = coalition(marking=("public",))
        hide(desk)
        desk.put(draft("place", "p", name="P", marking=("public",)))
        hide(desk)
        desk.put(draft("caveat", "V", contribution="C1", words="w", marking=("public",)))
        return desk.seen(name)

    assert made(hide) == made(lambda _: None)


def test_of_two_alike_each_has_an_id_of_its_own() -> None:
    desk = coalition()
    desk.put(*(draft("place", "p", name="P", marking=("public",)) for _ in range(3)))
    assert len({entry.id for entry in desk.seen("public") if entry.subject == "p"}) == 3


# ---- on a viewer's snapshot


def test_a_snapshot_holds_visible_entries_only() -> None:
    desk = coalition()
    desk.put(draft("caveat", "V", contribution="C1", words="w", declared=False))
    desk.put(
        draft("statement", "s1", said_on="2026"), draft("meeting", "M", name="M", day="2026", marking=("coalition",))
    )
    france, germany = desk.snapshot(viewer="FRA"), desk.snapshot(viewer="DEU")
    on = day("2026-01-20")
    assert (france.ids("contribution"), germany.ids("contribution")) == (("C1",), ())
    assert (france.things(Caveat, on), france.things(Statement, on)) == ({}, {})
    assert list(germany.things(Meeting, on)) == ["M"]
    assert visible(desk.entries(), desk.viewer("FRA")) == france.entries


def test_kinds_this_muster_does_not_know_reach_no_viewer() -> None:
    desk = relief()
    foreign = desk.entries()[-1]._replace(id="f", kind="incident", marking='["public"]')
    entries = [*desk.entries(), foreign]
    assert foreign.id not in {entry.id for entry in seen_by(entries, desk.viewer("FRA"))}
    assert list(visible(entries, desk.viewer("secretariat"))) == entries
