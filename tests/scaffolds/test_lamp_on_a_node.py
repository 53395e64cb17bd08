"""The LAMP project on a real Kubernetes node: images of Debian's programs, and the manifests that `make k8s` writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
import yaml

from conftest import SHARED
from scaffolds.generated import PRODUCTION, generate
from scaffolds.lamp_images import images
from scaffolds.lamp_servers import Browser, missing, until

NODE = SHARED / "tools/cluster/cluster"
NAMESPACE = "guest-book"
WAIT_IMAGE = "docker.io/library/busybox:1.37"


def another_node_runs() -> bool:
    """Whether this machine has a kubelet already: two would take each other's network."""
    names = (Path(process) / "comm" for process in Path("/proc").glob("[0-9]*"))
    return any(name.exists() and name.read_text().strip() == "kubelet" for name in names)


pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not NODE.exists(), reason="no node beside the repository"),
    pytest.mark.skipif(os.geteuid() != 0, reason="a node needs root"),
    pytest.mark.skipif(bool(missing("cgi-fcgi")), reason=f"not here: {', '.join(missing('cgi-fcgi'))}"),
]


class Cluster:
    """A node, and a project's objects on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {**os.environ, "CLUSTER_HOME": str(home)}

    def node(self, verb: str) -> str:
        """What the node's own program says to `verb`."""
        command = [str(NODE), verb]
        return subprocess.run(
            command, env=self._environment, check=True, capture_output=True, text=True, timeout=600
        ).stdout.strip()

    def load(self, archive: Path) -> None:
        """Give the node an image."""
        command = ["ctr", "-a", str(self.home / "containerd.sock"), "-n", "k8s.io", "images", "import", str(archive)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    def kubectl(self, *words: str | Path, stdin: str | None = None) -> str:
        """What kubectl answers; AssertionError with what it says where it fails."""
        kubectl = Path(self.node("assets")) / "kubectl"
        command = [str(kubectl), f"--kubeconfig={self.home / 'kubeconfig'}", "-n", NAMESPACE, *map(str, words)]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def volumes(self, folder: Path) -> list[dict[str, Any]]:
        """A disk of the node for each claim, as a provisioner would make it: for the group that the pod names."""
        found = []
        for name in ("mysql", "redis"):
            path = folder / name
            path.mkdir()
            path.chmod(0o2777)
            claim = {"namespace": NAMESPACE, "name": name}
            spec = {"capacity": {"storage": "9Gi"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "node"}
            found.append(
                {
                    "apiVersion": "v1",
                    "kind": "PersistentVolume",
                    "metadata": {"name": name},
                    "spec": {**spec, "claimRef": claim, "hostPath": {"path": str(path)}},
                }
            )
        return found


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    if another_node_runs():
        pytest.skip("a node runs on this machine already")
    with tempfile.TemporaryDirectory(prefix="lamp-") as name:
        root = Path(name)
        root.chmod(0o711)
        project = generate("lamp", root)
        running = Cluster(root / "node")
        running.node("up")
        try:
            give_images(running, project, root)
            running.kubectl("create", "-f", "-", stdin=yaml.safe_dump_all(running.volumes(root)))
            running.kubectl("apply", "-f", translated(project, root / "k8s"))
            yield running
        finally:
            running.node("down")


def give_images(cluster: Cluster, project: Path, root: Path) -> None:
    """Load every image that the project's pods name."""
    names = {
        "php": "registry.example.com/guest-book/php:1.0.0",
        "web": "registry.example.com/guest-book/web:1.0.0",
        "mysql": "docker.io/library/mysql:8.4",
        "redis": "docker.io/library/redis:8.2-alpine",
        "wait": WAIT_IMAGE,
    }
    for name, image in images(project, root / "images").items():
        archive = root / f"{name}.tar"
        image.archive(names[name], archive)
        cluster.load(archive)
        archive.unlink()


def translated(project: Path, target: Path) -> Path:
    """What `make k8s` writes."""
    command = [sys.executable, "-m", "composeport", "k8s", *PRODUCTION, "--namespace", NAMESPACE, "-o", str(target)]
    subprocess.run(
        command, cwd=project, env={**os.environ, "APP_VERSION": "1.0.0"}, check=True, capture_output=True, timeout=60
    )
    return target


def wait_for(cluster: Cluster, *workloads: str) -> None:
    for workload in workloads:
        cluster.kubectl("rollout", "status", workload, "--timeout=180s")


def pods(cluster: Cluster, service: str) -> list[dict[str, Any]]:
    chosen = cluster.kubectl("get", "pods", "-l", f"app.kubernetes.io/name={service}", "-o", "json")
    found: list[dict[str, Any]] = json.loads(chosen)["items"]
    return found


def visitor(cluster: Cluster) -> Browser:
    """Someone who comes through the ingress, where TLS ends."""
    address = cluster.kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")
    return Browser(8080, address, tls_in_front=True)


def answers_again_and_again(browser: Browser) -> bool:
    """Whether the page is there for two seconds: after a rollout the cluster's address may still lead to who is gone."""
    try:
        for _ in range(10):
            if browser.get().status != 200:
                return False
            time.sleep(0.2)
    except URLError:
        return False
    return True


def send(browser: Browser, body: str) -> int:
    token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', browser.get().text)
    assert token
    return browser.post("/messages", csrf_token=token[1], author="Ada", body=body).status


def is_processed(browser: Browser, body: str) -> bool:
    return f'{body}</p>\n        <p class="processed">' in browser.get().text


def test_everything_starts_in_order_and_a_message_goes_its_whole_way(cluster: Cluster) -> None:
    wait_for(cluster, "statefulset/mysql", "statefulset/redis", "deployment/fpm", "deployment/web", "deployment/worker")
    (job,) = json.loads(cluster.kubectl("get", "jobs", "-o", "json"))["items"]
    assert job["status"]["succeeded"] == 1
    restarts = {
        (service, pod["status"]["containerStatuses"][0]["restartCount"])
        for service in ("web", "fpm", "worker", "mysql", "redis")
        for pod in pods(cluster, service)
    }
    assert {service for service, count in restarts if count} == set()
    browser = visitor(cluster)
    health = browser.get("/healthz")
    assert (health.status, json.loads(health.text)["checks"]) == (200, {"database": "ok", "redis": "ok"})
    assert send(browser, "over the names of the cluster") == 303
    until(lambda: is_processed(browser, "over the names of the cluster"))
    assert "You have left 1 message." in browser.get().text
    (cookie,) = browser.cookies
    assert (cookie.name, cookie.secure) == ("__Host-session", True)


def test_sessions_messages_and_jobs_outlive_every_pod(cluster: Cluster) -> None:
    wait_for(cluster, "deployment/web", "deployment/worker")
    browser = visitor(cluster)
    assert send(browser, "before they all went") == 303
    for kind, names in {"statefulset": ("redis", "mysql"), "deployment": ("fpm", "worker", "web")}.items():
        for name in names:
            cluster.kubectl("rollout", "restart", f"{kind}/{name}")
            wait_for(cluster, f"{kind}/{name}")
    until(lambda: answers_again_and_again(browser), seconds=60)
    until(lambda: is_processed(browser, "before they all went"), seconds=60)
    assert "You have left 1 message." in browser.get().text
    assert send(browser, "after they all came back") == 303
    until(lambda: is_processed(browser, "after they all came back"), seconds=60)


def test_what_runs_is_nobody_and_can_write_nowhere(cluster: Cluster) -> None:
    wait_for(cluster, "deployment/worker")
    who = cluster.kubectl(
        "exec", "deployment/worker", "--", "sh", "-c", "id -u; grep -i -E 'CapEff|NoNewPrivs' /proc/1/status"
    )
    assert who.split() == ["82", "CapEff:", "0000000000000000", "NoNewPrivs:", "1"]
    refused = cluster.kubectl("exec", "deployment/worker", "--", "sh", "-c", "touch /srv/app/x 2>&1 || true")
    assert "Read-only file system" in refused
