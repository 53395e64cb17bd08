"""The picture in the design page holds: who may import whom, and how large a room may grow."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "translator" / "composeport"
MODULES = sorted(PACKAGE.rglob("*.py"))

ALWAYS_ALLOWED = {"contexts", "diagnostics", "digests", "errors", "hints", "records"}
MAY_IMPORT = {
    "contexts": set(),
    "diagnostics": set(),
    "digests": set(),
    "errors": set(),
    "hints": set(),
    "late_patterns": set(),
    "records": set(),
    "boundary": set(),
    "secrecy": set(),
    "resources": set(),
    "source": {"secrecy"},
    "model": set(),
    "dispositions": {"model"},
    "compose": {"source", "model", "boundary", "secrecy"},
    "passes": {"model", "dispositions", "secrecy"},
    "writers": {"model", "dispositions", "resources", "secrecy"},
    "manifests": {"secrecy", "source"},
    "cluster": {"manifests", "secrecy"},
    "audit": {"boundary", "model", "dispositions", "excerpt", "render", "resources"},
    "render": {"excerpt"},
    "credential_spans": {"secrecy"},
    "excerpt": {"credential_spans", "secrecy"},
    "scaffold": {"resources", "source"},
    "tree": {"audit", "compose", "pipeline"},
    "pipeline": {"secrecy", "model", "compose", "passes", "writers", "audit"},
}
"""What each room may import besides itself. `cli` and the package's own front may import everything."""

FREE = {"cli", "__init__", "__main__"}


def _room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_rooms(module: Path) -> set[str]:
    rooms = set()
    for statement in ast.walk(ast.parse(module.read_text())):
        match statement:
            case ast.ImportFrom(module=str(name), names=names, level=0) if name.split(".")[0] == "composeport":
                rooms |= {name.split(".")[1]} if "." in name else {alias.name for alias in names}
            case ast.Import(names=names):
                rooms |= {alias.name.split(".")[1] for alias in names if alias.name.startswith("composeport.")}
    return rooms


each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
each_bound_module = pytest.mark.parametrize(
    "module",
    [module for module in MODULES if _room(module) not in FREE],
    ids=lambda module: str(module.relative_to(PACKAGE)),
)


@each_bound_module
def test_a_room_imports_only_what_the_picture_allows(module: Path) -> None:
    room = _room(module)
    allowed = MAY_IMPORT[room] | ALWAYS_ALLOWED | {room, "__version__"}
    assert _imported_rooms(module) <= allowed


@each_module
def test_a_file_has_fewer_than_400_lines(module: Path) -> None:
    assert len(module.read_text().splitlines()) < 400


def _functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(module.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@each_module
def test_a_function_has_at_most_80_lines(module: Path) -> None:
    long = [f.name for f in _functions(module) if (f.end_lineno or f.lineno) - f.lineno >= 80]
    assert long == []


PAGES = [page for page in sorted(PACKAGE.glob("*/**/__init__.py")) if page.parent.name != "rules"]
"""The first page of each room but that of the rules, which are called as their slugs in `dispositions.rules`."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_room_s_first_page_names_what_is_in_it(page: Path) -> None:
    inside = {path.stem.removesuffix("_report") for path in page.parent.iterdir() if path.suffix in {".py", ""}}
    assert inside - set(re.findall(r"\w+", page.read_text())) <= {"__init__", "__pycache__"}


def test_the_readme_names_every_room() -> None:
    """The package's own modules and folders, each in the table of what is where."""
    told = (PACKAGE.parent.parent / "README.md").read_text().partition("| where | what |")[2].partition("\n\n")[0]
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix in {".py", ""}}
    assert rooms - set(re.findall(r"\w+", told)) <= {"__init__", "__main__", "__pycache__"}


def test_the_tests_page_names_every_helper() -> None:
    """Those of `scaffolds/` and the like stand beside what they help."""
    folder = Path(__file__).parent
    helpers = {path.name for path in folder.glob("*.py") if not path.name.startswith("test_")}
    assert helpers - set(re.findall(r"\w+\.py", (folder / "README.md").read_text())) == {"conftest.py"}
