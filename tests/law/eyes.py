"""A viewer, and the test's own reading of which markings it sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from muster.ledger.kinds import KINDS
from tests.law.content import FIRST, SHARED, SHARES
from tests.law.moves import Move

GROUP = "EU"
LINKED = frozenset({"member", "contribution", "delivers", "graduates"})
"""The fields that say whom an entry concerns."""

MARKINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("public",),
    ("coalition",),
    ("members",),
    ("requester",),
    ("chair",),
    ("secretariat",),
    (f"group:{GROUP}",),
    ("group:NATO",),
    ("chair", "requester"),
    ("chair", "members"),
    ("chair", "secretariat"),
    ("coalition", "secretariat"),
    ("public", "secretariat"),
    (f"group:{GROUP}", "group:NATO"),
)

_ROLES = {
    "public": frozenset({"public"}),
    "requester": frozenset({"public", "coalition", "requester"}),
    "chair": frozenset({"public", "coalition", "chair"}),
}


@dataclass
class Eyes:
    """A viewer: who it is, and which contributions are its own."""

    viewer: str
    member: str | None = None
    membership: list[tuple[date | None, date | None]] = field(default_factory=list)
    in_group: bool = False
    person: str = "paul"
    mine: set[tuple[str, str]] = field(default_factory=set)
    """The things that concern it, by kind and id."""

    def sees(self, marking: tuple[str, ...], *, concerned: bool) -> bool:
        if self.member is None:
            return bool(_ROLES[self.viewer] & set(marking))
        if concerned and marking != ("secretariat",):
            return True
        seen = {"public", "coalition", "members"} | ({f"group:{GROUP}"} if self.in_group else set())
        return bool(seen & set(marking))

    def open(self, *, concerned: bool) -> list[tuple[str, ...]]:
        """The markings under which it sees an entry."""
        return [marking for marking in MARKINGS if self.sees(marking, concerned=concerned)]

    def shut(self, *, concerned: bool) -> list[tuple[str, ...]]:
        """The markings under which it does not."""
        return [marking for marking in MARKINGS if not self.sees(marking, concerned=concerned)]

    def concerned(self, move: Move) -> bool:
        """Whether an entry is about the viewer: its own description, its contributions, what is said of it."""
        if self.member is None:
            return False
        about = move.of or KINDS[move.kind].subject_kind
        if move.kind == "retraction" and about in SHARED:
            return False  # that depends on whose share is taken back: as though it were nobody's
        if about == "member":
            return move.subject == self.member
        named = [move.fields.get(field) for field in ("contribution", "delivers", "graduates")]
        if any(("contribution", one) in self.mine for one in named):
            return True
        if move.kind in SHARES and named[0] is not None:
            return False
        return move.fields.get("member") == self.member or (about, move.subject) in self.mine


def draw_eyes(random: Random) -> Eyes:
    """A viewer: mostly a member, within its group, no longer or not yet in it, or in none."""
    role = random.choice(("public", "requester", "chair", "member", "member", "member", "group", "group"))
    if role in _ROLES:
        return Eyes(role)
    past, soon = FIRST - timedelta(days=400), FIRST + timedelta(days=400)
    if role == "group":
        return Eyes("FRA", "FRA", [(random.choice((None, past)), random.choice((None, soon)))], in_group=True)
    membership = random.choice(([], [(past, FIRST - timedelta(days=30))], [(soon, None)]))
    return Eyes("FRA", "FRA", list(membership))
