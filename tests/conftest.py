"""What many tests need: the repository's cases, the material beside the repository where it is there, snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import api_server
from api_server import ApiServer
from case_directory import CASES, Case
from yaml_snapshot import YamlFileSnapshots

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    """Each of the repository's own cases."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real projects and of reference tools beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"the material beside the repository is not here: {SHARED.name}/")
    return SHARED


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """A real API server, for the whole run."""
    if reason := api_server.missing():
        pytest.skip(reason)
    with api_server.api_server(tmp_path_factory.mktemp("api-server")) as running:
        yield running


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """One readable YAML file a case and writer, in `snapshots/`."""
    return snapshot.use_extension(YamlFileSnapshots)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded, from whichever process."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for report in sorted(reports, key=lambda report: report.nodeid):
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests that start real servers run when they are asked for."""
    parser.addoption("--end-to-end", action="store_true", help="run the tests that start real servers on loopback")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip those tests otherwise, with the reason; and of those that take a second a project, most."""
    if config.getoption("--end-to-end"):
        return
    for item in items:
        if item.get_closest_marker("end_to_end"):
            item.add_marker(pytest.mark.skip(reason="starts real servers: only with --end-to-end"))
    sampled = [item for item in items if item.get_closest_marker("sampled")]
    for number, item in enumerate(sampled):
        if number % 20:
            item.add_marker(pytest.mark.skip(reason="one real project of twenty runs: all with --end-to-end"))
