"""All features: how each is written into a book, or asked of its plan, and how it is recognised in what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from muster.core.capabilities import Portion
from muster.core.contributions import ConditionState
from muster.core.quantity import Qualifier
from muster.core.requirements import Basis, Requirement
from tests.oracle.amounts.hanging_features import in_a_circle
from tests.oracle.facts import Fact
from tests.oracle.pairs import more_rules, rules
from tests.oracle.pairs.author import BEGIN, Author
from tests.oracle.production.walk import Asking

Sign = Callable[[Fact], Any]


@dataclass(frozen=True)
class Feature:
    """``write`` writes it into a book; ``sign`` is true of an entry that shows it, or ``seen`` of all entries.

    ``asked`` of a plan is an option.
    """

    write: Callable[[Author], None] | None = None
    sign: Sign | None = None
    seen: Callable[[list[Fact]], bool] | None = None
    asked: str = ""

    def is_in(self, asking: Asking) -> bool:
        """Whether it is there."""
        if self.asked:
            return self.asked in asking.options.stated
        if self.seen is not None:
            return self.seen(asking.facts)
        return self.sign is not None and any(self.sign(fact) for fact in asking.facts)


def said(kind: str, *names: str, **values: Any) -> Sign:
    """Entries of a kind that say something of each field, and these values."""

    def sign(fact: Fact) -> bool:
        record = fact.record
        is_said = all(getattr(record, name, None) not in (None, ()) for name in names)
        return fact.kind == kind and is_said and all(getattr(record, name) == value for name, value in values.items())

    return sign


def _ends(fact: Fact) -> bool:
    window = getattr(fact.record, "window", None)
    return fact.kind == "contribution" and window is not None and window.last is not None


def _of_unit(fact: Fact) -> bool:
    return fact.kind == "assignment" and fact.subject == "PIN.unit"


def _later(fact: Fact) -> bool:
    return (
        fact.kind == "requirement" and fact.valid.start is not None and getattr(fact.record, "level", None) is not None
    )


def _in_place(fact: Fact) -> bool:
    word = getattr(fact.record, "word", None)
    return word == "in_place" and fact.valid.start is not None and fact.valid.start < BEGIN


def _unknown(fact: Fact) -> bool:
    quantity = getattr(fact.record, "quantity", None)
    return fact.kind == "step" and quantity is not None and quantity.qualifier is Qualifier.UNSTATED


def _pairs(facts: list[Fact]) -> set[tuple[str, str]]:
    """The lines that need others, by what is said last of each."""
    last = {
        fact.subject: fact.record.needs for fact in facts if isinstance(fact.record, Requirement) and fact.record.needs
    }
    return {(line, other) for line, others in last.items() for other in others}


def _chained(facts: list[Fact]) -> bool:
    pairs = _pairs(facts)
    return any(two == one and three != first for first, two in pairs for one, three in pairs)


def _circled(facts: list[Fact]) -> bool:
    return bool(in_a_circle(_pairs(facts)))


FEATURES: dict[str, Feature] = {
    "tiers": Feature(rules.tiers, said("requirement", tier=2)),
    "weights": Feature(rules.weights, said("requirement", "weight")),
    "places": Feature(rules.places, said("contribution", "place")),
    "caveats of places": Feature(rules.caveat_of_places, said("caveat", "places")),
    "caveats of tasks": Feature(rules.caveat_of_tasks, said("caveat", "tasks")),
    "standards": Feature(rules.standards, said("verification", "standard")),
    "servers": Feature(rules.servers, said("requirement", servers=("G0", "M1"))),
    "notice": Feature(rules.notice, said("contribution", "notice_days")),
    "windows": Feature(rules.windows, _ends),
    "acceptance": Feature(rules.acceptance, said("operation", "acceptance")),
    "conditions": Feature(rules.conditions, said("condition", state=ConditionState.FAILED)),
    "waiting": Feature(rules.waiting, said("condition", "only_if")),
    "earmarks": Feature(rules.earmarks, said("contribution", "line")),
    "pins": Feature(rules.pins, lambda fact: fact.kind == "assignment" and not _of_unit(fact)),
    "bridges": Feature(rules.bridges, said("contribution", "bridge")),
    "backfills": Feature(rules.backfills, said("contribution", "backfills")),
    "pools": Feature(rules.pools, said("contribution", "pool")),
    "joints": Feature(rules.joints, lambda fact: fact.kind == "joint" and fact.subject == "J"),
    "rotas": Feature(rules.rotas, said("turn", "contribution")),
    "substitutes": Feature(rules.substitutes, lambda fact: fact.subject == "A.trucks"),
    "unlike substitutes": Feature(rules.unlike_substitutes, lambda fact: fact.subject == "A.odd"),
    "unknown sizes": Feature(rules.unknown_sizes, _unknown),
    "steps and caps": Feature(
        rules.steps, lambda fact: fact.kind == "cap" and fact.subject.startswith(("A", "U", "Z"))
    ),
    "levels": Feature(rules.levels, lambda fact: _later(fact) and fact.subject.startswith("L")),
    "the operation ends": Feature(rules.ends, said("operation", "dates")),
    "accepted gaps": Feature(rules.accepted_gaps, said("requirement", "accepted_gap")),
    "maxima": Feature(rules.maxima, said("requirement", basis=Basis.AUTHORISED_MAXIMUM)),
    "a second operation": Feature(rules.second_operation, said("contribution", operation="OP2")),
    "totals": Feature(more_rules.totals, said("instalment", "due")),
    "units": Feature(more_rules.units, said("capability", portion=Portion.UNIT)),
    "tours": Feature(more_rules.tours, said("contribution", "tour_days")),
    "shortest tours": Feature(more_rules.shortest_tours, said("contribution", "shortest_tour_days")),
    "units in place": Feature(more_rules.in_place, _in_place),
    "pinned units": Feature(more_rules.pinned_units, _of_unit),
    "chains of needs": Feature(more_rules.chains, seen=_chained),
    "circles of needs": Feature(more_rules.circles, seen=_circled),
    "thresholds": Feature(more_rules.thresholds, lambda f: said("requirement", "threshold")(f) and f.subject[0] == "L"),
    "most from one": Feature(asked="most_from_one"),
    "suppliers": Feature(asked="suppliers"),
    "phases": Feature(more_rules.phases, said("phase", "after")),
    "slips": Feature(
        more_rules.slips, lambda fact: fact.kind == "phase" and "name" not in fact.record.model_fields_set
    ),
    "hand-over": Feature(more_rules.hand_over, said("phase", "overlap_days")),
    "production": Feature(more_rules.production, said("production", "graduates")),
}
"""By name."""

COUNTED = ("chains of needs", "circles of needs", "thresholds", "most from one", "suppliers", "unlike substitutes")
"""Those for which help goes where it counts most: not where it covers most, by flows."""

PHASES = ("phases", "slips", "hand-over")
"""Those of phases."""
