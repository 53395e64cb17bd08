"""On a real node: every name resolves to the right peer, every port answers, and every wait ends."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import composeport
from case_directory import CASES, Case
from composeport.diagnostics import Findings, Target
from composeport.model import Project, Service
from composeport.model.decisions import JOBS
from composeport.model.names import dns_label
from composeport.passes import Choices, run_passes
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions
from corpus_projects import load_case
from network_policy_evaluator import pod_template
from node import Node, missing, node
from test_guide import WHOLE
from test_name_resolution import means, names_on

pytestmark = pytest.mark.end_to_end
STAND_IN = "local/peer:1"
"""Listens on the ports that `PEER_PORTS` names, answers with `PEER_NAME`, and dials what it is asked to."""

RUN = {"Deployment", "StatefulSet", "DaemonSet", "Service", "NetworkPolicy"}
"""What the names on the network are made of. Jobs have done their work by the time that anybody dials."""

_ATTEMPTS = 10
UNKNOWN = "7777/tcp"
"""Where a stand-in listens for a service of which no port is known."""


class Dial(NamedTuple):
    """A container that dials a name and a port, and who must answer."""

    client: str
    host: str
    port: str
    protocol: str
    answers: frozenset[str]


@pytest.fixture(scope="module")
def running(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    if reason := missing(shared / "tools"):
        pytest.skip(reason)
    with node(shared / "tools", tmp_path_factory.mktemp("node")) as found:
        yield found


def _project(source: Case | str, shared: Path) -> Project:
    if isinstance(source, Case):
        return load_case(source)
    files = [str(shared / "guide" / "examples" / name) for name in source.split()]
    return composeport.load_project(files, environment={}, project_name="guide")


@pytest.mark.parametrize("source", [*CASES, *WHOLE], ids=lambda source: getattr(source, "name", source))
def test_each_name_of_each_peer_answers_on_each_port(
    running: Node, shared: Path, source: Case | str, record_property: pytest.RecordProperty
) -> None:
    project = _project(source, shared)
    decided = run_passes(project, Findings(Target.KUBERNETES), Choices())
    objects = list(_objects(project, decided))
    workloads = [made for made in objects if pod_template(made)]
    if not workloads:
        pytest.skip("nothing here keeps running")
    with running.namespace() as namespace:
        running.apply(namespace, objects)
        pods = running.wait_until(namespace, ready=sum(made["spec"].get("replicas", 1) for made in workloads))
        dials = list(_dials(project, decided))
        by_client = [list(group) for _, group in groupby(dials, key=lambda dial: dial.client)]
        wrong = [failure for group in by_client for failure in _lasting_failures(running, namespace, pods, group)]
    record_property("figure", f"{len(dials)} names and ports dialled, {len(wrong)} wrong")
    assert wrong == []


def _objects(project: Project, decided: Project) -> Iterator[dict[str, Any]]:
    """The manifests, with a stand-in for every image and without what an image would need."""
    translation = translate_kubernetes(project, KubernetesOptions(wait="none"))
    by_container = {service.object_name: service for service in decided.services.values()}
    for file in translation.files:
        for made in yaml.safe_load_all(file.text):
            if made["kind"] not in RUN:
                continue
            if template := pod_template(made):
                spec = template["spec"]
                for unwanted in ("volumes", "initContainers", "affinity", "nodeSelector", "runtimeClassName"):
                    spec.pop(unwanted, None)
                spec["securityContext"] = {}
                spec["containers"] = [_stand_in(by_container[one["name"]]) for one in spec["containers"]]
            yield made


def _stand_in(service: Service) -> dict[str, Any]:
    variables = {"PEER_PORTS": " ".join(_ports(service)), "PEER_NAME": service.name}
    return {
        "name": service.object_name,
        "image": STAND_IN,
        "imagePullPolicy": "Never",
        "env": [{"name": name, "value": value} for name, value in variables.items()],
    }


def _ports(service: Service) -> list[str]:
    return [f"{port.target}/{port.protocol}" for port in service.serves] or [UNKNOWN]


def _dials(project: Project, decided: Project) -> Iterator[Dial]:
    """Every name that Compose's resolver has for a service's peers, by the ports that they serve.

    A name that is no label of DNS is dialled as what it becomes: references to it are rewritten. Jobs are over by now.
    """
    for client in decided.services.values():
        networks = client.networks if not client.network_mode else ()
        names = {name for network in networks for name, _ in names_on(project, network)}
        for host in sorted(names):
            meant = means(project, project.services[client.name], host)
            peers = [decided.services[name] for name in meant]
            if meant == {client.name} or any(peer.kind in JOBS for peer in peers):
                continue
            for port in sorted(set.intersection(*(set(_ports(peer)) for peer in peers))):
                yield Dial(client.name, dns_label(host), *port.split("/"), frozenset(meant))


def _lasting_failures(running: Node, namespace: str, pods: list[dict[str, Any]], dials: list[Dial]) -> list[str]:
    """What is still wrong when a stand-in that has just started had time to listen."""
    failures: list[str] = []
    for _ in range(_ATTEMPTS):
        failures = list(_failures(running, namespace, pods, dials))
        if not failures:
            break
        time.sleep(1)
    return failures


def _failures(running: Node, namespace: str, pods: list[dict[str, Any]], dials: list[Dial]) -> Iterator[str]:
    """What is wrong about the dials of one client, from the first pod that it has; nothing where it has none."""
    places = ((one["metadata"]["name"], _container(one, dials[0].client)) for one in pods)
    pod, container = next((place for place in places if place[1]), ("", ""))
    if not pod:
        return
    asked = "".join(f"{dial.host} {dial.port} {dial.protocol}\n" for dial in dials)
    words = ("exec", "-i", "-n", namespace, pod, "-c", container, "--", "peer", "many")
    said = running.kubectl(*words, given=asked).stdout.splitlines()
    assert len(said) == len(dials)
    for dial, line in zip(dials, said, strict=True):
        if line not in {f"{dial.host} {dial.port} {dial.protocol} ok {answer}" for answer in dial.answers}:
            yield f"{dial.client} dials {line}"


def _container(pod: dict[str, Any], service: str) -> str:
    """The container of `service` in a pod, "" where it has none."""
    for container in pod["spec"]["containers"]:
        if {"name": "PEER_NAME", "value": service} in container["env"]:
            return str(container["name"])
    return ""


WAITS = """\
name: waits
services:
  slow:
    image: docker.io/library/busybox:1.37
    command: ["sh", "-c", "sleep 4; touch /tmp/ready; sleep 3600"]
    healthcheck: {test: ["CMD", "test", "-f", "/tmp/ready"], interval: 1s}
    networks: [back]
  migrate:
    image: docker.io/library/busybox:1.37
    command: ["sleep", "2"]
    restart: "no"
    depends_on: {slow: {condition: service_healthy}}
    networks: [back, front]
  isolated:
    image: docker.io/library/busybox:1.37
    command: ["sleep", "3600"]
    depends_on: {slow: {condition: service_healthy}}
    networks: [back]
  elsewhere:
    image: docker.io/library/busybox:1.37
    command: ["sleep", "3600"]
    depends_on: {slow: {condition: service_healthy}, migrate: {condition: service_completed_successfully}}
    networks: [front]
  beside:
    image: docker.io/library/busybox:1.37
    command: ["sleep", "3600"]
    network_mode: service:helper
    depends_on: {helper: {condition: service_healthy}}
  helper:
    image: docker.io/library/busybox:1.37
    command: ["sh", "-c", "sleep 2; touch /tmp/ready; sleep 3600"]
    healthcheck: {test: ["CMD", "test", "-f", "/tmp/ready"], interval: 1s}
networks:
  back: {internal: true}
  front: {}
"""


def test_every_wait_ends_and_not_before_what_it_waits_for(running: Node, tmp_path: Path) -> None:
    _load_images(running, tmp_path)
    project = composeport.load_project(["-"], environment={}, stdin=WAITS)
    translation = translate_kubernetes(project, KubernetesOptions())
    objects = [made for file in translation.files for made in yaml.safe_load_all(file.text)]
    with running.namespace() as namespace:
        running.apply(namespace, objects)
        pods = running.wait_until(namespace, ready=5)
        started = {re.sub(r"-[0-9a-f]+(-\w+)?$", "", pod["metadata"]["name"]): _started(pod) for pod in pods}
        ready = {name: _moment(pod, "Ready") for name, pod in zip(started, pods, strict=True)}
    assert set(started) == {"slow", "migrate", "isolated", "elsewhere", "helper"}
    assert started["isolated"] >= ready["slow"]
    assert started["migrate"] >= ready["slow"]
    assert started["elsewhere"] >= started["migrate"]


def _load_images(running: Node, folder: Path) -> None:
    """The images that waiting needs, by their own names, made of the machine's busybox and the node's kubectl."""
    busybox = shutil.which("busybox")
    assert busybox is not None
    root = folder / "busybox" / "bin"
    root.mkdir(parents=True)
    shutil.copy(busybox, root / "busybox")
    for name in ("sh", "sleep", "touch", "test", "nslookup", "grep"):
        (root / name).symlink_to("busybox")
    (folder / "busybox" / "tmp").mkdir(mode=0o1777)
    running.load_image("docker.io/library/busybox:1.37", folder / "busybox", "--cmd", "sh")
    kubectl = folder / "kubectl" / "bin"
    kubectl.mkdir(parents=True)
    shutil.copy(running.kubectl_program, kubectl / "kubectl")
    running.load_image("registry.k8s.io/kubectl:v1.37.0", folder / "kubectl", "--entrypoint", "/bin/kubectl")


def _started(pod: dict[str, Any]) -> str:
    """When the first container of a pod started; text in this form sorts by time."""
    (state,) = pod["status"]["containerStatuses"][0]["state"].values()
    return str(state["startedAt"])


def _moment(pod: dict[str, Any], condition: str) -> str:
    found = {one["type"]: one["lastTransitionTime"] for one in pod["status"]["conditions"]}
    return str(found[condition])
