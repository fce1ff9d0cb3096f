"""Drawings of how something grows, for the documentation: panels side by side, each a line through measured points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT, MARGIN = 300, 220, 56
"""Of one panel, in pixels."""

LEAST = 1e-9
"""No span is shorter: all points may lie at one height."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is measured (``up``, in ``unit``) as something else grows (``across``), both on a logarithmic scale.

    With ``is_even`` the scale upwards is an even one from zero on.
    """

    title: str
    across: Sequence[int]
    up: Sequence[float]
    unit: str
    is_even: bool = False


def power(across: Sequence[float], up: Sequence[float]) -> float:
    """By which power one grows with the other: the slope of the line through the points on logarithmic scales."""
    return float(np.polyfit(np.log(across), np.log(up), 1)[0])


def drawing(panels: Sequence[Panel]) -> str:
    """The panels as SVG."""
    return "\n".join(_lines(panels)) + "\n"


def _lines(panels: Sequence[Panel]) -> Iterator[str]:
    size = f'width="{WIDTH * len(panels)}" height="{HEIGHT}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11" fill="#555">'
    for place, panel in enumerate(panels):
        yield f'<g transform="translate({place * WIDTH} 0)">'
        yield from _panel(panel)
        yield "</g>"
    yield "</svg>"


def _panel(of: Panel) -> Iterator[str]:
    bottom = HEIGHT - MARGIN
    across = _scaled(np.log(of.across).tolist(), MARGIN, WIDTH - 12)
    up = _scaled([0.0, *of.up], bottom, 24)[1:] if of.is_even else _scaled(np.log(of.up).tolist(), bottom, 24)
    yield f'<text x="{MARGIN}" y="14">{of.title}</text>'
    yield f'<path d="M{MARGIN} 20V{bottom}H{WIDTH - 12}" fill="none" stroke="#999"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    yield f'<polyline points="{line}" fill="none" stroke="#2a6f97" stroke-width="1.5"/>'
    for x, y, much in zip(across, up, of.across, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#2a6f97"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{much:,}</text>'
    for y, measured in ((up[0], of.up[0]), (up[-1], of.up[-1])):
        yield f'<text x="{MARGIN - 4}" y="{y + 4:.1f}" text-anchor="end">{measured:.3g} {of.unit}</text>'


def _scaled(values: Sequence[float], low: float, high: float) -> list[float]:
    """Where values lie between two places."""
    least, span = min(values), max(float(np.ptp(values)), LEAST)
    return [float(low + (one - least) / span * (high - low)) for one in values]
