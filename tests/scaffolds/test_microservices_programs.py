"""The configuration of the stack `microservices`, in the eyes of the programs that read it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from scaffolds.conftest import Generate

_PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin"


def run(program: str, *words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; skips the test where it is not here."""
    found = shutil.which(program, path=_PATH)
    if found is None:
        pytest.skip(f"{program} is not here")
    command = [found, *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "domain", ["shop.example.com", "localhost", "a-very.long-and.deep.name.of.a.host.example.co.uk"]
)
def test_nginx_takes_the_gateways_configuration(generated: Generate, tmp_path: Path, domain: str) -> None:
    text = (generated("microservices", domain=domain) / "gateway/nginx.conf").read_text()
    # nginx asks for the services' addresses, and these have none here.
    for service in ("users", "products", "orders"):
        assert text.count(f"server {service}:8000;") == 1
        text = text.replace(f"server {service}:8000;", "server 127.0.0.1:8000;")
    (tmp_path / "nginx.conf").write_text(text.replace("/tmp/", f"{tmp_path}/"))
    done = run("nginx", "-t", "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.parametrize("slug", ["web-shop", "m" * 38])
def test_promtool_takes_the_alerts_and_their_tests_pass(generated: Generate, slug: str) -> None:
    folder = generated("microservices", project_slug=slug) / "observability"
    for words in (("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")):
        done = run("promtool", *words, folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_takes_the_scrape_configuration(generated: Generate, tmp_path: Path) -> None:
    scrape = generated("microservices") / "observability/scrape.yml"
    (tmp_path / "prometheus.yml").write_text(scrape.read_text())
    done = run("promtool", "check", "config", "prometheus.yml", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_make_explains_its_targets(generated: Generate) -> None:
    done = run("make", "--no-print-directory", "help", folder=generated("microservices"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["help", "show", "this"]


@pytest.mark.parametrize(
    "target", ["up", "down", "push", "k8s", "swarm", "audit", "graph", "backup", "replay", "smoke"]
)
def test_make_would_run_what_there_is(generated: Generate, target: str) -> None:
    folder = generated("microservices")
    done = run("make", "--dry-run", target, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    named = {word for word in done.stdout.split() if word.endswith((".yaml", ".py")) and not word.startswith("k8s")}
    assert all((folder / name).is_file() for name in named), named
