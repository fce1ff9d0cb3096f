"""Canonical JSON: one text for one value, to the byte."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.canonical import LARGEST_INTEGER, canonical, parse_canonical, refuse_text, sha256
from muster.core.errors import NotCanonicalError

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
plain = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | texts
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=10)


def test_keys_are_sorted_and_nothing_is_blank_or_escaped() -> None:
    value = {"v": 1, "name": "Žilina “A”", "low": "2.5", "list": [1, None, True, False], "a\nb": ""}
    assert canonical(value) == '{"a\\nb":"","list":[1,null,true,false],"low":"2.5","name":"Žilina “A”","v":1}'


def test_a_tuple_is_a_list() -> None:
    assert canonical(("a", 1)) == '["a",1]'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.0, "value: float cannot stand in a payload"),
        ({"low": 2.5}, "low: float cannot stand in a payload"),
        ({"X": 2.5}, "X: float cannot stand in a payload"),
        ({"a": {"b": [1, 2.5]}}, "a.b[1]: float cannot stand in a payload"),
        ({"a": {1, 2}}, "a: set cannot stand in a payload"),
        ({"a": {1: "b"}}, "a: a key must be text, not int"),
        ("a\0b", "text: NUL is not allowed"),
        ({"a": "\0"}, "a: NUL is not allowed"),
        ({"a\0": 1}, ".'a\\x00': NUL is not allowed"),
        ({"a": ["\ud800"]}, "a[0]: half a character (a lone surrogate) is not allowed"),
        ({"\udfff": 1}, ".'\\udfff': half a character (a lone surrogate) is not allowed"),
        (10**18 + 1, "number: 1000000000000000001 is beyond 10^18"),
        ({"n": -(10**18) - 1}, "n: -1000000000000000001 is beyond 10^18"),
    ],
)
def test_what_cannot_be_carried_is_refused_by_its_place(value: object, sentence: str) -> None:
    with pytest.raises(NotCanonicalError) as refused:
        canonical(value)
    assert str(refused.value) == sentence


def test_the_largest_numbers_are_carried() -> None:
    assert LARGEST_INTEGER == 10**18
    assert canonical([10**18, -(10**18)]) == "[1000000000000000000,-1000000000000000000]"


def test_a_whole_character_outside_the_first_plane_is_carried() -> None:
    assert canonical("\ud7ff\ue000😀") == '"\ud7ff\ue000😀"'


def test_a_text_is_named_in_its_refusal() -> None:
    with pytest.raises(NotCanonicalError, match=r"^subject: NUL is not allowed$"):
        refuse_text("\0", "subject")
    refuse_text("é")


@given(values)
def test_a_value_comes_back_from_its_canonical_text(value: object) -> None:
    text = canonical({"value": value})
    assert parse_canonical(text) == {"value": value}
    assert canonical(parse_canonical(text)) == text


@given(st.dictionaries(texts, plain))
def test_the_order_in_which_keys_are_given_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)


NOT_CANONICAL = "not canonical JSON: keys must be sorted, without blanks, numbers integers"


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":"\\u00e9"}', '{"a":-0}', '{"a":1} ', "[]", "1", '"a"', "null"],
)
def test_a_text_that_is_not_canonical_to_the_byte_is_refused(text: str) -> None:
    json.loads(text)
    with pytest.raises(NotCanonicalError) as refused:
        parse_canonical(text)
    assert str(refused.value) == NOT_CANONICAL


@pytest.mark.parametrize("text", ['{"a":1.0}', '{"a":1e2}', '{"a":NaN}', '{"a":"\\ud800"}', '{"a":"\\u0000"}'])
def test_a_text_with_what_cannot_be_carried_is_refused(text: str) -> None:
    with pytest.raises(NotCanonicalError, match=r"^a: "):
        parse_canonical(text)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(NotCanonicalError, match=r"^not JSON: Expecting value: line 1 column 1 \(char 0\)$"):
        parse_canonical("")


def test_the_digest_is_that_of_the_parts_joined() -> None:
    assert sha256(b"salt", b"payload") == hashlib.sha256(b"saltpayload").hexdigest()
    assert sha256() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
