"""A real API server for a test run, from the programs that `KUBEBUILDER_ASSETS` names: etcd, kube-apiserver, kubectl.

The convention is that of the Kubernetes project's `envtest`. The server listens on loopback alone, keeps its state in a
temporary folder, and ends with the test run.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from loopback import free_ports

PROGRAMS = ("etcd", "kube-apiserver", "kubectl")
_PATIENCE = 120
"""Seconds until the server must be ready."""


def missing() -> str:
    """Why there is no API server to start; "" where there is."""
    folder = os.environ.get("KUBEBUILDER_ASSETS")
    if not folder:
        return "KUBEBUILDER_ASSETS names no programs of Kubernetes"
    absent = [program for program in PROGRAMS if not os.access(Path(folder) / program, os.X_OK)]
    return f"KUBEBUILDER_ASSETS lacks {', '.join(absent)}" if absent else ""


class ApiServer:
    """A running server. `namespace` exists in it, and `restricted`, which warns by the Pod Security Standard.

    The context `guest` of its kubeconfig is of somebody who may do nothing.
    """

    namespace = "translated"
    restricted = "restricted"

    def __init__(self, kubeconfig: Path) -> None:
        self.kubeconfig = kubeconfig

    def kubectl(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run kubectl against the server."""
        command = [_program("kubectl"), "--kubeconfig", str(self.kubeconfig), *words]
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=_PATIENCE, check=False)

    def refusals(self, objects: Sequence[dict[str, Any]], namespace: str = namespace) -> list[str]:
        """What the server says against objects: a dry run on its side, with strict validation of every field."""
        if not objects:
            return []
        stream = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
        words = ("apply", "--dry-run=server", "--validate=strict", "-n", namespace, "-f", "-")
        return self.kubectl(*words, given=stream).stderr.splitlines()


@contextmanager
def api_server(folder: Path) -> Iterator[ApiServer]:
    """Start a server with its state in `folder`, and stop it."""
    client, peer, port = free_ports(3)
    token, guest = secrets.token_hex(16), secrets.token_hex(16)
    subprocess.run(["openssl", "genrsa", "-out", str(folder / "sa.key"), "2048"], check=True, capture_output=True)
    (folder / "tokens.csv").write_text(f"{token},admin,1,system:masters\n{guest},guest,2\n")
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(_client_configuration(port, {"test": token, "guest": guest})))
    processes = [_etcd(folder, client, peer), _apiserver(folder, client, port)]
    try:
        server = ApiServer(kubeconfig)
        _wait_until_ready(server, folder)
        server.kubectl("create", "namespace", server.namespace)
        server.kubectl("create", "namespace", server.restricted)
        server.kubectl("label", "namespace", server.restricted, "pod-security.kubernetes.io/warn=restricted")
        yield server
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(_PATIENCE)


def _etcd(folder: Path, client: int, peer: int) -> subprocess.Popen[bytes]:
    here, there = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    return _start(
        folder,
        "etcd",
        *("--data-dir", str(folder / "etcd"), "--unsafe-no-fsync"),
        *("--listen-client-urls", here, "--advertise-client-urls", here),
        *("--listen-peer-urls", there, "--initial-advertise-peer-urls", there, "--initial-cluster", f"default={there}"),
    )


def _apiserver(folder: Path, client: int, port: int) -> subprocess.Popen[bytes]:
    key = str(folder / "sa.key")
    return _start(
        folder,
        "kube-apiserver",
        *("--etcd-servers", f"http://127.0.0.1:{client}", "--bind-address", "127.0.0.1", "--secure-port", str(port)),
        *("--cert-dir", str(folder / "certs"), "--service-cluster-ip-range", "10.96.0.0/16"),
        *("--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", key),
        *("--service-account-signing-key-file", key, "--token-auth-file", str(folder / "tokens.csv")),
        *("--authorization-mode", "RBAC", "--allow-privileged=true"),
    )


def _start(folder: Path, program: str, *words: str) -> subprocess.Popen[bytes]:
    with (folder / f"{program}.log").open("wb") as log:
        return subprocess.Popen([_program(program), *words], stdout=log, stderr=log, stdin=subprocess.DEVNULL)


def _wait_until_ready(server: ApiServer, folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while server.kubectl("get", "--raw", "/readyz").returncode:
        if time.monotonic() > deadline:
            raise TimeoutError((folder / "kube-apiserver.log").read_text()[-2000:])
        time.sleep(0.5)


def _program(name: str) -> str:
    return str(Path(os.environ["KUBEBUILDER_ASSETS"]) / name)


def _client_configuration(port: int, tokens: dict[str, str]) -> dict[str, Any]:
    """A kubeconfig with a context for each user; the first is the current one."""
    cluster = {"server": f"https://127.0.0.1:{port}", "insecure-skip-tls-verify": True}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": name, "user": {"token": token}} for name, token in tokens.items()],
        "contexts": [{"name": name, "context": {"cluster": "test", "user": name}} for name in tokens],
        "current-context": next(iter(tokens)),
    }
