"""The augmenting flow of one interval: who gives how much to which line, and which lines are beyond help.

Lines are numbered in the order in which they are served; all quantities are integers. A line takes first what served it
before, then what nobody after it held before, then what others can do without because something else takes its place.
Where the search for that fails, every line it reached is *dead*: all that may serve those lines serves them already.
No later search need enter them, and they are the proof of the shortfall.

Source of the method: J. Edmonds, "Submodular functions, matroids, and certain polyhedra" (1970): what lines can be
covered by together is a polymatroid, on which taking them one after another is best for every weighting that keeps
their order. That dead lines are left aside, and that what can be spared only becomes less, makes one pass nearly linear
in the links.

This file is plain Python; beside it ``flow.pxd`` gives the C types with which it is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableSequence, Sequence

NONE = -1
"""No record, no search."""

GONE = 2**31 - 1
"""Marks a giver that is not there in this interval."""

DEAD = 2**31 - 2
"""Marks a giver that serves dead lines."""


class Flow:
    """The flow of one interval after another.

    Of the lines: ``need`` (what is still needed), ``first`` and ``beyond`` (its links in use), ``past`` (before it no
    link in use leads to anything that can be spared), ``died`` (the line in whose search it died; NONE: it did not). Of
    the givers: ``spare`` (what is not given yet), ``held`` (what served lines before that have not had their turn),
    ``mark`` (the search that met it, DEAD or GONE). Of the records of flow, so many as ``records``: ``record_giver``,
    ``record_line``, ``amount`` (0: no longer).
    """

    def __init__(
        self,
        links_of: Sequence[int],
        giver_of: MutableSequence[int],
        begins: Sequence[int],
        ends: Sequence[int],
        integers: Callable[[str, int], MutableSequence[int]],
    ) -> None:
        """Take the links: those of a line side by side from ``links_of[line]`` on, the givers that begin first first.

        A giver gives from interval ``begins`` to before ``ends``. ``integers`` makes an array of so many zeros: of 64
        bits (``q``), as ``links_of`` is, or of 32 (``i``), as the others are.
        """
        lines, givers, links = len(links_of) - 1, len(begins), len(giver_of)
        self.lines, self.givers = lines, givers
        self.links_of, self.giver_of, self.begins, self.ends = links_of, giver_of, begins, ends
        self.seeds_of, self.need = integers("q", lines + 1), integers("q", lines)
        self.first, self.beyond, self.past = integers("q", lines), integers("q", lines), integers("q", lines)
        self.died, self.reached_in = integers("i", lines), integers("i", lines)
        self.through, self.queue = integers("i", lines), integers("i", lines)
        self.spare, self.held = integers("q", givers), integers("q", givers)
        self.mark, self.head = integers("i", givers), integers("i", givers)
        self.met_from, self.met = integers("i", givers), integers("i", givers)
        self.seed_giver, self.seed_amount = integers("i", links), integers("q", links)
        self.record_giver, self.record_line = integers("i", links), integers("i", links)
        self.amount, self.next = integers("q", links), integers("i", links)
        self.records, self.search, self.at = 0, 0, 0
        for line in range(lines):
            self.first[line] = self.beyond[line] = links_of[line]

    def begin_with(self, before: Iterable[tuple[int, int, int]]) -> None:
        """Set, line by line, which giver served it before the first interval, and with how much."""
        for seed, (line, giver, amount) in enumerate(before):
            self.seeds_of[line + 1] += 1
            self.seed_giver[seed], self.seed_amount[seed] = giver, amount
            self.held[giver] += amount
        for line in range(self.lines):
            self.seeds_of[line + 1] += self.seeds_of[line]

    def fill(self, at: int) -> None:
        """Serve every line in its order in interval ``at``, from ``need`` and ``spare`` as they stand.

        Intervals are filled in their order.
        """
        self.at, self.records, self.search = at, 0, 0
        for giver in range(self.givers):
            self.head[giver], self.mark[giver] = NONE, 0
            if self.begins[giver] > at or self.ends[giver] <= at:
                self.mark[giver], self.spare[giver] = GONE, 0
        for line in range(self.lines):
            self.died[line], self.reached_in[line], self.past[line] = NONE, 0, self.first[line]
        for line in range(self.lines):
            self.take_again(line)
            if self.need[line] > 0:
                self.take_free(line)
            while self.need[line] > 0 and self.take_round(line):
                pass

    def keep(self) -> None:
        """Make the flow of this interval what served each line before the next: its seeds, from ``seeds_of`` on."""
        for line in range(self.lines + 1):
            self.seeds_of[line] = 0
        for giver in range(self.givers):
            self.held[giver] = 0
        for record in range(self.records):
            if self.amount[record] > 0:
                self.seeds_of[self.record_line[record] + 1] += 1
        for line in range(self.lines):
            self.seeds_of[line + 1] += self.seeds_of[line]
            self.past[line] = self.seeds_of[line]
        for record in range(self.records):
            if self.amount[record] > 0:
                giver, line = self.record_giver[record], self.record_line[record]
                seed = self.past[line]
                self.past[line] = seed + 1
                self.seed_giver[seed], self.seed_amount[seed] = giver, self.amount[record]
                self.held[giver] += self.amount[record]

    def take_again(self, line: int) -> None:
        """Give a line what served it before, as far as that is still there and needed."""
        for seed in range(self.seeds_of[line], self.seeds_of[line + 1]):
            giver, before = self.seed_giver[seed], self.seed_amount[seed]
            self.held[giver] -= before
            amount = min(before, self.spare[giver], self.need[line])
            if amount > 0:
                self.spare[giver] -= amount
                self.need[line] -= amount
                self.put(giver, line, amount)

    def take_free(self, line: int) -> None:
        """Give a line what served no line whose turn is still to come."""
        self.bring_in(line)
        link = self.first[line]
        while link < self.beyond[line] and self.need[line] > 0:
            giver = self.giver_of[link]
            if self.mark[giver] == GONE:
                self.leave_out(line, link)
            elif self.spare[giver] > self.held[giver]:
                amount = min(self.spare[giver] - self.held[giver], self.need[line])
                self.spare[giver] -= amount
                self.need[line] -= amount
                self.add(giver, line, amount)
            link += 1

    def take_round(self, line: int) -> bool:
        """Search for something to spare and pass it on; False where there is none: what was reached is dead.

        Breadth first from the line: to the givers that may serve it, to the lines these serve, and so on. A line is
        asked for what can be spared when it is reached, and what may serve it is looked through only after that.
        """
        self.search += 1
        self.queue[0], self.reached_in[line] = line, self.search
        if self.take_spare(line, line):
            return True
        taken, waiting, met = 0, 1, 0
        while taken < waiting:
            reached = self.queue[taken]
            taken += 1
            for link in range(self.first[reached], self.beyond[reached]):
                giver = self.giver_of[link]
                if self.mark[giver] >= self.search:
                    continue
                self.mark[giver], self.met_from[giver], self.met[met] = self.search, reached, giver
                met += 1
                record = self.head[giver]
                while record != NONE:
                    served = self.record_line[record]
                    if self.amount[record] > 0 and self.reached_in[served] != self.search:
                        self.reached_in[served], self.through[served] = self.search, record
                        if self.take_spare(served, line):
                            return True
                        self.queue[waiting] = served
                        waiting += 1
                    record = self.next[record]
        for place in range(waiting):
            self.died[self.queue[place]] = line
        for place in range(met):
            self.mark[self.met[place]] = DEAD
        return False

    def take_spare(self, reached: int, line: int) -> bool:
        """Pass on to a line what can be spared of something that may serve a line reached; False where nothing can."""
        self.bring_in(reached)
        while self.past[reached] < self.beyond[reached]:
            giver = self.giver_of[self.past[reached]]
            if self.spare[giver] > 0:
                self.pass_on(giver, reached, line)
                return True
            self.past[reached] += 1
        return False

    def pass_on(self, giver: int, reached: int, line: int) -> None:
        """Let a giver serve a line reached, and pass on what that frees along the way on which it was reached."""
        most = min(self.spare[giver], self.need[line])
        behind = reached
        while behind != line:
            most = min(most, self.amount[self.through[behind]])
            behind = self.met_from[self.record_giver[self.through[behind]]]
        self.spare[giver] -= most
        self.need[line] -= most
        self.add(giver, reached, most)
        while reached != line:
            record = self.through[reached]
            self.amount[record] -= most
            reached = self.met_from[self.record_giver[record]]
            self.add(self.record_giver[record], reached, most)

    def add(self, giver: int, line: int, amount: int) -> None:
        """Note that a giver gives so much more to a line."""
        record = self.head[giver]
        while record != NONE and self.record_line[record] != line:
            record = self.next[record]
        if record == NONE:
            self.put(giver, line, amount)
        else:
            self.amount[record] += amount

    def put(self, giver: int, line: int, amount: int) -> None:
        """Note what a giver gives to a line that it has not served yet in this interval."""
        record = self.records
        self.records += 1
        self.record_giver[record], self.record_line[record], self.amount[record] = giver, line, amount
        self.next[record] = self.head[giver]
        self.head[giver] = record

    def bring_in(self, line: int) -> None:
        """Bring in the links of a line whose givers have begun."""
        while self.beyond[line] < self.links_of[line + 1]:
            if self.begins[self.giver_of[self.beyond[line]]] > self.at:
                return
            self.beyond[line] += 1

    def leave_out(self, line: int, link: int) -> None:
        """Put a link aside whose giver has ended."""
        first = self.first[line]
        self.giver_of[first], self.giver_of[link] = self.giver_of[link], self.giver_of[first]
        self.first[line] = self.past[line] = first + 1
