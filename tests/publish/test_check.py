"""What a check prints: each problem with its name, within 80 columns, and where it is explained."""

import io

from rich.console import Console

from muster.core.problem import Problem
from muster.publish.terminal.check import show_check

LACKS = Problem(
    "needs_missing",
    "contribution FRA-TENTS",
    "committed from 2026-03-02 lacks window and operation and counts as offered",
    "record it; what was said to be unknown is recorded as unstated",
)
STEERS = Problem("redacted", "statement S\x1b[31m", "what was recorded is redacted")


def printed(
    chain: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
    entries: int | None = None,
    *,
    colours: bool = False,
) -> str:
    file = io.StringIO()
    system = "truecolor" if colours else None
    show_check(
        Console(file=file, width=80, highlight=False, force_terminal=colours, color_system=system),  # type: ignore[arg-type]
        chain,
        problems,
        entries,
    )
    return file.getvalue()


def test_a_problem_is_told_with_its_name_and_its_page() -> None:
    assert printed(problems=(LACKS,), entries=7) == (
        """\
contribution FRA-TENTS: committed from 2026-03-02 lacks window and operation
    and counts as offered; record it; what was said to be unknown is recorded as
    unstated  [needs_missing]
the chain of 7 entries holds
1 problem
What it means and what to do: docs/reference/problems/needs_missing.md
"""
    )


def test_several_are_told_in_order_and_nothing_steers_the_terminal() -> None:
    assert printed(problems=(STEERS, LACKS)).splitlines()[0] == (
        "statement S\N{REPLACEMENT CHARACTER}[31m: what was recorded is redacted  [redacted]"
    )
    assert printed(problems=(STEERS, LACKS)).splitlines()[-2:] == [
        "2 problems",
        "What each means and what to do: docs/reference/problems/NAME.md",
    ]
    assert printed(problems=(LACKS, LACKS)).splitlines()[-2:] == [
        "2 problems",
        "What it means and what to do: docs/reference/problems/needs_missing.md",
    ]


def test_without_problems_there_is_nothing_to_read() -> None:
    assert printed(entries=1) == "the chain of 1 entry holds\n0 problems\n"


def test_where_the_chain_does_not_hold_a_head_stays_whole() -> None:
    head = "0" * 64
    assert printed((f"the book does not contain the head {head}",)) == (
        f"the book does not contain the head\n    {head}\n1 fault of the chain or of the head\n0 problems\n"
    )


def test_on_a_terminal_the_place_stands_out_and_the_name_stands_back() -> None:
    assert "\x1b[1mcontribution FRA-TENTS\x1b[0m:" in printed(problems=(LACKS,), colours=True)
    assert "\x1b[2m[needs_missing]\x1b[0m" in printed(problems=(LACKS,), colours=True).replace("  [", "[")
