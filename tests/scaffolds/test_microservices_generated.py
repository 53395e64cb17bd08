"""The stack `microservices`, for all pairs of its choices: read, translated, audited, and consistent in itself."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from composeport import load_project
from composeport.errors import UsageError
from composeport.pipeline import draw
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
from scaffolds.microservices_servers import pythons

SERVICES = ("users", "products", "orders", "notifier")
BARE = {"with_search": "no", "with_monitoring": "no"}
EXTREMES = (
    {"project_name": "Übung & Söhne, 2nd", "domain": "a.b.c.example.co.uk", "registry": "localhost:5000/x/y_z", **BARE},
    {"project_slug": "m" * 38, "domain": "localhost", "registry": "registry", "replicas": "1", "published_port": "1"},
    {"project_slug": "m", "replicas": "100", "published_port": "65535", "database_size": "99999Ti"},
)
COMBINATIONS = list(pairs("microservices", EXTREMES))
each_combination = pytest.mark.parametrize("options", COMBINATIONS, ids=map(str, range(len(COMBINATIONS))))
_INTERPRETERS = pythons()
PARTS = {
    "with_search": (
        {"services/products/opensearch.py", "services/products/migrations/0003_search.sql", "tests/test_search.py"},
        r"opensearch|SEARCH_URL",
    ),
    "with_monitoring": (
        {
            "compose.monitoring.yaml",
            "observability/alerts.yml",
            "observability/alerts_test.yml",
            "observability/scrape.yml",
            "observability/targets.yaml",
        },
        r"networks: .*\bmetrics\b|promtool",
    ),
}


def document(folder: Path) -> Any:
    return yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))


@each_combination
def test_compose_accepts_it_without_a_word(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("microservices", **options)
    assert [reference_says(folder, files) for files in (PLAIN, PRODUCTION)] == ["", ""]


@each_combination
def test_the_manifests_are_valid_and_hold_together(generated: Generate, options: dict[str, str]) -> None:
    assert manifest_problems(project_of(generated("microservices", **options))) == []


@pytest.mark.parametrize("options", EXTREMES, ids=map(str, range(len(EXTREMES))))
def test_the_manifests_of_production_are_valid_too(generated: Generate, options: dict[str, str]) -> None:
    project = project_of(generated("microservices", **options), PRODUCTION)
    assert manifest_problems(project, publish="ingress") == []


@each_combination
def test_the_stack_is_accepted_without_a_warning(generated: Generate, tmp_path: Path, options: dict[str, str]) -> None:
    folder = generated("microservices", **options)
    assert stack_says(project_of(folder), tmp_path / "plain") == ""
    assert stack_says(project_of(folder, PRODUCTION), tmp_path / "production", pin_volumes=True) == ""


@each_combination
def test_no_finding_is_left_without_a_reason(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("microservices", **options)
    assert [audit_says(project_of(folder, files)) for files in (PLAIN, PRODUCTION)] == [[], []]
    assert [reasons_missing(project_of(folder, files)) for files in (PLAIN, PRODUCTION)] == [[], []]


@each_combination
def test_every_ignored_finding_is_defended_in_the_readme(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("microservices", **options)
    written = [(folder / file).read_text() for file in PRODUCTION]
    ignored = {code for text in written for code in re.findall(r"ignore\[(CP\d+)\]", text)}
    ignored |= set(document(folder)["x-composeport"]["ignore"])
    rows = re.findall(r"^\| (CP\d+.*?) \|", (folder / "README.md").read_text(), re.MULTILINE)
    assert {code for row in rows for code in re.findall(r"CP\d+", row)} == ignored


@each_combination
def test_nothing_of_the_template_is_left(generated: Generate, options: dict[str, str]) -> None:
    for name, text in texts(generated("microservices", **options)).items():
        assert not re.search(r"cookiecutter|\{%-? |\{\{ \"", text), name
        assert not re.search(r"[ \t]$", text, re.MULTILINE), name
        assert text == "" or (text.endswith("\n") and not text.endswith("\n\n")), name


@each_combination
def test_parts_that_are_not_chosen_leave_no_trace(generated: Generate, options: dict[str, str]) -> None:
    written = texts(generated("microservices", **options))
    for option, (files, trace) in PARTS.items():
        chosen = options.get(option, "yes") == "yes"
        assert (written.keys() & files) == (files if chosen else set())
        traces = [
            name
            for name, text in written.items()
            if name != "docs/topology.svg" and re.search(trace, text, re.IGNORECASE)
        ]
        assert bool(traces) is chosen, traces


@each_combination
def test_every_python_file_can_be_read(generated: Generate, options: dict[str, str]) -> None:
    if not _INTERPRETERS:
        pytest.skip("no python from 3.12 on is here")
    folder = generated("microservices", **options)
    files = [name for name in texts(folder) if name.endswith(".py")]
    code = "import ast, sys; [ast.parse(open(name).read(), name) for name in sys.argv[1:]]"
    done = subprocess.run([_INTERPRETERS[0], "-c", code, *files], cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@each_combination
def test_every_service_has_what_keeps_it_in_bounds(generated: Generate, options: dict[str, str]) -> None:
    project = project_of(generated("microservices", **options))
    for name, service in project.services.items():
        assert service.deploy is not None, name
        assert service.deploy.resources.limits.memory > 0, name
        assert service.deploy.resources.reservations.memory > 0, name
        assert re.fullmatch(r"\d+:\d+", service.user), name
        assert (service.cap_drop, service.privileged) == (("ALL",), False), name
        assert service.security_opt == ("no-new-privileges:true",), name
        assert service.read_only is (name != "search"), name
        assert service.healthcheck is not None, name
        assert service.healthcheck.disable is name.endswith("-migrate"), name
        assert re.search(r":[\d.]+[-a-z\d.]*$|:dev$", service.image), name
    assert [name for name, service in project.services.items() if service.ports] == ["gateway"]


@each_combination
def test_each_service_reaches_its_own_data_and_no_other(generated: Generate, options: dict[str, str]) -> None:
    project = project_of(generated("microservices", **options))
    members = {
        network: {name for name, service in project.services.items() if network in service.networks}
        for network in project.networks
    }
    for service in SERVICES:
        assert members[f"{service}-data"] == {service, f"{service}-migrate", f"{service}-db"}
    assert members["edge"] == {"gateway"}
    assert members["backend"] == {"gateway", "users", "products", "orders"}
    assert members["cache"] == {"cache", "products", "orders"}
    assert members["messaging"] == {"broker", "orders", "notifier"}
    assert members.get("search", {"search", "products"}) == {"search", "products"}
    assert {name for name, network in project.networks.items() if not network.internal} == {"edge"}


@each_combination
def test_every_service_gets_the_secrets_that_it_reads_and_no_other(
    generated: Generate, options: dict[str, str]
) -> None:
    folder = generated("microservices", **options)
    project = project_of(folder)
    for name, service in project.services.items():
        given = {f"/run/secrets/{secret.source}" for secret in service.secrets}
        read = {value for value in service.environment.values() if value and value.startswith("/run/secrets/")}
        for config in service.configs:
            text = Path(project.configs[config.source].file).read_text()
            read |= set(re.findall(r"/run/secrets/\w+", text))
        assert given == read, name
    used = {secret.source for service in project.services.values() for secret in service.secrets}
    assert used == set(project.secrets)
    assert {Path(secret.file).name for secret in project.secrets.values()} == {
        path.name for path in (folder / "secrets").iterdir()
    }


@each_combination
def test_production_says_images_replicas_and_the_address(generated: Generate, options: dict[str, str]) -> None:
    folder = generated("microservices", **options)
    files = [str(folder / file) for file in PRODUCTION]
    project = load_project(files, project_directory=str(folder), environment={"VERSION": "1.2.3"})
    manifests = manifests_of(project, publish="ingress")
    named = {(manifest["kind"], manifest["metadata"]["name"]): manifest for manifest in manifests}
    registry = options.get("registry", "registry.example.com/{slug}").format(slug=folder_slug(options))
    for service in SERVICES:
        spec = named["Deployment", service]["spec"]
        assert spec["replicas"] == int(options.get("replicas", "2"))
        assert spec["template"]["spec"]["containers"][0]["image"] == f"{registry}/{service}:1.2.3"
    (rule,) = named["Ingress", "gateway"]["spec"]["rules"]
    assert rule["host"] == options.get("domain", f"{folder_slug(options)}.example.com")
    sizes = [
        m["spec"]["resources"]["requests"]["storage"]
        for (k, n), m in named.items()
        if n == "users-data" and "Claim" in k
    ]
    assert sizes == [options.get("database_size", "5Gi")]


def folder_slug(options: dict[str, str]) -> str:
    if "project_slug" in options:
        return options["project_slug"]
    return {"Übung & Söhne, 2nd": "ubung-sohne-2nd"}.get(options.get("project_name", ""), "web-shop")


def test_compose_asks_for_the_version_in_production(generated: Generate) -> None:
    folder = generated("microservices", project_name="Without Version")
    (folder / ".env").unlink()
    assert "the version to run" in reference_says(folder, PRODUCTION)


def test_databases_of_every_version_keep_their_data_in_the_volume(generated: Generate) -> None:
    where = {}
    for version in ("16", "17", "18"):
        service = project_of(generated("microservices", postgres_version=version)).services["orders-db"]
        (volume,) = [mount for mount in service.volumes if mount.source == "orders-data"]
        assert (service.environment["PGDATA"] or "").startswith(f"{volume.target}/")
        where[version] = volume.target
    # https://hub.docker.com/_/postgres: from 18 on the volume is one directory further up.
    assert where == {
        "16": "/var/lib/postgresql/data",
        "17": "/var/lib/postgresql/data",
        "18": "/var/lib/postgresql",
    }


def test_secrets_are_new_each_time_and_closed_to_others(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = (generate("microservices", tmp_path) for _ in range(2))
    assert texts(one) == texts(two)
    passwords = {path.name: path.read_text().strip() for path in (one / "secrets").glob("*_password")}
    assert len(passwords) == len(set(passwords.values())) == 8
    assert all(re.fullmatch(r"[\w-]{43}", password) for password in passwords.values())
    assert not passwords.items() & {path.name: path.read_text().strip() for path in (two / "secrets").iterdir()}.items()
    everything = [
        *texts(one).values(),
        *((one / "secrets" / f).read_text() for f in ("redis_users.acl", "rabbitmq_definitions.json")),
    ]
    assert not any(password in text for text in everything for password in passwords.values())
    assert capfd.readouterr() == ("", "")
    assert stat.S_IMODE((one / "secrets").stat().st_mode) == 0o700
    # Containers run as users of their own, and Compose shows them a file as it is: the directory keeps others out.
    assert {stat.S_IMODE(path.stat().st_mode) for path in (one / "secrets").iterdir()} == {0o644}


def test_a_secret_that_is_removed_is_made_anew_with_what_is_derived_of_it(tmp_path: Path) -> None:
    folder = generate("microservices", tmp_path)
    secrets = folder / "secrets"
    script = [sys.executable, folder / "scripts/make_secrets.py"]

    def content() -> dict[str, str]:
        return {path.name: path.read_text() for path in secrets.iterdir()}

    before = content()
    subprocess.run(script, check=True, capture_output=True)
    assert content() == before
    (secrets / "orders_redis_password").unlink()
    (secrets / "notifier_rabbitmq_password").unlink()
    subprocess.run(script, check=True, capture_output=True)
    changed = {name for name, text in content().items() if before[name] != text}
    assert changed == {
        "orders_redis_password",
        "redis_users.acl",
        "notifier_rabbitmq_password",
        "rabbitmq_definitions.json",
    }
    hashed = hashlib.sha256(content()["orders_redis_password"].strip().encode()).hexdigest()
    assert f"user orders on #{hashed} " in content()["redis_users.acl"]


def test_the_brokers_users_have_the_passwords_that_the_services_are_given(tmp_path: Path) -> None:
    secrets = generate("microservices", tmp_path) / "secrets"
    definitions = json.loads((secrets / "rabbitmq_definitions.json").read_text())
    assert {user["name"] for user in definitions["users"]} == {"orders", "notifier"}
    for user in definitions["users"]:
        # https://www.rabbitmq.com/docs/passwords: four bytes of salt, and the hash of these and the password.
        known = base64.b64decode(user["password_hash"])
        password = (secrets / f"{user['name']}_rabbitmq_password").read_text().strip().encode()
        assert known[4:] == hashlib.sha256(known[:4] + password).digest()
        assert user["tags"] == []
    bound = {(b["source"], b["destination"], b["routing_key"]) for b in definitions["bindings"]}
    exchanges = {exchange["name"] for exchange in definitions["exchanges"]}
    queues = {queue["name"]: queue["arguments"] for queue in definitions["queues"]}
    assert {source for source, _, _ in bound} == exchanges
    assert {destination for _, destination, _ in bound} == set(queues)
    dead = queues["notifications"]
    route = dead["x-dead-letter-exchange"], "notifications.dead", dead["x-dead-letter-routing-key"]
    assert route in bound


def test_git_ignores_the_secrets_and_what_holds_them(generated: Generate, tmp_path: Path) -> None:
    paths = ["secrets/users_db_password", ".env", "k8s/x.yaml", "swarm/stack.yml", "backup/users.dump", "README.md"]
    (tmp_path / ".gitignore").write_text((generated("microservices") / ".gitignore").read_text())
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    done = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", *paths], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == paths[:-1]


def test_the_readme_shows_the_topology(generated: Generate) -> None:
    folder = generated("microservices")
    assert "](docs/topology.svg)" in (folder / "README.md").read_text()
    assert (folder / "docs/topology.svg").read_text() == draw(project_of(folder), ".svg")


def test_every_target_of_the_makefile_is_explained_and_none_is_a_file(generated: Generate) -> None:
    makefile = (generated("microservices") / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z0-9]+):.*## \S", makefile, re.MULTILINE))
    assert {"up", "down", "test", "k8s", "swarm", "audit", "graph", "help"} <= set(phony.split())


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("project_name", 'a"b', "project_name takes letters, digits, spaces and . , & ! + -"),
        ("project_name", "", "project_name takes letters"),
        ("project_slug", "s" * 39, "project_slug takes small letters, digits and hyphens, starts with a letter"),
        ("domain", "Example.com", "domain takes a host name such as api.example.com"),
        ("domain", "example..com", "domain takes"),
        ("registry", "https://registry.example.com", "registry takes a place for images"),
        ("registry", "registry.example.com/", "registry takes"),
        ("replicas", "0", "replicas takes a whole number, 1 to 100"),
        ("replicas", "two", "replicas takes"),
        ("published_port", "65536", "published_port takes a port, 1 to 65535"),
        ("published_port", "80a", "published_port takes"),
        ("database_size", "5GB", "database_size takes a size such as 5Gi"),
    ],
)
def test_answers_that_cannot_be_are_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    with pytest.raises(UsageError):
        generate("microservices", tmp_path, **{"project_slug": "m", option: value})
    shown = capfd.readouterr().err.splitlines()
    assert len(shown) == 1
    assert said in shown[0]
    assert list(tmp_path.iterdir()) == []


def test_the_monitoring_project_can_be_put_beside_it(tmp_path: Path) -> None:
    folder = generate("microservices", tmp_path)
    generate("monitoring", tmp_path).rename(folder / "monitoring")
    files = ("compose.yaml", "compose.monitoring.yaml")
    assert reference_says(folder, files) == ""
    project = project_of(folder, files)
    targets = {config.target for config in project.services["prometheus"].configs}
    assert {"/etc/prometheus/scrape.d/web-shop.yml", "/etc/prometheus/rules/web-shop.yml"} <= targets
    scraped = yaml.safe_load((folder / "observability/scrape.yml").read_text())["scrape_configs"]
    for job in scraped:
        ((discovery,),) = (job["dns_sd_configs"],)
        (name,) = discovery["names"]
        assert "metrics" in project.services[name].networks
        assert str(discovery["port"]) in project.services[name].expose
    assert manifest_problems(project) == []
