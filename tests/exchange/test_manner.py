"""How files are read: the locale of the command and that of the layout, for all that a layout reads."""

from pathlib import Path

import pytest

from muster.exchange.files import Manner, read_into
from tests.builders import relief

LAYOUT = """
form = "rows"
[columns]
day = { heading = "Day", as = "day" }
count = { heading = "Count", as = "number" }
most = "Most"
[[makes]]
table = "steps"
contribution = "C1"
word = "pledged"
quantity = "{count}"
quantity_to = "{most}"
quantity_is = "range"
valid_from = "{day}"
"""
THEIRS = "Conference, Brussels;;\nDay;Count;Most\n01.02.2025;1.200;1.500\n"


def told(folder: Path, locale: str | None = None, own: str = "") -> list[str]:
    """What their table comes to: the problems, or the quantity and the day of each step."""
    layout = f'locale = "{own}"\n{LAYOUT}' if own else LAYOUT
    (folder / "mine.toml").write_text(layout.replace("[columns]", "[sheet]\nheadings = 2\n[columns]"), encoding="utf-8")
    (folder / "theirs.csv").write_text(THEIRS, encoding="utf-8")
    manner = Manner(layout=folder / "mine.toml", locale=locale)
    reading = read_into(relief().snapshot(), [folder / "theirs.csv"], manner)
    steps = [f"{getattr(one.record, 'quantity', None)} from {one.valid.start}" for one in reading.drafts]
    return [*(problem.name for problem in reading.problems), *steps]


@pytest.mark.parametrize(("locale", "own"), [("de", ""), (None, "de"), ("de", "en-US")])
def test_a_locale_is_that_of_every_value(tmp_path: Path, locale: str | None, own: str) -> None:
    assert told(tmp_path, locale, own) == ["1,200 to 1,500 from 2025-02-01"]


def test_without_one_what_can_be_read_in_two_ways_is_a_fault(tmp_path: Path) -> None:
    assert set(told(tmp_path)) == {"ambiguous_number", "ambiguous_date"}
