"""The kinds: what each refers to, what each needs."""

import pytest

from muster.core.contributions import Assignment, Bridge, Contribution
from muster.core.operations import Meeting
from muster.ledger.kinds import ABOUT_ENTRIES, KINDS, TABLES, named, references, required_fields

REFERENCES = {
    "person": "member:member",
    "statement": "member:member noted_by:person",
    "capability": "parent:capability",
    "substitute": "capability:capability",
    "place": "parent:place",
    "operation": "parent:operation requester:member place:place",
    "phase": "operation:operation places:place after:phase",
    "requirement": (
        "operation:operation capability:capability place:place phase:phase ends_with:phase needs:requirement"
    ),
    "contribution": (
        "member:member capability:capability operation:operation pool:operation line:requirement place:place "
        "bridge.line:requirement"
    ),
    "step": "operation:operation",
    "caveat": "contribution:contribution places:place",
    "condition": "contribution:contribution only_if:contribution",
    "inventory": "member:member capability:capability place:place",
    "assignment": "contribution:contribution line:requirement",
    "joint": "delivers:contribution",
    "part": "contribution:contribution",
    "rota": "line:requirement",
    "turn": "contribution:contribution",
    "production": "graduates:contribution",
    "trainers": "line:requirement",
    "assertion": "member:member operation:operation capability:capability place:place meeting:meeting",
    "meeting": "operations:operation place:place convener:member",
    "marking": "consent:statement",
}

REQUIRED = {
    "book": "name zone clock format",
    "person": "name",
    "statement": "said_on",
    "member": "name form",
    "membership": "group",
    "key": "key value unit",
    "capability": "name",
    "substitute": "capability efficiency",
    "place": "name",
    "operation": "name form",
    "phase": "name operation order",
    "requirement": "operation capability level",
    "contribution": "member",
    "step": "word",
    "cap": "cap",
    "instalment": "due quantity",
    "verification": "by",
    "caveat": "contribution words",
    "condition": "contribution words",
    "inventory": "member capability",
    "assignment": "contribution line",
    "joint": "name delivers",
    "part": "contribution",
    "rota": "line name",
    "turn": "first last",
    "production": "name graduates class_size course_days begins",
    "trainers": "line per_class",
    "assertion": "states quantity day",
    "rate": "currency base value measured",
    "meeting": "name day",
    "plan": "first last known firmness undeclared version assignments",
    "marking": "entry audiences",
    "redaction": "entry why",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_refers_to(kind: str) -> None:
    assert " ".join(f"{field}:{of}" for field, of in references(kind).items()) == REFERENCES.get(kind, "")
    assert set(references(kind).values()) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_subject_of_a_kind_needs(kind: str) -> None:
    assert " ".join(required_fields(kind)) == REQUIRED.get(kind, "")


def test_kinds_about_the_book_have_no_table() -> None:
    assert {name for name, kind in KINDS.items() if not kind.table} == {"book", "live", "plan", *ABOUT_ENTRIES}
    assert {"marking", "retraction", "redaction"} == ABOUT_ENTRIES
    assert {kind.name: table for table, kind in TABLES.items()} == {k.name: k.table for k in KINDS.values() if k.table}


def test_a_step_s_subject_is_a_contribution() -> None:
    assert (KINDS["step"].subject_kind, KINDS["step"].is_thing) == ("contribution", False)
    assert (KINDS["contribution"].subject_kind, KINDS["contribution"].is_thing) == ("contribution", True)


@pytest.mark.parametrize(
    ("record", "field", "ids"),
    [
        (Assignment(contribution="C1", line="L1"), "line", ("L1",)),
        (Assignment(contribution="C1"), "line", ()),
        (Contribution(bridge=Bridge(line="L2")), "bridge.line", ("L2",)),
        (Contribution(bridge=Bridge()), "bridge.line", ()),
        (Contribution(), "bridge.line", ()),
        (Meeting(operations=("A", "B")), "operations", ("A", "B")),
        (Meeting(operations=()), "operations", ()),
    ],
)
def test_the_ids_a_field_names(record: Contribution | Assignment | Meeting, field: str, ids: tuple[str, ...]) -> None:
    assert named(record, field) == ids
