"""The pages that people read on a terminal, of small books, word for word."""

import io
from typing import Any

import pytest
from rich.console import Console

from muster.book import Book
from muster.core.firmness import Firmness
from muster.ledger.entries import Draft
from muster.ledger.ledger import Surroundings
from muster.publish.terminal.coverage import show_coverage, show_gaps, show_lines
from muster.publish.terminal.log import show_log
from muster.publish.terminal.status import show_status
from tests import builders as make
from tests.builders import Desk, cap, draft, exactly, kept, relief, step, undo, unstated


def read_by(desk: Desk, viewer: str = "secretariat") -> Book:
    return Book(desk.ledger.store, Surroundings(clock=lambda: desk.time[0]), viewer)


def page() -> Console:
    return Console(file=io.StringIO(), width=80, highlight=False)


def printed(console: Console) -> str:
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def need(subject: str, number: int, since: str = "2026-01-01", last: str | None = None, **more: Any) -> Draft:
    fields = {"operation": "OP", "capability": "trainers", "level": {"quantity": exactly(number)}, **more}
    return draft("requirement", subject, since, last, **fields)


def status(desk: Desk, viewer: str = "secretariat", problems: int = 0, options: str = "") -> str:
    console = page()
    show_status(console, read_by(desk, viewer).status(), "relief.muster", problems, options)
    return printed(console)


@pytest.fixture
def desk() -> Desk:
    """A mission that needs trainers; France is there with 40, has committed 60 and pledged 100, until July."""
    desk = relief(dates=make.dates("2026-01-01"))
    desk.put(
        need("L1", 200, name="Trainers"),
        draft("contribution", "C1", window=make.dates("2026-01-01", "2026-06-30")),
        step("C1", "pledged", "2026-01-01", 100),
        step("C1", "committed", "2026-01-01", 60),
        step("C1", "in_place", "2026-01-01", 40),
        draft("meeting", "M1", name="Conference", day="2026-01-02", operations=["OP"]),
    )
    return desk


def test_status_of_a_short_line_with_what_is_softer_beside_it(desk: Desk) -> None:
    assert status(desk, problems=1, options=" --known 2026-01-01") == (
        """\
Relief
1 Jan 2026, as known that day. Cover counts what is committed or firmer.

Next: Conference, 2 Jan 2026, tomorrow

WORST GAPS  need  cover  short                since  until
Trainers     200     60    140  persons  1 Jan 2026  open

BESIDE THE COVER, NOT COUNTED
Trainers  pledged 100

NEEDS AND COVER, committed or firmer
              cover  need
OP  Trainers     60   200  persons

CHANGED IN 30 DAYS (13 entries recorded)
Trainers  cover 0 → 60 (+60)  need ? → 200

AHEAD, AS FAR AS THE BOOK KNOWS
Trainers: cover falls by 60 on 1 Jul 2026
Covered by one member alone: Trainers

WHAT THE BOOK DOES NOT KNOW
Every line has a number; every contribution a size, a day and a capability.

1 problem: muster check relief.muster --known 2026-01-01
"""
    )


def test_status_of_a_covered_line_says_until_when(desk: Desk) -> None:
    desk.put(step("C1", "committed", "2026-01-01", 250))
    text = status(desk)
    assert "WORST GAPS\nNo line with a number is short.\n" in text
    assert "Trainers: covered until 30 Jun 2026\n" in text
    assert "KEPT APART\nAbove the need: Trainers 50\n" in text
    assert text.endswith("\n\nNo problems.\n")


def test_status_of_what_is_not_known(desk: Desk) -> None:
    desk.put(
        need("L2", 0, name="Drivers", level={"quantity": unstated("drivers, many")}),
        draft("contribution", "C2", member="DEU", operation="OP", capability="trainers", words="x", line="L1"),
        step("C2", "in_place", "2026-01-01", unstated("some")),
        draft("contribution", "C3", member="DEU", operation="OP", words="help"),
    )
    text = status(desk)
    assert "1 of 2 lines has no number: Drivers\n" in text
    assert "1 contribution of unknown size: C2\n" in text
    assert "1 contribution of unsaid capability: C3\n" in text


def test_status_names_what_was_only_pledged_without_a_day_and_an_only_line_in_the_singular() -> None:
    desk = relief(dates=make.dates("2026-01-01"))
    desk.put(
        need("L1", 0, name="Drivers", level={"quantity": unstated("drivers, many")}),
        step("C1", "pledged", "2026-01-01", 1),
    )
    text = status(desk)
    assert "The only line has no number: Drivers\n" in text
    assert "1 softer contribution whose days are not known: C1\n" in text


def test_what_is_withdrawing_in_parts_is_one_contribution() -> None:
    desk = relief(dates=make.dates("2025-01-01", "2025-12-31"), withdrawal_until="2026-12-31")
    desk.put(
        need("L1", 20, "2025-01-01"),
        need("L2", 20, "2025-01-01"),
        draft("contribution", "C1", window=make.dates("2025-01-01")),
        step("C1", "in_place", "2025-01-01", 40),
        draft("assignment", "PIN", contribution="C1", line="L1", quantity=exactly(5)),
    )
    assert len(read_by(desk).status().withdrawing) == 2  # what was pinned, and the rest
    assert "Withdrawing from ended operations: 1 contribution\n" in status(desk)


def test_who_keeps_no_book_is_not_told_what_to_enter() -> None:
    desk = make.book("2026-01-01")
    assert "muster template" in status(desk)
    for viewer in ("auditor", "public", "chair"):
        assert status(desk, viewer).endswith(f"\n\nThe book holds no need and no contribution that {viewer} may see.\n")


def test_status_on_the_day_of_a_meeting_and_in_a_month_that_has_begun(desk: Desk) -> None:
    assert "Next: Conference, 2 Jan 2026, today\n" in status(desk.at("2026-01-02"))
    assert "No meeting or decision ahead is in the book.\n" in status(desk.at("2026-01-03"))
    desk.put(draft("meeting", "M2", name="Council", day="2026-01", operations=["OP"]))
    assert "Next: Council, Jan 2026, within that time\n" in status(desk)


def test_status_with_a_banner_and_many_lines_stays_on_one_screen() -> None:
    desk = relief(dates=make.dates("2026-01-01"))
    desk.put(*(need(f"L{number}", 10 + number, name=f"Line {number}") for number in range(40)))
    text = status(desk)
    assert "and 32 more: muster gaps relief.muster\n" in text
    assert "and 23 more: muster coverage relief.muster\n" in text
    assert "and 36 more lines\n" in text
    assert len(text.splitlines()) <= 66


def test_status_at_another_firmness_repeats_it_in_what_to_type(desk: Desk) -> None:
    desk.put(*(need(f"M{number}", 500, name=f"Line {number}") for number in range(10)))
    console = page()
    show_status(console, read_by(desk).status(firmness=Firmness.PLEDGED), "relief.muster", 0)
    assert "and 3 more: muster gaps relief.muster --firmness pledged\n" in printed(console)
    assert "Cover counts what is pledged or firmer.\n" in printed(console)


def test_coverage_of_a_line_is_open_at_its_end(desk: Desk) -> None:
    desk.put(need("L1", 50, "2026-03-01"), cap("C1", "reduced", "2026-02-01", 50))
    coverage = read_by(desk).coverage("L1")
    console = page()
    show_coverage(console, coverage, ends=False)
    assert printed(console) == (
        """\
Trainers, in persons
      from     last day  need  in place  committed  pledged  short
1 Jan 2026  31 Jan 2026   200        40         60      100    140
1 Feb 2026  28 Feb 2026   200        40         50       50    150
1 Mar 2026  30 Jun 2026    50        40         50       50
1 Jul 2026         open    50         0          0        0     50
"""
    )


def test_coverage_outside_the_line_and_with_remarks(desk: Desk) -> None:
    desk.put(
        need("L1", 50, "2026-02-01"),
        draft("contribution", "C2", member="DEU", operation="OP", capability="trainers", words="x"),
        step("C2", "in_place", "2026-01-01", unstated("some")),
    )
    console = page()
    show_coverage(console, read_by(desk).coverage("L1", "2025-12-31/2026-02-10"))
    assert printed(console) == (
        """\
Trainers, in persons
       from     last day  need  in place  committed  pledged  short
31 Dec 2025  31 Dec 2025
    no need
 1 Jan 2026  31 Jan 2026   200       40+        60+     100+    140
    1 of unknown size
 1 Feb 2026  10 Feb 2026    50       40+        60+     100+
    10 above, 1 of unknown size
"""
    )
    console = page()
    show_coverage(console, read_by(desk).coverage("L1", "2025-01-01/2025-02-01"))
    assert printed(console) == "L1 is not needed on any of these days.\n"


def test_all_lines_and_all_gaps(desk: Desk) -> None:
    desk.put(need("L2", 30, name="Drivers", basis="authorised_maximum"))
    book = read_by(desk)
    console = page()
    show_lines(console, book.lines())
    show_gaps(console, book.gaps(), Firmness.COMMITTED)
    show_coverage(console, book.coverage("L2", "2026-01-01/2026-01-01"))
    lines = printed(console).splitlines()
    assert lines[0] == "line      need  in place  committed  pledged  short  unit"
    assert "line      need  cover  short                since  until" in lines
    assert not any("Drivers" in line for line in lines if "open" in line)
    assert lines[-1] == "Basis authorised_maximum: shown, never ranked as short."
    console = page()
    show_lines(console, ())
    show_gaps(console, (), Firmness.COMMITTED)
    assert printed(console) == "No line is open on this day.\nNo line with a number is short.\n"


def test_an_accepted_gap_is_marked_wherever_it_is_shown(desk: Desk) -> None:
    accepted = {"by": "the board", "why": "no member has any", "until": "2026-01-31"}
    desk.put(need("L2", 30, name="Drivers", tier=1, accepted_gap=accepted))
    told = "Drivers: its gap is accepted by the board until 31 Jan 2026: no member has any"
    console = page()
    show_gaps(console, read_by(desk).gaps(), Firmness.COMMITTED)
    gaps = printed(console).splitlines()
    assert [one.split("  ")[0] for one in gaps] == ["line", "Trainers", "Drivers (accepted)", told]
    assert told in status(desk).splitlines()
    console = page()
    show_coverage(console, read_by(desk).coverage("L2", "2026-01-01/2026-02-28"))
    rows = printed(console).splitlines()[2:]
    assert [row.endswith("30  gap accepted") for row in rows] == [True, False]


def test_what_only_bridges_is_told_beside_the_cover(desk: Desk) -> None:
    desk.put(
        draft("contribution", "B1", member="DEU", capability="trainers", operation="OP"),
        draft("contribution", "B1", bridge={"line": "L1", "until": "2026-03-31"}),
        step("B1", "in_place", "2026-01-01", 25),
    )
    console = page()
    show_coverage(console, read_by(desk).coverage("L1", "2026-03-01/2026-04-30"))
    words = [word for row in printed(console).splitlines()[2:] for word in row.split()]
    assert " ".join(words) == (
        "1 Mar 2026 31 Mar 2026 200 65 85 125 115 25 only bridging 1 Apr 2026 30 Apr 2026 200 40 60 100 140"
    )


def test_the_log_counts_the_assignments_of_a_plan_and_says_where_a_list_is_empty() -> None:
    desk = relief()
    made = desk.one(kept("P1", ("C1", "L1", 5), ("C1", "L2", 7)))
    place = desk.one(draft("phase", "F1", name="Hold", operation="OP", order=1, places=[]))
    pages = [page(), page()]
    for console, subject in zip(pages, ("P1", "F1"), strict=True):
        show_log(console, read_by(desk).log(subject), read_by(desk).zone)
    assert printed(pages[0]) == (
        f"""\
{made.id}  always
  plan: first 1 Jan 2026, last 31 Dec 2026, known
    2026-01-01T12:00:00.000000Z, firmness committed, undeclared yes, version 0,
    assignments 2
  recorded 1 Jan 2026 by Anna, marked secretariat
"""
    )
    assert printed(pages[1]) == (
        f"""\
{place.id}  always
  phase: name Hold, operation OP, order 1, places none
  recorded 1 Jan 2026 by Anna
"""
    )


def test_the_log_tells_states_statements_and_markings() -> None:
    desk = relief()
    desk.put(
        draft(
            *("statement", "S1"),
            speaker="The minister",
            said_on="2026-01",
            words="sixty",
            publisher="AFP",
            address="http://x",
        )
    )
    first = desk.one(step("C1", "pledged", "2026-01-01", 60, statement="S1", marking=("coalition", "public")))
    second = desk.one(step("C1", "in_place", "2026-01-01", unstated("a few"), note="Said in passing."))
    desk.put(undo(second, why="never said"))
    ids = [entry.id for entry in desk.entries() if entry.subject == "C1"]
    console = page()
    show_log(console, read_by(desk).log("C1"), read_by(desk).zone)
    assert printed(console) == (
        f"""\
{ids[0]}  always
  contribution: member FRA, words army trainers, capability trainers,
    operation OP
  recorded 1 Jan 2026 by Anna
{first.id}  from 1 Jan 2026
  step: pledged, 60
  The minister, Jan 2026: “sixty” (AFP, http://x)
  recorded 1 Jan 2026 by Anna, marked coalition, public
{second.id}  from 1 Jan 2026  [taken back]
  step: in place, a few, note Said in passing.
  recorded 1 Jan 2026 by Anna
{ids[3]}  always
  retraction: why never said
  recorded 1 Jan 2026 by Anna
"""
    )


def test_the_log_writes_dates_choices_and_inner_records_for_people() -> None:
    desk = relief()
    desk.put(
        draft("contribution", "C1", window=make.dates("2026-05"), actual=make.dates(None, "2026-06-30"), note=None),
        draft("caveat", "K1", contribution="C1", form="geographic", words="not in the south", declared=False),
        need("L1", 20, "2026-01-01", "2026-12-31"),
    )
    book = read_by(desk)
    console = page()
    for subject in ("C1", "K1", "L1"):
        show_log(console, book.log(subject), book.zone)
    text = " ".join(printed(console).split())
    assert "window May 2026 to open, actual ? to 30 Jun 2026, note none" in text
    assert "caveat: contribution C1, form geographic, words not in the south, declared no" in text
    assert "recorded 1 Jan 2026 by Anna, marked secretariat" in text
    assert "requirement: operation OP, capability trainers, 20" in text
    assert "from 1 Jan 2026 to 31 Dec 2026" in text
