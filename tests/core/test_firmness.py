"""From dated steps and caps to a level at each firmness."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.contributions import ANSWERED, DONE, SAID, CapWord, Word
from muster.core.errors import RefusedError
from muster.core.firmness import (
    DEFAULT_FIRMNESS,
    LADDER,
    NEEDS,
    Firmness,
    Lowered,
    Need,
    Said,
    counts_as,
    firm_levels,
    highest_said,
    lacks,
    levels,
    lowered,
    read_firmness,
    standing_steps,
)
from muster.core.operations import Acceptance
from muster.core.quantity import NOTHING, UNKNOWN, Span

IN_PLACE, COMMITTED, ACCEPTED, OFFERED, PLEDGED, INDICATED = Firmness


def on(number: int) -> date:
    return date(2026, 1, 1) + timedelta(number)


def n(number: int) -> Span:
    return Span(number, number)


def said(word: Word, number: int | Span, since: int = 0, order: int = 0, end: int | None = None) -> Said:
    span = number if isinstance(number, Span) else n(number)
    return Said(word, span, on(since), order, None if end is None else on(end))


def capped(word: CapWord, number: int | Span, since: int = 0, order: int = 0, end: int | None = None) -> Lowered:
    span = number if isinstance(number, Span) else n(number)
    return Lowered(word, span, on(since), order, None if end is None else on(end))


spans = st.builds(
    lambda low, more: Span(low, None if more is None else (low or 0) + more),
    st.none() | st.integers(0, 9),
    st.none() | st.integers(0, 9),
)
ends = st.none() | st.integers(5, 9).map(on)
needs = st.frozensets(st.sampled_from(Need))
all_needs = st.just(frozenset(Need)) | needs


@st.composite
def tracks(draw: st.DrawFn) -> tuple[list[Said], list[Lowered]]:
    """Steps and caps, each with its own place in the order of recording."""
    order = iter(draw(st.permutations(range(12))))
    day = st.integers(0, 5).map(on)
    steps = [
        Said(word, draw(spans), draw(day), next(order), draw(ends), draw(all_needs))
        for word in draw(st.lists(st.sampled_from(Word), max_size=7))
    ]
    caps = [
        Lowered(word, draw(spans), draw(day), next(order), draw(ends))
        for word in draw(st.lists(st.sampled_from(CapWord), max_size=4))
    ]
    return steps, caps


acceptances = st.sampled_from(Acceptance)


def least(span: Span) -> int:
    return span.low or 0


def most(span: Span) -> int:
    return 10**30 if span.high is None else span.high


# ---- the words


def test_the_ladder_stands_firmest_first() -> None:
    assert LADDER == ("in_place", "committed", "accepted", "offered", "pledged", "indicated")
    assert DEFAULT_FIRMNESS == "committed"


def test_the_words_are_in_three_tracks() -> None:
    assert SAID == ("indicated", "pledged", "offered", "committed")
    assert ANSWERED == ("accepted", "asked_back")
    assert DONE == ("en_route", "in_place")
    assert {*SAID, *ANSWERED, *DONE} == set(Word)


def test_what_each_step_needs() -> None:
    pledge = {"member", "words"}
    offer = {"member", "words", "capability", "quantity"}
    assert {
        "indicated": pledge,
        "pledged": pledge,
        "offered": offer,
        "committed": {*offer, "window", "operation"},
        "accepted": {"member"},
        "asked_back": {"member"},
        "en_route": {"member"},
        "in_place": {"member", "capability", "quantity"},
    } == NEEDS


EVERYTHING = frozenset(Need)


@pytest.mark.parametrize(
    ("word", "without", "firmness"),
    [
        (Word.IN_PLACE, [], IN_PLACE),
        (Word.IN_PLACE, [Need.WORDS, Need.WINDOW, Need.OPERATION], IN_PLACE),
        (Word.IN_PLACE, [Need.CAPABILITY], PLEDGED),
        (Word.IN_PLACE, [Need.QUANTITY], PLEDGED),
        (Word.IN_PLACE, [Need.QUANTITY, Need.WORDS], None),
        (Word.COMMITTED, [], COMMITTED),
        (Word.COMMITTED, [Need.WINDOW], OFFERED),
        (Word.COMMITTED, [Need.OPERATION], OFFERED),
        (Word.COMMITTED, [Need.CAPABILITY], PLEDGED),
        (Word.COMMITTED, [Need.WORDS], None),
        (Word.OFFERED, [Need.WINDOW, Need.OPERATION], OFFERED),
        (Word.OFFERED, [Need.QUANTITY], PLEDGED),
        (Word.PLEDGED, [Need.QUANTITY, Need.CAPABILITY], PLEDGED),
        (Word.PLEDGED, [Need.WORDS], None),
        (Word.INDICATED, [], INDICATED),
        (Word.INDICATED, [Need.MEMBER], None),
        (Word.EN_ROUTE, [], COMMITTED),
        (Word.EN_ROUTE, [Need.WORDS, Need.WINDOW], COMMITTED),
        (Word.EN_ROUTE, [Need.MEMBER], None),
        (Word.ACCEPTED, [Need.QUANTITY], ACCEPTED),
        (Word.ACCEPTED, [Need.MEMBER], None),
        (Word.ASKED_BACK, [], None),
    ],
)
def test_a_step_counts_at_the_firmest_word_whose_needs_it_meets(
    word: Word, without: list[Need], firmness: Firmness | None
) -> None:
    step = replace(said(word, 1), has=EVERYTHING - frozenset(without))
    assert counts_as(step) == firmness
    assert lacks(step) == NEEDS[word] & frozenset(without)


@given(st.sampled_from(Word), needs, needs)
def test_carrying_more_never_makes_a_step_softer(word: Word, has: frozenset[Need], more: frozenset[Need]) -> None:
    poor, rich = (counts_as(Said(word, n(1), on(0), 0, None, carried)) for carried in (has, has | more))
    assert poor is None or (rich is not None and LADDER.index(rich) <= LADDER.index(poor))


# ---- which step holds


def test_the_latest_start_holds_and_among_equals_the_last_recorded() -> None:
    first, second, third = said(Word.PLEDGED, 1, 0, 5), said(Word.PLEDGED, 2, 3, 1), said(Word.PLEDGED, 3, 3, 2)
    assert standing_steps([third, first, second], on(2)) == {Word.PLEDGED: first}
    assert standing_steps([third, first, second], on(3)) == {Word.PLEDGED: third}
    assert standing_steps([second, third], on(2)) == {}


def test_a_step_with_an_end_gives_way_to_what_held_before() -> None:
    lasting, passing = said(Word.PLEDGED, 1), said(Word.PLEDGED, 2, 1, 1, end=4)
    assert [standing_steps([lasting, passing], on(d))[Word.PLEDGED] for d in range(5)] == [
        lasting,
        *[passing] * 3,
        lasting,
    ]


def test_each_word_has_a_level_of_its_own() -> None:
    steps = [said(Word.PLEDGED, 100), said(Word.COMMITTED, 60), said(Word.ASKED_BACK, 5)]
    assert levels(steps, [], on(0)) == {Word.PLEDGED: n(100), Word.COMMITTED: n(60), Word.ASKED_BACK: n(5)}


@given(tracks(), st.integers(0, 9), acceptances)
def test_a_step_said_twice_counts_once(
    track: tuple[list[Said], list[Lowered]], day: int, acceptance: Acceptance
) -> None:
    steps, _ = track
    again = [replace(step, order=step.order + 100) for step in steps]
    assert firm_levels([*steps, *again], [], on(day), acceptance) == firm_levels(steps, [], on(day), acceptance)
    assert highest_said([*steps, *again]) == highest_said(steps)


@given(tracks(), st.integers(0, 9), acceptances)
def test_the_order_in_which_steps_are_listed_does_not_matter(
    track: tuple[list[Said], list[Lowered]], day: int, acceptance: Acceptance
) -> None:
    steps, caps = track
    turned = firm_levels(steps[::-1], caps[::-1], on(day), acceptance)
    assert turned == firm_levels(steps, caps, on(day), acceptance)


# ---- caps


def test_a_cap_lowers_every_level_set_before_it() -> None:
    steps = [said(Word.PLEDGED, 100), said(Word.COMMITTED, 60), said(Word.IN_PLACE, 40)]
    cap = capped(CapWord.REDUCED, 50, since=3, order=9)
    assert levels(steps, [cap], on(2)) == {Word.PLEDGED: n(100), Word.COMMITTED: n(60), Word.IN_PLACE: n(40)}
    assert levels(steps, [cap], on(3)) == {Word.PLEDGED: n(50), Word.COMMITTED: n(50), Word.IN_PLACE: n(40)}


def test_a_later_step_sets_anew_for_its_word_alone() -> None:
    steps = [said(Word.PLEDGED, 100), said(Word.COMMITTED, 60), said(Word.COMMITTED, 70, since=5, order=2)]
    cap = capped(CapWord.REDUCED, 50, since=3, order=1)
    assert levels(steps, [cap], on(5)) == {Word.PLEDGED: n(50), Word.COMMITTED: n(70)}


@pytest.mark.parametrize(
    ("step", "cap", "level"),
    [
        ((3, 1), (3, 2), 50),
        ((3, 2), (3, 1), 60),
        ((2, 2), (3, 1), 50),
        ((4, 1), (3, 2), 60),
        ((3, 1), (3, 1), 60),
    ],
    ids=["cap later that day", "step later that day", "back-dated step", "step of a later day", "never its own"],
)
def test_before_and_after_go_by_day_and_then_by_recording(
    step: tuple[int, int], cap: tuple[int, int], level: int
) -> None:
    assert lowered(said(Word.COMMITTED, 60, *step), [capped(CapWord.REDUCED, 50, *cap)], on(9)) == n(level)


def test_caps_hold_side_by_side_and_none_lifts_another() -> None:
    caps = [
        capped(CapWord.REDUCED, 50, 1, 1),
        capped(CapWord.REDUCED, 70, 2, 2),
        capped(CapWord.PAUSED, 0, 3, 3, end=5),
    ]
    step = said(Word.COMMITTED, 60)
    assert [lowered(step, caps, on(day)) for day in range(6)] == [n(60), n(50), n(50), NOTHING, NOTHING, n(50)]


@given(tracks(), st.integers(0, 9), acceptances)
def test_a_cap_never_raises(track: tuple[list[Said], list[Lowered]], day: int, acceptance: Acceptance) -> None:
    steps, caps = track
    free = firm_levels(steps, [], on(day), acceptance)
    held = firm_levels(steps, caps, on(day), acceptance)
    assert held.keys() == free.keys()
    for firmness, span in held.items():
        assert least(span) <= least(free[firmness])
        assert most(span) <= most(free[firmness])


@given(tracks(), st.integers(0, 9), acceptances)
def test_a_withdrawal_leaves_nothing(track: tuple[list[Said], list[Lowered]], day: int, acceptance: Acceptance) -> None:
    steps, caps = track
    withdrawn = capped(CapWord.WITHDRAWN, NOTHING, since=6, order=99)
    after = firm_levels(steps, [*caps, withdrawn], on(6 + day), acceptance)
    assert set(after.values()) <= {NOTHING}


# ---- the ladder


def test_a_firmness_has_the_largest_level_among_words_at_least_that_firm() -> None:
    steps = [said(Word.IN_PLACE, 40), said(Word.COMMITTED, 60), said(Word.PLEDGED, 50)]
    assert firm_levels(steps, [], on(0)) == {
        IN_PLACE: n(40),
        COMMITTED: n(60),
        ACCEPTED: n(60),
        OFFERED: n(60),
        PLEDGED: n(60),
        INDICATED: n(60),
    }


def test_a_firmness_at_which_nothing_was_said_is_absent() -> None:
    assert firm_levels([said(Word.PLEDGED, 50)], [], on(0)) == {PLEDGED: n(50), INDICATED: n(50)}
    assert firm_levels([said(Word.ASKED_BACK, 50)], [], on(0)) == {}
    assert firm_levels([], [], on(0)) == {}


def test_two_words_of_one_firmness_give_the_larger() -> None:
    steps = [said(Word.EN_ROUTE, 30), said(Word.COMMITTED, 20)]
    assert firm_levels(steps, [], on(0))[COMMITTED] == n(30)


@given(tracks(), st.integers(0, 9), acceptances)
def test_coverage_at_a_softer_firmness_is_never_less(
    track: tuple[list[Said], list[Lowered]], day: int, acceptance: Acceptance
) -> None:
    found = firm_levels(*track, on(day), acceptance)
    present = [firmness for firmness in LADDER if firmness in found]
    assert present == list(LADDER[len(LADDER) - len(present) :])
    for firmer, softer in pairwise(present):
        assert least(found[firmer]) <= least(found[softer])
        assert most(found[firmer]) <= most(found[softer])


# ---- acceptance


def required(*steps: Said, caps: tuple[Lowered, ...] = ()) -> dict[Firmness, Span]:
    return firm_levels(steps, caps, on(0), Acceptance.REQUIRED)


def test_where_acceptance_is_required_what_is_committed_counts_up_to_the_accepted_level() -> None:
    found = required(said(Word.COMMITTED, 60), said(Word.ACCEPTED, 40))
    assert (found[COMMITTED], found[ACCEPTED], found[OFFERED]) == (n(40), n(40), n(60))


def test_more_accepted_than_committed_commits_no_more() -> None:
    found = required(said(Word.COMMITTED, 60), said(Word.ACCEPTED, 80))
    assert (found[COMMITTED], found[ACCEPTED]) == (n(60), n(80))


def test_where_nothing_is_accepted_all_of_it_is_an_offer() -> None:
    assert required(said(Word.COMMITTED, 60)) == {OFFERED: n(60), PLEDGED: n(60), INDICATED: n(60)}


def test_a_capped_acceptance_accepts_less() -> None:
    cap = capped(CapWord.REDUCED, 30, order=5)
    found = required(said(Word.COMMITTED, 60, order=6), said(Word.ACCEPTED, 40), caps=(cap,))
    assert (found[COMMITTED], found[OFFERED]) == (n(30), n(60))


def test_an_acceptance_of_unstated_size_leaves_the_low_end_unknown() -> None:
    assert required(said(Word.COMMITTED, 60), said(Word.ACCEPTED, UNKNOWN))[COMMITTED] == Span(None, 60)


def test_facts_need_no_acceptance() -> None:
    assert required(said(Word.IN_PLACE, 40), said(Word.EN_ROUTE, 50))[IN_PLACE] == n(40)
    assert required(said(Word.IN_PLACE, 40), said(Word.EN_ROUTE, 50))[COMMITTED] == n(50)


def test_a_commitment_without_a_window_is_an_offer_accepted_or_not() -> None:
    bare = replace(said(Word.COMMITTED, 60), has=EVERYTHING - {Need.WINDOW})
    assert required(bare) == {OFFERED: n(60), PLEDGED: n(60), INDICATED: n(60)}


# ---- the base of fulfilment


def test_the_highest_said_is_the_contributor_s_own() -> None:
    steps = [said(Word.PLEDGED, 100), said(Word.COMMITTED, 60), said(Word.ACCEPTED, 500), said(Word.IN_PLACE, 300)]
    assert highest_said(steps) == n(100)
    assert highest_said([said(Word.IN_PLACE, 300)]) == NOTHING
    assert highest_said([said(word, index) for index, word in enumerate(SAID, 1)]) == n(4)
    assert highest_said([said(Word.INDICATED, 7)]) == n(7)


def test_the_highest_of_what_is_unknown_is_unknown() -> None:
    assert highest_said([said(Word.PLEDGED, UNKNOWN)]) == UNKNOWN
    assert highest_said([said(Word.PLEDGED, UNKNOWN), said(Word.OFFERED, 60)]) == Span(60, None)


@pytest.mark.parametrize("one", Firmness)
def test_a_firmness_is_read_by_its_word(one: Firmness) -> None:
    assert read_firmness(str(one)) is one


def test_another_word_is_no_firmness() -> None:
    with pytest.raises(RefusedError, match=r"^'plegded' is no firmness; did you mean 'pledged'\?$"):
        read_firmness("plegded")
