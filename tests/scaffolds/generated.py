"""Starter projects, generated as `composeport new` does it, and the checks that every one of them must pass."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from composeport import audit, load_project
from composeport.diagnostics import Severity, Target
from composeport.model import Project
from composeport.pipeline import translate_kubernetes, translate_swarm
from composeport.scaffold import create, stack_of
from composeport.writers.kubernetes.options import KUBE_VERSIONS, KubernetesOptions
from composeport.writers.swarm.options import SwarmOptions
from manifest_checks import inconsistencies
from reference_program import MISSING, REFERENCE
from stacks import docker, write

PLAIN = ("compose.yaml",)
PRODUCTION = ("compose.yaml", "compose.production.yaml")


def generate(stack: str, folder: Path, **options: str) -> Path:
    """A project of `stack`, in a directory of its own below `folder`; `options` as for `--set`."""
    number = len(list(folder.iterdir()))
    return create(stack_of(stack), str(folder / f"{stack}-{number}"), options, ask=False)


def pairs(stack: str, extremes: Iterable[dict[str, str]] = ()) -> Iterator[dict[str, str]]:
    """Answers for which every two choices of a stack meet at least once, and `extremes`, each once more with them.

    Options of free text keep their defaults, except in `extremes`.
    """
    named = {
        option.name: ("yes", "no") if option.switch else option.choices
        for option in stack_of(stack).options
        if option.switch or option.choices
    }
    left = {
        frozenset(((one, a), (other, b)))
        for one, other in combinations(named, 2)
        for a in named[one]
        for b in named[other]
    }
    while left:
        answers = dict(sorted(min(left, key=sorted)))
        for name, values in named.items():
            met = {value: sum(frozenset((item, (name, value))) in left for item in answers.items()) for value in values}
            answers.setdefault(name, max(met, key=lambda value: met[value]))
        left -= {frozenset(pair) for pair in combinations(answers.items(), 2)}
        yield answers
    yield from extremes


@cache
def project_of(folder: Path, files: tuple[str, ...] = PLAIN) -> Project:
    """A generated project, read once; its `.env` is, this process's environment is not."""
    return load_project([str(folder / file) for file in files], project_directory=str(folder), environment={})


def reference_says(folder: Path, files: Iterable[str] = PLAIN) -> str:
    """What `docker-compose config` says against the files: nothing where it accepts them."""
    if REFERENCE is None:
        pytest.skip(MISSING)
    flags = [word for file in files for word in ("-f", file)]
    command = [REFERENCE, *flags, "config", "--quiet"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return f"{done.stderr}(exit status {done.returncode})" if done.returncode or done.stderr else ""


def manifests_of(project: Project, **options: Any) -> list[dict[str, Any]]:
    """The Kubernetes objects of a project."""
    files = translate_kubernetes(project, KubernetesOptions(**options)).files
    return [document for file in files for document in file.documents]


def manifest_problems(
    project: Project,
    elsewhere: Iterable[str] = (),
    versions: Iterable[str] = (KUBE_VERSIONS[0], KUBE_VERSIONS[-1]),
    **options: Any,
) -> list[str]:
    """What the strict schemas of the `versions`, and the references, have against the objects.

    `elsewhere` names objects that are made by hand, as `Kind/name`.
    """
    problems = []
    for version in versions:
        objects = manifests_of(project, kube_version=version, **options)
        problems += inconsistencies(objects, elsewhere)
        refusals = (_refusal(version, json.dumps(document)) for document in objects)
        problems += [f"{version} {refusal}" for refusal in refusals if refusal]
    return problems


@cache
def _refusal(version: str, text: str) -> str:
    """What the strict schemas have against an object, as JSON: most options leave most objects as they are."""
    document = json.loads(text)
    try:
        kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return f"{document['kind']}/{document['metadata']['name']}: {error.message}"
    return ""


def stack_says(project: Project, folder: Path, **options: Any) -> str:
    """What `docker stack config` says against the stack: nothing where it accepts it without a warning."""
    folder.mkdir(parents=True, exist_ok=True)
    done = docker("stack", "config", "-c", write(translate_swarm(project, SwarmOptions(**options)).files, folder))
    return f"{done.stderr}(exit status {done.returncode})" if done.returncode or done.stderr else ""


def audit_says(project: Project, *targets: Target) -> list[str]:
    """The errors and warnings of an audit that no reason stands beside, as `CODE target file:line:column message`."""
    return [
        f"{finding.rule.code} {finding.target.value} {finding.location} {finding.message}"
        for finding in audit(project, targets or tuple(Target)).findings
        if finding.severity is not Severity.INFO
    ]


def reasons_missing(project: Project) -> list[str]:
    """The findings that are ignored without a reason."""
    return [
        f"{ignored.finding.rule.code} {ignored.finding.location}"
        for ignored in audit(project).suppressed
        if not ignored.reason
    ]


def texts(folder: Path) -> dict[str, str]:
    """Every file of a generated project by its path, with its text; the secrets apart."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items() if not name.startswith("secrets/")}
