"""Statements: who said what, when, where, in which words, and who wrote it down."""

from __future__ import annotations

from enum import StrEnum

from muster.core.record import Day, Ident, Record, Words, said


class Channel(StrEnum):
    """How a statement reached the public or the secretariat."""

    LETTER = "letter"
    NOTE_VERBALE = "note_verbale"
    SPEECH = "speech"
    PRESS = "press"
    FORM = "form"
    PHONE = "phone"
    ROOM = "room"
    TABLE = "table"
    DOCUMENT = "document"


class Confidence(StrEnum):
    """How far the one who recorded a statement has read it."""

    SEEN = "seen"
    PARTLY = "partly"
    KNOWN = "known"


class Statement(Record):
    """What everything else rests on. A table may be declared complete: then an absent line ended on that day."""

    speaker: Words | None = said("who said it")
    office: Words | None = said("in what office")
    member: Ident | None = said("speaking for which member", ref="member")
    said_on: Day | None = said("when it was said", required=True)
    public_on: Day | None = said("when it became public, where that is another day")
    place: Words | None = said("where it was said")
    channel: Channel | None = said("how: letter, note_verbale, speech, press, form, phone, room, table, document")
    words: Words | None = said("the exact words, short")
    paraphrase: Words | None = said("what it says, in the recorder's words")
    publisher: Words | None = said("who published it")
    address: Words | None = said("where it can be read")
    locator: Words | None = said("the page, row or cell in it")
    noted_by: Ident | None = said("the person who wrote it down", ref="person")
    confidence: Confidence | None = said("seen, partly or known: how far it was read")
    series: Ident | None = said("the series of tables it belongs to, for a table declared complete")
    complete_on: Day | None = said("the day as of which the table is complete")
    note: Words | None = said("a remark")
