"""What the package offers as a library: few names, each of them there, and no more than those."""

from __future__ import annotations

import sys

import pytest

import composeport
from composeport import KubernetesOptions, SwarmOptions, load_project, translate
from composeport.errors import UsageError

COMPOSE = "services:\n  web:\n    image: nginx:1.29\n    ports: ['80:80']\n"


def test_the_public_names_are_these() -> None:
    assert composeport.__all__ == ["KubernetesOptions", "SwarmOptions", "audit", "load_project", "translate"]
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


def test_what_is_offered_under_a_rooms_name_stays_what_is_offered() -> None:
    import composeport.audit.report  # noqa: PLC0415

    report = composeport.audit(load_project(["-"], project_name="shop", environment={}, stdin=COMPOSE))
    assert type(report) is sys.modules["composeport.audit.report"].Report


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"namespace": "A b"}, "`--namespace` takes a DNS label, not `A b`"),
        ({"volume_size": "much"}, "`--volume-size` takes a quantity of bytes, as 10Gi, not `much`"),
        ({"kube_version": "1.2"}, "`--kube-version` takes 1.30, .* or 1.37, not `1.2`"),
        ({"wait": "forever"}, "`--wait` takes init or none, not `forever`"),
    ],
)
def test_an_option_that_no_object_could_have_is_refused(option: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        KubernetesOptions(**option)  # type: ignore[arg-type]
