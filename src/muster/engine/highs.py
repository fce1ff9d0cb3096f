"""The one place that calls HiGHS: from a programme to a corner that is, as far as floating numbers tell, a best one.

Nothing is taken from it on trust: what the corner is worth, and whether it is a best one, is found in ``exact``.
Simplex, on one thread, from a fixed seed, with nothing printed: the same programme gives the same corner. Source:
Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method" (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from muster.core.errors import RefusedError
from muster.engine.programme import Basis, Programme

_OPTIONS: dict[str, object] = {
    "output_flag": False,
    "solver": "simplex",
    "parallel": "off",
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


@cache
def library() -> ModuleType:
    """highspy, loaded when it is first needed: most plans need none, and loading takes as long as they do.

    Raises RefusedError where it cannot be imported.
    """
    try:
        return import_module("highspy")
    except ImportError as error:
        raise RefusedError(
            "lines that depend on others, or worths that do not fit together, are planned with HiGHS, and this "
            f"Python cannot load it ({error}); install it: pip install highspy"
        ) from error


@cache
def arrays() -> Any:  # noqa: ANN401 - a module
    """numpy, which comes with highspy; loaded when it is first needed, too."""
    return import_module("numpy")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where HiGHS stopped: the corner, None where that is of no use; and whether it says that there is none within."""

    corner: Basis | None
    is_outside: bool = False


def stop(programme: Programme) -> Stop:
    """Where HiGHS stops on a programme. Raises RefusedError where highspy cannot be imported."""
    highspy = library()
    solver = highspy.Highs()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.passModel(_model(highspy, programme))
    solver.run()
    basis = solver.getBasis()
    is_outside = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
    if not basis.valid:
        return Stop(None, is_outside)
    # A row is at its upper bound where it leaves no room: the room is then at its lower one.
    states = [*basis.col_status, *basis.row_status]
    status, columns = highspy.HighsBasisStatus, len(programme.gains)
    corner = Basis(
        frozenset(number for number, state in enumerate(states) if state == status.kBasic),
        frozenset(number for number, state in enumerate(states[:columns]) if state == status.kUpper),
    )
    return Stop(corner, is_outside)


def _model(highspy: ModuleType, programme: Programme) -> Any:  # noqa: ANN401 - highspy has no types
    """The programme in floating numbers, rows and columns measured so that most are near one."""
    of_row = [
        1 / float(abs(limit) or max(map(abs, row.values()), default=1))
        for row, limit in zip(programme.rows, programme.limits, strict=True)
    ]
    largest = [0.0] * len(programme.gains)
    for row, scale in zip(programme.rows, of_row, strict=True):
        for column, coefficient in row.items():
            largest[column] = max(largest[column], abs(float(coefficient)) * scale)
    of_column = [1 / one if one else 1.0 for one in largest]
    gains = [float(gain) * scale for gain, scale in zip(programme.gains, of_column, strict=True)]
    highest = max(map(abs, gains), default=0.0) or 1.0
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(gains), len(of_row)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = [gain / highest for gain in gains]
    model.col_lower_ = [float(one) / scale for one, scale in zip(programme.lower, of_column, strict=True)]
    model.col_upper_ = [float(one) / scale for one, scale in zip(programme.upper, of_column, strict=True)]
    model.row_lower_ = [-highspy.kHighsInf] * len(of_row)
    model.row_upper_ = [float(one) * scale for one, scale in zip(programme.limits, of_row, strict=True)]
    starts, index, value = [0], [], []
    for row, scale in zip(programme.rows, of_row, strict=True):
        index += list(row)
        value += [float(one) * scale * of_column[column] for column, one in row.items()]
        starts.append(len(index))
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = len(gains), len(of_row)
    matrix.start_, matrix.index_, matrix.value_ = starts, index, value
    return model
