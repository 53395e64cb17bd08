"""The stack `monitoring`, for all pairs of its choices: read, translated, audited, and consistent in itself."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from composeport import load_project
from composeport.diagnostics import Target
from composeport.errors import UsageError
from composeport.pipeline import draw
from composeport.scaffold import stack_names
from composeport.writers.kubernetes.options import KUBE_VERSIONS
from manifest_checks import inconsistencies
from scaffolds.conftest import Generate
from scaffolds.generated import (
    PLAIN,
    PRODUCTION,
    audit_says,
    generate,
    manifest_problems,
    manifests_of,
    pairs,
    project_of,
    reasons_missing,
    reference_says,
    stack_says,
    texts,
)

TLS = {"Secret/grafana-tls"}
SWARM = (*PRODUCTION, "compose.swarm.yaml")
BARE = {"with_node_exporter": "no", "with_cadvisor": "no", "with_blackbox": "no"}
EXTREMES = (
    BARE,
    {"project_name": "Ops (Nürnberg) & more, 2nd", "domain": "a.b.c.example.co.uk", "registry": "localhost:5000/x/y_z"},
    {"project_slug": "m" * 38, "domain": "localhost", "registry": "registry", "retention": "99999h"},
    {"grafana_port": "1", "prometheus_port": "65535", "retention": "1y", "alert_receiver": "email", **BARE},
)
COMBINATIONS = list(pairs("monitoring", EXTREMES))
each_combination = pytest.mark.parametrize("options", COMBINATIONS, ids=map(str, range(len(COMBINATIONS))))
PARTS = {
    "with_node_exporter": ("node", "node-exporter"),
    "with_cadvisor": ("containers", "cadvisor"),
    "with_blackbox": ("probes", "blackbox"),
}
VARIABLES = {"$__rate_interval": "5m", "$job": ".*", "$instance": ".*", "$service": ".*"}


def yaml_of(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@each_combination
def test_compose_accepts_it_without_a_word(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    assert [reference_says(folder, files) for files in (PLAIN, PRODUCTION)] == ["", ""]


@each_combination
def test_the_manifests_are_valid_and_hold_together(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    newest = KUBE_VERSIONS[-1:]
    assert manifest_problems(project_of(folder), versions=newest) == []
    assert manifest_problems(project_of(folder, PRODUCTION), TLS, newest, publish="ingress") == []


def test_the_manifests_are_valid_for_the_oldest_version(generated: Generate) -> None:
    folder = generated("monitoring")
    assert manifest_problems(project_of(folder, PRODUCTION), TLS, KUBE_VERSIONS[:1], publish="ingress") == []


@each_combination
def test_the_stack_is_accepted_without_a_warning(generated: Generate, tmp_path: Path, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    assert stack_says(project_of(folder), tmp_path / "plain") == ""
    assert stack_says(project_of(folder, SWARM), tmp_path / "swarm", pin_volumes=True) == ""


@each_combination
def test_no_finding_is_left_without_a_reason(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    assert audit_says(project_of(folder)) == []
    assert audit_says(project_of(folder, PRODUCTION), Target.KUBERNETES) == []
    assert audit_says(project_of(folder, SWARM), Target.SWARM) == []
    assert reasons_missing(project_of(folder)) == []


@each_combination
def test_every_ignored_finding_is_defended_in_the_readme(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    ignored = {
        code
        for file in SWARM
        for codes in re.findall(r"ignore\[([^]]*)\]", (folder / file).read_text())
        for code in codes.split(",")
    }
    rows = re.findall(r"^\| (CP\d+[^|]*) \|", (folder / "README.md").read_text(), re.MULTILINE)
    assert {code for row in rows for code in re.findall(r"CP\d+", row)} == ignored


@each_combination
def test_every_file_is_mounted_and_every_mounted_file_is_there(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    named = {file for item in _sources(folder) for file in [item["file"].removeprefix("./")]}
    there = {
        name for name in texts(folder) if name.startswith(("prometheus/", "alertmanager/", "grafana/", "blackbox/"))
    }
    secrets = {f"secrets/{path.name}" for path in (folder / "secrets").iterdir()}
    assert named == there | secrets


@each_combination
def test_every_config_and_secret_is_used_and_no_target_twice(generated: Generate, options: dict[str, str]) -> None:
    document = yaml_of(generated("monitoring", **options) / "compose.yaml")
    services = document["services"].values()
    used = [config for service in services for config in service.get("configs", ())]
    assert Counter(config["source"] for config in used) == Counter(dict.fromkeys(document["configs"], 1))
    assert [name for service in services for name in service.get("secrets", ())].sort() == list(
        document["secrets"]
    ).sort()
    for service in services:
        targets = [config["target"] for config in service.get("configs", ())]
        assert len(set(targets)) == len(targets)


@each_combination
def test_parts_that_are_not_chosen_leave_no_trace(generated: Generate, options: dict[str, str]) -> None:
    written = texts(generated("monitoring", **options))
    services = yaml.safe_load(written["compose.yaml"])["services"]
    for option, (file, service) in PARTS.items():
        chosen = options.get(option, "yes") == "yes"
        assert (service in services) is chosen
        for path in (f"prometheus/rules/{file}.yml", f"tests/rules/{file}.yml", f"grafana/dashboards/{file}.json"):
            assert (path in written) is chosen
        if not chosen:
            configuration = [text for name, text in written.items() if name.endswith((".yaml", ".yml", "Makefile"))]
            assert not any(service in text for text in configuration if "container_label" not in text)


@each_combination
def test_nothing_of_the_template_is_left(generated: Generate, options: dict[str, str]) -> None:
    for name, text in texts(generated("monitoring", **options)).items():
        assert not re.search(r"cookiecutter|\{%-? ", text), name
        assert not re.search(r"[ \t]$", text, re.MULTILINE), name
        assert text == "" or (text.endswith("\n") and not text.endswith("\n\n")), name


@each_combination
def test_the_receiver_is_the_one_that_was_chosen(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    chosen = options.get("alert_receiver", "none")
    config = yaml_of(folder / "alertmanager" / "alertmanager.yml")
    receivers = {receiver.pop("name"): receiver for receiver in config["receivers"]}
    names = {"none": "nobody"}.get(chosen, "oncall")
    assert config["route"]["receiver"] == names
    assert {key for receiver in receivers.values() for key in receiver} == {f"{chosen}_configs"} - {"none_configs"}
    secrets = {key: value for item in receivers.values() for [one] in item.values() for key, value in one.items()}
    files = {value for key, value in secrets.items() if key.endswith("_file")}
    compose = yaml_of(folder / "compose.yaml")
    assert files == {f"/run/secrets/{name}" for name in compose["services"]["alertmanager"].get("secrets", ())}


@each_combination
def test_dashboards_are_whole(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    [source] = yaml_of(folder / "grafana" / "provisioning" / "datasources" / "prometheus.yml")["datasources"]
    dashboards = [json.loads(path.read_text()) for path in sorted((folder / "grafana" / "dashboards").iterdir())]
    for key in ("uid", "title"):
        assert len({dashboard[key] for dashboard in dashboards}) == len(dashboards)
    for dashboard in dashboards:
        ids = [panel["id"] for panel in dashboard["panels"]]
        assert sorted(set(ids)) == sorted(ids)
        assert _overlaps(dashboard["panels"]) == []
        uids = {found["uid"] for found in _values(dashboard, "datasource")}
        assert uids == {source["uid"]}
        variables = {f"${variable['name']}" for variable in dashboard["templating"]["list"]}
        used = {name for expr in _values(dashboard["panels"], "expr") for name in re.findall(r"\$\w+", expr)}
        assert used - {"$__rate_interval"} == variables
        assert used <= VARIABLES.keys()


@each_combination
def test_what_dashboards_read_is_recorded(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("monitoring", **options)
    rules = [rule for path in (folder / "prometheus" / "rules").iterdir() for rule in _rules(path)]
    recorded = {rule["record"] for rule in rules if "record" in rule}
    panels = [json.loads(path.read_text()) for path in (folder / "grafana" / "dashboards").iterdir()]
    read = {name for expr in _values(panels, "expr") for name in re.findall(r"\b\w+:\w+(?::\w+)?", expr)}
    assert read <= recorded


def test_every_rule_has_a_test(generated: Generate) -> None:
    folder = generated("monitoring")
    for path in (folder / "prometheus" / "rules").iterdir():
        test = (folder / "tests" / "rules" / path.name).read_text()
        alerts = {rule["alert"] for rule in _rules(path) if "alert" in rule}
        fired = set()
        for case in yaml.safe_load(test)["tests"]:
            fired |= {item["alertname"] for item in case.get("alert_rule_test", ()) if item.get("exp_alerts")}
        assert fired == alerts, path.name


def test_every_alert_says_how_grave_it_is_and_what_is_wrong(generated: Generate) -> None:
    for path in (generated("monitoring") / "prometheus" / "rules").iterdir():
        for rule in _rules(path):
            if "alert" in rule:
                assert rule["labels"].keys() == {"severity"}
                assert rule["labels"]["severity"] in {"critical", "warning", "none"}
                assert rule["annotations"].keys() == {"summary", "description"}


def test_secrets_are_new_each_time_and_closed_to_others(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = (generate("monitoring", tmp_path, alert_receiver="slack") for _ in range(2))
    passwords = [(folder / "secrets" / "grafana_admin_password").read_text() for folder in (one, two)]
    assert re.fullmatch(r"[\w-]{32}", passwords[0])
    assert passwords[0] != passwords[1]
    assert texts(one) == texts(two)
    assert not any(password in text for text in texts(one).values() for password in passwords)
    assert capfd.readouterr() == ("", "")
    assert stat.S_IMODE((one / "secrets").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (one / "secrets").iterdir()}
    # Containers run as users of their own, and Compose shows them a file as it is: the directory keeps others out.
    assert modes == {"grafana_admin_password": 0o644, "slack_webhook_url": 0o644}


def test_git_ignores_the_secrets_and_what_holds_them(generated: Generate, tmp_path: Path) -> None:
    folder = generated("monitoring")
    paths = [
        "secrets/grafana_admin_password",
        ".env",
        "k8s/x.yaml",
        "swarm/stack.yml",
        "swarm/stack-files/x",
        "README.md",
    ]
    (tmp_path / ".gitignore").write_text((folder / ".gitignore").read_text())
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    command = ["git", "-C", str(tmp_path), "check-ignore", *paths]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout.split() == paths[:-1]


def test_the_readme_shows_the_topology(generated: Generate) -> None:
    folder = generated("monitoring", with_cadvisor="no")
    assert "](docs/topology.svg)" in (folder / "README.md").read_text()
    assert (folder / "docs" / "topology.svg").read_text() == draw(project_of(folder), ".svg")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("project_name", 'a"b', "project_name: give letters, digits, blanks and .,()&+-, 64 at most, beginning with"),
        ("project_name", "a\nb", "project_name: give letters"),
        ("project_name", "", "project_name: give letters"),
        ("project_slug", "m" * 39, "project_slug: give small letters, digits and hyphens, 38 at most, beginning"),
        ("domain", "Example.com", "domain: give a domain name in small letters, as example.com, not 'Example.com'"),
        ("domain", "example..com", "domain: give"),
        ("registry", "https://registry.example.com", "registry: give a registry's host and path without a scheme"),
        ("registry", "registry.example.com/", "registry: give"),
        ("retention", "15", "retention: give a number and h, d, w or y, as 15d, not '15'"),
        ("retention", "0d", "retention: give"),
        ("grafana_port", "0", "grafana_port: give a port from 1 to 65535, not '0'"),
        ("grafana_port", "65536", "grafana_port: give a port"),
        ("grafana_port", "http", "grafana_port: give a port"),
        ("grafana_port", "9093", "grafana_port: 9093 is the port of Alertmanager"),
        ("prometheus_port", "3000", "grafana_port and prometheus_port: give two different ports"),
    ],
)
def test_answers_that_cannot_be_are_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    with pytest.raises(UsageError):
        generate("monitoring", tmp_path, **{"project_slug": "m", option: value})
    shown = capfd.readouterr().err
    assert shown.startswith(f"error: {said}")
    assert len(shown.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


SHOP = {
    "compose.yaml": """\
        name: shop
        include:
          - path: [monitoring/compose.yaml, monitoring.targets.yaml]
            project_directory: monitoring
        services:
          api:
            image: registry.example.com/shop/api:1.0.0
            expose: ["8000"]
            networks: [metrics, backend]
            x-composeport: {service.type: headless}
        networks:
          backend: {internal: true}
        """,
    "monitoring.targets.yaml": """\
        services:
          prometheus:
            configs:
              - {source: scrape_shop, target: /etc/prometheus/scrape.d/shop.yml}
        configs:
          scrape_shop:
            file: ../prometheus/shop.yml
        """,
    "prometheus/shop.yml": """\
        scrape_configs:
          - job_name: shop-api
            dns_sd_configs:
              - {names: [api], type: A, port: 8000}
        """,
}
"""A project that includes this one, as the README says."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    generate("monitoring", tmp_path).rename(tmp_path / "monitoring")
    for name, text in SHOP.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("\n        ", "\n").lstrip())
    return tmp_path


def test_the_readme_has_what_is_tested(shop: Path) -> None:
    readme = (shop / "monitoring" / "README.md").read_text()
    for name in ("monitoring.targets.yaml", "prometheus/shop.yml"):
        assert f"# {name}" in readme
        assert (shop / name).read_text() in readme


def test_a_project_that_includes_it_is_read_as_by_the_reference(shop: Path) -> None:
    assert reference_says(shop) == ""
    project = load_project([str(shop / "compose.yaml")], environment={})
    assert {"api", "prometheus", "grafana", "example"} <= set(project.services)
    mounted = {config.target: config.source for config in project.services["prometheus"].configs}
    assert mounted["/etc/prometheus/scrape.d/shop.yml"] == "scrape_shop"
    assert mounted["/etc/prometheus/scrape.d/example.yml"] == "scrape_example"


def test_a_project_that_includes_it_translates(shop: Path, tmp_path: Path) -> None:
    project = load_project([str(shop / "compose.yaml")], environment={})
    assert manifest_problems(project, versions=KUBE_VERSIONS[-1:]) == []
    assert stack_says(project, tmp_path / "stack") == ""
    objects = {(item["kind"], item["metadata"]["name"]): item for item in manifests_of(project)}
    assert objects["ConfigMap", "scrape-shop"]["data"] == {"scrape_shop": (shop / "prometheus/shop.yml").read_text()}
    # Prometheus looks the name up: it must be the pods' addresses, and the pods must let it in.
    assert objects["Service", "api"]["spec"]["clusterIP"] == "None"
    labels = [
        set(objects[kind, name]["spec"]["template"]["metadata"]["labels"])
        for kind, name in (("Deployment", "api"), ("StatefulSet", "prometheus"))
    ]
    assert "network.composeport.dev/metrics" in labels[0] & labels[1]


@pytest.mark.parametrize("stack", sorted({*stack_names()} - {"monitoring"}))
def test_the_other_stacks_can_include_it(tmp_path: Path, stack: str) -> None:
    folder = generate(stack, tmp_path)
    generate("monitoring", tmp_path).rename(folder / "monitoring")
    (folder / "watched.yaml").write_text("include: [monitoring/compose.yaml]\n")
    files = ("compose.yaml", "watched.yaml")
    assert reference_says(folder, files) == ""
    both = project_of(folder, files)
    alone = [project_of(folder), project_of(folder / "monitoring")]
    assert set(both.services) == {name for project in alone for name in project.services}
    assert sum(len(project.services) for project in alone) == len(both.services)
    assert inconsistencies(manifests_of(both)) == []
    assert stack_says(both, tmp_path / "stack") == ""


def test_names_that_are_looked_up_are_every_address(generated: Generate) -> None:
    folder = generated("monitoring")
    names = {
        name
        for path in (folder / "prometheus" / "prometheus.yml", folder / "prometheus" / "scrape.d" / "example.yml")
        for found in _values(yaml_of(path), "names")
        for name in found
    }
    assert names == {"node-exporter", "cadvisor", "example"}
    services = {
        item["metadata"]["name"]: item for item in manifests_of(project_of(folder)) if item["kind"] == "Service"
    }
    assert {name: services[name]["spec"]["clusterIP"] for name in names} == dict.fromkeys(names, "None")
    deployed = [project_of(folder, SWARM).services[name].deploy for name in names]
    assert [deploy.endpoint_mode for deploy in deployed if deploy] == ["dnsrr"] * 3


def test_the_example_passes_its_own_tests(generated: Generate) -> None:
    pytest.importorskip("prometheus_client", reason="the example needs prometheus-client")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    folder = generated("monitoring") / "example"
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, " passed" in done.stdout) == (0, True), done.stdout


def _sources(folder: Path) -> list[dict[str, str]]:
    document = yaml_of(folder / "compose.yaml")
    return [*document["configs"].values(), *document["secrets"].values()]


def _rules(path: Path) -> list[dict[str, Any]]:
    return [rule for group in yaml_of(path)["groups"] for rule in group["rules"]]


def _values(value: Any, key: str) -> list[Any]:
    """Every value below `key`, however deep."""
    if isinstance(value, list):
        return [found for item in value for found in _values(item, key)]
    if isinstance(value, dict):
        below = [found for item in value.values() for found in _values(item, key)]
        return [value[key], *below] if key in value else below
    return []


def _overlaps(panels: list[dict[str, Any]]) -> list[str]:
    """The panels that lie on another one, or over the edge of 24 columns."""
    taken: Counter[tuple[int, int]] = Counter()
    problems = []
    for panel in panels:
        place = panel["gridPos"]
        cells = [(x + place["x"], y + place["y"]) for x in range(place["w"]) for y in range(place["h"])]
        if any(taken[cell] for cell in cells) or place["x"] + place["w"] > 24:
            problems.append(panel["title"])
        taken.update(cells)
    return problems
