"""Which entries concern a member: the turns of a thing's life, one by one. More in tests/law/test_named_cases.py."""

from __future__ import annotations

from tests.builders import Desk, book, draft, step, undo

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
