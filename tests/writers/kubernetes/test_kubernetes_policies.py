"""NetworkPolicies."""

from __future__ import annotations

from pathlib import Path

from kubernetes_objects import translated, write

MEMBERS = {"matchLabels": {"network.composeport.dev/n": "member", "app.kubernetes.io/part-of": "shop"}}


def test_network_is_a_policy_between_its_members(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {labels: {k: v}}}"))
    assert found.objects["NetworkPolicy", "n"] == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": "n",
            "labels": {"app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "composeport"},
            "annotations": {"k": "v"},
        },
        "spec": {"podSelector": MEMBERS, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": MEMBERS}]}]},
    }
    assert found.said("CP308") == [("info", "networks.n", "2:15")]


def test_internal_network_lets_out_to_members_and_names_alone(tmp_path: Path) -> None:
    text = (
        "services: {a: {image: x, networks: [n]}, "
        "b: {image: x, networks: [n, m]}}\n"
        "networks: {n: {internal: true}, m: {}}"
    )
    found = translated(write(tmp_path, text))
    inside = {"matchLabels": {**MEMBERS["matchLabels"], "composeport.dev/internal": "true"}}
    names = {
        "to": [
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
            }
        ],
        "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
    }
    assert found.names("NetworkPolicy") == ["m", "n", "n-internal"]
    assert found.spec("NetworkPolicy", "n-internal") == {
        "podSelector": inside,
        "policyTypes": ["Egress"],
        "egress": [{"to": [{"podSelector": MEMBERS}]}, names],
    }
    labels = {name: found.spec("Deployment", name)["template"]["metadata"]["labels"] for name in ("a", "b")}
    assert "composeport.dev/internal" in labels["a"]
    assert "composeport.dev/internal" not in labels["b"]
    assert found.said("CP309") == [("info", "networks.n.internal", "2:26")]


def test_published_port_is_open_to_everybody(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {web: {image: x, ports: ['8080:80', '127.0.0.1:90:90']}}"))
    assert found.spec("NetworkPolicy", "web-published") == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}},
        "policyTypes": ["Ingress"],
        "ingress": [{"ports": [{"protocol": "TCP", "port": 80}]}],
    }


def test_no_network_is_nothing_in_and_out(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {a: {image: x, network_mode: none}}"))
    assert found.names("NetworkPolicy") == ["a-isolated"]
    assert found.spec("NetworkPolicy", "a-isolated") == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "a", "app.kubernetes.io/part-of": "shop"}},
        "policyTypes": ["Ingress", "Egress"],
    }


def test_external_network_reaches_into_other_namespaces(tmp_path: Path) -> None:
    text = "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {external: true, name: proxy.net}}"
    members = {"matchLabels": {"network.composeport.dev/proxy.net": "member"}}
    assert translated(write(tmp_path, text)).spec("NetworkPolicy", "n") == {
        "podSelector": members,
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [{"namespaceSelector": {}, "podSelector": members}]}],
    }


def test_policies_are_left_out_on_request(tmp_path: Path) -> None:
    found = translated(write(tmp_path, "services: {a: {image: x, network_mode: none}}"), network_policies=False)
    assert found.names("NetworkPolicy") == []


def test_networks_that_isolate_nothing_are_said(tmp_path: Path) -> None:
    text = "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {internal: true}}"
    found = translated(write(tmp_path, text), network_policies=False)
    assert found.names("NetworkPolicy") == []
    assert found.said("CP308") == [("info", "networks.n", "2:15")]
