"""What every test shares: the Hypothesis profile, the public data sets, the rule on skipped tests."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.counts import COUNTS, SOAK, sentence

CI = os.environ.get("CI") == "true"
POSTGRES_RAN = Path(__file__).resolve().parents[1] / ".cache" / "postgres-ran"

settings.register_profile(
    "muster",
    max_examples=COUNTS["hypothesis_examples"],
    deadline=None,  # a slow machine is not a fault
    derandomize=CI,  # the same examples for everybody who reviews a change
    suppress_health_check=[HealthCheck.too_slow],  # likewise
)
settings.load_profile("muster")

_postgres = {"passed": 0, "skipped": 0}


def pytest_report_header() -> str:
    """Print the counts, for a result says little without them."""
    return sentence()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked `soak`, but for `make soak`."""
    if not SOAK:
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="runs only with MUSTER_SOAK=1"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write the mark `postgres` into the report: marks do not travel from the workers of xdist."""
    report = yield
    if item.get_closest_marker("postgres"):
        report.user_properties.append(("needs", "postgres"))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count the PostgreSQL tests that ran and those that did not."""
    if ("needs", "postgres") in map(tuple, report.user_properties):
        if report.skipped and not hasattr(report, "wasxfail"):
            _postgres["skipped"] += 1
        elif report.passed and report.when == "call":
            _postgres["passed"] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Say in a file whether PostgreSQL ran; with CI=true a skipped PostgreSQL test fails the run."""
    if hasattr(session.config, "workerinput"):
        return  # the controller of xdist speaks for all its workers
    if _postgres["passed"] and not _postgres["skipped"]:
        POSTGRES_RAN.parent.mkdir(exist_ok=True)
        POSTGRES_RAN.touch()
    if CI and _postgres["skipped"]:
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the reason for that failure as the last line of all."""
    if CI and _postgres["skipped"] and not hasattr(config, "workerinput"):
        print(f"FAILED: {_postgres['skipped']} PostgreSQL tests were skipped; CI=true asks for every one")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """A function from the name of a public data set to its path; skips the test where it is absent."""
    root = os.environ.get("MUSTER_DATA")

    def find(what: str) -> Path:
        if root is None or not (path := Path(root, what)).exists():
            pytest.skip(f"shared data not found: {what} (set MUSTER_DATA)")
        return path

    return find
