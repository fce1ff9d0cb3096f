"""A bar on standard error for what takes over a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from muster.ledger.ledger import Watcher

PATIENCE_S = 1.0
"""Seconds before a bar is shown."""


@contextmanager
def progress(what: str) -> Iterator[Watcher]:
    """A watcher that shows a bar once the work has taken longer than a second."""
    from rich.progress import Progress

    started = time.monotonic()
    bar = Progress(transient=True, disable=not sys.stderr.isatty())
    task = bar.add_task(what, total=None, visible=False)

    def watcher(done: int, of: int) -> None:
        if time.monotonic() - started > PATIENCE_S:
            bar.start()
            bar.update(task, completed=done, total=of, visible=True)

    try:
        yield watcher
    finally:
        bar.stop()
