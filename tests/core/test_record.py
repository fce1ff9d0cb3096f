"""Records: frozen, partial, described field by field."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from muster.core.contributions import Bridge, Contribution
from muster.core.days import Dated
from muster.core.limits import NO_LIMITS, Limits
from muster.core.members import Key, Member, MemberForm
from muster.core.operations import Dates, Operation, Rate
from muster.core.record import LONGEST_TEXT, Record, field_limits, field_meaning, field_notes, inner_record, is_ident
from muster.core.requirements import AcceptedGap, Level, Requirement


def faults(record: type[Record], **fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        record.model_validate(fields)
    return [error["msg"] for error in refused.value.errors()]


def test_a_record_states_only_what_was_given() -> None:
    assert Member(name="France").stated() == {"name": "France"}
    assert Member(name="France", note=None).stated() == {"name": "France", "note": None}
    assert Contribution(bridge=Bridge(line="L1")).stated() == {"bridge": {"line": "L1"}}


def test_a_record_states_in_json_s_terms() -> None:
    record = Operation.model_validate({"form": "mission", "dates": {"start": "2026-05", "last": "2026-12-31"}})
    assert record.stated() == {"form": "mission", "dates": {"start": "2026-05", "last": "2026-12-31"}}
    assert Key(value="1.50", measured=Dated("2015")).stated() == {"value": "1.5", "measured": "2015"}  # type: ignore[arg-type]


def test_a_list_is_stated_as_a_list() -> None:
    assert Requirement(needs=("L1", "L2")).stated() == {"needs": ["L1", "L2"]}


def test_a_record_never_changes() -> None:
    member = Member(name="France")
    with pytest.raises(ValidationError, match="Instance is frozen"):
        setattr(member, "name", "Francia")  # noqa: B010 - mypy knows that it cannot be set


def test_a_field_that_is_not_defined_is_refused() -> None:
    assert faults(Member, nam="France") == ["Extra inputs are not permitted"]
    assert faults(Requirement, level={"quantities": 1}) == ["Extra inputs are not permitted"]


def test_a_word_that_is_not_in_the_list_is_refused() -> None:
    assert faults(Member, form="state") == [
        "Input should be 'nation', 'organisation', 'agency' or 'unnamed'",
    ]
    assert Member.model_validate({"form": "nation"}).form is MemberForm.NATION


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "String should have at least 1 character"),
        ("a" * 8001, "String should have at most 8000 characters"),
        ("a\0", "Value error, text: NUL is not allowed"),
    ],
)
def test_what_is_no_text_is_refused(text: str, sentence: str) -> None:
    assert faults(Member, name=text) == [sentence]


def test_a_text_may_be_long() -> None:
    assert LONGEST_TEXT == 8000
    assert Member(name="a" * 8000).name == "a" * 8000


def test_half_a_character_is_refused() -> None:
    (sentence,) = faults(Member, name="\ud800")
    assert "surrogate" in sentence or "valid string" in sentence


@pytest.mark.parametrize("text", ["FRA", "C1", "un/unmiss:2013-11", "é", "_a", "a.b+c-d", "1", "a" * 80])
def test_an_id_is_made_of_letters_digits_and_few_signs(text: str) -> None:
    assert is_ident(text)
    assert Contribution(member=text).member == text


@pytest.mark.parametrize("text", ["", " ", "a b", "-a", ".a", "a,b", "a\n", "a" * 81, "a#"])
def test_what_is_no_id_is_refused(text: str) -> None:
    assert not is_ident(text)
    assert faults(Contribution, member=text) == [r"String should match pattern '^\w[\w.:/+-]{0,79}$'"]


@given(st.text("aé_1.:/+- #\n", max_size=4))
def test_an_id_is_one_everywhere(text: str) -> None:
    try:
        Contribution(member=text)
    except ValidationError:
        assert not is_ident(text)
    else:
        assert is_ident(text)


def test_a_date_is_read_from_its_text_and_refused_with_the_way_to_write_it() -> None:
    assert Dates.model_validate({"start": "2016-02"}).start == Dated("2016-02")
    assert Dates(start=Dated("2016")).start == Dated("2016")
    assert faults(Dates, start="soon") == [
        "Value error, 'soon' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"
    ]
    for other in (2016, date(2016, 1, 1), {"text": "2016"}):
        assert faults(Dates, start=other) == ["Value error, a date is a text such as 2026-04-30, 2026-04 or 2026"]


def test_a_field_tells_what_it_means() -> None:
    assert field_meaning(Contribution, "line") == "the line it is earmarked for"
    assert field_notes(Contribution, "line") == {"ref": "requirement", "required": False, "unit": None}
    assert field_notes(Contribution, "member") == {"ref": "member", "required": True, "unit": None}
    assert field_notes(Requirement, "phase") == {"ref": "phase", "required": False, "unit": None}


def test_a_field_tells_what_a_number_in_it_can_be() -> None:
    days = {"ref": None, "required": False, "unit": "days", "least": 0, "most": 36525}
    assert field_notes(Contribution, "notice_days") == days
    assert field_notes(Contribution, "shortest_tour_days") == days | {"at_most": "tour_days"}
    assert field_limits(Requirement, "threshold") == Limits(1, 100)
    assert field_limits(Rate, "value") == Limits(above=0)
    assert field_limits(Contribution, "member") == field_limits(Bare, "field") == NO_LIMITS


class Bare(Record):
    """A record whose field is not described."""

    field: int | None = None


def test_a_field_that_is_not_described_tells_nothing() -> None:
    assert field_meaning(Bare, "field") == ""
    assert field_notes(Bare, "field") == {}


def test_a_field_may_hold_a_record() -> None:
    assert inner_record(Requirement, "level") is Level
    assert inner_record(Requirement, "accepted_gap") is AcceptedGap
    assert inner_record(Requirement, "note") is None
    assert inner_record(Requirement, "needs") is None
