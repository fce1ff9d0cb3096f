"""Visible moves told for one of two books: as the viewer sees them alike in both, and otherwise not alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from muster.ledger.entries import Origin
from tests.law.content import Hole
from tests.law.eyes import Eyes
from tests.law.moves import FIRST_PERSON, Move


@dataclass
class Teller:
    """Tells the visible moves for one of the two books: fills the holes, chooses among the markings that are seen."""

    random: Random
    eyes: Eyes
    things: dict[str, list[str]]
    told: list[Move] = field(default_factory=list)

    def tell(self, move: Move) -> None:
        if move.as_viewer:
            self.told.append(move)
            return
        concerned = self.eyes.concerned(move)
        told = replace(
            move,
            fields=self._filled(move.fields),
            by=self._person(move.by),
            statement=self._recorded(move.statement, "statement"),
            on_behalf_of=self._recorded(move.on_behalf_of, "person"),
            marking=self.random.choice(self.eyes.open(concerned=concerned)),
        )
        if self.random.randrange(100) < 5:
            told = replace(told, origin=Origin("another-book", f"its-{move.key}", "0" * 64))
        if self.random.randrange(100) < 15:
            self.told.append(replace(told, marking=self.random.choice(self.eyes.shut(concerned=concerned))))
            marking = Move(
                key=f"{move.key}-seen",
                at=move.at,
                kind="marking",
                subject=move.subject,
                fields={"audiences": list(told.marking)},
                by=told.by,
                marking=("secretariat",),
                about=move.key,
                rank=move.rank + 0.0005,
            )
            self.told.append(marking)
        else:
            self.told.append(told)

    def _person(self, by: str | Hole) -> str:
        return self.random.choice([FIRST_PERSON, *self.things["person"][:2]]) if isinstance(by, Hole) else by

    def _recorded(self, named: str | Hole | None, kind: str) -> str | None:
        """Of what is hidden only the first are surely recorded before anything in sight."""
        return self.random.choice([None, *self.things[kind][:2]]) if isinstance(named, Hole) else named

    def _filled(self, fields: dict[str, Any]) -> dict[str, Any]:
        filled: dict[str, Any] = {}
        for name, value in fields.items():
            if isinstance(value, Hole):
                hidden = self._hidden(value)
                if hidden is not None:
                    filled[name] = hidden
            elif isinstance(value, list):
                listed = self._filled_list(value)
                if listed:
                    filled[name] = listed
            else:
                filled[name] = self._filled(value) if isinstance(value, dict) else value
        return filled

    def _filled_list(self, values: Sequence[Any]) -> list[str]:
        """A list may name any number of hidden things where it names one."""
        found: list[str] = []
        for value in values:
            if isinstance(value, Hole):
                found += [name for _ in range(self.random.randint(0, 2)) if (name := self._hidden(value)) is not None]
            else:
                found.append(value)
        return list(dict.fromkeys(found))

    def _hidden(self, hole: Hole) -> str | None:
        choices: list[str | None] = [*self.things[hole.kind], f"nowhere-{hole.kind}"]
        return self.random.choice(choices if hole.must else [*choices, None])
