"""Sets of files to write into a directory, what is in one, and runs that end at each of their steps."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from composeport.writers import exchange, journal  # noqa: F401 - to import them later would count as steps
from composeport.writers.output import OutputFile, write_directory
from killed import CHANGES

OLD = (
    OutputFile("web-deployment.yaml", ({"kind": "Deployment"},)),
    OutputFile("web-service.yaml", ({"kind": "Service"},)),
    OutputFile("db-secret.yaml", ({"kind": "Secret"},), secret=True),
)
NEW = (
    OutputFile("web-deployment.yaml", ({"kind": "Deployment", "spec": {}},)),
    OutputFile("web-service.yaml", ({"kind": "Service"},)),
    OutputFile("api-secret.yaml", ({"kind": "Secret"},), secret=True),
    OutputFile("base/api.yaml", ({"kind": "Deployment"},)),
)
RECORD = "# Made by composeport, which replaces and removes these files when it runs again.\n"


def tree(directory: Path) -> dict[str, str]:
    """Every file below `directory`, with its text."""
    return {str(path.relative_to(directory)): path.read_text() for path in directory.rglob("*") if path.is_file()}


def texts(files: tuple[OutputFile, ...]) -> dict[str, str]:
    return {file.name: file.text for file in files}


def visible(directory: Path) -> dict[str, str]:
    """What kubectl would read."""
    return {name: text for name, text in tree(directory).items() if name.endswith((".yaml", ".yml", ".json"))}


def no_directory(out: Path) -> None:
    """Leave nothing at a place."""


def empty_directory(out: Path) -> None:
    """Make a directory that holds nothing."""
    out.mkdir()


def old_directory(out: Path) -> None:
    """Make a directory that holds OLD, beside a file and a link of somebody else."""
    out.mkdir()
    (out / "mine.yaml").write_text("mine")
    (out / "link").symlink_to("/etc/hostname")
    write_directory(out, OLD)


def edited_directory(out: Path) -> None:
    """Make a directory that holds NEW, with one other file."""
    write_directory(out, NEW)
    (out / "web-service.yaml").write_text("edited")


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Have a process whose working directory a folder is."""
    with subprocess.Popen(["sleep", "60"], cwd=folder) as process:
        try:
            yield
        finally:
            process.kill()


def run_python(program: str, *arguments: str, files: object) -> subprocess.CompletedProcess[str]:
    """Run a program that gets the files, pickled, on standard input."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=pickle.dumps(files, protocol=0).decode("ascii"),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def stopped_at_every_step(
    directory: Path, prepare: Callable[[Path], None], *, inside: bool = False, first: int = -1
) -> list[Path]:
    """A directory for each step of writing NEW at which a run was stopped, and that of the run that was not.

    `inside`: each run stands in the directory that it writes. `first`: one was stopped before, at this step.
    """
    directory.mkdir(exist_ok=True)
    program = "import output_directories; output_directories.stop_at_every_step()"
    done = run_python(program, files=(directory, prepare, inside, first))
    assert done.returncode == 0, done.stderr
    return [directory / str(step) / "k8s" for step in range(int(done.stdout))]


def stop_at_every_step() -> None:
    """What a process of its own does for `stopped_at_every_step`; it prints how many directories there are."""
    import ctypes  # noqa: F401, PLC0415 - to import it later would count as steps

    directory, prepare, inside, first = pickle.load(sys.stdin.buffer)
    for step in range(99):
        out = directory / str(step) / "k8s"
        out.parent.mkdir()
        prepare(out)
        if first >= 0:
            _stopped_at(first, out, inside=inside)
        if not _stopped_at(step, out, inside=inside):
            sys.stdout.write(str(step + 1))
            return
    raise AssertionError("more than 99 steps")


def _stopped_at(step: int, out: Path, *, inside: bool) -> bool:
    """Whether writing NEW, in a child that ends at a step as by SIGKILL, did end there."""
    child = os.fork()
    if not child:
        if inside:
            os.chdir(out)
        sys.addaudithook(_end_at(step))
        write_directory(out, NEW)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 9


def _end_at(step: int) -> Callable[[str, tuple[object, ...]], None]:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
            left -= 1
            if left < 0:
                os._exit(9)

    return count
