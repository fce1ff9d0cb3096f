"""The only writer: beginnings, keys, redaction, taking over, adopting."""

import json
import time
from datetime import timedelta

import pytest

from muster.core.errors import BookError, FaultyDataError, NoBookError, RefusedError, StaleError
from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Member, Person
from muster.core.statements import Statement
from muster.ledger.drafting import remarking
from muster.ledger.entries import EMPTY_HEAD, Draft, chain_faults, head_of
from muster.ledger.ledger import MOST_TRIES, Ledger, Surroundings, wall_clock
from muster.ledger.memory import MemoryStore
from tests.builders import BY, Desk, book, day, draft, instant, relief, seeded, step, undo

GENESIS = Genesis(name="Relief", zone="UTC", clock=ClockForm.LIVE)
FRANCE = draft("member", "FRA", name="France", form="nation")
GERMANY = draft("member", "DEU", name="Germany", form="nation")


# ---- beginning


def test_a_book_begins_with_itself_and_its_first_person() -> None:
    genesis, anna = book("2026-01-20").entries()
    assert (genesis.seq, genesis.kind, genesis.subject, genesis.audiences) == (1, "book", "book", ("public",))
    assert genesis.payload == '{"clock":"live","format":1,"name":"Relief","v":1,"zone":"UTC"}'
    assert (anna.seq, anna.kind, anna.subject, anna.recorded_by, anna.audiences) == (2, "person", "anna", "anna", ())
    assert genesis.recorded_at == anna.recorded_at == instant("2026-01-20T12:00")
    assert genesis.book == anna.book
    assert (len(genesis.book), genesis.book[14], genesis.book[19] in "89ab") == (36, "4", True)


def test_the_form_of_the_envelope_is_not_for_the_founder_to_say() -> None:
    ledger = Ledger(MemoryStore())
    made = ledger.begin(Genesis(name="R", zone="UTC", clock=ClockForm.LIVE, format=9), BY, Person(name="Anna"))
    assert json.loads(made[0].payload or "")["format"] == 1


def test_a_place_holds_one_book() -> None:
    desk = book()
    with pytest.raises(RefusedError, match=r"^memory already holds a book; choose another place$"):
        desk.ledger.begin(GENESIS, BY, Person(name="Anna"))
    assert len(desk.entries()) == 2


def test_a_book_begins_in_a_zone_that_exists() -> None:
    ledger = Ledger(MemoryStore())
    with pytest.raises(RefusedError, match=r"^'Mars' is not a time zone; write one such as Europe/Brussels or UTC$"):
        ledger.begin(Genesis(name="R", zone="Mars", clock=ClockForm.LIVE), BY, Person(name="Anna"))
    with pytest.raises(RefusedError, match=r"^'a b' is no id; use letters, digits and _ \. : / \+ -, at most 80$"):
        ledger.begin(GENESIS, "a b", Person(name="Anna"))
    assert ledger.head() == EMPTY_HEAD


def test_without_a_book_nothing_is_recorded() -> None:
    ledger = Ledger(MemoryStore())
    assert list(ledger.entries()) == []
    with pytest.raises(NoBookError, match=r"^there is no book in memory yet; begin one with: muster init$"):
        ledger.record([FRANCE], BY)


def test_the_surroundings_are_the_wall_clock_and_the_system_s_chance() -> None:
    before = time.time_ns() // 1000
    assert before <= wall_clock() <= time.time_ns() // 1000 + timedelta(days=1) // timedelta(microseconds=1)
    ledger = Ledger(MemoryStore())
    first, second = ledger.begin(GENESIS, BY, Person(name="Anna"))
    assert first.recorded_at >= before
    assert len({first.salt, second.salt}) == 2
    assert ledger.now() >= first.recorded_at
    assert Ledger(MemoryStore(), Surroundings(clock=lambda: 5)).now() == 5


# ---- recording


def test_nothing_to_record_is_nothing() -> None:
    assert Ledger(MemoryStore()).record([], BY) == ()


def test_what_is_returned_is_what_stands() -> None:
    desk = book("2026-01-01").at("2026-01-20")
    made = desk.put(FRANCE, GERMANY)
    assert list(desk.entries()[2:]) == list(made)
    assert [entry.seq for entry in made] == [3, 4]
    assert {entry.recorded_at for entry in made} == {instant("2026-01-20T12:00")}
    assert desk.ledger.head() == head_of(made[-1])
    assert list(chain_faults(desk.entries())) == []


def test_all_of_a_batch_or_none() -> None:
    desk = book()
    with pytest.raises(FaultyDataError):
        desk.put(FRANCE, draft("member", "DEU", name="Germany"))
    assert len(desk.entries()) == 2


def test_two_writers_see_each_other() -> None:
    store = MemoryStore()
    one, other = Ledger(store), Ledger(store)
    one.begin(GENESIS, BY, Person(name="Anna"))
    assert len(other.entries()) == 2
    other.record([FRANCE], BY)
    one.record([draft("key", "FRA", key="gdp", value=1, unit="USD")], BY)
    assert [entry.kind for entry in other.entries()] == ["book", "person", "member", "key"]
    assert other.record([draft("member", "FRA", note="n")], BY, seen={"FRA": 2})[0].seq == 5


def test_a_long_write_tells_how_far_it_has_come() -> None:
    told: list[tuple[int, int]] = []
    desk = book()
    drafts = [draft("place", f"p{number}", name="P") for number in range(1001)]
    desk.put(*drafts, watcher=lambda done, of: told.append((done, of)))
    assert told == [(0, 1001), (1000, 1001)]


# ---- idempotency keys


def test_the_same_request_is_recorded_once() -> None:
    desk = book()
    first = desk.put(FRANCE, GERMANY, key="k1")
    assert desk.put(FRANCE, GERMANY, key="k1") == first
    assert len(desk.entries()) == 4
    assert desk.one(draft("place", "p", name="P"), key="k2").seq == 5
    assert desk.put(FRANCE, GERMANY, key="k1") == first


def test_without_a_key_it_is_recorded_again() -> None:
    desk = book()
    assert desk.one(FRANCE).seq + 1 == desk.one(FRANCE).seq


OTHER_BODY = "the key 'k1' was already used for another request, or one since redacted; choose a new key"


@pytest.mark.parametrize(
    "other",
    [
        draft("place", "p", name="Q"),
        draft("place", "q", name="P"),
        draft("capability", "p", name="P"),
        draft("place", "p", "2026-01-01", name="P"),
        draft("place", "p", name="P", statement="s1"),
        draft("place", "p", name="P", marking=("public",)),
        draft("place", "p", name="P", supersedes="zzz"),
        draft("place", "p", name="P", on_behalf_of="bruno"),
    ],
    ids=["payload", "subject", "kind", "days", "statement", "marking", "supersedes", "on behalf of"],
)
def test_a_key_belongs_to_its_body(other: object) -> None:
    desk = book()
    desk.put(draft("place", "p", name="P"), key="k1")
    with pytest.raises(RefusedError) as refused:
        desk.put(other, key="k1")  # type: ignore[arg-type]
    assert str(refused.value) == OTHER_BODY
    assert len(desk.entries()) == 3


def test_a_key_belongs_to_its_principal() -> None:
    desk = book()
    desk.put(draft("person", "bruno", name="Bruno"))
    desk.put(FRANCE, key="k1")
    assert desk.one(GERMANY, by="bruno", key="k1").subject == "DEU"


def test_a_refused_request_uses_no_key() -> None:
    desk = book()
    with pytest.raises(FaultyDataError):
        desk.put(draft("member", "FRA", name="France"), key="k1")
    assert desk.one(FRANCE, key="k1").subject == "FRA"


def test_the_key_of_a_redacted_request_tells_nothing() -> None:
    desk = book()
    made = desk.one(FRANCE, key="k1")
    desk.ledger.redact(made.id, BY, "a spillage")
    with pytest.raises(RefusedError) as refused:
        desk.put(FRANCE, key="k1")
    assert str(refused.value) == OTHER_BODY


def test_a_key_returns_what_went_live_too() -> None:
    desk = book("2026-01-01", ClockForm.SOURCES, at="2016-01-01T12:00")
    first = desk.put(FRANCE, live=True, key="k1")
    assert [entry.kind for entry in first] == ["live", "member"]
    assert desk.put(FRANCE, live=True, key="k1") == first


# ---- redaction


def test_a_redaction_says_who_why_and_when() -> None:
    desk = book("2026-01-01")
    made = desk.one(FRANCE)
    redaction = desk.at("2026-02-01").ledger.redact(made.id, BY, "a person's right")
    assert redaction.payload == f'{{"entry":"{made.id}","v":1,"why":"a person\'s right"}}'
    assert (redaction.kind, redaction.subject, redaction.recorded_by) == ("redaction", "FRA", "anna")
    assert redaction.recorded_at == instant("2026-02-01T12:00")
    assert redaction.audiences == ("secretariat",)
    assert redaction.supersedes is None
    assert desk.entries()[2] == made._replace(payload=None, salt=None)
    assert list(chain_faults(desk.entries())) == []


def test_a_redaction_is_by_a_person_of_the_book() -> None:
    desk = book()
    made = desk.one(FRANCE)
    with pytest.raises(FaultyDataError):
        desk.ledger.redact(made.id, "carla", "why")
    assert desk.entries()[2].payload == made.payload


def test_another_reader_loses_the_payload_too() -> None:
    desk = book()
    made = desk.one(FRANCE)
    other = Ledger(desk.ledger.store)
    assert other.entries()[2].payload == made.payload
    desk.ledger.redact(made.id, BY, "a spillage")
    assert other.entries()[2].payload is None
    assert other.record([FRANCE], BY, seen={"FRA": 2})[0].seq == 5


# ---- adopting


def test_a_book_is_adopted_as_it_is() -> None:
    desk = relief()
    copy = Ledger(MemoryStore())
    copy.adopt(desk.entries())
    assert list(copy.entries()) == list(desk.entries())
    assert copy.head() == desk.ledger.head()
    assert copy.record([draft("place", "p", name="P")], BY)[0].book == desk.entries()[0].book


def test_a_broken_book_is_not_adopted() -> None:
    entries = list(relief().entries())
    del entries[3]
    copy = Ledger(MemoryStore())
    with pytest.raises(BookError, match=r"^the entries were not taken over: entry 4 is missing \(the next is 5\)$"):
        copy.adopt(entries)
    assert copy.head() == EMPTY_HEAD


def test_a_book_is_adopted_into_an_empty_place() -> None:
    desk = book()
    with pytest.raises(RefusedError, match=r"^memory already holds a book; choose another place$"):
        desk.ledger.adopt(relief().entries())


# ---- taking over


def other_book() -> Desk:
    """Another book: France misspelt, then corrected; a pledge with its statement, taken back; a marking changed."""
    desk = book("2026-01-05")
    desk.put(draft("person", "bruno", name="Bruno"), draft("statement", "s1", said_on="2026-01-05", words="A hundred."))
    first = desk.one(draft("member", "FRA", name="Farnce", form="nation", marking=("members",)), by="bruno")
    desk.put(draft("member", "FRA", name="France", form="nation", supersedes=first.id, on_behalf_of="bruno"))
    desk.put(draft("contribution", "C1", member="FRA"))
    pledge = desk.one(step("C1", "pledged", "2026-01-05", 100, statement="s1"))
    desk.put(undo(pledge), remarking(pledge, ["coalition"]))
    return desk


def target_book() -> Desk:
    return book("2026-02-01", seed=7)


def test_another_book_is_taken_over_with_its_origin() -> None:
    there, here = other_book(), target_book()
    made = here.ledger.take_over(there.entries(), BY)
    theirs = [entry for entry in there.entries() if entry.kind != "book"]
    assert [(entry.kind, entry.subject) for entry in made] == [(entry.kind, entry.subject) for entry in theirs]
    for entry, their in zip(made, theirs, strict=True):
        assert json.loads(entry.origin or "") == {"book": their.book, "entry": their.id, "digest": their.payload_digest}
        assert (entry.recorded_by, entry.recorded_at) == (BY, instant("2026-02-01T12:00"))
        assert (entry.valid, entry.statement, entry.on_behalf_of) == (their.valid, their.statement, their.on_behalf_of)
        assert entry.audiences == their.audiences
        assert entry.id != their.id
        assert entry.book == here.entries()[0].book
    assert list(chain_faults(here.entries())) == []


def test_what_is_taken_over_means_what_it_meant() -> None:
    there, here = other_book(), target_book()
    made = {entry.id: entry for entry in here.ledger.take_over(there.entries(), BY)}
    mapped = {json.loads(entry.origin or "")["entry"]: entry.id for entry in made.values()}
    for their in there.entries():
        if their.supersedes is not None:
            assert made[mapped[their.id]].supersedes == mapped[their.supersedes]
    (marking,) = (entry for entry in made.values() if entry.kind == "marking")
    (theirs,) = (entry for entry in there.entries() if entry.kind == "marking")
    assert json.loads(marking.payload or "")["entry"] == mapped[json.loads(theirs.payload or "")["entry"]]
    for on in (day("2026-01-05"), day("2026-03-01")):
        assert here.snapshot().things(Member, on) == there.snapshot().things(Member, on)
        assert here.snapshot().things(Statement, on) == there.snapshot().things(Statement, on)
    assert here.snapshot().subjects_with("step") == ()


def test_taking_over_twice_is_taking_over_once() -> None:
    there, here = other_book(), target_book()
    assert len(here.ledger.take_over(there.entries()[:5], BY)) == 4
    rest = here.ledger.take_over(there.entries(), BY)
    assert [entry.kind for entry in rest] == ["member", "contribution", "step", "retraction", "marking"]
    assert here.snapshot().things(Member, day("2026-03-01")) == there.snapshot().things(Member, day("2026-03-01"))
    assert here.ledger.take_over(there.entries(), BY) == ()
    assert here.ledger.take_over([], BY) == ()


def test_what_is_about_the_other_book_stays_behind() -> None:
    there, here = book("2026-01-01", ClockForm.SOURCES, at="2016-01-01T12:00"), target_book()
    gone = there.one(draft("place", "p", name="A name"), live=True)
    there.ledger.redact(gone.id, BY, "a spillage")
    there.put(undo(gone), draft("place", "q", name="Q"))
    made = here.ledger.take_over(there.entries(), BY)
    assert [(entry.kind, entry.subject, entry.supersedes) for entry in made] == [
        ("person", "anna", None),
        ("retraction", "p", None),
        ("place", "q", None),
    ]


def test_a_copy_of_the_book_itself_brings_only_what_is_new() -> None:
    desk = relief()
    copy = Ledger(MemoryStore(), Surroundings(entropy=seeded(9)))
    copy.adopt(desk.entries())
    france = next(entry for entry in desk.entries() if entry.subject == "FRA")
    copy.record([draft("member", "FRA", name="Francia", form="nation", supersedes=france.id)], BY)
    (made,) = desk.ledger.take_over(copy.entries(), BY)
    assert (made.subject, made.supersedes) == ("FRA", france.id)
    assert desk.ledger.take_over(copy.entries(), BY) == ()


def test_the_clock_does_not_go_back_on_taking_over() -> None:
    there, here = other_book(), target_book().at("2025-01-01")
    made = here.ledger.take_over(there.entries(), BY)
    assert {entry.recorded_at for entry in made} == {instant("2026-02-01T12:00")}


def test_a_marking_of_what_stayed_behind_marks_nothing_here() -> None:
    there, here = book(), target_book()
    gone = there.one(draft("place", "p", name="A name"))
    there.put(remarking(gone, ["public"]))
    there.ledger.redact(gone.id, BY, "a spillage")
    here.ledger.take_over(there.entries(), BY)
    assert gone.id not in {entry.id for entry in here.entries()}


def test_what_somebody_recorded_meanwhile_is_drafted_for_anew() -> None:
    desk = relief()
    other = Ledger(desk.ledger.store, desk.ledger.around)
    seen: list[int] = []

    def drafted() -> list[Draft]:
        seen.append(len(desk.ledger.entries()))
        if len(seen) == 1:
            other.record([draft("member", "DEU", name="Germany", form="nation")], BY)
        return [draft("member", "ITA", name="Italy", form="nation")]

    recorded = desk.ledger.record_afresh(drafted, BY)
    assert [entry.subject for entry in recorded] == ["ITA"]
    assert seen == [seen[0], seen[0] + 1]


def test_where_others_never_pause_a_writer_is_told() -> None:
    desk = relief()
    other = Ledger(desk.ledger.store, desk.ledger.around)
    tries: list[str] = []

    def drafted() -> list[Draft]:
        tries.append(f"M{len(tries)}")
        other.record([draft("member", tries[-1], name="Another", form="nation")], BY)
        return [draft("member", "ITA", name="Italy", form="nation")]

    with pytest.raises(StaleError, match=r"^memory has changed while this was prepared; do it again$"):
        desk.ledger.record_afresh(drafted, BY)
    assert len(tries) == MOST_TRIES
    assert not desk.snapshot().has("member", "ITA")


def test_what_came_from_here_is_not_taken_back_over() -> None:
    here, there = relief(), target_book()
    there.ledger.take_over(here.ledger.entries(), BY)
    there.put(draft("member", "ITA", name="Italy", form="nation"))
    back = here.ledger.take_over(there.ledger.entries(), BY)
    origins = {json.loads(entry.origin or "{}")["book"] for entry in back}
    assert origins == {there.ledger.entries()[0].book}
    assert "ITA" in {entry.subject for entry in back}
    own = [entry for entry in there.ledger.entries() if entry.origin is None and entry.kind != "book"]
    assert len(back) == len(own)
