"""What is said of security, resources and logs of a container: severity, place, message and next step."""

from __future__ import annotations

import pytest

from composeport import load_project
from composeport.diagnostics import Target
from composeport.pipeline import audit

K8S, SWARM = Target.KUBERNETES, Target.SWARM


def found(lines: str, target: Target, code: str) -> list[tuple[str, int, int, str, str]]:
    """Severity, line, column, message and help of each finding of a rule about a service of these attributes."""
    text = f"name: shop\nservices:\n  web:\n    image: example/web:1.0\n    {lines}\n"
    project = load_project(["-"], stdin=text, environment={})
    return [
        (one.severity.value, one.location.line, one.location.column, one.message, one.help)
        for one in audit(project, [target]).findings
        if one.rule.code == code and one.location
    ]


@pytest.mark.parametrize(
    ("option", "severity", "message", "help"),
    [
        (
            "no-new-privileges:true",
            "error",
            "'no-new-privileges:true' of 'web' is lost: its processes may gain privileges",
            'set "no-new-privileges": true in daemon.json of every node',
        ),
        (
            "seccomp=unconfined",
            "warning",
            "'seccomp=unconfined' of 'web' is lost: the engine confines it as any other container",
            "add the capability that it needs (cap_add), or set seccomp-profile in daemon.json",
        ),
        (
            "label=disable",
            "warning",
            "'label=disable' of 'web' is lost: the engine confines it as any other container",
            "nothing, where the nodes have no SELinux; else label what it mounts",
        ),
        (
            "apparmor=shop",
            "error",
            "'apparmor=shop' of 'web' is lost: the engine's own profile confines it",
            "make the profile the default of every node's engine (daemon.json)",
        ),
    ],
)
def test_a_lost_protection_is_an_error_a_lost_freedom_a_warning(
    option: str, severity: str, message: str, help: str
) -> None:
    assert found(f"security_opt: ['{option}']", SWARM, "CP605") == [(severity, 5, 20, message, help)]


def test_a_security_option_that_says_what_is_so_anyway_is_not_mentioned() -> None:
    assert found("security_opt: ['no-new-privileges:false']", SWARM, "CP605") == []


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("net.ipv4.ip_forward", "error"),
        ("kernel.msgmax", "error"),
        ("net.core.somaxconn", "warning"),
        ("net.ipv4.conf.all.accept_redirects", "warning"),
        ("net.ipv4.tcp_tw_reuse", "warning"),
    ],
)
def test_a_setting_of_speed_or_strictness_is_a_warning(name: str, severity: str) -> None:
    (finding,) = found(f"sysctls: {{{name}: 1}}", K8S, "CP607")
    assert finding[:3] == (severity, 5, 17 + len(name))
    assert finding[4] == f"allow it on nodes (kubelet --allowed-unsafe-sysctls={name}), and add it to the manifest"


def test_a_name_is_asked_of_the_image() -> None:
    assert [one[4] for one in found("user: shop", K8S, "CP602")] == [
        "write the number: docker run --rm --entrypoint id example/web:1.0 shop"
    ]


def test_devices_are_named() -> None:
    (finding,) = found("devices: ['/dev/ttyUSB0:/dev/modem', /dev/fuse]", K8S, "CP604")
    assert finding[3] == "/dev/ttyUSB0, /dev/fuse of the node reaches 'web' by a device plug-in alone"


@pytest.mark.parametrize(
    ("logging", "severity", "message"),
    [
        (
            "{driver: json-file, options: {max-size: 10m}}",
            "info",
            "the kubelet keeps and rotates what 'web' prints, whatever is said here",
        ),
        ("{driver: none}", "info", "the kubelet keeps and rotates what 'web' prints, whatever is said here"),
        ("{driver: gelf}", "warning", "nothing sends what 'web' prints to gelf: the nodes keep it"),
    ],
)
def test_a_log_that_went_elsewhere_is_a_warning(logging: str, severity: str, message: str) -> None:
    assert [one[:4] for one in found(f"logging: {logging}", K8S, "CP805")] == [(severity, 5, 14, message)]


@pytest.mark.parametrize(("servers", "severity"), [("[1.1.1.1, 8.8.8.8]", "info"), ("[10.0.0.53]", "warning")])
def test_servers_that_know_what_any_knows_are_a_note(servers: str, severity: str) -> None:
    assert [one[0] for one in found(f"dns: {servers}", K8S, "CP805")] == [severity]


def test_a_job_is_not_rolled_out() -> None:
    said = found("deploy: {mode: replicated-job, update_config: {parallelism: 2}}", K8S, "CP805")
    assert [one[:4] for one in said] == [
        ("warning", 5, 51, "update_config of 'web' says nothing to a job, which is not rolled out")
    ]


def test_a_global_service_has_no_number() -> None:
    said = found("deploy: {mode: global, replicas: 3}", K8S, "CP805")
    assert [one[:4] for one in said] == [("warning", 5, 38, "'web' runs once on each node, whatever number is written")]


HEADLESS = "labels: {kompose.service.type: headless}"


@pytest.mark.parametrize(
    ("mode", "with_it", "count"),
    [
        ("vip", "expose: ['80']", 0),
        ("dnsrr", "expose: ['80']", 1),
        ("dnsrr", f"expose: ['80']\n    {HEADLESS}", 0),
        ("dnsrr", "read_only: true", 0),
    ],
)
def test_a_name_leads_to_one_address_unless_it_is_headless(mode: str, with_it: str, count: int) -> None:
    message = "the name 'web' leads to one address that stands for all pods, not to the address of each"
    said = found(f"deploy: {{endpoint_mode: {mode}}}\n    {with_it}", K8S, "CP805")
    assert [one[:4] for one in said] == [("info", 5, 29, message)] * count


def test_shared_memory_of_the_host_has_advice_of_its_own() -> None:
    advice = "set shm_size where it needs more shared memory; else run it by `docker compose` on its node"
    message = "ipc 'host' of 'web' is ignored: each task has a namespace of its own"
    assert found("ipc: host", SWARM, "CP603") == [("error", 5, 10, message, advice)]


def test_a_network_has_no_name_for_others() -> None:
    text = "networks: [own]\nnetworks: {own: {name: front}}"
    said = [one for one in found(text, K8S, "CP308") if "name" in one[3]]
    assert [one[:4] for one in said] == [("info", 6, 24, "no other project joins network 'own' by its name 'front'")]


def test_a_secret_is_made_of_the_variable_that_it_was_to_be_taken_from() -> None:
    text = "secrets: [token]\nsecrets: {token: {environment: SHOP_TOKEN}}"
    command = 'kubectl create secret generic token --from-literal=token="$SHOP_TOKEN"'
    message = "the variable SHOP_TOKEN of secret 'token' is not set: the pods wait for a Secret 'token'"
    assert found(text, K8S, "CP506") == [("error", 6, 32, message, command)]
    command = 'printf %s "$SHOP_TOKEN" | docker secret create shop_token -'
    message = "secret 'shop_token' has no content here: it must be made by hand"
    assert found(text, SWARM, "CP506") == [("error", 6, 32, message, command)]


def test_a_config_that_is_made_elsewhere_is_no_secret() -> None:
    text = "configs: [motd]\nconfigs: {motd: {external: true}}"
    assert found(text, K8S, "CP506") == []
    assert [one[0] for one in found(text, K8S, "CP414")] == ["warning"]


def test_a_guest_of_a_pod_says_nothing_about_the_pod() -> None:
    lines = "network_mode: service:db\n    deploy: {labels: {a: b}, mode: replicated}\n  db: {image: 'db:1'}"
    said = [one for one in found(lines, K8S, "CP305") if one[2] != 19]
    assert [one[:4] for one in said] == [("warning", 6, 22, "'web' runs in the pod of 'db', whose own setting applies")]
