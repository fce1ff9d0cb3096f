"""Every problem has a page, and every page says exactly what Muster says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from muster.ledger import rules
from muster.ledger.checks import CHECKS
from tests.ledger.checks.pages import PAGES, REFUSED, examples, without_ids

BY_CHECKS = [check.name for check in CHECKS]
BY_RULES = sorted(set(re.findall(r'Problem\(\s*"(\w+)"', Path(rules.__file__).read_text(encoding="utf-8"))))
NAMES = sorted({*BY_CHECKS, *BY_RULES})


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def test_every_problem_has_a_page_and_every_page_a_problem() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "index") == NAMES


def test_the_index_lists_every_page() -> None:
    listed = re.findall(r"^(\w+)$", page("index"), re.MULTILINE)
    assert listed == [*BY_CHECKS, *(name for name in BY_RULES if name not in BY_CHECKS)]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_muster_says(name: str) -> None:
    text = page(name)
    assert text.startswith(f"# {name}\n")
    assert "\n## What to do\n" in text
    shown = examples(text)
    for example in shown:
        asked, problems = example.said()
        assert (asked, "\n".join(map(without_ids, problems))) == (example.asked, example.expected)
        assert {problem.name for problem in problems} == {name}
    refused = [example.asked == REFUSED for example in shown]
    assert (True in refused, False in refused) == (name in BY_RULES, name in BY_CHECKS)
