"""Whatever Compose takes, however large, small, long or odd: a real server takes what it becomes, or it is refused.

The server is as for `test_api_server.py`, the client of Swarm as for `test_swarm_client.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api_server import ApiServer
from attribute_samples import lay_out
from composeport import KubernetesOptions, SwarmOptions, translate
from extreme_values import extreme_projects, joined, taken
from stacks import docker

_WORKLOADS = {"Deployment", "DaemonSet", "StatefulSet", "Job"}


def _pod(workload: dict[str, Any]) -> dict[str, Any]:
    """A pod as a controller would make it: more is asked of it than of the template."""
    template = workload["spec"]["template"]
    spec = {
        name: value
        for name, value in template["spec"].items()
        if name not in {"serviceAccountName", "runtimeClassName"}
    }
    metadata = {**template["metadata"], "name": f"{workload['metadata']['name'][:52]}-0"}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def test_no_value_makes_an_object_that_the_server_refuses(server: ApiServer, tmp_path: Path) -> None:
    server.kubectl("create", "serviceaccount", "default", "-n", server.namespace)
    projects = extreme_projects(lay_out(tmp_path))
    made = taken(projects, lambda project: translate(project, KubernetesOptions()).files)
    objects = list({file.text: file.documents[0] for files in made for file in files}.values())
    said = server.refusals([*objects, *(_pod(item) for item in objects if item["kind"] in _WORKLOADS)])
    assert [line for line in said if not line.startswith("Warning:")] == []
    assert len(objects) > 1000


def test_no_value_makes_a_stack_that_the_client_refuses(tmp_path: Path) -> None:
    projects = extreme_projects(lay_out(tmp_path), "services.web.")
    stacks = list(taken(projects, lambda project: translate(project, SwarmOptions()).files))
    whole = joined(stacks, tmp_path)
    done = docker("stack", "config", "-c", tmp_path / "stack.yml")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(whole["services"]) > 500
