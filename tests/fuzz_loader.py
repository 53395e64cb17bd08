"""A mutation fuzzer over everything that reads a project and writes it: `python tests/fuzz_loader.py --help`.

Case N of a seed is the same wherever it runs. A case has 30 seconds of processor time, the process a gigabyte of
memory; what goes beyond, raises anything but the program's own errors, or refuses without a place is printed and its
files are kept. The last line of the output is a summary as JSON.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from fuzz_seeds import Seed, all_seeds, own_seeds
from mutations import mutated
from whole_program import OPTIONS, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

CASE_SECONDS = 30.0
"""Of processor: all 65,535 ports of a range take ten, through every writer and read back by PyYAML."""
HANG_SECONDS = 60
MEMORY = 1 << 30
_EVERY = 16
"""Reports and pictures cost ten times what a translation costs: one case in so many has them."""


class Overtime(BaseException):
    """A case took too long. Nothing that handles errors may catch this."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise `Overtime` in the body when it has had so much time."""

    def stop(*_: object) -> None:
        raise Overtime

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def made_wrong(seeds: tuple[Seed, ...], name: str) -> tuple[Seed, Random]:
    """The project of a case: a seed, of which one file, seldom two, is mutated."""
    random = Random(name)
    seed = random.choice(seeds)
    others = list(random.choice(seeds).contents.values())
    contents = dict(seed.contents)
    for _ in range(random.choice((1, 1, 1, 2))):
        pool = list(contents) if random.random() < 0.25 else seed.files
        file = random.choice(list(pool))
        contents[file] = mutated(random, contents[file], others)
    return Seed(seed.name, contents, seed.files), random


class Run:
    """A run over many cases, and what came of them."""

    def __init__(self, seeds: tuple[Seed, ...], kept: Path) -> None:
        self.seeds = seeds
        self.kept = kept
        self.tally: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.failures: dict[str, str] = {}

    def case(self, name: str, work: Path) -> None:
        """One case in a folder of its own."""
        seed, random = made_wrong(self.seeds, name)
        folder = work / "project"
        for file, content in seed.contents.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
        chosen: tuple[dict[str, Any], ...] = (random.choice(OPTIONS),)
        started = time.process_time()
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        try:
            with processor_time(CASE_SECONDS):
                files = [str(folder / file) for file in seed.files]
                self.tally[outcome(files, options=chosen, reports=not random.randrange(_EVERY))] += 1
        except (Exception, Overtime) as error:  # noqa: BLE001 - finding them is what this is for
            self.fail(name, folder, error)
        finally:
            faulthandler.cancel_dump_traceback_later()
        self.slowest = max(self.slowest, (round(time.process_time() - started, 3), name))
        shutil.rmtree(folder)

    def fail(self, name: str, folder: Path, error: BaseException) -> None:
        """Keep what a failing case was made of; one of a kind."""
        self.tally["failed"] += 1
        frames = traceback.extract_tb(error.__traceback__)
        kind = f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
        if isinstance(error, AssertionError | Overtime):
            kind = f"{type(error).__name__} {str(error).rpartition(': ')[2][:40]}"
        if kind in self.failures:
            return
        kept = self.kept / name.replace(":", "-")
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        self.failures[kind] = str(kept)
        print(f"{kind}: {kept}\n{''.join(traceback.format_exception(error, limit=-12))}", flush=True)  # noqa: T201

    def summary(self) -> dict[str, Any]:
        """Cases tried, how many were read, refused or failed, the slowest, and where the failures are kept."""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds, name = self.slowest
        slowest = {"seconds": seconds, "case": name}
        return {
            "tried": self.tally.total(),
            **self.tally,
            "slowest": slowest,
            "mebibytes": memory,
            "kept": self.failures,
        }


def main(words: list[str]) -> int:
    """Run the cases that the command line asks for; 1 where one failed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--seed", default="0", help="another seed makes other cases")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--cases", type=int, help="how many; without it, as many as the time allows")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--own", action="store_true", help="start from what is in the repository only")
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "composeport-fuzz")
    chosen = parser.parse_args(words)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    run = Run(own_seeds() if chosen.own else all_seeds(), chosen.kept)
    end, number = time.monotonic() + chosen.seconds, chosen.first
    with tempfile.TemporaryDirectory(prefix="composeport-fuzz-") as work:
        while time.monotonic() < end if chosen.cases is None else number < chosen.first + chosen.cases:
            run.case(f"{chosen.seed}:{number}", Path(work))
            number += 1
    print(json.dumps(run.summary()))  # noqa: T201
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
