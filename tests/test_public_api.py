"""What the package offers as a library: few names, each of them there, and no more than those."""

from __future__ import annotations

import pytest

import composeport
from composeport import KubernetesOptions, SwarmOptions, load_project, translate

COMPOSE = "services:\n  web:\n    image: nginx:1.29\n    ports: ['80:80']\n"


def test_the_public_names_are_these() -> None:
    assert composeport.__all__ == ["KubernetesOptions", "SwarmOptions", "load_project", "translate"]
    assert all(getattr(composeport, name) for name in composeport.__all__)


def test_a_name_that_is_not_offered_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = composeport.nothing  # type: ignore[attr-defined]


def test_the_options_say_the_target() -> None:
    project = load_project(["-"], project_name="shop", environment={}, stdin=COMPOSE)
    manifests = translate(project, KubernetesOptions())
    stack = translate(project, SwarmOptions())
    assert [file.name for file in manifests.files] == [
        "default-networkpolicy.yaml",
        "web-deployment.yaml",
        "web-published-networkpolicy.yaml",
        "web-service.yaml",
    ]
    assert [file.name for file in stack.files.all] == ["stack.yml"]
