"""Canonical JSON: one text for one value, so that a digest means something.

Keys sorted, no blanks, UTF-8 unescaped, numbers are integers (decimals travel as strings). The rules follow
RFC 8785 (JSON Canonicalization Scheme) where it applies and refuse what it would have to round: floats.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

from muster.core.errors import NotCanonicalError

LARGEST_INTEGER = 10**18
"""No integer in a payload may be larger: it must fit a signed 64-bit column everywhere."""


def canonical(value: object) -> str:
    """The canonical JSON text of a value made of dicts, lists, tuples, strings, integers, booleans and None.

    Raises NotCanonicalError for a float, a number beyond 10^18, a key that is not a string, NUL or a lone surrogate.
    """
    _refuse(value, "")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse_canonical(text: str) -> dict[str, Any]:
    """The value of a canonical JSON object; raises NotCanonicalError unless the text is canonical to the byte."""
    try:
        value = json.loads(text)
    except ValueError as error:
        message = f"not JSON: {error}"
        raise NotCanonicalError(message) from error
    if not isinstance(value, dict) or canonical(value) != text:
        message = "not canonical JSON: keys must be sorted, without blanks, numbers integers"
        raise NotCanonicalError(message)
    return cast("dict[str, Any]", value)


def sha256(*parts: bytes) -> str:
    """The SHA-256 of the parts joined, in lower-case hexadecimal (FIPS 180-4)."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def refuse_text(text: str, where: str = "text") -> None:
    """Raise NotCanonicalError where a text holds NUL or a lone surrogate: no store keeps them alike."""
    if "\x00" in text:
        message = f"{where}: NUL is not allowed"
        raise NotCanonicalError(message)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        message = f"{where}: half a character (a lone surrogate) is not allowed"
        raise NotCanonicalError(message)


def _refuse(value: object, where: str) -> None:
    if isinstance(value, str):
        refuse_text(value, where or "text")
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            message = f"{where or 'number'}: {value} is beyond 10^18"
            raise NotCanonicalError(message)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                message = f"{where}: a key must be text, not {type(key).__name__}"
                raise NotCanonicalError(message)
            refuse_text(key, f"{where}.{key!r}")
            _refuse(inner, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _refuse(inner, f"{where}[{index}]")
    else:
        message = f"{where or 'value'}: {type(value).__name__} cannot stand in a payload"
        raise NotCanonicalError(message)
