"""The worked example of the design, and the cases that any book of a coalition meets, on real entries."""

import pytest

from muster.core.contributions import Instalment, Word
from muster.core.firmness import LADDER, highest_said
from muster.core.quantity import NOTHING, UNKNOWN, Qualifier, Quantity, Span
from muster.ledger.giving import Giver, given_on
from tests.builders import Desk, book, cap, dates, day, draft, exactly, relief, step, undo, unstated


def n(number: int) -> Span:
    return Span(number, number)


def gives(desk: Desk, on: str, known: str | None = None, contribution: str = "C1") -> str:
    """``in_place 40, committed 60``: each firmness at which there is more than at the firmer one."""
    given = given_on(desk.snapshot(known), contribution, day(on))
    assert given is not None
    parts: list[str] = []
    before: Span | None = None
    for firmness in LADDER:
        span = given.counted.get(firmness)
        if span is not None and span != before:
            parts.append(f"{firmness} {span.low if span.low == span.high else f'{span.low} to {span.high}'}")
            before = span
    return ", ".join(parts)


def may_give(desk: Desk, on: str, contribution: str = "C1") -> dict[str, Span]:
    given = given_on(desk.snapshot(), contribution, day(on))
    assert given is not None
    return {str(firmness): span for firmness, span in given.undated.items()}


# ---- the worked example of the design, section 3


def worked_example() -> Desk:
    desk = relief("2026-01-01")
    desk.at("2026-01-20").put(step("C1", "pledged", "2026-01-20", 100))
    desk.at("2026-02-10").put(
        draft("contribution", "C1", window=dates("2026-05-01", "2026-12-31")),
        step("C1", "committed", "2026-02-10", 60),
    )
    desk.at("2026-03-02").put(step("C1", "pledged", "2026-03-02", 100))
    desk.at("2026-05-05").put(step("C1", "in_place", "2026-05-03", 40))
    desk.at("2026-09-01").put(cap("C1", "reduced", "2026-10-01", 50))
    return desk


@pytest.mark.parametrize(
    ("on", "known", "in_place", "committed", "pledged"),
    [
        ("2026-06-15", "2026-04-01", 0, 60, 100),
        ("2026-06-15", "2026-06-15", 40, 60, 100),
        ("2026-10-15", "2026-08-15", 40, 60, 100),
        ("2026-10-15", "2026-09-15", 40, 50, 50),
        ("2027-01-02", "2026-01-15", 0, 0, 0),
        ("2027-01-02", "2026-01-25", 0, 0, 0),
        ("2027-01-02", "2026-04-01", 0, 0, 0),
        ("2027-01-02", "2026-12-31", 0, 0, 0),
    ],
)
def test_the_worked_example(on: str, known: str, in_place: int, committed: int, pledged: int) -> None:
    given = given_on(worked_example().snapshot(known), "C1", day(on))
    assert given is not None
    cells = [given.counted.get(firmness, NOTHING) for firmness in ("in_place", "committed", "pledged")]  # type: ignore[call-overload]
    assert cells == [n(in_place), n(committed), n(pledged)]


def test_the_fulfilment_of_the_worked_example() -> None:
    desk = worked_example()
    steps = Giver(desk.snapshot(), "C1").steps(day("2026-10-15"))
    assert gives(desk, "2026-10-15") == "in_place 40, committed 50"
    assert highest_said(steps) == n(100)
    assert highest_said(one for one in steps if one.word is Word.COMMITTED) == n(60)


def test_a_later_step_sets_anew_after_a_cap() -> None:
    desk = worked_example()
    desk.at("2026-10-20").put(step("C1", "committed", "2026-10-20", 70))
    assert gives(desk, "2026-10-19") == "in_place 40, committed 50"
    assert gives(desk, "2026-10-20") == "in_place 40, committed 70"


# ---- the named cases


def test_a_un_contributor_in_place_with_no_offer() -> None:
    """The UN's monthly table says who is there; nobody has published a pledge."""
    desk = book("2014-03-01")
    desk.put(
        draft("member", "FJI", name="Fiji", form="nation"),
        draft("capability", "troops", name="Troops", unit="persons"),
        draft("operation", "UNDOF", name="UNDOF", form="mission"),
        draft("statement", "table", said_on="2014-02-28", channel="table", paraphrase="monthly table"),
        draft("contribution", "FJI-troops", member="FJI", capability="troops", operation="UNDOF"),
        step("FJI-troops", "in_place", "2014-02-28", 500, statement="table"),
    )
    assert gives(desk, "2014-02-28", contribution="FJI-troops") == "in_place 500"
    assert gives(desk, "2014-02-27", contribution="FJI-troops") == ""
    assert highest_said(Giver(desk.snapshot(), "FJI-troops").steps(day("2014-02-28"))) == NOTHING


def test_a_ministerial_pledge_without_capability() -> None:
    desk = relief("2026-02-01")
    desk.put(
        draft("statement", "s1", said_on="2026-02-01", words="We shall do more."),
        draft("contribution", "C2", member="DEU", operation="OP", window=dates("2026-02-01")),
        step("C2", "pledged", "2026-02-01", statement="s1"),
    )
    assert gives(desk, "2026-02-01", contribution="C2") == "pledged None"
    assert highest_said(Giver(desk.snapshot(), "C2").steps(day("2026-02-01"))) == UNKNOWN


def test_a_multi_year_pledge_in_instalments() -> None:
    """Each instalment is a facet of its own, by the day on which it is due; none is a step."""
    desk = relief("2026-02-01")
    desk.put(
        draft("capability", "money", name="Money", unit="EUR", measure="total"),
        draft("contribution", "C2", member="DEU", capability="money", operation="OP", words="30 million", window={}),
        step("C2", "pledged", "2026-02-01", 30),
        *(draft("instalment", "C2", due=due, quantity=exactly(10)) for due in ("2026", "2027-06", "2028-06-30")),
    )
    desk.at("2027-01-10").put(draft("instalment", "C2", due="2027-06", quantity=exactly(4)))

    def due(known: str) -> list[tuple[str, str]]:
        parts = desk.snapshot(known).parts(Instalment, "C2", day("2027-01-10"))
        return [(str(part.due), str(part.quantity)) for part in parts]

    assert due("2026-02-01") == [("2026", "10"), ("2027-06", "10"), ("2028-06-30", "10")]
    assert due("2027-01-10") == [("2026", "10"), ("2027-06", "4"), ("2028-06-30", "10")]
    assert may_give(desk, "2027-01-10", "C2")["pledged"] == n(30)


def test_in_place_leaves_next_month() -> None:
    desk = relief("2026-06-01")
    desk.put(step("C1", "in_place", "2026-06-01", 40), cap("C1", "ended", "2026-07-01"))
    assert gives(desk, "2026-06-30") == "in_place 40"
    assert gives(desk, "2026-07-01") == "in_place 0"


def test_100_reduced_to_60() -> None:
    desk = relief("2026-06-01")
    desk.put(draft("contribution", "C1", window=dates("2026-06-01")), step("C1", "committed", "2026-06-01", 100))
    desk.at("2026-06-10").put(cap("C1", "reduced", "2026-06-10", 60))
    assert gives(desk, "2026-06-09") == "committed 100"
    assert gives(desk, "2026-06-10") == "committed 60"
    assert gives(desk, "2026-06-10", known="2026-06-09") == "committed 100"


def test_5200_agreed_2700_present_1000_pledged() -> None:
    """What is agreed is an assertion, never cover; what is present and pledged stand beside each other."""
    desk = relief("2026-06-01")
    desk.put(
        draft("contribution", "C1", window=dates("2026-06-01")),
        draft(
            "contribution", "C2", member="DEU", capability="trainers", operation="OP", words="w", window=dates("2026")
        ),
        draft("assertion", "A1", states="troops agreed", quantity=exactly(5200), operation="OP", day="2026-06-01"),
        step("C1", "in_place", "2026-06-01", 2700),
        step("C2", "pledged", "2026-06-01", 1000),
    )
    assert gives(desk, "2026-06-01") == "in_place 2700"
    assert gives(desk, "2026-06-01", contribution="C2") == ""
    assert may_give(desk, "2026-06-01", "C2") == {"pledged": n(1000), "indicated": n(1000)}
    desk.put(draft("contribution", "C2", window=dates("2026-06-01")))
    assert gives(desk, "2026-06-01", contribution="C2") == "pledged 1000"


def test_a_pool_that_is_not_yet_an_operation() -> None:
    desk = relief("2026-06-01")
    desk.put(
        draft("operation", "POOL", name="Voluntary pool", form="pool"),
        draft(
            "contribution",
            "C2",
            member="DEU",
            capability="trainers",
            pool="POOL",
            words="w",
            window=dates("2026-06-01"),
        ),
        step("C2", "committed", "2026-06-01", 20),
    )

    def counts_in(on: str) -> str | None:
        given = given_on(desk.snapshot(), "C2", day(on))
        assert given is not None
        return given.operation

    assert (counts_in("2026-06-01"), gives(desk, "2026-06-01", contribution="C2")) == ("POOL", "committed 20")
    desk.at("2026-06-10").put(step("C2", "committed", "2026-06-10", 20, operation="OP"))
    assert (counts_in("2026-06-09"), counts_in("2026-06-10")) == ("POOL", "OP")


def test_a_pledge_said_twice_then_raised() -> None:
    desk = relief("2026-06-01")
    desk.put(draft("contribution", "C1", window=dates("2026-06-01")), step("C1", "pledged", "2026-06-01", 100))
    desk.at("2026-06-05").put(step("C1", "pledged", "2026-06-05", 100))
    desk.at("2026-06-10").put(step("C1", "pledged", "2026-06-10", 150))
    found = [gives(desk, on) for on in ("2026-06-01", "2026-06-05", "2026-06-09", "2026-06-10")]
    assert found == ["pledged 100", "pledged 100", "pledged 100", "pledged 150"]


def test_withdrawn_and_promised_anew() -> None:
    desk = relief("2026-06-01")
    desk.put(
        draft("contribution", "C1", window=dates("2026-06-01")),
        step("C1", "pledged", "2026-06-01", 100),
        step("C1", "committed", "2026-06-01", 60),
    )
    desk.at("2026-06-10").put(cap("C1", "withdrawn", "2026-06-10"))
    desk.at("2026-06-20").put(step("C1", "pledged", "2026-06-20", 30))
    assert gives(desk, "2026-06-09") == "committed 60, pledged 100"
    assert gives(desk, "2026-06-10") == "committed 0"
    assert gives(desk, "2026-06-20") == "committed 0, pledged 30"


def test_a_withdrawal_taken_back_was_none() -> None:
    desk = relief("2026-06-01")
    desk.put(draft("contribution", "C1", window=dates("2026-06-01")), step("C1", "pledged", "2026-06-01", 100))
    withdrawn = desk.one(cap("C1", "withdrawn", "2026-06-01"))
    assert gives(desk, "2026-06-01") == "pledged 0"
    desk.put(undo(withdrawn))
    assert gives(desk, "2026-06-01") == "pledged 100"


def test_a_ceiling_of_150_of_which_100_are_there() -> None:
    desk = relief("2026-06-01")
    ceiling = Quantity.said_as(Qualifier.UP_TO, 150)
    desk.put(
        draft("contribution", "C1", window=dates("2026-06-01")),
        step("C1", "committed", "2026-06-01", ceiling),
    )
    assert gives(desk, "2026-06-01") == "committed None to 150"
    desk.put(step("C1", "in_place", "2026-06-01", 100))
    assert gives(desk, "2026-06-01") == "in_place 100, committed 100 to 150"


def test_a_date_known_to_the_year() -> None:
    desk = relief("2026-06-01")
    desk.put(draft("contribution", "C1", window=dates("2027", "2028")), step("C1", "committed", "2026-06-01", 60))
    assert [gives(desk, on) for on in ("2026-12-31", "2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02")] == [
        *("", "", "committed 60", "committed 60", "")
    ]
    assert [may_give(desk, on).get("committed") for on in ("2026-12-31", "2027-01-01", "2028-12-31", "2029-01-01")] == [
        *(None, n(60), n(60), None)
    ]


def test_a_quantity_hundreds() -> None:
    """Unknown is never zero and never cover; withdrawn, it is nothing."""
    desk = relief("2026-06-01")
    desk.put(
        draft("contribution", "C1", window=dates("2026-06-01")),
        step("C1", "committed", "2026-06-01", unstated("hundreds")),
    )
    given = given_on(desk.snapshot(), "C1", day("2026-06-01"))
    assert given is not None
    assert set(given.counted.values()) == {UNKNOWN}
    desk.put(step("C1", "in_place", "2026-06-01", 40))
    assert gives(desk, "2026-06-01") == "in_place 40, committed 40 to None"
    desk.put(cap("C1", "withdrawn", "2026-06-01"))
    assert gives(desk, "2026-06-01") == "in_place 0"
