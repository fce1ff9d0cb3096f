"""Where the law was broken, or nearly: one case each, so that what the random books found stays found."""

from __future__ import annotations

from muster.ledger.entries import Entry
from tests.builders import Desk, book, draft, step, undo

SINCE = "2026-01-20"
PUBLIC = ("public",)


def office() -> Desk:
    """Bruno of FRA, Dora of DEU; the contribution C of DEU, which FRA does not see, with a step."""
    desk = book(SINCE)
    desk.put(*(draft("member", name, name=name, form="nation", marking=PUBLIC) for name in ("FRA", "DEU", "FJI")))
    desk.put(
        draft("person", "bruno", name="Bruno", member="FRA"),
        draft("person", "dora", name="Dora", member="DEU"),
        draft("contribution", "C", member="DEU", words="lift"),
        step("C", "pledged", SINCE, 5),
    )
    return desk.at("2026-01-21")


def seen(desk: Desk, name: str, subject: str) -> list[tuple[str, str]]:
    """What a viewer sees of a subject: kinds, and by whom."""
    return [(entry.kind, entry.recorded_by) for entry in desk.seen(name) if entry.subject == subject]


def claim(desk: Desk) -> tuple[Entry, ...]:
    """FRA's people choose the id that DEU's contribution has."""
    return desk.put(draft("contribution", "C", member="FRA"), step("C", "pledged", SINCE, 7), by="bruno")


# ---- two who choose one id


def test_who_chooses_a_hidden_id_sees_its_own_entries_and_no_more() -> None:
    desk = office()
    claim(desk)
    assert seen(desk, "FRA", "C") == [("contribution", "bruno"), ("step", "bruno")]
    desk.put(step("C", "committed", SINCE, 6))
    assert seen(desk, "FRA", "C") == [("contribution", "bruno"), ("step", "bruno")]


def test_and_takes_nothing_from_the_one_who_had_it() -> None:
    desk = office()
    claim(desk)
    desk.put(step("C", "committed", SINCE, 6))
    desk.put(step("C", "in_place", SINCE, 6), by="dora")
    assert seen(desk, "DEU", "C") == [("contribution", ""), ("step", ""), ("step", ""), ("step", "dora")]


def test_who_takes_another_s_person_sees_nothing_by_it() -> None:
    desk = office()
    desk.put(step("C", "committed", SINCE, 6), by="dora")
    claim(desk)
    desk.put(draft("person", "dora", name="Bruno", member="FRA"), by="bruno")
    assert seen(desk, "FRA", "C") == [("contribution", "bruno"), ("step", "bruno")]


def test_who_takes_a_hidden_id_through_a_caveat_sees_its_own_caveat_alone() -> None:
    desk = office()
    desk.put(draft("caveat", "V", contribution="C", words="by day"), draft("caveat", "V", form="time"))
    desk.put(draft("contribution", "C2", member="FRA"), draft("caveat", "V", contribution="C2", words="w"), by="bruno")
    desk.put(draft("caveat", "V", form="place"), by="bruno")
    desk.put(draft("caveat", "V", form="time"), by="dora")
    assert seen(desk, "FRA", "V") == [("caveat", "bruno"), ("caveat", "bruno")]
    assert seen(desk, "DEU", "V") == [("caveat", ""), ("caveat", ""), ("caveat", "dora")]


def test_whether_a_caveat_is_declared_is_read_by_what_its_writer_sees() -> None:
    desk = office()
    desk.put(draft("caveat", "V", contribution="C", words="by day", declared=False))
    own = [draft("contribution", "C2", member="FRA"), draft("caveat", "V", contribution="C2", words="w")]
    desk.put(*own, by="bruno", viewer=desk.viewer("FRA"))
    assert seen(desk, "FRA", "V") == [("caveat", "bruno")]


def test_who_brings_what_others_named_before_is_not_shown_who_named_it() -> None:
    """Whoever writes under a guessed id would else see every entry that names the hidden thing of that id."""
    desk = office()
    desk.put(
        draft("place", "P", name="Port"), draft("operation", "OP", name="O", form="fund", place="P", marking=PUBLIC)
    )
    desk.put(step("C", "offered", SINCE, 6, marking=PUBLIC))
    desk.at("2026-01-22")
    claim(desk)
    desk.put(draft("place", "P", name="Port", marking=PUBLIC), by="bruno")
    (operation,) = [entry for entry in desk.seen("FRA") if entry.subject == "OP"]
    assert operation.payload == '{"form":"fund","name":"O","v":1}'
    assert seen(desk, "FRA", "C") == [("contribution", "bruno"), ("step", "bruno")]


# ---- whose a thing is, and who says so


def test_a_correction_hands_a_thing_over_and_each_sees_what_was_its_own() -> None:
    desk = office()
    first = desk.one(draft("contribution", "D", member="FRA"))
    desk.put(step("D", "pledged", SINCE, 1))
    desk.put(draft("contribution", "D", member="DEU", supersedes=first.id))
    desk.put(step("D", "offered", SINCE, 1))
    assert seen(desk, "FRA", "D") == [("contribution", ""), ("step", "")]
    assert seen(desk, "DEU", "D") == [("step", ""), ("contribution", ""), ("step", "")]


def test_a_correction_out_of_sight_takes_nothing_out_of_sight() -> None:
    desk = office()
    first = desk.one(draft("contribution", "D", member="FRA"))
    desk.put(step("D", "pledged", SINCE, 1))
    before = desk.seen("FRA")
    desk.put(draft("contribution", "D", member="DEU", supersedes=first.id, marking=("secretariat",)))
    assert desk.seen("FRA") == before
    assert seen(desk, "DEU", "D") == []


def test_what_is_taken_back_and_recorded_again_is_another_thing() -> None:
    desk = office()
    first = desk.put(draft("contribution", "D", member="DEU"), step("D", "pledged", SINCE, 1))
    desk.put(undo(first[1]))
    desk.put(undo(first[0]))
    desk.put(draft("contribution", "D", member="FRA"), step("D", "pledged", SINCE, 2))
    assert seen(desk, "FRA", "D") == [("contribution", ""), ("step", "")]
    assert len(seen(desk, "DEU", "D")) == 4  # what it gave, and that it was taken back


def test_what_is_redacted_says_no_more_whose_it_is() -> None:
    desk = office()
    desk.ledger.redact(
        next(e for e in desk.entries() if (e.kind, e.subject) == ("contribution", "C")).id, "anna", "why"
    )
    claim(desk)
    assert seen(desk, "FRA", "C") == [("contribution", "bruno"), ("step", "bruno")]


# ---- what refers to something hidden


def test_what_takes_back_something_out_of_sight_is_out_of_sight() -> None:
    desk = office()
    orphan = desk.one(step("C", "offered", SINCE, 6, marking=PUBLIC))
    desk.put(undo(desk.one(undo(orphan, marking=PUBLIC)), marking=PUBLIC))
    assert seen(desk, "FRA", "C") == []


def test_a_list_of_hidden_things_alone_is_absent() -> None:
    desk = office()
    desk.put(
        draft("operation", "H", name="H", form="fund"), draft("operation", "O", name="O", form="fund", marking=PUBLIC)
    )
    for subject, operations in (("M1", ["H"]), ("M2", ["H", "O"]), ("M3", [])):
        desk.put(draft("meeting", subject, name="M", day="2026-02", operations=operations, marking=PUBLIC))
    payloads = [entry.payload for entry in desk.seen("FRA") if entry.kind == "meeting"]
    assert payloads == [
        '{"day":"2026-02","name":"M","v":1}',
        '{"day":"2026-02","name":"M","operations":["O"],"v":1}',
        '{"day":"2026-02","name":"M","operations":[],"v":1}',
    ]


def test_who_does_not_see_who_it_is_still_writes_and_takes_back_its_own() -> None:
    desk = office()
    desk.put(draft("person", "carla", name="Carla"))
    chair = desk.viewer("chair")
    place = desk.one(draft("place", "P", name="Port", marking=("chair",)), by="carla", viewer=chair)
    assert seen(desk, "chair", "P") == [("place", "")]
    desk.put(undo(place, marking=("chair",)), by="carla", viewer=chair)
    assert seen(desk, "chair", "P") == [("place", ""), ("retraction", "")]
