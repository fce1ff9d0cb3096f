"""What a layout says: where the table is, what its columns are, what each row becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints, model_validator

from muster.exchange.layouts.templates import Constant, Template, template

CELL = "cell"
"""In the templates of a matrix: the number in the cell itself."""

_Text = Annotated[str, StringConstraints(strict=True)]
_Filled = Annotated[str, StringConstraints(strict=True, min_length=1)]
_Letters = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{1,3}$")]
_RowNumber = Annotated[int, Field(strict=True, ge=1)]


def _constant(value: object) -> Constant:
    if isinstance(value, str | int | float | date) and not isinstance(value, datetime):
        return value
    raise ValueError("write a text, a number, true or false, or a day")


_Constant = Annotated[Constant, PlainValidator(_constant)]


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Part(BaseModel):
    """A part of a layout: no key beyond those defined."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Form(StrEnum):
    """How a table is built."""

    ROWS = "rows"
    MATRIX = "matrix"


class ReadAs(StrEnum):
    """What a value is read as."""

    TEXT = "text"
    ID = "id"
    COUNTRY = "country"
    DAY = "day"
    NUMBER = "number"


class Reading(Part):
    """How a value is read: as what, and which of our words stand for theirs."""

    read_as: ReadAs = Field(ReadAs.TEXT, alias="as", description="text, id, country, day or number")
    values: Mapping[str, _Text] = Field({}, description="our words for theirs")
    others: Literal["fault", "keep", "empty"] = Field("fault", description="what is done with a value not in values")
    after: _Text = Field("", description="the text after which the value begins")
    month: Literal["", "first", "last"] = Field("", description="the day that a month alone stands for")


class Source(Reading):
    """Where a value comes from: a column, by its heading or letters; one cell; or what the layout itself says."""

    heading: _Filled | None = Field(None, description="the heading of the column")
    column: _Letters | None = Field(None, description="the letters of the column")
    cell: Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{1,3}[1-9]\d*$")] | None = Field(
        None, description="one cell, such as B2"
    )
    constant: _Constant | None = Field(None, description="the value itself")
    fill_down: bool = Field(default=False, strict=True, description="an empty cell takes the value above it")

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        given = [name for name in ("heading", "column", "cell", "constant") if getattr(self, name) is not None]
        if len(given) != 1:
            message = f"{' and '.join(given) or 'nothing'} is given: give one of heading, column, cell, constant"
            raise ValueError(message)
        return self


def _source(value: object) -> object:
    return {"heading": value} if isinstance(value, str) else value


class Skip(Part):
    """Rows that are left out: those with a text in a column."""

    column: _Filled = Field(description="the name of the column, as in [columns]")
    text: _Filled | None = Field(None, description="the whole text of the cell")
    begins: _Filled | None = Field(None, description="how the text of the cell begins")

    @model_validator(mode="after")
    def _by_one_text(self) -> Self:
        if (self.text is None) == (self.begins is None):
            raise ValueError("give either text or begins")
        return self


class Place(Part):
    """Where the table stands."""

    name: _Filled | None = Field(None, description="the sheet; the first one where left out")
    headings: Annotated[tuple[_RowNumber, ...], BeforeValidator(_several)] = Field(
        (), description="the number of the row with the headings, or of several rows"
    )
    find: tuple[_Filled, ...] = Field((), description="texts by which the row with the headings is found")
    skip: tuple[Skip, ...] = Field((), description="rows that are left out")


class Across(Reading):
    """A row of headings over a matrix."""

    row: _RowNumber = Field(description="the number of the row")
    merged: bool = Field(default=True, strict=True, description="an empty heading takes the one on its left")


class Matrix(Part):
    """Where the numbers of a matrix stand, and what stands over them."""

    first: _Letters = Field(alias="from", description="the letters of the first column of numbers")
    last: _Letters | None = Field(None, alias="until", description="the letters of the last column of numbers")
    skip: tuple[_Filled, ...] = Field((), description="headings whose columns are left out")
    headings: Mapping[str, Across] = Field(description="the rows of headings, each under a name")


class Making(Part):
    """Cells of a row that is made, by the names of our columns."""

    cells: Mapping[str, _Constant] = Field({}, description="our columns")

    @classmethod
    def own_keys(cls) -> frozenset[str]:
        """The keys that are not columns."""
        return frozenset(cls.model_fields) - {"cells"}

    @classmethod
    def own_columns(cls) -> frozenset[str]:
        """The columns that follow from its keys."""
        return frozenset()

    @model_validator(mode="before")
    @classmethod
    def _columns_apart(cls, data: Any) -> Any:  # noqa: ANN401 - what a file holds
        if not isinstance(data, dict):
            return data
        own = {key: value for key, value in data.items() if key in cls.own_keys()}
        return own | {"cells": {key: value for key, value in data.items() if key not in own}}

    @property
    def templates(self) -> dict[str, Template]:
        """The templates of its cells, by our columns."""
        return {name: template(text) for name, text in self.cells.items()}


class Make(Making):
    """What a row becomes: one row of one of our tables."""

    table: _Filled = Field(description="one of our tables")
    if_absent: bool = Field(default=False, strict=True, description="only where the book has no such thing yet")
    only_if: _Text = Field("", description="a template; no row is made where it is empty")


class Complete(Making):
    """The declaration that the tables are complete, each as of its day; other keys are columns of the statements."""

    series: _Filled = Field(description="the id of the series")
    on: _Filled = Field(description="a template: the day as of which a table is complete")
    statement: _Filled = Field(description="a template: the id of the statement of a table")

    @classmethod
    def own_columns(cls) -> frozenset[str]:
        """The columns of the statements that follow from its keys."""
        return frozenset({"id", "series", "complete_on"})


class Layout(Part):
    """A layout, sound in itself; ``source`` is its file, or its name where it comes with Muster."""

    source: str
    about: _Text = Field("", description="what it reads")
    form: Form = Field(description="rows or matrix")
    sheet: Place = Field(Place(), description="where the table stands")
    locale: _Text = Field("", description="how numbers and dates are written, such as de or en-GB")
    blank: tuple[_Filled, ...] = Field((), description="texts that mean an empty cell")
    marking: _Text = Field("", description="who may see what is read")
    columns: Mapping[str, Annotated[Source, BeforeValidator(_source)]] = Field({}, description="their columns")
    matrix: Matrix | None = Field(None, description="for form matrix")
    names: Mapping[str, _Filled] = Field({}, description="members for names that are no country's, or several")
    complete: Complete | None = Field(None, description="for tables that are complete")
    makes: tuple[Make, ...] = Field(description="what each row becomes", min_length=1)

    @property
    def known_names(self) -> tuple[str, ...]:
        """The names that its templates may use."""
        across = (*self.matrix.headings, CELL) if self.matrix else ()
        return (*self.columns, *across)


NAME = re.compile(r"[^\W\d]\w*")
"""How a name of a column in a layout is written."""
