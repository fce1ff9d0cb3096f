"""The page: tables whose one column gives way, sentences that wrap, nothing that steers the terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from muster.publish.terminal.page import Side, cut, folded, heading, say, shortened, shown, table

HEAD: list[tuple[str, Side]] = [("line", "left"), ("need", "right"), ("unit", "left")]


def page(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False)


def printed(console: Console) -> list[str]:
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().splitlines()


def test_a_table_is_as_wide_as_it_needs() -> None:
    console = page()
    table(console, HEAD, [["Trainers", "1,200", "persons"], ["Airlift", "?", "aircraft"]])
    assert printed(console) == [
        "line       need  unit",
        "Trainers  1,200  persons",
        "Airlift       ?  aircraft",
    ]


def test_a_table_without_titles_has_no_head() -> None:
    console = page()
    table(console, [("", "left"), ("", "right")], [["a", "1"]])
    assert printed(console) == ["a  1"]


def test_the_column_that_gives_way_goes_on_below() -> None:
    console = page(40)
    table(console, HEAD, [["Economic and reconstruction aid from the Gulf", "145,000", "USD"]])
    assert printed(console) == [
        "line                          need  unit",
        "Economic and               145,000  USD",
        "reconstruction aid from",
        "the Gulf",
    ]


def test_no_line_is_wider_than_the_page_and_no_number_is_cut() -> None:
    rows = [["A long name of a line that is needed " * 3, f"{10**exponent:,}", "persons"] for exponent in range(15)]
    for width in range(46, 100):
        for gives_way, head, cells in ((0, HEAD, rows), (2, HEAD[::-1], [row[::-1] for row in rows])):
            console = page(width)
            table(console, head, cells, gives_way=gives_way)
            lines = printed(console)
            assert max(map(len, lines)) <= width
            assert all(any(row[1] in line for line in lines) for row in rows)


def test_where_next_to_nothing_is_left_the_column_stands_apart() -> None:
    console = page(30)
    head: list[tuple[str, Side]] = [("line", "left"), ("need", "right"), ("cover", "right")]
    table(console, head, [["Reconstruction", "1,000,000", "2,000,000"]])
    assert printed(console) == [
        "         need      cover",
        "Reconstruction",
        "    1,000,000  2,000,000",
    ]
    console = page(30)
    table(console, head[::-1], [["1,000,000", "2,000,000", "three of unknown size"]], gives_way=2)
    assert printed(console)[1:] == ["1,000,000  2,000,000", "    three of unknown size"]


def test_wide_letters_count_as_wide() -> None:
    console = page()
    table(console, HEAD, [["東京", "1", "persons"], ["Oslo", "20", "persons"]])
    assert {line.index("persons") + cell_len(line) - len(line) for line in printed(console)[1:]} == {12}
    assert cell_len(cut("東京東京東京", 5)) <= 5


@pytest.mark.parametrize(
    ("words", "width", "most", "lines"),
    [
        ("short", 10, 9, ["short"]),
        ("", 10, 9, [""]),
        ("one two three", 7, 9, ["one two", "three"]),
        ("one two three", 7, 1, ["one tw…"]),
        ("troops 1 of 2; police 3 of 4", 16, 9, ["troops 1 of 2;", "police 3 of 4"]),
        ("incomprehensibilities", 8, 9, ["incompr…"]),
    ],
)
def test_words_are_folded_between_words_or_after_semicolons(
    words: str, width: int, most: int, lines: list[str]
) -> None:
    assert folded(words, width, most) == lines


def test_a_sentence_wraps_with_its_indent_and_without_trailing_blanks() -> None:
    console = page(20)
    say(console, "  step: pledged, sixty trainers [bold]", indent="    ")
    heading(console, "HEADING")
    assert printed(console) == ["  step: pledged,", "    sixty trainers", "    [bold]", "", "HEADING"]


def test_what_would_steer_a_terminal_is_shown_harmless() -> None:
    assert shown("a\x1b[31mb\x00\u202ec\td\n\u00a0e") == "a\ufffd[31mb\ufffdc d  e"
    console = page()
    table(console, HEAD, [["\x1b]0;x\x07", "1", "a\nb"]])
    assert printed(console)[1] == "\ufffd]0;x\ufffd     1  a b"


def test_many_names_are_shortened() -> None:
    assert shortened(["a", "b"]) == "a, b"
    assert shortened(list("abcdef")) == "a, b, c, d and 2 more"
