"""Features of who gives and who may serve what: each writes itself into a book."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from muster.core.capabilities import Substitute
from muster.core.contributions import (
    Assignment,
    Bridge,
    Cap,
    CapWord,
    Caveat,
    Condition,
    ConditionState,
    Verification,
)
from muster.core.days import Dated
from muster.core.members import Membership
from muster.core.operations import Acceptance, Dates, Operation, OperationForm
from muster.core.quantity import Qualifier, Quantity
from muster.core.requirements import AcceptedGap, Basis, Level
from muster.core.shared import Joint, Part, Rota, Turn
from tests.oracle.books import FIRST
from tests.oracle.pairs.author import BEGIN, BELOW, KIND, MEMBERS, OTHER, Author, dated, exactly


def tiers(author: Author) -> None:
    for number, line in enumerate(sorted(author.lines)):
        author.requires(line, tier=(1, 2, 3, 1)[number % 4])


def weights(author: Author) -> None:
    for line in ("L0", "L1", "L2"):
        author.requires(line, weight=author.random.choice((1, 2, 5, 7)))


def places(author: Author) -> None:
    for line in ("L0", "L1"):
        author.requires(line, place=author.random.choice(author.places[1:]))
    author.gives(author.giver(), place=author.random.choice(author.places[1:]))
    author.gives(author.giver(), place="P.0")


def caveat_of_places(author: Author) -> None:
    giver, line = author.giver(), author.line()
    author.requires(line, place="P.1")
    where = author.random.choice(("P.0", "P.1", "P.0.0"))
    caveat = Caveat(contribution=giver, words="only there", places=(where,), declared=author.chance(50))
    author.write(FIRST, "caveat", f"{giver}.where", caveat)


def caveat_of_tasks(author: Author) -> None:
    giver, line = author.giver(), author.line()
    author.requires(line, tasks=author.tasks)
    caveat = Caveat(contribution=giver, words="not that", tasks=("Patrol",))
    end = author.at(3) if author.chance(40) else None
    author.write(FIRST, "caveat", f"{giver}.what", caveat, end=end)


def standards(author: Author) -> None:
    author.requires("L1", standard="Role 2")
    for giver in {author.giver(), author.giver(), "A0"}:
        mark = Verification(by="the inspector", standard=" role 2 ")
        author.write(FIRST, "verification", giver, mark, start=author.at(-5, 5) if author.chance(40) else None)


def servers(author: Author) -> None:
    for member in ("M0", "M2"):
        author.write(FIRST, "membership", member, Membership(group="G0"), end=author.at(4) if member == "M2" else None)
    author.requires(author.line(), servers=("G0", "M1"))


def notice(author: Author) -> None:
    author.gives(author.giver(), notice_days=author.random.choice((2, 5, 9)))


def windows(author: Author) -> None:
    first = author.random.choice((Dated("2026-03"), dated(author.at(1, 6))))
    author.gives(author.giver(), window=Dates(start=first, last=dated(author.at(7))))


def acceptance(author: Author) -> None:
    author.write(FIRST, "operation", "OP", Operation(acceptance=Acceptance.REQUIRED))
    for giver in author.givers:
        if author.chance(75):
            author.stands(giver, author.random.choice((3, 5, 20)), "accepted")


def conditions(author: Author) -> None:
    giver = author.giver()
    author.write(FIRST, "condition", f"{giver}.open", Condition(contribution=giver, words="if parliament agrees"))
    other = author.giver()
    failed = Condition(contribution=other, words="if", state=ConditionState.FAILED)
    author.write(FIRST, "condition", f"{other}.no", failed, start=author.at(3))


def waiting(author: Author) -> None:
    one, other = author.random.sample(author.givers[:4], 2)
    author.write(FIRST, "condition", f"{one}.if", Condition(contribution=one, words="if they come", only_if=other))
    if author.chance(40):
        author.write(FIRST, "condition", f"{other}.if", Condition(contribution=other, words="likewise", only_if=one))
    author.gives(other, window=Dates(start=dated(author.at(0, 4))))


def earmarks(author: Author) -> None:
    author.gives(author.giver(), line=author.line())


def pins(author: Author) -> None:
    for number in range(author.random.choice((1, 2, 3))):
        giver, line = author.giver(), author.line()
        quantity = {} if author.chance(30) else {"quantity": exactly(author.random.choice((1, 3, 12)))}
        pin = Assignment(contribution=giver, line=line, **quantity)
        start = author.at(0, 4) if author.chance(50) else None
        author.write(FIRST + timedelta(days=number), "assignment", f"PIN{number}", pin, start=start)


def bridges(author: Author) -> None:
    until = Dated("2026-04") if author.chance(20) else dated(author.at(4))
    author.gives(author.giver(), bridge=Bridge(line=author.line(), until=until))


def backfills(author: Author) -> None:
    author.gives(author.random.choice(author.givers[2:6]), backfills="a company elsewhere")


def pools(author: Author) -> None:
    author.write(FIRST, "operation", "POOL", Operation(name="POOL", form=OperationForm.POOL))
    giver = author.random.choice(author.givers[:4])
    author.gives(giver, pool="POOL", operation=None)
    author.stands(giver, 6, operation=author.operation, start=author.at(-9, -1))


def joints(author: Author) -> None:
    delivered, *parts = author.random.sample(author.givers[:5], 3)
    author.write(FIRST, "joint", "J", Joint(name="J", delivers=delivered))
    for number, part in enumerate(parts):
        record = Part(contribution=part, required=number == 0)
        author.write(FIRST, "part", "J", record, end=author.at(5) if author.chance(30) else None)


def rotas(author: Author) -> None:
    author.write(FIRST, "rota", "R", Rota(line=author.line(), name="R"))
    for number, giver in enumerate((author.giver(), author.giver())):
        first = BEGIN + timedelta(days=1 + 5 * number)
        turn = Turn(first=dated(first), last=dated(first + timedelta(days=5)), contribution=giver)
        author.write(FIRST, "turn", "R", turn)


def _instead(author: Author, kind: str, other: str, worth: str) -> None:
    author.write(FIRST, "substitute", kind, Substitute(capability=other, efficiency=Decimal(worth)))


def substitutes(author: Author) -> None:
    _instead(author, OTHER, KIND, "0.5")
    author.new_giver("A.trucks", OTHER, 4)


def unlike_substitutes(author: Author) -> None:
    """A truck is worth two of the one and three of the other; and these serve instead of a truck."""
    _instead(author, KIND, OTHER, "2")
    _instead(author, BELOW, OTHER, "3")
    _instead(author, OTHER, BELOW, "0.25")
    author.new_giver("A.odd", OTHER, 5)


def unknown_sizes(author: Author) -> None:
    author.stands(author.giver(), Quantity.said_as(Qualifier.UNSTATED, words="hundreds"))
    author.stands(author.giver(), Quantity.said_as(Qualifier.AT_LEAST, 3))


def steps(author: Author) -> None:
    for giver in (author.giver(), author.giver()):
        author.stands(giver, author.random.choice((1, 7)), start=author.at(1))
    cap = author.random.choice((CapWord.REDUCED, CapWord.PAUSED, CapWord.WITHDRAWN))
    fields: dict[str, Any] = {"quantity": exactly(1)} if cap is CapWord.REDUCED else {}
    fields |= {"until": dated(author.at(8))} if cap is CapWord.PAUSED else {}
    author.write(FIRST, "cap", author.giver(), Cap(cap=cap, **fields), start=author.at(2))


def levels(author: Author) -> None:
    for line in (author.line(), author.line()):
        author.requires(line, author.at(2), level=Level(quantity=exactly(author.random.choice((0, 3, 12)))))
    author.requires("L1", author.at(6), level=Level(quantity=exactly(4), drawdown_until=dated(author.at(8))))


def ends(author: Author) -> None:
    author.write(FIRST, "operation", "OP", Operation(dates=Dates(start=dated(FIRST), last=dated(author.at(6)))))


def accepted_gaps(author: Author) -> None:
    gap = AcceptedGap(by="the commander", why="we can live with it", until=dated(author.at(4)))
    author.requires(author.line(), accepted_gap=gap)


def maxima(author: Author) -> None:
    author.requires(author.random.choice(("L2", "L3")), basis=Basis.AUTHORISED_MAXIMUM)


def second_operation(author: Author) -> None:
    author.write(FIRST, "operation", "OP2", Operation(name="OP2", form=OperationForm.MISSION))
    author.requires(author.random.choice(("L1", "L2")), operation="OP2")
    author.gives(author.random.choice(author.givers[:5]), operation="OP2", member=author.random.choice(MEMBERS))
