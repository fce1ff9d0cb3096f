"""Who may see what: the audiences of an entry, and whether a viewer is among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muster.core.errors import RefusedError
from muster.core.keeping import GROUP_PREFIX, SECRETARIAT, SEES_ALL, Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLIC_VIEWER = "public"
ROLES = frozenset({SECRETARIAT, "auditor", "requester", "chair", PUBLIC_VIEWER})
"""The viewers that are no members."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at the book: a role, or a member with the groups it belongs to today."""

    name: str
    member: str | None = None
    groups: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        """The secretariat and the auditor always see everything."""
        return self.name in SEES_ALL

    def may_see(self, marking: Iterable[str], concerned: Iterable[str]) -> bool:
        """Whether a viewer sees an entry of that marking which concerns those members.

        No marking: the secretariat and the member concerned. ``secretariat`` alone: not even the member concerned.
        """
        audiences = frozenset(marking)
        if self.sees_all:
            return True
        if Audience.PUBLIC in audiences:
            return True
        if self.name == PUBLIC_VIEWER or audiences == {Audience.SECRETARIAT}:
            return False
        if self.member is not None and self.member in concerned:
            return True
        return bool(audiences & self._audiences())

    def _audiences(self) -> frozenset[str]:
        own = {str(Audience.COALITION), self.name}
        if self.member is not None:
            own.add(str(Audience.MEMBERS))
            own.update(f"{GROUP_PREFIX}{group}" for group in self.groups)
        return frozenset(own - {self.member})


def check_marking(marking: Iterable[str]) -> tuple[str, ...]:
    """The audiences in order, or RefusedError naming one that does not exist."""
    known = {str(audience) for audience in Audience}
    audiences = sorted(set(marking))
    for audience in audiences:
        if audience not in known and not (audience.startswith(GROUP_PREFIX) and len(audience) > len(GROUP_PREFIX)):
            message = f"{audience!r} is no audience; write one of {', '.join(sorted(known))} or {GROUP_PREFIX}NAME"
            raise RefusedError(message)
    return tuple(audiences)
