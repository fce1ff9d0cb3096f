"""An oracle of how whole units are planned: what the best plans reach, tier after tier, and what a plan may not do.

Written from the pages "How whole units are planned" and "How amounts are planned" without having seen the engine; it
shares with the product only the types of records. What may serve what on a day, pins and the flows of amounts are those
of tests.oracle.amounts. What is best is found by mixed-integer programs, day by day (milp), and for tiny books by
looking at all tours of all units (brute); beside given tours amounts are planned by exact linear programs (best_day). A
plan told as plain data is read day by day for whatever is against a rule (validator). Sums are exact: weight times what
counts of what covers a line, in the smallest unit of the line, over days.

Where the page is silent or can be read in two ways, this was taken:

What comes whole
1.  Portion, tour and rest are those of the contribution's own capability; nothing is inherited down the tree.
2.  A contribution that comes whole on some days only: on the others it is an amount, at rest as far as tours are
    concerned. These days pass like any others; rest goes on in them, and its one tour (6) is one in all.
3.  "Days in a row on which it serves one line are a tour": tours to one line never meet.
4.  Of each term the contribution's own comes before that of its capability, each by itself. A shortest tour longer than
    the longest: it goes nowhere. A shortest of 0 is 1.
5.  A tour that the end of the period would cut short of the shortest does not begin. Nothing is asked of days after the
    period, nor of days before it but for what is in place.
6.  Where rest is unknown, the tour on which it is on the first day is its only one, whether it serves on it or not; and
    pinned days leave room for no tour at all.
In place on the first day
7.  In place is what a step of that word says, known or unknown in size, not lowered to zero, on the first day; and so
    on each day before, as it is known now. What is in place only from the first day on is on a tour, too, of 0 days so
    far. A step without a first day is in place for ever before.
    That a unit is joint and lacks a part on some day changes nothing of the tour on which it is.
8.  A unit that does not come whole on the first day is on no tour then, nor is one that is pinned then.
9.  Where it serves on the first day, that goes on with its tour: so one that is overdue cannot. Its tour so continued
    must be long enough in all.
10. Rest that begins on the first day ends for pinned days: they are as agreed.
Pins
11. Pins hold something of a unit where they take something: not where the line is not planned, nor where the quantity
    is 0 or unknown. Only days of the period are looked at. A turn of a rota holds like any pin without quantity.
12. Pinned days are no part of a tour, though it were to the same line and without rest: tours beside them must be long
    enough, and may not be too long, by themselves.
13. Pins may divide a unit, and take it by substitution, as they do with amounts.
What is best
14. Efficiencies of amounts are asked to factor as decision 6 says, on each day, as though there were no units.
15. A component is formed of all links over the days of the period, those that are left out by 14 among them, and of
    each two lines of which one needs the other on a day on which both are planned, whoever may serve them. One that
    holds a unit has a contribution that comes whole on any of the days, on whichever of them it is linked.
16. Tier and weight are those of the day. A tier of which no line is planned in such a component has no sum.
    How much of a cover counts is asked of what is covered by units and amounts together, day by day, by the thresholds
    and needs of that day (readings 26 and 27 of tests.oracle.amounts).
    The best is the most of what counts, tier after tier, whatever tours and amounts do for it; then of what covers.
    With given tours amounts are planned by decision 6 nevertheless, so that a plan may fall short by amounts alone.
17. That fewer tours are better is not looked at.
18. What a unit gives is all that it supplies, beyond the need, too. What pins hold is among what is assigned.
19. Tours may be told of pinned days, to a line they are pinned to, or not.
"""

from __future__ import annotations
