"""A draft of a layout for somebody's file: what can be seen is written down, what cannot is asked for in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from muster.core.errors import FaultyDataError
from muster.exchange.layouts.files import read_grids
from muster.exchange.layouts.grids import Grid, letters_of, text_of
from muster.exchange.layouts.guessing import Guess, Sight, column_name, look_at, word_of
from muster.exchange.layouts.model import ReadAs
from muster.exchange.layouts.templates import as_id

_OPERATION = ("mission", "operation", "project", "appeal", "fund")
_CAPABILITY = ("capability", "type", "category", "kind", "asset", "item", "equipment", "line", "requirement")
_COUNT = ("count", "number", "quantity", "total", "personnel", "strength", "amount")
_UNIT = ("unit", "units", "unit of measure", "uom")
_CODES = ("iso3", "iso", "code", "iso_code", "country_code")

_TOP = """\
# How Muster is to read {file}. It is never written over.
# Edit this text, then try it:   muster read BOOK {shown} --layout {layout} --dry-run
# What follows # on a line is a remark. docs/how-to/layouts.md explains every key.
"""
_FORMS = """\
# rows: each row states one fact. matrix: lines down, nations across (or the other way round), a number in each cell."""
_MARKING = """\
# Who may see what is read: public, coalition, members, requester, chair, secretariat, several separated by ; and empty:
# the secretariat and the member concerned."""
_LOCALE = "# How the file writes numbers and dates, such as en-GB, en-US, de or fr{}"
_NAMES = """\
# Members for names that are no country's, or several countries': the name as it stands in the file = its id."""
_COLUMNS = """\
# Their columns under names of ours: the heading; or column = "C", cell = "B2", constant = "the same for all".
# as: text, id (made of a text), country (its three-letter code), day, number.
# values: our words for theirs. fill_down = true: an empty cell takes the value above it."""
_MAKES = """\
# What each row becomes: one row in each of these tables. {name} is the value of a column above; {name:id} an id made
# of it, {name:month} its month, {name:year} its year. if_absent = true: only where the book has no such thing yet.
# Delete a part that you do not want; `muster template` lists the columns of every table."""
_COMPLETE = """\
# Where each table of a series names everything that stands on its day, take the # away from the next four lines: who
# is no longer in it then has ended, and what is unchanged is confirmed. Delete the part of the statements below.
# [complete]
# series = {series}
# on = "{{day}}"
# statement = {statement}"""


def draft_layout(path: str | Path) -> str:
    """The text of a layout for a file, as far as it can be seen from its first sheet that has a table.

    It is sound and reads the file as far as it says by itself what is needed; remarks ask for the rest. Raises
    FaultyDataError where the file cannot be read.
    """
    grids, problems = read_grids([Path(path)])
    if problems:
        raise FaultyDataError(problems)
    return draft_of(grids, str(path))


def draft_of(grids: Sequence[Grid], shown: str) -> str:
    """The text of a layout for the sheets of a file, called ``shown`` in its remarks."""
    grid = max(grids, key=lambda one: (len(one.filled) > 1, -grids.index(one)))
    return "\n".join(_Draft(look_at(grid), shown).lines()) + "\n"


class _Draft:
    """The columns of a sheet by the parts that they play."""

    def __init__(self, sight: Sight, shown: str) -> None:
        self.sight, self.shown = sight, shown
        self.stem = as_id(Path(sight.grid.file).stem) or "TABLE"
        self.beside = [one for one in sight.columns if not sight.across or one.column < sight.first]
        self.taken: dict[int, str] = {}
        self.day = self._first(ReadAs.DAY)
        coded = [one for one in self._all(ReadAs.COUNTRY) if one.heading.casefold() in _CODES]
        self.nation = next(iter(coded or self._all(ReadAs.COUNTRY)), None)
        named = [one for one in self._all(ReadAs.COUNTRY) if one is not self.nation]
        self.nation_name = named[0] if named else self.nation
        texts = [one for one in self._all(ReadAs.TEXT) if one.texts]
        self.word = next((one for one in texts if all(word_of(text) for text in one.texts)), None)
        texts = [one for one in texts if one is not self.word]
        self.operation = _called(texts, _OPERATION)
        texts = [one for one in texts if one is not self.operation]
        self.unit = next((one for one in texts if one.heading.casefold() in _UNIT), None)
        texts = [one for one in texts if one is not self.unit]
        self.line = _called(texts, _CAPABILITY) or (texts[0] if texts else None)
        figures = self._all(ReadAs.NUMBER)
        self.count = _called(figures, _COUNT) or (figures[-1] if figures else None)
        self.line_across = "line" in sight.across

    def lines(self) -> Iterator[str]:
        """The lines of the text."""
        sight, form = self.sight, "matrix" if self.sight.across else "rows"
        layout = f"{Path(self.shown).stem}.toml"
        yield _TOP.format(file=sight.grid.file, shown=self.shown, layout=layout)
        yield f"about = {_text(f'The table in {sight.grid.source}')}"
        yield _FORMS
        yield f"form = {_text(form)}"
        yield _MARKING
        yield 'marking = ""'
        doubt = f": {sight.ambiguous} can be read in two ways." if sight.ambiguous else "; empty: there is no doubt."
        yield _LOCALE.format(doubt)
        yield 'locale = ""'
        yield "# Texts that mean an empty cell."
        yield f"blank = {_list(sight.blanks)}"
        yield from self._sheet()
        yield from self._columns()
        if sight.across:
            yield from self._matrix()
        yield from self._names()
        if self.day is not None:
            yield ""
            yield _COMPLETE.format(series=_text(self.stem.lower()), statement=_text(self.stem + "-{day}"))
        yield from self._makes()

    def _first(self, holds: ReadAs) -> Guess | None:
        return next(iter(self._all(holds)), None)

    def _all(self, holds: ReadAs) -> list[Guess]:
        return [one for one in self.beside if one.holds is holds]

    def _sheet(self) -> Iterator[str]:
        sight = self.sight
        yield from ("", "[sheet]")
        if sight.grid.sheet:
            yield "# The sheet; without this line the first one."
            yield f"name = {_text(sight.grid.sheet)}"
        yield "# The number of the row with the headings; of several rows a list, their texts then joined by a stroke."
        rows = ", ".join(str(row) for row in sight.heading_rows)
        yield f"headings = {rows if len(sight.heading_rows) == 1 else f'[{rows}]'}"
        if sight.sums:
            self._name_columns()
            yield '# Rows that are left out, by the text of a cell (or by how it begins: begins = "Total").'
            skips = (f"{{ column = {_text(self.taken[column])}, text = {_text(text)} }}" for column, text in sight.sums)
            yield f"skip = [{', '.join(skips)}]"

    def _name_columns(self) -> None:
        """Names for the columns: those of their parts, otherwise their headings."""
        if self.taken:
            return
        parts = [("day", self.day), ("nation", self.nation), ("nation_name", self.nation_name), ("word", self.word)]
        parts += [("operation", self.operation), ("line", self.line), ("unit", self.unit)]
        if not self.sight.across:
            parts.append(("count", self.count))
        for name, one in parts:
            if one is not None:
                self.taken.setdefault(one.column, name)
        used = {"day", "nation", "nation_name", "word", "operation", "line", "count", "unit", "cell", "group"}
        for one in self.beside:
            if one.column not in self.taken and (one.heading or one.texts):
                self.taken[one.column] = column_name(one.heading, used | set(self.taken.values()))

    def _columns(self) -> Iterator[str]:
        self._name_columns()
        yield from ("", _COLUMNS, "[columns]")
        for one in self.beside:
            if one.column in self.taken:
                name = self.taken[one.column]
                yield f"{name if name.isascii() else _text(name)} = {self._source(one)}"
        if self.nation is not None and self.nation_name is self.nation:
            yield f"nation_name = {self._from(self.nation)}"
        if self.day is None:
            yield "# The day on which this was said, which the file does not say: write it, such as 2026-04-30."
            yield 'day = { constant = "" }'
        if self.nation is None and "nation" not in self.sight.across:
            yield "# The member that gives, which the file does not say: write its id or its country."
            yield 'nation = { constant = "" }'
            yield 'nation_name = { constant = "" }'
        if self.word is None and "word" not in self.sight.across:
            yield "# What the numbers are: indicated, pledged, offered, committed, accepted, en_route or in_place."
            yield 'word = { constant = "pledged" }'
        if self.line is None and not self.line_across:
            yield "# What is given, which the file does not say: write its name, such as Field hospital."
            yield 'line = { constant = "" }'
        if self.unit is None:
            yield "# The unit in which it is counted: write it, such as persons, aircraft or EUR."
            yield 'unit = { constant = "" }'

    def _source(self, one: Guess) -> str:
        """Where a column's values come from, and as what they are read."""
        name, source = self.taken[one.column], self._from(one)
        inner = source[2:-2] if source.startswith("{") else f"heading = {source}"
        if one is self.word:
            values = ", ".join(f"{_text(text)} = {_text(word_of(text) or '')}" for text in one.texts)
            return f"{{ {inner}, values = {{ {values} }} }}"
        read_as = {"day": "day", "nation": "country", "count": "number"}.get(name)
        return f'{{ {inner}, as = "{read_as}" }}' if read_as else source

    def _from(self, one: Guess) -> str:
        alike = [other for other in self.sight.columns if other.heading == one.heading]
        if one.heading and len(alike) == 1:
            return _text(one.heading)
        return f"{{ column = {_text(letters_of(one.column))} }}"

    def _matrix(self) -> Iterator[str]:
        sight = self.sight
        yield from (
            "",
            "# Where the numbers stand: the letters of their first and last column; headings that are left out.",
        )
        yield "[matrix]"
        yield f"from = {_text(letters_of(sight.first))}"
        yield f"until = {_text(letters_of(sight.last))}"
        yield f"skip = {_list(sight.sum_headings)}"
        yield "# The rows of headings over the numbers. An empty heading takes the one on its left, as in merged cells;"
        yield "# merged = false: it does not."
        for name, row in sight.across.items():
            yield f"[matrix.headings.{name}]"
            yield f"row = {row}"
            if name == "nation":
                yield 'as = "country"'
                yield from ("[matrix.headings.nation_name]", f"row = {row}")
            if name == "word":
                texts = dict.fromkeys(text_of(sight.grid.cell(row, c)) for c in range(sight.first, sight.last + 1))
                ours = {text: word_of(text) for text in texts}
                yield f"values = {{ {', '.join(f'{_text(t)} = {_text(w)}' for t, w in ours.items() if w)} }}"

    def _names(self) -> Iterator[str]:
        yield from ("", _NAMES)
        yield "[names]"
        for text, codes in self.sight.doubtful:
            meant = f"{' or '.join(codes)}: write one of them, and take the # away" if codes else "write an id"
            yield f"# {_text(text)} = {_text(codes[0] if codes else '')}   # {meant}"

    def _makes(self) -> Iterator[str]:
        contribution = "-".join(
            part for part in ("{operation:id}" if self.operation else "", "{line:id}", "{nation}") if part
        )
        amount = "{cell}" if self.sight.across else "{count}" if self.count else ""
        statement = self.stem + "-{day}"
        yield from ("", _MAKES)
        yield from _make("statements", if_absent=True, id=statement, said_on="{day}", channel="table")
        yield from _make("members", if_absent=True, id="{nation}", name="{nation_name}", form="nation", iso3="{nation}")
        yield from _make("capabilities", if_absent=True, id="{line:id}", name="{line}", unit="{unit}")
        if self.operation is not None:
            yield from _make("operations", if_absent=True, id="{operation:id}", name="{operation}", form="mission")
        yield from _make(
            "contributions",
            if_absent=True,
            id=contribution,
            member="{nation}",
            words="{line}",
            capability="{line:id}",
            operation="{operation:id}" if self.operation else "",
            statement=statement,
        )
        yield from _make(
            "steps",
            only_if="" if self.sight.across else amount,
            contribution=contribution,
            word="{word}",
            quantity=amount,
            valid_from="{day}",
            statement=statement,
        )


def _called(columns: Iterable[Guess], names: Sequence[str]) -> Guess | None:
    """The column whose heading is one of some names, or holds one, the first name first."""
    held = [(one, one.heading.casefold()) for one in columns]
    for name in names:
        found = [one for one, heading in held if heading == name] or [one for one, heading in held if name in heading]
        if found:
            return found[0]
    return None


def _make(table: str, *, if_absent: bool = False, **cells: str) -> Iterator[str]:
    yield from ("", "[[makes]]", f"table = {_text(table)}")
    if if_absent:
        yield "if_absent = true"
    yield from (f"{name} = {_text(text)}" for name, text in cells.items() if text)


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_text(text) for text in texts)}]"
