"""Results as plain data for ``--json``: dictionaries, lists, texts, integers; days as ISO texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from muster.core.days import Dated, Period, instant_text
from muster.core.keeping import Genesis
from muster.core.quantity import Span, amount_text
from muster.core.record import Record
from muster.engine.account import FORMAT, account_of
from muster.engine.allocation import Plan
from muster.engine.difference import Difference, Outcome, Ranking, line_days
from muster.engine.training import Training
from muster.engine.why import Explained
from muster.ledger.entries import Entry, Head


def plain(value: object) -> object:
    """A result of the book as plain data. Spans and periods become objects; closed-open ends become last days."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return {"from": plain(value.start), "last": plain(value.last)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return amount_text(value)
    if isinstance(value, Dated | Path):
        return str(value)
    return _composed(value)


def as_json(value: object) -> str:
    """A result as JSON text, for a program that reads it."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def plan_data(plan: Plan, genesis: Genesis, viewer: str, head: Head | None) -> dict[str, object]:
    """A plan with its proofs, and what makes it again; ``head`` for those who may see it."""
    return {
        "format": FORMAT,
        "book": genesis.name,
        "viewer": viewer,
        "head": None if head is None else {"seq": head.seq, "hash": head.hash},
        "known": instant_text(plan.known),
        "made_on": plan.asked.made_on,
        "period": plan.within,
        "firmness": plan.asked.firmness,
        "seed": plan.touring.effort.seed if plan.touring.tours else None,  # nothing is drawn where there are no units
        "options": {
            "undeclared": plan.asked.undeclared,
            "open_conditions": plan.asked.open_conditions,
            "without": plan.asked.without,
            "most_from_one": plan.asked.most_from_one,
            "suppliers": plan.asked.suppliers,
            "balance": plan.asked.balance,
            "steps": plan.touring.effort.steps,
            "turns": plan.touring.effort.turns,
        },
        "whole": plan.is_whole,
        "version": version("musterbook"),
        "not_counted": plan.not_counted,
        "left_open": plan.left_open,
        "not_begun": plan.not_begun,
        "starts_from": plan.starts_from,
        "moves": plan.moves,
        **account_of(plan),
    }


def why_data(explained: Iterable[Explained]) -> list[dict[str, object]]:
    """Why a line is short as plain data, in the smallest unit of its capability."""
    return [
        {
            "line": one.wanted.line,
            "period": one.period,
            "unit": one.wanted.unit,
            "decimals": one.wanted.decimals,
            "need": str(one.wanted.need),
            "covered": str(one.covered),
            "without": [
                {"reason": way.reason, "line": way.line, "pinned": way.pinned, "gain": str(way.gain)}
                | ({"conditions": [unmet.name for unmet in way.conditions]} if way.conditions else {})
                | ({"counting": way.counting} if way.counting else {})
                | ({"never": [one.contribution for one in way.never]} if way.never else {})
                for way in one.ways
            ],
            "one_more": {line: str(gain) for line, gain in one.one_more},
        }
        | ({} if one.limited is None else {"counts": str(one.limited.counts), "allowed_by": one.limited.by})
        | ({} if one.not_open is None else {"not_open": one.not_open})
        | ({"graduates": {each.contribution: str(each.graduates) for each in one.graduates}} if one.graduates else {})
        for one in explained
    ]


def training_data(found: Iterable[Training]) -> list[dict[str, object]]:
    """What it would take for a line to be held by a day, in the smallest unit of each line or contribution."""
    return [
        {
            "production": one.production,
            "joins": one.joins,
            "graduates": str(one.graduates),
            "begin_by": one.begin_by,
            "beginnings": [
                {
                    "first": each.first,
                    "runs": each.runs,
                    "classes": each.classes,
                    "trainers": {
                        needed.line: {
                            "at_once": str(needed.at_once),
                            "counts": str(needed.counts),
                            "more": str(needed.more),
                            "need": str(needed.need),
                        }
                        for needed in each.trainers
                    },
                }
                for each in one.beginnings
            ],
        }
        for one in found
    ]


def outcomes_data(plan: Plan, outcomes: Iterable[Outcome], *, is_whole: bool = True) -> dict[str, object]:
    """What suppositions would change, in the smallest unit of each line's capability; days of whole lines by tier."""
    return {
        "made_on": plan.asked.made_on,
        "period": plan.within,
        "firmness": plan.asked.firmness,
        "whole": is_whole,
        "suppositions": [
            {
                "name": one.name,
                "firmness": one.plan.asked.firmness,
                "assumed": one.plan.asked.assumed,
                "drafts": [
                    {"kind": draft.kind, "subject": draft.subject, "valid": draft.valid, "record": draft.record}
                    | ({} if draft.supersedes is None else {"supersedes": draft.supersedes})
                    for draft in one.drafts
                ],
                **_changed(line_days(one.differences), one.differences),
                "phases": one.moved,
            }
            for one in outcomes
        ],
    }


def ranking_data(ranking: Ranking) -> dict[str, object]:
    """What would be lost without each, the greatest loss first."""
    return {
        "made_on": ranking.plan.asked.made_on,
        "period": ranking.plan.within,
        "firmness": ranking.plan.asked.firmness,
        "whole": ranking.is_whole,
        "without": [{"name": one.name, **_changed(one.by_tier, one.differences)} for one in ranking.losses],
    }


def _changed(by_tier: Mapping[int, Fraction], differences: Iterable[Difference]) -> dict[str, object]:
    return {
        "line_days": {tier: str(days) for tier, days in sorted(by_tier.items())},
        "differences": [
            {
                "line": one.wanted.line,
                "tier": one.wanted.tier,
                "period": one.period,
                "days": one.days,
                "total": one.is_total,
                "unit": one.wanted.unit,
                "decimals": one.wanted.decimals,
                "need_was": str(one.needed),
                "need": str(one.wanted.need),
                "was": str(one.was),
                "now": str(one.now),
            }
            for one in differences
        ],
    }


def entry_fields(entry: Entry) -> dict[str, object]:
    """An entry as a viewer may see it: never salt, digest or hash; the payload as data."""
    return {
        "id": entry.id,
        "recorded_at": instant_text(entry.recorded_at),
        "recorded_by": entry.recorded_by or None,
        "on_behalf_of": entry.on_behalf_of,
        "valid": plain(entry.valid),
        "statement": entry.statement,
        "supersedes": entry.supersedes,
        "kind": entry.kind,
        "subject": entry.subject,
        "marking": list(entry.audiences),
        "payload": None if entry.payload is None else json.loads(entry.payload),
    }


def _composed(value: object) -> object:
    if isinstance(value, Entry):
        return entry_fields(value)
    if isinstance(value, Span):
        return {"low": value.low, "high": value.high}
    if isinstance(value, Record):
        return value.stated()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if not one.name.startswith("_")}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(str(plain(inner)) for inner in value)
    message = f"{type(value).__name__} has no plain form"
    raise TypeError(message)
