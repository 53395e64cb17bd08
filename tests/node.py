"""A real node for tests that are asked for by `--end-to-end`: started by the tools beside the repository, and stopped.

`KUBECONFIG` may name a node that such tools started already. There is no registry: the tests' images are on the node.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_MINUTES = 60
PATIENCE = 3 * _MINUTES
"""Seconds until what was applied must be ready."""


class Node:
    """A node, and kubectl for it. `load` is the command that gives it an image of a folder."""

    def __init__(self, kubectl: str, kubeconfig: str, load: Sequence[str]) -> None:
        self.kubectl_program = kubectl
        self._command = [kubectl, "--kubeconfig", kubeconfig]
        self._load = list(load)

    def kubectl(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run kubectl."""
        return subprocess.run(
            [*self._command, *words], input=given, capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )

    def get(self, namespace: str, *words: str) -> Any:
        """What `kubectl get` tells, as data."""
        return json.loads(self.kubectl("get", "-n", namespace, "-o", "json", *words).stdout)

    def load_image(self, name: str, folder: Path, *options: str) -> None:
        """Make an image of a folder and give it to the node."""
        subprocess.run([*self._load, name, str(folder), *options], check=True, capture_output=True, timeout=PATIENCE)

    @contextmanager
    def namespace(self) -> Iterator[str]:
        """A namespace of its own, gone afterwards."""
        name = f"composeport-{uuid.uuid4().hex[:8]}"
        self.kubectl("create", "namespace", name)
        try:
            yield name
        finally:
            self.kubectl("delete", "namespace", name, "--wait=false")

    def apply(self, namespace: str, objects: Sequence[dict[str, Any]]) -> None:
        """Apply objects; the server must take each."""
        stream = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
        done = self.kubectl("apply", "-n", namespace, "-f", "-", given=stream)
        assert done.returncode == 0, done.stderr

    def wait_until(self, namespace: str, *, ready: int) -> list[dict[str, Any]]:
        """The pods, when so many of them are ready or have done their work."""
        pods: list[dict[str, Any]] = []
        for _ in range(PATIENCE):
            pods = self.get(namespace, "pods")["items"]
            if sum(map(is_ready, pods)) >= ready:
                return pods
            time.sleep(1)
        described = self.kubectl("describe", "pods", "-n", namespace).stdout
        raise AssertionError(f"{ready} pods are not ready after {PATIENCE} s:\n{described[-4000:]}")


def is_ready(pod: dict[str, Any]) -> bool:
    """Whether a pod is ready, or has done its work."""
    conditions = {condition["type"]: condition["status"] for condition in pod["status"].get("conditions", ())}
    return pod["status"].get("phase") == "Succeeded" or conditions.get("Ready") == "True"


def missing(tools: Path) -> str:
    """Why no node can be had; "" where one can."""
    if not (tools / "cluster" / "cluster").is_file():
        return "the tools beside the repository are not here"
    if os.geteuid() != 0:
        return "a node needs root"
    if not shutil.which("go"):
        return "Kubernetes is built by Go, which is not here"
    return ""


@contextmanager
def node(tools: Path, state: Path) -> Iterator[Node]:
    """The node that `KUBECONFIG` names, or one that is started with its state in `state`."""
    program = str(tools / "cluster" / "cluster")
    given = os.environ.get("KUBECONFIG")
    home = str(Path(given).parent) if given else str(state)
    environment = {**os.environ, "CLUSTER_HOME": home}
    assets = subprocess.run([program, "assets"], check=True, capture_output=True, text=True).stdout.strip()
    load = ["env", f"CLUSTER_HOME={home}", program, "load"]
    if given:
        yield Node(f"{assets}/kubectl", given, load)
        return
    try:
        subprocess.run([program, "up"], check=True, capture_output=True, env=environment, timeout=10 * _MINUTES)
        yield Node(f"{assets}/kubectl", f"{home}/kubeconfig", load)
    finally:
        subprocess.run([program, "down"], check=True, capture_output=True, env=environment, timeout=PATIENCE)
