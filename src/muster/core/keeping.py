"""Records about the book itself: how it began, when it went live, who may see what, what was taken back."""

from __future__ import annotations

from enum import StrEnum

from muster.core.record import Ident, Record, Words, said

BOOK_SUBJECT = "book"
"""The subject of entries about the book as a whole."""

SECRETARIAT = "secretariat"
"""The viewer that keeps the book, and the audience of what only it may see."""

AUDITOR = "auditor"
"""The viewer that examines the book."""

SEES_ALL = frozenset({SECRETARIAT, AUDITOR})
"""The viewers that always see everything."""


class ClockForm(StrEnum):
    """*live*: an entry is recorded now. *sources*: on the day its statement became public."""

    LIVE = "live"
    SOURCES = "sources"


class Genesis(Record):
    """The first entry of a book."""

    name: Words | None = said("the name of the book", required=True)
    zone: Words | None = said("the one time zone in which its days fall", required=True)
    banner: Words | None = said("the marking printed on every output")
    currency: Ident | None = said("the currency of its totals, ISO 4217")
    clock: ClockForm | None = said("live, or sources", required=True)
    format: int | None = said("the version of the envelope", required=True)


class GoLive(Record):
    """From here the book's clock is the clock on the wall."""


class Audience(StrEnum):
    """Who may see an entry, besides the secretariat, the auditor and the member concerned."""

    PUBLIC = "public"
    COALITION = "coalition"
    MEMBERS = "members"
    REQUESTER = "requester"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"


GROUP_PREFIX = "group:"
"""An audience may also be a dated group: ``group:NATO``."""


class Marking(Record):
    """A new marking for an entry. It changes only by its originator, or with their recorded consent."""

    entry: Ident | None = said("the entry", required=True)
    audiences: tuple[str, ...] | None = said("the audiences from now on", required=True)
    consent: Ident | None = said("the statement in which the originator consents", ref="statement")


class Retraction(Record):
    """An entry taken back without replacement."""

    why: Words | None = said("why")


class Redaction(Record):
    """A payload taken out of the book: a spillage, or a person's right. The chain stays whole."""

    entry: Ident | None = said("the entry", required=True)
    why: Words | None = said("why", required=True)
