"""Suppositions as they are written: each change, each fault in a sentence, every fault at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from muster.core.assuming import Assumption
from muster.core.days import parse_day
from muster.core.errors import FaultyDataError, RefusedError, StorageError
from muster.core.firmness import Firmness
from muster.exchange.files import all_supposed
from muster.exchange.suppositions import EXAMPLES, KEYS, Supposition, read_suppositions, supposition
from muster.ledger.supposing import Comes, Fails, Falls, Leaves, Overruns, Slips
from tests.builders import Desk, dates, draft, relief, step

TODAY = parse_day("2026-07-01")
SEPTEMBER = parse_day("2026-09-01")


def written(**words: Sequence[str]) -> Supposition:
    return supposition("one", words, TODAY, "--")


def refused(**words: Sequence[str]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        written(**words)
    return str(caught.value).splitlines()


# ---- words


def test_each_change_is_written_with_its_subject_and_its_day() -> None:
    found = written(
        leaves=["FRA", "DEU=2026-09-01"],
        comes=["C-1", "C-2=2026-09-01"],
        slips=["C-3=60", "C-4=-5"],
        overruns=["P-1=30", "P-2=-5"],
        falls=["K-1", "K-2=2026-09-01"],
        fails=["IF-1", "IF-2=2026-09-01"],
    )
    assert found.changes == (
        Leaves("FRA", TODAY),
        Leaves("DEU", SEPTEMBER),
        Comes("C-1", TODAY),
        Comes("C-2", SEPTEMBER),
        Slips("C-3", 60),
        Slips("C-4", -5),
        Overruns("P-1", 30),
        Overruns("P-2", -5),
        Falls("K-1", TODAY),
        Falls("K-2", SEPTEMBER),
        Fails("IF-1", TODAY),
        Fails("IF-2", SEPTEMBER),
    )
    assert (found.name, found.rows, found.firmness) == ("one", (), None)


def test_rows_and_a_firmness_are_supposed_as_well() -> None:
    found = written(rows=["lift.xlsx", "more/steps.csv"], counts=["pledged"])
    assert (found.changes, found.rows) == ((), (Path("lift.xlsx"), Path("more/steps.csv")))
    assert found.firmness is Firmness.PLEDGED


def test_assumptions_are_supposed_as_well() -> None:
    assert written(assume=["conditions_fail", "declared_only"]).assumed == set(Assumption)


def test_every_key_has_an_example() -> None:
    assert EXAMPLES.keys() == set(KEYS)
    for key in KEYS:
        written(**{key: EXAMPLES[key].split(" or ")})


FAULTS: dict[str, tuple[str, str, str]] = {
    "no member": ("leaves", "", "it names nothing; write it as FRA or FRA=2026-09-01"),
    "no member on a day": ("leaves", "=2026-09-01", "it names nothing; write it as FRA or FRA=2026-09-01"),
    "no contribution": ("comes", "", "it names nothing; write it as C-12 or C-12=2026-09-01"),
    "no caveat": ("falls", "", "it names nothing; write it as CAVEAT-3 or CAVEAT-3=2026-09-01"),
    "no condition": ("fails", "", "it names nothing; write it as CONDITION-4 or CONDITION-4=2026-09-01"),
    "no day after the sign": (
        "leaves",
        "FRA=",
        "'' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
    ),
    "a month": ("leaves", "FRA=2026-09", "'2026-09' is a month; a day is needed here, such as 2026-09-30"),
    "two days": (
        "leaves",
        "FRA=2026-09-01=2026-10-01",
        "'2026-09-01=2026-10-01' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
    ),
    "a day of another age": ("comes", "C=1815-06-18", "1815-06-18 is outside 1900 to 2199"),
    "no number of days": ("slips", "C-12", "'C-12' does not say by how many days; write it as C-12=60"),
    "no days": ("slips", "C-12=0", "it cannot slip by 0 days; write from 1 to 36600, or -1 for earlier"),
    "part of a day": ("slips", "C-12=1.5", "'C-12=1.5' does not say by how many days; write it as C-12=60"),
    "a sign too much": ("slips", "C-12=--5", "'C-12=--5' does not say by how many days; write it as C-12=60"),
    "digits of another script": ("slips", "C=٣", "'C=٣' does not say by how many days; write it as C-12=60"),
    "too many days": ("slips", "C=36601", "it cannot slip by 36601 days; write from 1 to 36600, or -1 for earlier"),
    "more digits than are read": (
        "slips",
        f"C={'9' * 5000}",
        "it cannot slip by 999999999 days; write from 1 to 36600, or -1 for earlier",
    ),
    "nothing that slips": ("slips", "=60", "it names nothing; write it as C-12=60"),
    "no number of days of a phase": (
        "overruns",
        "P-1",
        "'P-1' does not say by how many days; write it as PHASE-1=60",
    ),
    "no phase": ("overruns", "=60", "it names nothing; write it as PHASE-1=60"),
    "no file": ("rows", "", "it names nothing; write it as lift.xlsx"),
    "a name that no file has": ("rows", "a\0b", "'a\\x00b' is no name of a file"),
    "no firmness": (
        "counts",
        "sure",
        "'sure' is no firmness; write one of in_place, committed, accepted, offered, pledged, indicated",
    ),
    "no assumption": (
        "assume",
        "luck",
        "'luck' is nothing that can be assumed; write one of conditions_fail, declared_only",
    ),
    "nearly a firmness": ("counts", "plegded", "'plegded' is no firmness; did you mean 'pledged'?"),
}


@pytest.mark.parametrize(("key", "word", "sentence"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_a_sentence_that_says_how_to_write_it(key: str, word: str, sentence: str) -> None:
    (fault,) = refused(**{key: [word]})
    assert fault.startswith(f"--{key}: ")
    assert fault.endswith(sentence)


def test_one_firmness_counts() -> None:
    assert refused(counts=["pledged", "committed"]) == ["--counts: write one firmness, not pledged and committed"]


def test_every_fault_is_said_at_once() -> None:
    assert refused(leaves=["", "FRA=soon"], slips=["C"], counts=["sure", "pledged"]) == [
        "--leaves: it names nothing; write it as FRA or FRA=2026-09-01",
        "--leaves: 'soon' is not a date; write a day as 2026-04-30, a month as 2026-04 or a year as 2026",
        "--slips: 'C' does not say by how many days; write it as C-12=60",
        "--counts: 'sure' is no firmness; write one of in_place, committed, accepted, offered, pledged, indicated",
    ]


# ---- files


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("what-if.toml")


def read(place: Path, text: str) -> list[Supposition]:
    place.write_text(text, encoding="utf-8")
    return read_suppositions(place, TODAY)


def refused_file(place: Path, text: str) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        read(place, text)
    return str(caught.value).splitlines()


def test_a_file_names_suppositions(place: Path) -> None:
    found = read(
        place,
        """
        ["France leaves"]
        leaves = ["FRA=2026-09-01"]

        [late]
        slips = "C-1=60"
        counts = "pledged"

        [as-it-is]
        """,
    )
    assert found == [
        Supposition("France leaves", (Leaves("FRA", SEPTEMBER),)),
        Supposition("late", (Slips("C-1", 60),), firmness=Firmness.PLEDGED),
        Supposition("as-it-is"),
    ]


def test_files_of_rows_are_looked_for_beside_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (found,) = read(tmp_path / "sub" / "what-if.toml", 'a.rows = ["lift.csv", "/else/where.csv"]')
    assert found.rows == (tmp_path / "sub" / "lift.csv", Path("/else/where.csv"))


def test_a_mark_of_byte_order_does_no_harm(place: Path) -> None:
    assert [one.name for one in read(place, "\ufeff[a]\n")] == ["a"]


def test_what_cannot_be_read_is_refused(place: Path) -> None:
    for sentence in ("No such file or directory", "Is a directory"):
        with pytest.raises(StorageError) as caught:
            read_suppositions(place, TODAY)
        assert str(caught.value) == f"what-if.toml could not be read: {sentence}"
        place.mkdir(exist_ok=True)


def test_what_is_no_text_is_refused(place: Path) -> None:
    place.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(RefusedError) as caught:
        read_suppositions(place, TODAY)
    assert str(caught.value) == "what-if.toml: it is not a text in UTF-8"


NO_TOML: dict[str, tuple[str, str]] = {
    "no TOML": ("[a", "this is no TOML: Expected ']' at the end of a table declaration (at end of document)"),
    "twice": ("[a]\n[a]", "this is no TOML: Cannot declare ('a',) twice (at line 2, column 3)"),
    "empty": ("# later", "it supposes nothing; write a table for each supposition, such as [france-leaves]"),
    "no table": (
        'leaves = ["FRA"]',
        'leaves: write a table, such as [france-leaves] with the line leaves = ["FRA"]',
    ),
    "tables in a list": ("[[a]]", 'a: write a table, such as [france-leaves] with the line leaves = ["FRA"]'),
    "an unknown key": ("[a]\nleave = []", "a: 'leave' is nothing that can be supposed; did you mean 'leaves'?"),
    "another key": (
        "[a]\nvetoes = []",
        f"a: 'vetoes' is nothing that can be supposed; write one of {', '.join(KEYS)}",
    ),
    "more digits than are read": (f"[a]\nslips = {'9' * 5000}", "it holds a number of more digits than are read"),
    "no list": ("[a]\nslips = 60", "a: slips: write a list of texts, such as C-12=60"),
    "no list of texts": (
        "[a]\nleaves = [2026-09-01]",
        "a: leaves: write a list of texts, such as FRA or FRA=2026-09-01",
    ),
    "a table in a table": ("[a.leaves]", "a: leaves: write a list of texts, such as FRA or FRA=2026-09-01"),
    "lists in lists": (f"a = {'[' * 5000}{']' * 5000}", "this is no TOML: its lists lie too deep in each other"),
    "what would steer a terminal": (
        '["\\u001b[2J"]\n"\\u001b[1m" = 1',
        f"'\\x1b[2J': '\\x1b[1m' is nothing that can be supposed; write one of {', '.join(KEYS)}",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), NO_TOML.values(), ids=NO_TOML)
def test_what_is_no_file_of_suppositions_is_refused(place: Path, text: str, sentence: str) -> None:
    assert refused_file(place, text) == [f"what-if.toml: {sentence}"]


def test_every_fault_of_a_file_is_said_at_once(place: Path) -> None:
    text = """
        [a]
        leave = ["FRA"]
        slips = 60

        [b]
        slips = ["C", "D=1"]
        rows = "\\u0000"
    """
    assert refused_file(place, text) == [
        "what-if.toml: a: 'leave' is nothing that can be supposed; did you mean 'leaves'?",
        "what-if.toml: a: slips: write a list of texts, such as C-12=60",
        "what-if.toml: b: slips: 'C' does not say by how many days; write it as C-12=60",
        "what-if.toml: b: rows: '\\x00' is no name of a file",
    ]


# ---- what they are of a book


def desk_of() -> Desk:
    desk = relief().at("2026-07-01")
    desk.put(
        step("C1", "pledged", "2026-02-01", 100),
        draft("contribution", "C2", member="DEU", words="trainers", window=dates("2026-08-01")),
        draft("caveat", "K", contribution="C1", words="not at night"),
    )
    return desk


def test_the_drafts_of_suppositions_are_those_of_their_changes_and_of_their_rows(place: Path) -> None:
    Path("steps.csv").write_text("contribution,word,quantity,valid_from\nC2,pledged,30,2026-07-01\n", encoding="utf-8")
    one = Supposition("one", (Leaves("FRA", TODAY),), (Path("steps.csv"),), Firmness.PLEDGED)
    found, other = all_supposed(desk_of().snapshot(), [one, Supposition("other", (Slips("C2", 5),))])
    assert [(draft.kind, draft.subject) for draft in found.drafts] == [("cap", "C1"), ("step", "C2")]
    assert (found.name, found.firmness) == ("one", Firmness.PLEDGED)
    assert ([draft.kind for draft in other.drafts], other.firmness) == (["contribution"], None)


def test_rows_that_differ_from_what_stands_correct_it(place: Path) -> None:
    Path("steps.csv").write_text("contribution,word,quantity,valid_from\nC1,pledged,30,2026-02-01\n", encoding="utf-8")
    desk = desk_of()
    (found,) = all_supposed(desk.snapshot(), [Supposition("one", rows=(Path("steps.csv"),))])
    (entry,) = [entry for entry in desk.entries() if entry.kind == "step"]
    assert [draft.supersedes for draft in found.drafts] == [entry.id]


def test_problems_of_rows_are_those_of_reading_them(place: Path) -> None:
    Path("steps.csv").write_text("contribution,word,valid_from\nC1,promised,2026-07-01\n", encoding="utf-8")
    with pytest.raises(FaultyDataError) as caught:
        all_supposed(desk_of().snapshot(), [Supposition("one", rows=(Path("steps.csv"), Path("gone.csv")))])
    problems = [str(one) for one in caught.value.problems]
    assert problems[0].startswith("gone.csv: there is no such file")
    assert problems[1].startswith("steps.csv:2:word: "), problems


def test_every_fault_of_every_supposition_is_said_at_once() -> None:
    every = [
        Supposition("one", (Leaves("FRB", TODAY), Fails("IF", TODAY))),
        Supposition("two", (Slips("C2", 5),)),
        Supposition("three", (Leaves("FRA", TODAY), Leaves("FRA", SEPTEMBER))),
    ]
    with pytest.raises(RefusedError) as caught:
        all_supposed(desk_of().snapshot(), every)
    assert str(caught.value).splitlines() == [
        "one: unknown member 'FRB'; did you mean FRA?",
        "one: unknown condition 'IF'",
        "three: 'FRA' is named twice: suppose one thing of it",
    ]


def test_a_supposition_by_itself_is_not_named_in_its_faults() -> None:
    with pytest.raises(RefusedError, match=r"^unknown member 'FRB'; did you mean FRA\?$"):
        all_supposed(desk_of().snapshot(), [Supposition("one", (Leaves("FRB", TODAY),))])


def test_rows_and_changes_do_not_correct_the_same_entry(place: Path) -> None:
    Path("caveats.csv").write_text("id,contribution,words\nK,C1,by day alone\n", encoding="utf-8")
    one = Supposition("one", (Falls("K", TODAY),), (Path("caveats.csv"),))
    with pytest.raises(RefusedError, match=r"^two changes correct the caveat of K: suppose one of them$"):
        all_supposed(desk_of().snapshot(), [one])
