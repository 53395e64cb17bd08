"""One project through the whole program, and what must hold of whatever comes out, for tests that make up projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from composeport import KubernetesOptions, SwarmOptions, load_project, translate
from composeport.audit.report import Audit
from composeport.audit.reports import FORMATS
from composeport.cli.config import document
from composeport.diagnostics import Location, line_starts
from composeport.errors import InputError, OutputError, Problem
from composeport.model import Project
from composeport.pipeline import audit, draw
from composeport.writers.canonical import canonical
from composeport.writers.canonical_values import Form
from composeport.writers.graph import GRAPHS

READ = "read"
REFUSED = "refused"

OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"publish": "ingress", "domain": "example.com", "harden": True, "seed_volumes": True},
    {"publish": "gateway", "domain": "example.com", "plain_env": True, "bind": "host-path", "kube_version": "1.30"},
    {"publish": "load-balancer", "controller": "statefulset", "wait": "none", "namespace": "shop", "liveness": True},
    {"publish": "node-port", "controller": "daemonset", "network_policies": False, "registry": "r.example/x"},
)
"""Sets of options of a Kubernetes translation that between them use each option."""


ENVIRONMENT = {"HOME": "/home/tester", "USER": "tester"}


def outcome(
    files: Sequence[str],
    *,
    options: Iterable[Mapping[str, Any]] = ({},),
    reports: bool = False,
    environment: Mapping[str, str] = ENVIRONMENT,
) -> str:
    """Read a project and write it in every way: whether it was read or refused. AssertionError for a bad refusal."""
    try:
        project = load_project(files, environment=environment)
    except InputError as error:
        assert_refusal_is_located(error)
        return REFUSED
    for form in Form:
        yaml.load(document(canonical(project, form), "yaml"), yaml.CSafeLoader)
    for chosen in options:
        translate_anyhow(project, KubernetesOptions(**chosen))
    translate_anyhow(project, SwarmOptions())
    if reports:
        report_everything(project)
    return READ


def translate_anyhow(project: Project, options: KubernetesOptions | SwarmOptions) -> list[bytes]:
    """A translation's files, or none where it is refused. AssertionError where a refusal or a finding has no place."""
    try:
        translation = translate(project, options)
    except InputError as error:
        assert_refusal_is_located(error, project.texts)
        return []
    for finding in translation.findings:
        assert_place_is_there(finding.location, project.texts, finding.message)
    files = translation.files if isinstance(translation.files, tuple) else translation.files.all
    try:
        return [file.content for file in files]
    except OutputError:
        return []


def report_everything(project: Project) -> None:
    """Every report and every picture of a project."""
    report = audit(project, picture=True)
    for finding in report.findings:
        assert_place_is_there(finding.location, project.texts, finding.message)
    for render in FORMATS.values():
        render(Audit((report,))).encode()
    for ending in GRAPHS:
        draw(project, ending).encode()


def assert_refusal_is_located(error: InputError, texts: Mapping[str, str] | None = None) -> None:
    """That a refusal has problems, and each of them says where."""
    assert error.problems
    for problem in error.problems:
        if not _counts_the_rest(problem):
            known = error.texts if texts is None else texts
            assert problem.location, f"no place: {problem.message}"
            assert problem.location.file in known, f"{problem.location} has no text: {problem.message}"
            assert_place_is_there(problem.location, known, problem.message)


def _counts_the_rest(problem: Problem) -> bool:
    """Whether a problem is the line that says how many more there are."""
    return problem.location is None and problem.message.endswith("more problems")


def assert_place_is_there(location: Location | None, texts: Mapping[str, str], message: str) -> None:
    """That a place lies inside its file: one of the project's, or one that it mounts."""
    assert location, f"no place: {message}"
    text = texts.get(location.file)
    if text is None:
        assert Path(location.file).is_file(), f"{location} is in no file: {message}"
        text = Path(location.file).read_text(errors="replace")
    lines = len(line_starts(text)) + 1
    assert 1 <= location.line <= location.end_line <= lines, f"{location} is not inside its file: {message}"
    assert location.column >= 1, f"{location}: {message}"
