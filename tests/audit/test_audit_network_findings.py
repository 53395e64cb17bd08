"""How grave findings about the network are, and that one fact is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Target
from composeport.pipeline import audit

Said = tuple[str, int, int, str]


def said(tmp_path: Path, text: str, code: str, target: Target = Target.KUBERNETES) -> list[Said]:
    """The severities, places and messages of one rule's findings."""
    file = tmp_path / "compose.yaml"
    file.write_text(text)
    report = audit(load_project([str(file)], environment={}), [target])
    return [
        (finding.severity.value, finding.location.line, finding.location.column, finding.message)
        for finding in report.findings
        if finding.rule.code == code and finding.location
    ]


STUCK = (
    "'api' declares no port and none is known: its Service is headless, so that clients dial one pod and stay with it"
)
WEB = "  web: {image: 'x:1', expose: ['80'], environment: {URL: 'http://api:3000'}}\n"


@pytest.mark.parametrize(
    ("api", "severity", "message"),
    [
        (
            "{image: 'x:1'}",
            "warning",
            "'api' declares no port: its Service has 3000, which others dial; its other ports cannot be reached",
        ),
        ("{image: 'grafana:12'}", "info", "'api' declares no port: its Service has 3000, on which its image listens"),
    ],
)
def test_inferred_port_is_a_warning_where_the_image_is_unknown(
    tmp_path: Path, api: str, severity: str, message: str
) -> None:
    assert said(tmp_path, f"services:\n{WEB}  api: {api}\n", "CP301") == [(severity, 3, 3, message)]


def test_port_that_only_its_own_health_check_names_is_a_note(tmp_path: Path) -> None:
    api = "  web: {image: 'x:1', expose: ['80']}\n  api: {image: 'x:1', healthcheck: {test: curl localhost:9}}\n"
    port = api.replace("localhost:9", "localhost:9000")
    assert said(tmp_path, f"services:\n{port}", "CP301") == [
        ("info", 3, 3, "'api' declares no port: its Service has 9000, which its labels or health check name")
    ]


@pytest.mark.parametrize(
    ("web", "severity", "message"),
    [
        ("", "info", "'api' declares no port, and nobody seems to dial it: its Service is headless"),
        (
            ", environment: {HOST: api}",
            "warning",
            STUCK,
        ),
    ],
)
def test_headless_service_is_a_warning_where_somebody_names_it(
    tmp_path: Path, web: str, severity: str, message: str
) -> None:
    text = f"services:\n  web: {{image: 'x:1', expose: ['80']{web}}}\n  api: {{image: 'x:1'}}\n"
    assert said(tmp_path, text, "CP301") == [(severity, 3, 3, message)]


def test_range_of_ports_is_said_once(tmp_path: Path) -> None:
    text = "services: {web: {image: 'x:1', ports: ['8000-8003:9000-9003', '53:53/udp']}}\n"
    assert said(tmp_path, text, "CP315") == [
        ("info", 1, 40, "nothing outside the cluster reaches ports 8000-8003 of 'web'"),
        ("info", 1, 63, "nothing outside the cluster reaches port 53/udp of 'web'"),
    ]


def test_port_that_the_engine_chooses_is_named_by_the_containers(tmp_path: Path) -> None:
    text = "services: {web: {image: 'x:1', ports: ['8000', '9000-9002', '53/udp']}}\n"
    assert said(tmp_path, text, "CP315") == [
        ("info", 1, 40, "nothing outside the cluster reaches port 8000 of 'web'"),
        ("info", 1, 48, "nothing outside the cluster reaches ports 9000-9002 of 'web'"),
        ("info", 1, 61, "nothing outside the cluster reaches port 53/udp of 'web'"),
    ]


@pytest.mark.parametrize(
    ("more", "severity"), [("", "warning"), (", environment: {H: 'http://host.docker.internal'}", "error")]
)
def test_gateway_of_the_host_is_graver_where_it_is_used(tmp_path: Path, more: str, severity: str) -> None:
    text = f"services: {{web: {{image: 'x:1', extra_hosts: ['host.docker.internal:host-gateway']{more}}}}}\n"
    assert [finding[0] for finding in said(tmp_path, text, "CP311")] == [severity]


def test_static_address_of_a_service_is_lost_on_both(tmp_path: Path) -> None:
    text = (
        "services: {web: {image: 'x:1', networks: {n: {ipv4_address: 10.1.0.2}}}}\n"
        "networks: {n: {ipam: {config: [{subnet: 10.1.0.0/24}]}}}\n"
    )
    what = "networks.n.ipv4_address of 'web'"
    assert said(tmp_path, text, "CP306") == [
        ("warning", 1, 61, f"{what}: a pod gets another address each time it starts"),
        ("info", 2, 22, "the addresses of network 'n' are the cluster's to give: no subnet of it is kept"),
    ]
    assert said(tmp_path, text, "CP306", Target.SWARM) == [
        ("warning", 1, 61, f"{what}: tasks get the addresses that the network gives")
    ]


def test_network_that_no_file_states_is_at_the_services(tmp_path: Path) -> None:
    text = "name: shop\nservices: {web: {image: 'x:1'}}\n"
    message = "whoever shares no network with a service reaches its published ports alone"
    assert said(tmp_path, text, "CP308") == [("info", 2, 1, f"network 'default' becomes a NetworkPolicy: {message}")]


@pytest.mark.parametrize(
    ("labels", "place"),
    [
        ("labels: {traefik.http.routers.web.rule: Host(`a.b`)}", (1, 72)),
        ("deploy: {labels: {caddy: a.b}}", (1, 57)),
        ("environment: {VIRTUAL_HOST: a.b}", (1, 60)),
    ],
)
def test_hint_for_a_proxy_is_said_once_a_service(tmp_path: Path, labels: str, place: tuple[int, int]) -> None:
    text = f"services: {{web: {{image: 'x:1', {labels}}}}}\n"
    found = said(tmp_path, text, "CP313")
    assert [(severity, line, column) for severity, line, column, _ in found] == [("info", *place)]
