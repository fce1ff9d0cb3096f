"""Several processes at one book: nothing is lost, nobody sees half of a batch, and who comes second is told."""

import sys
from typing import Any

import pytest

from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.ledger.entries import chain_faults
from muster.ledger.ledger import Ledger
from tests.builders import BY, draft
from tests.counts import COUNTS
from tests.ledger.places import DURABLE_KINDS, Address, Places, begun
from tests.ledger.processes import Outcome, new_barrier, new_event, other

WRITERS = 4
BATCH = 3

pytestmark = pytest.mark.parametrize("places", DURABLE_KINDS, indirect=True)


@pytest.fixture
def book(places: Places) -> Address:
    """A book with two members."""
    address = places.new()
    ledger = begun(places.open(address))
    ledger.record([draft("member", one, name=one, form="nation") for one in ("FRA", "DEU")], BY)
    return address


def note(address: Address, barrier: Any, subject: str, text: str) -> int:
    """Look at a member, wait until the others have looked, and record a note."""
    ledger = Ledger(address.open())
    count = sum(entry.subject == subject for entry in ledger.entries())
    barrier.wait()
    recorded = ledger.record([draft("member", subject, note=text)], BY, seen={subject: count})
    ledger.store.close()
    return recorded[0].seq


def write(address: Address, barrier: Any, writer: int, batches: int) -> int:
    """Record batches as fast as can be."""
    ledger = Ledger(address.open())
    barrier.wait()
    for number in range(batches):
        place = f"w{writer}:{number}"
        ledger.record([draft("place", f"{place}:{part}", name=place) for part in range(BATCH)], BY)
    ledger.store.close()
    return batches


def begin(address: Address, barrier: Any, name: str) -> str:
    """Begin a book where somebody else does the same."""
    store = address.open()
    barrier.wait()
    Ledger(store).begin(Genesis(name=name, zone="UTC", clock=ClockForm.LIVE), BY, Person(name="Anna"))
    store.close()
    return name


def redact(address: Address, entry_id: str) -> None:
    ledger = Ledger(address.open())
    ledger.redact(entry_id, BY, "a spillage")
    ledger.store.close()


def hold(address: Address, held: Any, release: Any) -> None:
    """Hold a turn until told otherwise, then record in it."""
    store = address.open()
    with store.writing() as turn:
        held.set()
        assert release.wait(120)
        assert turn.head.seq
    Ledger(store).record([draft("member", "FRA", note="held")], BY)
    store.close()


def test_of_two_on_one_subject_one_succeeds_and_one_is_told(places: Places, book: Address) -> None:
    barrier = new_barrier(2)
    with other(note, book, barrier, "FRA", "one") as first, other(note, book, barrier, "FRA", "two") as second:
        outcomes = [first.outcome(), second.outcome()]
    assert sorted(one.raised for one in outcomes) == ["", "ConflictError"]
    assert next(one.text for one in outcomes if one.raised) == (
        "FRA has changed since you looked: you saw 1 entries, there are 2; the last is member. "
        "Look again with: muster log BOOK FRA"
    )
    assert places.open(book).head().seq == 5


def test_two_on_two_subjects_both_succeed(places: Places, book: Address) -> None:
    barrier = new_barrier(2)
    with other(note, book, barrier, "FRA", "one") as first, other(note, book, barrier, "DEU", "two") as second:
        assert {first.outcome().returned, second.outcome().returned} == {5, 6}
    assert list(chain_faults(places.open(book).entries())) == []


def test_four_writers_at_full_speed_lose_nothing(
    places: Places, book: Address, capsys: pytest.CaptureFixture[str]
) -> None:
    batches = -(-COUNTS["four_writers_entries"] // (WRITERS * BATCH))
    barrier = new_barrier(WRITERS + 1)
    reader = places.open(book)
    seen: set[int] = set()
    with (
        other(write, book, barrier, 0, batches) as one,
        other(write, book, barrier, 1, batches) as two,
        other(write, book, barrier, 2, batches) as three,
        other(write, book, barrier, 3, batches) as four,
    ):
        barrier.wait()
        while any(writer.process.is_alive() for writer in (one, two, three, four)):
            seen.add(len(reader.entries()))
        assert [writer.outcome() for writer in (one, two, three, four)] == [Outcome(batches)] * WRITERS
    entries = reader.entries()
    assert {count % BATCH for count in seen} == {4 % BATCH}, "a reader saw half of a batch"
    assert list(chain_faults(entries)) == []
    expected = {f"w{w}:{n}:{part}" for w in range(WRITERS) for n in range(batches) for part in range(BATCH)}
    assert {entry.subject for entry in entries[4:]} == expected
    assert len(entries) == 4 + len(expected)
    for first in range(4, len(entries), BATCH):
        assert len({entry.subject.rpartition(":")[0] for entry in entries[first : first + BATCH]}) == 1
    with capsys.disabled():
        print(f"\n{places.kind}: {WRITERS} writers recorded {len(expected)} entries; all are there", file=sys.stderr)


def test_of_two_who_begin_a_book_one_succeeds(places: Places) -> None:
    address, barrier = places.new(), new_barrier(2)
    with other(begin, address, barrier, "one") as first, other(begin, address, barrier, "two") as second:
        outcomes = [first.outcome(), second.outcome()]
    assert sorted(one.raised for one in outcomes) == ["", "RefusedError"]
    assert "already holds a book; choose another place" in outcomes[0].text + outcomes[1].text
    store = places.open(address)
    assert store.head().seq == 2
    assert f'"name":"{outcomes[0].returned or outcomes[1].returned}"' in (store.entries()[0].payload or "")


def test_what_another_redacts_is_forgotten_here(places: Places, book: Address) -> None:
    ledger = Ledger(places.open(book))
    target = ledger.record([draft("member", "FRA", note="a telephone number")], BY)[0]
    assert "telephone" in str(ledger.entries())
    with other(redact, book, target.id) as running:
        assert running.outcome() == Outcome()
    assert ledger.record([draft("member", "FRA", note="something else")], BY)[0].seq == 7
    assert "telephone" not in str(ledger.entries())
    assert "telephone" not in str(vars(ledger))
    assert ledger.entries()[4].redacted


def test_who_comes_second_waits_for_the_turn_to_end(places: Places, book: Address) -> None:
    held, release, barrier = new_event(), new_event(), new_barrier(1)
    with other(hold, book, held, release) as holder:
        assert held.wait(120)
        with other(note, book, barrier, "DEU", "waited") as second:
            release.set()
            assert second.outcome().returned in (5, 6)
        assert holder.outcome() == Outcome()
    assert places.open(book).head().seq == 6


def come_and_go(address: Address, barrier: Any, visitor: int, times: int) -> list[str]:
    """Open the book, record or redact something and close it, again and again; returns what was said of the place."""
    barrier.wait()
    said: list[str] = []
    for number in range(times):
        ledger = Ledger(address.open())
        said += ledger.store.warnings
        recorded = ledger.record([draft("place", f"v{visitor}:{number}", name="x" * 300)], BY)
        if number % 5 == visitor:
            ledger.redact(recorded[0].id, BY, "a spillage")
        assert list(chain_faults(ledger.entries())) == []
        ledger.store.close()
    return said


def test_who_comes_and_goes_while_others_work_is_not_alarmed(places: Places, book: Address) -> None:
    times, barrier = 20, new_barrier(3)
    with (
        other(come_and_go, book, barrier, 0, times) as one,
        other(come_and_go, book, barrier, 1, times) as two,
        other(come_and_go, book, barrier, 2, times) as three,
    ):
        assert [visitor.outcome() for visitor in (one, two, three)] == [Outcome([])] * 3
    entries = places.open(book).entries()
    assert list(chain_faults(entries)) == []
    assert sum(entry.kind == "place" for entry in entries) == 3 * times
    assert sum(entry.redacted for entry in entries) == 3 * times // 5
