"""The stack's networks, how each service is on them, and what it publishes."""

from __future__ import annotations

from typing import Any

import pytest

from composeport.errors import InputError
from stacks import stack

DB = "  db: {image: postgres:17, restart: always}\n"


def web(*lines: str, name: str = "web") -> str:
    return f"services:\n  {name}:\n    image: nginx:1.29\n    restart: always\n" + "".join(
        f"    {line}\n" for line in lines
    )


def networks(*lines: str, more: str = "") -> dict[str, Any]:
    found: dict[str, Any] = stack(web(*lines) + more).service()["networks"]
    return found


def test_an_alias_is_no_template() -> None:
    assert networks("networks: {default: {aliases: ['{{.x}}']}}") == {"default": {"aliases": ["{{.x}}"]}}


def test_other_names_are_aliases() -> None:
    lines = ("container_name: shop_web_main", "hostname: www", "networks: {default: {aliases: [front]}}")
    assert networks(*lines) == {"default": {"aliases": ["front", "shop_web_main", "www"]}}


def test_an_alias_of_a_link_is_the_services_own() -> None:
    result = stack(web("links: ['db:database']") + DB)
    assert result.service("db")["networks"] == {"default": {"aliases": ["database"]}}
    assert result.findings == []


def test_an_alias_that_means_two_services_has_no_place() -> None:
    other = "  other: {image: nginx, restart: always, links: ['web:database']}\n"
    result = stack(web("links: ['db:database']") + DB + other)
    assert [finding.split()[2] for finding in result.only("CP802")] == [
        "services.web.links.0",
        "services.other.links.0",
    ]


def test_a_name_that_compose_makes_up_is_an_alias_where_it_is_used() -> None:
    result = stack(web("environment: {DB_HOST: shop-db-1}") + DB)
    assert result.service("db")["networks"] == {"default": {"aliases": ["shop-db-1"]}}


def test_a_name_that_no_manager_takes_changes_and_stays_an_alias() -> None:
    result = stack(web(name="my.web_") + "  api_server: {image: nginx, restart: always}\n")
    assert result.document["services"]["my-web"]["networks"] == {"default": {"aliases": ["my.web_"]}}
    assert result.document["services"]["api_server"]["networks"] == {"default": {}}


def test_two_names_that_meet_are_refused() -> None:
    with pytest.raises(InputError) as refusal:
        stack(web(name="my.web") + "  my-web: {image: nginx}\n")
    assert str(refusal.value) == "-:3:3: services 'my-web' and 'my.web' would both be called 'my-web'"


def test_a_long_name_that_fits_beside_the_projects_is_kept() -> None:
    assert list(stack(web(name="a" * 58)).document["services"]) == ["a" * 58]


def test_a_longer_one_leaves_room_for_a_stack_of_another_name() -> None:
    (name,) = stack(web(name="a" * 63)).document["services"]
    assert name == f"{'a' * 29}-{name[-8:]}"


def test_the_hosts_network() -> None:
    result = stack(web("network_mode: host", "ports: ['80:80']"))
    assert result.service()["networks"] == {"host": {}}
    assert result.document["networks"] == {"host": {"external": True, "name": "host"}}
    assert "ports" not in result.service()
    assert result.findings == ["CP304 6:19 services.web.network_mode"]


def test_no_network_is_one_that_leads_nowhere() -> None:
    result = stack(web("network_mode: none"))
    assert result.service()["networks"] == {"web-alone": {}}
    assert result.document["networks"] == {"web-alone": {"driver": "overlay", "internal": True}}
    assert result.severities == {"CP304 services.web.network_mode": "error"}


def test_a_shared_namespace_is_the_same_networks() -> None:
    result = stack(
        web("network_mode: 'service:db'")
        + "  db: {image: postgres, restart: always, networks: [back]}\nnetworks: {back: {}}\n"
    )
    assert result.service()["networks"] == {"back": {}}
    assert result.severities == {"CP305 services.web.network_mode": "error"}


def test_a_bridge_becomes_an_overlay_without_the_options_of_a_bridge() -> None:
    text = """\
networks:
  default:
    name: outside
    driver: bridge
    driver_opts: {com.docker.network.bridge.name: br0, com.docker.network.driver.mtu: 1400}
    internal: true
    labels: [a=b]
    ipam: {config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1}]}
"""
    result = stack(web() + text)
    assert result.document["networks"]["default"] == {
        "name": "outside",
        "driver": "overlay",
        "driver_opts": {"com.docker.network.driver.mtu": "1400"},
        "ipam": {"config": [{"subnet": "10.9.0.0/24"}]},
        "internal": True,
        "labels": {"a": "b"},
    }
    assert result.findings == [
        "CP310 9:13 networks.default.driver",
        "CP310 10:51 networks.default.driver_opts.com.docker.network.bridge.name",
        "CP306 13:52 networks.default.ipam.config.0.gateway",
    ]


def test_a_network_of_one_machine_is_an_error() -> None:
    result = stack(web() + "networks: {default: {driver: macvlan, driver_opts: {parent: eth0}}}\n")
    assert result.document["networks"] == {"default": {"driver": "overlay"}}
    assert result.severities["CP310 networks.default.driver"] == "error"


def test_an_external_network_is_on_the_list() -> None:
    result = stack(web("networks: [edge]") + "networks: {edge: {external: true, name: public}}\n")
    assert result.document["networks"] == {"edge": {"external": True, "name": "public"}}
    assert result.comment[2:] == ["To be done first:", "- docker network create --driver overlay --attachable public"]
    assert result.findings == ["CP310 7:29 networks.edge.external"]


def ports(*lines: str, **options: Any) -> tuple[list[dict[str, Any]], list[str]]:
    result = stack(web("ports:", *(f"- {line}" for line in lines)), **options)
    return result.service().get("ports", []), result.findings


def test_published_ports_are_numbers() -> None:
    assert ports('"8080:80/udp"', '"9000"') == (
        [
            {"target": 80, "published": 8080, "protocol": "udp", "mode": "ingress"},
            {"target": 9000, "protocol": "tcp", "mode": "ingress"},
        ],
        [],
    )


def test_a_private_port_stays_closed() -> None:
    assert ports('"127.0.0.1:8080:80"', '"192.0.2.1:8081:81"') == (
        [],
        ["CP302 7:7 services.web.ports.0", "CP302 8:7 services.web.ports.1"],
    )


def test_a_private_port_is_opened_when_asked() -> None:
    assert ports('"127.0.0.1:8080:80"', '"192.0.2.1:8081:81"', publish_loopback=True) == (
        [{"target": 80, "published": 8080, "protocol": "tcp", "mode": "ingress"}],
        ["CP302 7:7 services.web.ports.0", "CP302 8:7 services.web.ports.1"],
    )


def test_what_is_opened_as_asked_is_a_warning() -> None:
    text = web("ports: ['127.0.0.1:8080:80']")
    assert stack(text).severities == {"CP302 services.web.ports.0": "error"}
    assert stack(text, publish_loopback=True).severities == {"CP302 services.web.ports.0": "warning"}


def test_every_address_is_one_port() -> None:
    assert ports('"0.0.0.0:8080:80"', '"[::]:8080:80"') == (
        [{"target": 80, "published": 8080, "protocol": "tcp", "mode": "ingress"}],
        [],
    )


def test_a_range_to_choose_from_is_its_first() -> None:
    assert ports('"8080-8089:80"') == (
        [{"target": 80, "published": 8080, "protocol": "tcp", "mode": "ingress"}],
        ["CP801 7:7 services.web.ports.0.published"],
    )


def test_names_of_ports_are_left_out() -> None:
    found = ports("{target: 80, published: 80, name: web, app_protocol: http, mode: host}")
    assert found == (
        [{"target": 80, "published": 80, "protocol": "tcp", "mode": "host"}],
        ["CP801 7:41 services.web.ports.0.name", "CP801 7:60 services.web.ports.0.app_protocol"],
    )


def test_a_published_port_is_the_whole_swarms() -> None:
    result = stack(web("ports: ['80:80']") + "  other: {image: nginx, restart: always, ports: ['80:8080']}\n")
    assert "ports" not in result.service()
    assert result.service("other")["ports"] == [{"target": 8080, "published": 80, "protocol": "tcp", "mode": "ingress"}]
    assert result.findings == ["CP303 6:13 services.web.ports.0"]


def test_the_plug_in_of_a_network_must_be_on_every_node() -> None:
    result = stack(web("networks: [back]") + "networks: {back: {driver: weave}}\n")
    assert result.document["networks"] == {"back": {"driver": "weave"}}
    assert result.severities == {"CP310 networks.back.driver": "error"}
    assert result.comment[2:] == ["To be done first:", "- on every node: the plug-in weave (docker plugin install)"]


def test_an_external_network_whose_name_none_can_have_is_said() -> None:
    result = stack(web("networks: [back]") + "networks: {back: {external: true, name: '${UNSET}_default'}}\n")
    assert "'_default' is no name that a network can have: the stack is refused" in result.messages
    assert result.comment[2:] == [
        "To be done first:",
        "- set the variables of which network 'back' has its name, and translate again",
    ]
