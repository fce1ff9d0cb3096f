"""What a file with the ending of a workbook really is: found out before anything in it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from muster.exchange.faults import Fault

MOST_BYTES = 1_500_000_000
"""A workbook that unpacks to more is refused: 100,000 rows of 12 columns take 60 MB."""

MOST_TEXT_BYTES = 300_000_000
"""The texts of a workbook are kept in memory; more of them are refused."""

MOST_PARTS = 5000
"""A workbook has a few parts for each sheet."""

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_SAVE_AS = "open it in its program and save it as an Excel workbook (.xlsx)"
_KINDS_BY_TYPE = (
    (b"opendocument.spreadsheet", Fault("opendocument", "the file is an OpenDocument sheet", _SAVE_AS)),
    (b"opendocument", Fault("not_a_workbook", "the file is an OpenDocument file, but no sheet", "")),
)


def container_fault(path: Path) -> Fault | None:
    """The fault of a file that is no workbook to be read: with a password, of an old format, a bomb, another zip."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLE))
        if head == _OLE:
            return _ole_fault(path)
    except OSError as error:
        return Fault("unreadable", f"the file cannot be read: {error.strerror or error}")
    if not head.startswith(b"PK"):
        return _plain_fault(head)
    try:
        with zipfile.ZipFile(path) as archive:
            return _zip_fault(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        return damage(error)


def damage(error: Exception) -> Fault:
    """The fault of a workbook in which something could not be read, said without the words of the library."""
    again = "ask for it again, or open it in a spreadsheet and save it anew"
    if isinstance(error, NotImplementedError):
        return Fault("broken_workbook", "the file is packed in a way that Muster does not unpack", _SAVE_AS)
    if isinstance(error, KeyError):
        return Fault("broken_workbook", "the workbook is damaged: a part of it is missing", again)
    if isinstance(error, zipfile.BadZipFile):
        sentence = "the workbook is damaged: it begins like one, but is cut off, changed or something else"
        return Fault("broken_workbook", sentence, again)
    return Fault("broken_workbook", "the workbook is damaged: a part of it cannot be read", again)


def _ole_fault(path: Path) -> Fault:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        return Fault("password", "the workbook is locked with a password", "save it without one, then read it")
    if any(stream in content for stream in _OLD_STREAMS):
        return Fault("old_excel", "the file is a workbook of Excel 97 to 2003 (.xls)", _SAVE_AS)
    return Fault("not_a_workbook", "the file is an old Office file, but no workbook", _SAVE_AS)


def _plain_fault(head: bytes) -> Fault:
    if not head:
        return Fault("empty_file", "the file is empty")
    if head.lstrip().startswith(b"<"):
        return Fault("not_a_workbook", "the file is a web page or XML with the ending of a workbook", _SAVE_AS)
    return Fault("not_a_workbook", "the file is no workbook, whatever its ending says", "a CSV file ends in .csv")


def _zip_fault(archive: zipfile.ZipFile) -> Fault | None:
    parts = archive.infolist()
    sizes = {part.filename: part.file_size for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        return Fault("password", "the file is a zip locked with a password", "save it without one, then read it")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        total = sum(part.file_size for part in parts)
        sentence = f"the file unpacks to {total:,} bytes in {len(parts):,} parts, more than any workbook of people"
        return Fault("zip_bomb", sentence, "read it as CSV if it really is so large")
    if sizes.get("xl/sharedStrings.xml", 0) > MOST_TEXT_BYTES:
        return Fault(
            "zip_bomb", f"the texts of the workbook take more than {MOST_TEXT_BYTES:,} bytes", "read it as CSV"
        )
    if "mimetype" in sizes:
        kind = archive.open("mimetype").read(_HEAD)
        return next((fault for mark, fault in _KINDS_BY_TYPE if mark in kind), None)
    if "xl/workbook.bin" in sizes:
        return Fault("binary_workbook", "the file is a binary workbook (.xlsb)", _SAVE_AS)
    if "[Content_Types].xml" not in sizes or not any(name.endswith("workbook.xml") for name in sizes):
        return Fault("not_a_workbook", "the file is a zip, but no workbook in it", "take the workbook out of it first")
    return next((fault for part in parts if (fault := _part_fault(archive, part)) is not None), None)


def _part_fault(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Fault | None:
    if not part.filename.endswith((".xml", ".rels")):
        return None
    with archive.open(part) as opened:
        head = opened.read(_HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return Fault("broken_workbook", "the workbook declares entities, which no program writes", _SAVE_AS)
    if part.filename.endswith("workbook.xml") and b"purl.oclc.org" in head:
        sentence = "the workbook is saved as Strict Open XML"
        return Fault("strict_workbook", sentence, "save it as Excel workbook (.xlsx) without Strict")
    return None
