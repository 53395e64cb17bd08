"""Under which other names services are found."""

from __future__ import annotations

from pathlib import Path

from kubernetes_objects import decided, translated, write


def aliases(folder: Path, text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    project = decided(write(folder, text))
    return {name: dict(service.aliases) for name, service in project.services.items() if service.aliases}


def test_container_name_hostname_and_network_alias_are_names(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, container_name: box, hostname: host, networks: {n: {aliases: [other]}, m: {}}}\n"
        "networks: {n: {}, m: {}}\n"
    )
    assert aliases(tmp_path, text) == {"a": {"box": ("m", "n"), "host": ("m", "n"), "other": ("n",)}}


def test_one_name_stated_twice_is_said_once(tmp_path: Path) -> None:
    text = "services: {a: {image: x, hostname: box, container_name: box}}"
    assert translated(write(tmp_path, text)).said("CP307") == [("info", "services.a.container_name", "1:57")]


def test_only_the_names_that_a_text_uses_are_told(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  web: {image: x, links: ['proxy:app.example', 'proxy:id.app.example'], environment: {ID: 'http://id.app.example'}}\n"
        "  proxy: {image: x}\n"
    )
    (told,) = [one for one in translated(write(tmp_path, text)).findings if one.rule.code == "CP108"]
    assert told.message == "'web' names 'id.app.example', which it cannot look up on the cluster: rewritten to 'proxy'"


def test_shared_alias_is_both_services(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, networks: {n: {aliases: [app]}}}\n"
        "  b: {image: x, networks: {n: {aliases: [app]}}}\n"
        "networks: {n: {}}\n"
    )
    assert aliases(tmp_path, text) == {"a": {"app": ("n",)}, "b": {"app": ("n",)}}


def test_alias_that_is_a_peer_is_both(tmp_path: Path) -> None:
    text = "services: {a: {image: x, networks: {n: {aliases: [b]}}}, b: {image: x, networks: [n]}}\nnetworks: {n: {}}"
    assert aliases(tmp_path, text) == {"a": {"b": ("n",)}, "b": {"b": ("n",)}}


def test_alias_that_means_two_services_is_an_error(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: x, networks: {n: {aliases: [app]}}}\n"
        "  b: {image: x, networks: {m: {aliases: [app]}}}\n"
        "networks: {n: {}, m: {}}\n"
    )
    found = translated(write(tmp_path, text))
    assert found.said("CP307") == [
        ("error", "services.a.networks.n.aliases.0", "2:42"),
        ("error", "services.b.networks.m.aliases.0", "3:42"),
    ]
    assert found.spec("Service", "app")["selector"].keys() == {"alias.composeport.dev/app", "app.kubernetes.io/part-of"}
    assert "alias.composeport.dev/app" in found.spec("Deployment", "b")["template"]["metadata"]["labels"]
    assert "alias.composeport.dev/app" not in found.spec("Deployment", "a")["template"]["metadata"]["labels"]


def test_name_of_a_container_counts_where_it_is_used(tmp_path: Path) -> None:
    text = "name: shop\nservices: {db: {image: x}, web: {image: x, environment: {HOST: shop-db-1}}}"
    assert aliases(tmp_path, text) == {"db": {"shop-db-1": ("default",)}}


def test_name_of_one_of_several_containers_leads_to_any_of_them(tmp_path: Path) -> None:
    text = "services: {db: {image: x, scale: 2}, a: {image: x, environment: {U: 'http://shop-db-2:80'}}}"
    found = translated(write(tmp_path, text))
    assert [finding.message for finding in found.findings if finding.rule.code == "CP307"] == [
        "'db' is also found as 'shop-db-2': by a Service of its own, which leads to any of its 2 pods"
    ]
    assert found.said("CP307") == [("warning", "services.db", "1:16")]


def test_dotted_name_is_rewritten_where_it_is_used(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  db: {image: x, hostname: db.example.org}\n"
        "  web: {image: x, environment: {H: 'db.example.org:99'}}\n"
    )
    project = decided(write(tmp_path, text))
    assert project.services["web"].environment == {"H": "db:99"}
    assert project.services["db"].aliases == {}


def test_link_alias_is_a_name_for_everyone_or_the_linkers_own(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  db: {image: x}\n"
        "  old: {image: x}\n"
        "  web: {image: x, links: ['db:database', 'old:store'], environment: {A: 'tcp://database:1', B: 'tcp://store:1'}}\n"
        "  job: {image: x, links: ['db:store'], environment: {B: 'tcp://store:1'}}\n"
    )
    project = decided(write(tmp_path, text))
    assert project.services["db"].aliases == {"database": ("default",)}
    assert project.services["web"].environment == {"A": "tcp://database:1", "B": "tcp://old:1"}
    assert project.services["job"].environment == {"B": "tcp://db:1"}
