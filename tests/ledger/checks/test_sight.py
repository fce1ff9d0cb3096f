"""What those who record or read may not see of each other: said_unseen, words_unseen."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from muster.core.contributions import Contribution, Step, Word
from muster.core.days import Dated, Period, micros
from muster.core.firmness import Firmness
from muster.core.keeping import ClockForm, Genesis
from muster.core.marking import Viewer
from muster.core.members import Member, MemberForm, Membership, Person
from muster.core.operations import Place
from muster.core.statements import Statement
from muster.ledger.checks import CHECKS
from muster.ledger.drafting import remarking
from muster.ledger.entries import Draft
from muster.ledger.giving import given_on
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.memory import MemoryStore
from muster.ledger.snapshot import Snapshot
from muster.ledger.visible import visible
from tests.ledger.checks.books import BY, TODAY, begun, checked, seen

FRA = Viewer("FRA", member="FRA")
HIDDEN = ("secretariat",)
PUBLIC = ("public",)


def of_france() -> Ledger:
    """A book that knows France, and Marie who works for it."""
    ledger = begun()
    france = Member(name="France", form=MemberForm.NATION)
    marie = Person(name="Marie", member="FRA")
    ledger.record([Draft("member", "FRA", france, marking=PUBLIC), Draft("person", "marie", marie)], BY)
    return ledger


def said_unseen(ledger: Ledger) -> list[str]:
    return checked(seen(ledger), "2016-12-31", "said_unseen")


def words_unseen(ledger: Ledger) -> list[str]:
    return checked(seen(ledger), "2016-12-31", "words_unseen")


def camp(name: str, *marking: str, first: date | None = None, end: date | None = None) -> Draft:
    return Draft("place", "CAMP", Place(name=name), Period(first, end), marking=marking)


NAMED = "place CAMP: marie recorded name on 2016-12-31 over what desk recorded on 2016-12-31, which FRA may not see"


def test_a_member_that_records_over_what_it_may_not_see_is_named_to_the_secretariat() -> None:
    ledger = of_france()
    ledger.record([camp("Erbil", *HIDDEN)], BY)
    before = visible(ledger.entries(), FRA)
    ledger.record([camp("Mosul", "members")], "marie", viewer=FRA)
    mend = "nothing is lost: if they are two things, record the hidden one anew under another id"
    assert said_unseen(ledger) == [f"{NAMED}; {mend}"]
    assert [entry.subject for entry in visible(ledger.entries(), FRA)][len(before) :] == ["CAMP"]


def test_a_statement_under_the_id_of_a_hidden_one_is_named() -> None:
    """So the evidence of a hidden step is not replaced unnoticed."""
    ledger = of_france()
    kept = Statement(said_on=Dated("2016-12-01"), words="sixty, in confidence")
    ledger.record([Draft("statement", "fra-said", kept, marking=HIDDEN)], BY)
    ledger.record(
        [Draft("statement", "fra-said", Statement(said_on=Dated("2016-12-31"), words="ten"))], "marie", viewer=FRA
    )
    (named,) = said_unseen(ledger)
    assert named.startswith("statement fra-said: marie recorded said_on and words on 2016-12-31 over what desk")


def test_a_step_is_over_a_hidden_one_of_the_same_word_only() -> None:
    ledger = of_france()
    contribution = Draft("contribution", "C1", Contribution(member="FRA", words="trainers"))
    since = Period(date(2016, 12, 1))
    ledger.record([contribution, Draft("step", "C1", Step(word=Word.INDICATED), since, marking=HIDDEN)], BY)
    ledger.record([Draft("step", "C1", Step(word=Word.PLEDGED), since)], "marie", viewer=FRA)
    assert said_unseen(ledger) == []
    ledger.record([Draft("step", "C1", Step(word=Word.INDICATED, operation="OP"), since)], "marie", viewer=FRA)
    (named,) = said_unseen(ledger)
    assert named.startswith("step C1: marie recorded indicated on 2016-12-31 over what desk")


def test_what_a_member_sees_or_says_alike_or_of_other_days_is_not_named() -> None:
    known, alike, apart, own = of_france(), of_france(), of_france(), of_france()
    known.record([camp("Erbil", *PUBLIC)], BY)
    known.record([camp("Mosul")], "marie", viewer=FRA)
    alike.record([camp("Mosul", *HIDDEN)], BY)
    alike.record([camp("Mosul")], "marie", viewer=FRA)
    apart.record([camp("Erbil", *HIDDEN, end=date(2016, 6, 1))], BY)
    apart.record([camp("Mosul", first=date(2016, 6, 1))], "marie", viewer=FRA)
    own.record([camp("Erbil", *HIDDEN)], BY)
    own.record([camp("Mosul")], BY)
    assert [said_unseen(ledger) for ledger in (known, alike, apart, own)] == [[], [], [], []]


def test_what_was_corrected_or_taken_back_is_not_named() -> None:
    ledger = of_france()
    (hidden,) = ledger.record([camp("Erbil", *HIDDEN)], BY)
    (said,) = ledger.record([camp("Mosul")], "marie", viewer=FRA)
    assert len(said_unseen(ledger)) == 1
    fixed = Draft("place", "CAMP", Place(name="Mosul"), supersedes=said.id)
    (corrected,) = ledger.record([fixed], BY)
    assert said_unseen(ledger) == []
    assert seen(ledger).stands(hidden)
    assert seen(ledger).stands(corrected)


def test_somebody_of_a_member_that_is_not_in_the_book_sees_nothing_to_compare() -> None:
    ledger = begun()
    ledger.record([Draft("person", "ann", Person(name="Ann", member="ATLANTIS")), camp("Erbil", *HIDDEN)], BY)
    ledger.record([camp("Mosul")], "ann")
    assert said_unseen(ledger) == []


def test_a_marking_in_between_changes_nothing() -> None:
    ledger = of_france()
    (hidden,) = ledger.record([camp("Erbil", *PUBLIC)], BY)
    ledger.record([remarking(hidden, HIDDEN)], BY)
    ledger.record([camp("Mosul")], "marie", viewer=FRA)
    assert len(said_unseen(ledger)) == 1


def test_whom_somebody_works_for_is_that_of_the_day() -> None:
    ledger = of_france()
    later = Period(date(2017, 1, 1))
    ledger.record([Draft("person", "luc", Person(name="Luc")), camp("Erbil", *HIDDEN)], BY)
    ledger.record([Draft("person", "luc", Person(member="FRA"), later)], BY)
    ledger.record([camp("Mosul")], "luc")
    assert checked(seen(ledger), "2016-12-31", "said_unseen") == []
    assert len(checked(seen(ledger), "2017-01-01", "said_unseen")) == 1


def test_the_days_of_recording_are_those_of_the_books_zone() -> None:
    """Half an hour after midnight in Brussels it is still yesterday in UTC."""
    now = micros(datetime(2016, 3, 1, 0, 30, tzinfo=ZoneInfo("Europe/Brussels")))
    ledger = Ledger(MemoryStore(), Surroundings(clock=lambda: now))
    ledger.begin(Genesis(name="zone", zone="Europe/Brussels", clock=ClockForm.LIVE), BY, Person(name="The desk"))
    france, marie = Member(name="France", form=MemberForm.NATION), Person(name="Marie", member="FRA")
    ledger.record([Draft("member", "FRA", france), Draft("person", "marie", marie), camp("Erbil", *HIDDEN)], BY)
    ledger.record([camp("Mosul")], "marie")
    (named,) = said_unseen(ledger)
    assert named.startswith(NAMED.replace("2016-12-31", "2016-03-01"))


def stepped(
    step: tuple[str, ...],
    statement: tuple[str, ...],
    word: Word = Word.PLEDGED,
    of: str | None = None,
    words: str | None = None,
) -> Ledger:
    """A contribution of France with one step and the statement it rests on, each with its marking."""
    ledger = of_france()
    said = Statement(said_on=Dated("2016-12-01"), words="a hundred", member=of)
    ledger.record(
        [
            Draft("member", "DEU", Member(name="Germany", form=MemberForm.NATION), marking=PUBLIC),
            Draft("membership", "FRA", Membership(group="NATO"), marking=PUBLIC),
            Draft("statement", "S1", said, marking=statement),
            Draft("contribution", "C1", Contribution(member="FRA", words=words), marking=PUBLIC),
            Draft("step", "C1", Step(word=word), Period(date(2016, 12, 1)), statement="S1", marking=step),
        ],
        BY,
    )
    return ledger


@pytest.mark.parametrize(
    ("step", "statement", "shown"),
    [
        (("public",), (), "FRA and public"),
        (("public",), ("coalition",), "public"),
        (("coalition",), ("members",), "coalition"),
        (("members",), ("group:NATO",), "FRA and members"),
        (("group:NATO",), ("group:EU",), "FRA and members of NATO"),
        (("chair",), ("requester",), "FRA and chair"),
        ((), ("secretariat",), "FRA"),
    ],
)
def test_who_sees_a_step_and_not_its_words_is_named(
    step: tuple[str, ...], statement: tuple[str, ...], shown: str
) -> None:
    (named,) = words_unseen(stepped(step, statement))
    told = f"a step is shown to {shown} without the statement it rests on (S1)"
    mend = "mark the statement alike, or the step for fewer"
    assert named == f"contribution C1: {told}: there it counts as nothing, not as pledged; {mend}"


@pytest.mark.parametrize(
    ("step", "statement"),
    [
        (("secretariat",), ("secretariat",)),
        (("secretariat",), ()),
        (("coalition",), ("coalition",)),
        (("coalition",), ("public",)),
        (("members",), ("members",)),
        (("members",), ("coalition",)),
        (("chair",), ("chair",)),
        (("chair",), ("coalition",)),
        (("group:NATO",), ("group:NATO",)),
        (("group:NATO",), ("members",)),
        ((), ()),
    ],
)
def test_a_statement_shown_to_as_many_is_not_named(step: tuple[str, ...], statement: tuple[str, ...]) -> None:
    assert words_unseen(stepped(step, statement, of="FRA")) == []


def test_a_step_that_counts_alike_without_its_statement_is_not_named() -> None:
    assert words_unseen(stepped(PUBLIC, HIDDEN, Word.IN_PLACE)) == []
    assert words_unseen(stepped(PUBLIC, HIDDEN, words="trainers")) == []


def test_each_step_is_looked_at() -> None:
    ledger = stepped(PUBLIC, HIDDEN)
    ledger.record([Draft("step", "C1", Step(word=Word.ACCEPTED), Period(date(2016, 11, 1)), marking=PUBLIC)], BY)
    assert len(words_unseen(ledger)) == 1


def test_the_marking_in_force_says_who_sees_a_statement() -> None:
    ledger = stepped(PUBLIC, HIDDEN)
    (statement,) = (entry for entry in ledger.entries() if entry.kind == "statement")
    ledger.record([remarking(statement, PUBLIC)], BY)
    assert words_unseen(ledger) == []


def test_an_indication_that_others_take_for_a_pledge_is_named() -> None:
    """Germany said it of France; who does not see that reads France's own word."""
    (named,) = words_unseen(stepped(PUBLIC, HIDDEN, of="DEU", words="trainers"))
    assert "there it counts as pledged, not as indicated" in named


def test_what_the_viewer_itself_reads_is_what_the_check_says() -> None:
    ledger = stepped(PUBLIC, HIDDEN, of="DEU", words="trainers")
    pledged = {"public": Firmness.PLEDGED, "secretariat": Firmness.INDICATED}
    for name, firmness in pledged.items():
        entries = visible(ledger.entries(), Viewer(name))
        given = given_on(Snapshot(entries, ledger.now(), name), "C1", TODAY)
        assert given is not None
        assert next(iter(given.counted or given.undated)) is firmness


@pytest.mark.parametrize("name", ["said_unseen", "words_unseen"])
def test_no_viewer_is_told_of_what_it_may_not_see(name: str) -> None:
    ledger = stepped(PUBLIC, HIDDEN)
    ledger.record([camp("Erbil", *HIDDEN)], BY)
    ledger.record([camp("Mosul")], "marie", viewer=FRA)
    (check,) = (check for check in CHECKS if check.name == name)
    assert len(list(check.run(seen(ledger), TODAY))) == 1
    theirs = Snapshot(visible(ledger.entries(), FRA), ledger.now(), "FRA")
    assert list(check.run(theirs, TODAY)) == []


def test_a_viewer_that_reads_no_words_is_told_that_it_may_ask() -> None:
    ledger = stepped(PUBLIC, HIDDEN)
    theirs = Snapshot(visible(ledger.entries(), FRA), ledger.now(), "FRA")
    (named,) = checked(theirs, "2016-12-31", "needs_missing")
    assert named == (
        "contribution C1: pledged from 2016-12-01 lacks words and counts as nothing; record it, "
        "or ask the secretariat whether you may see it; what was said to be unknown is recorded as unstated"
    )
