"""Small projects and what becomes of them on Kubernetes, for tests of one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from composeport import load_project
from composeport.diagnostics import Finding, Findings, Target
from composeport.model import Project
from composeport.passes import Choices, run_passes
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions


@dataclass(frozen=True)
class Translated:
    """The objects of a translation, by kind and name, and its findings."""

    objects: dict[tuple[str, str], dict[str, Any]]
    findings: tuple[Finding, ...]

    def spec(self, kind: str, name: str) -> dict[str, Any]:
        """The `spec` of one object."""
        found: dict[str, Any] = self.objects[kind, name]["spec"]
        return found

    def names(self, kind: str) -> list[str]:
        """The names of the objects of a kind."""
        return sorted(name for found, name in self.objects if found == kind)

    def pod(self, name: str) -> dict[str, Any]:
        """The pod that a Deployment makes."""
        found: dict[str, Any] = self.spec("Deployment", name)["template"]["spec"]
        return found

    def mounts(self, name: str) -> dict[str, dict[str, Any]]:
        """The mounts of a Deployment's first container, by path, each with its volume instead of the volume's name."""
        pod = self.pod(name)
        volumes = {volume["name"]: volume for volume in pod.get("volumes", ())}
        found = {}
        for mount in pod["containers"][0].get("volumeMounts", ()):
            rest = {key: value for key, value in mount.items() if key not in {"name", "mountPath"}}
            volume = {key: value for key, value in volumes[mount["name"]].items() if key != "name"}
            found[mount["mountPath"]] = rest | volume
        return found

    def said(self, code: str) -> list[tuple[str, str, str]]:
        """(severity, path, place) of each finding of a rule; the place without the file."""
        return [
            (
                finding.severity.value,
                ".".join(map(str, finding.path)),
                f"{finding.location.line}:{finding.location.column}" if finding.location else "",
            )
            for finding in self.findings
            if finding.rule.code == code
        ]


def write(folder: Path, text: str, files: dict[str, bytes | str] | None = None) -> Path:
    """A project's folder with its Compose file and the files that it refers to; names ending in `/` are folders."""
    home = folder / "shop"
    home.mkdir(exist_ok=True)
    for name, content in (files or {}).items():
        path = home / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (home / "compose.yaml").write_text(text)
    return home / "compose.yaml"


def load(file: Path, environment: dict[str, str] | None = None) -> Project:
    """The project of one file, in no environment but the one that is given."""
    return load_project([str(file)], environment=environment or {})


def decided(file: Path) -> Project:
    """The project with every decision made."""
    return run_passes(load(file), Findings(Target.KUBERNETES), Choices())


def translated(file: Path, environment: dict[str, str] | None = None, **options: Any) -> Translated:
    """What becomes of a project."""
    translation = translate_kubernetes(load(file, environment), KubernetesOptions(**options))
    documents = [document for made in translation.files for document in yaml.safe_load_all(made.text)]
    return Translated({(made["kind"], made["metadata"]["name"]): made for made in documents}, translation.findings)
