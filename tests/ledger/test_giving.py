"""What a contribution gives on a day: windows, units, operations, needs."""

from datetime import date, timedelta
from typing import Any

import pytest

from muster.core.contributions import Contribution, Word
from muster.core.days import Dated
from muster.core.firmness import Firmness, Lowered, Need
from muster.core.operations import Dates
from muster.core.quantity import NOTHING, UNKNOWN, Quantity, Span
from muster.ledger.giving import (
    Dating,
    Giver,
    contribution_cuts,
    dating_of,
    dating_on,
    decimals_of,
    earmarked,
    given_on,
    lowering_caps,
    operation_of,
    span_of,
    window_cuts,
)
from tests.builders import BY, Desk, cap, dates, day, draft, exactly, relief, step, undo

NOW = "2026-07-01"
WINDOW = dates("2026-05-01", "2026-12-31")


def n(number: int) -> Span:
    return Span(number, number)


def with_steps(*drafts: Any, **contribution: Any) -> Desk:
    """The relief book, with fields of C1 and its steps, recorded on 1 July."""
    desk = relief("2026-01-01").at(NOW)
    if contribution:
        desk.put(draft("contribution", "C1", **contribution))
    desk.put(*drafts)
    return desk


def counted(desk: Desk, on: str) -> dict[str, Span]:
    given = given_on(desk.snapshot(), "C1", day(on))
    assert given is not None
    return {str(firmness): span for firmness, span in given.counted.items()}


def undated(desk: Desk, on: str) -> dict[str, Span]:
    given = given_on(desk.snapshot(), "C1", day(on))
    assert given is not None
    return {str(firmness): span for firmness, span in given.undated.items()}


PLEDGED_100 = {"pledged": n(100), "indicated": n(100)}

# ---- windows


@pytest.mark.parametrize(
    ("start", "last", "rows"),
    [
        ("2026-05-01", "2026-12-31", "04-30 outside, 05-01 inside, 12-31 inside, 2027-01-01 outside"),
        ("2026-05", None, "04-30 outside, 05-01 uncertain, 05-30 uncertain, 05-31 inside, 2199-12-31 inside"),
        ("2026-05-01", "2026-11", "10-31 inside, 11-01 inside, 11-02 uncertain, 11-30 uncertain, 12-01 outside"),
        ("2026", "2026", "2025-12-31 outside, 01-01 uncertain, 06-15 uncertain, 12-31 uncertain, 2027-01-01 outside"),
        (None, "2026-05-31", "05-31 unsaid, 06-01 outside"),
        (None, None, "05-31 unsaid"),
    ],
)
def test_where_a_day_lies_to_a_window(start: str | None, last: str | None, rows: str) -> None:
    window = Dates.model_validate(dates(start, last))
    for row in rows.split(", "):
        on, dating = row.split()
        assert dating_on(window, day(on if len(on) == 10 else f"2026-{on}")) == Dating(dating), row


def test_without_a_window_nothing_is_said_of_days() -> None:
    assert dating_on(None, day(NOW)) is Dating.UNSAID
    assert list(window_cuts(None)) == []
    assert list(window_cuts(Dates())) == []


def test_the_days_on_which_being_inside_a_window_may_change() -> None:
    window = Dates(start=Dated("2026-05"), last=Dated("2026-11"))
    assert list(window_cuts(window)) == [day(on) for on in ("2026-05-01", "2026-05-31", "2026-11-02", "2026-12-01")]


def test_a_contribution_counts_inside_its_window() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", 100), window=WINDOW)
    for on in ("2026-05-01", "2026-12-31"):
        assert counted(desk, on) == PLEDGED_100
        assert undated(desk, on) == {}
    for on in ("2026-04-30", "2027-01-01"):
        assert (counted(desk, on), undated(desk, on)) == ({}, {})


def test_what_lies_between_the_ends_of_an_imprecise_window_is_date_uncertain() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", 100), window=dates("2026-05", "2026-11"))
    assert (counted(desk, "2026-05-30"), undated(desk, "2026-05-30")) == ({}, PLEDGED_100)
    assert (counted(desk, "2026-05-31"), undated(desk, "2026-05-31")) == (PLEDGED_100, {})
    assert (counted(desk, "2026-11-02"), undated(desk, "2026-11-02")) == ({}, PLEDGED_100)


def test_without_a_first_day_only_what_is_in_place_counts() -> None:
    desk = with_steps(
        step("C1", "pledged", "2026-01-01", 100),
        step("C1", "in_place", "2026-06-01", 40),
        window=dates(None, "2026-12-31"),
    )
    assert counted(desk, "2026-05-31") == {}
    assert undated(desk, "2026-05-31") == PLEDGED_100
    assert set(counted(desk, NOW).values()) == {n(40)}
    assert list(counted(desk, NOW)) == list(Firmness)
    assert undated(desk, NOW)["pledged"] == n(100)
    assert undated(desk, NOW)["in_place"] == n(40)
    assert counted(desk, "2027-01-01") == {}


def test_what_is_in_place_alone_is_undated_in_nothing() -> None:
    desk = with_steps(step("C1", "in_place", "2026-06-01", 40))
    assert undated(desk, NOW) == {}
    assert set(counted(desk, NOW).values()) == {n(40)}


def test_requested_estimated_and_actual_dates_bound_nothing() -> None:
    desk = with_steps(
        step("C1", "in_place", "2026-06-01", 40),
        requested=WINDOW,
        estimated=dates("2027"),
        actual=dates("2025", "2025"),
    )
    assert counted(desk, NOW)["in_place"] == n(40)


def test_the_window_that_holds_on_the_day_bounds_it() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", 100), window=dates("2026-05-01", "2026-06-30"))
    desk.put(draft("contribution", "C1", "2026-07-01", window=dates("2026-05-01", "2026-12-31")))
    assert counted(desk, "2026-06-30") == counted(desk, "2026-07-01") == PLEDGED_100
    assert counted(desk, "2027-01-01") == {}


# ---- what a step carries


@pytest.mark.parametrize(
    ("taken", "firmest"),
    [
        ({}, "committed"),
        ({"window": None}, None),
        ({"operation": None}, "offered"),
        ({"capability": None}, "pledged"),
        ({"words": None}, None),
        ({"member": None}, None),
    ],
    ids=str,
)
def test_a_step_that_lacks_something_counts_at_the_firmest_word_whose_needs_it_meets(
    taken: dict[str, None], firmest: str | None
) -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60), **{"window": WINDOW, **taken})
    assert next(iter(counted(desk, NOW)), None) == firmest


def test_a_commitment_without_a_window_is_an_offer_of_unknown_date() -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60))
    assert list(undated(desk, NOW)) == ["offered", "pledged", "indicated"]
    assert counted(desk, NOW) == {}


def test_an_empty_window_satisfies_the_need_and_stays_unknown() -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60), window={})
    assert next(iter(undated(desk, NOW))) == "committed"
    assert counted(desk, NOW) == {}


def test_an_unstated_quantity_satisfies_the_need_and_none_does_not() -> None:
    said = step("C1", "offered", "2026-01-01", Quantity.model_validate({"qualifier": "unstated"}))
    desk = with_steps(said, window=WINDOW)
    assert counted(desk, NOW)["offered"] == UNKNOWN
    desk = with_steps(step("C1", "offered", "2026-01-01"), window=WINDOW)
    assert counted(desk, NOW) == {"pledged": UNKNOWN, "indicated": UNKNOWN}


@pytest.mark.parametrize(("field", "firmest"), [("words", "pledged"), ("paraphrase", "pledged"), ("note", None)])
def test_the_words_may_be_those_of_the_statement(field: str, firmest: str | None) -> None:
    desk = with_steps(
        draft("statement", "s1", said_on="2026-01-01", **{field: "a hundred trainers"}),
        step("C1", "pledged", "2026-01-01", 100, statement="s1"),
        window=WINDOW,
        words=None,
    )
    assert next(iter(counted(desk, NOW)), None) == firmest


def test_the_words_of_a_redacted_statement_are_gone() -> None:
    desk = with_steps(
        draft("statement", "s1", said_on="2026-01-01", words="a hundred trainers"),
        step("C1", "pledged", "2026-01-01", 100, statement="s1"),
        window=WINDOW,
        words=None,
    )
    (statement,) = (entry for entry in desk.entries() if entry.subject == "s1")
    desk.ledger.redact(statement.id, BY, "a spillage")
    assert counted(desk, NOW) == {}


def test_each_step_tells_what_it_carries() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", 100), step("C1", "asked_back", "2026-02-01"), window=WINDOW)
    pledged, asked = Giver(desk.snapshot(), "C1").steps(day(NOW))
    everything = frozenset(Need)
    assert (pledged.word, pledged.span, pledged.start, pledged.has) == (
        Word.PLEDGED,
        n(100),
        day("2026-01-01"),
        everything,
    )
    assert (asked.word, asked.span, asked.has) == (Word.ASKED_BACK, UNKNOWN, everything - {Need.QUANTITY})
    assert asked.order == pledged.order + 1
    assert Giver(desk.snapshot(), "C9").steps(day(NOW)) == []


# ---- operations, pools, acceptance


def test_a_contribution_to_a_line_counts_in_the_line_s_operation() -> None:
    desk = relief(NOW)
    desk.put(
        draft("requirement", "L1", operation="OP", capability="trainers", level={"quantity": exactly(5)}),
        draft("contribution", "C2", member="DEU", line="L1"),
        draft("contribution", "C3", member="DEU", line="L9"),
        draft("contribution", "C4", member="DEU"),
        draft("contribution", "C5", member="DEU", line="L1", operation="OTHER"),
        draft("contribution", "C6", member="DEU", line="L1", pool="POOL"),
    )
    snapshot = desk.snapshot()
    found = {}
    for number in range(2, 7):
        given = given_on(snapshot, f"C{number}", day(NOW))
        assert given is not None
        found[given.contribution] = given.operation
    assert found == {"C2": "OP", "C3": None, "C4": None, "C5": "OTHER", "C6": "POOL"}


def test_a_line_that_names_no_operation_yet_gives_none() -> None:
    desk = relief(NOW)
    desk.put(
        draft("requirement", "L1", NOW, operation="OP", capability="trainers", level={"quantity": exactly(5)}),
        draft("contribution", "C2", member="DEU", line="L1"),
    )
    record = Contribution(member="DEU", line="L1")
    assert operation_of(desk.snapshot(), "C2", record, day("2026-06-30")) is None
    assert operation_of(desk.snapshot(), "C2", record, day(NOW)) == "OP"


@pytest.mark.parametrize(
    ("accepted", "committed", "offered"), [(None, None, n(60)), (40, n(40), n(60)), (80, n(60), n(80))]
)
def test_where_acceptance_is_required_what_is_committed_counts_up_to_it(
    accepted: int | None, committed: Span | None, offered: Span
) -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60), window=WINDOW)
    desk.put(draft("operation", "OP", acceptance="required"))
    if accepted is not None:
        desk.put(step("C1", "accepted", "2026-06-01", accepted))
    found = counted(desk, NOW)
    assert (found.get("committed"), found["offered"]) == (committed, offered)


def test_acceptance_may_be_required_from_a_day_on() -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60), window=WINDOW)
    desk.put(draft("operation", "OP", "2026-06-01", acceptance="required"))
    assert "committed" in counted(desk, "2026-05-31")
    assert "committed" not in counted(desk, "2026-06-01")


def test_an_unknown_operation_assumes_acceptance() -> None:
    desk = with_steps(step("C1", "committed", "2026-01-01", 60), window=WINDOW, operation="NOWHERE")
    assert counted(desk, NOW)["committed"] == n(60)


# ---- units


def test_amounts_are_in_the_smallest_unit_of_the_capability() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", exactly("2.5")), window=WINDOW, capability="money")
    desk.put(draft("capability", "money", name="Money", unit="EUR", decimals=2))
    assert decimals_of(desk.snapshot(), "money", day(NOW)) == 2
    assert counted(desk, NOW)["pledged"] == n(250)
    assert decimals_of(desk.snapshot(), "trainers", day(NOW)) == 0
    assert decimals_of(desk.snapshot(), "unheard", day(NOW)) == 0
    assert decimals_of(desk.snapshot(), None, day(NOW)) == 0


def test_a_quantity_finer_than_its_unit_is_unknown_and_stops_nothing() -> None:
    desk = with_steps(step("C1", "pledged", "2026-01-01", exactly("2.5")), window=WINDOW)
    assert counted(desk, NOW)["pledged"] == UNKNOWN


def test_what_one_member_says_about_another_is_at_most_indicated() -> None:
    desk = with_steps(window=WINDOW)
    desk.put(draft("member", "USA", name="United States", form="nation"))
    desk.put(draft("statement", "S-USA", said_on="2026-01-01", member="USA", words="they will send sixty"))
    desk.put(step("C1", "committed", "2026-01-01", 60, statement="S-USA"))
    assert counted(desk, NOW) == {"indicated": n(60)}
    desk.put(draft("statement", "S-OWN", said_on="2026-01-02", member="FRA", words="we pledge forty"))
    desk.put(step("C1", "pledged", "2026-01-02", 40, statement="S-OWN"))
    assert counted(desk, NOW) == {"pledged": n(40), "indicated": n(60)}
    desk.put(step("C1", "in_place", "2026-01-03", 10, statement="S-USA"))
    assert counted(desk, NOW)["in_place"] == n(10)


def test_what_was_not_said_is_unknown() -> None:
    assert span_of(None, 2) == UNKNOWN
    assert span_of(exactly(3), 2) == n(300)


# ---- caps


@pytest.mark.parametrize(
    ("word", "fields", "span", "end"),
    [
        ("reduced", {"quantity": exactly(50)}, n(50), None),
        ("reduced", {}, UNKNOWN, None),
        ("paused", {"until": "2026-07-31"}, NOTHING, "2026-08-01"),
        ("paused", {"until": "2026-07"}, NOTHING, "2026-07-02"),
        ("paused", {}, NOTHING, None),
        ("withdrawn", {"quantity": exactly(50)}, NOTHING, None),
        ("declined", {}, NOTHING, None),
        ("ended", {}, NOTHING, None),
    ],
)
def test_a_cap_lowers_to_what_it_says(word: str, fields: dict[str, Any], span: Span, end: str | None) -> None:
    desk = with_steps(cap("C1", word, "2026-07-01", **fields))
    (found,) = lowering_caps(desk.snapshot(), "C1", 0)
    order = desk.entries()[-1].seq
    assert found == Lowered(found.cap, span, day("2026-07-01"), order, None if end is None else day(end))
    assert found.cap == word


def test_a_cap_with_a_last_day_ends_after_it() -> None:
    passing = draft("cap", "C1", "2026-07-01", "2026-07-10", cap="paused", until="2026-07-31")
    (found,) = lowering_caps(with_steps(passing).snapshot(), "C1", 0)
    assert found.end == day("2026-07-11")


def test_after_a_pause_the_level_is_what_it_was() -> None:
    desk = with_steps(
        step("C1", "pledged", "2026-01-01", 100), cap("C1", "paused", "2026-07-01", until="2026-07-31"), window=WINDOW
    )
    found = [counted(desk, on)["pledged"] for on in ("2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01")]
    assert found == [n(100), NOTHING, NOTHING, n(100)]


def test_what_lacks_its_day_or_its_word_lowers_and_sets_nothing() -> None:
    desk = with_steps(cap("C1", "ended", "2026-07-01"), step("C1", "pledged", "2026-01-01", 100), window=WINDOW)
    entries = [
        entry._replace(valid_from=None) if entry.kind in ("cap", "step") else entry for entry in desk.snapshot().entries
    ]
    snapshot = type(desk.snapshot())(entries, 0)
    assert list(lowering_caps(snapshot, "C1", 0)) == []
    assert Giver(snapshot, "C1").steps(day(NOW)) == []
    wordless = [
        entry._replace(payload='{"v":1}') if entry.kind in ("cap", "step") else entry
        for entry in desk.snapshot().entries
    ]
    snapshot = type(desk.snapshot())(wordless, 0)
    assert list(lowering_caps(snapshot, "C1", 0)) == []
    assert Giver(snapshot, "C1").steps(day(NOW)) == []


def test_a_contribution_is_asked_about_any_number_of_days() -> None:
    desk = with_steps(step("C1", "pledged", "2026-05-01", 100), step("C1", "pledged", "2026-06-01", 90), window=WINDOW)
    giver = Giver(desk.snapshot(), "C1")
    assert giver.begins == day("2026-05-01")
    for on, level in (("2026-05-31", n(100)), ("2026-06-01", n(90)), ("2026-05-31", n(100))):
        given = giver.on(day(on))
        assert given is not None
        assert given.counted[Firmness.PLEDGED] == level
    assert Giver(desk.snapshot(), "C9").begins == date.max


# ---- days of change


def test_the_days_on_which_what_is_given_may_change() -> None:
    desk = with_steps(
        step("C1", "pledged", "2026-01-05", 100),
        cap("C1", "paused", "2026-07-01", until="2026-07"),
        cap("C1", "reduced", "2026-09-01", 50),
        window=dates("2026-05-01", "2026-12-31"),
    )
    assert contribution_cuts(desk.snapshot(), "C1") == {
        day(on) for on in ("2026-01-05", "2026-05-01", "2026-07-01", "2026-07-02", "2026-09-01", "2027-01-01")
    }


def test_of_a_contribution_that_is_not_there_nothing_is_given() -> None:
    desk = relief()
    assert given_on(desk.snapshot(), "C9", day(NOW)) is None
    (contribution,) = (entry for entry in desk.entries() if entry.subject == "C1")
    desk.put(undo(contribution))
    assert given_on(desk.snapshot(), "C1", day(NOW)) is None


# ---- bridges


def test_what_bridges_is_for_its_line_until_its_last_day() -> None:
    """C1 has a window to the end of the year; it bridges to the end of July."""
    desk = with_steps(
        step("C1", "committed", "2026-06-01", 50), window=WINDOW, bridge={"line": "L1", "until": "2026-07-31"}
    )
    given = given_on(desk.snapshot(), "C1", day("2026-07-31"))
    assert given is not None
    assert (given.record.line, given.counted[Firmness.COMMITTED]) == ("L1", n(50))
    assert counted(desk, "2026-08-01") == {}
    assert day("2026-08-01") in contribution_cuts(desk.snapshot(), "C1")


@pytest.mark.parametrize(
    ("last", "until", "certain", "possible"),
    [
        ("2026-12-31", "2027-03-31", "2026-12-31", "2026-12-31"),
        ("2026-04", "2026-04-12", "2026-04-01", "2026-04-12"),
        ("2026-04-12", "2026-04", "2026-04-01", "2026-04-12"),
        ("2026-04-12", "2026", "2026-01-01", "2026-04-12"),
    ],
)
def test_of_two_ends_neither_is_outlasted(last: str, until: str, certain: str, possible: str) -> None:
    """What lies between the first certain end and the last possible one is uncertain; after that nothing is given."""
    fields = {"window": dates("2025-05-01", last), "bridge": {"line": "L1", "until": until}}
    record = Contribution.model_validate(fields)
    after = [day(certain) + timedelta(days=1), day(possible) + timedelta(days=1)]
    found = [dating_of(record, one) for one in (day(certain), after[0], day(possible), after[1])]
    between = Dating.INSIDE if certain == possible else Dating.UNCERTAIN
    assert found == [Dating.INSIDE, Dating.OUTSIDE if certain == possible else between, between, Dating.OUTSIDE]


def test_what_is_earmarked_for_a_line_bridges_no_other() -> None:
    stated = Contribution.model_validate({"line": "L2", "bridge": {"line": "L1", "until": "2026-07-31"}})
    assert earmarked(stated) is stated


def test_what_bridges_counts_in_the_operation_of_the_line_that_it_bridges() -> None:
    desk = relief("2026-01-01").at(NOW)
    given: dict[str, Any] = {"member": "FRA", "capability": "trainers", "words": "for the time being", "window": WINDOW}
    desk.put(
        draft("requirement", "L1", operation="OP", capability="trainers", level={"quantity": exactly(100)}),
        draft("contribution", "B", bridge={"line": "L1", "until": "2026-07-31"}, **given),
        step("B", "committed", "2026-06-01", 40),
    )
    assert operation_of(desk.snapshot(), "B", Contribution.model_validate({"bridge": {"line": "L1"}}), day(NOW)) == "OP"


def test_the_end_of_a_bridge_is_no_window_that_was_said() -> None:
    """Without a window what is committed is no more than an offer, and counts on no day for certain."""
    desk = with_steps(step("C1", "committed", "2026-06-01", 50), bridge={"line": "L1", "until": "2026-07-31"})
    assert counted(desk, NOW) == {}
    assert Firmness.COMMITTED not in undated(desk, NOW)


def test_what_bridges_nothing_is_as_it_was_stated() -> None:
    stated = Contribution.model_validate({"window": WINDOW})
    assert earmarked(stated) is stated
    assert dating_of(stated, day("2026-06-01")) is Dating.INSIDE


def test_a_bridge_without_an_end_is_as_long_as_its_window() -> None:
    stated = Contribution.model_validate({"window": WINDOW, "bridge": {"line": "L1"}})
    assert [dating_of(stated, day(one)) for one in ("2026-12-31", "2027-01-01")] == [Dating.INSIDE, Dating.OUTSIDE]
