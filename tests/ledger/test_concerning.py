"""Which entries concern a member: the turns of a thing's life, one by one. More in tests/law/test_named_cases.py."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import BY, Desk, book, draft, step, turn, undo

SINCE = "2026-01-20"
PUBLIC = ("public",)
HIDDEN = ("secretariat",)


def office() -> Desk:
    """Bruno of FRA, Dora of DEU; the contributions C and E of DEU."""
    desk = book(SINCE)
    desk.put(*(draft("member", name, name=name, form="nation", marking=PUBLIC) for name in ("FRA", "DEU", "FJI")))
    desk.put(
        draft("person", "bruno", name="Bruno", member="FRA"),
        draft("person", "dora", name="Dora", member="DEU"),
        draft("contribution", "C", member="DEU", words="lift"),
        draft("contribution", "E", member="DEU", words="engineers"),
    )
    return desk.at("2026-01-21")


def seen(desk: Desk, name: str, subject: str) -> list[tuple[str, str]]:
    """What a viewer sees of a subject: kinds, and by whom."""
    return [(entry.kind, entry.recorded_by) for entry in desk.seen(name) if entry.subject == subject]


# ---- by what a member sees that a thing is its own


def test_a_member_that_sees_nobody_name_it_sees_nothing_of_the_thing() -> None:
    desk = office()
    desk.put(draft("contribution", "D", member="FRA", marking=HIDDEN), draft("contribution", "D", note="n"))
    assert seen(desk, "FRA", "D") == []


def test_a_contribution_named_to_the_secretariat_alone_shows_nothing_through_a_caveat() -> None:
    desk = office()
    desk.put(draft("contribution", "D", member="FRA", marking=HIDDEN))
    desk.put(draft("caveat", "V", contribution="D", words="by day"), draft("caveat", "V", form="time"))
    assert seen(desk, "FRA", "V") == []


# ---- before a thing was there


def test_in_one_batch_the_order_of_a_thing_and_what_is_said_of_it_does_not_matter() -> None:
    desk = office()
    desk.put(step("D", "pledged", SINCE, 5), draft("contribution", "D", member="FRA"))
    assert seen(desk, "FRA", "D") == [("step", ""), ("contribution", "")]


def test_what_was_said_of_a_thing_before_it_was_there_is_not_said_of_it() -> None:
    desk = office()
    desk.put(draft("caveat", "V", contribution="D", words="by day"))
    desk.at("2026-01-22").put(draft("contribution", "D", member="FRA"))
    assert (seen(desk, "FRA", "D"), seen(desk, "FRA", "V")) == ([("contribution", "")], [])


def test_of_two_things_of_one_id_and_one_instant_what_came_before_is_said_of_the_first() -> None:
    desk = office()
    said, first = desk.put(step("D", "pledged", SINCE, 5), draft("contribution", "D", member="DEU"))
    desk.put(undo(said))
    desk.put(undo(first))
    desk.put(draft("contribution", "D", member="FRA"))
    assert seen(desk, "FRA", "D") == [("contribution", "")]


def test_who_brings_itself_in_a_batch_may_stand_last_in_it() -> None:
    desk = office()
    desk.put(draft("contribution", "D", member="FRA"))
    desk.put(draft("contribution", "D", member="DEU"), by="dora")  # who does not know of the other
    said = step("D", "pledged", SINCE, 5)
    desk.put(said, draft("person", "carla", name="Carla", member="DEU"), by="carla")
    desk.put(said, draft("person", "carlo", name="Carlo", member="FRA"), by="carlo")
    assert seen(desk, "DEU", "D") == [("contribution", "dora"), ("step", "carla")]
    assert seen(desk, "FRA", "D") == [("contribution", ""), ("step", "carlo")]


# ---- what others record of it


def test_a_member_sees_what_people_of_another_record_of_what_is_its_own() -> None:
    desk = office()
    desk.put(step("C", "in_place", SINCE, 6), by="bruno")
    assert seen(desk, "DEU", "C") == [("contribution", ""), ("step", "")]


def test_unless_these_had_named_it_their_own() -> None:
    desk = office()
    desk.put(draft("contribution", "C", member="FRA"), by="bruno")
    desk.put(step("C", "in_place", SINCE, 6), by="bruno")
    assert seen(desk, "DEU", "C") == [("contribution", "")]


def test_or_had_named_it_a_thing_of_what_they_had_named_their_own() -> None:
    desk = office()
    desk.put(draft("caveat", "V", contribution="E", words="by day"))
    desk.put(draft("contribution", "C", member="FRA"), by="bruno")
    desk.put(draft("caveat", "V", contribution="C", words="by night"), by="bruno")
    desk.put(draft("caveat", "V", form="time"), by="bruno")
    assert seen(desk, "DEU", "V") == [("caveat", "")]
    assert seen(desk, "FRA", "V") == [("caveat", "bruno"), ("caveat", "bruno")]


def test_what_they_name_a_thing_of_nothing_in_the_book_makes_it_nobody_s() -> None:
    desk = office()
    desk.put(draft("caveat", "V", contribution="E", words="by day"))
    desk.put(draft("caveat", "V", contribution="elsewhere", words="by night"), by="bruno")
    desk.put(draft("caveat", "V", form="time"), by="bruno")
    assert seen(desk, "DEU", "V") == [("caveat", ""), ("caveat", "")]


# ---- begun anew


def test_a_thing_taken_back_with_nothing_else_is_another_once_it_is_recorded_again() -> None:
    desk = office()
    desk.put(undo(desk.one(draft("contribution", "D", member="DEU"))))
    desk.put(draft("contribution", "D", member="FRA"))
    desk.put(step("D", "pledged", SINCE, 5))
    assert seen(desk, "FRA", "D") == [("contribution", ""), ("step", "")]
    assert seen(desk, "DEU", "D") == [("contribution", ""), ("retraction", "")]


def test_between_a_wrong_correction_and_a_right_one_a_thing_is_whose_it_was() -> None:
    desk = office()
    first = desk.one(draft("contribution", "D", member="FRA"))
    wrong = desk.one(draft("contribution", "D", member="DEU", supersedes=first.id))
    desk.put(undo(wrong))
    desk.put(step("D", "pledged", SINCE, 5))
    desk.put(draft("contribution", "D", member="FJI", supersedes=first.id))
    desk.put(step("D", "offered", SINCE, 5))
    assert [kind for kind, _ in seen(desk, "FRA", "D")] == ["contribution", "step"]
    assert [kind for kind, _ in seen(desk, "DEU", "D")] == ["contribution", "retraction"]
    assert [kind for kind, _ in seen(desk, "FJI", "D")] == ["step", "contribution", "step"]


# ---- who has a share in a thing: parts of a joint contribution, turns of a rota


def shared(desk: Desk, kind: str, **how: Any) -> None:
    """A joint contribution or a rota, S, with a share of FRA's D and one of DEU's C."""
    desk.put(draft("contribution", "D", member="FRA"))
    if kind == "joint":
        desk.put(draft("contribution", "E2", member="FJI"), draft("joint", "S", name="n", delivers="E2", **how))
        desk.put(draft("part", "S", contribution="C", role="crew"), draft("part", "S", contribution="D", role="lift"))
    else:
        desk.put(draft("capability", "c", name="c"), draft("operation", "OP", name="n", form="fund"))
        level = {"quantity": {"low": "1", "high": "1"}}
        desk.put(draft("requirement", "L", operation="OP", capability="c", level=level))
        desk.put(draft("rota", "S", name="n", line="L", **how))
        desk.put(turn("S", "2026-05", "2026-06", "C"), turn("S", "2026-07", "2026-08", "D"))


@pytest.mark.parametrize("kind", ["joint", "rota"])
def test_who_has_a_share_is_concerned_with_the_thing_and_its_own_share_alone(kind: str) -> None:
    desk = office()
    shared(desk, kind)
    part = {"joint": "part", "rota": "turn"}[kind]
    for member, own in (("FRA", "D"), ("DEU", "C")):
        entries = [entry for entry in desk.seen(member) if entry.subject == "S"]
        assert [entry.kind for entry in entries] == [kind, part]
        assert f'"{own}"' in str(entries[1].payload)
    desk.put(draft(kind, "S", note="later"))
    assert [one for one, _ in seen(desk, "FRA", "S")] == [kind, part, kind]


def test_whose_contribution_grows_is_concerned_with_the_production_and_its_trainers() -> None:
    desk = office()
    shared(desk, "rota")
    numbers: dict[str, Any] = {"class_size": {"low": "4", "high": "4"}, "course_days": 7, "begins": "2026-05"}
    desk.put(draft("production", "P", name="n", graduates="D", **numbers))
    desk.put(draft("trainers", "P", line="L", per_class={"low": "1", "high": "1"}))
    assert [kind for kind, _ in seen(desk, "FRA", "P")] == ["production", "trainers"]
    assert seen(desk, "DEU", "P") == []


def test_who_delivers_is_concerned_with_the_joint_contribution() -> None:
    desk = office()
    shared(desk, "joint")
    assert seen(desk, "FJI", "S") == [("joint", "")]


def test_an_open_turn_concerns_all_who_have_one() -> None:
    desk = office()
    shared(desk, "rota")
    desk.put(turn("S", "2026-09", "2026-10"))
    assert [len(seen(desk, member, "S")) for member in ("FRA", "DEU", "FJI")] == [3, 3, 0]


def test_a_share_that_was_redacted_concerns_nobody() -> None:
    desk = office()
    shared(desk, "rota")
    (mine,) = [one for one in desk.seen("FRA") if one.kind == "turn"]
    real = next(one for one in desk.entries() if one.kind == "turn" and one.payload == mine.payload)
    desk.ledger.redact(real.id, BY, "why")
    assert (seen(desk, "FRA", "S"), len(seen(desk, "DEU", "S"))) == ([], 2)


def test_a_share_that_a_member_does_not_see_shows_it_nothing() -> None:
    desk = office()
    shared(desk, "rota")
    desk.put(draft("contribution", "F", member="FJI"), turn("S", "2026-09", "2026-10", "F", marking=HIDDEN))
    assert seen(desk, "FJI", "S") == []


def test_nobody_comes_to_see_a_thing_by_recording_a_share_in_it() -> None:
    desk = office()
    shared(desk, "rota")
    desk.put(draft("person", "filip", name="Filip", member="FJI"), draft("contribution", "F", member="FJI"))
    desk.put(turn("S", "2026-09", "2026-10", "F"), by="filip")
    assert seen(desk, "FJI", "S") == []
    desk.put(turn("S", "2026-11", "2026-12", "F"))
    assert seen(desk, "FJI", "S") == [("rota", ""), ("turn", "filip"), ("turn", "")]


def test_a_share_in_a_thing_that_is_seen_later_or_never_shows_nothing() -> None:
    desk = office()
    shared(desk, "rota", marking=HIDDEN)
    assert (seen(desk, "FRA", "S"), seen(desk, "DEU", "S")) == ([], [])
    desk.at("2026-01-22").put(draft("rota", "S", note="n"))
    assert seen(desk, "FRA", "S") == []
    desk.put(turn("S", "2026-09", "2026-10", "D"))
    assert seen(desk, "FRA", "S") == [("rota", ""), ("turn", "")]
