"""What a reading may refer to: the things of the book, those of the same batch, and countries by name."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterable

from muster.exchange import cells, texts
from muster.exchange.columns import Column
from muster.exchange.countries import country_name, find_country
from muster.exchange.faults import Fault
from muster.ledger.kinds import KINDS
from muster.ledger.snapshot import Snapshot

_NEIGHBOURS = 500
_MOST_SUGGESTIONS = 300
_MOST_NAMESAKES = 3


class Suggestions:
    """Known words near to a mistyped one. For sentences only, and only for so many words of one reading."""

    def __init__(self, known: Iterable[str]) -> None:
        folded = {word.casefold(): word for word in known}
        self._known = folded
        self._forward = sorted(folded)
        self._backward = sorted(word[::-1] for word in folded)
        self._asked = 0

    def near(self, word: str) -> str | None:
        """The nearest word, or None where nothing is near."""
        self._asked += 1
        if self._asked > _MOST_SUGGESTIONS:
            return None
        folded = word.casefold()
        near = difflib.get_close_matches(folded, list(self._candidates(folded)), n=1, cutoff=0.6)
        return self._known[near[0]] if near else None

    def _candidates(self, folded: str) -> Iterable[str]:
        forward = _around(self._forward, folded)
        backward = _around(self._backward, folded[::-1])
        return dict.fromkeys([*forward, *(word[::-1] for word in backward)])


class Names:
    """The ids of the things of one kind by the names they have. For sentences only: a name is never read as an id."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Of pairs of a name and an id."""
        self._ids: dict[str, set[str]] = {}
        for name, subject in named:
            self._ids.setdefault(_folded(name), set()).add(subject)

    def hint(self, text: str) -> str:
        """``'Money' is the name of EUR: write that id``; empty where nothing has that name."""
        ids = sorted(self._ids.get(_folded(text), ()))
        if not ids:
            return ""
        more = [f"{len(ids) - _MOST_NAMESAKES} more"] if len(ids) > _MOST_NAMESAKES else []
        *others, last = [*ids[:_MOST_NAMESAKES], *more]
        listed = f"{', '.join(others)} and {last}" if others else last
        return f"{text!r} is the name of {listed}: write {'one of these ids' if others else 'that id'}"


class References:
    """The things that a batch may name: those of the book as its reader sees it, and those the batch brings."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, set[str]] = {}
        self._by_country: dict[str, list[str]] = {}
        self._brought: dict[str, set[str]] = {}
        self._unsure: set[str] = set()
        self._suggestions: dict[str, Suggestions] = {}
        self._named: dict[str, list[tuple[str, str]]] = {}
        self._names: dict[str, Names] = {}
        for member in snapshot.ids("member"):
            for stated in snapshot.stated("member", member):
                self._add_country(member, getattr(stated.record, "iso3", None))

    def bring(self, kind: str, subject: str, iso3: str | None = None, name: str | None = None) -> None:
        """Note that the batch brings a thing, with its name; for a member with the code of its country."""
        self._brought.setdefault(kind, set()).add(subject)
        if name:
            self._named.setdefault(kind, []).append((name, subject))
        if kind == "member":
            self._add_country(subject, iso3)

    def leave_open(self, kind: str) -> None:
        """Note that a table of a kind could not be read, so that nobody knows which things it would bring."""
        self._unsure.add(kind)

    def known(self, kind: str) -> set[str]:
        """The ids of a kind that the book shows."""
        if kind not in self._known:
            self._known[kind] = set(self._snapshot.ids(kind))
        return self._known[kind]

    def there(self, kind: str, subject: str) -> bool:
        """Whether the book shows a thing or the batch brings it."""
        return subject in self._brought.get(kind, ()) or subject in self.known(kind)

    def resolve(self, value: cells.Value, column: Column) -> cells.Value | Fault:
        """The value of a column that refers to things, with countries' names as the ids of members; or the fault."""
        if isinstance(value, str):
            return self._resolve(value, column)
        if isinstance(value, tuple):
            found = [self._resolve(str(one), column) for one in value]
            return next((one for one in found if isinstance(one, Fault)), tuple(str(one) for one in found))
        return value

    def by_name(self, text: str, column: Column) -> Fault | None:
        """The fault of a text that is no id, in a column of ids, where it is the name of a thing; None where not."""
        parts = map(texts.trimmed, text.split(texts.SEPARATOR))
        hints = ((part, self._names_of(column.ref).hint(part)) for part in parts)
        return next((_unknown_reference(column.ref, part, hint) for part, hint in hints if hint), None)

    def country_code(self, text: str) -> str | Fault:
        """The ISO code in a column for one; a country's name there is a fault that names its code."""
        if country_name(text) is not None:
            return text
        found = find_country(text)
        mend = f"did you mean {found.iso3!r}?" if found.iso3 else "write the three-letter ISO code in capitals"
        return Fault("unknown_country", f"{text!r} is no ISO 3166 code of three letters", mend)

    def _resolve(self, text: str, column: Column) -> str | Fault:
        kind = column.ref
        if self.there(kind, text):
            return text
        if kind == "member":
            return self._member(text)
        if kind in self._unsure:
            return text
        return self._unknown(kind, text)

    def _member(self, text: str) -> str | Fault:
        found = find_country(text)
        if found.iso3 is not None:
            members = self._by_country.get(found.iso3, [])
            if len(members) == 1:
                return members[0]
            if members:
                sentence = f"{text!r} is {found.iso3}, and {' and '.join(sorted(members))} are members of that country"
                return Fault("ambiguous_member", sentence, "write the id of one of them")
            if "member" in self._unsure:
                return text
            sentence = f"{text!r} is the country {found.iso3}, of which the book has no member"
            mend = self._names_of("member").hint(text) or "add it to the table members"
            return Fault("unknown_member", sentence, mend)
        if found.candidates:
            return Fault("ambiguous_country", found.problem or "", self._names_of("member").hint(text))
        read = cells.read_id(text)
        if isinstance(read, Fault) and read.name == "invisible_character":
            return read
        return text if "member" in self._unsure else self._unknown("member", text)

    def _unknown(self, kind: str, text: str) -> Fault:
        named = self._names_of(kind).hint(text)
        if named:
            return _unknown_reference(kind, text, named)
        latin = texts.as_latin(text)
        near = latin if latin != text and self.there(kind, latin) else self._suggest(kind).near(text)
        mend = f"did you mean {near!r}?" if near else f"add it to the table {_table_of(kind)}"
        return _unknown_reference(kind, text, mend)

    def _names_of(self, kind: str) -> Names:
        if kind not in self._names:
            stated = ((s.record, subject) for subject in self.known(kind) for s in self._snapshot.stated(kind, subject))
            known = ((str(name), subject) for record, subject in stated if (name := getattr(record, "name", None)))
            self._names[kind] = Names([*known, *self._named.get(kind, ())])
        return self._names[kind]

    def _suggest(self, kind: str) -> Suggestions:
        if kind not in self._suggestions:
            self._suggestions[kind] = Suggestions(self.known(kind) | self._brought.get(kind, set()))
        return self._suggestions[kind]

    def _add_country(self, member: str, iso3: str | None) -> None:
        for code in {member, iso3} - {None}:
            known = self._by_country.setdefault(str(code), [])
            if member not in known:
                known.append(member)


def _unknown_reference(kind: str, text: str, mend: str) -> Fault:
    foreign = texts.foreign_letters(text)
    looks = f" (it has the letter {foreign})" if foreign else ""
    return Fault("unknown_reference", f"there is no {kind} {text!r}{looks}", mend)


def _folded(name: str) -> str:
    return " ".join(texts.trimmed(name).casefold().split())


def _table_of(kind: str) -> str:
    return KINDS[kind].table


def _around(ordered: list[str], word: str) -> list[str]:
    middle = bisect_left(ordered, word)
    return ordered[max(0, middle - _NEIGHBOURS) : middle + _NEIGHBOURS]
