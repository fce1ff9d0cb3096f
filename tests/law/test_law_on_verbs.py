"""The law on every verb of the command: what it prints, how it leaves, what it writes."""

import json
from pathlib import Path

import pytest

from muster.cli import app
from muster.core.days import instant_text
from tests.counts import COUNTS
from tests.law.books import draw_pair
from tests.law.moves import NOW
from tests.law.questions import differences
from tests.law.verbs import BOOK, FOR_THE_SECRETARIAT, READING, WRITING, answer_to_one, answers_of, put_in_file, run

FIRST = 100_000
"""Other books than those of the law on snapshots."""

AT_A_TIME = 10
"""So many pairs of books make one test, so that the workers of xdist can share them."""


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNTS["law_verbs"]))
def test_the_verbs_tell_a_viewer_of_two_books_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = draw_pair(seed)
    real_ids = sorted(pair.books[0].ids.values())
    answers = []
    for side, written in enumerate(pair.books):
        put_in_file(written, tmp_path / str(side))
        answers.append(answers_of(monkeypatch, tmp_path / str(side), pair, real_ids))
    found = differences(*answers)
    assert not found, f"seed {seed}, seen by {pair.eyes.viewer}:\n" + "\n".join(found[:3])


@pytest.mark.parametrize("first", range(0, COUNTS["random_books"], AT_A_TIME))
def test_of_many_books_one_verb_each_tells_a_program_the_same(
    first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(FIRST + first, FIRST + first + AT_A_TIME):
        pair = draw_pair(seed)
        real_ids = sorted(pair.books[0].ids.values())
        answers = []
        for side, written in enumerate(pair.books):
            folder = tmp_path / f"{seed}-{side}"
            put_in_file(written, folder)
            answers.append(answer_to_one(monkeypatch, folder, pair, real_ids))
        found = differences(*answers)
        assert not found, f"seed {seed}, seen by {pair.eyes.viewer}:\n" + "\n".join(found[:3])


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 3))
def test_a_plan_names_nothing_hidden_and_its_head_for_those_alone_who_see_all(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = draw_pair(seed)
    put_in_file(pair.books[0], tmp_path / "book")
    monkeypatch.chdir(tmp_path / "book")
    monkeypatch.setenv("MUSTER_NOW", instant_text(NOW))
    plans = {}
    for viewer in ("secretariat", "auditor", pair.eyes.viewer):
        printed = run(monkeypatch, "allocate", BOOK, "--json", "--viewer", viewer)
        assert printed.startswith("exit code 0\n")
        plans[viewer] = printed.removeprefix("exit code 0\n").removesuffix("---\n")
    head = pair.books[0].ledger.head()
    assert json.loads(plans["secretariat"])["head"] == {"seq": head.seq, "hash": head.hash}
    assert json.loads(plans["auditor"]) == json.loads(plans["secretariat"]) | {"viewer": "auditor"}
    seen = plans[pair.eyes.viewer]
    assert json.loads(seen)["head"] is None
    assert [one for one in (head.hash, *pair.hidden_ids) if f'"{one}"' in seen or f'"{one} ' in seen] == []


def test_no_verb_is_forgotten() -> None:
    verbs = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert verbs == READING | WRITING | FOR_THE_SECRETARIAT


def test_a_verb_that_takes_no_viewer_is_for_the_secretariat() -> None:
    """Whoever takes a viewer keeps the law; whoever takes none is no verb for viewers."""
    with_viewer = {
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback is not None and "viewer" in command.callback.__annotations__
    }
    assert with_viewer == READING | WRITING
