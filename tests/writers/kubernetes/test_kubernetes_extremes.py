"""Values that Compose takes and no API server: each becomes the nearest one, or is left out, with a finding."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest

from composeport.errors import InputError, UsageError
from composeport.model.names import LABEL_LIMIT
from composeport.writers.kubernetes.options import KubernetesOptions
from translated import Translated, translate

MOST = 2_147_483_647
"""https://kubernetes.io/docs/reference/kubernetes-api: most counts are `int32`."""

_CHECK = "healthcheck: {test: [CMD, a], %s}"
_POD = ("spec", "template", "spec")
_CONTAINER = (*_POD, "containers", 0)
_COUNTS: dict[str, tuple[tuple[str | int, ...], int | str]] = {
    "scale: 5000000000": (("spec", "replicas"), MOST),
    "deploy: {replicas: 2147483648}": (("spec", "replicas"), MOST),
    "deploy: {update_config: {parallelism: 5000000000}}": (
        ("spec", "strategy", "rollingUpdate", "maxUnavailable"),
        MOST,
    ),
    "deploy: {update_config: {delay: 876000h}}": (("spec", "minReadySeconds"), MOST - 1),
    "deploy: {update_config: {monitor: 876000h}}": (("spec", "progressDeadlineSeconds"), MOST),
    "deploy: {placement: {max_replicas_per_node: 5000000000}}": (
        (*_POD, "topologySpreadConstraints", 0, "maxSkew"),
        MOST,
    ),
    _CHECK % "interval: 876000h": ((*_CONTAINER, "readinessProbe", "periodSeconds"), MOST),
    _CHECK % "timeout: 876000h": ((*_CONTAINER, "readinessProbe", "timeoutSeconds"), MOST),
    _CHECK % "retries: 5000000000": ((*_CONTAINER, "readinessProbe", "failureThreshold"), MOST),
    _CHECK % "start_interval: 876000h": ((*_CONTAINER, "startupProbe", "periodSeconds"), MOST),
    "stop_grace_period: 876000h": ((*_POD, "terminationGracePeriodSeconds"), MOST),
}
"""By what a service says: where the number is, and what it becomes."""


def _web(attribute: str, **options: Any) -> Translated:
    return translate(f"services:\n  web:\n    image: x:1\n    {attribute}\n", **options)


def _only(made: Translated, kind: str) -> Any:
    return next(document for document in made.documents.values() if document["kind"] == kind)


@pytest.mark.parametrize("attribute", _COUNTS)
def test_a_number_beyond_32_bits_becomes_the_largest(attribute: str) -> None:
    path, expected = _COUNTS[attribute]
    made = _web(attribute)

    found: Any = reduce(lambda node, part: node[part], path, _only(made, "Deployment"))  # type: ignore[arg-type, return-value]

    assert found == expected
    assert [finding for finding in made.only("CP704") if finding.startswith("CP704 5:")] != []


def test_the_deadline_of_a_rollout_stays_after_its_pace() -> None:
    """An API server refuses one that is not greater than `minReadySeconds`."""
    spec = _only(_web("deploy: {update_config: {delay: 876000h, monitor: 876000h}}"), "Deployment")["spec"]
    assert (spec["minReadySeconds"], spec["progressDeadlineSeconds"]) == (MOST - 1, MOST)


def test_a_job_counts_no_further_either() -> None:
    made = _web("deploy: {mode: replicated-job, replicas: 5000000000, restart_policy: {max_attempts: 5000000000}}")
    assert _only(made, "Job")["spec"]["completions"] == MOST
    again = _web("restart: 'on-failure:5000000000'")
    assert _only(again, "Job")["spec"]["backoffLimit"] == MOST
    assert again.only("CP704") == ["CP704 5:14 services.web.restart"]


def test_less_memory_than_nothing_is_no_limit() -> None:
    """As for an engine; Compose itself makes such a number of more than eight exbibytes."""
    made = _web("deploy: {resources: {limits: {memory: '-1'}, reservations: {memory: 8192pb}}}")
    assert "resources" not in made.container("web-deployment")


def test_the_name_of_a_stateful_set_leaves_room_for_its_revision() -> None:
    """The pods' label `controller-revision-hash` is the name and eleven characters."""
    name = "a" * LABEL_LIMIT
    text = f"services: {{{name}: {{image: x, deploy: {{labels: {{kompose.hpa.cpu: '50'}}}}}}}}\n"
    made = translate(text, controller="statefulset")
    found = _only(made, "StatefulSet")["metadata"]["name"]
    assert len(found) == LABEL_LIMIT - 11
    assert _only(made, "HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == found


@pytest.mark.parametrize("address", ["a:b", "1::2::3", "::ffff:1.2.3.4", "fe80::1%eth0", "01.2.3.4"])
def test_what_is_no_address_to_kubernetes_is_asked_for_no_name(address: str) -> None:
    made = _web(f"dns: ['{address}']")
    assert "dnsConfig" not in made.pod("web-deployment")
    assert made.only("CP805") == ["CP805 5:10 services.web.dns"]


def test_no_more_domains_are_searched_than_there_is_room_for() -> None:
    many = _web(f"dns_search: {[f's{number}.example' for number in range(34)]}")
    assert len(many.pod("web-deployment")["dnsConfig"]["searches"]) == 32
    assert [finding.rpartition(".")[2] for finding in many.only("CP805")] == ["32", "33"]
    long = [f"{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.n{number}" for number in range(10)]
    searches = _web(f"dns_search: {long}").pod("web-deployment")["dnsConfig"]["searches"]
    assert searches == long[: len(searches)]
    assert len(" ".join(searches)) <= 2048 < len(" ".join(long[: len(searches) + 1]))


@pytest.mark.parametrize(
    ("attribute", "missing"),
    [
        ("dns_opt: [':1']", "dnsConfig"),
        ("platform: linux/a b", "nodeSelector"),
        (f"platform: linux/{'a' * 64}", "nodeSelector"),
    ],
)
def test_what_has_no_such_name_is_left_out(attribute: str, missing: str) -> None:
    made = _web(attribute)
    assert missing not in made.pod("web-deployment")
    assert len(made.only("CP805")) == 1


@pytest.mark.parametrize("profile", ["", " a", "a" * 5000])
def test_an_apparmor_profile_that_nobody_can_have_is_left_out(profile: str) -> None:
    made = _web(f"security_opt: ['apparmor:{profile}']")
    assert "appArmorProfile" not in made.container("web-deployment").get("securityContext", {})
    assert made.only("CP805") == ["CP805 5:20 services.web.security_opt.0"]


def test_pods_are_spread_over_a_label_once() -> None:
    made = _web("deploy: {placement: {preferences: [{spread: node.labels.a}, {spread: node.labels.a}]}}")
    assert len(made.pod("web-deployment")["topologySpreadConstraints"]) == 1


def test_ports_have_names_of_their_own() -> None:
    made = _web("ports: [{target: 80, name: tcp-81}, {target: 81}]")
    assert [port["name"] for port in _only(made, "Service")["spec"]["ports"]] == ["tcp-80", "tcp-81"]


def test_a_protocol_is_spelled_as_kubernetes_does() -> None:
    made = _web("ports: [{target: 80, published: '8080', protocol: UDP}, {target: 80, protocol: ''}]")
    ports = _only(made, "Service")["spec"]["ports"]
    assert [(port["name"], port["protocol"]) for port in ports] == [
        ("udp-80", "UDP"),
        ("tcp-80", "TCP"),
        ("udp-8080", "UDP"),
    ]


@pytest.mark.parametrize("kind", ["configs", "secrets"])
def test_a_file_whose_name_begins_with_two_dots_is_not_mounted(kind: str) -> None:
    text = (
        f"services:\n  web:\n    image: x:1\n    {kind}: [{{source: c, target: /etc/..c}}]\n"
        f"{kind}: {{c: {{environment: TOKEN}}}}\n"
    )
    made = translate(text)
    assert "volumes" not in made.pod("web-deployment")
    assert f"CP403 5:{len(kind) + 8} services.web.{kind}.0" in made.findings


def test_a_path_of_a_node_or_inside_a_volume_has_no_way_up() -> None:
    made = _web("volumes: [{type: bind, source: /etc/../proc, target: /p}, {type: volume, target: /v}]")
    assert made.pod("web-deployment")["volumes"][0]["hostPath"] == {"path": "/proc"}
    text = (
        "services: {web: {image: x, volumes: [{type: volume, source: d, target: /d, volume: {subpath: a/../b}}]}}\n"
        "volumes: {d: {}}\n"
    )
    assert translate(text).container("web-deployment")["volumeMounts"][0]["subPath"] == "data/b"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{type: nfs, device: 'h:/x', o: rw}", {"server": "h", "path": "/x"}),
        ("{type: nfs, device: 'other:/x', o: 'addr=h'}", {"server": "h", "path": "/x"}),
        ("{type: nfs, device: '[fe80::1]:/x', o: ro}", {"server": "fe80::1", "path": "/x", "readOnly": True}),
    ],
)
def test_the_server_of_a_volume_may_stand_before_its_path(options: str, expected: dict[str, Any]) -> None:
    text = f"services: {{web: {{image: x, volumes: ['own:/d']}}}}\nvolumes: {{own: {{driver_opts: {options}}}}}\n"
    assert _only(translate(text), "PersistentVolume")["spec"]["nfs"] == expected


def test_a_volume_of_no_server_is_an_empty_claim() -> None:
    made = translate(
        "services: {web: {image: x, volumes: ['own:/d']}}\nvolumes: {own: {driver_opts: {type: nfs, device: ':/x'}}}\n"
    )
    assert "PersistentVolume" not in {document["kind"] for document in made.documents.values()}
    assert made.only("CP415") == ["CP415 3:30 volumes.own.driver_opts"]


def test_a_variable_that_no_secret_can_hold_stays_in_the_open() -> None:
    [variable] = _web("environment: {..PASSWORD: a}").container("web-deployment")["env"]
    assert variable == {"name": "..PASSWORD", "value": "a"}


@pytest.mark.parametrize(("image", "expected"), [(" x:2 ", "x:2"), (" ", "unset.invalid/web")])
def test_spaces_around_an_image_are_left_out(image: str, expected: str) -> None:
    made = translate(f"services: {{web: {{image: '{image}'}}}}\n")
    assert made.container("web-deployment")["image"] == expected
    assert made.only("CP101") == ["CP101 2:25 services.web.image"]


@pytest.mark.parametrize(
    ("schedule", "taken"),
    [
        ("0 3 * * *", True),
        ("*/5 0-23/2 1,15 JAN-mar Sun", True),
        ("@daily", True),
        ("5/10 * ? * *", True),
        ("60 * * * *", False),
        ("* * 0 * *", False),
        ("* * * * 7", False),
        ("5-1 * * * *", False),
        ("*/0 * * * *", False),
        ("jan * * * *", False),
        ("*-5 * * * *", False),
        ("1, * * * *", False),
        ("@every 1h", False),
    ],
)
def test_a_schedule_is_one_that_kubernetes_reads(schedule: str, taken: bool) -> None:
    """https://pkg.go.dev/github.com/robfig/cron/v3, `ParseStandard`."""
    made = _web(f"labels: {{kompose.cronjob.schedule: '{schedule}'}}")
    assert ("CronJob" in {document["kind"] for document in made.documents.values()}) is taken
    assert bool(made.only("CP808")) is not taken


@pytest.mark.parametrize(
    "label",
    [
        "{kompose.hpa.cpu: '2147483648'}",
        "{kompose.service.expose: 10.0.0.1}",
        "{kompose.service.expose: 'x.example/a b'}",
        "{kompose.ephemeral-storage.request: 2Gi, kompose.ephemeral-storage.limit: 2G}",
        "{kompose.service.type: nodeport, kompose.service.nodeport.port: '80'}",
    ],
)
def test_an_override_that_no_server_takes_has_no_effect(label: str) -> None:
    made = _web(f"ports: ['8080:80']\n    labels: {label}", publish="gateway")
    assert len(made.only("CP808")) == 1
    assert not made.documents.keys() & {"web-horizontalpodautoscaler.yaml", "web-httproute.yaml"}
    assert "requests" not in made.container("web-deployment").get("resources", {})


@pytest.mark.parametrize("rule", [f"PathPrefix(`/{'a' * 1024}`)", f"Header(`A`, `{'x' * 1025}`)"])
def test_a_route_is_as_long_as_the_gateway_takes_it(rule: str) -> None:
    port = "traefik.http.services.r.loadbalancer.server.port: '80'"
    labels = f'{{"traefik.http.routers.r.rule": "Host(`a.b`) && {rule}", {port}}}'
    made = _web(f"labels: {labels}", publish="gateway")
    assert "web-httproute.yaml" not in made.documents
    assert len(made.only("CP313")) == 1


@pytest.mark.parametrize(
    ("attribute", "column"),
    [("labels: {a: %s}", 13), ("annotations: {a: %s}", 18), ("deploy: {labels: {a: %s}}", 22)],
)
def test_labels_are_refused_where_no_annotations_can_hold_them(attribute: str, column: int) -> None:
    with pytest.raises(InputError) as refused:
        _web(attribute % ("x" * 262_144))
    [problem] = refused.value.problems
    assert (
        problem.message == "the labels of 'web' are more than the 262144 bytes of annotations that an object may have"
    )
    assert str(problem.location) == f"-:5:{column}"


def test_labels_that_just_fit_are_kept() -> None:
    made = _web(f"labels: {{a: {'é' * 130_000}}}")
    assert len(_only(made, "Deployment")["spec"]["template"]["metadata"]["annotations"]["a"]) == 130_000


@pytest.mark.parametrize(
    "options",
    [
        {"storage_class": "A_b"},
        {"storage_class": "a" * 254},
        {"volume_size": "0"},
        {"volume_size": "0.0Gi"},
        {"wait_image": " "},
        {"registry": "http://a/b"},
        {"registry": "a/B"},
    ],
)
def test_an_option_that_no_object_can_have_is_wrong_usage(options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        KubernetesOptions(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("registry", ["registry.example:5000/team/x", "[::1]:5000", "localhost", "ghcr.io/a-b_c/d.e/"])
def test_a_registry_is_a_host_and_a_path(registry: str) -> None:
    assert KubernetesOptions(registry=registry).registry == registry


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("    configs: [c]\nconfigs: {c: {content: %s}}\n", "configs.c"),
        ("    environment: {A: %s}\n", "services.web"),
        ("    environment: {A_PASSWORD: %s}\n", "services.web"),
        ("    command: [%s]\n", "services.web"),
        ("    deploy: {labels: {a: %s}}\n", "services.web"),
    ],
)
def test_what_kubectl_cannot_annotate_is_said(text: str, path: str) -> None:
    """It keeps a copy of an object in an annotation, of which there are 256 KiB."""
    service = f"services:\n  web:\n    image: x:1\n{text}"
    assert translate(service % ("x" * 200_000)).only("CP407") == []
    [finding] = translate(service % ("x" * 261_000)).only("CP407")
    assert finding.endswith(f" {path}")


def test_characters_that_json_escapes_count_for_more() -> None:
    text = "services: {web: {image: 'x:1', command: ['%s']}}\n"
    assert translate(text % ("é" * 100_000)).only("CP407") == []
    assert len(translate(text % ("&" * 50_000)).only("CP407")) == 1


@pytest.mark.parametrize(
    "attribute",
    [
        f"environment: {{A_PASSWORD: {'x' * 1_048_577}}}",
        f"environment: {{A: {'x' * 1_600_000}}}",
        f"command: [{'x' * 800_000}, {'y' * 800_000}]",
    ],
)
def test_what_no_server_keeps_is_refused(attribute: str) -> None:
    with pytest.raises(InputError, match="more than a server keeps") as refused:
        _web(attribute)
    [problem] = refused.value.problems
    assert problem.location is not None
    assert problem.location.line == 4


def test_containers_of_a_pod_have_names_of_their_own() -> None:
    """Two long names that begin alike, and one that is what another's init container would be called."""
    one, other = ("a" * (LABEL_LIMIT - 1) + last for last in "bc")
    service = "{image: %s, volumes: ['own:/%s'], pre_start: [{command: [a]}]%s}"
    text = (
        f"services:\n  {one}: {service % ('x:1', 'x', '')}\n"
        f"  {other}: {service % ('y:1', 'y', f', network_mode: service:{one}')}\n"
        f"  web: {service % ('z:1', 'z', '')}\n"
        f"  web-seed: {service % ('w:1', 'w', ', network_mode: service:web')}\n"
        f"  web-before-1: {service % ('v:1', 'v', ', network_mode: service:web')}\n"
        "volumes: {own: {}}\n"
    )
    made = translate(text, seed_volumes=True)
    for document in made.documents.values():
        if document["kind"] == "Deployment":
            pod = document["spec"]["template"]["spec"]
            names = [container["name"] for container in (*pod["initContainers"], *pod["containers"])]
            assert len(names) == len(set(names))
            images = {container["image"] for container in pod["containers"]}
            assert {container["image"] for container in pod["initContainers"]} == images
    assert made.pod("web-deployment")["initContainers"][0]["name"] == "web-seed-2"
