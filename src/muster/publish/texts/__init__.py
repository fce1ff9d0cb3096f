"""The catalogue of texts that people read. English is whole; another language is another file of the same keys."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGE = "en"
"""The language of all texts."""


def text(key: str, **values: object) -> str:
    """The text of a dotted key with its values filled in; raises KeyError for one that is not in the catalogue."""
    section, _, name = key.partition(".")
    return _catalogue(LANGUAGE)[section][name].format(**values)


@cache
def _catalogue(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
