"""The catalogue of texts: every key that is used exists, every key that exists is used, and singular is singular."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from muster.core.firmness import Firmness
from muster.publish import texts
from muster.publish.texts import text

SOURCE = Path(texts.__file__).parents[2]
CATALOGUE: dict[str, dict[str, str]] = tomllib.loads((Path(texts.__file__).parent / "en.toml").read_text("utf-8"))
KEYS = {f"{section}.{name}" for section, named in CATALOGUE.items() for name in named}
COUNTED = ("_none", "_one")


def asked_for() -> Iterator[str]:
    """The keys that the source asks for, as patterns: what is filled in at run time may be anything."""
    for path in sorted((SOURCE / "publish").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z]+\.[a-z_]+", node.value) and node.value.partition(".")[0] in CATALOGUE:
                    yield re.escape(node.value)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
                key = node.args[0]
                if isinstance(key, ast.JoinedStr):
                    parts = (p.value if isinstance(p, ast.Constant) else None for p in key.values)
                    yield "".join("[a-z_]+" if part is None else re.escape(str(part)) for part in parts)


def test_every_key_asked_for_exists() -> None:
    assert [key for key in asked_for() if not any(re.fullmatch(key, known) for known in KEYS)] == []


def test_every_key_is_asked_for() -> None:
    wanted = list(asked_for())
    plain = {key.removesuffix("_one").removesuffix("_none") if key.endswith(COUNTED) else key for key in KEYS}
    assert plain <= KEYS
    assert [key for key in sorted(plain) if not any(re.fullmatch(one, key) for one in wanted)] == []


def test_every_firmness_has_a_word() -> None:
    assert {str(one) for one in Firmness} <= CATALOGUE["words"].keys()


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("status.nothing_like_it")


@pytest.mark.parametrize("key", sorted(KEYS))
def test_a_text_that_counts_things_has_its_singular(key: str) -> None:
    section, _, name = key.partition(".")
    words = CATALOGUE[section][name]
    if re.search(r"\{count\} (\w+ )*?\w+s\b", words) and not name.endswith(COUNTED):
        assert f"{name}_one" in CATALOGUE[section]
    fields = {field for _, field, _, _ in Formatter().parse(words) if field}
    if name.endswith(COUNTED):
        base = CATALOGUE[section][name.removesuffix("_one").removesuffix("_none")]
        assert fields <= {field for _, field, _, _ in Formatter().parse(base) if field}


def test_one_is_singular_and_none_is_said() -> None:
    assert text("status.free", count=2) == "Free for several lines, shown once: 2 contributions"
    assert text("status.free", count=1) == "Free for several lines, shown once: 1 contribution"
    assert text("status.lines_without_number", count=1, all=2, lines="Airlift") == "1 of 2 lines has no number: Airlift"
    assert [text("status.problems", count=n, book="b") for n in (0, 1, 2)] == [
        "No problems.",
        "1 problem: muster check b",
        "2 problems: muster check b",
    ]
    assert [text("status.changes", count=n, entries=str(n)) for n in (0, 1, 2)] == [
        "CHANGED IN 30 DAYS (nothing recorded)",
        "CHANGED IN 30 DAYS (1 entry recorded)",
        "CHANGED IN 30 DAYS (2 entries recorded)",
    ]
