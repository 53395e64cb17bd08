"""Charts as Helm itself renders, checks and lints them: its SDK for Python needs no program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from composeport.model import Project
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.output import OutputFile, write_directory

Read = Callable[[Mapping[str, str]], Project]
Documents = dict[str, dict[str, Any]]
"""By kind and name."""


@dataclass(frozen=True)
class Chart:
    """A chart in a directory."""

    directory: Path
    files: tuple[OutputFile, ...]

    def file(self, name: str) -> str:
        """The text of one of its files."""
        return next(file.text for file in self.files if file.name == name)

    @property
    def values(self) -> dict[str, Any]:
        """The default values."""
        return yaml.safe_load(self.file("values.yaml")) or {}

    def rendered(self, values: dict[str, Any] | None = None, **release: str) -> dict[str, str]:
        """What Helm makes of its templates, by their names. Raises `helm_python.HelmError`."""
        import helm_python  # noqa: PLC0415 - not everybody has it

        with helm_python.Chart.load(self.directory) as chart:
            chart.validate_schema(values)
            made = chart.render(values, **release)
        return {name.partition("/templates/")[2]: text for name, text in made.items()}

    def documents(self, values: dict[str, Any] | None = None, **release: str) -> Documents:
        """The objects that Helm makes."""
        rendered = self.rendered(values, **release)
        return by_name(yaml.load(text, yaml.CSafeLoader) for name, text in rendered.items() if name.endswith(".yaml"))

    def complaints(self) -> list[str]:
        """What `helm lint` says, but for the advice that a chart should have a picture."""
        import helm_python  # noqa: PLC0415 - not everybody has it

        messages = helm_python.lint(self.directory, strict=True)["messages"]
        return [message["error"] for message in messages if message["severity"] > 1]


def chart_of(read: Read, directory: Path, **options: Any) -> Chart:
    """The chart of the project that `read` reads, written to `directory`."""
    translation = translate_kubernetes(read({}), KubernetesOptions(format="helm", **options), read)
    write_directory(directory, translation.files)
    return Chart(directory, translation.files)


def plain_documents(project: Project, **options: Any) -> Documents:
    """The objects of the plain manifests, as YAML readers see them."""
    files = translate_kubernetes(project, KubernetesOptions(**options)).files
    return by_name(yaml.load(file.text, yaml.CSafeLoader) for file in files)


def by_name(documents: Any) -> Documents:
    """Documents by kind and name."""
    return {f"{document['kind']}/{document['metadata']['name']}": document for document in documents}
