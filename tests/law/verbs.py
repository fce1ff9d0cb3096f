"""The verbs of the command as a viewer types them, in one process, on books in files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

import pytest

from muster.book import Book
from muster.cli import main
from muster.core.days import instant_text
from muster.ledger.ledger import Ledger, Surroundings
from muster.ledger.snapshot import Snapshot
from muster.ledger.sql.sqlite import SqliteStore
from tests.law.books import Pair, Written
from tests.law.moves import NOW
from tests.law.questions import Answers, typed_ids

BOOK = "law.muster"
CSV = "typed"

READING = frozenset({"status", "coverage", "gaps", "log", "check", "head", "export", "allocate", "why", "scenario"})
WRITING = frozenset({"read", "record", "correct", "undo", "mark"})
FOR_THE_SECRETARIAT = frozenset({"init", "template", "layout", "demo", "migrate", "redact", "copy", "prove"})
"""The verbs that make a book, concern none, or look at one with the secretariat's eyes alone: they take no viewer."""

_CORRECTED = {"step": "quantity=61", "contribution": "words=corrected", "cap": "reason=corrected"}


def put_in_file(written: Written, folder: Path) -> None:
    """The book in a file, entry for entry."""
    folder.mkdir()
    store = SqliteStore(folder / BOOK, create=True)
    Ledger(store, Surroundings()).adopt(written.ledger.store.entries())
    store.close()


def run(patch: pytest.MonkeyPatch, *words: str) -> str:
    """What the command prints, to whom, and its exit code."""
    patch.setattr("sys.argv", ["muster", *words])
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code
    return f"exit code {code}\n{out.getvalue()}---\n{err.getvalue()}"


def answers_of(patch: pytest.MonkeyPatch, folder: Path, pair: Pair, real_ids: list[str]) -> Answers:
    """What the verbs answer in a folder that holds a book: the same words are typed in each."""
    _surround(patch, folder)
    answers: Answers = {}
    for words in _typed(folder, pair, real_ids):
        answers |= _answer(patch, pair, words, len(answers))
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith(BOOK):
            answers[f"file {file.relative_to(folder)}"] = file.read_bytes().decode("latin-1")
    return answers


def answer_to_one(patch: pytest.MonkeyPatch, folder: Path, pair: Pair, real_ids: list[str]) -> Answers:
    """What one verb answers to a program, drawn from all that could be typed."""
    _surround(patch, folder)
    typed = [words for words in _typed(folder, pair, real_ids) if "--json" in words]
    verb = Random(f"{pair.seed} one verb").choice(sorted({words[0] for words in typed}))
    return _answer(patch, pair, Random(pair.seed).choice([words for words in typed if words[0] == verb]), 0)


def _surround(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.chdir(folder)
    patch.setenv("MUSTER_NOW", instant_text(NOW))
    patch.setenv("COLUMNS", "110")
    patch.setattr("secrets.token_hex", lambda count: "ab" * count)  # the random source, on which both books agree


def _typed(folder: Path, pair: Pair, real_ids: list[str]) -> Iterator[list[str]]:
    yield from _reading(folder, pair)
    yield from _writing(folder, pair, real_ids)
    yield from _reading_again(folder)


def _answer(patch: pytest.MonkeyPatch, pair: Pair, words: list[str], number: int) -> Answers:
    verb, *rest = words
    typed = [verb, BOOK, *rest, "--viewer", pair.eyes.viewer]
    return {f"{number:03} muster {' '.join(typed)}": run(patch, *typed)}


def _seen(folder: Path, viewer: str) -> Book:
    return Book(SqliteStore(folder / BOOK), Surroundings(clock=lambda: NOW), viewer)


def _reading(folder: Path, pair: Pair) -> Iterator[list[str]]:
    """Every verb that looks, for a program and for a person."""
    random = Random(f"{pair.seed} verbs")
    with _seen(folder, pair.eyes.viewer) as book:
        snapshot = book.snapshot()
    subjects = random.sample(sorted({entry.subject for entry in snapshot.entries}), 2)
    lines = snapshot.ids("requirement")[:1]
    for json in ([], ["--json"]):
        yield ["status", *json]
        yield ["gaps", "--known", "2026-02-10", "--firmness", "indicated", *json]
        yield ["coverage", *json]
        yield from (["coverage", "--line", line, *json] for line in lines)
        yield ["allocate", *json]
        yield ["allocate", "--known", "2026-02-10", "--firmness", "indicated", "--all", *json]
        yield ["allocate", "--afresh", *json]
        yield ["allocate", "--assume", "conditions_fail", "--assume", "declared_only", *json]
        yield from (["why", line, *json] for line in lines)
        yield from (["scenario", "--leaves", member, *json] for member in snapshot.ids("member")[:1])
        yield ["check", *json]
        yield from (["log", subject, *json] for subject in subjects)
        yield ["head", *json]
        yield ["check", "--head", "0" * 64, *json]
    for typed in random.sample(typed_ids(pair), 3):
        yield ["log", typed]
        yield ["coverage", "--line", typed, "--json"]
        yield ["scenario", *(word for of in ("leaves", "comes", "falls", "fails") for word in (f"--{of}", typed))]
        yield ["allocate", "--from", typed]
    for target in ("out.jsonl", "out", "out.xlsx"):
        yield ["export", target]
    yield ["export", "day", "--valid", "2026-02-01", "--json"]
    yield ["scenario", "--rank", "members", "--known", "2026-02-10", "--firmness", "indicated", "--json"]
    (folder / "what-if.toml").write_text(_what_if(snapshot, typed_ids(pair)))
    yield ["scenario", "--compare", "what-if.toml"]
    yield ["scenario", "--assume", "conditions_fail", "--assume", "declared_only", "--json"]
    yield ["allocate", "--period", "2026-01/2026-06", "--out", "plan.json", "--json"]


def _what_if(snapshot: Snapshot, typed: list[str]) -> str:
    """Suppositions of what the viewer sees, of each kind, or of what it may not see."""
    of = {"falls": "caveat", "fails": "condition"}
    seen = {key: snapshot.ids(kind)[-1:] for key, kind in of.items()}
    lines = [f'[{key}]\n{key} = ["{one}"]' for key, found in seen.items() for one in found]
    return "\n".join(lines or [f'[typed]\nleaves = ["{typed[0]}"]'])


def _writing(folder: Path, pair: Pair, real_ids: list[str]) -> Iterator[list[str]]:
    """Every verb that writes: about what is visible, hidden and unknown."""
    random = Random(f"{pair.seed} verbs that write")
    by = ["--by", pair.eyes.person if pair.eyes.member is not None else "PE1"]
    with _seen(folder, pair.eyes.viewer) as book:
        entries, contributions = book.snapshot().entries, book.snapshot().ids("contribution")[:1]
    hidden = random.sample(pair.hidden_ids, 2)
    member = pair.eyes.member or "ME1"
    said = ["--member", member, "--said", "pledged", "--words", "we shall"]
    yield ["record", "contribution", *said, "quantity=5", "--json", *by]
    yield ["record", "contribution", *said, "quantity=5", "capability=CA1", "operation=OP1", *by]
    for one in hidden:
        yield ["record", "contribution", f"id={one}", f"member={member}", "words=ours", *by]
        yield ["record", "step", f"contribution={one}", "word=pledged", "quantity=6", "valid_from=2026-02-01", *by]
        yield ["record", "statement", f"id={one}", "said_on=2026-02", "words=ours", "--json", *by]
    for name in ("PL1", hidden[0], "NEW"):
        yield ["allocate", "--from", name]
        yield ["allocate", "--keep", name, *by]
    for one in (*contributions, *hidden):
        yield ["scenario", "--comes", one, "--record", "--json", *by]
    yield from _reading_files(folder, member, hidden[0], by)
    own = [entry for entry in entries if entry.recorded_by == by[1]][-4:]
    for number, entry in enumerate([*random.sample(entries, 2), *own]):
        yield ["mark", entry.id, "coalition", *by]
        if number % 2:
            yield ["correct", entry.id, _CORRECTED.get(entry.kind, "note=corrected"), "--json", *by]
        yield ["undo", entry.id, *by, *(["--json"] if number > 1 else [])]
    for real in real_ids[:1]:
        yield ["undo", real, *by]


def _reading_files(folder: Path, member: str, hidden: str, by: list[str]) -> Iterator[list[str]]:
    """A folder of tables: with a fault, without, once more, and with a correction."""
    tables = folder / CSV
    tables.mkdir()
    contributions, steps = tables / "contributions.csv", tables / "steps.csv"
    contributions.write_text(f"id,member,words,operation\nFROM-FILE,{member},ours,{hidden}\n")
    yield ["read", CSV, *by]
    contributions.write_text(f"id,member,words\nFROM-FILE,{member},ours\n{hidden},{member},ours\n")
    steps.write_text("contribution,word,quantity,valid_from\nFROM-FILE,pledged,50,2026-02-01\n")
    yield ["read", CSV, "--dry-run", "--json", *by]
    yield ["read", CSV, *by]
    yield ["read", CSV, "--json", *by]
    steps.write_text("contribution,word,quantity,valid_from\nFROM-FILE,pledged,60,2026-02-01\n")
    yield ["read", CSV, *by]
    yield ["read", CSV, "--correct", *by]
    yield ["log", "FROM-FILE", "--json"]


def _reading_again(folder: Path) -> Iterator[list[str]]:
    """What is seen of all that afterwards."""
    yield ["status", "--json"]
    yield ["allocate", "--json"]
    yield ["export", "afterwards.jsonl"]
