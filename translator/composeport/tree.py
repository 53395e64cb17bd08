"""A tree of projects: which there are below a directory, and the audit of them all, several at a time.

A folder's projects are found as Compose and its users name files:

- Compose's own default file (`compose.yaml`…), with its override file, is a project.
- Any other Compose file is one, too; but `NAME.override.yml` is merged on top of `NAME.yml`, and what cannot be read
  alone on top of the default file of its folder, or of the nearest folder above that has one.
- A file that a project includes or extends is no project of its own, unless it has a default name.

Hidden folders, `node_modules` and the like are left out, and links to folders are not followed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from composeport.audit.report import Audit, Report
from composeport.compose.candidates import Candidate, candidate
from composeport.compose.discovery import FILES, OVERRIDES
from composeport.diagnostics import Target
from composeport.errors import InputError, Problem, mistake, reason_of
from composeport.records import NamedTuple

Revision = Callable[[Report], Report]
"""Is given each report as it comes, and gives the one to keep."""

Progress = Callable[[int, int], None]
"""Is told how many of how many projects are done."""

_NOT_ENTERED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_ENDINGS = (".yml", ".yaml")
_OVERRIDING = re.compile(r"[.-]override$")
_IN_ONE_PROCESS = 16
"""So few projects take less time than starting other processes for them."""


class Files(NamedTuple):
    """The Compose files of one project, in the order in which they are merged.

    Where they cannot be read alone, they may be meant to go on top of `base`.
    """

    paths: tuple[Path, ...]
    base: Path | None = None

    @property
    def default(self) -> bool:
        """Whether Compose itself would find the project in its folder."""
        first, *others = self.paths
        return first.name in FILES and all(path.name in OVERRIDES for path in others)


def find_projects(directory: Path) -> list[Files]:
    """The projects below a directory. Raises InputError where it cannot be read."""
    found: list[Files] = []
    bases: dict[Path, Path | None] = {}
    for root, folders, listed in os.walk(directory, onerror=_unreadable(directory)):
        folder = Path(root)
        names = [name for name in listed if not (name.endswith(_ENDINGS) and _is_no_file(folder / name))]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_ENTERED)
        bases[folder] = _first(FILES, folder, names) or bases.get(folder.parent)
        found.extend(_projects(folder, names, bases[folder]))
    return sorted(found, key=lambda files: files.paths)


def audit_tree(
    directory: Path,
    targets: Sequence[Target] = tuple(Target),
    *,
    jobs: int = 0,
    each: Revision | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Audit every project below a directory, `jobs` at a time (0: as many as there are processors).

    What cannot be read is a finding of its project. `each` revises a report while other processes work on the next.
    Raises InputError where there is no project.
    """
    projects = find_projects(directory)
    if not projects:
        raise InputError([Problem(f"there is no Compose project below {directory}")])
    reports: list[Report] = []
    with _audited_by(projects, tuple(targets), jobs or os.cpu_count() or 1) as found:
        for report in found:
            reports.append(each(report) if each else report)
            if progress:
                progress(len(reports), len(projects))
    included = {name for report in reports for name in report.texts if name not in report.files}
    kept = (
        report
        for files, report in zip(projects, reports, strict=True)
        if files.default or not included.issuperset(report.files)
    )
    return Audit(tuple(kept), str(directory))


def audit_files(files: Files, targets: tuple[Target, ...], environment: Mapping[str, str]) -> Report:
    """The audit of one project; what stops it is a finding."""
    report = _audited(files.paths, targets, environment)
    if not report.name and files.base:
        merged = _audited((files.base, *files.paths), targets, environment)
        return merged if merged.name else report
    return report


def _audited(paths: Sequence[Path], targets: tuple[Target, ...], environment: Mapping[str, str]) -> Report:
    from composeport.compose.load import load_project  # noqa: PLC0415 - by the processes that do the work
    from composeport.pipeline import audit, refused  # noqa: PLC0415

    names = [str(path) for path in paths]
    try:
        return audit(load_project(names, environment=environment), targets)
    except InputError as error:
        return refused(names, error, targets)
    except Exception as error:  # noqa: BLE001 - one project out of hundreds; it is said, and the others go on
        return refused(names, InputError([Problem(mistake(error))]), targets)


@contextmanager
def _audited_by(projects: list[Files], targets: tuple[Target, ...], jobs: int) -> Iterator[Iterable[Report]]:
    """The reports, in the order of the projects, as they are made."""
    environment = dict(os.environ)  # which takes long to ask, name by name, for each project
    if jobs == 1 or len(projects) <= _IN_ONE_PROCESS:
        yield (audit_files(files, targets, environment) for files in projects)
        return
    import signal  # noqa: PLC0415 - for large trees alone
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import, for large trees alone
    from itertools import repeat  # noqa: PLC0415

    chunk = _chunk(len(projects), jobs)
    with ProcessPoolExecutor(min(jobs, len(projects)), initializer=_follow) as pool:
        try:
            # A process is deaf to Ctrl-C from its first moment.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
            try:
                made = pool.map(audit_files, projects, repeat(targets), repeat(environment), chunksize=chunk)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            yield made
        except BaseException:  # the pool would wait for all that it has begun
            _kill_children()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _chunk(projects: int, jobs: int) -> int:
    """How many projects a process is given at a time: many cost less to hand over, few keep all at work to the end."""
    return max(1, min(16, projects // (jobs * 4)))


def _follow() -> None:
    """Make a process of the pool leave interruptions to its parent, and end where that is gone without a word."""
    import signal  # noqa: PLC0415 - by the processes that do the work
    from multiprocessing import parent_process  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=watch, daemon=True).start()


def _kill_children() -> None:
    from multiprocessing import active_children  # noqa: PLC0415 - an audit that is interrupted

    for child in active_children():
        child.kill()


def _unreadable(directory: Path) -> Callable[[OSError], None]:
    """What to do about a folder that cannot be listed: nothing, but for the one that was asked for."""

    def stop(error: OSError) -> None:
        if error.filename == str(directory):
            raise InputError([Problem(f"cannot read {directory}: {reason_of(error)}")])

    return stop


def _first(wanted: Iterable[str], folder: Path, names: Iterable[str]) -> Path | None:
    return next((folder / name for name in wanted if name in names), None)


def _is_no_file(path: Path) -> bool:
    """Whether something is a pipe or a device, at which a reader waits for ever."""
    return path.exists() and not path.is_file()


def _projects(folder: Path, names: list[str], base: Path | None) -> Iterator[Files]:
    """The projects of one folder, whose own or nearest default file is `base`."""
    own = (base, _first(OVERRIDES, folder, names)) if base and base.parent == folder else ()
    if own:
        yield Files(tuple(path for path in own if path))
    for path in (folder / name for name in sorted(names) if not name.startswith(".")):
        if path in own or not path.name.endswith(_ENDINGS):
            continue
        kind = candidate(path)
        below = _overridden(path, names) or (base if kind is Candidate.OVERLAY else None)
        if kind is not Candidate.OTHER:
            yield Files((below, path)) if below else Files((path,), base)


def _overridden(path: Path, names: list[str]) -> Path | None:
    """The file that an override file goes on top of by its name; None for another file."""
    plain = _OVERRIDING.sub("", path.stem)
    return None if plain == path.stem else _first((f"{plain}.yml", f"{plain}.yaml"), path.parent, names)
