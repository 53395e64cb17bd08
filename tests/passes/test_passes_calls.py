"""Who addresses whom, and on which ports."""

from __future__ import annotations

from pathlib import Path

from composeport import load_project
from composeport.diagnostics import Findings, Target
from composeport.model import WorkloadKind
from composeport.model.calls import Call
from composeport.passes import Choices, run_passes
from composeport.passes.calls import TOPOLOGY_PASSES, calls


def found(directory: Path, text: str) -> tuple[Call, ...]:
    (directory / "compose.yaml").write_text(text)
    project = load_project([str(directory / "compose.yaml")])
    return calls(run_passes(project, Findings(Target.KUBERNETES), Choices(), TOPOLOGY_PASSES))


def test_environment_command_and_health_check_name_peers_with_their_ports(tmp_path: Path) -> None:
    text = """\
name: shop
services:
  web:
    image: x
    environment: {DB: "postgres://u:p@db:5433/x", SPARE_URL: "postgres://u:p@db/x", SELF: "http://web:80"}
    command: ["--queue", "queue:5672"]
    healthcheck: {test: "nc -z cache 6379"}
  db: {image: x}
  queue: {image: x}
  cache: {image: x}
"""
    assert found(tmp_path, text) == (
        Call("web", "cache", (6379,)),
        Call("web", "db", (5432, 5433)),
        Call("web", "queue", (5672,)),
    )


def test_a_mounted_file_names_peers(tmp_path: Path) -> None:
    (tmp_path / "nginx.conf").write_text("location / { proxy_pass http://api:8000; }\n")
    text = """\
name: shop
services:
  proxy: {image: x, volumes: ["./nginx.conf:/etc/nginx.conf:ro"]}
  api: {image: x}
"""
    assert found(tmp_path, text) == (Call("proxy", "api", (8000,)),)


def test_who_shares_no_network_is_not_called(tmp_path: Path) -> None:
    text = """\
name: shop
services:
  web: {image: x, environment: {API: "http://api:80"}, networks: [a]}
  api: {image: x, networks: [b]}
networks: {a: {}, b: {}}
"""
    assert found(tmp_path, text) == ()


def test_an_alias_means_the_service_that_has_it(tmp_path: Path) -> None:
    text = """\
name: shop
services:
  web: {image: x, environment: {API: "http://backend"}}
  api: {image: x, networks: {default: {aliases: [backend]}}}
"""
    assert found(tmp_path, text) == (Call("web", "api", (80,)),)


def test_jobs_are_known_though_compose_has_no_pods(tmp_path: Path) -> None:
    text = "name: shop\nservices:\n  web: {image: x}\n  once: {image: x, restart: 'no'}\n"
    (tmp_path / "compose.yaml").write_text(text)
    project = load_project([str(tmp_path / "compose.yaml")])
    decided = run_passes(project, Findings(Target.KUBERNETES), Choices(), TOPOLOGY_PASSES)
    kinds = {name: service.kind for name, service in decided.services.items()}
    assert kinds == {"web": WorkloadKind.SERVER, "once": WorkloadKind.JOB}
