"""Entries: what can be read off one, and what a draft becomes."""

from datetime import date

import pytest

from muster.core.days import ALWAYS, Period
from muster.core.errors import TamperedError
from muster.core.members import Member
from muster.ledger.entries import Draft, Origin, chain_faults
from tests.builders import book, draft, exactly, instant

ORIGIN = Origin("another", "abc", "ab" * 32)


def test_a_draft_says_no_more_than_is_given() -> None:
    bare = Draft("member", "FRA", Member(name="France"))
    assert (bare.valid, bare.statement, bare.marking, bare.on_behalf_of) == (ALWAYS, None, (), None)
    assert (bare.supersedes, bare.origin, bare.where) == (None, None, "")


def test_a_draft_becomes_an_entry_field_by_field() -> None:
    desk = book("2026-01-20")
    bruno, said = desk.put(draft("person", "bruno", name="Bruno"), draft("statement", "s1", said_on="2026-01-20"))
    made = desk.at("2026-01-20T13:00").one(
        draft(
            "member",
            "FRA",
            "2026-05-01",
            "2026-05-31",
            name="France",
            form="nation",
            marking=("members", "chair"),
            statement=said.subject,
            on_behalf_of=bruno.subject,
            origin=ORIGIN,
        )
    )
    assert made.seq == 5
    assert made.book == desk.entries()[0].book
    assert made.recorded_at == instant("2026-01-20T13:00")
    assert (made.recorded_by, made.on_behalf_of, made.statement, made.supersedes) == ("anna", "bruno", "s1", None)
    assert (made.valid_from, made.valid_to) == ("2026-05-01", "2026-06-01")
    assert made.valid == Period(date(2026, 5, 1), date(2026, 6, 1))
    assert made.marking == '["chair","members"]'
    assert made.audiences == ("chair", "members")
    assert made.origin == '{"book":"another","digest":"' + "ab" * 32 + '","entry":"abc"}'
    assert (made.kind, made.subject) == ("member", "FRA")
    assert made.payload == '{"form":"nation","name":"France","v":1}'
    assert len(made.salt or b"") == 16
    assert not made.redacted
    assert desk.entries()[-1] == made


def test_an_entry_without_days_holds_always() -> None:
    made = book().one(draft("member", "FRA", name="France", form="nation"))
    assert (made.valid_from, made.valid_to, made.valid) == (None, None, ALWAYS)
    assert (made.marking, made.audiences, made.origin) == ("[]", (), None)


def test_every_entry_has_an_id_and_a_salt_of_its_own() -> None:
    desk = book()
    made = desk.put(*(draft("capability", f"c{n}", name="Trainers") for n in range(50)))
    assert len({entry.id for entry in made}) == len({entry.salt for entry in made}) == 50
    assert all(len(entry.id) == 16 and entry.id == entry.id.lower() for entry in made)


def test_a_redacted_entry_is_empty() -> None:
    desk = book()
    made = desk.one(draft("capability", "c1", name="Trainers"))
    desk.ledger.redact(made.id, "anna", "a spillage")
    (after,) = (entry for entry in desk.entries() if entry.id == made.id)
    assert after.redacted
    assert after.payload_digest == made.payload_digest


def test_a_quantity_is_written_as_text() -> None:
    desk = book()
    made = desk.one(draft("inventory", "i1", member="FRA", capability="c", quantity=exactly("2.50")))
    assert made.payload == (
        '{"capability":"c","member":"FRA","quantity":{"high":"2.5","low":"2.5","qualifier":"exact"},"v":1}'
    )


def test_where_a_hash_is_no_hash_the_next_entry_follows_from_nothing() -> None:
    desk = book()
    desk.put(*(draft("capability", f"c{n}", name="Trainers") for n in range(3)))
    entries = list(desk.entries())
    assert list(chain_faults(entries)) == []
    entries[2] = entries[2]._replace(hash="no hash")
    assert list(chain_faults(entries)) == [
        (3, "entry 3 does not follow from the one before it"),
        (4, "entry 4 does not follow from the one before it"),
    ]


def test_days_that_are_none_are_a_sign_that_somebody_was_there() -> None:
    desk = book()
    entry = desk.one(draft("place", "P", "2026-01-01", name="Port"))
    with pytest.raises(TamperedError) as caught:
        _ = entry._replace(valid_from="2026-99-01").valid
    assert str(caught.value).startswith(f"entry {entry.seq} does not say on which days it holds: ")
