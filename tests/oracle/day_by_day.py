"""The specification read one day at a time: deliberately naive, sharing no rule with the product.

Sources: DESIGN.md 2 (known, valid, change, correction, retraction, facets), 3 and 8, and the issue's words. Where they
are silent or can be read in two ways, the plainest reading was taken, listed here with the sentence it rests on. Where
the author of the specification decided otherwise, it says *decided*:

1.  *Decided*: taking back a correction lets what it corrected stand again; taking back a retraction, what it took back.
    A correction that is itself corrected does not.
2.  A correction replaces its whole entry: a field it does not give again is no longer given by that entry. (same)
3.  A facet is one top-level field; a field given as None is given. "a subject has facets"; record.py, "each field is a
    facet". For steps a facet is the word. "each of its words".
4.  An entry without valid start is older than any with one. "the latest valid start <= t holds".
5.  Between equals the recording index decides, and a correction has its own, later index: on one day it comes after a
    cap that was recorded before it. "among equals the last recorded".
6.  Caps are no facet: all that hold on the day lower, each at least, none lifts another. "A cap lowers every level set
    before it". *Before*: by (valid start, index) of the step that holds for the word; "a later step" is one of that
    word. A cap with a valid end lowers no more from there on.
7.  withdrawn, declined, ended and paused make a level 0, known, also where it was unknown. A reduction to an unstated
    number (or to none given) makes the low end unknown and leaves the high end.
8.  A pause lasts through the first possible day of its `until`; without one, until a later step or the cap's valid end.
    "an imprecise end to its first".
9.  The smaller or larger of something unknown and a known number follows from unknown being 0 or more: the smaller of
    unknown and 0 is 0, the larger of 0 and unknown is unknown, the larger of 40 and unknown is at least 40.
    "what is unknown is shown, never zero".
10. A member is needed at every word; accepted, asked_back and en_route need nothing else. "needed at each step" names
    none for them.
11. Needs add up along said (offered: member, words, capability, quantity); in_place asks for its own four only, no
    words. "offered: also"; "in_place: member, capability, quantity, date".
12. A step that lacks something falls to committed, offered, pledged or indicated, never to accepted, which another
    track says; with no needs met it counts nowhere. "counts at the firmest word whose needs it meets".
13. A window given as Dates() without ends satisfies the need; its date is unknown. ""unstated" satisfies a need".
14. The window bounds every word, in_place too, and is the one that holds on the day asked about. requested, estimated
    and actual dates bound nothing. "inside the window"; "three fields".
15. Without a window start the words other than in_place are of unknown date: no cover at any firmness. An in_place step
    keeps its day even where it counts at a softer word for want of something. "no start: in place from the statement's
    day, else unknown".
16. `uncertain` is true on days between the possible and the certain window on which some word stands.
17. en_route joins committed (the larger of both). *Decided*: it is a fact and needs no acceptance. "en_route alone
    counts as committed".
18. Acceptance required and nothing accepted: nothing counts as committed, the key is absent (unless in_place counts);
    all of it counts as offered. "up to the accepted level, the rest counts as offered".
19. asked_back changes no level. Nothing is said of it but its track.
20. The contribution's operation: its `operation`, else that of its `line`, else that of the committed step that holds;
    for one with a pool and no operation only the last, and all its words count there from then on; *decided*: until
    then in the pool. An assignment gives no operation. "a pool counts in an operation only after a committed step names
    that operation".
21. A line is served only from its own operation, not from a parent or part of it.
22. Earmarked or pinned, too, a contribution serves a line only in its operation, with its capability or one below it,
    in its unit; place is asked only of what is neither. No capability, or one without unit: it serves none.
    "A line is served by its capability and those below it in the tree, in the same unit".
23. Pins take up to their quantity in the order in which each was first recorded, corrected since or not; the rest
    goes where the whole would go without pins: to the `line`, to the only line it can serve, or it is free. "how many;
    all of it where nothing is said".
24. One earmarked to a line that is not open serves no other and is not free; what of it is in place is without need.
25. A line is open on a day on which it has a level, even 0; it has no level before its first entry, but may have one
    before its operation begins. "It ends with its operation".
26. A line that is not open has need 0 and no cover; what could serve it is not counted there.
27. From the day after the first possible last day of the operation: need 0, no cover, no gap. What is in place for the
    line counts as withdrawing through the first possible day of `withdrawal_until`, at every firmness asked; an unknown
    level there is in unknown_count. Later, or without that date, it is in place without need. What is in place in the
    operation for no single line is meanwhile neither free nor without need.
28. cover_low adds the known low ends (0 where none is known; unknown_count tells how many are not known); cover_high
    is None once one high end is. gap_low = need_low - cover_low, at least 0; None where the need's low end is unknown,
    and for a maximum. "Coverage uses the low end"; "a maximum is shown, never ranked as a shortage".
29. Surplus and drawdown are what cover_low has above the *high* end of the need; None where that end is unknown.
30. The former level is the one that held on the day before the first day of the one that holds; its high end bounds the
    drawdown. *Decided*: where the former one is itself a reduction not yet to be completed, so does the one before it.
    "up to the former level, until then".
31. `drawdown_until` and the operation's end count through their first possible day. "an imprecise end to its first".
32. A backfill is neither free nor without need.
33. Without need: some part of what is in place covers no line, is not free, and is not withdrawing.
34. Free: a part that is not 0 at the firmness asked and could serve two or more lines, in an operation not ended.
35. Not read at all: who said it ("at most indicated" of another), standards, caveats, conditions,
    instalments and totals by period, efficiencies.
36. Amounts are in the smallest unit of the contribution's (or the line's) capability, 0 decimals without one; one unit
    of measure is taken to be counted with the same decimals everywhere.
37. A bridge is one facet. What bridges is earmarked for the line it bridges, in all that an earmark does (20, 22, 24),
    but where it has a `line` of its own. "unless it is earmarked for another". Taken back (given as None), a `line`
    leaves it to the bridge again, and a bridge earmarks no more and ends nothing.
38. Its window ends no later than the bridge, whichever line it is earmarked for: a day lies in it for certain if both
    ends certainly have not passed, and possibly if both possibly have not. Like a window's end it bounds every word.
    The end of a bridge satisfies no need of a window, and gives no first day. "not a window that was said".
39. A gap is accepted by what holds of the line on the day, up to the first day that its `until` may mean. It stays a
    gap of the same size. A line that is not short, or closed, has none.
40. Gaps are in order: those not accepted first, whatever their tier; then by tier (3 where none is said), weight (1
    where none is said, the larger first), size (in smallest units, whatever the unit, the larger first), id.
41. What a joint delivers is read on the day; of its parts that hold on the day, a later row for the same contribution
    replaces the earlier. Something is a low end above zero, or one that is not known; a low end known to be zero is
    nothing, whatever the high end. Where several joints deliver one contribution, the parts of each are asked for.
42. Where a part is missing the key is absent. `uncertain` and `date_unknown` are asked of its own window and words
    alone; that it may count where the dates of a part do not tell is asked where the product is (_perhaps).
43. A part, required or not, of a joint that delivers another serves no line, pinned, earmarked or in a turn, and is not
    free. In place it is without need: "what serves none is shown as given without a stated need". That it is itself
    delivered by another joint changes nothing.
44. The days of a turn: those from the last that its first may mean to the first that its last may mean, on which its
    row holds. Of the rows of a rota with the same first day the later replaces the earlier.
45. Turns come after all assignments, in the order of the first entry of each, whichever their rotas, corrected since or
    not. One takes all that is left, as a pin without quantity does; overlaps change nothing.
46. Whom a line names may serve it, and the members of groups that it names on the day; nobody else, pinned, earmarked
    or in a turn.
47. A line that its phases keep closed is like one that has no level on the day (24, 25, 26): phases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from muster.core.days import Dated
from muster.core.operations import Dates
from muster.core.quantity import Quantity
from muster.core.requirements import AcceptedGap
from tests.oracle import phases
from tests.oracle.facts import (
    ZERO,
    Ends,
    Fact,
    Standing,
    and_above,
    ends_of,
    field,
    first_possible,
    first_recorded,
    holds,
    larger,
    last_possible,
    order,
    plus,
    rest_of,
    rows,
    smaller,
    standing,
    subjects,
)

__all__ = [
    "FIRMEST_FIRST",
    "Ends",
    "Fact",
    "Gap",
    "LineDay",
    "Turn",
    "Window",
    "accepted",
    "date_unknown",
    "free",
    "gaps",
    "is_open",
    "levels",
    "line",
    "turns",
    "uncertain",
    "without_need",
]

FIRMEST_FIRST = ("in_place", "committed", "accepted", "offered", "pledged", "indicated")


@dataclass(frozen=True)
class LineDay:
    """One line on one day at one firmness."""

    need_low: int | None = 0
    need_high: int | None = 0
    basis: str = "needed"
    cover_low: int = 0
    cover_high: int | None = 0
    unknown_count: int = 0
    gap_low: int | None = 0
    surplus: int | None = 0
    drawdown: int | None = 0
    withdrawing: int = 0


@dataclass(frozen=True)
class Window:
    """When a contribution counts: from its first day up to the first that comes of its ends."""

    start: Dated | None = None
    ends: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A line that is short on a day, and what accepts that."""

    line: str
    short: int
    accepted: AcceptedGap | None = None


# ---- capabilities, places, operations


def _decimals(now: Standing, capability: str | None, day: date) -> int:
    return field(now, "capability", capability, "decimals", day) or 0


def _ended(now: Standing, operation: str | None, day: date) -> bool:
    dates: Dates | None = field(now, "operation", operation, "dates", day)
    return dates is not None and dates.last is not None and day > first_possible(dates.last)


def _withdrawing(now: Standing, operation: str | None, day: date) -> bool:
    until: Dated | None = field(now, "operation", operation, "withdrawal_until", day)
    return _ended(now, operation, day) and until is not None and day <= first_possible(until)


# ---- one contribution


def _step(now: Standing, contribution: str, word: str, day: date) -> Fact | None:
    steps = [
        fact
        for fact in now.get(("step", contribution), [])
        if getattr(fact.record, "word").value == word and holds(fact, day)  # noqa: B009 - any record may come
    ]
    return max(steps, key=order) if steps else None


def _earmark(now: Standing, contribution: str, day: date) -> str | None:
    """The line it is earmarked for on that day: its own, else the one that it bridges."""
    own: str | None = field(now, "contribution", contribution, "line", day)
    bridge = field(now, "contribution", contribution, "bridge", day)
    bridged: str | None = None if bridge is None else bridge.line
    return bridged if own is None else own


def _operation_of(now: Standing, contribution: str, day: date) -> str | None:
    """The operation it counts in on that day."""
    named: str | None = field(now, "contribution", contribution, "operation", day)
    if named is not None:
        return named
    pool: str | None = field(now, "contribution", contribution, "pool", day)
    if pool is None:
        line = _earmark(now, contribution, day)
        of_line: str | None = field(now, "requirement", line, "operation", day)
        if of_line is not None:
            return of_line
    step = _step(now, contribution, "committed", day)
    return pool if step is None else getattr(step.record, "operation", None) or pool


def _counts_at(now: Standing, contribution: str, step: Fact, day: date) -> str | None:
    """The firmest word whose needs the step meets, None where it meets none."""

    def given(name: str) -> bool:
        return field(now, "contribution", contribution, name, day) is not None

    word: str = step.record.word.value  # type: ignore[attr-defined]
    if not given("member"):
        return None
    if word in ("accepted", "asked_back"):
        return word
    if word == "en_route":
        return "committed"
    quantity = step.record.quantity is not None  # type: ignore[attr-defined]
    if word == "in_place" and given("capability") and quantity and step.valid.start is not None:
        return "in_place"
    words = step.statement_words or given("words")
    offered = words and given("capability") and quantity
    met = {
        "committed": offered and given("window") and _operation_of(now, contribution, day) is not None,
        "offered": offered,
        "pledged": words,
        "indicated": words,
    }
    ladder = ["in_place", "committed", "offered", "pledged", "indicated"]
    for softer in ladder[ladder.index(word) :]:
        if met.get(softer, False):
            return softer
    return None


def _after_caps(now: Standing, contribution: str, step: Fact, day: date) -> Ends:
    decimals = _decimals(now, field(now, "contribution", contribution, "capability", day), day)
    level = ends_of(step.record.quantity, decimals)  # type: ignore[attr-defined]
    for fact in now.get(("cap", contribution), []):
        cap: Any = fact.record
        if not holds(fact, day) or order(fact) < order(step):
            continue
        if cap.cap.value == "reduced":
            level = smaller(level, ends_of(cap.quantity, decimals))
        elif cap.cap.value != "paused" or cap.until is None or day <= first_possible(cap.until):
            level = ZERO
    return level


@dataclass(frozen=True)
class _Said:
    """What stands for one word on a day: the word said, the word it counts at, and its level after the caps."""

    word: str
    counts_at: str
    level: Ends


def _all_said(now: Standing, contribution: str, day: date) -> list[_Said]:
    result = []
    for word in ("in_place", "en_route", "committed", "accepted", "offered", "pledged", "indicated"):
        step = _step(now, contribution, word, day)
        counts_at = None if step is None else _counts_at(now, contribution, step, day)
        if step is not None and counts_at is not None:
            result.append(_Said(word, counts_at, _after_caps(now, contribution, step, day)))
    return result


def _window(now: Standing, contribution: str, day: date) -> Window:
    """Its window as said, ended by what it bridges."""
    said: Dates = field(now, "contribution", contribution, "window", day) or Dates()
    bridge = field(now, "contribution", contribution, "bridge", day)
    ends = (said.last, None if bridge is None else bridge.until)
    return Window(said.start, tuple(end for end in ends if end is not None))


def _surely_inside(window: Window, day: date) -> bool:
    has_begun = window.start is None or last_possible(window.start) <= day
    return has_begun and all(day <= first_possible(end) for end in window.ends)


def _possibly_inside(window: Window, day: date) -> bool:
    may_have_begun = window.start is None or first_possible(window.start) <= day
    return may_have_begun and all(day <= last_possible(end) for end in window.ends)


def _parts(now: Standing, joint: str, day: date) -> list[Any]:
    return [fact.record for fact in rows(now, "part", joint, "contribution", day)]


def _required(now: Standing, contribution: str, day: date) -> list[str]:
    """The contributions without which it is not there, because a joint delivers it."""
    joints = [each for each in subjects(now, "joint") if field(now, "joint", each, "delivers", day) == contribution]
    return [part.contribution for joint in joints for part in _parts(now, joint, day) if part.required is not False]


def _is_part(now: Standing, contribution: str, day: date) -> bool:
    """Whether it is a part of a joint that delivers another contribution."""
    return any(
        part.contribution == contribution and field(now, "joint", joint, "delivers", day) != contribution
        for joint in subjects(now, "joint")
        for part in _parts(now, joint, day)
    )


def _levels(now: Standing, contribution: str, day: date) -> dict[str, Ends]:
    """Its own levels, where all that it needs has something."""
    result = _own_levels(now, contribution, day)
    for part in _required(now, contribution, day) if result else []:
        there = {word for word, level in _own_levels(now, part, day).items() if level[0] != 0}
        result = {word: level for word, level in result.items() if word in there}
    return result


def _own_levels(now: Standing, contribution: str, day: date) -> dict[str, Ends]:
    window = _window(now, contribution, day)
    if not _surely_inside(window, day):
        return {}
    own: dict[str, list[Ends]] = {word: [] for word in FIRMEST_FIRST}
    under_way: list[Ends] = []
    for said in _all_said(now, contribution, day):
        if window.start is not None or said.word == "in_place":
            (under_way if said.word == "en_route" else own[said.counts_at]).append(said.level)
    acceptance = field(now, "operation", _operation_of(now, contribution, day), "acceptance", day)
    if acceptance is not None and acceptance.value == "required":
        own["offered"] += own["committed"]
        accepted = own["accepted"]
        own["committed"] = [smaller(level, accepted[0]) for level in own["committed"]] if accepted else []
    own["committed"] += under_way
    result: dict[str, Ends] = {}
    so_far: Ends | None = None
    for word in FIRMEST_FIRST:
        for level in own[word]:
            so_far = level if so_far is None else larger(so_far, level)
        if so_far is not None:
            result[word] = so_far
    return result


def levels(facts: list[Fact], contribution: str, day: date, known: date) -> dict[str, Ends]:
    """Coverage of one contribution by firmness; no key: nothing said that firm, or outside the window."""
    return _levels(standing(facts, known), contribution, day)


def uncertain(facts: list[Fact], contribution: str, day: date, known: date) -> bool:
    """Whether something stands, but the day is only possibly inside the window."""
    now = standing(facts, known)
    window = _window(now, contribution, day)
    between = _possibly_inside(window, day) and not _surely_inside(window, day)
    return between and bool(_all_said(now, contribution, day))


def date_unknown(facts: list[Fact], contribution: str, day: date, known: date) -> frozenset[str]:
    """The firmness words at which something stands that counts nowhere because the window has no start."""
    now = standing(facts, known)
    if _window(now, contribution, day).start is not None:
        return frozenset()
    said = [each for each in _all_said(now, contribution, day) if each.word != "in_place"]
    return frozenset(each.counts_at for each in said)


# ---- which line it serves


def _is_open(now: Standing, line: str, day: date) -> bool:
    return field(now, "requirement", line, "level", day) is not None and phases.lets_open(now, line, day)


def _serves(now: Standing, contribution: str, line: str, day: date) -> bool:
    """Whether operation, capability and unit fit, and the line has a level on the day."""
    offered = field(now, "contribution", contribution, "capability", day)
    asked = field(now, "requirement", line, "capability", day)
    operation = field(now, "requirement", line, "operation", day)
    unit = field(now, "capability", asked, "unit", day)
    return (
        _is_open(now, line, day)
        and operation is not None
        and _operation_of(now, contribution, day) == operation
        and asked in and_above(now, "capability", offered, day)
        and unit is not None
        and field(now, "capability", offered, "unit", day) == unit
        and _is_among(now, field(now, "contribution", contribution, "member", day), line, day)
    )


def _is_among(now: Standing, member: str | None, line: str, day: date) -> bool:
    """Whether a member is among those who alone may serve a line."""
    servers = set(field(now, "requirement", line, "servers", day) or ())
    groups = [] if member is None else rows(now, "membership", member, "group", day)
    return not servers or member in servers or any(getattr(row.record, "group", None) in servers for row in groups)


def _place_fits(now: Standing, contribution: str, line: str, day: date) -> bool:
    wanted = field(now, "requirement", line, "place", day)
    given = field(now, "contribution", contribution, "place", day)
    return wanted is None or given is None or wanted in and_above(now, "place", given, day)


@dataclass(frozen=True)
class _Shares:
    """Where a level goes: so much to lines, so much free among several, so much nowhere."""

    lines: dict[str, Ends]
    free: Ends = ZERO
    nowhere: Ends = ZERO


@dataclass(frozen=True)
class Turn:
    """Who serves which line in turn on a day, and in which rota."""

    rota: str
    line: str
    contribution: str


def turns(now: Standing, day: date) -> list[Turn]:
    """The turns of a day that are not open, in the order in which each was first recorded."""
    held = [(rota, fact) for rota in subjects(now, "rota") for fact in rows(now, "turn", rota, "first", day)]
    result = []
    for rota, fact in sorted(held, key=lambda each: first_recorded(each[1])):
        turn: Any = fact.record
        line: str | None = field(now, "rota", rota, "line", day)
        is_on = last_possible(turn.first) <= day <= first_possible(turn.last)
        if is_on and line is not None and turn.contribution is not None:
            result.append(Turn(rota, line, turn.contribution))
    return result


def _pinned(now: Standing, contribution: str, day: date) -> list[tuple[str, Quantity | None]]:
    """The lines to which it is pinned, and with how much: by assignments, then by turns."""
    result: list[tuple[str, Quantity | None]] = []
    for pin in subjects(now, "assignment"):
        line = field(now, "assignment", pin, "line", day)
        if line is not None and field(now, "assignment", pin, "contribution", day) == contribution:
            result.append((line, field(now, "assignment", pin, "quantity", day)))
    return result + [(turn.line, None) for turn in turns(now, day) if turn.contribution == contribution]


def _shares(now: Standing, contribution: str, level: Ends, day: date) -> _Shares:
    if field(now, "contribution", contribution, "backfills", day) is not None:
        return _Shares({})
    if _is_part(now, contribution, day):
        return _Shares({}, nowhere=level)
    lines: dict[str, Ends] = {}
    nowhere = ZERO

    def give(line: str, part: Ends) -> Ends:
        if _serves(now, contribution, line, day):
            lines[line] = plus(lines.get(line, ZERO), part)
            return ZERO
        return part

    rest = level
    decimals = _decimals(now, field(now, "contribution", contribution, "capability", day), day)
    for line, pinned in _pinned(now, contribution, day):
        taken = rest if pinned is None else smaller(rest, ends_of(pinned, decimals))
        rest = ZERO if pinned is None else rest_of(rest, taken)
        nowhere = plus(nowhere, give(line, taken))
    if rest == ZERO:
        return _Shares(lines, nowhere=nowhere)
    earmark = _earmark(now, contribution, day)
    if earmark is not None:
        return _Shares(lines, nowhere=plus(nowhere, give(earmark, rest)))
    could = [
        line
        for line in subjects(now, "requirement")
        if _serves(now, contribution, line, day) and _place_fits(now, contribution, line, day)
    ]
    if len(could) == 1:
        give(could[0], rest)
        return _Shares(lines, nowhere=nowhere)
    if could:
        return _Shares(lines, free=rest, nowhere=nowhere)
    return _Shares(lines, nowhere=plus(nowhere, rest))


# ---- one line


def is_open(facts: list[Fact], line: str, day: date, known: date) -> bool:
    """Whether the line has a level on the day and its operation has not ended."""
    now = standing(facts, known)
    return _is_open(now, line, day) and not _ended(now, field(now, "requirement", line, "operation", day), day)


def _need(now: Standing, line: str, day: date) -> Ends:
    level = field(now, "requirement", line, "level", day)
    decimals = _decimals(now, field(now, "requirement", line, "capability", day), day)
    return ZERO if level is None else ends_of(level.quantity, decimals)


def _former(now: Standing, line: str, day: date) -> Ends:
    """The level up to which what is above the need is drawdown; ZERO where there is no drawdown on that day."""
    highest = ZERO
    held_on = day
    while True:
        giving = [
            fact
            for fact in now.get(("requirement", line), [])
            if "level" in fact.record.model_fields_set and holds(fact, held_on)
        ]
        if not giving:
            return highest
        holding = max(giving, key=order)
        until = holding.record.level.drawdown_until  # type: ignore[attr-defined]
        if until is None or day > first_possible(until) or holding.valid.start is None:
            return highest
        held_on = holding.valid.start - timedelta(days=1)
        highest = larger(highest, _need(now, line, held_on))


def _above(cover: int, need_high: int | None, former_high: int | None) -> tuple[int | None, int | None]:
    """Drawdown and surplus."""
    if need_high is None:
        return (None, None)
    over = max(0, cover - need_high)
    if over == 0:
        return (0, 0)
    if former_high is None:
        return (None, None)
    drawdown = min(over, max(0, former_high - need_high))
    return (drawdown, over - drawdown)


def _add_up(now: Standing, line: str, day: date, firmness: str) -> tuple[int, int | None, int]:
    """The known low ends together, the high ends together, and how many low ends are unknown."""
    low, high, unknown = 0, 0, 0
    is_high_known = True
    for contribution in subjects(now, "contribution"):
        level = _levels(now, contribution, day).get(firmness, ZERO)
        share = _shares(now, contribution, level, day).lines.get(line)
        if share is None:
            continue
        low += share[0] or 0
        high += share[1] or 0
        unknown += share[0] is None
        is_high_known = is_high_known and share[1] is not None
    return low, high if is_high_known else None, unknown


def line(facts: list[Fact], requirement: str, day: date, known: date, firmness: str) -> LineDay:
    """Need and cover of one line on one day, as known on a day."""
    now = standing(facts, known)
    stated = field(now, "requirement", requirement, "basis", day)
    basis = "needed" if stated is None else stated.value
    is_maximum = basis == "authorised_maximum"
    operation = field(now, "requirement", requirement, "operation", day)
    if not _is_open(now, requirement, day) or _ended(now, operation, day):
        leaving, unknown = 0, 0
        if _is_open(now, requirement, day) and _withdrawing(now, operation, day):
            leaving, _, unknown = _add_up(now, requirement, day, "in_place")
        return LineDay(basis=basis, unknown_count=unknown, gap_low=None if is_maximum else 0, withdrawing=leaving)
    need = _need(now, requirement, day)
    low, high, unknown = _add_up(now, requirement, day, firmness)
    drawdown, surplus = _above(low, need[1], _former(now, requirement, day)[1])
    return LineDay(
        need_low=need[0],
        need_high=need[1],
        basis=basis,
        cover_low=low,
        cover_high=high,
        unknown_count=unknown,
        gap_low=None if is_maximum or need[0] is None else max(0, need[0] - low),
        surplus=surplus,
        drawdown=drawdown,
    )


# ---- lines that are short


def _accepted(now: Standing, line: str, day: date) -> AcceptedGap | None:
    given: AcceptedGap | None = field(now, "requirement", line, "accepted_gap", day)
    has_passed = given is not None and given.until is not None and day > first_possible(given.until)
    return None if has_passed else given


def accepted(facts: list[Fact], requirement: str, day: date, known: date) -> AcceptedGap | None:
    """What accepts on the day that the line may be short; None where nothing does."""
    return _accepted(standing(facts, known), requirement, day)


def gaps(facts: list[Fact], day: date, known: date, firmness: str) -> list[Gap]:
    """The lines that are short, those that are accepted after all others, the worst first."""
    now = standing(facts, known)

    def rank(gap: Gap) -> tuple[bool, int, int, int, str]:
        tier = field(now, "requirement", gap.line, "tier", day) or 3
        weight = field(now, "requirement", gap.line, "weight", day) or 1
        return (gap.accepted is not None, tier, -weight, -gap.short, gap.line)

    short = {each: line(facts, each, day, known, firmness).gap_low for each in subjects(now, "requirement")}
    return sorted((Gap(each, size, _accepted(now, each, day)) for each, size in short.items() if size), key=rank)


# ---- what serves no single line


def free(facts: list[Fact], day: date, known: date, firmness: str) -> frozenset[str]:
    """The contributions of which a part could serve several lines."""
    now = standing(facts, known)
    return frozenset(
        contribution
        for contribution in subjects(now, "contribution")
        if not _ended(now, _operation_of(now, contribution, day), day)
        and _shares(now, contribution, _levels(now, contribution, day).get(firmness, ZERO), day).free != ZERO
    )


def without_need(facts: list[Fact], day: date, known: date) -> frozenset[str]:
    """The contributions of which a part is in place without a stated need."""
    now = standing(facts, known)
    result = set()
    for contribution in subjects(now, "contribution"):
        level = _levels(now, contribution, day).get("in_place", ZERO)
        operation = _operation_of(now, contribution, day)
        if level == ZERO or field(now, "contribution", contribution, "backfills", day) is not None:
            continue
        if _ended(now, operation, day):
            if not _withdrawing(now, operation, day):
                result.add(contribution)
        elif _shares(now, contribution, level, day).nowhere != ZERO:
            result.add(contribution)
    return frozenset(result)
