# ruff: noqa: E501 - a payload stands on one line, as in a book
"""Codecs are for ever: the payloads of every kind, to the byte, and the fields of every record.

A test that fails here says: books are written in this form and must stay readable. Add a new version beside the old
one; never change what stands.
"""

import typing
from enum import Enum

import pytest

from muster.core.errors import NewerBookError, NotCanonicalError, TamperedError
from muster.core.members import Member
from muster.core.quantity import Amount
from muster.core.record import Day, Ident, Record, Words
from muster.ledger.kinds import KINDS, decode, encode

FOR_EVER = "codecs are for ever: books hold payloads of this form. Add a version beside it; change nothing here"

FULL = {
    "book": '{"banner":"RELIEF: FOR OFFICIAL USE","clock":"sources","currency":"EUR","format":1,"name":"Relief","v":1,"zone":"Europe/Brussels"}',
    "live": '{"v":1}',
    "person": '{"contact":"anna@example.org","member":"FRA","name":"Anna Ž","office":"force-generation officer","v":1}',
    "statement": '{"address":"https://example.org/1","channel":"press","complete_on":"2026-01","confidence":"seen","locator":"p. 3","member":"FRA","note":"n","noted_by":"anna","office":"minister of defence","paraphrase":"a pledge of 100","place":"Paris","public_on":"2026-01-21","publisher":"a paper","said_on":"2026-01-20","series":"monthly","speaker":"the minister","v":1,"words":"We shall send “a hundred” trainers."}',
    "member": '{"form":"nation","iso3":"FRA","name":"France","note":"n","v":1}',
    "membership": '{"group":"NATO","v":1}',
    "key": '{"key":"gdp","measured":"2022","unit":"billion USD","v":1,"value":"2779.1"}',
    "capability": '{"decimals":0,"domain":"military","measure":"level","name":"Trainers","note":"n","parent":"people","portion":"amount","rest_days":360,"tour_days":180,"unit":"persons","v":1}',
    "substitute": '{"capability":"police","efficiency":"0.5","v":1}',
    "place": '{"iso3":"MLI","latitude":"12.64","longitude":"-8.00","name":"Bamako","note":"n","parent":"MLI","v":1}',
    "operation": '{"acceptance":"required","dates":{"last":"2026-12","start":"2026-05-01"},"form":"mission","name":"Relief","note":"n","parent":"OP0","place":"bamako","requester":"MLI","v":1,"withdrawal_until":"2027-03-31"}',
    "phase": '{"begins":"hold","dates":{"last":"2026-12","start":"2026-05-01"},"name":"Hold","note":"n","operation":"OP","order":2,"places":["bamako","gao"],"v":1}',
    "requirement": '{"accepted_gap":{"by":"the chair","until":"2026-06-30","why":"no lift"},"basis":"authorised_maximum","basis_reason":"resolution 1","capability":"trainers","level":{"drawdown_until":"2026-09","quantity":{"high":"60","low":"60","qualifier":"exact"}},"name":"Trainers, Bamako","needs":["L2"],"note":"n","operation":"OP","phase":"hold","place":"bamako","servers":["FRA","NATO"],"standard":"level 2","tasks":["training"],"threshold":80,"tier":1,"v":1,"weight":1000}',
    "contribution": '{"actual":{"last":"2026-12","start":"2026-05-01"},"backfills":"DEU in Gao","bridge":{"line":"L1","until":"2026-06-30"},"capability":"trainers","estimated":{"last":"2026-12","start":"2026-05-01"},"finance":"grant","line":"L1","member":"FRA","note":"n","notice_days":30,"operation":"OP","place":"bamako","pool":"POOL","price_basis":"stated","requested":{"last":"2026-12","start":"2026-05-01"},"rest_days":360,"review_by":"2026-03","support":"airlift","tour_days":180,"unspecified":"the unit","v":1,"window":{"last":"2026-12","start":"2026-05-01"},"words":"army trainers"}',
    "step": '{"note":"n","operation":"OP","quantity":{"high":"60","low":"60","qualifier":"exact"},"v":1,"word":"committed"}',
    "cap": '{"cap":"reduced","quantity":{"high":"50","low":"40","qualifier":"range"},"reason":"budget","until":"2026-09-30","v":1}',
    "instalment": '{"due":"2026-06","quantity":{"high":"2.5","low":"2.5","qualifier":"about","words":"some two and a half"},"v":1}',
    "verification": '{"by":"an inspector","note":"n","standard":"level 2","v":1}',
    "caveat": '{"consultation_hours":48,"contribution":"C1","declared":false,"form":"geographic","places":["bamako"],"removed_when":"a new mandate","tasks":["patrols"],"v":1,"words":"not north of Gao"}',
    "condition": '{"contribution":"C1","deadline":"2026-04-30","state":"open","v":1,"words":"if parliament agrees"}',
    "inventory": '{"capability":"trainers","member":"FRA","note":"n","place":"MLI","quantity":{"high":"300","qualifier":"up_to"},"v":1}',
    "assignment": '{"contribution":"C1","line":"L1","quantity":{"low":"20","qualifier":"at_least"},"v":1}',
    "joint": '{"delivers":"C1","name":"A shared team","note":"n","v":1}',
    "part": '{"contribution":"C2","required":false,"role":"lift","v":1}',
    "rota": '{"line":"L1","name":"Air policing","note":"n","overlap_days":7,"v":1}',
    "turn": '{"contribution":"C1","first":"2026-05-01","last":"2026-08","note":"n","v":1}',
    "production": '{"begins":"2026-05","class_size":{"high":"40","low":"40","qualifier":"about"},"course_days":56,"graduates":"C1","most_classes":4,"name":"Police school","note":"n","v":1}',
    "trainers": '{"line":"L1","per_class":{"low":"6","qualifier":"at_least"},"v":1}',
    "assertion": '{"capability":"trainers","day":"2026-01","firmness":"in_place","meeting":"M1","member":"FRA","note":"n","operation":"OP","place":"bamako","quantity":{"qualifier":"unstated","words":"hundreds"},"states":"troops of all members","v":1}',
    "rate": '{"base":"EUR","currency":"USD","measured":"2026-01","v":1,"value":"1.0837"}',
    "meeting": '{"convener":"USA","day":"2026-02-11","name":"Brussels","note":"n","operations":["OP"],"place":"brussels","v":1}',
    "plan": '{"assignments":[{"amount":"1000/3","contribution":"C1","first":"2026-05-01","last":"2026-12-31","line":"L1"}],"firmness":"committed","first":"2026-05-01","known":"2026-03-02T09:00:00.000000Z","last":"2026-12-31","starts_from":"SPRING","undeclared":true,"v":1,"version":"0.1.0"}',
    "marking": '{"audiences":["coalition","group:NATO"],"consent":"s1","entry":"abcdefgh23456723","v":1}',
    "retraction": '{"v":1,"why":"a typing error"}',
    "redaction": """{"entry":"abcdefgh23456723","v":1,"why":"a person's right"}""",
}
"""One payload of each kind with every field it can have."""

MINIMAL = {
    "book": '{"clock":"sources","format":1,"name":"Relief","v":1,"zone":"Europe/Brussels"}',
    "live": '{"v":1}',
    "person": '{"name":"Anna Ž","v":1}',
    "statement": '{"said_on":"2026-01-20","v":1}',
    "member": '{"form":"nation","name":"France","v":1}',
    "membership": '{"group":"NATO","v":1}',
    "key": '{"key":"gdp","unit":"billion USD","v":1,"value":"2779.1"}',
    "capability": '{"name":"Trainers","v":1}',
    "substitute": '{"capability":"police","efficiency":"0.5","v":1}',
    "place": '{"name":"Bamako","v":1}',
    "operation": '{"form":"mission","name":"Relief","v":1}',
    "phase": '{"name":"Hold","operation":"OP","order":2,"v":1}',
    "requirement": '{"capability":"trainers","level":{"quantity":{"high":"60","low":"60"}},"operation":"OP","v":1}',
    "contribution": '{"member":"FRA","v":1}',
    "step": '{"v":1,"word":"committed"}',
    "cap": '{"cap":"reduced","v":1}',
    "instalment": '{"due":"2026-06","quantity":{"high":"0.000001","qualifier":"up_to"},"v":1}',
    "verification": '{"by":"an inspector","v":1}',
    "caveat": '{"contribution":"C1","v":1,"words":"not north of Gao"}',
    "condition": '{"contribution":"C1","v":1,"words":"if parliament agrees"}',
    "inventory": '{"capability":"trainers","member":"FRA","v":1}',
    "assignment": '{"contribution":"C1","line":"L1","v":1}',
    "joint": '{"delivers":"C1","name":"A shared team","v":1}',
    "part": '{"contribution":"C2","v":1}',
    "rota": '{"line":"L1","name":"Air policing","v":1}',
    "turn": '{"first":"2026-05-01","last":"2026-08","v":1}',
    "production": '{"begins":"2026-05","class_size":{"high":"40","low":"40"},"course_days":56,"graduates":"C1","name":"Police school","v":1}',
    "trainers": '{"line":"L1","per_class":{"high":"6","low":"6"},"v":1}',
    "assertion": '{"day":"2026-01","quantity":{"qualifier":"unstated"},"states":"troops of all members","v":1}',
    "rate": '{"base":"EUR","currency":"USD","measured":"2026-01","v":1,"value":"1.0837"}',
    "meeting": '{"day":"2026-02-11","name":"Brussels","v":1}',
    "plan": '{"assignments":[],"firmness":"committed","first":"2026-05-01","known":"2026-03-02T09:00:00.000000Z","last":"2026-12-31","undeclared":true,"v":1,"version":"0.1.0"}',
    "marking": '{"audiences":["coalition","group:NATO"],"entry":"abcdefgh23456723","v":1}',
    "retraction": '{"v":1}',
    "redaction": """{"entry":"abcdefgh23456723","v":1,"why":"a person's right"}""",
}
"""One payload of each kind with what its subject needs and no more."""

FULL_2 = {
    "phase": '{"after":"take","begins":"hold","dates":{"last":"2026-12","start":"2026-05-01"},"lasts_days":60,"name":"Hold","note":"n","operation":"OP","order":2,"overlap_days":7,"places":["bamako","gao"],"v":2}',
    "requirement": '{"accepted_gap":{"by":"the chair","until":"2026-06-30","why":"no lift"},"basis":"authorised_maximum","basis_reason":"resolution 1","capability":"trainers","ends_with":"rebuild","level":{"drawdown_until":"2026-09","quantity":{"high":"60","low":"60","qualifier":"exact"}},"name":"Trainers, Bamako","needs":["L2"],"note":"n","operation":"OP","phase":"hold","place":"bamako","servers":["FRA","NATO"],"standard":"level 2","tasks":["training"],"threshold":80,"tier":1,"v":2,"weight":1000}',
    "contribution": '{"actual":{"last":"2026-12","start":"2026-05-01"},"backfills":"DEU in Gao","bridge":{"line":"L1","until":"2026-06-30"},"capability":"trainers","estimated":{"last":"2026-12","start":"2026-05-01"},"finance":"grant","line":"L1","member":"FRA","note":"n","notice_days":30,"operation":"OP","place":"bamako","pool":"POOL","price_basis":"stated","requested":{"last":"2026-12","start":"2026-05-01"},"rest_days":360,"review_by":"2026-03","shortest_tour_days":60,"support":"airlift","tour_days":180,"unspecified":"the unit","v":2,"window":{"last":"2026-12","start":"2026-05-01"},"words":"army trainers"}',
    "condition": '{"contribution":"C1","deadline":"2026-04-30","only_if":"C2","state":"open","v":2,"words":"if Italy sends the aircraft"}',
    "plan": '{"assignments":[{"amount":"1000/3","contribution":"C1","first":"2026-05-01","last":"2026-12-31","line":"L1"}],"balance":"gdp","firmness":"committed","first":"2026-05-01","known":"2026-03-02T09:00:00.000000Z","last":"2026-12-31","most_from_one":50,"starts_from":"SPRING","suppliers":2,"undeclared":true,"v":2,"version":"0.1.0"}',
}
"""One payload of each kind that has a version 2, with every field it can have in it."""

KINDS_LISTED = """
book: Genesis
live: GoLive of book
person: Person
statement: Statement
member: Member
membership: Membership of member by group
key: Key of member by key measured
capability: Capability
substitute: Substitute of capability by capability
place: Place
operation: Operation
phase: Phase
requirement: Requirement
contribution: Contribution
step: Step of contribution by word
cap: Cap of contribution by cap
instalment: Instalment of contribution by due
verification: Verification of contribution by by
caveat: Caveat
condition: Condition
inventory: Inventory
assignment: Assignment
joint: Joint
part: Part of joint by contribution
rota: Rota
turn: Turn of rota by first
production: Production
trainers: Trainers of production by line
assertion: Assertion
rate: Rate
meeting: Meeting
plan: KeptPlan
marking: Marking of entry
retraction: Retraction of entry
redaction: Redaction of entry
"""
"""Every kind with its record, what its subject is, and the fields that tell its facets apart."""

FIELDS = """
Genesis
    name: text
    zone: text
    banner: text
    currency: id
    clock: live | sources
    format: integer
GoLive
Person
    name: text
    office: text
    member: id
    contact: text
Statement
    speaker: text
    office: text
    member: id
    said_on: date
    public_on: date
    place: text
    channel: letter | note_verbale | speech | press | form | phone | room | table | document
    words: text
    paraphrase: text
    publisher: text
    address: text
    locator: text
    noted_by: id
    confidence: seen | partly | known
    series: id
    complete_on: date
    note: text
Member
    name: text
    form: nation | organisation | agency | unnamed
    iso3: id
    note: text
Membership
    group: id
Key
    key: id
    value: number
    unit: text
    measured: date
Capability
    name: text
    parent: id
    unit: text
    decimals: integer
    domain: civil | military
    measure: level | total
    portion: amount | unit
    tour_days: integer
    rest_days: integer
    note: text
Substitute
    capability: id
    efficiency: number
Place
    name: text
    parent: id
    latitude: text
    longitude: text
    iso3: id
    note: text
Operation
    name: text
    form: mission | appeal | fund | pool
    parent: id
    requester: id
    place: id
    dates: Dates
    withdrawal_until: date
    acceptance: assumed | required
    note: text
Dates
    start: date
    last: date
Phase
    name: text
    operation: id
    order: integer
    places: list of id
    begins: text
    dates: Dates
    after: id, from version 2
    lasts_days: integer, from version 2
    overlap_days: integer, from version 2
    note: text
Requirement
    name: text
    operation: id
    capability: id
    level: Level
    basis: needed | minimum | authorised_maximum | goal
    basis_reason: text
    place: id
    phase: id
    ends_with: id, from version 2
    tier: integer
    weight: integer
    tasks: list of text
    standard: text
    servers: list of id
    needs: list of id
    threshold: integer
    accepted_gap: AcceptedGap
    note: text
Level
    quantity: Quantity
    drawdown_until: date
Quantity
    qualifier: exact | about | at_least | up_to | range | unstated
    low: number
    high: number
    words: text
AcceptedGap
    by: text
    why: text
    until: date
Contribution
    member: id
    words: text
    capability: id
    operation: id
    pool: id
    line: id
    place: id
    window: Dates
    requested: Dates
    estimated: Dates
    actual: Dates
    notice_days: integer
    tour_days: integer
    shortest_tour_days: integer, from version 2
    rest_days: integer
    support: text
    backfills: text
    bridge: Bridge
    finance: grant | loan
    price_basis: text
    unspecified: text
    review_by: date
    note: text
Bridge
    line: id
    until: date
Step
    word: indicated | pledged | offered | committed | accepted | asked_back | en_route | in_place
    quantity: Quantity
    operation: id
    note: text
Cap
    cap: reduced | paused | withdrawn | declined | ended
    quantity: Quantity
    until: date
    reason: text
Instalment
    due: date
    quantity: Quantity
Verification
    by: text
    standard: text
    note: text
Caveat
    contribution: id
    form: text
    words: text
    places: list of id
    tasks: list of text
    declared: boolean
    consultation_hours: integer
    removed_when: text
Condition
    contribution: id
    words: text
    deadline: date
    state: open | met | failed
    only_if: id, from version 2
Inventory
    member: id
    capability: id
    quantity: Quantity
    place: id
    note: text
Assignment
    contribution: id
    line: id
    quantity: Quantity
Joint
    name: text
    delivers: id
    note: text
Part
    contribution: id
    role: text
    required: boolean
Rota
    line: id
    name: text
    overlap_days: integer
    note: text
Turn
    first: date
    last: date
    contribution: id
    note: text
Production
    name: text
    graduates: id
    class_size: Quantity
    course_days: integer
    most_classes: integer
    begins: date
    note: text
Trainers
    line: id
    per_class: Quantity
Assertion
    states: text
    quantity: Quantity
    member: id
    operation: id
    capability: id
    place: id
    meeting: id
    firmness: id
    day: date
    note: text
Rate
    currency: id
    base: id
    value: number
    measured: date
Meeting
    name: text
    operations: list of id
    place: id
    day: date
    convener: id
    note: text
KeptPlan
    first: date
    last: date
    known: str
    firmness: in_place | committed | accepted | offered | pledged | indicated
    undeclared: boolean
    most_from_one: integer, from version 2
    suppliers: integer, from version 2
    balance: id, from version 2
    starts_from: id
    version: text
    assignments: list of KeptAssignment
KeptAssignment
    contribution: id
    line: id
    first: date
    last: date
    amount: str
Marking
    entry: id
    audiences: list of str
    consent: id
Retraction
    why: text
Redaction
    entry: id
    why: text
"""
"""Every record with its fields, as payloads carry them; a list of words is all that a field may say."""


def form(annotation: object) -> str:
    """How a payload carries a field."""
    for name, known in (("text", Words), ("id", Ident), ("date", Day), ("number", Amount)):
        if annotation == known:
            return name
    inner = [choice for choice in typing.get_args(annotation) if choice is not type(None)]
    if typing.get_origin(annotation) is tuple:
        return f"list of {form(inner[0])}"
    if inner:
        return form(inner[0])
    assert isinstance(annotation, type)
    if issubclass(annotation, Enum):
        return " | ".join(str(word.value) for word in annotation)
    return (
        annotation.__name__
        if issubclass(annotation, Record)
        else {int: "integer", bool: "boolean", str: "str"}[annotation]
    )


def held(annotation: object) -> list[type[Record]]:
    """The records that a field holds, one or a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [record for choice in typing.get_args(annotation) for record in held(choice)]


def listing() -> str:
    lines: list[str] = []
    listed: set[type[Record]] = set()
    later = {kind.record: kind.later for kind in KINDS.values()}

    def describe(record: type[Record]) -> None:
        if record not in listed:
            listed.add(record)
            lines.append(record.__name__)
            since = {name: f", from version {version}" for name, version in later.get(record, ())}
            lines.extend(
                f"    {name}: {form(field.annotation)}{since.get(name, '')}"
                for name, field in record.model_fields.items()
            )
            for field in record.model_fields.values():
                for inner in held(field.annotation):
                    describe(inner)

    for kind in KINDS.values():
        describe(kind.record)
    return "\n".join(lines)


def kind_line(name: str) -> str:
    kind = KINDS[name]
    of = f" of {kind.of}" if kind.of else ""
    return f"{kind.name}: {kind.record.__name__}{of}" + (f" by {' '.join(kind.facet)}" if kind.facet else "")


def test_the_fields_of_every_record_stay() -> None:
    assert listing() == FIELDS.strip(), FOR_EVER


def test_the_kinds_stay_with_their_subjects_and_facets() -> None:
    assert [kind_line(name) for name in KINDS] == KINDS_LISTED.split("\n")[1:-1], FOR_EVER
    assert {name: kind.version for name, kind in KINDS.items() if kind.version != 1} == {
        "phase": 2,
        "requirement": 2,
        "contribution": 2,
        "condition": 2,
        "plan": 2,
    }, FOR_EVER


def test_every_kind_has_its_payloads_here() -> None:
    assert list(FULL) == list(MINIMAL) == list(KINDS), FOR_EVER


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_payload_gives_every_field(kind: str) -> None:
    every, later = set(KINDS[kind].record.model_fields), {field for field, _ in KINDS[kind].later}
    assert decode(kind, FULL[kind]).model_fields_set == every - later, FOR_EVER
    assert (kind in FULL_2) == bool(later), FOR_EVER


@pytest.mark.parametrize("kind", FULL_2)
def test_a_payload_of_version_2_gives_every_field(kind: str) -> None:
    assert decode(kind, FULL_2[kind]).model_fields_set == set(KINDS[kind].record.model_fields), FOR_EVER


def test_what_came_with_a_version_is_in_no_earlier_one() -> None:
    with pytest.raises(TamperedError) as refused:
        decode("contribution", '{"shortest_tour_days":60,"v":1}')
    assert str(refused.value) == ("an entry of kind 'contribution', version 1, carries what came with version 2")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [*FULL.items(), *FULL_2.items(), *MINIMAL.items()],
    ids=[*(f"{k}, full" for k in FULL), *(f"{k}, full, 2" for k in FULL_2), *(f"{k}, minimal" for k in MINIMAL)],
)
def test_a_payload_is_written_as_it_was_read(kind: str, payload: str) -> None:
    record = decode(kind, payload)
    assert type(record) is KINDS[kind].record
    assert encode(kind, record) == payload, FOR_EVER
    assert decode(kind, encode(kind, record)) == record


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_may_state_nothing(kind: str) -> None:
    assert encode(kind, decode(kind, '{"v":1}')) == '{"v":1}'
    assert encode(kind, KINDS[kind].record()) == '{"v":1}'


def test_a_field_can_be_stated_as_none() -> None:
    record = decode("member", '{"note":null,"v":1}')
    assert record == Member(note=None)
    assert record.model_fields_set == {"note"}


def test_a_newer_version_is_not_guessed_at() -> None:
    with pytest.raises(NewerBookError) as refused:
        decode("member", '{"name":"France","v":2}')
    assert str(refused.value) == (
        "an entry of kind 'member', version 2, was written by a newer Muster; install that version"
    )


def test_an_unknown_kind_is_not_guessed_at() -> None:
    with pytest.raises(NewerBookError) as refused:
        decode("incident", '{"v":1}')
    assert str(refused.value) == (
        "an entry of kind 'incident', version 1, was written by a newer Muster; install that version"
    )


@pytest.mark.parametrize("payload", ['{"v":0}', '{"v":-1}', '{"v":true}', '{"v":"1"}', "{}", '{"v":null}'])
def test_a_payload_says_its_version(payload: str) -> None:
    with pytest.raises(TamperedError, match=r"^an entry of kind 'member' does not say its version$"):
        decode("member", payload)


@pytest.mark.parametrize(
    ("kind", "payload", "message"),
    [
        ("member", '{"nam":"France","v":1}', "Extra inputs are not permitted"),
        ("member", '{"name":1,"v":1}', "Input should be a valid string"),
        ("member", '{"name":"","v":1}', "String should have at least 1 character"),
        ("member", '{"form":"state","v":1}', "Input should be 'nation', 'organisation', 'agency' or 'unnamed'"),
        ("key", '{"v":1,"value":"-1"}', "Value error, -1 is outside 0 to 10^15"),
        ("step", '{"quantity":{"high":"2","low":"1"},"v":1}', "Value error, exact takes one number, not 1 and 2"),
    ],
)
def test_a_foreign_payload_is_a_sign_of_tampering(kind: str, payload: str, message: str) -> None:
    with pytest.raises(TamperedError) as refused:
        decode(kind, payload)
    assert str(refused.value) == f"an entry of kind '{kind}' carries what that kind cannot: {message}"


def test_a_payload_that_is_not_canonical_is_not_read() -> None:
    with pytest.raises(NotCanonicalError):
        decode("member", '{"v":1, "name":"France"}')
