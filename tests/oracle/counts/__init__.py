"""An oracle of what a plan of levels maximises on a day: what counts, tier after tier, and then what covers.

Written from "What a plan maximises" without having seen the engine: a textbook program for each interval, read from the
records by tests.oracle.amounts (who may serve what, at which efficiency, and pins) and solved by HiGHS. Of lines that
count only beyond a threshold, or with so many suppliers, it decides by whole variables. What HiGHS finds is solved
again in fractions and proven by its prices (exact); which lines are off is proven for small books by looking at all
ways, and tiny books by looking at all plans (brute).

Where the page is silent or can be read in two ways, this was taken:

1.  All links are there, whether efficiencies factor or not: nothing is dropped.
2.  A line that names itself in its needs, or one that is not planned, is not limited by that, nor does it hand on what
    those need that are not planned.
3.  A threshold, and how many supply, is asked of what covers (y, after caps) and of what is given, pins and whole units
    included; both are asked of each line by itself, whatever those count for that it needs.
4.  What one member gives is what all its contributions give together, in the line's smallest unit; a contribution
    without a member is alone.
5.  A cap may be a fraction of a unit. 100 percent still caps what one gives at the need, so it changes nothing.
6.  What covers is capped, too: y is what is compared with the plan's covered quantity.
7.  Where what is pinned alone is beyond what a cap lets count, it stays given and does not count.
8.  Of the moves and the balance nothing is said here: they choose among plans that are equal in what is compared.
9.  Totals are planned as they were.
"""

from __future__ import annotations

from tests.oracle.counts.counting import counts_of, covered_by
from tests.oracle.counts.interval import Interval, Options, interval_of
from tests.oracle.counts.program import Best, best

__all__ = ["Best", "Interval", "Options", "best", "counts_of", "covered_by", "interval_of"]
