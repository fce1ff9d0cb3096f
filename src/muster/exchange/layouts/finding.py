"""Layouts by their names, where they come with Muster, or from a file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from muster.core.errors import RefusedError, UnknownSubjectError
from muster.core.problem import closest
from muster.exchange.layouts.model import Layout
from muster.exchange.layouts.validating import read_layout

_ENDING = ".toml"


def layout_names() -> tuple[str, ...]:
    """The names of the layouts that come with Muster."""
    found = (Path(str(one)) for one in files("muster.exchange.layouts").iterdir())
    return tuple(sorted(one.stem for one in found if one.suffix == _ENDING))


def find_layout(name: str | Path) -> Layout:
    """The layout of that name, or in that file.

    Raises UnknownSubjectError for a name that is none, RefusedError for a file that cannot be read, FaultyDataError
    with every fault of a layout.
    """
    text = str(name)
    if text in layout_names():
        return read_layout(files("muster.exchange.layouts").joinpath(f"{text}{_ENDING}").read_text("utf-8"), text)
    path = Path(name)
    if path.suffix != _ENDING and not path.exists():
        raise UnknownSubjectError("layout", text, closest(text, layout_names()) or " or ".join(layout_names()))
    try:
        told = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RefusedError(f"the layout {text} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RefusedError(f"the layout {text} is not UTF-8; save it as a text in UTF-8") from None
    return read_layout(told, path.name)
