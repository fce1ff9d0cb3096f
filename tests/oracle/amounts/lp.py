"""The same as linear programs, solved by HiGHS in floating point: tier after tier, then line after line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import highspy

from tests.oracle.amounts.network import Factored, tier_values

PRICED = 1e-7
"""A price above it is not nothing: true prices are products of weights and efficiencies, far larger."""


@dataclass(frozen=True)
class Optimum:
    """The best sum of weight times covered of each tier, those before it held, and what each sink is covered by.

    Among the plans that are best for every tier, the sinks were covered as far as possible one after another.
    """

    tiers: dict[int, float]
    covered: dict[str, float]


class Program:
    """Variables for what each source gives to each sink, and for what of it covers."""

    def __init__(self, factored: Factored) -> None:
        network = factored.network
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
        self.covers = {each: self.solver.addVariable(0, float(sink.need)) for each, sink in network.sinks.items()}
        given = {link: self.solver.addVariable(0) for link in network.links}
        self.row_bounds: list[float] = []
        self.column_bounds = [(0.0, float(sink.need)) for sink in network.sinks.values()]
        self.column_bounds += [(0.0, 0.0)] * len(given)
        for source, left in network.sources.items():
            own = [variable for link, variable in given.items() if link[0] == source]
            if own:
                self.solver.addConstr(self.solver.qsum(own) <= float(left))
                self.row_bounds.append(float(left))
        for sink, covers in self.covers.items():
            own = [float(network.links[link]) * variable for link, variable in given.items() if link[1] == sink]
            self.solver.addConstr(self.solver.qsum([-1.0 * covers, *own]) >= 0)
            self.row_bounds.append(0.0)

    def best(self, weights: dict[str, int]) -> float:
        """The largest sum of weight times covered; only the plans that reach it are left from then on.

        By complementary slackness these are those that stay at every bound that has a price in the optimum found.
        """
        self.solver.maximize(self.solver.qsum([float(weight) * self.covers[sink] for sink, weight in weights.items()]))
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"not solved to its optimum: {status}")
        value, solution = float(self.solver.getObjectiveValue()), self.solver.getSolution()
        for number, price in enumerate(solution.col_dual):
            if abs(price) > PRICED:
                at = min(self.column_bounds[number], key=lambda bound: abs(bound - solution.col_value[number]))
                self.solver.changeColBounds(number, at, at)
        for number, price in enumerate(solution.row_dual):
            if abs(price) > PRICED:
                self.solver.changeRowBounds(number, self.row_bounds[number], self.row_bounds[number])
        return value


def optimum(factored: Factored) -> Optimum:
    """The linear programs of a network, one after another."""
    sinks = factored.network.sinks
    program = Program(factored)
    tiers = {
        tier: program.best({each: sink.weight for each, sink in sinks.items() if sink.tier == tier})
        for tier in sorted({sink.tier for sink in sinks.values()})
    }
    return Optimum(tiers, {sink: program.best({sink: 1}) for sink in factored.order})


def differences(factored: Factored, covered: dict[str, Fraction]) -> list[str]:
    """Where the linear programs differ from what is said to be covered: by more than 1e-6 of it, or of one unit."""
    found = optimum(factored)
    pairs = [
        (f"tier {tier}", value, found.tiers[tier]) for tier, value in tier_values(factored.network, covered).items()
    ]
    pairs += [(sink, covered[sink], found.covered[sink]) for sink in factored.order]
    return [
        f"{what}: {float(exact)} against {programmed} by linear programs"
        for what, exact, programmed in pairs
        if abs(float(exact) - programmed) > 1e-6 * max(1.0, float(exact))
    ]
