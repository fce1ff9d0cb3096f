"""Plans read from files: what is no plan is refused with a sentence that says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from muster.core.days import Period
from muster.core.errors import RefusedError, StorageError
from muster.core.keeping import Genesis
from muster.engine.account import FORMAT, account_of
from muster.engine.allocation import allocate
from muster.engine.proving import proof_of
from muster.engine.serving import Asked
from muster.exchange.plans import read_plan
from muster.publish.plain import as_json, plain, plan_data
from tests.builders import changed, draft
from tests.engine.schools import planned, school, trainers
from tests.engine.units import plan as plan_of_units
from tests.engine.units import tour
from tests.engine.written import committed, in_place, line, on, over_time, ships, unit, wants

SHAPE = r"^[0-9]{1,999}(/[1-9][0-9]{0,999})?$"

HOLDS: dict[str, Any] = {
    "format": FORMAT,
    "period": {"from": "2026-01-01", "last": "2026-12-31"},
    "whole": True,
    "intervals": [
        {
            "first": "2026-01-01",
            "last": "2026-12-31",
            "lines": {"L1": {"tier": 1, "need": "10", "covered": "6"}},
            "contributions": {"A": {"supply": "6", "worth": {"L1": "1"}}},
            "pinned": [{"contribution": "A", "line": "L1", "amount": "2", "worth": "1"}],
            "assigned": [{"contribution": "A", "line": "L1", "amount": "4"}],
            "shortfalls": {"L1": {"short": "4", "lines": {"L1": "1"}}},
        }
    ],
}
"""A plan of one line and one contribution, of which two are pinned."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a plan, as it is typed."""
    monkeypatch.chdir(tmp_path)
    return Path("plan.json")


def with_(*path: Any, value: Any) -> dict[str, Any]:
    """That plan with another value at a place; None takes away what is there."""
    plan: dict[str, Any] = changed(HOLDS, path, value)
    return plan


RUN: dict[str, Any] = {
    "first": "2026-07-01",
    "last": "2026-07-30",
    "classes": 2,
    "most_classes": None,
    "class_size": "20",
    "trainers": {"T": "10"},
    "graduates": "40",
    "joins": "G",
}


def test_a_plan_with_classes_is_read_and_proven(place: Path) -> None:
    place.write_text(as_json(plan_data(planned(school(trainers())), Genesis(name="Relief"), "secretariat", None)))
    read = read_plan(place)
    assert read["production"]["P"]["runs"][0] == RUN
    assert read["intervals"][2]["contributions"]["G"]["graduates"] == "40"
    assert proof_of(read).faults == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first", "2026-07-32", "production.P.runs.0: '2026-07-32' is not a date"),
        ("last", "2026-06-30", "production.P.runs.0: its last day 2026-06-30 lies before its first, 2026-07-01"),
        ("first", "2026-07", "production.P.runs.0.first: String should match pattern"),
        ("classes", -1, "production.P.runs.0.classes: Input should be greater than or equal to 0"),
        ("classes", "2", "production.P.runs.0.classes: Input should be a valid integer"),
        ("graduates", "-40", "production.P.runs.0.graduates: String should match pattern"),
        ("trainers", {"T": "ten"}, "production.P.runs.0.trainers.T: String should match pattern"),
        ("joins", None, "production.P.runs.0.joins: Input should be a valid string"),
    ],
)
def test_classes_that_are_none_are_refused(place: Path, field: str, value: Any, said: str) -> None:
    plan = with_("production", value={"P": {"runs": [{**RUN, field: value}]}})
    place.write_text(json.dumps(plan))
    assert refused(place).startswith(f"plan.json is no plan: at {said}")


def refused(place: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        read_plan(place)
    return str(caught.value)


def test_a_plan_is_read_as_it_was_written(place: Path) -> None:
    place.write_text(json.dumps(HOLDS), encoding="utf-8")
    assert read_plan(place) == HOLDS


def test_what_the_engine_makes_can_be_read(place: Path) -> None:
    timeline = over_time(line("L1", 100), *in_place("C1", 40))
    plan = allocate(timeline, Asked(on("6-30")))
    account = {"format": FORMAT, "period": plan.within, "whole": plan.is_whole, **account_of(plan)}
    place.write_text(as_json(account), encoding="utf-8")
    assert read_plan(place) == plain(account)
    assert account["intervals"][0]["shortfalls"]["L1"]["short"] == "60"


def test_what_a_later_muster_says_besides_is_left_alone(place: Path) -> None:
    plan = {**with_("intervals", 0, "lines", "L1", "colour", value="red"), "seed": 17}
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert read_plan(place) == plan


def test_what_is_not_there_cannot_be_read(place: Path) -> None:
    with pytest.raises(StorageError) as caught:
        read_plan(place)
    assert str(caught.value) == "plan.json could not be read: No such file or directory"
    place.mkdir()
    with pytest.raises(StorageError) as caught:
        read_plan(place)
    assert str(caught.value) == "plan.json could not be read: Is a directory"


def test_what_is_no_text_is_no_plan(place: Path) -> None:
    place.write_bytes(b"PK\x03\x04\xff\xfe")
    assert refused(place) == "plan.json is no plan: it is not a text in UTF-8"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "plan.json:1: this is no JSON: Expecting value"),
        ('{"format": "muster plan 1",\n"intervals": [}', "plan.json:2: this is no JSON: Expecting value"),
        ('{"format": "muster plan 1"', "plan.json:1: this is no JSON: Expecting ',' delimiter"),
        (json.dumps(HOLDS) + "\n{}", "plan.json:2: this is no JSON: Extra data"),
        (
            "\ufeff{}",
            "plan.json:1: this is no JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)",
        ),
    ],
)
def test_what_is_no_json_is_refused_at_its_line(place: Path, text: str, sentence: str) -> None:
    place.write_text(text, encoding="utf-8")
    assert refused(place) == sentence


OF_WRONG_SHAPE: dict[str, tuple[dict[str, Any], str]] = {
    "no format": (with_("format", value=None), "it does not say its format"),
    "no intervals": (with_("intervals", value=None), "at intervals: Field required"),
    "intervals by name": (with_("intervals", value={}), "at intervals: Input should be a valid list"),
    "a day that is no text": (with_("intervals", 0, "first", value=7), "at intervals.0.first: Input should be a valid"),
    "no lines": (with_("intervals", 0, "lines", value=None), "at intervals.0.lines: Field required"),
    "no need": (with_("intervals", 0, "lines", "L1", "need", value=None), "at intervals.0.lines.L1.need: Field"),
    "a number for a text": (
        with_("intervals", 0, "lines", "L1", "covered", value=6),
        "at intervals.0.lines.L1.covered: Input should be a valid string",
    ),
    "less than nothing": (
        with_("intervals", 0, "contributions", "A", "supply", value="-6"),
        f"at intervals.0.contributions.A.supply: String should match pattern '{SHAPE}'",
    ),
    "a decimal": (
        with_("intervals", 0, "contributions", "A", "worth", "L1", value="0.5"),
        f"at intervals.0.contributions.A.worth.L1: String should match pattern '{SHAPE}'",
    ),
    "a fraction of nothing": (
        with_("intervals", 0, "assigned", 0, "amount", value="4/0"),
        f"at intervals.0.assigned.0.amount: String should match pattern '{SHAPE}'",
    ),
    "a line break": (
        with_("intervals", 0, "assigned", 0, "amount", value="4\n"),
        f"at intervals.0.assigned.0.amount: String should match pattern '{SHAPE}'",
    ),
    "more digits than anything has": (
        with_("intervals", 0, "shortfalls", "L1", "short", value="4" * 1000),
        f"at intervals.0.shortfalls.L1.short: String should match pattern '{SHAPE}'",
    ),
    "a pin without its worth": (
        with_("intervals", 0, "pinned", 0, "worth", value=None),
        "at intervals.0.pinned.0.worth: Field required",
    ),
    "a shortfall without proof": (
        with_("intervals", 0, "shortfalls", "L1", "lines", value=None),
        "at intervals.0.shortfalls.L1.lines: Field required",
    ),
}


@pytest.mark.parametrize(("plan", "told"), OF_WRONG_SHAPE.values(), ids=OF_WRONG_SHAPE)
def test_what_has_another_shape_is_refused_at_its_place(place: Path, plan: dict[str, Any], told: str) -> None:
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert refused(place).startswith(f"plan.json is no plan: {told}")


@pytest.mark.parametrize("text", ["[]", "null", "17", '"muster plan 1"'])
def test_what_is_no_mapping_is_refused_at_the_top(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8")
    assert refused(place).startswith("plan.json is no plan: it does not say its format")


@pytest.mark.parametrize("form", ["muster plan 2", "", "something else"])
def test_another_format_is_left_to_the_muster_that_wrote_it(place: Path, form: str) -> None:
    place.write_text(json.dumps({**HOLDS, "format": form}), encoding="utf-8")
    assert refused(place) == f"plan.json is no 'muster plan 1' but {form!r}; use the Muster that wrote it"


OF_UNKNOWN_NAMES: dict[str, tuple[dict[str, Any], str]] = {
    "worth to a line": (
        with_("intervals", 0, "contributions", "A", "worth", "L2", value="1"),
        "there is no line 'L2'",
    ),
    "a pin to a line": (with_("intervals", 0, "pinned", 0, "line", value="L2"), "there is no line 'L2'"),
    "given to a line": (with_("intervals", 0, "assigned", 0, "line", value="L2"), "there is no line 'L2'"),
    "a line that is short": (
        with_("intervals", 0, "shortfalls", "L2", value={"short": "1", "lines": {"L1": "1"}}),
        "there is no line 'L2'",
    ),
    "a line in a proof": (
        with_("intervals", 0, "shortfalls", "L1", "lines", "L2", value="1"),
        "there is no line 'L2'",
    ),
    "a pin of a contribution": (
        with_("intervals", 0, "pinned", 0, "contribution", value="B"),
        "there is no contribution 'B'",
    ),
    "given by a contribution": (
        with_("intervals", 0, "assigned", 0, "contribution", value="B"),
        "there is no contribution 'B'",
    ),
    "of several the first": (
        with_("intervals", 0, "contributions", "A", "worth", value={"L9": "1", "L3": "1"}),
        "there is no line 'L3'",
    ),
}


@pytest.mark.parametrize(("plan", "told"), OF_UNKNOWN_NAMES.values(), ids=OF_UNKNOWN_NAMES)
def test_a_name_that_is_not_listed_is_refused(place: Path, plan: dict[str, Any], told: str) -> None:
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert refused(place) == f"plan.json is no plan: at intervals.0: {told}"


def test_the_interval_is_named_in_which_a_name_is_unknown(place: Path) -> None:
    other = with_("intervals", 0, "assigned", 0, "line", value="L2")
    place.write_text(json.dumps({**HOLDS, "intervals": [*HOLDS["intervals"], *other["intervals"]]}), encoding="utf-8")
    assert refused(place) == "plan.json is no plan: at intervals.1: there is no line 'L2'"


@pytest.mark.parametrize("zero", ["0", "00", "0/7"])
def test_nothing_is_measured_in_nothing(place: Path, zero: str) -> None:
    place.write_text(json.dumps(with_("intervals", 0, "shortfalls", "L1", "lines", "L1", value=zero)), encoding="utf-8")
    assert refused(place) == "plan.json is no plan: at intervals.0: the measure of a line in a proof is zero"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ' + "1" * 5000 + "}"])
def test_json_beyond_all_bounds_is_refused_like_any_other(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8")
    assert refused(place).startswith("plan.json")


def test_a_later_format_is_named_though_its_shape_is_another(place: Path) -> None:
    place.write_text(json.dumps({"format": "muster plan 2", "parts": []}), encoding="utf-8")
    assert refused(place) == "plan.json is no 'muster plan 1' but 'muster plan 2'; use the Muster that wrote it"


@pytest.mark.parametrize("text", ["[]", "null", "17"])
def test_a_sentence_names_no_class_of_ours(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8")
    assert "_Plan" not in refused(place)


def test_half_a_letter_in_a_name_is_refused(place: Path) -> None:
    plan = with_("intervals", 0, "first", value="\ud800")
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert refused(place)


# ---- the days of a plan


def days(*told: tuple[str, str], period: tuple[str, str] = ("2026-01-01", "2026-12-31")) -> dict[str, Any]:
    """That plan with its one interval on other days, once for each."""
    (interval,) = HOLDS["intervals"]
    intervals = [{**interval, "first": first, "last": last} for first, last in told]
    return {**HOLDS, "period": {"from": period[0], "last": period[1]}, "intervals": intervals}


@pytest.mark.parametrize(
    "told",
    [
        [("2026-01-01", "2026-12-31")],
        [("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31")],
        [("2026-01-01", "2026-12-31"), ("2026-01-01", "2026-12-31")],
    ],
    ids=["one interval", "two", "one and the totals"],
)
def test_intervals_follow_each_other_and_totals_come_last(place: Path, told: list[tuple[str, str]]) -> None:
    plan = days(*told)
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert read_plan(place) == plan


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ([], "its days are planned to 2025-12-31, not to 2026-12-31"),
        ([("2026-01-01", "2026-11-30")], "its days are planned to 2026-11-30, not to 2026-12-31"),
        (
            [("2026-01-02", "2026-12-31")],
            "at intervals.0: 2026-01-02 to 2026-12-31 stands where 2026-01-01 is to begin",
        ),
        (
            [("2026-01-01", "2026-06-30"), ("2026-06-30", "2026-12-31")],
            "at intervals.1: 2026-06-30 to 2026-12-31 stands where 2026-07-01 is to begin",
        ),
        (
            [("2026-01-01", "2025-06-30")],
            "at intervals.0: 2026-01-01 to 2025-06-30 stands where 2026-01-01 is to begin",
        ),
        (
            [("2026-01-01", "2026-12-31")] * 3,
            "at intervals.1: 2026-01-01 to 2026-12-31 stands where 2027-01-01 is to begin",
        ),
        ([("2026-01-01", "")], "'' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026"),
    ],
)
def test_a_day_that_is_left_out_or_planned_twice_is_named(
    place: Path, told: list[tuple[str, str]], sentence: str
) -> None:
    place.write_text(json.dumps(days(*told)), encoding="utf-8")
    assert refused(place) == f"plan.json is no plan: {sentence}"


def test_only_digits_that_everybody_writes_are_numbers(place: Path) -> None:
    place.write_text(json.dumps(with_("intervals", 0, "lines", "L1", "covered", value="٦")), encoding="utf-8")
    assert "at intervals.0.lines.L1.covered" in refused(place)


# ---- the tours of whole units


def of_units() -> dict[str, Any]:
    """A plan of ten days in five slots, of two units and boats at two lines, as it is written."""
    plan = plan_of_units(
        ships(tour_days=4, rest_days=2),
        draft("capability", "boats", name="Boats", unit="ships", parent="ships"),
        wants("A", 3, tier=1),
        wants("B", 4, "2026-07-05", tier=2),
        *unit("S", 3),
        *in_place("T", 2, since="2026-06-29", capability="ships"),
        *committed("D", 1, capability="boats"),
        tours=[tour("S", "A", "1", "4"), tour("T", "A", "7", "10")],
    )
    account = {"format": FORMAT, "period": plan.within, "whole": plan.is_whole, **account_of(plan)}
    written: dict[str, Any] = json.loads(as_json(account))
    return written


UNITS = of_units()


def touring(*path: Any, value: Any) -> dict[str, Any]:
    """That plan with another value at a place of its tours."""
    plan: dict[str, Any] = changed(UNITS, ("touring", *path), value)
    return plan


def test_a_plan_of_units_is_read_as_it_was_written(place: Path) -> None:
    assert (UNITS["touring"]["slots"], len(UNITS["touring"]["bounds"])) == (5, 2)
    place.write_text(json.dumps(UNITS), encoding="utf-8")
    assert read_plan(place) == UNITS
    assert proof_of(read_plan(place)).faults == ()


def test_a_plan_may_say_that_it_has_no_tours(place: Path) -> None:
    place.write_text(json.dumps({**HOLDS, "touring": None}), encoding="utf-8")
    assert read_plan(place)["touring"] is None


SLOTS = "its slots are not the days of the plan"
LEFT_OUT = "runs leave out slots"

OF_TOURS: dict[str, tuple[dict[str, Any], str]] = {
    "another first day": (touring("first", value="2026-07-02"), SLOTS),
    "no day": (touring("first", value="soon"), SLOTS),
    "more slots": (touring("slots", value=6), SLOTS),
    "longer slots": (touring("slot_days", value=3), SLOTS),
    "a unit's line": (touring("units", "S", "openings", 0, "line", value="C"), "there is no line 'C'"),
    "an amount's line": (touring("amounts", "D", 0, "line", value="C"), "there is no line 'C'"),
    "a tour's line": (touring("tours", 0, "line", value="C"), "there is no line 'C'"),
    "a line with a price": (touring("bounds", 0, "prices", "C", value=[[5, 1]]), "there is no line 'C'"),
    "of several the first": (
        touring("bounds", 0, "prices", value={"X": [[5, 1]], "C": [[5, 1]]}),
        "there is no line 'C'",
    ),
    "a tour's unit": (touring("tours", 0, "contribution", value="D"), "there is no unit 'D'"),
    "a tier": (touring("bounds", 1, "tier", value=3), "there is no tier 3"),
    "no runs of a need": (touring("lines", "A", "need", value=[]), "the runs [] do not follow each other"),
    "no runs of a weight": (touring("lines", "A", "weight", value=[]), "the runs [] do not follow each other"),
    "no runs of a price": (touring("bounds", 0, "prices", "A", value=[]), "the runs [] do not follow each other"),
    "runs backwards": (
        touring("lines", "A", "need", value=[[5, 3], [2, 3]]),
        "the runs [[5, 3], [2, 3]] do not follow each other",
    ),
    "a run twice": (
        touring("lines", "B", "weight", value=[[2, 0], [2, 1], [5, 1]]),
        "the runs [[2, 0], [2, 1], [5, 1]] do not follow each other",
    ),
    "a run of nothing": (
        touring("units", "S", "openings", 0, "sizes", value=[[0, 3], [5, 3]]),
        "the runs [[0, 3], [5, 3]] do not follow each other",
    ),
    "a run beyond the last slot": (
        touring("amounts", "D", 0, "sizes", value=[[6, 1]]),
        "the runs [[6, 1]] do not follow each other",
    ),
    "a need that ends before": (touring("lines", "A", "need", value=[[4, 3]]), LEFT_OUT),
    "a weight that ends before": (touring("lines", "A", "weight", value=[[4, 1]]), LEFT_OUT),
    "a price that ends before": (touring("bounds", 1, "prices", "B", value=[[1, 0], [4, 1]]), LEFT_OUT),
    "an opening that ends before it begins": (touring("units", "S", "openings", 0, "first", value=5), LEFT_OUT),
    "an amount that ends before it begins": (touring("amounts", "D", 0, "first", value=9), LEFT_OUT),
}


@pytest.mark.parametrize(("plan", "told"), OF_TOURS.values(), ids=OF_TOURS)
def test_tours_that_do_not_fit_together_are_refused(place: Path, plan: dict[str, Any], told: str) -> None:
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert refused(place) == f"plan.json is no plan: at touring: {told}"


OF_WRONG_TOURS: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "no slots": (("slots",), 0, "Input should be greater than or equal to 1"),
    "more slots than a plan has days": (("slots",), 14_611, "Input should be less than or equal to 14610"),
    "slots of no days": (("slot_days",), 0, "Input should be greater than or equal to 1"),
    "no scale": (("scale",), 0, "Input should be greater than or equal to 1"),
    "half a slot": (("slots",), 4.5, "Input should be a valid integer"),
    "a number as a text": (("scale",), "1", "Input should be a valid integer"),
    "no lines": (("lines",), None, "Field required"),
    "a run of one": (("lines", "A", "need", 0), [5], "List should have at least 2 items"),
    "a run of three": (("lines", "A", "need", 0), [5, 3, 1], "List should have at most 2 items"),
    "an opening of no size": (("units", "S", "openings", 0, "sizes"), [], "List should have at least 1 item"),
    "an opening before the first slot": (
        ("units", "S", "openings", 0, "first"),
        -1,
        "Input should be greater than or equal to 0",
    ),
    "since when is not said": (("units", "S", "openings", 0, "begun"), None, "Field required"),
    "since after the first slot": (
        ("units", "T", "openings", 0, "begun"),
        -1,
        "Input should be greater than or equal to 0",
    ),
    "a tour of no day": (("units", "S", "shortest"), 0, "Input should be greater than or equal to 1"),
    "rest before it ends": (("units", "S", "rest"), -1, "Input should be greater than or equal to 0"),
    "a tour before the first slot": (("tours", 0, "first"), -1, "Input should be greater than or equal to 0"),
    "a tour without an end": (("tours", 0, "end"), None, "Field required"),
    "less than nothing at most": (("bounds", 0, "at_most"), "-1", "String should match pattern"),
    "a number as covered": (("bounds", 0, "covered"), 20, "Input should be a valid string"),
    "less than no multiple": (("bounds", 0, "multiple"), -1, "Input should be greater than or equal to 0"),
}


@pytest.mark.parametrize(("path", "value", "told"), OF_WRONG_TOURS.values(), ids=OF_WRONG_TOURS)
def test_tours_of_another_shape_are_refused_at_their_place(
    place: Path, path: tuple[Any, ...], value: Any, told: str
) -> None:
    place.write_text(json.dumps(touring(*path, value=value)), encoding="utf-8")
    where = ".".join(str(step) for step in path)
    assert refused(place).startswith(f"plan.json is no plan: at touring.{where}")
    assert told in refused(place)


def test_days_are_asked_before_tours(place: Path) -> None:
    plan = {**touring("slots", value=6), "period": {"from": "2026-07-01", "last": "2026-07-12"}}
    place.write_text(json.dumps(plan), encoding="utf-8")
    assert refused(place) == "plan.json is no plan: its days are planned to 2026-07-10, not to 2026-07-12"


# ---- lines that hang together


def of_lines_together(**rules: Any) -> dict[str, Any]:
    """A plan of patrols that need lift."""
    book = (line("PATROLS", 60, needs=["LIFT"]), line("LIFT", 10, threshold=20), *committed("A", 35))
    asked = Asked(on("6-30"), **rules)
    found = allocate(over_time(*book, *committed("B", 5, "DEU")), asked, Period(on("7-1"), on("8-1")))
    days = {"period": {"from": "2026-07-01", "last": "2026-07-31"}, "whole": True}
    made: dict[str, Any] = json.loads(as_json({"format": FORMAT, **days, **account_of(found)}))
    return made


@pytest.mark.parametrize("rules", [{}, {"most_from_one": 60, "suppliers": 2}])
def test_a_plan_of_lines_that_hang_together_is_read_as_it_was_written(place: Path, rules: dict[str, int]) -> None:
    made = of_lines_together(**rules)
    place.write_text(json.dumps(made), encoding="utf-8")
    assert read_plan(place) == made
    assert proof_of(read_plan(place)).faults == ()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("together", 0, "lines"), ["NOBODY"], "at intervals.0: there is no line 'NOBODY'"),
        (("together", 0, "stages", 0, "what"), "covers", "at intervals.0.together.0.stages.0.what: "),
        (("together", 0, "stages", 0, "leaves", 0, "prices", 0, "price"), "-1", "leaves.0.prices.0.price: "),
        (("rules",), {"most_from_one": 0, "suppliers": 2}, "at intervals.0.rules.most_from_one: "),
        (("rules",), {"most_from_one": 50, "suppliers": 1}, "at intervals.0.rules.suppliers: "),
    ],
)
def test_lines_together_of_another_shape_are_refused(
    place: Path, path: tuple[Any, ...], value: object, told: str
) -> None:
    made = of_lines_together(most_from_one=60, suppliers=2)
    inner = made["intervals"][0]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    place.write_text(json.dumps(made), encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        read_plan(place)
    assert told in str(refused.value)
