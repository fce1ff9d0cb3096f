"""The rules of the house that no other tool checks: sizes, documentation, annotations, the set-up files."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "muster"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "examples" not in path.relative_to(SOURCE).parts)
LOCKS = ("run.txt", "dev.txt", "lowest.txt")

MODULE_LINES = 500
FUNCTION_LINES = 70
BOOK_LINES = 300
BOOK_METHOD_LINES = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef

every_module = pytest.mark.parametrize(
    "module", [pytest.param(path, id=path.relative_to(SOURCE).as_posix()) for path in MODULES]
)


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def decorators(node: Documented) -> set[str]:
    """The last names of its decorators: `override` for @typing.override."""
    return {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in node.decorator_list}


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Documented]]:
    """Public functions and classes, with those inside public classes; not what repeats another's words."""
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            if not decorators(node) & {"overload", "override", "setter", "deleter"}:
                yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def names_assigned(node: ast.stmt) -> list[str]:
    match node:
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec"))):
            return []
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def undocumented_constants(text: str) -> list[str]:
    """Public names assigned in blocks of lines that hold no comment and no text of their own."""
    lines = text.splitlines()
    bare = []
    for node in ast.parse(text).body:
        if names := [name for name in names_assigned(node) if not name.startswith("_")]:
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            while first > 0 and lines[first - 1].strip():
                first -= 1
            while last < len(lines) and lines[last].strip():
                last += 1
            block = lines[first:last]
            if not any(line.startswith(("#", '"""')) or "  # " in line for line in block):
                bare += names
    return bare


@every_module
def test_a_module_fits_on_few_screens(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@every_module
def test_a_function_fits_on_one_screen(module: Path) -> None:
    assert [
        f"{node.name}: {length(node)}" for node in functions(tree_of(module)) if length(node) > FUNCTION_LINES
    ] == []


@every_module
def test_a_module_says_what_it_is(module: Path) -> None:
    assert ast.get_docstring(tree_of(module))


@every_module
def test_public_names_are_documented(module: Path) -> None:
    assert [name for name, node in public(tree_of(module).body) if not ast.get_docstring(node)] == []


@every_module
def test_public_constants_are_documented(module: Path) -> None:
    assert undocumented_constants(module.read_text(encoding="utf-8")) == []


@every_module
def test_every_function_is_annotated(module: Path) -> None:
    bare = []
    for node in functions(tree_of(module)):
        given = node.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        bare += [
            f"{node.name}({argument.arg})"
            for argument in named
            if argument and not argument.annotation and argument.arg not in {"self", "cls"}
        ]
        if node.returns is None:
            bare.append(f"{node.name} ->")
    assert bare == []


@pytest.mark.parametrize("module", ["book/__init__.py", "book/asking.py"])
def test_the_book_only_delegates(module: str) -> None:
    book = SOURCE / module
    assert len(book.read_text(encoding="utf-8").splitlines()) < BOOK_LINES
    long = []
    for node in functions(tree_of(book)):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 > BOOK_METHOD_LINES:
            long.append(node.name)
    assert long == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_no_address(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    lawful = re.compile(r"#.*|[a-z0-9.-]+==[0-9][^ ]* \\| {4}--hash=sha256:[0-9a-f]{64}( \\)?| {4}#.*")
    assert [line for line in lines if not lawful.fullmatch(line) or "://" in line] == []
    for line, following in itertools.pairwise(lines):
        assert "==" not in line or "--hash=" in following, line


def test_the_front_page_names_every_system_package() -> None:
    packages = (ROOT / "requirements" / "apt.txt").read_text(encoding="utf-8").strip()
    assert f"sudo apt-get install {packages}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
