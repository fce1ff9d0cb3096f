"""Where whole units serve: the best tours of one unit after another, exactly, while the others stay where they are.

A unit serves one line at a time, wholly, for a tour that is neither shorter nor longer than it may be, and then rests.
Its tours are a path through the days; the best path is found backwards, from the last day to the first, with a sliding
maximum over the days on which a tour may end: so its cost grows with the days on which the unit may serve a line, not
with the length of tours. What a tour is worth is what the line still lacks on each of its days, by tier, and no worth
in a tier makes up for one in a tier before it; at equal worth what costs less is better: fewer tours, and those kept.

Lines may be *bound*: of what covers one nothing counts below its threshold or from too few members, and no greater
share than of each line that it needs; and of what one member brings no more covers than is allowed. Then what counts is
worth most, tier by tier, and what covers comes after that, tier by tier again.

Days (or slots of several), lines, units and openings are numbered; all quantities are integers. An *opening* is a
stretch of days on which a unit may serve a line, with what it is worth there, run by run. This file is plain Python;
beside it ``tours.pxd`` gives the C types with which it is compiled.

Sources: R. Bellman, "Dynamic Programming" (1957), for the path; D. Lemire, "Streaming maximum-minimum filter using no
more than three comparisons per element" (2006), for the sliding maximum; P. Shaw, "Using constraint programming and
local search methods to solve vehicle routing problems" (1998), for taking several out and putting them back; E. Burke
and Y. Bykov, "The late acceptance hill-climbing heuristic" (2017), for what is kept of that; J. Duchi, E. Hazan and
Y. Singer, "Adaptive subgradient methods" (2011), for the length of a step of prices.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence
from typing import Any

NONE = -1
"""No opening; of an opening: no tour has begun in it before the first day."""

SHARES = 2**20
"""What one line allows another is counted in so many parts of its need."""

LATE = 2000
"""What is tried is compared with what was so many steps ago at most."""

DECISIONS = 64
"""So many decisions at most say that a unit serves a line on a day, or that it does not."""


class Tours:
    """The tours of units, one improved after another.

    Of the lines: ``covered`` (what serves a line on a day, at ``line * days + day``), ``price`` (what covering one more
    is worth there, where prices are asked for), ``used`` (what would cover at these) and ``dearest`` (the highest). Of
    the units: ``count`` tours each, from ``tours_of[unit]`` on: ``tour_opening``, ``tour_first``, ``tour_end`` (the day
    after). ``value``: what is covered by tier, weighted, and last, below zero, what the tours cost; where lines are
    bound, first what counts by tier, from where nothing covers on. ``decisions``: so many are in force; where prices
    are asked for, the tour of ``decided_unit`` earns ``decided_worth`` more if it serves ``decided_line`` on
    ``decided_day``. ``lateness``: what becomes worse is kept as long as it is no worse than so many steps ago.
    """

    def __init__(self, fleet: Any, zeros: Callable[[str, int], MutableSequence[int]]) -> None:  # noqa: ANN401
        """Take a fleet (see ``engine.fleet``). ``zeros`` makes an array of so many zeros, of 64 bits or of 32."""
        self.days, self.tiers, self.whole = fleet.days, fleet.tiers, fleet.whole
        self.lines, self.units = len(fleet.tier), len(fleet.rest)
        self.need, self.weight, self.tier = fleet.need, fleet.weight, fleet.tier
        self.openings_of, self.line_of = fleet.openings_of, fleet.line_of
        self.begins, self.ends, self.begun = fleet.begins, fleet.ends, fleet.begun
        self.runs_of, self.run_end = fleet.runs_of, fleet.run_end
        self.run_size, self.run_cost = fleet.run_size, fleet.run_cost
        self.shortest, self.longest, self.rest = fleet.shortest, fleet.longest, fleet.rest
        self.tours_of, self.units_of, self.unit_of = fleet.tours_of, fleet.units_of, fleet.unit_of
        self.bond_of, self.bonds_of, self.bound_line = fleet.bond_of, fleet.bonds_of, fleet.bound
        self.needs_of, self.needed = fleet.needs_of, fleet.needed
        self.needed_from, self.needed_end = fleet.needed_from, fleet.needed_end
        self.threshold, self.held = fleet.threshold, fleet.held
        self.share_of, self.own, self.servers = fleet.share_of, fleet.own, fleet.servers
        self.suppliers, self.limit, self.least = fleet.suppliers, fleet.limit, fleet.least
        self.ranks = self.tiers * 2 if len(self.bound_line) else self.tiers
        self.width, self.span = self.ranks + 1, self.ranks if len(self.bound_line) else 1
        self.priced, self.drawn, self.steps, self.lateness, self.decisions = False, 1, 0, 50, 0
        places, most_tours = self.lines * self.days, fleet.tours_of[self.units]
        self.covered, self.value = zeros("q", places), zeros("q", self.width)
        self.counts, self.share = zeros("q", self.lines), zeros("q", self.lines)
        self.price, self.dearest = zeros("q", places), zeros("q", places)
        self.used, self.past = zeros("q", places), zeros("q", places)
        self.places, self.sizes = zeros("q", self.days), zeros("q", self.days)
        self.count, self.tour_opening = zeros("i", self.units), zeros("i", most_tours)
        self.tour_first, self.tour_end = zeros("i", most_tours), zeros("i", most_tours)
        self.best = zeros("q", (self.days + 1) * self.width)
        self.chosen, self.chosen_end = zeros("i", self.days), zeros("i", self.days)
        self.prefix, self.queue = zeros("q", fleet.most_places * self.span), zeros("i", fleet.most_places)
        self.head, self.tail = zeros("i", fleet.most_openings), zeros("i", fleet.most_openings)
        self.place_of, self.candidate = zeros("q", fleet.most_openings), zeros("q", self.width)
        self.victims, self.decided_worth = zeros("i", self.units), zeros("q", DECISIONS)
        self.late, self.kept_value = zeros("q", LATE * self.width), zeros("q", self.width)
        self.noted_count, self.noted_opening = zeros("i", 2 * self.units), zeros("i", 2 * most_tours)
        self.noted_first, self.noted_end = zeros("i", 2 * most_tours), zeros("i", 2 * most_tours)
        self.top_value, self.decided_unit = zeros("q", self.width), zeros("i", DECISIONS)
        self.decided_line, self.decided_day = zeros("i", DECISIONS), zeros("i", DECISIONS)

    # ---- one unit

    def respond(self, unit: int) -> None:
        """Send a unit on its best tours, given where all others are."""
        self.withdraw(unit)
        self.search(unit)
        self.send(unit)

    def withdraw(self, unit: int) -> None:
        """Take all tours of a unit back."""
        for tour in range(self.tours_of[unit], self.tours_of[unit] + self.count[unit]):
            self.cover(self.tour_opening[tour], self.tour_first[tour], self.tour_end[tour], -1)
        self.count[unit] = 0

    def begin(self, unit: int, opening: int, first: int, end: int) -> None:
        """Give a unit a tour besides those it has, which must be earlier."""
        tour = self.tours_of[unit] + self.count[unit]
        self.tour_opening[tour], self.tour_first[tour], self.tour_end[tour] = opening, first, end
        self.cover(opening, first, end, 1)
        self.count[unit] += 1

    def send(self, unit: int) -> None:
        """Send a unit that has no tours on those of the last search."""
        day = 0
        while day < self.days:
            opening, end = self.chosen[day], self.chosen_end[day]
            if opening == NONE:
                day += 1
            else:
                self.begin(unit, opening, day, end)
                day = end + self.rest[unit]

    def cover(self, opening: int, first: int, end: int, sign: int) -> None:
        """Add a tour to what its line is covered by and to what tours cost, or take it away."""
        line, run, gain = self.line_of[opening], self.runs_of[opening], 0
        bond = self.bond_of[line]
        self.value[self.ranks] -= sign * self.cost(opening, first)
        for at in range(line * self.days + first, line * self.days + end):
            while self.run_end[run] <= at - line * self.days:
                run += 1
            need, before = self.need[at], self.covered[at]
            if bond == NONE:
                self.covered[at] += sign * self.run_size[run]
            else:
                self.weigh(bond, at - line * self.days, -1, self.value, 0)
                self.bring(opening, at, sign * self.run_size[run])
                self.weigh(bond, at - line * self.days, 1, self.value, 0)
            gain += self.weight[at] * (min(need, self.covered[at]) - min(need, before))
        self.value[self.ranks - self.tiers + self.tier[line]] += gain
        if bond == NONE and self.span > 1:
            self.value[self.tier[line]] += gain

    def bring(self, opening: int, at: int, size: int) -> None:
        """Add to what covers a line on a day, no more from one member than counts of it; or take it away."""
        share = self.share_of[opening]
        if share == NONE:
            self.covered[at] += size
        else:
            own = (share - self.line_of[opening]) * self.days + at
            before, after, most = self.own[own], self.own[own] + size, self.limit[at]
            self.own[own] = after
            self.covered[at] += min(most, after) - min(most, before)
            self.servers[at] += (after >= self.least) - (before >= self.least)

    def weigh(self, bond: int, day: int, sign: int, sums: MutableSequence[int], here: int) -> None:
        """Add what counts on a day of the lines of a bond to sums by tier, from ``here`` on, or take it away."""
        self.count_bond(bond, day)
        for at in range(self.bonds_of[bond], self.bonds_of[bond + 1]):
            line = self.bound_line[at]
            sums[here + self.tier[line]] += sign * self.weight[line * self.days + day] * self.counts[line]

    def count_bond(self, bond: int, day: int) -> None:
        """How much counts on a day of what covers each line of a bond; what others allow is counted in ``SHARES``."""
        first, end = self.bonds_of[bond], self.bonds_of[bond + 1]
        for each in range(first, end):
            line = self.bound_line[each]
            at = line * self.days + day
            whole, covers = self.held[at] + self.need[at], self.held[at] + min(self.need[at], self.covered[at])
            is_enough = covers * 100 >= self.threshold[at] * whole and self.servers[at] >= self.suppliers[line]
            self.counts[line] = covers if is_enough else 0
            self.share[line] = (self.counts[line] * SHARES + whole - 1) // whole if whole > 0 else SHARES
        is_settled = False
        while not is_settled:
            is_settled = True
            for each in range(first, end):
                line = self.bound_line[each]
                at = line * self.days + day
                whole = self.held[at] + self.need[at]
                for other in range(self.needs_of[line], self.needs_of[line + 1]):
                    is_needed = self.needed_from[other] <= day < self.needed_end[other] and whole > 0
                    if is_needed and self.share[self.needed[other]] < self.share[line]:
                        self.share[line] = self.share[self.needed[other]]
                        self.counts[line] = whole * self.share[line] // SHARES
                        is_settled = False

    def cost(self, opening: int, first: int) -> int:
        """What a tour costs that begins in an opening on a day."""
        run = self.runs_of[opening]
        while self.run_end[run] <= first:
            run += 1
        found: int = self.run_cost[run]
        return found

    def search(self, unit: int) -> None:
        """Find the best tours of a unit that has none: what begins on each day, and its end, if anything does."""
        days, width = self.days, self.width
        from_opening, to_opening = self.openings_of[unit], self.openings_of[unit + 1]
        shortest, longest, rest, place = self.shortest[unit], self.longest[unit], self.rest[unit], 0
        for opening in range(from_opening, to_opening):
            own = opening - from_opening
            self.place_of[own], self.head[own], self.tail[own] = place, 0, 0
            self.sum_up(unit, opening, place)
            place += self.ends[opening] - self.begins[opening] + 1
        for k in range(width):
            self.best[days * width + k] = 0
        for day in range(days - 1, -1, -1):
            for k in range(width):
                self.best[day * width + k] = self.best[(day + 1) * width + k]
            self.chosen[day] = NONE
            for opening in range(from_opening, to_opening):
                if self.begins[opening] <= day < self.ends[opening]:
                    place = self.place_of[opening - from_opening]
                    if self.begun[opening] == NONE:
                        self.slide(unit, opening, opening - from_opening, day)
                    elif day == 0:
                        low = max(1, shortest - self.begun[opening])
                        high = min(longest - self.begun[opening], self.ends[opening])
                        for end in range(low, high + 1):
                            self.consider(opening, place, 0, end, rest)

    def sum_up(self, unit: int, opening: int, place: int) -> None:
        """Sum up what a unit is worth in an opening, day by day, from ``place`` on. An amount earns all it supplies."""
        if self.span > 1:
            self.sum_up_bound(opening, place)
            return
        line, run = self.line_of[opening], self.runs_of[opening]
        first, total = self.begins[opening], 0
        self.prefix[place] = 0
        for day in range(first, self.ends[opening]):
            while self.run_end[run] <= day:
                run += 1
            at = line * self.days + day
            if self.priced:
                size = self.run_size[run]
                total += self.price[at] * (size if unit >= self.whole else min(size, self.need[at]))
            elif self.covered[at] < self.need[at]:
                total += self.weight[at] * min(self.run_size[run], self.need[at] - self.covered[at])
            self.prefix[place + day - first + 1] = total
        if self.priced:
            self.sum_up_decided(unit, opening, place)

    def sum_up_decided(self, unit: int, opening: int, place: int) -> None:
        """Add to these sums what decisions are worth."""
        first, end = self.begins[opening], self.ends[opening]
        for number in range(self.decisions):
            day = self.decided_day[number]
            is_there = self.decided_unit[number] == unit and self.decided_line[number] == self.line_of[opening]
            if is_there and first <= day < end:
                for at in range(place + day - first + 1, place + end - first + 1):
                    self.prefix[at] += self.decided_worth[number]

    def sum_up_bound(self, opening: int, place: int) -> None:
        """The same where lines are bound: what counts by tier, then what covers by tier."""
        line, run, first, span = self.line_of[opening], self.runs_of[opening], self.begins[opening], self.span
        bond, own = self.bond_of[line], self.span - self.tiers + self.tier[line]
        for k in range(span):
            self.prefix[place * span + k] = 0
        for day in range(first, self.ends[opening]):
            while self.run_end[run] <= day:
                run += 1
            at, here = line * self.days + day, (place + day - first) * span
            for k in range(span):
                self.prefix[here + span + k] = self.prefix[here + k]
            need, before, size = self.need[at], self.covered[at], self.run_size[run]
            if bond == NONE:
                gain = self.weight[at] * (min(need, before + size) - min(need, before))
                self.prefix[here + span + self.tier[line]] += gain
                self.prefix[here + span + own] += gain
            elif before < need or self.suppliers[line] > 0:
                self.weigh(bond, day, -1, self.prefix, here + span)
                self.bring(opening, at, size)
                self.prefix[here + span + own] += self.weight[at] * (min(need, self.covered[at]) - min(need, before))
                self.weigh(bond, day, 1, self.prefix, here + span)
                self.bring(opening, at, -size)

    def slide(self, unit: int, opening: int, own: int, day: int) -> None:
        """Let tours begin on a day in an opening: the best end among those that are neither too near nor too far."""
        place, end, rest = self.place_of[own], day + self.shortest[unit], self.rest[unit]
        if end <= self.ends[opening]:
            while self.tail[own] > self.head[own] and self.is_worse(
                opening, place, self.queue[place + self.tail[own] - 1], end, rest
            ):
                self.tail[own] -= 1
            self.queue[place + self.tail[own]] = end
            self.tail[own] += 1
        while self.tail[own] > self.head[own] and self.queue[place + self.head[own]] > day + self.longest[unit]:
            self.head[own] += 1
        if self.tail[own] > self.head[own]:
            self.consider(opening, place, day, self.queue[place + self.head[own]], rest)

    def is_worse(self, opening: int, place: int, one: int, other: int, rest: int) -> bool:
        """Whether a tour in an opening had better end on another day, whenever it begins."""
        base, span, width = self.base(opening), self.span, self.width
        at, other_at = min(self.days, one + rest) * width, min(self.days, other + rest) * width
        mine_at, its_at = (place + one - self.begins[opening]) * span, (place + other - self.begins[opening]) * span
        for k in range(width):
            mine, its = self.best[at + k], self.best[other_at + k]
            if base <= k < base + span:
                mine += self.prefix[mine_at + k - base]
                its += self.prefix[its_at + k - base]
            if mine != its:
                worse: bool = mine < its
                return worse
        return False

    def consider(self, opening: int, place: int, day: int, end: int, rest: int) -> None:
        """Choose a tour for the day on which it begins, if it is better than what is chosen."""
        base, span, width = self.base(opening), self.span, self.width
        after, at = min(self.days, end + rest) * width, day * width
        end_at, day_at = (place + end - self.begins[opening]) * span, (place + day - self.begins[opening]) * span
        for k in range(width):
            self.candidate[k] = self.best[after + k]
        for k in range(span):
            self.candidate[base + k] += self.prefix[end_at + k] - self.prefix[day_at + k]
        if not self.priced:
            self.candidate[width - 1] -= self.cost(opening, day)
        for k in range(width):
            if self.candidate[k] != self.best[at + k]:
                if self.candidate[k] > self.best[at + k]:
                    for each in range(width):
                        self.best[at + each] = self.candidate[each]
                    self.chosen[day], self.chosen_end[day] = opening, end
                return

    def base(self, opening: int) -> int:
        """The first of the ranks to which the sums of an opening are added: its tier, or all, where lines are bound."""
        return 0 if self.priced or self.span > 1 else self.tier[self.line_of[opening]]

    # ---- several units

    def improve(self, steps: int, together: int, seed: int) -> None:
        """Take a few units out that may serve one line and put each back best, ``steps`` times.

        At most ``together`` at a time, drawn from a ``seed`` of at least zero; ``drawn`` less one is the seed with
        which a next call goes on. What becomes worse is kept as long as it is no worse than ``lateness`` steps ago;
        ``recall`` puts the best back that there was. The same seeds and steps give the same tours everywhere.
        """
        self.drawn = seed % 2147483646 + 1
        width = self.width
        if self.steps == 0:
            self.note()
            for at in range(self.lateness * width):
                self.late[at] = self.value[at % width]
        for _ in range(steps):
            chosen = self.choose(together)
            self.keep(chosen)
            for at in range(chosen):
                self.withdraw(self.victims[at])
            for at in range(chosen):
                self.search(self.victims[at])
                self.send(self.victims[at])
            if not self.is_kept():
                for at in range(chosen):
                    self.withdraw(self.victims[at])
                for at in range(chosen):
                    self.resume(self.victims[at], 0)
            if self.compared(self.top_value, 0) > 0:
                self.note()
            self.steps += 1

    def is_kept(self) -> bool:
        """Whether what was tried is no worse than before, or than ``lateness`` steps ago; note what will be late."""
        late = self.steps % self.lateness * self.width
        kept: bool = self.compared(self.kept_value, 0) >= 0 or self.compared(self.late, late) >= 0
        for k in range(self.width):
            self.late[late + k] = self.value[k] if kept else self.kept_value[k]
        return kept

    def compared(self, values: MutableSequence[int], first: int) -> int:
        """1 where the value is better than another, which stands from ``first`` on; -1 where it is worse, or 0."""
        for k in range(self.width):
            if self.value[k] != values[first + k]:
                return 1 if self.value[k] > values[first + k] else -1
        return 0

    def note(self) -> None:
        """Note all tours as the best."""
        for k in range(self.width):
            self.top_value[k] = self.value[k]
        for unit in range(self.whole):
            self.write_down(unit, 1)

    def recall(self) -> None:
        """Send all units on the tours that were noted as the best, and forget what was late."""
        for unit in range(self.whole):
            self.withdraw(unit)
        for unit in range(self.whole):
            self.resume(unit, 1)
        self.steps = 0

    def write_down(self, unit: int, book: int) -> None:
        """Write the tours of a unit down: in the first book those before a trial, in the second the best."""
        self.noted_count[book * self.units + unit] = self.count[unit]
        for tour in range(self.tours_of[unit], self.tours_of[unit] + self.count[unit]):
            at = book * self.tours_of[self.units] + tour
            self.noted_opening[at], self.noted_first[at] = self.tour_opening[tour], self.tour_first[tour]
            self.noted_end[at] = self.tour_end[tour]

    def resume(self, unit: int, book: int) -> None:
        """Send a unit that has no tours on those that were written down."""
        first = book * self.tours_of[self.units] + self.tours_of[unit]
        for at in range(first, first + self.noted_count[book * self.units + unit]):
            self.begin(unit, self.noted_opening[at], self.noted_first[at], self.noted_end[at])

    def draw(self, below: int) -> int:
        """A number below another, by the generator of Park and Miller, "Random number generators" (1988)."""
        self.drawn = self.drawn * 48271 % 2147483647
        return self.drawn % below

    def choose(self, together: int) -> int:
        """Draw units that may serve one line, in an order that is drawn too; returns how many."""
        unit = self.draw(self.whole)
        opening = self.openings_of[unit] + self.draw(self.openings_of[unit + 1] - self.openings_of[unit])
        first, others = self.units_of[self.line_of[opening]], self.units_of[self.line_of[opening] + 1]
        self.victims[0], chosen = unit, 1
        for _ in range(together - 1):
            one = self.unit_of[first + self.draw(others - first)]
            is_new = True
            for at in range(chosen):
                if self.victims[at] == one:
                    is_new = False
            if is_new:
                self.victims[chosen] = one
                chosen += 1
        at = self.draw(chosen)
        self.victims[0], self.victims[at] = self.victims[at], self.victims[0]
        return chosen

    def keep(self, chosen: int) -> None:
        """Note the tours of those that were drawn, and the value."""
        for k in range(self.width):
            self.kept_value[k] = self.value[k]
        for at in range(chosen):
            self.write_down(self.victims[at], 0)

    # ---- prices

    def bound(self) -> int:
        """No tours are worth more: what all need at the dearest less the price, and what all earn; notes ``used``."""
        total = 0
        for at in range(self.lines * self.days):
            self.used[at] = 0
            total += (self.dearest[at] - self.price[at]) * self.need[at]
        for unit in range(self.units):
            total += self.earn(unit)
        return total

    def earn(self, unit: int) -> int:
        """What the best tours of a unit earn at the prices, and note what they would cover."""
        width, span = self.width, self.span
        self.priced, self.width, self.span = True, 1, 1
        self.search(unit)
        self.priced, self.width, self.span = False, width, span
        for at in range(self.spread(unit, self.places, self.sizes)):
            self.used[self.places[at]] += self.sizes[at]
        return self.best[0]

    def spread(self, unit: int, places: MutableSequence[int], sizes: MutableSequence[int]) -> int:
        """Write down at which places a unit has just earned, and how much it brings there; returns how many."""
        day, found = 0, 0
        while day < self.days:
            opening = self.chosen[day]
            if opening == NONE:
                day += 1
                continue
            run, place = self.runs_of[opening], self.line_of[opening] * self.days
            for served in range(day, self.chosen_end[day]):
                while self.run_end[run] <= served:
                    run += 1
                size = self.run_size[run]
                places[found] = place + served
                sizes[found] = size if unit >= self.whole else min(size, self.need[place + served])
                found += 1
            day = self.chosen_end[day] + self.rest[unit]
        return found

    def adjust(self, turn: int) -> None:
        """Lower the prices of what is overused, raise those of what is underused: the later the turn, the less."""
        for at in range(self.lines * self.days):
            need, over = self.need[at], self.used[at] - self.need[at]
            if need > 0 and over != 0 and self.dearest[at] > 0:
                excess = min(16384, abs(over) * 1024 // need)
                self.past[at] += excess * excess
                step = self.dearest[at] * excess // (self.root(self.past[at]) + 1) * 25 // (50 + turn)
                if over > 0:
                    self.price[at] = max(0, self.price[at] - step)
                else:
                    self.price[at] = min(self.dearest[at], self.price[at] + step)

    def root(self, number: int) -> int:
        """The square root, rounded down, by Newton's method in integers."""
        guess, better = number, (number + 1) // 2
        while better < guess:
            guess, better = better, (better + number // max(1, better)) // 2
        return guess
