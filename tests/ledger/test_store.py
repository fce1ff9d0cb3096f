"""The contract of a store, the same for memory, SQLite and PostgreSQL; and books that move between them."""

from typing import Any

import pytest

from muster.core.errors import BookError, RefusedError, StorageError
from muster.ledger.entries import EMPTY_HEAD, Entry, chain_faults, head_of
from muster.ledger.ledger import Ledger
from muster.ledger.store import Receipt, Store, Turn, named_in_redactions
from tests.builders import BY, draft
from tests.ledger.places import (
    EVERY_KIND,
    PAIRS_OF_KINDS,
    QUICK,
    Address,
    Places,
    begun,
    entry,
    eventful,
    redaction_of,
    run_of,
)

RECEIPT = Receipt(BY, "key", "digest", 1, 3)


def append(store: Store, count: int, **fields: object) -> list[Entry]:
    entries = run_of(count, store.head(), **fields)
    with store.writing() as turn:
        turn.append(entries)
    return entries


@pytest.mark.parametrize("places", EVERY_KIND, indirect=True)
class TestContract:
    """What every store does, and what it refuses."""

    @pytest.fixture
    def address(self, places: Places) -> Address:
        return places.new()

    @pytest.fixture
    def store(self, places: Places, address: Address) -> Store:
        return places.open(address)

    def test_a_new_place_is_empty(self, store: Store) -> None:
        assert (store.head(), store.entries(), list(store.warnings)) == (EMPTY_HEAD, [], [])

    def test_it_gives_back_every_entry_as_it_was(self, store: Store) -> None:
        entries = append(store, 4)
        assert store.entries() == entries
        assert all(type(one) is Entry for one in store.entries())
        assert [type(value) for value in store.entries()[0]] == [type(value) for value in entries[0]]
        assert store.head() == head_of(entries[-1])

    def test_it_gives_the_entries_after_a_number(self, store: Store) -> None:
        entries = append(store, 4)
        assert store.entries(after=2) == entries[2:]
        assert store.entries(after=4) == []

    def test_it_takes_thousands_at_a_time(self, store: Store) -> None:
        entries = append(store, 5001)
        assert store.entries() == entries

    def test_a_turn_sees_what_it_appends(self, store: Store) -> None:
        first = append(store, 1)
        with store.writing() as turn:
            assert (turn.head, turn.entries()) == (head_of(first[0]), first)
            second = run_of(2, turn.head)
            turn.append(second)
            assert (turn.head, turn.entries(), turn.entries(after=2)) == (
                head_of(second[1]),
                first + second,
                second[1:],
            )
            turn.append([])
            turn.append(run_of(1, turn.head))
        assert len(store.entries()) == 4

    def test_others_see_nothing_of_a_turn_until_it_ends(self, places: Places, address: Address, store: Store) -> None:
        other = places.open(address)
        with store.writing() as turn:
            turn.append(run_of(2, turn.head))
            assert (other.entries(), other.head()) == ([], EMPTY_HEAD)
        assert other.entries() == store.entries()
        assert len(other.entries()) == 2

    def test_one_writes_at_a_time(self, places: Places, address: Address, store: Store) -> None:
        other = places.open(address, busy_timeout_s=QUICK)
        with store.writing() as turn:
            turn.append(run_of(2, turn.head))
            with pytest.raises(StorageError, match="is being written by somebody else; try again in a moment"):
                other.writing().__enter__()
        append(other, 1)
        assert len(store.entries()) == 3

    def test_a_turn_left_by_an_exception_leaves_nothing(self, store: Store) -> None:
        entries = append(store, 2)
        redaction = redaction_of(entries[0].id, store.head())

        def leave(turn: Turn) -> None:
            turn.append([redaction])
            turn.redact(entries[0].id)
            turn.keep_receipt(RECEIPT)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), store.writing() as turn:
            leave(turn)
        assert store.entries() == entries
        with store.writing() as turn:
            assert turn.receipt(BY, "key") is None
            assert turn.head == head_of(entries[1])

    @pytest.mark.parametrize(
        "wrong",
        [{"seq": 2}, {"seq": 4}, {"seq": 0}, {"seq": -1}, {"id": "id0001"}, {"recorded_at": 1}],
        ids=str,
    )
    def test_an_entry_follows_the_last_one(self, store: Store, wrong: dict[str, Any]) -> None:
        entries = append(store, 2)
        good = run_of(2, store.head())
        for batch in ([good[0]._replace(**wrong)], [good[0], good[1]._replace(**{"seq": 4, **wrong})]):
            if batch[-1] == good[-1]:
                continue
            with pytest.raises(StorageError, match="refuses that: "), store.writing() as turn:
                turn.append(batch)
        assert store.entries() == entries
        append(store, 1)

    def test_two_entries_of_a_batch_have_two_ids(self, store: Store) -> None:
        with pytest.raises(StorageError, match="refuses that: "), store.writing() as turn:
            turn.append(run_of(2, turn.head, id="the same"))
        assert store.entries() == []

    def test_entries_of_one_instant_follow_one_another(self, store: Store) -> None:
        assert append(store, 3, recorded_at=1_790_000_000_000_000) == store.entries()

    def test_a_redaction_takes_out_payload_and_salt(self, places: Places, address: Address, store: Store) -> None:
        entries = append(store, 3)
        with store.writing() as turn:
            redaction = redaction_of(entries[1].id, turn.head)
            turn.append([redaction])
            turn.redact(entries[1].id)
            emptied = entries[1]._replace(payload=None, salt=None)
            assert turn.entries() == [entries[0], emptied, entries[2], redaction]
        assert places.open(address).entries() == store.entries() == [entries[0], emptied, entries[2], redaction]
        assert list(chain_faults(store.entries())) == []
        assert append(store, 1) == store.entries(after=4)

    def test_only_what_a_redaction_of_the_turn_names_is_redacted(self, store: Store) -> None:
        entries = append(store, 3)
        sentence = "refuses that: only what a redaction of the same turn names is redacted"
        with store.writing() as turn:
            turn.append([redaction_of(entries[1].id, turn.head)])

        def redact(turn: Turn, named: str | None, asked: str) -> None:
            if named is not None:
                turn.append([redaction_of(named, turn.head)])
            turn.redact(asked)

        for named, asked in ((None, "id0001"), ("id0002", "id0001"), (None, "id0002"), ("id0009", "id0009")):
            with pytest.raises(StorageError, match=sentence), store.writing() as turn:
                redact(turn, named, asked)
        assert store.entries()[:3] == entries

    def test_what_a_turn_appends_it_may_redact(self, store: Store) -> None:
        with store.writing() as turn:
            turn.append(run_of(1, turn.head))
            turn.append([redaction_of("id0001", turn.head)])
            turn.redact("id0001")
        assert [one.redacted for one in store.entries()] == [True, False]

    def test_an_entry_redacted_elsewhere_is_taken_as_it_is(self, store: Store) -> None:
        entries = run_of(2, EMPTY_HEAD)
        entries[0] = entries[0]._replace(payload=None, salt=None)
        with store.writing() as turn:
            turn.append(entries)
        assert store.entries() == entries

    def test_it_keeps_receipts(self, places: Places, address: Address, store: Store) -> None:
        others = [Receipt("béla", "key", "other", 2, 2), Receipt(BY, "clé", "other", 2, 2)]
        with store.writing() as turn:
            assert turn.receipt(BY, "key") is None
            turn.keep_receipt(RECEIPT)
            assert turn.receipt(BY, "key") == RECEIPT
        with places.open(address).writing() as turn:
            assert turn.receipt("béla", "key") is None
            for one in others:
                turn.keep_receipt(one)
            assert [turn.receipt(one.principal, one.key) for one in (RECEIPT, *others)] == [RECEIPT, *others]

    def test_a_receipt_is_never_replaced(self, store: Store) -> None:
        with store.writing() as turn:
            turn.keep_receipt(RECEIPT)
        with pytest.raises(StorageError, match="refuses that: "), store.writing() as turn:
            turn.keep_receipt(Receipt(BY, "key", "another digest", 7, 8))
        with store.writing() as turn:
            assert turn.receipt(BY, "key") == RECEIPT

    def test_it_says_where_it_is(self, address: Address, store: Store) -> None:
        assert store.where
        assert store.where in {address.where, "memory"} or address.kind == "postgres"

    def test_it_is_closed_twice(self, store: Store) -> None:
        store.close()
        store.close()


@pytest.mark.parametrize(("places", "other_places"), PAIRS_OF_KINDS, indirect=True)
class TestMoving:
    """A book moves from any kind of store to any other, entry for entry."""

    def test_entry_for_entry(self, places: Places, other_places: Places) -> None:
        here = eventful(places.open())
        there = Ledger(other_places.open())
        there.adopt(here.entries())
        assert there.store.entries() == here.store.entries()
        assert there.head() == here.head()
        assert list(chain_faults(there.entries())) == []
        assert there.record([draft("member", "ITA", name="Italy", form="nation")], BY)[0].seq == here.head().seq + 1
        assert list(chain_faults(there.entries())) == []

    def test_another_book_is_taken_over_once(self, places: Places, other_places: Places) -> None:
        here, there = eventful(places.open()), begun(other_places.open())
        assert there.take_over(here.entries(), BY)
        head = there.head()
        assert there.take_over(here.entries(), BY) == ()
        with pytest.raises(RefusedError, match="'zoé' is no person in this book; record the person first"):
            there.take_over(here.entries(), "zoé")
        assert there.head() == head
        assert list(chain_faults(there.entries())) == []

    def test_only_into_an_empty_place(self, places: Places, other_places: Places) -> None:
        here, there = eventful(places.open()), begun(other_places.open())
        with pytest.raises(RefusedError, match="already holds a book; choose another place"):
            there.adopt(here.entries())
        assert there.head().seq == 2

    def test_only_a_book_whose_chain_holds(self, places: Places, other_places: Places) -> None:
        here, there = eventful(places.open()), Ledger(other_places.open())
        changed = [*here.entries()]
        changed[2] = changed[2]._replace(subject="other")
        with pytest.raises(BookError, match="the entries were not taken over: entry 3 does not follow"):
            there.adopt(changed)
        assert there.head() == EMPTY_HEAD


def test_what_redactions_name() -> None:
    first = redaction_of("a", EMPTY_HEAD)
    second = redaction_of("b", head_of(first))
    gone = redaction_of("c", head_of(second))._replace(payload=None, salt=None)
    assert named_in_redactions([first, entry(2), second, gone]) == {"a", "b"}
