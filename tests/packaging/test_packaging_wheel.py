"""The wheel carries what an installed composeport needs, and nothing of the checkout is needed to run it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from composeport import __version__, resources

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted(path.relative_to(ROOT / "translator").as_posix() for path in (ROOT / "translator").rglob("*.py"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_has_every_module_the_types_marker_and_the_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {*MODULES, "composeport/py.typed"} <= names
    assert {"composeport/_data/scaffolds/README.md", "composeport/_data/templates/README.md"} <= names
    assert {name.split("/")[0] for name in names} == {"composeport", f"composeport-{__version__}.dist-info"}


def test_the_wheel_says_who_it_is(wheel: Path) -> None:
    folder = f"composeport-{__version__}.dist-info"
    metadata = Parser().parsestr(zipfile.ZipFile(wheel).read(f"{folder}/METADATA").decode())
    entry_points = zipfile.ZipFile(wheel).read(f"{folder}/entry_points.txt").decode()
    assert (metadata["Name"], metadata["Version"]) == ("composeport", __version__)
    assert (metadata["License-Expression"], metadata["Requires-Python"]) == ("Apache-2.0", ">=3.11")
    assert entry_points.split() == ["[console_scripts]", "composeport", "=", "composeport.__main__:main"]


@pytest.mark.parametrize("name", ["scaffolds", "templates"])
def test_an_installed_copy_finds_its_own_data(wheel: Path, tmp_path: Path, name: str) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = f"from composeport.resources import data_dir; print(data_dir({name!r}))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    printed = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert Path(printed.strip()) == tmp_path / "composeport" / "_data" / name


@pytest.mark.parametrize("name", ["scaffolds", "templates"])
def test_a_checkout_finds_the_data_at_its_root(name: str) -> None:
    assert resources.data_dir(name) == ROOT / name


def test_data_that_is_nowhere_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="this copy of composeport has no nothing"):
        resources.data_dir("nothing")
