"""Which kernels are used, the arrays they work on, and that compiled ones find what interpreted ones find."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given

from muster.core.errors import RefusedError
from muster.engine import kernels
from muster.engine.fleet import Fleet
from muster.engine.kernels import PYTHON, Kernels, compiled, digest_of, kernels_of
from muster.engine.kernels.flow import Flow
from muster.engine.kernels.tours import Tours
from tests.engine.fleets import alone, fleet, fleets, opening, row, told
from tests.engine.kernel_sets import compiled_here
from tests.engine.test_flow import Givers, horizon, several


def of_this_source(name: str) -> SimpleNamespace:
    """A compiled kernel of the source that is there."""
    return SimpleNamespace(SOURCE=digest_of(Path(kernels.__file__).with_name(f"{name}.py")), Flow=Flow, Tours=Tours)


def put(monkeypatch: pytest.MonkeyPatch, **modules: object) -> None:
    """As though these were what stands compiled beside Muster, and of this source what is not named."""
    for name in ("flow", "tours"):
        monkeypatch.setitem(sys.modules, f"muster_compiled_{name}", modules.get(name, of_this_source(name)))


# ---- which


def test_kernels_compiled_of_this_source_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    found = kernels_of("")
    assert (found.name, found.flow, found.tours) == ("compiled", Flow, Tours)
    assert kernels_of("compiled").name == "compiled"
    assert kernels_of("python") is PYTHON


@pytest.mark.parametrize("name", ["flow", "tours"])
@pytest.mark.parametrize(
    ("module", "why"),
    [
        (None, "not compiled here"),
        (SimpleNamespace(SOURCE="older", Flow=Flow, Tours=Tours), "what was compiled is of another source"),
    ],
)
def test_what_cannot_be_used_is_left_and_refused_where_it_is_asked_for(
    name: str, module: object, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are used all or none."""
    put(monkeypatch, **{name: module})
    assert compiled() == why
    assert kernels_of("") is kernels_of("python") is PYTHON
    with pytest.raises(RefusedError) as refused:
        kernels_of("compiled")
    assert str(refused.value) == (
        f"MUSTER_KERNELS asks for compiled kernels: {why}; install Muster anew, with a C compiler"
    )


def test_the_digest_is_of_the_code_and_of_its_types(tmp_path: Path) -> None:
    code, types = tmp_path / "flow.py", tmp_path / "flow.pxd"
    code.write_text("a")
    types.write_text("b")
    first = digest_of(code)
    code.write_text("c")
    second = digest_of(code)
    types.write_text("d")
    assert len({first, second, digest_of(code)}) == 3


# ---- arrays


@pytest.mark.parametrize("values", [[1, -2, 3], array("q", [1, -2, 3]), array("i", [1, -2, 3]), (1, -2, 3)])
@pytest.mark.parametrize("code", ["q", "i"])
def test_an_array_holds_what_it_is_made_of_and_is_another(either: Kernels, code: str, values: list[int]) -> None:
    made = either.numbers(code, values)
    made[0] = 9
    assert list(made) == [9, -2, 3]
    assert list(values) == [1, -2, 3]


def test_an_array_begins_with_zeros(either: Kernels) -> None:
    assert list(either.zeros("q", 3)) == list(either.zeros("i", 3)) == [0, 0, 0]


# ---- what they find


@given(several())
def test_both_find_the_same(asked: Givers) -> None:
    found = [
        [
            [list(numbers) for numbers in (one.short, one.died, one.given_of, one.givers, one.amounts)]
            for one in horizon(asked).course(kernels=kernels)
        ]
        for kernels in (PYTHON, compiled_here())
    ]
    assert found[0] == found[1]


@given(fleets())
def test_both_send_units_on_the_same_tours(of: Fleet) -> None:
    found = []
    for one in (PYTHON, compiled_here()):
        tours = of.tours(one)
        for unit in range(len(of.units)):
            tours.respond(unit)
        found.append((told(tours), list(tours.covered), list(tours.value)))
    assert found[0] == found[1]


def test_what_is_too_large_for_a_compiled_kernel_is_interpreted(either: Kernels) -> None:
    """A unit of 2^70 on all four slots."""
    tours = fleet([row(2**70)], alone(opening(0, 0, 4, 2**70))).tours(either)
    tours.respond(0)
    assert list(tours.value) == [2**72, -1]


def test_what_is_too_large_for_64_bits_is_counted_all_the_same(either: Kernels) -> None:
    """A line that needs 2^70 takes the 2^69 that giver 0 has, and the one of giver 1."""
    asked = Givers([[0, 1]], [0, 0], [1, 1], [[2**70]], [[2**69, 1]])
    (found,) = horizon(asked).course(kernels=either)
    assert list(found.short) == [2**70 - 2**69 - 1]
