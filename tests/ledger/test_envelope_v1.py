"""Envelope v1 is frozen: these texts and digests hold for every book there will ever be.

A failure here means that books already written would no longer be read as whole. Nothing in this file may change.
"""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.canonical import canonical
from muster.core.days import instant_text
from muster.core.errors import NotCanonicalError, TamperedError
from muster.ledger.entries import (
    EMPTY_HEAD,
    ENVELOPE_VERSION,
    NO_HASH,
    SALT_BYTES,
    Entry,
    Head,
    chain_faults,
    digest_of,
    envelope_text,
    hash_of,
    head_of,
    seal,
)
from tests.builders import Desk, book, draft, undo

PREVIOUS = "cd" * 32
SALT = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
PAYLOAD = '{"name":"Žilina “A”","v":1}'
ENVELOPE = (
    '{"book":"0b0a7e0c-6c1e-4b56-9a53-6f1b2f3c4d5e","id":"abcdefgh23456723","kind":"contribution",'
    '"marking":["coalition","group:NATO"],"on_behalf_of":"bruno",'
    '"origin":{"book":"11111111-2222-4333-8444-555555555555",'
    '"digest":"abababababababababababababababababababababababababababababababab","entry":"zyxwvuts76543276"},'
    '"recorded_at":"2016-01-20T11:00:00.000001Z","recorded_by":"anna","seq":7,"statement":"s1","subject":"C1",'
    '"supersedes":"qrstuvwx23456723","v":1,"valid_from":"2016-05-01","valid_to":"2017-01-01"}'
)
DIGEST = "423bed17d14d1fdac74e444cecad5ff88cdeeda76b428baff5563df9bbb2e7e8"
HASH = "c8ab02c5a3c8d260873194757c93b74da1fef252412d529bc10456d9b320ca2a"

FULL = Entry(
    seq=7,
    id="abcdefgh23456723",
    book="0b0a7e0c-6c1e-4b56-9a53-6f1b2f3c4d5e",
    recorded_at=1453287600000001,
    recorded_by="anna",
    on_behalf_of="bruno",
    valid_from="2016-05-01",
    valid_to="2017-01-01",
    marking='["coalition","group:NATO"]',
    statement="s1",
    supersedes="qrstuvwx23456723",
    origin='{"book":"11111111-2222-4333-8444-555555555555","digest":"' + "ab" * 32 + '","entry":"zyxwvuts76543276"}',
    kind="contribution",
    subject="C1",
    payload=PAYLOAD,
    salt=SALT,
    payload_digest=DIGEST,
    hash=HASH,
)
"""An entry in which every field is given."""

BARE = FULL._replace(
    on_behalf_of=None, valid_from=None, valid_to=None, marking="[]", statement=None, supersedes=None, origin=None
)
"""An entry with nothing that can be left out."""


# ---- the form


def test_the_fields_of_an_entry_stay_in_their_order() -> None:
    assert " ".join(Entry._fields) == (
        "seq id book recorded_at recorded_by on_behalf_of valid_from valid_to marking statement supersedes origin "
        "kind subject payload salt payload_digest hash"
    )


def test_the_constants_stay() -> None:
    assert (ENVELOPE_VERSION, SALT_BYTES, NO_HASH) == (1, 16, "0" * 64)
    assert Head(0, "0" * 64, 0) == EMPTY_HEAD


def test_the_envelope_is_this_text() -> None:
    assert envelope_text(FULL) == ENVELOPE


def test_what_is_left_out_stands_as_null() -> None:
    assert envelope_text(BARE) == (
        '{"book":"0b0a7e0c-6c1e-4b56-9a53-6f1b2f3c4d5e","id":"abcdefgh23456723","kind":"contribution","marking":[],'
        '"on_behalf_of":null,"origin":null,"recorded_at":"2016-01-20T11:00:00.000001Z","recorded_by":"anna","seq":7,'
        '"statement":null,"subject":"C1","supersedes":null,"v":1,"valid_from":null,"valid_to":null}'
    )


def test_the_digest_is_of_salt_and_payload() -> None:
    assert hashlib.sha256(SALT + PAYLOAD.encode("utf-8")).hexdigest() == DIGEST
    assert digest_of(SALT, PAYLOAD) == DIGEST


def test_the_hash_is_of_the_previous_hash_the_envelope_and_the_digest() -> None:
    bytes_hashed = bytes.fromhex(PREVIOUS) + ENVELOPE.encode("utf-8") + bytes.fromhex(DIGEST)
    assert hashlib.sha256(bytes_hashed).hexdigest() == HASH
    assert hash_of(PREVIOUS, FULL) == HASH


def test_sealing_fills_in_both() -> None:
    assert seal(FULL._replace(payload_digest="", hash=""), PREVIOUS) == FULL
    assert head_of(FULL) == Head(7, HASH, 1453287600000001)


def test_the_first_entry_follows_32_zero_bytes() -> None:
    first = seal(FULL._replace(seq=1), NO_HASH)
    envelope = ENVELOPE.replace('"seq":7', '"seq":1')
    assert first.hash == hashlib.sha256(bytes(32) + envelope.encode() + bytes.fromhex(DIGEST)).hexdigest()
    assert list(chain_faults([first])) == []


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(texts, texts, st.none() | texts, st.lists(texts).map(canonical), st.integers(0, 2**52))
def test_the_envelope_is_canonical_json_of_its_fields(
    subject: str, by: str, statement: str | None, marking: str, at: int
) -> None:
    entry = FULL._replace(subject=subject, recorded_by=by, statement=statement, marking=marking, recorded_at=at)
    fields = entry._asdict()
    for name in ("payload", "salt", "payload_digest", "hash"):
        del fields[name]
    text = canonical({**fields, "recorded_at": instant_text(at), "v": 1, "marking": 0, "origin": 0})
    text = text.replace('"marking":0,', f'"marking":{marking},', 1).replace(
        '"origin":0,"recorded_at"', f'"origin":{entry.origin},"recorded_at"', 1
    )
    assert envelope_text(entry) == text


# ---- what a payload and an envelope cannot hold


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "z\udfff"])
@pytest.mark.parametrize("field", ["subject", "recorded_by", "statement", "payload"])
def test_nul_and_lone_surrogates_are_refused(field: str, text: str) -> None:
    fields: dict[str, Any] = {field: text}
    with pytest.raises(NotCanonicalError, match="not allowed"):
        seal(FULL._replace(**fields), PREVIOUS)


def test_floats_are_refused() -> None:
    with pytest.raises(NotCanonicalError, match=r"^low: float cannot stand in a payload$"):
        canonical({"low": 2.5})


def test_a_payload_is_stored_as_canonical_text() -> None:
    entry = book().one(draft("member", "SVK", name="Žilina “A”", form="nation", note=None))
    assert entry.payload == '{"form":"nation","name":"Žilina “A”","note":null,"v":1}'


@pytest.mark.parametrize("lost", ["payload", "salt"])
def test_what_has_no_payload_cannot_be_sealed(lost: str) -> None:
    fields: dict[str, Any] = {lost: None}
    with pytest.raises(TamperedError, match=r"^an entry without a payload cannot be sealed$"):
        seal(FULL._replace(**fields), PREVIOUS)


# ---- the chain


def six() -> tuple[Desk, list[Entry]]:
    """A book of six entries: its beginning, Anna, France, its correction, Germany, Fiji."""
    desk = book("2026-01-20")
    france = desk.one(draft("member", "FRA", name="Farnce", form="nation"))
    desk.put(draft("member", "FRA", name="France", form="nation", supersedes=france.id))
    desk.put(draft("member", "DEU", name="Germany", form="nation"))
    desk.put(draft("member", "FJI", name="Fiji", form="nation"))
    return desk, list(desk.entries())


def test_an_untouched_book_has_no_fault() -> None:
    desk, entries = six()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert list(chain_faults(entries)) == []
    assert list(chain_faults(entries, EMPTY_HEAD, entries[0].book)) == []
    assert list(chain_faults([])) == []
    assert desk.ledger.head() == head_of(entries[5])


def test_a_book_is_checked_from_a_head_on() -> None:
    _, entries = six()
    assert list(chain_faults(entries[3:], head_of(entries[2]), entries[0].book)) == []
    assert list(chain_faults(entries[3:], head_of(entries[1]))) == [
        (3, "entry 3 is missing (the next is 4)"),
        (3, "entry 4 does not follow from the one before it"),
    ]


CHANGED: dict[str, Any] = {
    "id": "aaaaaaaaaaaaaaaa",
    "recorded_by": "bruno",
    "on_behalf_of": "bruno",
    "valid_from": "2026-01-01",
    "valid_to": "2026-01-01",
    "marking": '["public"]',
    "statement": "s1",
    "supersedes": "aaaaaaaaaaaaaaaa",
    "origin": "{}",
    "kind": "place",
    "subject": "DEU",
    "payload_digest": "ab" * 32,
    "hash": "ab" * 32,
}


@pytest.mark.parametrize("field", [name for name in CHANGED if name not in ("payload_digest", "hash")])
def test_a_changed_envelope_is_found(field: str) -> None:
    _, entries = six()
    entries[2] = entries[2]._replace(**{field: CHANGED[field]})
    assert list(chain_faults(entries)) == [(3, "entry 3 does not follow from the one before it")]


def test_a_changed_payload_is_found() -> None:
    _, entries = six()
    changed = entries[2]._replace(payload='{"name":"Spain","v":1}')
    entries[2] = changed
    assert list(chain_faults(entries)) == [(3, "entry 3 does not carry the payload it was recorded with")]
    entries[2] = changed._replace(payload_digest=digest_of(changed.salt or b"", changed.payload or ""))
    assert list(chain_faults(entries)) == [(3, "entry 3 does not follow from the one before it")]


def test_a_changed_salt_is_found() -> None:
    _, entries = six()
    entries[2] = entries[2]._replace(salt=bytes(16))
    assert list(chain_faults(entries)) == [(3, "entry 3 does not carry the payload it was recorded with")]


def test_a_changed_hash_is_found_where_it_stands_and_after() -> None:
    _, entries = six()
    entries[2] = entries[2]._replace(hash="ab" * 32)
    assert list(chain_faults(entries)) == [
        (3, "entry 3 does not follow from the one before it"),
        (4, "entry 4 does not follow from the one before it"),
    ]


def test_an_entry_sealed_anew_is_found_by_the_next() -> None:
    _, entries = six()
    entries[2] = seal(entries[2]._replace(payload='{"name":"Spain","v":1}'), entries[1].hash)
    assert list(chain_faults(entries)) == [(4, "entry 4 does not follow from the one before it")]


def test_a_missing_entry_is_found() -> None:
    _, entries = six()
    del entries[2]
    assert list(chain_faults(entries)) == [
        (3, "entry 3 is missing (the next is 4)"),
        (3, "entry 4 does not follow from the one before it"),
    ]


def test_swapped_entries_are_found() -> None:
    _, entries = six()
    entries[2], entries[3] = entries[3], entries[2]
    assert list(chain_faults(entries)) == [
        (3, "entry 3 is missing (the next is 4)"),
        (3, "entry 4 does not follow from the one before it"),
        (5, "entry 5 is missing (the next is 3)"),
        (5, "entry 3 does not follow from the one before it"),
        (4, "entry 4 is missing (the next is 5)"),
        (4, "entry 5 does not follow from the one before it"),
    ]


def test_an_entry_of_another_book_is_found() -> None:
    _, entries = six()
    foreign = seal(entries[5]._replace(book="another"), entries[4].hash)
    assert list(chain_faults([*entries[:5], foreign])) == [(6, "entry 6 belongs to another book")]
    assert list(chain_faults(entries[:1], EMPTY_HEAD, "another")) == [(1, "entry 1 belongs to another book")]


def test_a_clock_that_went_back_is_found() -> None:
    _, entries = six()
    earlier = seal(entries[5]._replace(recorded_at=entries[4].recorded_at - 1), entries[4].hash)
    assert list(chain_faults([*entries[:5], earlier])) == [(6, "entry 6 is recorded before the one it follows")]


def test_a_cut_tail_is_found_only_against_a_head_noted_earlier() -> None:
    _, entries = six()
    assert list(chain_faults(entries[:4])) == []
    assert head_of(entries[5]).hash not in {entry.hash for entry in entries[:4]}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("payload_digest", "no digest"),
        ("payload_digest", "AB" * 32),
        ("payload_digest", None),
        ("marking", '["b", "a"]'),
        ("marking", "["),
        ("marking", "[1.5]"),
        ("marking", 5),
        ("origin", "["),
        ("origin", "null"),
        ("origin", "[]"),
        ("origin", '{"b": 1}'),
        ("recorded_at", 2**63),
        ("recorded_at", "soon"),
        ("payload", b"{}"),
        ("subject", 5),
        ("subject", "\ud800"),
    ],
)
def test_what_muster_never_wrote_is_said_not_raised(field: str, text: object) -> None:
    _, entries = six()
    strange = entries[2]._replace(**{field: text})  # type: ignore[arg-type]
    faults = [fault for _, fault in chain_faults([*entries[:2], strange, *entries[3:]])]
    assert f"entry {strange.seq} is not written as it was recorded" in faults


def test_after_an_entry_without_a_hash_the_check_goes_on() -> None:
    _, entries = six()
    entries[2] = entries[2]._replace(hash="")
    assert list(chain_faults(entries)) == [
        (3, "entry 3 does not follow from the one before it"),
        (4, "entry 4 does not follow from the one before it"),
    ]


# ---- redaction


def test_after_a_redaction_the_chain_is_whole() -> None:
    desk, entries = six()
    desk.ledger.redact(entries[4].id, "anna", "a spillage")
    after = list(desk.entries())
    assert (after[4].payload, after[4].salt) == (None, None)
    assert after[4]._replace(payload=entries[4].payload, salt=entries[4].salt) == entries[4]
    assert list(chain_faults(after)) == []


def test_a_payload_taken_out_without_a_redaction_is_found() -> None:
    _, entries = six()
    entries[4] = entries[4]._replace(payload=None, salt=None)
    assert list(chain_faults(entries)) == [(5, "entry 5 has lost its payload, and no redaction says why")]


def test_the_redaction_of_one_entry_excuses_no_other() -> None:
    desk, entries = six()
    desk.ledger.redact(entries[4].id, "anna", "a spillage")
    after = list(desk.entries())
    after[5] = after[5]._replace(payload=None, salt=None)
    assert list(chain_faults(after)) == [(6, "entry 6 has lost its payload, and no redaction says why")]


@pytest.mark.parametrize("lost", ["payload", "salt"])
def test_payload_and_salt_go_together(lost: str) -> None:
    desk, entries = six()
    desk.ledger.redact(entries[4].id, "anna", "a spillage")
    after = list(desk.entries())
    half: dict[str, Any] = {"payload": entries[4].payload, "salt": entries[4].salt, lost: None}
    after[4] = after[4]._replace(**half)
    assert list(chain_faults(after)) == [(5, "entry 5 has lost its payload or its salt, but not both")]


def test_a_redaction_itself_redacted_says_nothing() -> None:
    desk, entries = six()
    desk.ledger.redact(entries[4].id, "anna", "a spillage")
    after = list(desk.entries())
    after[6] = after[6]._replace(payload=None, salt=None)
    assert list(chain_faults(after)) == [
        (5, "entry 5 has lost its payload, and no redaction says why"),
        (7, "entry 7 has lost its payload, and no redaction says why"),
    ]


def test_the_chain_covers_what_was_taken_back_too() -> None:
    desk, entries = six()
    desk.put(undo(entries[5]))
    assert list(chain_faults(desk.entries())) == []
