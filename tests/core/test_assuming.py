"""What may be assumed: the words for it, and what is said of others."""

import pytest

from muster.core.assuming import Assumption, read_assumption
from muster.core.errors import RefusedError


@pytest.mark.parametrize("one", Assumption)
def test_each_is_read_by_its_word(one: Assumption) -> None:
    assert read_assumption(str(one)) is one


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("conditions_fial", "'conditions_fial' is nothing that can be assumed; did you mean 'conditions_fail'?"),
        ("", "'' is nothing that can be assumed; write one of conditions_fail, declared_only"),
    ],
)
def test_another_word_is_refused_with_those_that_there_are(word: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_assumption(word)
    assert str(caught.value) == sentence
