"""A name that changes is reported where a mounted file uses it, at the file's own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.pipeline import translate_kubernetes
from composeport.writers.kubernetes.options import KubernetesOptions

COMPOSE = """
services:
  my_api: {image: api}
  web: {image: web, volumes: ["./web.conf:/etc/web.conf:ro"]}
"""


def test_a_changed_name_in_a_mounted_file_is_reported_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "web.conf").write_text("# my_api_old\nserver {\n  proxy_pass http://my_api:80;\n}\n")
    project = load_project([str(tmp_path / "compose.yaml")], project_name="shop", environment={})
    found = translate_kubernetes(project, KubernetesOptions()).findings
    (finding,) = [finding for finding in found if finding.rule.code == "CP110"]
    assert finding.path == ("services", "web", "volumes", 0)
    assert finding.location == (str(tmp_path / "web.conf"), 3, 21, 3, 27)


def test_another_name_of_a_service_is_reported_where_it_is_found_no_more(tmp_path: Path) -> None:
    """Underscores become hyphens in the `Service` of a name.

    One with dots, or with a digit first, has none, and counts where it is dialled.
    """
    (tmp_path / "compose.yaml").write_text(
        "services:\n"
        "  api:\n"
        "    {image: api, container_name: my_api, hostname: api.example.org, networks: {n: {aliases: [kept, 3api]}}}\n"
        "  web: {image: web, networks: [n], volumes: ['./web.conf:/etc/web.conf:ro']}\n"
        "networks: {n: {}}\n"
    )
    lines = (
        "server_name api.example.org;",
        "http://api.example.org/;",
        "http://my_api:80;",
        "http://kept:80;",
        "name 3api;",
        "http://3api:80;",
    )
    (tmp_path / "web.conf").write_text("\n".join(lines))
    project = load_project([str(tmp_path / "compose.yaml")], project_name="shop", environment={})
    found = translate_kubernetes(project, KubernetesOptions()).findings
    assert [(one.location.line, one.help) for one in found if one.rule.code == "CP110" and one.location] == [
        (2, "write 'api' there, or rename the service"),
        (3, "write 'my-api' there, or rename the service"),
        (6, "write 'api' there, or rename the service"),
    ]


def test_a_mounted_file_is_called_as_the_compose_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "web.conf").write_text("proxy_pass http://my_api;\n")
    monkeypatch.chdir(tmp_path)
    project = load_project(project_name="shop", environment={})
    found = translate_kubernetes(project, KubernetesOptions()).findings
    (finding,) = [finding for finding in found if finding.rule.code == "CP110"]
    assert finding.location == ("web.conf", 1, 19, 1, 25)
