"""The catalogue of texts that people read. English is whole; another language is another file of the same keys."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGE = "en"
_FEW = {0: "_none", 1: "_one"}
"""The language of all texts."""


def text(key: str, **values: object) -> str:
    """The text of a dotted key with its values filled in; raises KeyError for one that is not in the catalogue.

    Where ``count`` is 0 or 1 and the catalogue has the key with ``_none`` or ``_one`` behind it, that one is taken.
    """
    section, _, name = key.partition(".")
    texts = _catalogue(LANGUAGE)[section]
    count = values.get("count")
    few = _FEW.get(count, "") if isinstance(count, int) else ""
    return texts.get(f"{name}{few}", texts[name]).format(**values)


@cache
def _catalogue(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))
