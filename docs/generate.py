"""Writes the reference pages from the code, so that they cannot be stale.

    python docs/generate.py        writes docs/reference/generated

Sphinx calls it before every build. ``undocumented`` names what has no help, no meaning or no page.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import typer

import muster
from muster.cli import app
from muster.core import errors
from muster.core.limits import NO_LIMITS
from muster.exchange.columns import DATED_KINDS, Column, columns_of, table_kinds
from muster.exchange.numbers import LOCALES
from muster.ledger.checks import CHECKS
from muster.settings import Settings

DOCS = Path(__file__).resolve().parent
SOURCE = Path(muster.__file__).resolve().parent
PROBLEM_PAGES = DOCS / "reference" / "problems"
PROBLEM_LIST = DOCS / "reference" / "reading-problems.md"
MADE = "% This page is made from the code by docs/generate.py; do not edit it.\n\n"

WIDEST = 90
"""A signature that is longer takes several lines."""

_SHARED = ("valid_from", "valid_last", "statement", "marking", "on_behalf_of", "corrects", "sequence")


def write(folder: Path) -> None:
    """Write every generated page; a page that has not changed is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The generated pages, by name."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "verbs": verbs_page,
        "settings": settings_page,
        "columns": columns_page,
        "problems": problems_page,
        "python": python_page,
    }
    return {name: MADE + "\n".join(lines()) + "\n" for name, lines in made.items()}


def undocumented() -> list[str]:
    """A sentence for everything that a user can meet and that is documented nowhere."""
    return [
        *_verbs_without_help(),
        *(f"the setting {one.name} has no meaning" for one in dataclasses.fields(Settings) if not _meaning(one)),
        *_columns_without_meaning(),
        *_problems_without_page(),
        *_names_without_docstring(),
    ]


# The command.


def verbs() -> dict[str, typing.Any]:
    """The commands of ``muster``, by name, in the order of its help."""
    group = typing.cast("typing.Any", typer.main.get_command(app))
    return dict(group.commands)


def verbs_page() -> Iterator[str]:
    """The page on the verbs."""
    yield "# Verbs of the command\n"
    yield "`muster VERB --help` prints the same. The exit code is 0 when the work is done, 1 when it was refused or"
    yield "failed (a sentence on standard error says why), 2 when the data has problems and nothing was recorded, 130"
    yield "when it was stopped, and 141 when the reader of a pipe had left. A wrong option is also 2.\n"
    yield "| verb | |\n|---|---|"
    for name, verb in verbs().items():
        yield f"| [`{name}`](#{name}) | {_cell(verb.help)} |"
    for name, verb in verbs().items():
        shown = [one for one in verb.params if one.name != "help"]
        yield f"\n## {name}\n\n{verb.help}\n"
        arguments = " ".join(_argument(one) for one in shown if one.param_type_name == "argument")
        yield f"    muster {name} {arguments} [OPTIONS]\n"
        yield "| argument or option | meaning | where it is not given |\n|---|---|---|"
        for one in shown:
            yield f"| `{_called(one)}` | {_cell(one.help)} | {_default(one)} |"


def _argument(one: typing.Any) -> str:  # noqa: ANN401 - typer's own parameter
    name = one.metavar or str(one.name).upper()
    name = name if one.nargs == 1 or name.endswith("…") else f"{name}…"
    return name if one.required else f"[{name}]"


def _called(one: typing.Any) -> str:  # noqa: ANN401 - likewise
    if one.param_type_name == "argument":
        return _argument(one)
    value = "" if one.is_flag else f" {one.metavar or str(one.name).strip('_').upper()}"
    return f"{one.opts[0]}{value}"


def _default(one: typing.Any) -> str:  # noqa: ANN401 - likewise
    parts = [f"the variable `{one.envvar}`"] if one.envvar else []
    if one.required:
        parts.append("it is needed")
    elif one.default not in (None, "", False):
        parts.append(f"`{one.default}`")
    return ", or else ".join(parts)


def _verbs_without_help() -> Iterator[str]:
    for name, verb in verbs().items():
        if not verb.help:
            yield f"the verb {name} has no help"
        for one in verb.params:
            if not one.help:
                yield f"{one.name} of the verb {name} has no help"


# Settings.


def settings_page() -> Iterator[str]:
    """The page on the settings."""
    yield "# Settings\n"
    yield "Settings are read from the environment. There is no settings file.\n"
    yield "| variable | meaning | default |\n|---|---|---|"
    for one in dataclasses.fields(Settings):
        default = f"`{one.default}`" if one.default not in ("", None) else "not set"
        yield f"| `MUSTER_{one.name.upper()}` | {_cell(_meaning(one))} | {default} |"
    for variable, used in sorted(_variables_of_the_command().items()):
        if variable not in {f"MUSTER_{one.name.upper()}" for one in dataclasses.fields(Settings)}:
            yield f"| `{variable}` | the command only: stands in for {used} where it is not given | not set |"


def _variables_of_the_command() -> dict[str, str]:
    found = {}
    for verb in verbs().values():
        for one in verb.params:
            if one.envvar:
                found[str(one.envvar)] = f"`{_called(one)}`"
    return found


def _meaning(setting: dataclasses.Field[typing.Any]) -> str:
    return str(setting.metadata.get("meaning", ""))


# Columns.


def columns_page() -> Iterator[str]:
    """The page on the columns of every table."""
    yield "# Tables and their columns\n"
    yield "A workbook has a sheet, and a folder of CSV a file, for each of these tables. The names of tables and"
    yield "columns are the same in both, in what `muster record` and `muster correct` take as COLUMN=VALUE, and in an"
    yield "export. How a cell is read stands in [cells](../cells.md). **Needed** means that every thing of the kind"
    yield "needs it, though not in each row: a later row states only what changes.\n"
    yield "| table | one row is |\n|---|---|"
    for kind in table_kinds():
        yield f"| [`{kind.table}`](#{kind.table}) | {_cell(_first_paragraph(kind.record))} |"
    yield "\n## In every table\n"
    yield "These columns stand at the end of each table. In `steps` and `caps` the column `valid_from` is needed.\n"
    yield from _columns_table(one for one in columns_of(table_kinds()[0]) if one.name in _SHARED)
    for kind in table_kinds():
        yield f"\n## {kind.table}\n\n{_first_paragraph(kind.record)} Kind: `{kind.name}`.\n"
        yield from _columns_table(one for one in columns_of(kind) if one.name not in _SHARED)
        if kind.name in DATED_KINDS:
            yield "\n`valid_from` is needed: the first day on which the row holds."
    yield "\n## Locales\n"
    yield "`--locale` takes one of these, or one that begins like one of them (`de_AT` is read as `de`).\n"
    yield "| locale | a number | day and month |\n|---|---|---|"
    for name, one in sorted(LOCALES.items()):
        order = {True: "day first", False: "month first", None: "must be told by the date itself"}[one.day_first]
        yield f"| `{name}` | `1{one.thousands}234{one.decimal}5` | {order} |"


def _columns_table(columns: Iterable[Column]) -> Iterator[str]:
    yield "| column | holds | meaning |\n|---|---|---|"
    for one in columns:
        meaning = _cell(one.meaning)
        if any(choice not in one.meaning for choice in one.choices):
            listed = ", ".join(f"`{choice}`" for choice in one.choices)
            meaning += f". One of: {listed}"
        if one.limits != NO_LIMITS:
            meaning += f". Can be {one.limits}"
        if one.ref and one.ref != "entry":
            meaning += f". Names a row of [`{_table_of(one.ref)}`](#{_table_of(one.ref)})"
        if one.required:
            meaning += ". **Needed**"
        unit = f", in {one.unit}" if one.unit else ""
        yield f"| `{one.name}` | {one.form}{unit} | {meaning} |"


def _table_of(kind: str) -> str:
    return next(one.table for one in table_kinds() if one.name == kind)


def _columns_without_meaning() -> Iterator[str]:
    for kind in table_kinds():
        for column in columns_of(kind):
            if not column.meaning:
                yield f"the column {column.name} of {kind.table} has no meaning"


# Problems.


def problems_page() -> Iterator[str]:
    """The index of all problems."""
    checks = {check.name for check in CHECKS}
    yield "# Problems\n"
    yield "A *problem* is a fault in data: it has a name, a place, a sentence, and a way to mend it. All problems of a"
    yield "batch are reported at once. A problem found while reading or recording hinders the recording; one found by"
    yield "a check hinders nothing.\n"
    yield "## Found by a check\n"
    yield "`muster check` prints them, and `muster status` counts them. The page of each shows the smallest book that"
    yield "has it.\n"
    yield "| problem | what the check finds |\n|---|---|"
    for check in CHECKS:
        yield f"| {_linked(check.name)} | {_cell(check.meaning)} |"
    yield "\n## Found while reading or recording\n"
    yield "| problem | what is wrong |\n|---|---|"
    meanings = {name: _first_sentence(name) for name in problem_pages() if name not in checks} | listed_problems()
    for name, meaning in sorted(meanings.items()):
        yield f"| {_linked(name)} | {_cell(meaning)} |"


def problem_pages() -> list[str]:
    """The problems that have a page of their own."""
    return sorted({path.stem for path in PROBLEM_PAGES.glob("*.md")} - {"index"})


def _linked(name: str) -> str:
    page = f"../problems/{name}.md" if name in problem_pages() else "../reading-problems.md"
    return f"[`{name}`]({page})"


def _first_sentence(name: str) -> str:
    text = (PROBLEM_PAGES / f"{name}.md").read_text(encoding="utf-8")
    paragraph = " ".join(text.split("\n\n")[1].split())
    return re.split(r"(?<=\.) (?=[A-Z])", paragraph)[0]


def problems_in_code() -> dict[str, str]:
    """The name of every problem that the source can report, each with a place where it is made."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            first = node.args[0] if node.args else None
            if node.func.id in ("Problem", "Fault", "Check") and isinstance(first, ast.Constant):
                found.setdefault(str(first.value), f"{path.relative_to(SOURCE)}:{node.lineno}")
    return found


def listed_problems() -> dict[str, str]:
    """The problems that the page on reading and recording explains, with the explanation's first sentence."""
    text = PROBLEM_LIST.read_text(encoding="utf-8") if PROBLEM_LIST.exists() else ""
    rows = re.findall(r"^\| `([a-z_0-9]+)` \| ([^|]+) \|", text, flags=re.MULTILINE)
    return {name: meaning.strip() for name, meaning in rows}


def _problems_without_page() -> Iterator[str]:
    checks = {check.name for check in CHECKS}
    pages, listed, made = problem_pages(), listed_problems(), problems_in_code()
    for name in sorted(checks - set(pages)):
        yield f"the problem {name} of a check has no page in {PROBLEM_PAGES.relative_to(DOCS)}"
    for name, where in sorted(made.items()):
        if name not in checks and name not in listed and name not in pages:
            yield f"the problem {name} ({where}) is not in {PROBLEM_LIST.relative_to(DOCS)}"
    for name in sorted((set(listed) | set(pages)) - set(made)):
        yield f"the problem {name} is explained, but made nowhere"


# Python.


def python_page() -> Iterator[str]:
    """The page on the public names and on what they return."""
    yield "# Python\n"
    yield "```python\nimport muster\n```\n"
    yield "The names on this page, and the records behind the tables (in `muster.core`), are public. The rest may"
    yield "change without notice. How they are used: [from Python](../../how-to/python.md).\n"
    for name in muster.__all__:
        value = getattr(muster, name)
        yield f"## muster.{name}\n"
        yield from _described(value, f"muster.{name}")
        if inspect.isclass(value):
            yield from _members(value)
    yield "## What the methods take and return\n"
    yield "All of it is frozen. Amounts are whole numbers in the smallest unit of a capability. Periods are"
    yield "closed-open: `end` is the day after the last, and `last` gives the last. `--json` prints the same fields,"
    yield "with a period as `from` and `last`.\n"
    for one in sorted(returned(), key=lambda found: found.__name__):
        yield f"### {one.__name__}\n"
        yield f"In `{one.__module__}`.\n"
        yield from _described(one, one.__name__)
        yield from _fields(one)
        yield from _members(one)
    yield "## Errors\n"
    yield "Every failure on purpose is a `MusterError` whose text is one sentence for a person.\n"
    yield "| error | is a | |\n|---|---|---|"
    for error in _errors():
        base = error.__mro__[1].__name__
        yield f"| `{error.__name__}` | `{base}` | {_cell(_first_paragraph(error))} |"


def returned() -> set[type]:
    """The classes of ours that the methods of Book take and return, and those inside them."""
    found: set[type] = set()
    waiting = [(method.__module__, str(inspect.signature(method))) for _, method in _public(muster.Book)]
    while waiting:
        module, hints = waiting.pop()
        for one in {one for word in re.findall(r"[A-Z]\w+", hints) for one in _meant(word, module)} - found:
            found.add(one)
            waiting.extend((one.__module__, str(hint)) for hint in one.__annotations__.values())
    return found


def _meant(word: str, module: str) -> tuple[type, ...]:
    """The frozen classes of ours that a word means in a module: one, those of an alias, or none."""
    value = vars(sys.modules[module]).get(word, _results().get(word))
    classes = typing.get_args(value) if isinstance(value, types.UnionType) else (value,)
    return tuple(one for one in classes if inspect.isclass(one) and _is_ours(one))


def _is_ours(one: type) -> bool:
    """Whether it is a frozen class of ours that has no heading of its own."""
    is_frozen = dataclasses.is_dataclass(one) or issubclass(one, tuple)
    return is_frozen and one.__module__.startswith("muster.") and one.__name__ not in muster.__all__


@cache
def _results() -> dict[str, type]:
    """Every frozen class of ours, by name: those of the engine before those of other rooms."""
    known: dict[str, type] = {}
    modules = sorted(name for name in sys.modules if name.startswith("muster."))
    for name in sorted(modules, key=lambda name: not name.startswith(("muster.engine", "muster.ledger"))):
        for one in vars(sys.modules[name]).values():
            if inspect.isclass(one) and one.__module__ == name and _is_ours(one):
                known.setdefault(one.__name__, one)
    return known


def _described(value: typing.Any, name: str) -> Iterator[str]:  # noqa: ANN401 - a class or a function
    if inspect.isfunction(value):
        yield f"```python\n{name}{_signature(value)}\n```\n"
    yield f"{_markdown(inspect.getdoc(value))}\n"
    if inspect.isclass(value) and issubclass(value, Enum):
        yield f"Values: {', '.join(f'`{one.value}`' for one in value)}.\n"


def _members(value: type) -> Iterator[str]:
    if issubclass(value, Enum):
        return
    for name, method in _public(value):
        is_property = isinstance(inspect.getattr_static(value, name), property)
        hint = inspect.signature(method).return_annotation
        shown = f"{name}: {_hint(hint)}" if is_property else f"{name}{_signature(method)}"
        yield f"```python\n{shown}\n```\n"
        yield f"{_markdown(inspect.getdoc(method))}\n"


def _fields(value: type) -> Iterator[str]:
    hints = value.__annotations__
    yield "| field | type |\n|---|---|"
    for name, hint in hints.items():
        if not name.startswith("_"):
            yield f"| `{name}` | `{_cell(_hint(hint))}` |"
    yield ""


def _public(value: type) -> Iterator[tuple[str, Callable[..., object]]]:
    ours = [one for one in reversed(value.__mro__) if one.__module__.startswith("muster")]
    for name, member in {name: member for one in ours for name, member in vars(one).items()}.items():
        if name.startswith("_"):
            continue
        inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if inspect.isfunction(inner):
            yield name, inner


def _signature(function: Callable[..., object]) -> str:
    signature = inspect.signature(function)
    parts: list[str] = []
    for one in signature.parameters.values():
        if one.name in ("self", "cls"):
            continue
        if one.kind is one.KEYWORD_ONLY and not any(part.startswith("*") for part in parts):
            parts.append("*")
        stars = "*" if one.kind is one.VAR_POSITIONAL else ""
        default = "" if one.default is one.empty else f" = {_default_value(one.default)}"
        parts.append(f"{stars}{one.name}: {_hint(one.annotation)}{default}")
    result = f" -> {_hint(signature.return_annotation)}"
    line = f"({', '.join(parts)}){result}"
    if len(line) < WIDEST:
        return line
    return "(\n" + "".join(f"    {part},\n" for part in parts) + f"){result}"


def _default_value(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)


def _hint(hint: object) -> str:
    """An annotation as it is written in the source."""
    if isinstance(hint, typing.ForwardRef):
        return hint.__forward_arg__
    return hint if isinstance(hint, str) else inspect.formatannotation(hint)


def _errors() -> Iterator[type[Exception]]:
    for one in vars(errors).values():
        if inspect.isclass(one) and issubclass(one, errors.MusterError):
            yield one


def _names_without_docstring() -> Iterator[str]:
    for name in muster.__all__:
        if not inspect.getdoc(getattr(muster, name)):
            yield f"muster.{name} has no docstring"
    for one in [muster.Book, *returned()]:
        for name, method in _public(one):
            if not inspect.getdoc(method):
                yield f"{one.__name__}.{name} has no docstring"


# Texts.


def _first_paragraph(value: object) -> str:
    return " ".join(_markdown(inspect.getdoc(value)).split("\n\n")[0].split())


def _markdown(docstring: str | None) -> str:
    """A docstring as Markdown: double backticks become single ones, roles the name that they name."""
    text = docstring or ""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text)
    return text.replace("``", "`")


def _cell(text: str | None) -> str:
    """A text in a cell of a table."""
    return " ".join((text or "").replace("|", "\\|").split())


if __name__ == "__main__":
    write(DOCS / "reference" / "generated")
    for told in undocumented():
        print(told, file=sys.stderr)
