"""Who may see what: every audience beside every viewer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.errors import RefusedError
from muster.core.keeping import SEES_ALL
from muster.core.marking import ROLES, Viewer, check_marking

FRANCE = Viewer("FRA", member="FRA", groups=frozenset({"NATO"}))
VIEWERS = {
    "secretariat": Viewer("secretariat"),
    "auditor": Viewer("auditor"),
    "requester": Viewer("requester"),
    "chair": Viewer("chair"),
    "public": Viewer("public"),
    "FRA, concerned": FRANCE,
    "DEU, not concerned, in NATO": Viewer("DEU", member="DEU", groups=frozenset({"NATO"})),
    "FJI, not concerned, in no group": Viewer("FJI", member="FJI"),
}
ALL = "secretariat auditor requester chair public FRA DEU FJI"


def who_sees(*marking: str) -> str:
    return " ".join(name.split(",")[0] for name, viewer in VIEWERS.items() if viewer.may_see(marking, {"FRA"}))


@pytest.mark.parametrize(
    ("marking", "seen_by"),
    [
        ((), "secretariat auditor FRA"),
        (("secretariat",), "secretariat auditor"),
        (("public",), ALL),
        (("coalition",), "secretariat auditor requester chair FRA DEU FJI"),
        (("members",), "secretariat auditor FRA DEU FJI"),
        (("requester",), "secretariat auditor requester FRA"),
        (("chair",), "secretariat auditor chair FRA"),
        (("group:NATO",), "secretariat auditor FRA DEU"),
        (("group:EU",), "secretariat auditor FRA"),
        (("secretariat", "chair"), "secretariat auditor chair FRA"),
        (("secretariat", "public"), ALL),
        (("requester", "chair"), "secretariat auditor requester chair FRA"),
        (("auditor",), "secretariat auditor FRA"),
        (("FRA",), "secretariat auditor FRA"),
        (("DEU",), "secretariat auditor FRA"),
    ],
)
def test_who_sees_an_entry_of_a_marking_that_concerns_fra(marking: tuple[str, ...], seen_by: str) -> None:
    assert who_sees(*marking) == seen_by


def test_a_member_sees_what_concerns_it_and_no_other() -> None:
    assert FRANCE.may_see([], {"DEU", "FRA"})
    assert not FRANCE.may_see([], {"DEU"})
    assert not FRANCE.may_see([], [])


def test_a_role_is_no_member() -> None:
    assert {"secretariat", "auditor", "requester", "chair", "public"} == ROLES
    assert {"secretariat", "auditor"} == SEES_ALL
    assert not Viewer("chair").may_see([], {"chair"})
    assert [name for name in ROLES if Viewer(name).sees_all] == [name for name in ROLES if name in SEES_ALL]


markings = st.lists(
    st.sampled_from(["public", "coalition", "members", "requester", "chair", "group:NATO", "group:EU", "secretariat"])
)


@given(markings, markings.filter(lambda more: "public" not in more))
def test_a_public_viewer_sees_what_is_public_only(marking: list[str], other: list[str]) -> None:
    assert Viewer("public").may_see(marking, {"FRA"}) is ("public" in marking)
    assert not Viewer("public").may_see(other, {"FRA"})


@given(markings.filter(bool), st.sampled_from(["public", "coalition", "members", "requester", "chair", "group:EU"]))
def test_another_audience_takes_nobody_s_sight(marking: list[str], more: str) -> None:
    for viewer in VIEWERS.values():
        assert viewer.may_see([*marking, more], {"FRA"}) >= viewer.may_see(marking, {"FRA"})


def test_audiences_are_kept_in_order_and_once() -> None:
    assert check_marking(["requester", "coalition", "requester", "group:NATO"]) == (
        "coalition",
        "group:NATO",
        "requester",
    )
    assert check_marking([]) == ()


@pytest.mark.parametrize("audience", ["everybody", "group:", "group", "FRA", "auditor", ""])
def test_an_audience_that_does_not_exist_is_named(audience: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_marking(["public", audience])
    assert str(refused.value) == (
        f"{audience!r} is no audience; "
        "write one of chair, coalition, members, public, requester, secretariat or group:NAME"
    )
