"""Charts as Helm itself renders, checks and lints them: its SDK for Python needs no program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from case_directory import Case
from composeport import load_project
from composeport.model import Project
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.output import OutputFile, write_directory
from corpus_projects import load_case

Read = Callable[[Mapping[str, str]], Project]
Documents = dict[str, dict[str, Any]]
"""By kind and name."""


LACKING = "helm-python-sdk, which brings Helm, is not installed"


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

    def takes(self, values: dict[str, Any]) -> bool:
        """Whether Helm takes those values."""
        import helm_python  # noqa: PLC0415 - not everybody has it

        with helm_python.Chart.load(self.directory) as chart:
            try:
                chart.validate_schema(values)
            except helm_python.HelmValuesError:
                return False
        return True

    def complaints(self) -> list[str]:
        """What `helm lint` says, but for the advice that a chart should have a picture."""
        import helm_python  # noqa: PLC0415 - not everybody has it

        messages = helm_python.lint(self.directory, strict=True)["messages"]
        return [message["error"] for message in messages if message["severity"] > 1]


def chart_of(read: Read, directory: Path, **options: Any) -> Chart:
    """The chart of the project that `read` reads, written to `directory`."""
    translation = translate_kubernetes(read({}), KubernetesOptions(format="helm", **options), read=read)
    write_directory(directory, translation.files)
    return Chart(directory, translation.files)


def plain_documents(project: Project, **options: Any) -> Documents:
    """The objects of the plain manifests, as YAML readers see them."""
    files = translate_kubernetes(project, KubernetesOptions(**options)).files
    return by_name(yaml.load(file.text, yaml.CSafeLoader) for file in files)


def by_name(documents: Any) -> Documents:
    """Documents by kind and name."""
    return {f"{document['kind']}/{document['metadata']['name']}": document for document in documents}


def reader_of_case(case: Case) -> Read:
    """What reads one of the repository's cases with other variables."""
    return partial(load_case, case)


def reader_of_text(services: str, **environment: str) -> Read:
    """What reads a project called `shop` from the text below its name."""

    def read(variables: Mapping[str, str]) -> Project:
        return load_project(["-"], stdin=f"name: shop\n{services}", environment={**environment, **variables})

    return read


_DIGESTS = ("composeport.dev/environment", "composeport.dev/files-hash")


def without_digests(documents: Documents) -> Documents:
    """Documents without digests, in annotations and in the names of Jobs: a chart has others than plain manifests."""
    jobs = [document["metadata"]["name"] for document in documents.values() if document["kind"] == "Job"]
    return by_name(_steady(document, jobs) for document in documents.values())


def _steady(value: Any, jobs: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: "" if key in _DIGESTS else _steady(item, jobs) for key, item in value.items()}
    if isinstance(value, list):
        return [_steady(item, jobs) for item in value]
    if isinstance(value, str) and value.removeprefix("job/") in jobs:
        return re.sub(r"-[0-9a-f]{8}$", "", value)
    return value


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The paths at which two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from differences(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (item, counterpart) in enumerate(zip(one, other, strict=True)):
            yield from differences(item, counterpart, f"{path}.{index}")
    elif one != other or type(one) is not type(other):
        yield path
