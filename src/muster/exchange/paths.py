"""The files that somebody names: each once, and what each is called in problems."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from muster.exchange.csv_folder import files_of


def each_once(paths: Iterable[Path | str]) -> list[Path]:
    """The files that paths name, a folder by its CSV files; one that is named twice, in whatever way, only once.

    A folder without CSV files stays, so that somebody says so.
    """
    found: dict[str, Path] = {}
    for path in map(Path, paths):
        for file in (path.is_dir() and files_of(path)) or [path]:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def names_of(paths: Sequence[Path]) -> list[str]:
    """What files are called in problems: by their names, or where two have the same name by their paths."""
    names = [path.name for path in paths]
    return [name if names.count(name) == 1 else path.as_posix() for name, path in zip(names, paths, strict=True)]
