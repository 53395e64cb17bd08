"""A few lines of Compose as a stack: its document, its findings by code and place, and the files beside it."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from composeport import load_project
from composeport.model import Project
from composeport.pipeline import translate_swarm
from composeport.writers.swarm import StackFiles
from composeport.writers.swarm.options import SwarmOptions
from loopback import until
from translated import project_of, spelled

Document = dict[str, Any]
_PATIENCE = 60
"""Seconds until a manager has removed something."""


@dataclass(frozen=True)
class Stacked:
    """What a translation to Swarm yields."""

    files: StackFiles
    findings: list[str]
    """Each as `CODE LINE:COLUMN path`."""
    messages: list[str]
    severities: dict[str, str]
    """By `CODE path`."""

    @property
    def document(self) -> Document:
        """The stack file's only document, with `$` doubled as it is written."""
        return self.files.stack.documents[0]

    def service(self, name: str = "web") -> Document:
        """A service of the stack."""
        service: Document = self.document["services"][name]
        return service

    @property
    def contents(self) -> dict[str, bytes]:
        """The files beside the stack file."""
        return {file.name: file.content for file in self.files.contents}

    @property
    def comment(self) -> list[str]:
        """What stands on top of the stack file."""
        return self.files.stack.comment.splitlines()

    def only(self, *codes: str) -> list[str]:
        """The findings of these codes."""
        return [finding for finding in self.findings if finding.startswith(codes)]


def stacked(project: Project, **options: Any) -> Stacked:
    """A project, translated."""
    translation = translate_swarm(project, SwarmOptions(**options))
    return Stacked(
        translation.files,
        [spelled(finding) for finding in translation.findings],
        [finding.message for finding in translation.findings],
        {f"{f.rule.code} {'.'.join(map(str, f.path))}": f.severity.value for f in translation.findings},
    )


def stack(services: str, variables: dict[str, str] | None = None, **options: Any) -> Stacked:
    """The project `shop`, from the text below its name, translated."""
    return stacked(project_of(services, **(variables or {})), **options)


def stack_in(folder: Path, text: str, **options: Any) -> Stacked:
    """The project `shop` in a folder of files, translated."""
    (folder / "compose.yaml").write_text(f"name: shop\n{text}")
    return stacked(
        load_project([str(folder / "compose.yaml")], project_directory=str(folder), environment={}), **options
    )


def write(files: StackFiles, folder: Path) -> Path:
    """The stack file, written with what it names."""
    for file in files.all:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return folder / files.stack.name


def docker(*words: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the docker client; skips the test where there is none."""
    if shutil.which("docker") is None:
        pytest.skip("the docker client is not here")
    return subprocess.run(
        ["docker", *map(str, words)], input=stdin, capture_output=True, text=True, check=False, timeout=300
    )


def deploy(path: Path, stack: str) -> tuple[list[str], list[str]]:
    """Deploy a stack file: what the client does, and what it says beside that (its advice on `--detach` apart)."""
    done = docker("stack", "deploy", "--resolve-image", "never", "-c", path, stack)
    return done.stdout.splitlines(), [line for line in done.stderr.splitlines() if line and "--detach" not in line]


def import_program(source: Path, image: str, folder: Path) -> None:
    """Make an image of nothing but a program in C, which it starts; skips the test where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    program = folder / source.stem
    subprocess.run([compiler, "-static", "-O", "-o", program, source], check=True)
    root = program.with_suffix(".tar")
    with tarfile.open(root, mode="w") as archive:
        archive.add(program, program.name)
    done = docker("import", "--change", f'ENTRYPOINT ["/{program.name}"]', root, image)
    assert done.returncode == 0, done.stderr


def make_externals(document: Document) -> list[tuple[str, str]]:
    """Make what the operator of a stack is asked for, external networks, configs and secrets: kind and name of each."""
    made: list[tuple[str, str]] = []
    for kind in ("network", "config", "secret"):
        for entry in document.get(f"{kind}s", {}).values():
            name = entry.get("name", "").replace("$$", "$")
            if not entry.get("external") or name in {"host", "bridge"} or (kind, name) in made:
                continue
            if kind == "network":
                docker("network", "create", "--driver", "overlay", "--attachable", name)
            else:
                docker(kind, "create", name, "-", stdin="made for a test")
            made.append((kind, name))
    return made


def remove(stack: str) -> None:
    """Remove a stack until its networks are gone: a manager keeps one that a task has still, and its name."""
    until(partial(_without_networks, stack), _PATIENCE)


def _without_networks(stack: str) -> bool:
    docker("stack", "rm", stack)
    return not docker("network", "ls", "-q", "--filter", f"label=com.docker.stack.namespace={stack}").stdout


def remove_externals(made: list[tuple[str, str]]) -> None:
    """Remove what was made for a stack, as soon as the manager lets go of it."""
    for kind, name in made:
        until(partial(_removed, kind, name), _PATIENCE)


def _removed(kind: str, name: str) -> bool:
    return docker(kind, "rm", name).returncode == 0
