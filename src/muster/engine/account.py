"""The account of a plan: plain data with which anybody can check each figure and each proof."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from fractions import Fraction
from typing import Any, cast

from muster.core.days import Period
from muster.engine.allocation import Plan
from muster.engine.amounts import Part
from muster.engine.branching import Leaf
from muster.engine.closing import Case
from muster.engine.field import Pin, Wanted
from muster.engine.fleet import Opening
from muster.engine.kernels.tours import NONE
from muster.engine.network import Flowed, Pair
from muster.engine.numbering import Numbered
from muster.engine.production import Held
from muster.engine.staged import Together
from muster.engine.totals import TotalsPlan
from muster.engine.toured import Touring

FORMAT = "muster plan 1"
"""The first words of a plan as plain data."""

Account = dict[str, Any]
"""Texts, lists and mappings only; an amount is the text of an integer or of a fraction, such as ``5/2``."""


def account_of(plan: Plan) -> Account:
    """The account of a plan, in the smallest unit of each capability. Totals come last, as one interval.

    ``lines`` stand in the order in which they are served. ``worth`` is what one unit of a contribution is worth to each
    line that it may serve; ``on_tour``, of what comes whole, to each line to which tours might send it. ``shortfalls``
    give for each short line the lines that prove it, each with what one unit of it is in the measure common to them. Of
    totals the lines are terms and the contributions parcels.

    Where the plan was asked for a cap or for several suppliers, ``rules`` says so, and each contribution its member.
    ``together`` has lines that were planned by linear programmes: of each tier what was reached and what there can be
    at most, in what counts and then in what is covered, with the prices that prove it (``proof_of_prices``), each leaf
    of a branch with its choices. No lines prove a shortfall of these.

    ``touring`` says what tours were planned from, the tours, and how much there could be at most in each tier, with the
    prices that prove it, of some components case by case (``proof_of_tours``). Days are counted in slots there and
    amounts times ``scale``; what changes over time stands in runs, each the slot after its last and what holds in it.

    ``production`` has for each production its runs of classes, and whom those join who graduate; ``graduates`` of a
    contribution are so many of its supply who are yet to be trained (``proof_of_production``). The bounds of
    ``touring`` hold for as many graduates as the plan has.
    """
    intervals = [_of_part(part) for part in plan.parts]
    totals = [_of_totals(plan.totals)] if plan.totals.terms else []
    production = {"production": _of_production(plan.held)} if plan.held else {}
    if plan.touring.of is None:
        return {"intervals": [*intervals, *totals], **production}
    for part, interval in zip(plan.parts, intervals, strict=True):
        _say_worth_on_tour(interval, part, plan.touring, plan.touring.of.units)
    touring = {"touring": _of_touring(plan.touring, plan.touring.of)}
    return {"intervals": [*intervals, *totals], **touring, **production}


def hall_sets(flowed: Flowed, short: Iterable[str]) -> dict[str, dict[str, Fraction]]:
    """For each short line the lines that prove it, each with its measure.

    They are those that whoever may serve it serves, those that whoever may serve these serves, and so on.
    """
    measure = {line: one for component in flowed.components for line, one in component.of_line.items()}
    may_serve: dict[str, list[str]] = {line: [] for line in measure}
    for giver, line in (pair for component in flowed.components for pair in component.links):
        may_serve[line].append(giver)
    serves: dict[str, list[str]] = {}
    for giver, line in flowed.given:
        serves.setdefault(giver, []).append(line)
    sets: dict[str, dict[str, Fraction]] = {}
    for line in short:
        found = {line}
        waiting = [line]
        while waiting:
            for giver in may_serve[waiting.pop()]:
                new = [one for one in serves.get(giver, ()) if one not in found]
                found.update(new)
                waiting += new
        sets[line] = {one: measure[one] for one in flowed.order if one in found}
    return sets


def _of_part(part: Part) -> Account:
    supplies = {name: one.supply for name, one in part.field.offered.items() if one.supply}
    wanted, rules = part.field.wanted, part.field.rules
    account = _interval(
        part.period,
        part.flowed,
        wanted,
        part.covered,
        supplies=supplies,
        worth=part.field.worth,
        pins=part.field.pins,
        coupled=part.coupled.keys(),
    )
    if rules.most_from_one is not None or rules.suppliers is not None:
        account["rules"] = {"most_from_one": rules.most_from_one, "suppliers": rules.suppliers}
        for name, one in account["contributions"].items():
            one["member"] = part.field.offered[name].member
    if part.together:
        account["together"] = [_of_together(one) for one in part.together]
    for line, one in account["lines"].items():
        one["at_most"] = str(part.at_most[line])
        requirement = wanted[line].requirement
        if requirement.threshold or requirement.needs or rules.suppliers:
            stated = {"threshold": requirement.threshold, "needs": list(requirement.needs or ())}
            one |= {**stated, "counts": str(part.counts(line))}
    for name in account["contributions"]:
        if graduates := part.field.offered[name].graduates:
            account["contributions"][name]["graduates"] = str(graduates)
    unused = part.unused
    account["unused"] = {
        name: {"amount": str(unused.get(name, 0)), "reason": part.reason(name)}
        for name, one in sorted(part.field.offered.items())
        if name in unused or not (one.supply or one.is_total)
    }
    account["unknown"] = [name for name, one in sorted(part.field.offered.items()) if one.is_unknown]
    account["moved"] = part.moved
    return account


def _of_production(held: Iterable[Held]) -> Account:
    """The runs of each production in their order."""
    productions: Account = {}
    for one in held:
        run = one.run
        productions.setdefault(run.production, []).append(
            {
                "first": str(run.first),
                "last": str(run.period.last),
                "classes": one.classes,
                "most_classes": run.most_classes,
                "class_size": str(run.class_size),
                "trainers": {line: str(number) for line, number in sorted(run.per_class.items())},
                "graduates": str(one.graduates),
                "joins": run.joins,
            }
        )
    return {name: {"runs": runs} for name, runs in sorted(productions.items())}


def _of_together(one: Together) -> Account:
    return {
        "lines": list(one.of.lines),
        "stages": [
            {
                "what": stage.what,
                "tier": stage.tier,
                "reached": str(stage.reached),
                "at_most": str(stage.at_most),
                "leaves": [_of_leaf(leaf) for leaf in stage.leaves],
            }
            for stage in one.stages
        ],
    }


def _of_leaf(leaf: Leaf) -> Account:
    return {
        "choices": [{"column": list(column), "is": way} for column, way in leaf.fixed.items()],
        "prices": [{"row": list(row), "price": str(price)} for row, price in leaf.prices.items()],
    }


def _say_worth_on_tour(interval: Account, part: Part, touring: Touring, units: Iterable[str]) -> None:
    """Add to the contributions of an interval what those that go on tours are worth to each line, wherever they are."""
    start = cast("date", part.period.start)
    place = bisect_right(touring.course, start, key=lambda one: cast("date", one[0].start)) - 1
    field, given = touring.course[place][1], interval["contributions"]
    for name in units:
        if name in given and field.offered[name].terms is not None:
            links = ((line, field.worth.get((name, line))) for line in interval["lines"])
            given[name]["on_tour"] = {line: str(worth) for line, worth in links if worth is not None}


def _of_touring(touring: Touring, of: Numbered) -> Account:
    fleet = of.fleet
    numbered = zip(of.lines, fleet.rows, strict=True)
    return {
        "first": str(of.first),
        "slot_days": of.slot_days,
        "slots": fleet.slots,
        "scale": of.scale,
        "lines": {
            line: {"tier": of.tiers[row.tier], "need": _runs(row.need), "weight": _runs(row.weight)}
            for line, row in numbered
        },
        "units": {
            name: {
                "shortest": one.shortest,
                "longest": one.longest,
                "rest": one.rest,
                "in_place": name in touring.begin.since,
                "openings": [
                    {**_opening(of, each), "begun": None if each.begun == NONE else each.begun} for each in one.openings
                ],
            }
            for name, one in zip(of.units, fleet.units, strict=True)
        },
        "amounts": {
            name: [_opening(of, each) for each in one.openings]
            for name, one in zip(of.amounts, fleet.amounts, strict=True)
        },
        "tours": [
            {"contribution": tour.contribution, "line": tour.line, "first": days.start, "end": days.stop}
            for tour in touring.tours
            for days in (of.slots(tour.period),)
        ],
        "bounds": [
            {
                "tier": one.tier,
                "covered": str(one.covered),
                "at_most": str(one.at_most),
                "multiple": one.multiple,
                "prices": {
                    line: _runs(prices) for line, prices in zip(of.lines, one.prices, strict=True) if any(prices)
                },
            }
            | ({"cases": {min(piece.lines): _case(piece, case) for piece, case in one.closed}} if one.closed else {})
            for one in touring.bounds
        ],
    }


def _case(of: Numbered, case: Case) -> Account:
    """What proves a case: its prices; or two cases, as a unit serves a line in a slot or does not."""
    if case.decision is None:
        slots = of.fleet.slots
        by_line = {line: case.prices[at * slots : (at + 1) * slots] for at, line in enumerate(of.lines)}
        return {"prices": {line: _runs(prices) for line, prices in by_line.items() if any(prices)}}
    serves, other = (_case(of, one) for one in case.cases)
    unit, line = of.units[case.decision.unit], of.lines[case.decision.line]
    return {"unit": unit, "line": line, "slot": case.decision.slot, "serves": serves, "else": other}


def _opening(of: Numbered, one: Opening) -> Account:
    sizes = [[run.end, run.size] for run in one.runs]
    return {"line": of.lines[one.line], "first": one.first, "sizes": sizes}


def _runs(values: Iterable[int]) -> list[list[int]]:
    """Values slot by slot as runs of the same."""
    runs: list[list[int]] = []
    for slot, value in enumerate(values):
        if runs and runs[-1][1] == value:
            runs[-1][0] = slot + 1
        else:
            runs.append([slot + 1, value])
    return runs


def _of_totals(totals: TotalsPlan) -> Account:
    supplies = {name: parcel.amount for name, parcel in totals.parcels.items()}
    wanted = {name: term.wanted for name, term in totals.terms.items()}
    return _interval(
        totals.period, totals.flowed, wanted, totals.covered, supplies=supplies, worth=totals.worth, pins=()
    )


def _interval(
    period: Period,
    flowed: Flowed,
    wanted: Mapping[str, Wanted],
    covered: Mapping[str, Fraction],
    *,
    supplies: Mapping[str, int],
    worth: Mapping[Pair, Fraction],
    pins: Iterable[Pin],
    coupled: AbstractSet[str] = frozenset(),
) -> Account:
    links: dict[str, dict[str, str]] = {name: {} for name in supplies}
    for contribution, line in sorted(pair for one in flowed.components for pair in one.links):
        links[contribution][line] = str(worth[contribution, line])
    short = {line: lacking for line in flowed.order if (lacking := wanted[line].need - covered[line])}
    proofs = hall_sets(flowed, (line for line in short if line not in coupled))
    return {
        "first": str(period.start),
        "last": None if period.last is None else str(period.last),
        "lines": {line: _line(wanted[line], covered[line]) for line in flowed.order},
        "contributions": {name: {"supply": str(supplies[name]), "worth": links[name]} for name in sorted(supplies)},
        "pinned": [
            _gift((pin.contribution, pin.line), pin.amount)
            | {"worth": str(worth[pin.contribution, pin.line])}
            | ({"tour": True} if pin.by_tour else {})
            for pin in pins
            if pin.amount
        ],
        "assigned": [_gift(pair, amount) for pair, amount in sorted(flowed.given.items())],
        "shortfalls": {
            line: {"short": str(lacking), "lines": {one: str(of) for one, of in proofs.get(line, {}).items()}}
            | _accepted(wanted[line])
            for line, lacking in short.items()
        },
    }


def _line(wanted: Wanted, covered: Fraction) -> Account:
    return {
        "line": wanted.line,
        "tier": wanted.tier,
        "weight": wanted.weight,
        "unit": wanted.unit,
        "decimals": wanted.decimals,
        "need": str(wanted.need),
        "covered": str(covered),
    }


def _accepted(wanted: Wanted) -> Account:
    """Who accepts a shortfall, until when and why, where somebody does."""
    return {} if wanted.accepted is None else {"accepted_gap": wanted.accepted.stated()}


def _gift(pair: Pair, amount: Fraction | int) -> dict[str, str]:
    return {"contribution": pair[0], "line": pair[1], "amount": str(amount)}
