"""What the tests of the stores share: a PostgreSQL cluster, and places for books."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.places import Places
from tests.ledger.postgres_cluster import Cluster, missing, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster of our own: each process of a test run starts one when it first needs it."""
    if reason := missing():
        pytest.skip(reason)
    with running_cluster() as running:
        yield running


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """Places for books of the kind that is the parameter."""
    yield from _places(request, tmp_path)


@pytest.fixture
def other_places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """The same, for tests on two kinds."""
    folder = tmp_path / "other"
    folder.mkdir()
    yield from _places(request, folder)


def _places(request: pytest.FixtureRequest, folder: Path) -> Iterator[Places]:
    cluster = request.getfixturevalue("cluster") if request.param == "postgres" else None
    found = Places(request.param, folder, cluster)
    with found.opened:
        yield found
