"""JSON Lines: a whole book, to the byte; for others what they see."""

import json
from pathlib import Path

from muster.exchange.formats import write_export
from muster.exchange.jsonl import read_entries
from muster.ledger.ledger import Ledger
from muster.ledger.memory import MemoryStore
from tests.builders import BY, draft, relief, step


def test_a_whole_book_moves_to_the_byte(tmp_path: Path) -> None:
    desk = relief()
    person = desk.one(draft("person", "jo", name="Jo"))
    desk.ledger.redact(person.id, BY, "asked for")
    entries, problems = read_entries(write_export(desk.snapshot(), tmp_path / "out.jsonl"))
    assert (entries, problems) == (list(desk.entries()), [])
    moved = Ledger(MemoryStore())
    moved.adopt(entries)
    assert moved.head() == desk.ledger.head()


def test_another_viewer_gets_what_it_sees_and_nothing_of_the_chain(tmp_path: Path) -> None:
    desk = relief()
    desk.put(step("C1", "pledged", "2026-01-01", 60), draft("place", "P", name="Secret place", marking=("chair",)))
    write_export(desk.snapshot(viewer="FRA"), tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    values = [json.loads(line) for line in lines]
    assert len(values) == len(desk.seen("FRA"))
    assert "Secret place" not in "".join(lines)
    assert not {key for value in values for key in value} & {"salt", "hash", "payload_digest", "origin", "marking"}
    _, problems = read_entries(tmp_path / "out.jsonl")
    assert str(problems[0]) == (
        "out.jsonl:1: the line is no entry of a whole book (KeyError: 'payload_digest'); export it again as the "
        "secretariat, or take the book's own file"
    )


def test_lines_that_are_no_entries_are_named(tmp_path: Path) -> None:
    desk = relief()
    path = write_export(desk.snapshot(), tmp_path / "out.jsonl")
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    bad = tmp_path / "bad.jsonl"
    texts = ["{", "[]", first.replace('"v":1', '"v":2'), second.replace('"kind":"person"', '"kind":7'), first]
    bad.write_text("\n".join(texts) + "\n", encoding="utf-8")
    entries, problems = read_entries(bad)
    assert entries == list(desk.entries()[:1])
    assert [problem.where for problem in problems] == ["bad.jsonl:1", "bad.jsonl:2", "bad.jsonl:3", "bad.jsonl:4"]
    assert read_entries(tmp_path / "none.jsonl")[1][0].name == "unreadable"
