"""An oracle of production: which runs of classes there are in a plan, and who graduates from them to serve when.

Written from "Production" without having seen the engine. It plans nothing for the sake of graduates: day after day it
reads from a plan what counts of the lines of trainers, counts runs and classes, and says what the contributions that
grow supply more from then on (runs). A plan told as plain data is then walked through day by day, each with the
graduates of the days before, and asked for all that is against a rule, and whether as much counts as can (walk).

Where the page is silent or can be read in two ways, this was taken:

1.  A day is the first of a run if it is ``begins``, or so many whole courses after it, by what holds on that day. An
    imprecise ``begins`` is the last day that it may mean.
2.  What holds of the production, its trainers, the contribution that grows and its kind is read on the first day of a
    run, whether that yields anything too.
3.  Nobody is trained where it is not known how many of a line a class needs, or how many graduate from one. Where a
    class needs none of a line, that limits nothing.
4.  Graduates are there on a day on which the contribution states a capability, backfills nothing and what it supplies
    is not kept from it by its window or for want of acceptance. All else that speaks against a line, and failed
    conditions, are asked as of anything that it gives.
5.  Caps are no reason against them: they lower what was said, not who was trained.
6.  A condition that waits for a contribution asks for what has been said of that, not for its graduates.
7.  "In no joint part": neither a part of a joint contribution, nor delivered by one.
"""

from __future__ import annotations

from tests.oracle.production.runs import Run, Runs

__all__ = ["Run", "Runs"]
