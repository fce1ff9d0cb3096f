"""What was known at an instant, what holds on a day."""

import re
from datetime import date

import pytest

from muster.core.contributions import Caveat, Contribution, Step
from muster.core.days import end_of_day, find_zone
from muster.core.errors import BookError
from muster.core.keeping import Genesis
from muster.core.members import Key, Member, Membership
from muster.core.operations import Dates, Operation
from muster.core.record import Record
from muster.core.requirements import Level, Requirement
from muster.core.statements import Statement
from muster.ledger.snapshot import Snapshot
from tests.builders import BY, book, dates, day, draft, exactly, relief, step, undo

MAY, JUNE = day("2026-05-01"), day("2026-06-01")


def names(records: dict[str, Member]) -> dict[str, str | None]:
    return {subject: record.name for subject, record in records.items()}


# ---- facets


def test_each_field_holds_for_itself() -> None:
    desk = relief()
    desk.put(draft("contribution", "C1", "2026-05-01", notice_days=30))
    desk.put(draft("contribution", "C1", "2026-06-01", place="gao"))
    snapshot = desk.snapshot()
    assert snapshot.thing(Contribution, "C1", MAY) == Contribution(
        member="FRA", capability="trainers", operation="OP", words="army trainers", notice_days=30
    )
    june = snapshot.thing(Contribution, "C1", JUNE)
    assert june is not None
    assert (june.notice_days, june.place, june.member) == (30, "gao", "FRA")
    assert june.model_fields_set == {"member", "capability", "operation", "words", "notice_days", "place"}


def test_a_level_is_stepped_by_its_days() -> None:
    desk = relief()
    desk.put(
        draft("requirement", "L1", "2026-01-01", operation="OP", capability="trainers", level={"quantity": exactly(10)})
    )
    desk.put(draft("requirement", "L1", "2026-06-01", level={"quantity": exactly(4)}))
    snapshot = desk.snapshot()
    for on, number in ((MAY, 10), (JUNE, 4)):
        line = snapshot.thing(Requirement, "L1", on)
        assert line is not None
        assert line.level == Level(quantity=exactly(number))
        assert line.operation == "OP"
    assert [one.entry.valid_from for one in snapshot.facet(Requirement, "L1", "level")] == ["2026-01-01", "2026-06-01"]
    assert [one.entry.valid_from for one in snapshot.facet(Requirement, "L1", "operation")] == ["2026-01-01"]


def test_what_has_not_begun_is_not_there_yet() -> None:
    desk = relief()
    desk.put(draft("member", "FJI", "2026-06-01", name="Fiji", form="nation"))
    assert desk.snapshot().thing(Member, "FJI", MAY) is None
    assert desk.snapshot().thing(Member, "FJI", JUNE) == Member.model_validate({"name": "Fiji", "form": "nation"})
    assert desk.snapshot().thing(Member, "USA", MAY) is None


def test_a_field_given_as_none_takes_the_value_away() -> None:
    desk = relief()
    desk.put(draft("contribution", "C1", "2026-06-01", operation=None))
    for on, operation in ((MAY, "OP"), (JUNE, None)):
        thing = desk.snapshot().thing(Contribution, "C1", on)
        assert thing is not None
        assert thing.operation == operation


def test_parts_hold_side_by_side_each_in_its_facet() -> None:
    desk = relief("2026-07-01")
    desk.put(
        step("C1", "pledged", "2026-04-01", 100),
        step("C1", "pledged", "2026-05-02", 90),
        step("C1", "committed", "2026-04-01", 60),
    )
    snapshot = desk.snapshot()
    held = [(str(part.word), str(part.quantity)) for part in snapshot.parts(Step, "C1", MAY)]
    assert held == [("pledged", "100"), ("committed", "60")]
    assert [str(part.quantity) for part in snapshot.parts(Step, "C1", JUNE)] == ["90", "60"]
    assert snapshot.parts(Step, "C1", day("2026-03-31")) == []
    assert snapshot.parts(Step, "C2", JUNE) == []


def test_the_facet_of_a_key_is_its_name_and_its_day() -> None:
    desk = relief()
    for key, measured in (("gdp", "2022"), ("gdp", "2023"), ("forces", "2022"), ("gdp", "2022")):
        desk.put(draft("key", "FRA", key=key, measured=measured, value="1", unit="USD"))
    found = [(part.key, str(part.measured)) for part in desk.snapshot().parts(Key, "FRA", MAY)]
    assert found == [("gdp", "2022"), ("gdp", "2023"), ("forces", "2022")]


def test_a_membership_holds_on_its_days() -> None:
    desk = relief()
    desk.put(draft("membership", "FRA", "2026-01-01", "2026-05-31", group="NATO"))
    groups = [[part.group for part in desk.snapshot().parts(Membership, "FRA", on)] for on in (MAY, JUNE)]
    assert groups == [["NATO"], []]


# ---- known and valid


def test_known_and_valid_are_asked_apart() -> None:
    desk = relief("2026-01-01")
    desk.at("2026-02-01").put(draft("member", "FRA", "2026-05-01", note="leaves"))
    asked = {
        (known, valid): getattr(desk.snapshot(known).thing(Member, "FRA", day(valid)), "note", "?")
        for known in ("2026-01-31", "2026-02-01")
        for valid in ("2026-04-30", "2026-05-01")
    }
    assert asked == {
        ("2026-01-31", "2026-04-30"): None,
        ("2026-01-31", "2026-05-01"): None,
        ("2026-02-01", "2026-04-30"): None,
        ("2026-02-01", "2026-05-01"): "leaves",
    }


def test_known_on_a_day_includes_that_whole_day() -> None:
    desk = book("2026-01-01").at("2026-01-20T23:59:59.999999")
    desk.put(draft("member", "FRA", name="France", form="nation"))
    assert names(desk.snapshot("2026-01-19").things(Member, MAY)) == {}
    assert names(desk.snapshot("2026-01-20").things(Member, MAY)) == {"FRA": "France"}
    assert desk.snapshot("2026-01-20").known_day == day("2026-01-20")


def test_the_day_known_is_one_of_the_book_s_zone() -> None:
    desk = book("2026-01-01", zone="Asia/Tokyo")
    assert desk.snapshot("2026-01-20").known_day == day("2026-01-21")
    assert desk.snapshot("2026-01-20").zone == find_zone("Asia/Tokyo")


def test_before_a_correction_was_known_the_mistake_stands() -> None:
    desk = book("2026-01-01")
    first = desk.one(draft("member", "FRA", name="Farnce", form="nation"))
    desk.at("2026-02-01").put(draft("member", "FRA", name="France", form="nation", supersedes=first.id))
    assert names(desk.snapshot("2026-01-31").things(Member, MAY)) == {"FRA": "Farnce"}
    assert names(desk.snapshot("2026-02-01").things(Member, MAY)) == {"FRA": "France"}


# ---- what is there


def test_ids_are_in_order_and_only_of_what_stands() -> None:
    desk = relief()
    gone = desk.one(draft("member", "AAA", name="A", form="nation"))
    desk.put(undo(gone))
    snapshot = desk.snapshot()
    assert snapshot.ids("member") == ("DEU", "FRA")
    assert names(snapshot.things(Member, MAY)) == {"DEU": "Germany", "FRA": "France"}
    assert snapshot.ids("place") == ()
    assert (snapshot.has("member", "FRA"), snapshot.has("member", "AAA"), snapshot.has("place", "FRA")) == (
        True,
        False,
        False,
    )


def test_what_is_only_spoken_of_is_not_there() -> None:
    desk = relief()
    (contribution,) = (entry for entry in desk.entries() if entry.kind == "contribution")
    desk.put(step("C1", "pledged", "2026-01-01", 100))
    snapshot = Snapshot([entry for entry in desk.entries() if entry != contribution], desk.time[0])
    assert snapshot.ids("contribution") == ()
    assert not snapshot.has("contribution", "C1")
    assert snapshot.subjects_with("step") == ("C1",)
    assert snapshot.subjects_with("cap") == ()
    assert snapshot.thing(Contribution, "C1", MAY) is None


def test_the_days_on_which_something_may_change() -> None:
    desk = relief()
    desk.put(
        draft("contribution", "C1", "2026-05-01", "2026-05-31", note="n"),
        step("C1", "pledged", "2026-01-01", 100),
        draft("caveat", "V1", "2026-04-01", contribution="C1", words="w"),
    )
    cuts = desk.snapshot().cuts("contribution", "C1")
    assert cuts == {day("2026-01-01"), day("2026-05-01"), day("2026-06-01")}
    assert desk.snapshot().cuts("caveat", "V1") == {day("2026-04-01")}
    assert desk.snapshot().cuts("member", "USA") == set()


def test_every_standing_entry_is_listed_in_the_order_of_recording() -> None:
    desk = relief()
    gone = desk.one(step("C1", "pledged", "2026-01-01", 100))
    desk.put(undo(gone))
    kinds = " ".join(one.entry.kind for one in desk.snapshot().all_standing())
    assert kinds == "book person member member capability operation contribution"


def test_a_redacted_entry_reads_as_absent() -> None:
    desk = relief("2026-07-01")
    pledge = desk.one(step("C1", "pledged", "2026-01-01", 100))
    note = desk.one(draft("member", "FRA", note="a name"))
    for entry in (pledge, note):
        desk.ledger.redact(entry.id, BY, "a spillage")
    snapshot = desk.snapshot()
    assert snapshot.parts(Step, "C1", MAY) == []
    assert snapshot.thing(Member, "FRA", MAY) == Member.model_validate({"name": "France", "form": "nation"})
    assert {pledge.id, note.id} & {one.entry.id for one in snapshot.all_standing()} == set()
    assert snapshot.find(note.id) == note._replace(payload=None, salt=None)


def test_a_thing_all_of_which_is_redacted_is_none() -> None:
    desk = relief()
    (germany,) = (entry for entry in desk.entries() if entry.subject == "DEU")
    desk.ledger.redact(germany.id, BY, "a spillage")
    assert desk.snapshot().thing(Member, "DEU", MAY) is None
    assert names(desk.snapshot().things(Member, MAY)) == {"FRA": "France"}


# ---- the book itself


def test_a_book_says_how_it_began() -> None:
    genesis = book(zone="Europe/Brussels").snapshot().genesis
    assert genesis == Genesis.model_validate(
        {"name": "Relief", "zone": "Europe/Brussels", "clock": "live", "format": 1}
    )


def test_entries_without_a_beginning_are_no_book() -> None:
    with pytest.raises(BookError, match=re.escape("the book has no first entry")):
        _ = Snapshot([], 0).genesis


def test_a_snapshot_says_for_whom_it_is() -> None:
    desk = relief()
    assert desk.snapshot().viewer == "secretariat"
    assert desk.snapshot(viewer="FRA").viewer == "FRA"
    assert desk.snapshot("2026-01-01").known == end_of_day(day("2026-01-01"), find_zone("UTC"))


def test_a_record_is_read_once() -> None:
    snapshot = relief().snapshot()
    assert snapshot.thing(Member, "FRA", MAY) is snapshot.thing(Member, "FRA", JUNE)


def test_dates_are_one_facet() -> None:
    desk = relief(dates=dates("2026-01", "2026-12-31"))
    desk.put(draft("operation", "OP", "2026-06-01", dates=dates("2026-02")))
    for on, expected in ((MAY, ("2026-01", "2026-12-31")), (JUNE, ("2026-02", "None"))):
        operation = desk.snapshot().thing(Operation, "OP", on)
        assert operation is not None
        assert isinstance(operation.dates, Dates)
        assert (str(operation.dates.start), str(operation.dates.last)) == expected


@pytest.mark.parametrize("record", [Caveat, Statement])
def test_of_what_is_not_there_nothing_is_known(record: type[Record]) -> None:
    assert relief().snapshot().things(record, date.max) == {}


def test_what_is_named_tells_by_whom() -> None:
    desk = relief()
    other = draft("contribution", "C2", member="DEU")
    desk.put(
        other, draft("caveat", "V2", contribution="C1", words="w"), draft("caveat", "V1", contribution="C2", words="w")
    )
    desk.put(draft("caveat", "V2", "2026-05-01", contribution="C2"), draft("caveat", "V2", "2026-06-01", form="f"))
    snapshot = desk.snapshot()
    assert snapshot.naming("caveat", "contribution") == {"C1": ("V2",), "C2": ("V1", "V2")}
    assert snapshot.naming("caveat", "contribution") is snapshot.naming("caveat", "contribution")
    assert snapshot.naming("condition", "contribution") == {}
