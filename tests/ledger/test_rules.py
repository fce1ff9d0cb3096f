"""What may be recorded: every rule with its exact sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from muster.core.contributions import Contribution
from muster.core.errors import ConflictError, FaultyDataError, RefusedError, UnknownSubjectError
from muster.core.keeping import ClockForm, Marking
from muster.ledger.drafting import remarking
from muster.ledger.entries import Draft, Entry
from tests.builders import BY, Desk, book, cap, draft, exactly, relief, step, undo


def faults(desk: Desk, *drafts: Draft, by: str = BY, viewer: str = "secretariat") -> list[str]:
    """Each problem of a batch as ``name | where: sentence; mend``; nothing of it is recorded."""
    before = list(desk.entries())
    with pytest.raises(FaultyDataError) as refused:
        desk.put(*drafts, by=by, viewer=desk.viewer(viewer))
    assert list(desk.entries()) == before
    return [f"{problem.name} | {problem}" for problem in refused.value.problems]


def staffed() -> Desk:
    """The relief book with Bruno of FRA, whom FRA sees."""
    desk = relief()
    desk.put(draft("person", "bruno", name="Bruno", member="FRA"))
    return desk


def entry_of(desk: Desk, kind: str, subject: str) -> Entry:
    return next(entry for entry in desk.entries() if (entry.kind, entry.subject) == (kind, subject))


# ---- who and what


def test_only_a_person_of_the_book_records() -> None:
    assert faults(relief(), draft("member", "FJI", name="Fiji", form="nation"), by="carla") == [
        "unknown_author | the batch: 'carla' is no person in this book; record the person first"
    ]


def test_a_person_may_bring_itself() -> None:
    assert relief().one(draft("person", "carla", name="Carla"), by="carla").recorded_by == "carla"


@pytest.mark.parametrize("role", ["auditor", "chair", "public", "requester", "secretariat"])
def test_a_member_is_not_called_as_a_role(role: str) -> None:
    """Nobody could ask what that member sees."""
    assert faults(relief(), draft("member", role, name="Chairland", form="nation")) == [
        f"bad_id | member {role}: {role!r} is the name of a role; choose another id"
    ]


def test_a_subject_is_an_id() -> None:
    assert faults(relief(), draft("place", "a b", name="A")) == [
        "bad_id | place a b: 'a b' is no id; use letters, digits and _ . : / + -, at most 80"
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (step("C9", "pledged", "2026-01-01", 1), "step C9: there is no contribution 'C9'"),
        (draft("membership", "USA", group="NATO"), "membership USA: there is no member 'USA'"),
        (draft("place", "p", name="P", statement="s9"), "place p: there is no statement 's9'"),
        (draft("place", "p", name="P", on_behalf_of="carla"), "place p: there is no person 'carla'"),
        (draft("place", "p", name="P", supersedes="zzz"), "place p: there is no entry 'zzz'"),
        (draft("retraction", "p", supersedes="zzz"), "retraction p: there is no entry 'zzz'"),
        (draft("marking", "p", entry="zzz", audiences=["public"]), "marking p: there is no entry 'zzz'"),
    ],
    ids=["step", "membership", "statement", "person", "correction", "retraction", "marking"],
)
def test_what_a_draft_names_is_there(given: Draft, sentence: str) -> None:
    assert faults(relief(), given) == [f"unknown_reference | {sentence}"]


def test_what_the_batch_brings_is_there() -> None:
    made = relief().put(
        draft("step", "C2", "2026-01-01", word="pledged", statement="s1", on_behalf_of="carla"),
        draft("contribution", "C2", member="FRA"),
        draft("statement", "s1", said_on="2026-01-01"),
        draft("person", "carla", name="Carla"),
    )
    assert [entry.kind for entry in made] == ["step", "contribution", "statement", "person"]


def test_where_a_draft_was_read_is_said() -> None:
    assert faults(relief(), step("C9", "pledged", "2026-01-01", 1, where="steps.csv:2:id")) == [
        "unknown_reference | steps.csv:2:id: there is no contribution 'C9'"
    ]


def test_an_audience_exists() -> None:
    (fault,) = faults(relief(), draft("place", "p", name="P", marking=("everybody",)))
    assert fault.startswith("unknown_audience | place p: 'everybody' is no audience; write one of chair, ")


def test_a_marking_is_kept_in_order_and_once() -> None:
    made = relief().one(draft("place", "p", name="P", marking=("members", "chair", "members")))
    assert made.marking == '["chair","members"]'


# ---- what is required


def test_a_thing_is_complete_once_all_it_needs_was_said() -> None:
    desk = relief()
    assert faults(desk, draft("requirement", "L1", operation="OP")) == [
        "incomplete | requirement L1: requirement L1 lacks capability, level"
    ]
    assert faults(desk, draft("member", "FJI", name="Fiji", form=None, where="members.csv:2")) == [
        "incomplete | members.csv:2: member FJI lacks form"
    ]
    desk.put(
        draft("requirement", "L1", operation="OP"),
        draft("requirement", "L1", "2026-02-01", capability="trainers", level={"quantity": exactly(1)}),
    )
    assert desk.one(draft("requirement", "L1", "2026-03-01", note="n")).subject == "L1"


def test_what_a_part_needs_is_given_with_it() -> None:
    desk = relief()
    assert faults(desk, draft("step", "C1", "2026-01-01"), draft("instalment", "C1", due="2026")) == [
        "incomplete | step C1: word is missing",
        "incomplete | instalment C1: quantity is missing",
    ]


# ---- dates


def test_a_step_is_of_today_or_earlier() -> None:
    desk = relief("2026-01-20")
    assert faults(desk, step("C1", "in_place", "2026-01-21", 40)) == [
        (
            "future_step | step C1: a step of 2026-01-21 cannot be recorded on 2026-01-20; "
            "only caps may be dated ahead; an expected day is an estimated date"
        )
    ]
    assert desk.one(step("C1", "in_place", "2026-01-20", 40)).valid_from == "2026-01-20"


def test_a_step_has_a_day() -> None:
    assert faults(relief(), draft("step", "C1", word="pledged")) == [
        (
            "future_step | step C1: a step needs the day from which it holds; "
            "only caps may be dated ahead; an expected day is an estimated date"
        )
    ]


def test_a_statement_is_recorded_once_it_is_said() -> None:
    desk = relief("2026-01-20")
    mend = "record it once it is said; a plan has its own dates"
    assert faults(desk, draft("statement", "S1", said_on="2026-01-21"), draft("statement", "S2", said_on="2027")) == [
        f"future_statement | statement S1: said on 2026-01-21, it cannot be recorded on 2026-01-20; {mend}",
        f"future_statement | statement S2: said on 2027, it cannot be recorded on 2026-01-20; {mend}",
    ]
    assert desk.one(draft("statement", "S1", said_on="2026-01-20", public_on="2026-02")).subject == "S1"
    assert desk.one(draft("statement", "S2", said_on="2026")).subject == "S2"


def test_on_the_clock_of_sources_nothing_is_public_before_it_is_said_nor_in_days_to_come() -> None:
    desk = book("2026-01-20", ClockForm.SOURCES, at="2015-12-01T12:00")
    early = draft("statement", "S1", said_on="2016-01-21", public_on="2016-01-20")
    late = draft("statement", "S2", said_on="2016-01-21", public_on="2026-01-21")
    mend = "record it once it is said; a plan has its own dates"
    assert faults(desk, early, late) == [
        f"future_statement | statement S1: said on 2016-01-21, it cannot be recorded on 2016-01-20; {mend}",
        f"future_statement | statement S2: public on 2026-01-21, it cannot be recorded on 2026-01-20; {mend}",
    ]


def test_a_cap_may_be_dated_ahead() -> None:
    assert relief("2026-01-20").one(cap("C1", "ended", "2027-01-01")).valid_from == "2027-01-01"


# ---- correction


def test_what_takes_back_or_marks_an_entry_names_its_subject() -> None:
    desk = relief()
    target = entry_of(desk, "member", "FRA")
    marking = Marking(entry=target.id, audiences=("public",))
    for about in (draft("retraction", "DEU", supersedes=target.id), Draft("marking", "DEU", marking)):
        told = f"a {about.kind} of DEU cannot be about a member of FRA"
        assert f"other_subject | entry {target.id}: {told}" in faults(desk, about)


def test_a_correction_is_of_the_same_kind_and_subject() -> None:
    desk = relief()
    target = entry_of(desk, "member", "FRA")
    assert faults(desk, draft("member", "DEU", name="Germany", form="nation", supersedes=target.id)) == [
        "other_subject | member DEU: a member of DEU cannot correct a member of FRA"
    ]
    assert faults(desk, draft("key", "FRA", key="gdp", value=1, unit="USD", supersedes=target.id)) == [
        "other_subject | key FRA: a key of FRA cannot correct a member of FRA"
    ]


def test_only_what_stands_is_corrected() -> None:
    desk = relief()
    target = entry_of(desk, "member", "FRA")
    again = draft("member", "FRA", name="France", form="nation", supersedes=target.id)
    desk.put(again)
    assert faults(desk, again) == [f"not_standing | member FRA: entry {target.id} no longer stands"]


def test_one_batch_corrects_an_entry_once() -> None:
    desk = relief()
    target = entry_of(desk, "member", "FRA")
    again = [draft("member", "FRA", name=name, form="nation", supersedes=target.id) for name in ("A", "B")]
    assert faults(desk, *again) == [f"not_standing | member FRA: entry {target.id} no longer stands"]
    assert (
        faults(desk, again[0], undo(target))[0]
        == f"not_standing | entry {target.id}: entry {target.id} no longer stands"
    )


def test_a_draft_may_correct_one_before_it_in_the_batch() -> None:
    desk = relief()
    first = draft("place", "p", name="Gaoo")
    made = desk.put(first, draft_correcting("p", first))
    assert (made[0].supersedes, made[1].supersedes) == (None, made[0].id)
    assert [entry.id for entry in desk.snapshot().on("p") if desk.snapshot().stands(entry)] == [made[1].id]


def draft_correcting(subject: str, target: Draft, **more: str) -> Draft:
    plain = draft("place", subject, name="Gao", **more)
    return Draft(plain.kind, plain.subject, plain.record, supersedes=plain.supersedes, corrects=target)


def test_a_draft_corrects_no_other_and_none_after_it() -> None:
    desk = relief()
    first = draft("place", "p", name="Gaoo")
    sentence = "what it corrects is not recorded before it in the same batch"
    assert faults(desk, draft_correcting("p", first), first) == [f"nothing_to_correct | place p: {sentence}"]
    assert faults(desk, first, draft_correcting("q", first)) == [f"nothing_to_correct | place q: {sentence}"]
    assert faults(desk, draft_correcting("p", first)) == [f"nothing_to_correct | place p: {sentence}"]
    standing = desk.one(draft("place", "p", name="G"))
    both = draft_correcting("p", first, supersedes=standing.id)
    assert faults(desk, first, both) == [f"nothing_to_correct | place p: {sentence}"]


# ---- undo


def test_undo_is_refused_with_the_list_while_something_rests_on_it() -> None:
    desk = relief("2026-01-20")
    pledge = desk.one(step("C1", "pledged", "2026-01-01", 1))
    target = entry_of(desk, "contribution", "C1")
    assert faults(desk, undo(target)) == [
        f"rested_on | entry {target.id}: this rests on entry {target.id}: step C1 ({pledge.id}); take that back first"
    ]
    assert [entry.kind for entry in desk.put(undo(pledge), undo(target))] == ["retraction", "retraction"]


def test_the_list_is_cut_after_ten() -> None:
    desk = relief("2026-01-20")
    pledges = desk.put(*(step("C1", "pledged", "2026-01-01", number) for number in range(12)))
    target = entry_of(desk, "contribution", "C1")
    listed = ", ".join(f"step C1 ({entry.id})" for entry in pledges[:10])
    assert faults(desk, undo(target)) == [
        f"rested_on | entry {target.id}: this rests on entry {target.id}: {listed} and 2 more; take that back first"
    ]
    desk.put(undo(pledges[0]), undo(pledges[1]))
    listed = ", ".join(f"step C1 ({entry.id})" for entry in pledges[2:])
    assert faults(desk, undo(target))[0].endswith(f": {listed}; take that back first")


@pytest.mark.parametrize(
    ("kind", "subject", "resting"),
    [
        ("member", "FRA", draft("membership", "FRA", group="NATO")),
        ("member", "DEU", draft("contribution", "C2", member="DEU")),
        ("operation", "OP", draft("meeting", "M", name="M", day="2026", operations=["OP", "OP2"])),
        ("contribution", "C1", draft("caveat", "V", contribution="C1", words="w")),
        ("statement", "s1", draft("place", "p", name="P", statement="s1")),
        ("person", "bruno", draft("place", "p", name="P", on_behalf_of="bruno")),
        ("requirement", "L1", draft("contribution", "C2", member="DEU", bridge={"line": "L1"})),
    ],
    ids=["part", "field", "list", "thing", "statement", "person", "inner field"],
)
def test_what_rests_on_an_entry(kind: str, subject: str, resting: Draft) -> None:
    desk = relief()
    desk.put(
        draft("statement", "s1", said_on="2026-01-01"),
        draft("person", "bruno", name="Bruno"),
        draft("requirement", "L1", operation="OP", capability="trainers", level={"quantity": exactly(1)}),
    )
    made = desk.one(resting)
    target = entry_of(desk, kind, subject)
    (fault,) = faults(desk, undo(target))
    assert f"{resting.kind} {resting.subject} ({made.id})" in fault
    assert fault.startswith(f"rested_on | entry {target.id}: this rests on entry {target.id}: ")


def test_what_a_person_recorded_rests_on_it() -> None:
    desk = staffed()
    made = desk.one(draft("place", "p", name="P"), by="bruno")
    (fault,) = faults(desk, undo(entry_of(desk, "person", "bruno")))
    assert fault.endswith(f": place p ({made.id}); take that back first")


def test_what_says_no_more_of_a_thing_that_stays_is_taken_back() -> None:
    desk = relief("2026-01-20")
    desk.put(step("C1", "pledged", "2026-01-01", 1))
    change = desk.one(draft("contribution", "C1", "2026-02-01", note="n"))
    assert desk.one(undo(change)).supersedes == change.id


def test_a_correction_is_taken_back_though_something_rests_on_the_thing() -> None:
    desk = relief("2026-01-20")
    target = entry_of(desk, "contribution", "C1")
    desk.put(step("C1", "pledged", "2026-01-01", 1))
    correction = desk.one(draft("contribution", "C1", member="FRA", words="guards", supersedes=target.id))
    desk.put(undo(correction))
    assert desk.snapshot().stands(target)


def test_a_correction_and_what_it_corrected_are_taken_back_together() -> None:
    desk = relief()
    first = desk.one(draft("place", "p", name="Gaoo"))
    second = desk.one(draft("place", "p", name="Gao", supersedes=first.id))
    desk.put(undo(second), undo(first))
    assert desk.snapshot().ids("place") == ()


def test_nothing_is_taken_back_twice() -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    twice = f"not_standing | entry {place.id}: entry {place.id} no longer stands"
    assert faults(desk, undo(place), undo(place)) == [twice]
    desk.put(undo(place))
    assert faults(desk, undo(place)) == [twice]


def test_a_redacted_thing_names_nothing_that_rests_on_another() -> None:
    desk = relief()
    other = desk.one(draft("contribution", "C2", member="DEU"))
    desk.ledger.redact(other.id, BY, "a spillage")
    germany = entry_of(desk, "member", "DEU")
    assert desk.one(undo(germany)).supersedes == germany.id


@pytest.mark.parametrize("kind", ["book", "marking", "redaction"])
def test_what_cannot_be_taken_back(kind: str) -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    desk.put(remarking(place, ["public"]))
    desk.ledger.redact(place.id, BY, "a spillage")
    target = next(entry for entry in desk.entries() if entry.kind == kind)
    assert f"not_retractable | entry {target.id}: an entry of kind {kind} cannot be taken back" in faults(
        desk, undo(target)
    )


def test_a_retraction_can_be_taken_back() -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    desk.put(undo(desk.one(undo(place))))
    assert desk.snapshot().ids("place") == ("p",)


def test_undo_is_for_the_author_or_the_secretariat() -> None:
    desk = staffed()
    note = desk.one(draft("member", "FRA", note="n"))
    own = desk.one(draft("member", "FRA", note="own"), by="bruno")
    shown = {entry.seq: entry for entry in desk.seen("FRA")}
    (fault,) = faults(desk, undo(note), by="bruno", viewer="FRA")
    ids = {entry.id for entry in shown.values()}
    name = fault.split("entry ")[1].split(":")[0]
    assert fault == f"not_the_author | entry {name}: entry {name} was recorded by somebody else"
    assert name in ids
    assert note.id not in fault
    assert faults(desk, undo(own), viewer="auditor") == [
        f"not_the_author | entry {own.id}: entry {own.id} was recorded by somebody else"
    ]
    assert desk.one(undo(own), by="bruno", viewer=desk.viewer("FRA")).supersedes == own.id
    assert desk.one(undo(note), by="bruno").supersedes == note.id


def test_a_viewer_s_undo_conflicts_only_with_what_it_sees() -> None:
    desk = staffed()
    pledge = desk.one(draft("contribution", "C2", member="FRA"), by="bruno")
    desk.put(draft("caveat", "V", contribution="C2", words="w", declared=False))
    assert desk.one(undo(pledge), by="bruno", viewer=desk.viewer("FRA")).supersedes == pledge.id


# ---- unknown and not for you are one answer


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    "given",
    [
        lambda _: step("C2", "pledged", "2026-01-01", 1),
        lambda _: draft("caveat", "V", contribution="C1", words="w", statement="s2"),
        lambda _: draft("contribution", "C2", note="n"),
        lambda hidden: draft("retraction", "C2", supersedes=hidden),
        lambda hidden: draft("marking", "C2", entry=hidden, audiences=["public"]),
    ],
    ids=["step", "statement", "change", "undo", "marking"],
)
def test_what_is_hidden_is_unknown(given: Callable[[str], Draft], *, there: bool) -> None:
    desk = staffed()
    hidden = "zzz"
    if there:
        desk.put(draft("statement", "s2", said_on="2026-01-01"))
        hidden = desk.one(draft("contribution", "C2", member="DEU")).id
    (fault,) = faults(desk, given(hidden), by="bruno", viewer="FRA")
    assert fault.replace(hidden, "?") in {
        "unknown_reference | step C2: there is no contribution 'C2'",
        "unknown_reference | caveat V: there is no statement 's2'",
        "incomplete | contribution C2: contribution C2 lacks member",
        "unknown_reference | retraction C2: there is no entry '?'",
        "unknown_reference | marking C2: there is no entry '?'",
    }


# ---- markings


def test_a_marking_changes_by_its_originator() -> None:
    desk = staffed()
    own = desk.one(draft("place", "p", name="P"), by="bruno")
    for_bruno = desk.one(draft("place", "q", name="Q", on_behalf_of="bruno"))
    assert faults(desk, remarking(own, ["public"])) == [
        (
            f"not_the_originator | entry {own.id}: only bruno may change the marking of entry {own.id}; "
            "or name the statement in which they consent"
        )
    ]
    for entry in (own, for_bruno):
        assert desk.one(remarking(entry, ["public"]), by="bruno").payload == (
            f'{{"audiences":["public"],"consent":null,"entry":"{entry.id}","v":1}}'
        )
    assert desk.one(remarking(for_bruno, ["members"])).kind == "marking"


def test_a_marking_changes_with_the_originator_s_recorded_consent() -> None:
    desk = staffed()
    own = desk.one(draft("place", "p", name="P"), by="bruno")
    assert faults(desk, remarking(own, ["public"], consent="s1"))[0].startswith("not_the_originator | ")
    desk.put(draft("statement", "s1", said_on="2026-01-01"))
    assert desk.one(remarking(own, ["public"], consent="s1")).audiences == ("secretariat",)


def test_a_new_marking_has_audiences_that_exist() -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    (fault,) = faults(desk, draft("marking", "p", entry=place.id, audiences=["everybody"]))
    assert fault.startswith(f"unknown_audience | entry {place.id}: 'everybody' is no audience; ")
    assert faults(desk, draft("marking", "p", entry=place.id)) == [
        f"incomplete | entry {place.id}: audiences is missing"
    ]


def test_the_originator_is_not_named_to_one_who_may_not_know() -> None:
    desk = staffed()
    france = desk.one(draft("member", "FRA", note="n"))
    (fault,) = faults(desk, remarking(france, ["public"]), by="bruno", viewer="FRA")
    name = fault.split("entry ")[1].split(":")[0]
    assert fault == (
        f"not_the_originator | entry {name}: only its originator may change the marking of entry {name}; "
        "or name the statement in which they consent"
    )
    assert name in {entry.id for entry in desk.seen("FRA")}
    assert france.id not in fault


# ---- undeclared caveats


@pytest.mark.parametrize(
    ("fields", "marking", "kept"),
    [
        ({"declared": False}, (), '["secretariat"]'),
        ({"declared": True}, (), "[]"),
        ({}, (), "[]"),
        ({"declared": False}, ("requester",), '["requester"]'),
    ],
    ids=["undeclared", "declared", "not said", "marked"],
)
def test_an_undeclared_caveat_is_for_the_secretariat_alone(
    fields: dict[str, Any], marking: tuple[str, ...], kept: str
) -> None:
    made = relief().one(draft("caveat", "V", contribution="C1", words="w", marking=marking, **fields))
    assert made.marking == kept


def test_what_is_said_later_of_an_undeclared_caveat_is_too() -> None:
    desk = relief()
    made = desk.put(
        draft("caveat", "V", contribution="C1", words="w", declared=False),
        draft("caveat", "V", "2026-02-01", words="more"),
        draft("caveat", "W", contribution="C1", words="other"),
    )
    assert [entry.marking for entry in made] == ['["secretariat"]', '["secretariat"]', "[]"]
    assert desk.one(draft("caveat", "V", "2026-03-01", form="flight")).marking == '["secretariat"]'
    assert desk.one(draft("caveat", "V", "2026-04-01", declared=True)).marking == "[]"
    assert desk.one(draft("caveat", "V", "2026-05-01", form="duration")).marking == "[]"


# ---- redaction


def test_an_entry_is_redacted_once() -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    desk.ledger.redact(place.id, BY, "a spillage")
    with pytest.raises(RefusedError) as refused:
        desk.ledger.redact(place.id, BY, "again")
    assert str(refused.value) == f"entry {place.id} is already redacted"


@pytest.mark.parametrize("kind", ["book", "marking", "redaction"])
def test_what_keeps_the_book_readable_is_not_redacted(kind: str) -> None:
    desk = relief()
    place = desk.one(draft("place", "p", name="P"))
    desk.put(remarking(place, ["public"]))
    desk.ledger.redact(place.id, BY, "a spillage")
    target = next(entry for entry in desk.entries() if entry.kind == kind)
    with pytest.raises(RefusedError) as refused:
        desk.ledger.redact(target.id, BY, "why")
    assert str(refused.value) == f"an entry of kind {kind} cannot be redacted: the book would no longer be readable"


def test_what_is_not_there_is_not_redacted() -> None:
    with pytest.raises(UnknownSubjectError, match=r"^unknown entry 'zzz'$"):
        relief().ledger.redact("zzz", BY, "why")


# ---- versions


def test_a_writer_says_which_version_it_saw() -> None:
    desk = relief("2026-01-20")
    desk.put(step("C1", "pledged", "2026-01-01", 1), seen={"C1": 1, "FRA": 1, "C9": 0})
    with pytest.raises(ConflictError) as refused:
        desk.put(step("C1", "pledged", "2026-01-01", 2), seen={"C1": 1})
    assert str(refused.value) == (
        "C1 has changed since you looked: you saw 1 entries, there are 2; the last is step. "
        "Look again with: muster log BOOK C1"
    )
    assert desk.one(step("C1", "pledged", "2026-01-01", 2), seen={"C1": 2}).seq == len(desk.entries())


def test_what_was_seen_and_is_not_there_conflicts() -> None:
    with pytest.raises(ConflictError, match=r"you saw 3 entries, there are 0; the last is gone\."):
        relief().put(draft("place", "p", name="P"), seen={"C9": 3})


def test_a_member_s_write_conflicts_only_with_what_it_sees() -> None:
    desk = staffed()
    desk.put(draft("contribution", "C1", note="our own analysis", marking=("secretariat",)))
    france = desk.viewer("FRA")
    desk.put(draft("contribution", "C1", note="n"), by="bruno", seen={"C1": 1}, viewer=france)
    with pytest.raises(ConflictError, match=r"you saw 1 entries, there are 2; the last is contribution\."):
        desk.put(draft("contribution", "C1", note="n"), by="bruno", seen={"C1": 1}, viewer=france)
    desk.put(draft("contribution", "C1", note="n"), seen={"C1": 3})


def test_every_write_counts_once_in_a_live_book() -> None:
    desk = relief("2026-01-20")
    for number in range(1, 4):
        desk.put(step("C1", "pledged", "2026-01-01", number))
    assert desk.one(step("C1", "pledged", "2026-01-01", 9), seen={"C1": 4}).subject == "C1"


def test_all_faults_of_a_batch_are_found_at_once() -> None:
    found = faults(
        relief("2026-01-20"),
        step("C9", "pledged", "2026-02-01", 1),
        draft("place", "a b", parent="p", statement="s9", on_behalf_of="x", marking=("y",)),
        by="carla",
    )
    assert [fault.split(" | ")[0] for fault in found] == [
        *("unknown_author", "unknown_reference", "future_step", "bad_id", "unknown_audience"),
        *("unknown_reference", "unknown_reference", "incomplete"),
    ]


def test_a_correction_may_not_take_away_what_its_thing_needs() -> None:
    desk = relief()
    given = next(entry for entry in desk.ledger.entries() if entry.kind == "contribution")
    with pytest.raises(FaultyDataError) as refused:
        desk.put(Draft("contribution", given.subject, Contribution(words="of nobody"), supersedes=given.id))
    assert [str(problem) for problem in refused.value.problems] == ["contribution C1: contribution C1 lacks member"]
