"""Files with the ending of a workbook that are none: each named, with the way to mend, and none unpacked."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from muster.exchange.faults import Fault
from muster.exchange.formats import read_files
from muster.exchange.layouts import read_grids
from muster.exchange.workbook import archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "open it in its program and save it as an Excel workbook (.xlsx)"


def ole(*streams: str) -> bytes:
    """The head of an OLE container, with the names of its streams where its directory would have them."""
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in streams)


def zipped(**parts: bytes) -> bytes:
    """A zip of parts; in their names __ stands for a slash and _DOT_ for a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return file.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The zip with a name in it changed, in the directory and before the part; the names are of one length."""
    return content.replace(old.encode(), new.encode())


def workbook(change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """A sound workbook, its parts changed by a function of name and content."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("members").write_row(0, 0, ["id", "name"])
    if change is None:
        return file.getvalue()
    with zipfile.ZipFile(file) as made:
        parts = {name: change(name, made.read(name)) for name in made.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A zip that says one of its parts has so many bytes: 42 kB that would fill a disk."""
    content = workbook()
    directory = content.rindex(b"PK\x01\x02")
    sized = bytearray(content)
    struct.pack_into("<I", sized, directory + 24, size)
    return bytes(sized)


def locked() -> bytes:
    """A zip whose parts are encrypted, as its flags say."""
    content = bytearray(zipped(a_DOT_txt=b"secret"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        content[at] |= 1
    return bytes(content)


def strict(name: str, content: bytes) -> bytes:
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return content.replace(old, new) if name == "xl/workbook.xml" else content


def with_entities(name: str, content: bytes) -> bytes:
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
    return content.replace(b"?>", b"?>" + laughs, 1) if name.endswith("sheet1.xml") else content


def cut(name: str, content: bytes) -> bytes:
    return content[: len(content) // 2] if name.endswith("sheet1.xml") else content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ole("EncryptedPackage"), "the workbook is locked with a password; save it without one, then read it"),
        (ole("Workbook"), f"the file is a workbook of Excel 97 to 2003 (.xls); {SAVE_AS}"),
        (ole("WordDocument"), f"the file is an old Office file, but no workbook; {SAVE_AS}"),
        (b"", "the file is empty"),
        (b"<html><table>", f"the file is a web page or XML with the ending of a workbook; {SAVE_AS}"),
        (b"id,name\n", "the file is no workbook, whatever its ending says; a CSV file ends in .csv"),
        (
            zipped(readme_DOT_txt=b"hello"),
            "the file is a zip, but no workbook in it; take the workbook out of it first",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            f"the file is an OpenDocument sheet; {SAVE_AS}",
        ),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "the file is an OpenDocument file, but no sheet"),
        (zipped(xl__workbook_DOT_bin=b""), f"the file is a binary workbook (.xlsb); {SAVE_AS}"),
        (locked(), "the file is a zip locked with a password; save it without one, then read it"),
        (
            workbook(strict),
            "the workbook is saved as Strict Open XML; save it as Excel workbook (.xlsx) without Strict",
        ),
        (workbook(with_entities), f"the workbook declares entities, which no program writes; {SAVE_AS}"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "in.xlsx").write_bytes(content)
    tables, problems = read_files([tmp_path / "in.xlsx"])
    assert (tables, [str(problem) for problem in problems]) == ([], [f"in.xlsx: {said}"])


def test_a_zip_that_unpacks_to_more_than_people_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(bomb(4_000_000_000))
    _, problems = read_files([tmp_path / "in.xlsx"])
    assert [problem.name for problem in problems] == ["zip_bomb"]
    assert str(problems[0]).startswith("in.xlsx: the file unpacks to 4,000,0")


def test_many_parts_and_many_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.xlsx").write_bytes(workbook())
    monkeypatch.setattr(archive, "MOST_TEXT_BYTES", 10)
    assert str(read_files([tmp_path / "in.xlsx"])[1][0]) == (
        "in.xlsx: the texts of the workbook take more than 10 bytes; read it as CSV"
    )
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    assert read_files([tmp_path / "in.xlsx"])[1][0].name == "zip_bomb"


ANEW = "ask for it again, or open it in a spreadsheet and save it anew"
NO_ZIP = f"the workbook is damaged: it begins like one, but is cut off, changed or something else; {ANEW}"
NO_PART = f"the workbook is damaged: a part of it cannot be read; {ANEW}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and nothing more", NO_ZIP),
        (workbook()[:-40], NO_ZIP),
        (workbook(cut), NO_PART),
        (zipped() + workbook()[100:], NO_PART),
    ],
)
@pytest.mark.parametrize("read", [read_files, read_grids])
def test_a_damaged_workbook_is_named(tmp_path: Path, content: bytes, said: str, read: Callable[..., Any]) -> None:
    (tmp_path / "in.xlsx").write_bytes(content)
    tables, problems = read([tmp_path / "in.xlsx"])
    assert tables == []
    assert [str(problem) for problem in problems] == [f"in.xlsx: {said}"]
    assert [problem.name for problem in problems] == ["broken_workbook"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            NotImplementedError("That compression method is not supported"),
            f"the file is packed in a way that Muster does not unpack; {SAVE_AS}",
        ),
        (
            KeyError("There is no item named 'xl/worksheets/sheet1.xml' in the archive"),
            f"the workbook is damaged: a part of it is missing; {ANEW}",
        ),
    ],
)
def test_what_a_library_says_is_said_in_our_words(error: Exception, said: str) -> None:
    assert str(archive.damage(error).at("in.xlsx")) == f"in.xlsx: {said}"


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
def test_other_endings_of_workbooks_are_named_even_where_the_content_would_do(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"in{suffix}").write_bytes(workbook())
    _, problems = read_files([tmp_path / f"in{suffix}"])
    assert [str(problem) for problem in problems] == [f"in{suffix}: files ending in {suffix} are not read; {SAVE_AS}"]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").mkdir()
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    assert archive.container_fault(tmp_path / "in.xlsx") == Fault(
        "unreadable", "the file cannot be read: Is a directory"
    )
    assert str(read_files([tmp_path / "loop.xlsx"])[1][0]) == "loop.xlsx: there is no such file"
