"""The Compose guide that users start from: a whole example translates and is valid, a broken one is refused in place.

The guide is not part of the repository; where it is not beside it, these tests are skipped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

import composeport
from composeport.errors import InputError
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KUBE_VERSIONS, KubernetesOptions

WHOLE = (
    "02-basic-service-structure.yml",
    "03-advanced-build-configuration.yml",
    "04-health-checks-and-dependencies.yml",
    "05-resource-limits-and-constraints.yml",
    "06-custom-networks-configuration.yml",
    "07-external-networks.yml",
    "08-network-aliases-and-service-discovery.yml",
    "09-volume-types-and-configuration.yml",
    "10-external-volumes.yml",
    "11-volume-backup-strategies.yml",
    "13-multi-environment-configuration.yml",
    "13-multi-environment-configuration.yml 14-multi-environment-configuration.yml",
    "13-multi-environment-configuration.yml 15-multi-environment-configuration.yml",
    "16-secrets-management.yml",
    "17-configuration-files.yml",
    "18-complete-lamp-stack.yml",
    "19-microservices-architecture.yml",
    "20-horizontal-scaling.yml",
    "21-performance-monitoring-stack.yml",
    "22-health-check-integration.yml",
    "24-blue-green-deployment.yml",
    "25-feature-flagging.yml",
    "26-canary-deployment-preparation.yml",
)

BROKEN = {
    "01-compose-file-versions.yml": (5, 1),  # `version` a second time
    "12-environment-variable-strategies.yml": (18, 7),  # a list element within a mapping
    "14-multi-environment-configuration.yml": (5, 3),  # an override alone: `app` has neither image nor build
    "15-multi-environment-configuration.yml": (5, 3),
    "23-solution-examples-in-compose-file.yml": (2, 3),
}
"""The line and column at which each is refused."""


@pytest.fixture
def guide(shared: Path) -> Path:
    return shared / "guide" / "examples"


def _objects(guide: Path, names: str, kube_version: str) -> list[dict[str, Any]]:
    files = [str(guide / name) for name in names.split()]
    project = composeport.load_project(files, project_name="guide", environment={})
    translation = translate_kubernetes(project, KubernetesOptions(kube_version=kube_version))
    return [document for file in translation.files for document in file.documents]


@pytest.mark.parametrize("names", WHOLE)
def test_a_whole_example_is_strictly_valid_for_each_version(guide: Path, names: str) -> None:
    for version in KUBE_VERSIONS:
        objects = _objects(guide, names, version)
        assert {document["kind"] for document in objects} >= {"Deployment"}
        for document in objects:
            kubernetes_validate.validate(document, version, strict=True)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_example_is_refused_at_its_place(guide: Path, name: str) -> None:
    with pytest.raises(InputError) as refusal:
        _objects(guide, name, KUBE_VERSIONS[-1])
    location = refusal.value.problems[0].location
    assert location is not None
    assert (location.line, location.column) == BROKEN[name]
    assert Path(location.file).name == name


def test_every_example_is_accounted_for(guide: Path) -> None:
    named = {name for names in WHOLE for name in names.split()} | set(BROKEN)
    assert {path.name for path in guide.iterdir()} == named
