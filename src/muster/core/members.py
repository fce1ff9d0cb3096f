"""People, members, and what is known of members: groups they belong to, burden-sharing keys, inventories."""

from __future__ import annotations

from enum import StrEnum

from muster.core.quantity import Amount, Quantity
from muster.core.record import Day, Ident, Record, Words, said


class Person(Record):
    """Somebody who records or speaks. Everything else names the id, so that a person can be redacted."""

    name: Words | None = said("the person's name", required=True)
    office: Words | None = said("the office held")
    member: Ident | None = said("the member the person works for", ref="member")
    contact: Words | None = said("how to reach the person")


class MemberForm(StrEnum):
    """What kind of contributor a member is."""

    NATION = "nation"
    ORGANISATION = "organisation"
    AGENCY = "agency"
    UNNAMED = "unnamed"


class Member(Record):
    """An independent contributor. *unnamed*: contributors that a source counts together."""

    name: Words | None = said("the name used in tables", required=True)
    form: MemberForm | None = said("nation, organisation, agency, or unnamed (counted together)", required=True)
    iso3: Ident | None = said("ISO 3166-1 alpha-3 code, for a nation")
    note: Words | None = said("a remark")


class Membership(Record):
    """A member's place in a group; the days it holds are those of its row."""

    group: Ident | None = said("the group", required=True)


class Key(Record):
    """A burden-sharing key: one measure of one member, on one day, with its source. Never merged into one score."""

    key: Ident | None = said("which key, such as gdp, assessed, forces", required=True)
    value: Amount | None = said("the measure", required=True)
    unit: Words | None = said("the unit of the measure", required=True)
    measured: Day | None = said("the year, month or day it describes")


class Inventory(Record):
    """What a member could give: has, not promises."""

    member: Ident | None = said("the member", ref="member", required=True)
    capability: Ident | None = said("the capability", ref="capability", required=True)
    quantity: Quantity | None = said("how many")
    place: Ident | None = said("where it is", ref="place")
    note: Words | None = said("a remark")
