"""How a peer is run: in a process that is ended when its time is over, on one tier after another, and recounted."""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.fleets import FLEETS, Fleet, Tour, faults, fleet, value
from benchmarks.instances import SEED

OPTIMAL = "optimal"
"""The status of a peer that has found the best of every tier and proven it; any other says how far it came."""

TIME_LIMIT = "time limit"
"""The status of a peer that was stopped by the limit while it was solving, with a plan or without."""

GROUP = "compare"
"""The dependency group of what only a comparison needs."""

SECONDS = 60.0
"""A peer is given so long to build and to solve, unless said otherwise."""

GRACE_S = 30.0
"""So long after its limit a peer is ended, if it has not stopped itself."""

MOST_MB = 16_000
"""A peer may take so much address space, unless said otherwise."""

MIB = 1 << 20
"""A mebibyte in bytes."""


class OutOfTimeError(Exception):
    """The limit was reached while the model was being built."""


class NotInstalledError(Exception):
    """The peer is not installed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What is left of the time of a peer."""

    limit_s: float
    started: float = field(default_factory=time.perf_counter)

    def spent(self) -> float:
        """The seconds since it started."""
        return time.perf_counter() - self.started

    def left(self) -> float:
        """The seconds that are left, never fewer than none."""
        return max(0.0, self.limit_s - self.spent())

    def check(self) -> None:
        """Raise OutOfTimeError if no time is left: asked while a model is built in a loop."""
        if not self.left():
            raise OutOfTimeError


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one tier.

    ``served`` says for every slot of every opening, one opening after another, whether it is served in the best plan
    found; None if there is none. ``bound`` is the most that the solver leaves possible, and ``solve_s`` is how long it
    ran.
    """

    status: str
    served: NDArray[np.bool_] | None
    bound: float | None
    solve_s: float


class Model(Protocol):
    """The model of a fleet in the terms of a peer."""

    def best(self, tier: int, limit_s: float) -> Step:
        """The most that a tier can have, all that is held being held, as far as that is found in so many seconds."""
        ...

    def hold(self, tier: int, worth: int) -> None:
        """From now on the tier has so much at least. The plan found last has."""
        ...


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: its name, its packages, what of them it loads, the module of its command, and its model."""

    name: str
    packages: tuple[str, ...]
    libraries: tuple[str, ...]
    module: str
    model: Callable[[tuple[ModuleType, ...], Fleet, Clock], Model]

    @property
    def version(self) -> str | None:
        """The versions of its packages; None where one is not installed."""
        try:
            return ", ".join(f"{package} {importlib.metadata.version(package)}" for package in self.packages)
        except importlib.metadata.PackageNotFoundError:
            return None

    def loaded(self) -> tuple[ModuleType, ...]:
        """Its libraries. Raises NotInstalledError where one is missing."""
        try:
            return tuple(importlib.import_module(name) for name in self.libraries)
        except ModuleNotFoundError as missing:
            raise NotInstalledError(f"{missing.name} is not installed (dependency group {GROUP})") from missing


@dataclass(slots=True)
class Found:
    """What a peer has found so far: the best plan by tiers, what it is worth, and the bound of each tier asked.

    The bound of a tier holds while those before it have what they have in this plan, as that of any plan by tiers.
    """

    status: str = f"{TIME_LIMIT} while building"
    tours: list[Tour] = field(default_factory=list)
    objective: tuple[int, ...] | None = None
    bound: list[float | None] = field(default_factory=list)
    build_s: float = 0.0
    solve_s: float = 0.0
    violations: list[str] = field(default_factory=list)


def solved(peer: Peer, of: Fleet, limit_s: float) -> Iterator[Found]:
    """What a peer has found after each tier. Of the time left each tier gets an equal share.

    That a library is loaded is not counted, nor that a plan is recounted.
    """
    found, libraries = Found(), peer.loaded()
    clock = Clock(limit_s)
    try:
        model = peer.model(libraries, of, clock)
    except OutOfTimeError:
        found.build_s = clock.spent()
        yield found
        return
    statuses: list[str] = []
    found.build_s = clock.spent()
    for tier in range(of.tiers):
        started = time.perf_counter()
        step = model.best(tier, clock.left() / (of.tiers - tier))
        found.solve_s += step.solve_s
        found.build_s += time.perf_counter() - started - step.solve_s
        found.bound.append(step.bound)
        statuses.append(step.status)
        found.status = next((status for status in statuses if status != OPTIMAL), OPTIMAL)
        if step.served is not None:
            _judge(of, found, tours_of(of, step.served))
        yield found
        if found.objective is None:
            return
        if tier + 1 < of.tiers:
            model.hold(tier, found.objective[tier])


def tours_of(of: Fleet, served: NDArray[np.bool_]) -> list[Tour]:
    """Slots in a row on which an opening is served are a tour: two that touch would be without rest."""
    lengths = of.closes - of.opens
    opening = np.repeat(np.arange(len(lengths)), lengths)
    begins = np.cumsum(lengths) - lengths
    slot = np.arange(len(opening)) - np.repeat(begins - of.opens, lengths)
    follows = np.zeros(len(served), np.bool_)
    follows[1:] = served[1:] & served[:-1] & (opening[1:] == opening[:-1])
    firsts = np.flatnonzero(served & ~follows)
    lasts = np.flatnonzero(served & ~np.append(follows[1:], False))
    return [
        Tour(int(of.unit[at]), int(at), int(first), int(last) + 1)
        for at, first, last in zip(opening[firsts], slot[firsts], slot[lasts], strict=True)
    ]


def main(peer: Peer) -> None:
    """Solve the fleet that the arguments name in a process of its own, and print one line of JSON."""
    parser = argparse.ArgumentParser(prog=f"python -m {peer.module}", description=peer.name)
    parser.add_argument("size", choices=FLEETS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for building and solving together")
    parser.add_argument("--tiers", action="store_true", help="strict tiers, instead of one sum")
    parser.add_argument("--most-mb", type=int, default=MOST_MB, help="of address space")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        _inside(peer, asked)
        return
    print(json.dumps(_watched(peer, asked)))


def _judge(of: Fleet, found: Found, tours: list[Tour]) -> None:
    """Keep the better plan. One that does not hold has no worth, and neither has what was found before it."""
    found.violations = list(faults(of, tours))
    if found.violations:
        found.tours, found.objective = tours, None
        return
    worth = value(of, tours)
    if found.objective is None or worth > found.objective:
        found.tours, found.objective = tours, worth


def _inside(peer: Peer, asked: argparse.Namespace) -> None:
    """In the process of its own: a line of JSON after each tier, the last of which counts."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as answer:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # solvers greet whoever reads the standard output
        resource.setrlimit(resource.RLIMIT_AS, (asked.most_mb * MIB, asked.most_mb * MIB))
        of, found = fleet(asked.size, asked.seed, tiers=asked.tiers), Found()
        try:
            for found in solved(peer, of, asked.seconds):
                print(json.dumps(_told(peer, asked, found)), file=answer, flush=True)
        except (NotInstalledError, MemoryError) as why:
            found.status = str(why) or f"more memory than {asked.most_mb} MiB"
            print(json.dumps(_told(peer, asked, found)), file=answer, flush=True)


def _watched(peer: Peer, asked: argparse.Namespace) -> dict[str, Any]:
    """What the process tells in its last line; ended from outside if it does not stop in time."""
    arguments = [asked.size, "--seed", str(asked.seed), "--seconds", str(asked.seconds), "--inside"]
    arguments += ["--most-mb", str(asked.most_mb), *(["--tiers"] if asked.tiers else [])]
    process = subprocess.Popen(
        [sys.executable, "-m", peer.module, *arguments], stdout=subprocess.PIPE, encoding="utf-8"
    )
    ended = ""
    try:
        printed, _ = process.communicate(timeout=asked.seconds + GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        printed, _ = process.communicate()
        ended = f"ended from outside {GRACE_S:g} s after its limit"
    if process.returncode and not ended:
        ended = f"broke off with exit code {process.returncode}"
    lines = printed.splitlines()
    told: dict[str, Any] = json.loads(lines[-1]) if lines else _told(peer, asked, Found())
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return told | {"peak_mb": round(peak_mb)} | ({"status": ended} if ended else {})


def _told(peer: Peer, asked: argparse.Namespace, found: Found) -> dict[str, Any]:
    return {
        "peer": peer.name,
        "version": peer.version,
        "size": asked.size,
        "seed": asked.seed,
        "tiers": asked.tiers,
        "objective": found.objective,
        "bound": found.bound,
        "build_s": round(found.build_s, 3),
        "solve_s": round(found.solve_s, 3),
        "peak_mb": None,
        "status": found.status,
        "tours": len(found.tours),
        "violations": found.violations,
    }
