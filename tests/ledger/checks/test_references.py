"""What entries name and what was taken out: unknown_reference, redacted."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from muster.core.capabilities import Capability
from muster.core.contributions import Contribution, Step, Word
from muster.core.days import Period, micros
from muster.core.keeping import ClockForm, Genesis
from muster.core.marking import Viewer
from muster.core.members import Member, MemberForm, Person
from muster.core.operations import Assertion, Operation, OperationForm
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import Level, Requirement
from muster.ledger.checks import run_checks
from muster.ledger.entries import Draft
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.ledger.checks.books import BY, begun, book, checked, found, recorded, seen

TEN = Quantity.said_as(Qualifier.EXACT, 10)


def test_a_near_id_is_suggested() -> None:
    ledger = begun()
    capability = Draft("capability", "TRAINERS", Capability(name="Trainers"))
    ledger.record([capability, Draft("capability", "POLICE", Capability(name="Police", parent="TRAINER"))], BY)
    assert checked(seen(ledger), "2016-12-31", "unknown_reference") == [
        "capability POLICE: there is no capability 'TRAINER' in the book (parent); did you mean 'TRAINERS'?"
    ]


def test_each_field_that_names_something_unknown_is_named_once() -> None:
    ledger = begun()
    line = Requirement(operation="OP", capability="CAP", level=Level(quantity=TEN), needs=("L8", "L9"))
    ledger.record([Draft("requirement", "L1", line), Draft("requirement", "L1", line)], BY)
    assert checked(seen(ledger), "2016-12-31", "unknown_reference") == [
        "requirement L1: there is no operation 'OP' in the book; record the operation first",
        "requirement L1: there is no capability 'CAP' in the book; record the capability first",
        "requirement L1: there is no requirement 'L8' in the book (needs); record the requirement first",
        "requirement L1: there is no requirement 'L9' in the book (needs); record the requirement first",
    ]


def test_a_line_may_be_served_by_members_and_groups_that_there_are() -> None:
    frame = {
        "members": "id,name,form\nFRA,France,nation\nDEU,Germany,nation",
        "memberships": "member,group\nFRA,NATO",
        "capabilities": "id,name,unit\nTRAINERS,Trainers,persons",
        "operations": "id,name,form\nOP,Relief,mission",
    }
    lines = "id,operation,capability,quantity,servers\nL1,OP,TRAINERS,10,"
    assert found("unknown_reference", "2016-12-31", **frame, requirements=f"{lines}FRA; NATO; DEU") == []
    assert found("unknown_reference", "2016-12-31", **frame, requirements=f"{lines}DEV")[0].endswith(
        "there is no member or group 'DEV' in the book (servers); did you mean 'DEU'?"
    )
    assert found("unknown_reference", "2016-12-31", **frame, requirements=f"{lines}FRA; NATA") == [
        "requirement L1: there is no member or group 'NATA' in the book (servers); did you mean 'NATO'?"
    ]


def test_a_firmness_that_there_is_not_is_unknown_too() -> None:
    ledger = begun()
    total = {"states": "troops", "quantity": TEN, "day": "2016-01-01"}
    ledger.record(
        [
            Draft("assertion", "A1", Assertion.model_validate(total | {"firmness": "sure"})),
            Draft("assertion", "A2", Assertion.model_validate(total | {"firmness": "pledged"})),
            Draft("assertion", "A3", Assertion.model_validate(total | {"firmness": None})),
        ],
        BY,
    )
    assert checked(seen(ledger), "2016-12-31", "unknown_reference") == [
        (
            "assertion A1: firmness names 'sure', which is no firmness; "
            "write one of in_place, committed, accepted, offered, pledged, indicated"
        )
    ]


def test_what_an_entry_rests_on_is_known_when_the_entry_is_seen_at_an_earlier_moment() -> None:
    """The operation became public after the contribution that names it."""
    ledger = recorded(
        {
            "members": "id,name,form\nFRA,France,nation",
            "statements": "id,said_on\nSPEECH,2016-01-20\nNOTICE,2016-01-25",
            "operations": "id,name,form,statement\nOP,Relief,mission,NOTICE",
            "contributions": "id,member,operation,words,statement\nC1,FRA,OP,trainers,SPEECH",
        }
    )
    early = [entry for entry in ledger.entries() if entry.recorded_at < ledger.entries()[-1].recorded_at]
    assert {entry.kind for entry in early} == {"book", "person", "member", "statement", "contribution"}
    assert checked(Snapshot(early, ledger.now()), "2016-01-20", "unknown_reference") == [
        "contribution C1: there is no operation 'OP' in the book; record the operation first"
    ]
    assert checked(seen(ledger), "2016-01-25", "unknown_reference") == []


def test_statement_person_and_subject_are_references_too() -> None:
    """Entries taken over without what they rest on: the rules of recording would not let them in."""
    ledger = recorded(
        {
            "people": "id,name\nbob,Bob",
            "members": "id,name,form\nFRA,France,nation",
            "statements": "id,said_on\nSPEECH,2016-01-20",
            "contributions": "id,member,words,statement,on_behalf_of\nC1,FRA,trainers,SPEECH,bob",
            "steps": "contribution,word,quantity,valid_from,statement\nC1,pledged,10,2016-01-20,SPEECH",
        }
    )
    rest = [entry for entry in ledger.entries() if entry.kind in ("book", "contribution", "member")]
    assert checked(Snapshot(rest, ledger.now()), "2016-12-31", "unknown_reference") == [
        "contribution C1: there is no statement 'SPEECH' in the book; record the statement first",
        "contribution C1: there is no person 'bob' in the book (on_behalf_of); record the person first",
    ]
    step = [entry for entry in ledger.entries() if entry.kind in ("book", "step", "statement")]
    assert checked(Snapshot(step, ledger.now()), "2016-12-31", "unknown_reference") == [
        "step C1: there is no contribution 'C1' in the book; record the contribution first"
    ]


def test_a_reference_to_something_hidden_reads_as_absent() -> None:
    ledger = begun()
    ledger.record(
        [
            Draft("member", "FRA", Member(name="France", form=MemberForm.NATION), marking=("public",)),
            Draft("operation", "OP", Operation(name="Secret", form=OperationForm.MISSION)),
            Draft("contribution", "C1", Contribution(member="FRA", operation="OP", words="x"), marking=("public",)),
        ],
        BY,
    )
    public = Snapshot(visible(ledger.entries(), Viewer("public")), ledger.now(), "public")
    assert public.has("contribution", "C1")
    assert not public.has("operation", "OP")
    assert checked(public, "2016-12-31", "unknown_reference") == []


def test_who_redacted_and_why_is_for_the_secretariat() -> None:
    ledger = begun()
    (entry,) = ledger.record([Draft("person", "alice", Person(name="Alice"), marking=("public",))], BY)
    ledger.redact(entry.id, BY, "at her request")
    assert checked(seen(ledger), "2016-12-31", "redacted") == [
        "person alice: what was recorded on 2016-12-31 is redacted: at her request (desk, 2016-12-31)"
    ]
    public = Snapshot(visible(ledger.entries(), Viewer("public")), ledger.now(), "public")
    assert checked(public, "2016-12-31", "redacted") == ["person alice: what was recorded on 2016-12-31 is redacted"]


def test_a_redaction_may_be_read_without_its_own_payload() -> None:
    """Nobody can redact a redaction; a snapshot of broken entries is read all the same."""
    ledger = begun()
    (entry,) = ledger.record([Draft("person", "alice", Person(name="Alice"))], BY)
    ledger.redact(entry.id, BY, "at her request")
    broken = [e._replace(payload=None) if e.kind == "redaction" else e for e in ledger.entries()]
    assert checked(Snapshot(broken, ledger.now()), "2016-12-31", "redacted") == [
        "person alice: what was recorded on 2016-12-31 is redacted",
        "redaction alice: what was recorded on 2016-12-31 is redacted",
    ]


def test_a_redacted_thing_may_still_be_named() -> None:
    ledger = begun()
    member = Draft("member", "FRA", Member(name="France", form=MemberForm.NATION))
    entry = ledger.record([member, Draft("contribution", "C1", Contribution(member="FRA", words="x"))], BY)[0]
    ledger.redact(entry.id, BY, "spilled")
    assert checked(seen(ledger), "2016-12-31", "unknown_reference") == []


def test_what_is_of_an_unknown_kind_at_an_unknown_place_stops_no_check() -> None:
    ledger = recorded(
        {
            "members": "id,name,form\nFRA,France,nation",
            "capabilities": "id,name,unit\nTRAINERS,Trainers,persons",
            "operations": "id,name,form\nOP,Relief,mission",
            "places": "id,name\nIRAQ,Iraq",
            "requirements": "id,operation,capability,quantity,place\nL1,OP,TRAINERS,10,IRAQ",
            "assertions": "id,states,quantity,capability,place,day\nA1,trainers,0,TRAINERS,IRAQ,2016-06-01",
        }
    )
    lost = Contribution(member="FRA", operation="OP", capability="LOST", place="NOWHERE", words="help")
    step = Step(word=Word.OFFERED, quantity=TEN)
    ledger.record([Draft("contribution", "C1", lost), Draft("step", "C1", step, Period(date(2016, 1, 20)))], BY)
    assert [(problem.name, problem.sentence) for problem in run_checks(seen(ledger), date(2016, 12, 31))] == [
        ("unknown_reference", "there is no capability 'LOST' in the book"),
        ("unknown_reference", "there is no place 'NOWHERE' in the book"),
    ]


def test_nothing_is_redacted_in_a_book_where_nothing_was() -> None:
    assert checked(book(members="id,name,form\nFRA,France,nation"), "2016-12-31", "redacted") == []


def test_days_of_redaction_are_those_of_the_books_zone() -> None:
    """Half an hour after midnight in Brussels it is still yesterday in UTC."""
    now = micros(datetime(2016, 3, 1, 0, 30, tzinfo=ZoneInfo("Europe/Brussels")))
    ledger = Ledger(MemoryStore(), Surroundings(clock=lambda: now))
    ledger.begin(Genesis(name="zone", zone="Europe/Brussels", clock=ClockForm.LIVE), BY, Person(name="The desk"))
    (entry,) = ledger.record([Draft("person", "alice", Person(name="Alice"))], BY)
    ledger.redact(entry.id, BY, "at her request")
    assert checked(seen(ledger), "2016-12-31", "redacted") == [
        "person alice: what was recorded on 2016-03-01 is redacted: at her request (desk, 2016-03-01)"
    ]


def test_what_lies_above_itself_is_named_once() -> None:
    """B, C and A in a circle, below which D lies; and S, which is its own parent."""
    tables = {
        "capabilities": "id,name,parent\nB,Bees,C\nC,Seas,A\nA,Eyes,B\nD,Deeds,A\nS,Selves,S\nT,Trees,",
        "places": "id,name,parent\nP,Port,Q\nQ,Quay,",
        "operations": "id,name,form,parent\nM,Mission,mission,N\nN,New mission,mission,M",
    }
    assert found("circular", "2016-12-31", **tables) == [
        "capability A: it lies above itself: A, B, C, A; record one of them with another parent",
        "capability S: it lies above itself: S, S; record one of them with another parent",
        "operation M: it lies above itself: M, N, M; record one of them with another parent",
    ]


def test_lines_that_depend_on_themselves_are_named_once() -> None:
    """L1 needs L2, L2 needs L3 and L1; L3 needs itself; L4 needs L3 and lies on no circle."""
    tables = {
        "operations": "id,name,form\nM,Mission,mission",
        "capabilities": "id,name,unit\nT,Trainers,persons",
        "requirements": (
            "id,operation,capability,quantity,needs\nL1,M,T,1,L2\nL2,M,T,1,L3; L1\nL3,M,T,1,L3\nL4,M,T,1,L3"
        ),
    }
    assert found("circular", "2016-12-31", **tables) == [
        "requirement L1: it depends on itself: L1, L2, L1; record one of them without the other in needs",
        "requirement L3: it depends on itself: L3, L3; record one of them without the other in needs",
    ]


def test_promises_that_wait_for_each_other_are_named_once() -> None:
    """A waits for B, B for A; C waits for A; D for E, which is decided; an open condition of F waits for nobody."""
    tables = {
        "members": "id,name,form\nFRA,France,nation",
        "contributions": "id,member\nA,FRA\nB,FRA\nC,FRA\nD,FRA\nE,FRA\nF,FRA",
        "conditions": (
            "id,contribution,words,only_if,state\n"
            "K1,A,if B comes,B,\nK2,B,if A comes,A,open\nK3,C,if A comes,A,\n"
            "K4,D,if E comes,E,\nK5,E,if D comes,D,met\nK6,F,if they vote,,"
        ),
    }
    assert found("circular", "2016-12-31", **tables) == [
        (
            "contribution A: it waits for itself: A, B, A; they count together, or not at all; "
            "ask who comes first, and record that condition as met"
        ),
    ]
