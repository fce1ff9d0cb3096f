"""An oracle of how amounts are planned: which line is covered by how much, and who may not serve what, and why.

Written from the page "How amounts are planned" and sections 3 and 4 of the design, without having seen the engine; it
shares with the product only the types of records. Levels on a day are those of tests.oracle.day_by_day. What is covered
is found by maximal flows in integers (flow), and again by linear programs (lp), and for tiny books by looking at all
plans (brute). Amounts are exact, in the smallest unit of the line's capability.

Where the page is silent or can be read in two ways, this was taken:

What is asked
1.  A line is open where it has a level and its operation has not ended (day_by_day, 25 and 27), so also before its
    operation begins. One whose need has no known low end is not planned.
2.  Every field is read as it holds on the day. Of the substitutes of a kind, and of the memberships of a member, a
    later row for the same kind or group replaces the earlier; so does an instalment with the same due date. All
    verifications that hold count.
What speaks against
3.  `other_operation`: where something counts is read as in day_by_day, 20: an earmark gives an operation, a pin none.
    What bridges is earmarked as there (37), here too in all that an earmark does, and its window ends likewise (38): a
    day after the end of its bridge, or on which that is not certain, is `window`.
4.  `other_unit` stands although a substitute would serve: the page says of its 2, 7 and 13 that something overrides
    them, of 6 it does not. So substitutes only help kinds that are not in the tree of the line.
5.  A kind that only a substitute would let serve, at zero or without unit on one side, is `other_capability`.
6.  `may_not_serve`: a line that names nobody says nothing. Groups are those of memberships that hold on the day.
7.  `caveat`, `task`: each caveat that names the contribution on the day speaks for itself. With undeclared=False only
    those count that say that they are declared. `condition`: open is one of which no state is said, too, or none any
    more; with open_conditions=False such a one counts as failed. What does not hold on the day is no condition.
    `only_if`: the other is asked for what it has by the five things that the page names, so also where it backfills,
    is a part, is pinned or measured otherwise; and of a joint one, whether its parts are there, for else it has no
    level. One of unknown size is not there for certain. One that names its own contribution, or none that is known,
    names no other: it is open like any. As many as is consistent are met; with open_conditions=False as few.
8.  `notice`: en route or in place is whatever a step of that word says that holds on the day, not lowered to zero, also
    of unknown size, also outside the window. The pin that overrides is one to this line. As in 2 and 7 of the
    page it needs only to hold on the day, not to give anything, and speaks for all of its contribution.
9.  `window`: the day is not certainly inside; or the window has no first day and what is said firmly enough counts
    nowhere for want of it. A commitment without any window is an offer: asked as committed it is `below_firmness`.
10. `not_accepted`: with acceptance assumed by every operation, so for its parts too, it would supply something at the
    firmness. What lacks only a part is `below_firmness`.
11. What is of unknown size is `below_firmness`, where nothing before that speaks against it.
Pins
12. A pin to a line that is not planned (without need, closed, a maximum, a total) takes nothing.
13. First recorded: by the first entry of the assignment, also where that has been corrected or taken back since.
14. A pin with a quantity of no known low end takes nothing; one without any quantity takes all that is left.
15. A pin by substitution holds at its efficiency also in a component that is planned without such links.
    A turn is a pin in all that is said of pins (day_by_day, 44 and 45); an open one is none.
What is best
16. Components are formed of all links, also where pins have used up the contribution or met the need; their first line
    by id has b = 1 either way. In a component that does not factor, and for a line linked to nothing, every b is 1.
    That a gap is accepted changes neither what is planned nor in which turn. "as urgently as before".
17. What is given may be a fraction of a unit. Covered counts pins, up to the need.
Totals
18. Lines are chosen as for levels: open, ranked, a need above zero. A term is a stretch of days on which one entry
    gives the level: the same number stated anew begins a new term. It ends with its operation. What else it says
    (kind, basis, tier, weight) is asked on its first day.
19. The level that limits parcels may be known to be zero (then there are none) or unknown (likewise). The last day is
    the last on which anything stands at the firmness, inside the window.
20. Instalments are those that hold on that day, in the order of the last day each may mean. What the level has beyond
    their sum is not supplied; those due before the period are there from its first day.
21. All sixteen reasons are asked, `window` and `below_firmness` too: what has left its window serves no later term.
22. Pins take no parcels; they override 2, 7 and 13 of the page on the day asked.
23. Terms are taken by weight times b, as lines are: by weight alone the sum of weight times covered would not be the
    largest. The first term of a component is the first by line and first day.
24. That contribution and line are measured alike is not asked.
25. A shortfall is accepted where its gap is on its days (day_by_day, 39). Of a term that is accepted on some of its
    days only, nothing is said: its first day and its last both have a case.
What counts
26. A threshold asks what covers a line, not what of it counts. A line needs others as it says on the day; those that
    are not planned as levels on the day (so totals, too) limit nothing, nor hand on what they need themselves.
27. Of totals all counts.
Joint contributions
28. `part`: required or not, by the parts that hold on the day (day_by_day, 41 and 43). No pin overrides it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from muster.core.days import Period
from tests.oracle.amounts.day import Asked
from tests.oracle.amounts.eligible import answers
from tests.oracle.amounts.plan import Plan, plan_of
from tests.oracle.amounts.totals import Book, TotalsPlan
from tests.oracle.facts import Fact

__all__ = ["Plan", "TotalsPlan", "plan", "plan_totals", "planned", "planned_totals", "reasons"]


def reasons(
    facts: list[Fact], day: date, known: date, firmness: str = "committed", **assumed: bool
) -> dict[tuple[str, str], str | Fraction]:
    """For each contribution and each line that is planned: the first reason against, or the efficiency.

    The efficiency is what one smallest unit of the contribution is worth in smallest units of the line.
    """
    found = answers(Asked(facts, day, known, firmness, **assumed))
    return {
        link: answer.efficiency if answer.reason is None else answer.reason for link, answer in sorted(found.items())
    }


def plan(facts: list[Fact], day: date, known: date, firmness: str = "committed", **assumed: bool) -> Plan:
    """All that is known of the plan of the interval that begins on the day."""
    return plan_of(Asked(facts, day, known, firmness, **assumed))


def planned(
    facts: list[Fact], day: date, known: date, firmness: str = "committed", **assumed: bool
) -> dict[str, Fraction]:
    """For each line that is planned on the day, how much of its need is covered, pins included."""
    return plan(facts, day, known, firmness, **assumed).covered


def plan_totals(
    facts: list[Fact], period: Period, known: date, firmness: str = "committed", **assumed: bool
) -> TotalsPlan:
    """All that is known of the plan of totals for a bounded period."""
    return Book(facts, period, known, firmness, **assumed).plan()


def planned_totals(
    facts: list[Fact], period: Period, known: date, firmness: str = "committed", **assumed: bool
) -> dict[tuple[str, date], Fraction]:
    """For each term, named by its line and first day, how much of its need is covered."""
    found = plan_totals(facts, period, known, firmness, **assumed)
    return {(found.terms[term].line, found.terms[term].first): size for term, size in found.covered.items()}
