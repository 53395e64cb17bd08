"""Services that share a namespace share a pod."""

from __future__ import annotations

import pytest

from composeport.errors import InputError
from translated import decided


def _pods(services: str) -> tuple[dict[str, str], list[str]]:
    project, findings = decided(services)
    pods = {key: service.pod for key, service in project.services.items()}
    return pods, [finding for finding in findings if finding.startswith("CP305")]


def test_a_shared_network_is_one_pod_of_who_lends_it() -> None:
    pods, findings = _pods("""
services:
  vpn: {image: vpn}
  web: {image: web, network_mode: "service:vpn"}
  log: {image: log, network_mode: "service:web"}
""")
    assert pods == {"log": "vpn", "vpn": "vpn", "web": "vpn"}
    assert findings == ["CP305 5:35 services.web.network_mode", "CP305 6:35 services.log.network_mode"]


def test_shared_processes_are_one_pod_too() -> None:
    pods, findings = _pods("services:\n  a: {image: a}\n  b: {image: b, pid: 'service:a', ipc: 'service:a'}\n")
    assert pods == {"a": "a", "b": "a"}
    assert findings == ["CP305 4:22 services.b.pid", "CP305 4:40 services.b.ipc"]


def test_a_container_of_this_project_is_found_by_its_name() -> None:
    pods, _ = _pods("services:\n  a: {image: a, container_name: one}\n  b: {image: b, network_mode: 'container:one'}\n")
    assert pods == {"a": "a", "b": "a"}


def test_a_foreign_container_is_no_pod_of_ours() -> None:
    pods, findings = _pods("services:\n  b: {image: b, network_mode: 'container:else'}\n")
    assert pods == {"b": "b"}
    assert findings == ["CP305 3:31 services.b.network_mode"]


def test_two_that_listen_on_one_port_in_one_pod_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        decided("""
services:
  a: {image: a, expose: ["80"]}
  b: {image: b, pid: "service:a", ports: ["8080:80"]}
""")
    assert str(refused.value) == "-:5:42: services 'a' and 'b' share a pod, and both listen on 80/tcp"
