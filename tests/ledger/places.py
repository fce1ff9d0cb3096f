"""Where the tests of the stores put their books, in each kind of store, and what they put there."""

import itertools
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from muster.core.keeping import ClockForm, Genesis
from muster.core.members import Person
from muster.ledger.entries import Entry, Head, seal
from muster.ledger.ledger import Ledger
from muster.ledger.memory import MemoryStore
from muster.ledger.sql.postgres import PostgresStore
from muster.ledger.sql.sqlite import SqliteStore
from muster.ledger.store import Store
from tests.builders import BY, draft, step, undo
from tests.ledger.postgres_cluster import APP, Cluster

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
EVERY_KIND = ("memory", "sqlite", POSTGRES)
DURABLE_KINDS = ("sqlite", POSTGRES)

PAIRS_OF_KINDS = [
    pytest.param(one, other, id=f"{one}-{other}", marks=[pytest.mark.postgres] if "postgres" in (one, other) else [])
    for one, other in itertools.product(("memory", "sqlite", "postgres"), repeat=2)
]

QUICK = 0.05
"""Seconds that a test waits for what will not come."""

PATIENT = 120.0
"""Seconds that a test waits for what will come, on however slow a machine."""

_IN_MEMORY: dict[str, MemoryStore] = {}


@dataclass(frozen=True)
class Address:
    """A place for one book, which another process can open, too, unless it is in memory."""

    kind: str
    where: str

    def open(self, busy_timeout_s: float = PATIENT) -> Store:
        """A store there."""
        if self.kind == "memory":
            return _IN_MEMORY.setdefault(self.where, MemoryStore(busy_timeout_s=QUICK))
        if self.kind == "sqlite":
            return SqliteStore(self.where, create=True, busy_timeout_s=busy_timeout_s)
        return PostgresStore(self.where, busy_timeout_s=busy_timeout_s)


@dataclass
class Places:
    """New places for books of one kind. What is opened there is closed at the end of the test."""

    kind: str
    folder: Path
    cluster: Cluster | None = None
    opened: ExitStack = field(default_factory=ExitStack)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def new(self) -> Address:
        """A place where no book is yet."""
        if self.cluster is not None:
            return Address(self.kind, self.cluster.url(APP, self.cluster.new_book()))
        return Address(self.kind, str(self.folder / f"{self.kind}-{next(self.numbers)}.muster"))

    def open(self, address: Address | None = None, busy_timeout_s: float = PATIENT) -> Store:
        """A store at an address, or at a new one."""
        store = (address or self.new()).open(busy_timeout_s)
        self.opened.callback(store.close)
        return store


def begun(store: Store) -> Ledger:
    """The ledger of a book that anna has begun there."""
    ledger = Ledger(store)
    ledger.begin(Genesis(name="Relief", zone="UTC", clock=ClockForm.LIVE), BY, Person(name="Anna"))
    return ledger


def eventful(store: Store) -> Ledger:
    """The ledger of a book in which everything has happened once: every column carries something in some row."""
    elsewhere = begun(MemoryStore())
    elsewhere.record([draft("member", "ITA", name="Italy", form="nation")], BY)
    ledger = begun(store)
    members = [draft("member", one, name=one, form="nation", marking=("coalition",)) for one in ("FRA", "DEU")]
    ledger.record([*members, draft("person", "béla", name="Béla")], BY, key="once")
    statement = draft("statement", "s1", said_on="2016-02-11", words="Nous donnons cent instructeurs.")
    trainers = draft("contribution", "c1", member="FRA", statement="s1", words="instructeurs № 1")
    ledger.record([statement, trainers], BY, key="twice")
    pledged = step("c1", "pledged", "2016-02-11", 100, statement="s1", on_behalf_of="béla")
    first = ledger.record([pledged], BY)
    second = ledger.record([step("c1", "pledged", "2016-02-11", 90, supersedes=first[0].id)], "béla")
    ledger.record([undo(second[0], why="a slip")], BY)
    ledger.record([draft("contribution", "c1", "2016-05-01", "2016-12-31", note="telephone 555-0100")], BY)
    ledger.take_over(elsewhere.entries(), BY)
    ledger.redact(ledger.entries()[10].id, BY, "a telephone number")
    ledger.record([draft("member", "DEU", note="afterwards")], BY)
    return ledger


def entry(seq: int, **fields: object) -> Entry:
    """An entry that lacks only its seal. One in two carries something in every field."""
    number = f"{seq:04d}"
    bare = Entry(
        seq=seq,
        id=f"id{number}",
        book="a book",
        recorded_at=1_790_000_000_000_000 + seq,
        recorded_by=BY,
        on_behalf_of="béla" if seq % 2 else None,
        valid_from="2026-01-01" if seq % 2 else None,
        valid_to="2026-12-31" if seq % 2 else None,
        marking='["coalition","members"]' if seq % 2 else "[]",
        statement="s1" if seq % 2 else None,
        supersedes=f"id{seq - 1:04d}" if seq % 2 and seq > 1 else None,
        origin='{"book":"other","digest":"d","entry":"e"}' if seq % 2 else None,
        kind="contribution",
        subject=f"c{number}",
        payload=f'{{"v":1,"words":"Zelt № {seq} 帐篷 \U0001f3d5"}}',
        salt=bytes([seq % 256, 0, 255]) + b"salt of 16 by",
        payload_digest="",
        hash="",
    )
    return bare._replace(**fields)  # type: ignore[arg-type]


def run_of(count: int, after: Head, **fields: object) -> list[Entry]:
    """Sealed entries that follow a head."""
    found: list[Entry] = []
    previous = after.hash
    for seq in range(after.seq + 1, after.seq + 1 + count):
        bare = entry(seq, **{"recorded_at": max(entry(seq).recorded_at, after.recorded_at), **fields})
        found.append(seal(bare, previous))
        previous = found[-1].hash
    return found


def redaction_of(target: str, after: Head) -> Entry:
    """A sealed redaction that follows a head."""
    return run_of(1, after, kind="redaction", payload=f'{{"entry":"{target}","v":1,"why":"a spillage"}}')[0]
