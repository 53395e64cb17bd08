"""HTTPRoutes and their Gateway (Gateway API reference, gateway.networking.k8s.io/v1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubernetes_objects import Translated, translated, write

LABELS = {
    "app.kubernetes.io/name": "web",
    "app.kubernetes.io/part-of": "shop",
    "app.kubernetes.io/managed-by": "composeport",
}
ROUTER = "services:\n  web:\n    image: x\n    expose: [80]\n    labels:\n"


def routed(tmp_path: Path, text: str, **options: Any) -> Translated:
    return translated(write(tmp_path, text), publish="gateway", domain="example.com", **options)


def path(text: str, kind: str = "PathPrefix") -> dict[str, Any]:
    return {"path": {"type": kind, "value": text}}


BACKEND = [{"name": "web-routed", "port": 80}]


def test_published_port_has_a_route_to_a_gateway_made_elsewhere(tmp_path: Path) -> None:
    found = routed(tmp_path, "services: {web: {image: x, ports: ['8080:80']}}")
    assert found.objects["HTTPRoute", "web"] == {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "web", "labels": LABELS},
        "spec": {
            "parentRefs": [{"name": "shop", "sectionName": "http"}],
            "hostnames": ["web.example.com"],
            "rules": [{"matches": [path("/")], "backendRefs": BACKEND}],
        },
    }
    assert found.names("Gateway") == []
    assert [finding.message for finding in found.findings if finding.rule.code == "CP806"] == [
        "the routes belong to the Gateway 'shop' with the listeners `http` (80): not made here"
    ]


def test_gateway_is_made_where_its_class_is_known(tmp_path: Path) -> None:
    text = "services: {web: {image: x, expose: [80], environment: {VIRTUAL_HOST: 'a.b,c.d', LETSENCRYPT_HOST: a.b}}}"
    found = routed(tmp_path, text, ingress_class="cilium")
    assert found.spec("Gateway", "shop") == {
        "gatewayClassName": "cilium",
        "listeners": [
            {"name": "http", "port": 80, "protocol": "HTTP"},
            {
                "name": "https",
                "port": 443,
                "protocol": "HTTPS",
                "tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "shop-tls"}]},
            },
        ],
    }
    rules = [{"matches": [path("/")], "backendRefs": BACKEND}]
    assert found.spec("HTTPRoute", "web") == {
        "parentRefs": [{"name": "shop", "sectionName": "https"}],
        "hostnames": ["a.b"],
        "rules": rules,
    }
    assert found.spec("HTTPRoute", "web-route-2") == {
        "parentRefs": [{"name": "shop", "sectionName": "http"}],
        "hostnames": ["c.d"],
        "rules": rules,
    }


def test_methods_headers_and_queries_are_matched(tmp_path: Path) -> None:
    rule = "Path(`/x`) && Method(`POST`) && Header(`X-A`, `1`) && Query(`q`, `2`)"
    found = routed(tmp_path, f"{ROUTER}      traefik.http.routers.r.rule: {rule}\n")
    assert found.spec("HTTPRoute", "web") == {
        "parentRefs": [{"name": "shop", "sectionName": "http"}],
        "rules": [
            {
                "matches": [
                    path("/x", "Exact")
                    | {
                        "headers": [{"name": "X-A", "value": "1"}],
                        "queryParams": [{"name": "q", "value": "2"}],
                        "method": "POST",
                    }
                ],
                "backendRefs": BACKEND,
            }
        ],
    }


def test_prefix_is_taken_away_and_http_redirected(tmp_path: Path) -> None:
    text = (
        f"{ROUTER}"
        "      traefik.http.routers.r.rule: Host(`a.b`) && PathPrefix(`/x`)\n"
        "      traefik.http.routers.r.tls: 'true'\n"
        "      traefik.http.routers.r.middlewares: strip\n"
        "      traefik.http.middlewares.strip.stripprefix.prefixes: /x\n"
        "      traefik.http.routers.s.rule: Host(`a.b`)\n"
        "      traefik.http.routers.s.middlewares: https\n"
        "      traefik.http.middlewares.https.redirectscheme.scheme: https\n"
    )
    found = routed(tmp_path, text)
    assert found.spec("HTTPRoute", "web")["rules"] == [
        {
            "matches": [path("/x")],
            "filters": [
                {
                    "type": "URLRewrite",
                    "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}},
                }
            ],
            "backendRefs": BACKEND,
        }
    ]
    assert found.spec("HTTPRoute", "web-route-2") == {
        "parentRefs": [{"name": "shop", "sectionName": "http"}],
        "hostnames": ["a.b"],
        "rules": [
            {
                "matches": [path("/")],
                "filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}],
            }
        ],
    }


def test_many_hosts_and_paths_keep_to_the_limits_of_a_route(tmp_path: Path) -> None:
    hosts = " || ".join(f"Host(`h{number}.a`)" for number in range(20))
    paths = " || ".join(f"Path(`/p{number}`)" for number in range(10))
    found = routed(tmp_path, f"{ROUTER}      traefik.http.routers.r.rule: ({hosts}) && ({paths})\n")
    routes = [found.spec("HTTPRoute", name) for name in found.names("HTTPRoute")]
    assert [len(route["hostnames"]) for route in routes] == [16, 4]
    assert [[len(rule["matches"]) for rule in route["rules"]] for route in routes] == [[8, 2], [8, 2]]
