"""Which requests from outside each service gets: from published ports, and from what reverse proxies are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport.diagnostics import Findings, Target
from composeport.passes import Choices, run_passes
from kubernetes_objects import load, write

Found = dict[str, list[str]]


def routed(tmp_path: Path, text: str, domain: str = "example.com") -> tuple[Found, list[str]]:
    """The routes of each service that has some, as `https://HOST/PATH* -> PORT`, and the findings about them."""
    findings = Findings(Target.KUBERNETES)
    choices = Choices(routes=True, domain=domain)
    project = run_passes(load(write(tmp_path, text)), findings, choices)
    found = {
        service.name: [
            f"{'https' if route.tls else 'http'}://{route.host}{route.match.path}{'' if route.match.exact else '*'}"
            f" -> {'https' if route.redirect else route.port}{route.rewrite}"
            for route in service.routes
        ]
        for service in project.services.values()
        if service.routes
    }
    said = [
        f"{finding.severity.value} {'.'.join(map(str, finding.path[2:]))}: {finding.message}"
        for finding in findings
        if finding.rule.code in {"CP313", "CP315"} and finding.severity.value != "info"
    ]
    return found, said


def labelled(*labels: str, more: str = "") -> str:
    lines = "".join(f"      {label}\n" for label in labels)
    return f"services:\n  web:\n    image: x\n    labels:\n{lines}{more}"


def test_published_port_is_served_below_the_domain(tmp_path: Path) -> None:
    text = "services: {My_web: {image: x, ports: ['8080:80', '127.0.0.1:81:81', '9001:9001', '8081:80']}}"
    assert routed(tmp_path, text) == (
        {"My_web": ["http://my-web.example.com/* -> 80", "http://my-web-9001.example.com/* -> 9001"]},
        [],
    )


def test_published_port_without_a_domain_stays_inside(tmp_path: Path) -> None:
    assert routed(tmp_path, "services: {web: {image: x, ports: ['8080:80']}}", domain="") == (
        {},
        [
            (
                "error ports.0: without --domain it has no name under which others could call it:"
                " 8080 stays inside the cluster"
            )
        ],
    )


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        ("image: x, ports: ['53:53/udp']", "udp is no HTTP: 53"),
        ("image: x, ports: ['22:22']", "22 is no port of HTTP: 22"),
        ("image: postgres:17, ports: ['15432:5433']", "5433 is no port of HTTP: 15432"),
        (
            "image: x, ports: ['443:443']",
            "the container encrypts by itself there, and encryption ends before it: 443",
        ),
        ("image: x, ports: [{target: 80, published: '80', app_protocol: mysql}]", "mysql is no plain HTTP: 80"),
    ],
)
def test_what_is_not_http_stays_inside(service: str, reason: str, tmp_path: Path) -> None:
    assert routed(tmp_path, f"services: {{web: {{{service}}}}}") == (
        {},
        [f"warning ports.0: {reason} stays inside the cluster"],
    )


@pytest.mark.parametrize(
    "service",
    [
        "image: x, ports: ['127.0.0.1:80:80']",
        "image: x, ports: ['10.0.0.1:80:80']",
        "image: x, expose: ['80']",
        "image: x, network_mode: host, ports: ['80:80']",
    ],
)
def test_what_does_not_leave_has_no_route(service: str, tmp_path: Path) -> None:
    assert routed(tmp_path, f"services: {{web: {{{service}}}}}")[0] == {}


@pytest.mark.parametrize(
    ("labels", "routes"),
    [
        (
            (
                "traefik.http.routers.r.rule: Host(`a.b`) && PathPrefix(`/x`)",
                "traefik.http.services.s.loadbalancer.server.port: '3000'",
            ),
            ["http://a.b/x* -> 3000"],
        ),
        (("traefik.http.routers.r.rule: Host(`a.b`)", "traefik.http.routers.r.tls: 'true'"), ["https://a.b/* -> 80"]),
        (("traefik.http.routers.r.rule: Host(`a.b`)", "traefik.http.routers.r.tls: 'false'"), ["http://a.b/* -> 80"]),
        (
            ("traefik.http.routers.r.rule: Host(`a.b`)", "traefik.http.routers.r.tls.certresolver: le"),
            ["https://a.b/* -> 80"],
        ),
        (
            (
                "traefik.http.routers.r.rule: PathPrefix(`/x/y`)",
                "traefik.http.routers.r.middlewares: c@docker",
                "traefik.http.middlewares.c.chain.middlewares: s",
                "traefik.http.middlewares.s.stripprefix.prefixes: /x",
            ),
            ["http:///x/y* -> 80/y"],
        ),
        (
            (
                "traefik.http.routers.r.rule: Host(`a.b`)",
                "traefik.http.routers.r.middlewares: to-https",
                "traefik.http.middlewares.to-https.redirectscheme.scheme: https",
                "traefik.http.routers.s.rule: Host(`a.b`)",
                "traefik.http.routers.s.tls: 'true'",
            ),
            ["http://a.b/* -> https", "https://a.b/* -> 80"],
        ),
        (("traefik.frontend.rule: Host:a.b", "traefik.port: '3000'"), ["http://a.b/* -> 3000"]),
        (
            (
                "traefik.frontend.rule: Host:a.b;PathPrefixStrip:/x",
                "traefik.frontend.entryPoints: http,https",
            ),
            ["https://a.b/x* -> 80/"],
        ),
        (
            ("traefik.api.frontend.rule: Host:a.b", "traefik.api.port: '81'", "traefik.port: '82'"),
            ["http://a.b/* -> 81"],
        ),
        (("caddy: a.b", "caddy.reverse_proxy: '{{upstreams 3000}}'"), ["https://a.b/* -> 3000"]),
        (
            ("caddy: 'http://a.b, c.d'", "caddy.reverse_proxy: '{{upstreams}}'"),
            ["http://a.b/* -> 80", "https://c.d/* -> 80"],
        ),
        (("caddy_1: a.b", "caddy_1.reverse_proxy: '/api/* {{upstreams http 81}}'"), ["https://a.b/api* -> 81"]),
        (
            (
                "caddy: a.b",
                "caddy.1_handle_path: /x/*",
                "caddy.1_handle_path.0_reverse_proxy: '{{upstreams 81}}'",
                "caddy.2_handle_path: /y",
                "caddy.2_handle_path.0_reverse_proxy: '{{upstreams 82}}'",
            ),
            ["https://a.b/x* -> 81/", "https://a.b/y -> 82/"],
        ),
    ],
)
def test_labels_of_a_proxy_are_routes(labels: tuple[str, ...], routes: list[str], tmp_path: Path) -> None:
    found, said = routed(tmp_path, labelled(*labels, more="    expose: ['80']\n"))
    assert (found, said) == ({"web": routes}, [])


ROUTER = "traefik.http.routers.r.rule: Host(`a.b`)"


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (
            ("traefik.http.routers.r.rule: HostRegexp(`.*`)",),
            (
                "warning labels.traefik.http.routers.r.rule: the rule uses `hostregexp`,"
                " which has no counterpart: no route"
            ),
        ),
        (
            (ROUTER, "traefik.http.routers.r.service: api@internal"),
            "warning labels.traefik.http.routers.r.rule: api@internal is not a service of this project: no route",
        ),
        (
            (ROUTER, "traefik.http.services.s.loadbalancer.server.scheme: https"),
            (
                "warning labels.traefik.http.routers.r.rule: its container speaks https,"
                " which a controller does by an annotation of its own: no route"
            ),
        ),
        (
            (
                ROUTER,
                "traefik.http.routers.r.middlewares: login",
                "traefik.http.middlewares.login.basicauth.users: a:b",
            ),
            (
                "error labels.traefik.http.routers.r.middlewares: login keeps visitors out,"
                " and has no counterpart: no route"
            ),
        ),
        (
            (ROUTER, "traefik.http.routers.r.middlewares: my-oauth@file"),
            (
                "error labels.traefik.http.routers.r.middlewares: my-oauth@file keeps visitors out,"
                " and has no counterpart: no route"
            ),
        ),
        (
            ("traefik.tcp.routers.r.rule: HostSNI(`a.b`)",),
            (
                "warning labels.traefik.tcp.routers.r.rule: this router is no HTTP:"
                " an Ingress or HTTPRoute cannot lead to it, so it stays inside the cluster"
            ),
        ),
        (
            ("traefik.frontend.rule: Host:a.b", "traefik.frontend.auth.basic.users: a:b"),
            (
                "error labels.traefik.frontend.auth.basic.users: traefik.frontend.auth.basic.users keeps visitors out,"
                " and has no counterpart: the front end gets no route"
            ),
        ),
        (
            ("caddy: a.b", "caddy.basic_auth.u: x", "caddy.reverse_proxy: '{{upstreams}}'"),
            "error labels.caddy: basic_auth keeps visitors out, and has no counterpart: no route",
        ),
        (
            ("caddy: a.b", "caddy.route: /x/*", "caddy.route.reverse_proxy: '{{upstreams}}'"),
            "warning labels.caddy: the site sorts requests by `route`, which has no counterpart: no route",
        ),
    ],
)
def test_label_without_counterpart_opens_nothing(labels: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert routed(tmp_path, labelled(*labels, more="    expose: ['80']\n")) == ({}, [said])


def test_middleware_without_counterpart_is_reported(tmp_path: Path) -> None:
    labels = (ROUTER, "traefik.http.routers.r.middlewares: zip", "traefik.http.middlewares.zip.compress: 'true'")
    assert routed(tmp_path, labelled(*labels, more="    expose: ['80']\n")) == (
        {"web": ["http://a.b/* -> 80"]},
        [
            (
                "warning labels.traefik.http.routers.r.middlewares: zip has no counterpart,"
                " so requests arrive without what it does"
            )
        ],
    )


@pytest.mark.parametrize(
    ("proxy", "open_"),
    [
        ("{image: 'traefik:v3', ports: ['80:80']}", True),
        ("{image: 'traefik:v3', network_mode: host}", True),
        ("{image: 'traefik:v3', ports: ['127.0.0.1:80:80']}", False),
        ("{image: 'traefik:v3', ports: ['80:80'], command: --entrypoints.web.address=:80}", True),
        ("{image: 'traefik:v3', ports: ['80:80'], command: --entrypoints.web.address=:8080}", False),
        ("{image: 'traefik:v3', ports: ['80:80'], command: --providers.docker.exposedbydefault=false}", False),
    ],
)
def test_route_needs_a_proxy_that_is_reached(proxy: str, open_: bool, tmp_path: Path) -> None:
    labels = (ROUTER, "traefik.http.routers.r.entrypoints: web")
    text = labelled(*labels, more=f"    expose: ['80']\n  proxy: {proxy}\n")
    assert routed(tmp_path, text)[0].get("web") == (["http://a.b/* -> 80"] if open_ else None)


def test_labels_of_a_disabled_container_are_left_alone(tmp_path: Path) -> None:
    assert routed(tmp_path, labelled("traefik.enable: 'false'", ROUTER)) == ({}, [])


def test_variables_of_nginx_proxy_are_routes(tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: x\n    environment:\n"
        "      VIRTUAL_HOST: a.b,*.c.d,~^x,10.0.0.1\n      VIRTUAL_PORT: '3000'\n      VIRTUAL_PATH: /x\n"
        "      VIRTUAL_DEST: /\n      LETSENCRYPT_HOST: a.b\n"
    )
    assert routed(tmp_path, text) == (
        {"web": ["https://a.b/x* -> 3000/", "http://*.c.d/x* -> 3000/"]},
        [
            "warning environment.VIRTUAL_HOST: the variable names a host that is no domain name: '10.0.0.1': no route",
            "warning environment.VIRTUAL_HOST: the variable names a host that is no domain name: '~^x': no route",
        ],
    )


def test_one_request_goes_to_one_place(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, environment: {VIRTUAL_HOST: a.b}}\n"
        "  b: {image: x, environment: {VIRTUAL_HOST: a.b}}\n"
    )
    assert routed(tmp_path, text) == (
        {"a": ["http://a.b/* -> 80"]},
        ["warning environment.VIRTUAL_HOST: a.b/ already goes to 'a': no route"],
    )


@pytest.mark.parametrize(
    ("denied", "open_"),
    [
        ("PathPrefix(`/admin`)", []),
        ("PathRegexp(`^/a`)", []),
        ("Host(`c.d`)", ["http://a.b/* -> 80"]),
        ("Host(`a.b`) && Path(`/x`)", []),
    ],
)
def test_what_a_guard_keeps_out_does_not_come_in_by_another_route(
    denied: str, open_: list[str], tmp_path: Path
) -> None:
    labels = (
        "traefik.http.routers.all.rule: Host(`a.b`) || PathPrefix(`/`)"
        if "Host" not in denied
        else "traefik.http.routers.all.rule: Host(`a.b`)",
        f"traefik.http.routers.no.rule: {denied}",
        "traefik.http.routers.no.middlewares: nobody",
        "traefik.http.middlewares.nobody.ipallowlist.sourcerange: 127.0.0.1",
    )
    found, said = routed(tmp_path, labelled(*labels, more="    expose: ['80']\n"))
    assert found.get("web", []) == open_
    blocked = (
        "error labels.traefik.http.routers.all.rule: it would also take what traefik.http.routers.no.rule treats"
        " in a way that has no counterpart: no route"
    )
    assert (blocked in said) == (not open_)
