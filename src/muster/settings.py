"""Typed settings, from the environment. Imports nothing of ours; every one is in the reference."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from math import isfinite


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside. Each is read from the environment variable ``MUSTER_<NAME>``."""

    busy_timeout_s: float = field(
        default=5.0, metadata={"meaning": "seconds a writer waits while somebody else writes to the book"}
    )
    person: str = field(default="", metadata={"meaning": "the person who records, where --by is not given"})
    kernels: str = field(
        default="",
        metadata={"meaning": "with which kernels plans are made: compiled, python, or empty for what there is"},
    )
    now: str = field(
        default="",
        metadata={
            "meaning": "an instant such as 2026-11-22T12:00:00Z that stands in for the clock: for tests and documents"
        },
    )


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in an environment; raises ValueError naming the variable whose value cannot be read."""
    given: dict[str, str | float] = {}
    for one in fields(Settings):
        name = f"MUSTER_{one.name.upper()}"
        text = environment.get(name)
        if text is None:
            continue
        if isinstance(one.default, float):
            given[one.name] = _seconds(name, text)
        else:
            given[one.name] = _READ.get(one.name, _as_it_is)(name, text)
    return Settings(**given)  # type: ignore[arg-type]


def _as_it_is(_: str, text: str) -> str:
    return text


def _kernels(name: str, text: str) -> str:
    if text not in ("", "compiled", "python"):
        raise ValueError(f"{name} is {text!r}; write compiled or python")
    return text


def _seconds(name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not isfinite(seconds) or seconds < 0:
        raise ValueError(f"{name} is {text!r}; write a number of seconds, such as 5")
    return seconds


def _instant(name: str, text: str) -> str:
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        instant = datetime.min  # noqa: DTZ901 - it has no offset, and so is refused
    if instant is not None and (instant.utcoffset() is None or instant.year not in _YEARS):
        raise ValueError(f"{name} is {text!r}; write an instant with its offset, such as 2026-11-22T12:00:00Z")
    return text


_YEARS = range(1900, 2200)
"""No day of a book lies outside."""

_READ = {"now": _instant, "kernels": _kernels}
