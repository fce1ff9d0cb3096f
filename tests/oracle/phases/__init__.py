"""An oracle of phases: from when until when each is, and which lines are open on a day.

Written from "Phases and hand-over" without having seen the engine. All oracles ask it whether a line is open
(day_by_day); so what is covered, planned and trained for follows phases in all of them.

Where the page is silent or can be read in two ways, this was taken:

1.  All of a phase, and of those before and after it, is read as it holds on the day asked about.
2.  A phase that states a last day, but neither a first nor one before it, has that last day: for what follows it, and
    for lines that end with it. No line waits for it. One that states neither day has none to follow.
3.  What follows something that is no phase of the book never begins.
4.  Pushed is one whose own first day is stated and before the day after the last of the one before. One without a
    first day of its own is not: its own last day stands, unless it is before its begin.
5.  A line ends with a phase whose last day can be told. Where that never begins or has no last day, the line does not
    end with it.
6.  Who follows a phase is read on the day, too; one that never begins hands nothing over.
7.  A line may name a phase with which it ends and none in which it begins. It may end before it begins: it is never
    open.
8.  Where nothing hangs on phases, also of lines that name one without window, all is as it was.
"""

from __future__ import annotations

from tests.oracle.phases.windows import NEVER, Window, lets_open, window

__all__ = ["NEVER", "Window", "lets_open", "window"]
