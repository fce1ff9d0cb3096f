"""The books that come with Muster: real coalitions, compiled from public sources, as folders of CSV."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from muster.core.days import parse_day
from muster.core.errors import UnknownSubjectError
from muster.core.keeping import Genesis
from muster.core.members import Person
from muster.core.problem import closest

EXAMPLES = ("peacekeeping", "brussels")
"""The examples, the first of which is shown where none is named."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example book: how it begins, where its tables are, and what its demonstration shows.

    ``valid`` is the day the demonstration shows, ``look_back`` the earlier day, ``pledge`` the columns of an invented
    pledge that it records and takes back, ``line`` the line that the pledge would serve.
    """

    name: str
    folder: Path
    genesis: Genesis
    begins: date
    person_id: str
    person: Person
    valid: date
    look_back: date
    line: str
    pledge: dict[str, str]


def find_example(name: str) -> Example:
    """The example of that name; raises UnknownSubjectError with those there are."""
    if name not in EXAMPLES:
        raise UnknownSubjectError("example", name, closest(name, EXAMPLES) or " or ".join(EXAMPLES))
    return read_example(Path(str(files("muster") / "examples" / name)))


def read_example(folder: Path) -> Example:
    """The example in a folder: its ``book.toml`` and its tables."""
    told = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    person, shown = told["person"], told["demo"]
    fields = {key: told[key] for key in ("name", "zone", "banner", "currency", "clock")}
    return Example(
        name=folder.name,
        folder=folder,
        genesis=Genesis.model_validate({**fields, "format": 1}),
        begins=parse_day(told["begins"]),
        person_id=person["id"],
        person=Person(name=person["name"], office=person["office"]),
        valid=parse_day(told["valid"]),
        look_back=parse_day(shown["look_back"]),
        line=shown["line"],
        pledge=dict(shown["pledge"]),
    )
