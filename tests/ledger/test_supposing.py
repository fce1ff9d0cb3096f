"""What somebody supposes, as drafts, and the book with them: as though they had been recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from muster.core.contributions import Caveat, Condition, ConditionState, Contribution, Instalment, Step, Word
from muster.core.days import Period
from muster.core.errors import MusterError, RefusedError, UnknownSubjectError
from muster.ledger.entries import Draft
from muster.ledger.giving import given_on
from muster.ledger.slipping import LONGEST_SLIP_DAYS
from muster.ledger.snapshot import Snapshot
from muster.ledger.supposing import (
    Change,
    Comes,
    Fails,
    Falls,
    Leaves,
    Overruns,
    Slips,
    check_together,
    drafts_of,
    drafts_of_all,
    resting_on,
    supposed,
    touched,
)
from tests.builders import Desk, cap, dates, day, draft, exactly, relief, step, undo

TODAY = "2026-07-01"
NOW = day(TODAY)
AUGUST = day("2026-08-01")


def desk_of(*drafts: Draft) -> Desk:
    """The small book in July: FRA's contribution C1 of trainers, in place from March on, and drafts."""
    desk = relief().at(TODAY)
    desk.put(step("C1", "pledged", "2026-02-01", 100), step("C1", "in_place", "2026-03-01", 80), *drafts)
    return desk


def told(drafts: Sequence[Draft]) -> list[tuple[str, str, str, dict[str, object], bool]]:
    """Each draft: kind, subject, days, what it states, whether it corrects or takes back."""
    return [(one.kind, one.subject, str(one.valid), one.record.stated(), bool(one.supersedes)) for one in drafts]


def refused(snapshot: Snapshot, change: Change) -> str:
    with pytest.raises(MusterError) as raised:
        drafts_of(snapshot, change)
    return str(raised.value)


def contribution_of(member: str, subject: str = "C2", **fields: Any) -> Draft:
    return draft("contribution", subject, member=member, words="what they said", **fields)


# ---- a member leaves


def test_a_member_that_leaves_withdraws_all_it_gives() -> None:
    snapshot = desk_of(contribution_of("FRA"), contribution_of("DEU", "C3")).snapshot()
    assert told(drafts_of(snapshot, Leaves("FRA", AUGUST))) == [
        ("cap", "C1", "2026-08-01 to open", {"cap": "withdrawn"}, False),
        ("cap", "C2", "2026-08-01 to open", {"cap": "withdrawn"}, False),
    ]


def test_what_a_member_said_after_the_day_on_which_it_leaves_is_withdrawn_as_well() -> None:
    """A step sets anew what a cap before it lowered."""
    snapshot = desk_of().snapshot()
    drafts = drafts_of(snapshot, Leaves("FRA", day("2026-02-15")))
    assert [str(one.valid) for one in drafts] == ["2026-02-15 to open", "2026-03-01 to open"]
    given = given_on(supposed(snapshot, drafts), "C1", AUGUST)
    assert given is not None
    assert {span.high for span in given.counted.values()} <= {0}


def test_who_is_unknown_or_gives_nothing_cannot_leave() -> None:
    snapshot = desk_of().snapshot()
    assert refused(snapshot, Leaves("FRB", NOW)) == "unknown member 'FRB'; did you mean FRA?"
    assert refused(snapshot, Leaves("DEU", NOW)) == "this changes nothing: DEU gives nothing"


# ---- a pledge comes in


def test_what_was_last_said_is_committed() -> None:
    snapshot = desk_of(step("C1", "offered", "2026-06-01", 120, note="by letter")).snapshot()
    assert told(drafts_of(snapshot, Comes("C1", AUGUST))) == [
        (
            "step",
            "C1",
            "2026-08-01 to open",
            {"word": "committed", "quantity": exactly(120).stated(), "note": "by letter"},
            False,
        )
    ]


def test_what_nobody_promised_cannot_come() -> None:
    snapshot = desk_of(contribution_of("DEU"), step("C2", "in_place", "2026-03-01", 5)).snapshot()
    assert refused(snapshot, Comes("C2", NOW)) == "this changes nothing: nobody has promised anything of C2"
    assert refused(snapshot, Comes("C11", NOW)) == "unknown contribution 'C11'; did you mean C1?"


# ---- a date slips


WINDOW = contribution_of("DEU", window=dates("2026-08-01", "2026-12-31"))


def test_the_first_day_slips_and_the_last_stays() -> None:
    snapshot = desk_of(WINDOW).snapshot()
    assert told(drafts_of(snapshot, Slips("C2", 60))) == [
        (
            "contribution",
            "C2",
            "the beginning to open",
            {"window": {"start": "2026-09-30", "last": "2026-12-31"}},
            False,
        )
    ]
    (earlier,) = drafts_of(snapshot, Slips("C2", -31))
    assert earlier.record.stated() == {"window": {"start": "2026-07-01", "last": "2026-12-31"}}


def test_a_window_without_a_last_day_has_none_afterwards() -> None:
    snapshot = desk_of(contribution_of("DEU", window=dates("2026-08"))).snapshot()
    (found,) = drafts_of(snapshot, Slips("C2", 10))
    assert found.record.stated() == {"window": {"start": "2026-09-10"}}, "a month counts from its last day"


def test_each_window_that_was_stated_slips_on_its_days() -> None:
    snapshot = desk_of(WINDOW, draft("contribution", "C2", "2026-10-01", window=dates("2026-11-01"))).snapshot()
    drafts = drafts_of(snapshot, Slips("C2", 1))
    assert [(str(one.valid), one.record.stated()["window"]) for one in drafts] == [
        ("the beginning to open", {"start": "2026-08-02", "last": "2026-12-31"}),
        ("2026-10-01 to open", {"start": "2026-11-02"}),
    ]
    found = supposed(snapshot, drafts).thing(Contribution, "C2", day("2026-10-01"))
    assert found is not None
    assert found.window is not None
    assert str(found.window.start) == "2026-11-02"


def test_instalments_slip_by_corrections_that_rest_on_what_they_rested_on() -> None:
    money = [
        draft("statement", "S1", said_on="2026-03-01", words="in two parts"),
        contribution_of("DEU"),
        draft("instalment", "C2", due="2026-03", quantity=exactly(5), statement="S1"),
        draft("instalment", "C2", due="2026-05-15", quantity=exactly(7)),
    ]
    desk = desk_of(*money)
    snapshot = desk.snapshot()
    drafts = drafts_of(snapshot, Slips("C2", 60))
    entries = [entry for entry in desk.entries() if entry.kind == "instalment"]
    assert [one.supersedes for one in drafts] == [entry.id for entry in entries]
    assert [one.statement for one in drafts] == ["S1", None]
    due = [cast("Instalment", one.record) for one in supposed(snapshot, drafts).stated("instalment", "C2")]
    assert [(str(one.due), one.quantity) for one in due] == [("2026-05-30", exactly(5)), ("2026-07-14", exactly(7))]


def test_what_would_begin_after_its_last_day_cannot_slip() -> None:
    snapshot = desk_of(WINDOW).snapshot()
    assert refused(snapshot, Slips("C2", 160)) == "C2 would begin on 2027-01-08, after its last day, 2026-12-31"
    assert len(drafts_of(snapshot, Slips("C2", 152))) == 1, "to its last day it may"


def test_instalments_that_would_fall_on_one_day_cannot_slip() -> None:
    """A month is its last day: two that were told apart would become one, and half of the money would be lost."""
    parts = [draft("instalment", "C2", due=due, quantity=exactly(5)) for due in ("2026-03", "2026-03-31")]
    snapshot = desk_of(contribution_of("DEU"), *parts).snapshot()
    sentence = "the instalments of C2 of 2026-03 and 2026-03-31 would both be due on 2026-04-01"
    assert refused(snapshot, Slips("C2", 1)) == sentence


def test_what_has_no_date_cannot_slip() -> None:
    nothing = "this changes nothing: C2 has no first day and no instalments"
    for given in (contribution_of("DEU"), contribution_of("DEU", window=dates(None, "2026-12-31"))):
        assert refused(desk_of(given).snapshot(), Slips("C2", 5)) == nothing
    assert refused(desk_of().snapshot(), Slips("C11", 5)) == "unknown contribution 'C11'; did you mean C1?"


@pytest.mark.parametrize("days", [0, LONGEST_SLIP_DAYS + 1, -LONGEST_SLIP_DAYS - 1, 10**12])
def test_nothing_slips_by_no_days_or_by_more_than_a_hundred_years(days: int) -> None:
    sentence = f"C1 cannot slip by {days} days; write from 1 to 36600, or less than zero for earlier"
    assert refused(desk_of().snapshot(), Slips("C1", days)) == sentence


@pytest.mark.parametrize("days", [-LONGEST_SLIP_DAYS * 2 // 3, LONGEST_SLIP_DAYS])
def test_nothing_slips_out_of_the_years_of_a_book(days: int) -> None:
    far = contribution_of("DEU", window=dates("1950-01-01" if days < 0 else "2150-01-01"))
    assert "is outside 1900 to 2199" in refused(desk_of(far).snapshot(), Slips("C2", days))


# ---- a caveat falls


def caveat(since: str | None = None, last: str | None = None, **more: Any) -> Draft:
    return draft("caveat", "K", since, last, contribution="C1", words="not at night", **more)


def test_a_caveat_that_has_begun_ends() -> None:
    desk = desk_of(caveat(), draft("caveat", "K", "2026-03-01", words="by day alone"))
    snapshot = desk.snapshot()
    drafts = drafts_of(snapshot, Falls("K", AUGUST))
    assert told(drafts) == [
        ("caveat", "K", "the beginning to 2026-07-31", {"contribution": "C1", "words": "not at night"}, True),
        ("caveat", "K", "2026-03-01 to 2026-07-31", {"words": "by day alone"}, True),
    ]
    after = supposed(snapshot, drafts)
    assert after.thing(Caveat, "K", day("2026-07-31")) is not None
    assert after.thing(Caveat, "K", AUGUST) is None


def test_a_caveat_that_begins_later_is_taken_back() -> None:
    snapshot = desk_of(caveat("2026-08-01")).snapshot()
    drafts = drafts_of(snapshot, Falls("K", AUGUST))
    assert told(drafts) == [("retraction", "K", "the beginning to open", {}, True)]
    assert supposed(snapshot, drafts).ids("caveat") == ()


def test_what_a_caveat_that_begins_later_corrected_does_not_stand_again() -> None:
    desk = desk_of(caveat("2026-09-01"))
    (first,) = desk.put(replace(caveat("2026-10-01"), supersedes=desk.entries()[-1].id))
    snapshot = desk.snapshot()
    drafts = drafts_of(snapshot, Falls("K", AUGUST))
    assert [one.supersedes for one in drafts] == [first.id, first.supersedes]
    assert supposed(snapshot, drafts).ids("caveat") == ()
    desk.put(*drafts)
    assert desk.snapshot().ids("caveat") == ()


def test_a_caveat_that_no_longer_holds_cannot_fall() -> None:
    snapshot = desk_of(caveat(None, "2026-07-31")).snapshot()
    assert refused(snapshot, Falls("K", AUGUST)) == "this changes nothing: K no longer holds on 2026-08-01"
    assert len(drafts_of(snapshot, Falls("K", day("2026-07-31")))) == 1
    assert refused(snapshot, Falls("KK", NOW)) == "unknown caveat 'KK'; did you mean K?"


# ---- a condition fails


def condition(since: str | None = None, last: str | None = None, **more: Any) -> Draft:
    return draft("condition", "K", since, last, **more)


CONDITION = condition(contribution="C1", words="if they vote")


def states(snapshot: Snapshot, *days: str) -> list[ConditionState | None]:
    found = (snapshot.thing(Condition, "K", day(one)) for one in days)
    return [None if one is None else one.state for one in found]


def test_a_condition_fails_from_a_day_on() -> None:
    snapshot = desk_of(CONDITION).snapshot()
    drafts = drafts_of(snapshot, Fails("K", AUGUST))
    assert told(drafts) == [("condition", "K", "2026-08-01 to open", {"state": "failed"}, False)]
    assert states(supposed(snapshot, drafts), "2026-07-31", "2026-08-01") == [None, "failed"]


def test_a_condition_that_is_met_later_has_failed_then_too() -> None:
    snapshot = desk_of(CONDITION, condition("2026-09-01", state="met")).snapshot()
    drafts = drafts_of(snapshot, Fails("K", AUGUST))
    assert [str(one.valid) for one in drafts] == ["2026-08-01 to open", "2026-09-01 to open"]
    assert states(supposed(snapshot, drafts), "2026-08-01", "2026-09-01") == ["failed", "failed"]


def test_a_condition_that_has_failed_cannot_fail() -> None:
    snapshot = desk_of(CONDITION, condition("2026-06-01", state="failed")).snapshot()
    assert refused(snapshot, Fails("K", AUGUST)) == "this changes nothing: K has failed by 2026-08-01"
    assert refused(snapshot, Fails("L", NOW)) == "unknown condition 'L'"
    assert len(drafts_of(snapshot, Fails("K", day("2026-05-31")))) == 1


def test_a_condition_that_has_failed_for_some_days_fails_for_good() -> None:
    snapshot = desk_of(CONDITION, condition("2026-06-01", "2026-08-15", state="failed")).snapshot()
    after = supposed(snapshot, drafts_of(snapshot, Fails("K", AUGUST)))
    assert states(after, "2026-08-01", "2026-08-16", "2027-01-01") == ["failed"] * 3


# ---- together


def test_every_fault_of_changes_that_are_supposed_together_is_said_at_once() -> None:
    snapshot = desk_of().snapshot()
    changes = (Leaves("FRB", NOW), Leaves("DEU", NOW), Comes("C1", NOW))
    with pytest.raises(RefusedError) as raised:
        drafts_of_all(snapshot, changes)
    assert str(raised.value).splitlines() == [
        "unknown member 'FRB'; did you mean FRA?",
        "this changes nothing: DEU gives nothing",
    ]


def test_one_thing_is_supposed_of_something_at_a_time() -> None:
    snapshot = desk_of(WINDOW).snapshot()
    with pytest.raises(RefusedError, match=r"^'C2' is named twice: suppose one thing of it$"):
        drafts_of_all(snapshot, [Slips("C2", 30), Slips("C2", 60)])
    assert len(drafts_of_all(snapshot, [Slips("C2", 30), Leaves("DEU", AUGUST)])) == 2


def test_two_changes_of_one_entry_cannot_be_supposed() -> None:
    snapshot = desk_of(caveat()).snapshot()
    (ended,) = drafts_of(snapshot, Falls("K", AUGUST))
    check_together(snapshot, [ended, *drafts_of(snapshot, Leaves("FRA", NOW))])
    other = replace(ended, record=Caveat(words="by day alone"))
    with pytest.raises(RefusedError, match=r"^two changes correct the caveat of K: suppose one of them$"):
        check_together(snapshot, [ended, other])
    gone = [replace(one, supersedes="gone") for one in (ended, other)]
    with pytest.raises(RefusedError, match=r"^two changes correct something: suppose one of them$"):
        check_together(snapshot, gone)


# ---- the book with them


CHANGES: dict[str, Change] = {
    "leaves": Leaves("FRA", AUGUST),
    "left long ago": Leaves("FRA", day("2026-02-15")),
    "comes": Comes("C1", NOW),
    "slips": Slips("C2", 60),
    "overruns": Overruns("P", 30),
    "falls": Falls("K", AUGUST),
    "fails": Fails("IF", AUGUST),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_supposed_book_is_the_one_in_which_it_was_recorded(change: Change) -> None:
    desk = desk_of(WINDOW, draft("instalment", "C2", due="2026-09", quantity=exactly(5)), caveat())
    desk.put(draft("condition", "IF", contribution="C1", words="if they vote"))
    desk.put(draft("phase", "P", name="Take", operation="OP", order=1, lasts_days=30))
    before = desk.snapshot()
    drafts = drafts_of(before, change)
    after = supposed(before, drafts)
    desk.put(*drafts)
    recorded = desk.snapshot()
    assert told_of(after) == told_of(recorded)
    assert told_of(after) != told_of(before)
    assert [after.viewer, after.known] == [before.viewer, before.known]


def told_of(snapshot: Snapshot) -> list[tuple[str, str, Period, object, str | None]]:
    """What stands, in the order of recording."""
    standing = [(one.entry, one.record) for one in snapshot.all_standing()]
    return [(entry.kind, entry.subject, entry.valid, record, entry.statement) for entry, record in standing]


def test_a_draft_may_correct_another_of_the_same_batch() -> None:
    snapshot = desk_of().snapshot()
    first = step("C1", "committed", "2026-07-01", 30)
    second = replace(step("C1", "committed", "2026-07-01", 50), corrects=first)
    after = supposed(snapshot, [first, second])
    said = [cast("Step", one.record) for one in after.stated("step", "C1")]
    assert [one.quantity for one in said if one.word is Word.COMMITTED] == [exactly(50)]


def test_nothing_supposed_is_nothing_changed() -> None:
    snapshot = desk_of().snapshot()
    assert told_of(supposed(snapshot, [])) == told_of(snapshot)


def test_what_was_read_of_a_book_is_not_read_again() -> None:
    snapshot = desk_of().snapshot()
    before = snapshot.stated("step", "C1")
    after = snapshot.and_then([])
    assert after is not snapshot
    assert all(one.record is other.record for one, other in zip(before, after.stated("step", "C1"), strict=True))


def test_what_is_supposed_is_for_the_viewer_who_supposes_it() -> None:
    desk = desk_of(draft("capability", "ours", name="Ours", marking=("coalition",)))
    snapshot = desk.snapshot(viewer="FRA")
    after = supposed(snapshot, drafts_of(snapshot, Leaves("FRA", NOW)))
    assert (after.viewer, after.entries[:-1]) == ("FRA", snapshot.entries)
    assert after.entries[-1].id == "supposed 1"


# ---- what is touched


def names_touched(snapshot: Snapshot, *drafts: Draft) -> list[str] | None:
    found = touched(snapshot, supposed(snapshot, drafts), drafts)
    return None if found is None else sorted(found)


@pytest.mark.parametrize(
    "one",
    [
        step("C1", "committed", TODAY, 5),
        cap("C1", "withdrawn", TODAY),
        draft("instalment", "C1", due="2026-09", quantity=exactly(5)),
        draft("verification", "C1", by="the inspector", standard="Role 2"),
        draft("contribution", "C1", place="north"),
        caveat(),
        draft("condition", "IF", contribution="C1", words="if they vote"),
        draft("assignment", "A", contribution="C1", line="L"),
    ],
    ids=lambda one: str(one.kind),
)
def test_what_is_said_of_a_contribution_touches_that_one(one: Draft) -> None:
    assert names_touched(desk_of().snapshot(), one) == ["C1"]


def test_what_moves_from_one_contribution_to_another_touches_both() -> None:
    snapshot = desk_of(contribution_of("DEU"), caveat()).snapshot()
    assert names_touched(snapshot, draft("caveat", "K", TODAY, contribution="C2")) == ["C1", "C2"]


def test_what_is_taken_back_touches_what_it_was_about() -> None:
    desk = desk_of(caveat(), contribution_of("DEU"), draft("member", "ITA", name="Italy", form="nation"))
    by_kind = {entry.kind: entry for entry in desk.entries()}
    snapshot = desk.snapshot()
    assert names_touched(snapshot, undo(by_kind["caveat"])) == ["C1"]
    assert names_touched(snapshot, undo(by_kind["contribution"])) == ["C2"]
    assert names_touched(snapshot, undo(by_kind["step"])) == ["C1"]
    assert names_touched(snapshot, undo(by_kind["member"])) is None
    gone = undo(by_kind["member"]._replace(id="gone"))
    assert names_touched(snapshot, gone) is None, "nobody knows what that was about"


def test_new_statements_and_people_touch_nothing() -> None:
    new = (draft("statement", "S9", words="we shall"), draft("person", "zoe", name="Zoe"))
    assert names_touched(desk_of().snapshot(), *new) == []


def test_what_was_said_before_may_bear_on_anything() -> None:
    """Who said it decides how firm a step is that rests on it."""
    desk = desk_of(draft("statement", "S1", said_on="2026-03-01", words="in two parts"))
    assert names_touched(desk.snapshot(), draft("statement", "S1", member="DEU")) is None


@pytest.mark.parametrize(
    "one",
    [
        draft("requirement", "L", operation="OP", capability="trainers", level={"quantity": exactly(5)}),
        draft("operation", "OP", acceptance="required"),
        draft("capability", "robots", name="Robots", unit="persons"),
        draft("substitute", "trainers", capability="robots", efficiency="0.5"),
        draft("place", "north", name="North"),
        draft("member", "ITA", name="Italy", form="nation"),
        draft("membership", "FRA", group="DEU"),
    ],
    ids=lambda one: str(one.kind),
)
def test_all_else_may_change_anything(one: Draft) -> None:
    assert names_touched(desk_of().snapshot(), one, cap("C1", "withdrawn", TODAY)) is None


# ---- with the statement that says so


def test_each_draft_rests_on_the_statement_that_says_so() -> None:
    snapshot = desk_of(caveat()).snapshot()
    drafts = [*drafts_of(snapshot, Leaves("FRA", NOW)), *drafts_of(snapshot, Falls("K", AUGUST))]
    found = resting_on(drafts, "S1")
    assert [one.statement for one in found] == ["S1", "S1"]
    assert [replace(one, statement=None) for one in found] == drafts


def test_rows_keep_the_statements_that_they_name_themselves() -> None:
    own = replace(step("C1", "committed", TODAY, 5, statement="S2"), where="steps.csv:2")
    plain = replace(step("C1", "committed", TODAY, 6), where="steps.csv:3", corrects=own)
    said = draft("statement", "S2", words="we shall", where="statements.csv:2")
    found = resting_on([own, plain, said], "S1")
    assert [one.statement for one in found] == ["S2", "S1", None]
    assert found[1].corrects is found[0]


def test_an_unknown_subject_is_told_apart_from_what_cannot_be() -> None:
    with pytest.raises(UnknownSubjectError) as raised:
        drafts_of(desk_of().snapshot(), Leaves("FRB", NOW))
    assert raised.value.subject == "FRB"


def test_what_is_delivered_together_is_touched_with_its_parts() -> None:
    """Whether its parts were named before, or are by the change itself."""
    team = draft("joint", "J", name="A team", delivers="C1")
    with_part = desk_of(contribution_of("DEU"), team, draft("part", "J", contribution="C2")).snapshot()
    assert names_touched(with_part, step("C2", "pledged", TODAY, 5)) == ["C1", "C2"]
    assert names_touched(with_part, step("C1", "pledged", TODAY, 5)) == ["C1"]
    assert names_touched(with_part, draft("part", "J", contribution="C1")) is None
    assert names_touched(with_part, draft("rota", "R", line="L1", name="In turn")) is None
