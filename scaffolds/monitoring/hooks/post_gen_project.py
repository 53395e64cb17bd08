"""Removes what was not chosen, and makes what no template may hold: the secrets. This file is a template."""

import importlib.util
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

PARTS = {
    "with_node_exporter": (
        {{ cookiecutter.with_node_exporter }},
        ["prometheus/rules/node.yml", "tests/rules/node.yml", "grafana/dashboards/node.json"],
    ),
    "with_cadvisor": (
        {{ cookiecutter.with_cadvisor }},
        ["prometheus/rules/containers.yml", "tests/rules/containers.yml", "grafana/dashboards/containers.json"],
    ),
    "with_blackbox": (
        {{ cookiecutter.with_blackbox }},
        ["prometheus/rules/probes.yml", "tests/rules/probes.yml", "grafana/dashboards/probes.json", "blackbox"],
    ),
}
RECEIVER = {{ cookiecutter.alert_receiver | pprint }}
DOMAIN = {{ cookiecutter.domain | pprint }}

# The secret of the receiver. What only its owner knows is asked for in README.md; until it is there, alerts are not
# delivered, and one of them says so.
RECEIVERS = {
    "email": ("smtp_password", secrets.token_urlsafe(24)),
    "slack": ("slack_webhook_url", "https://hooks.slack.invalid/replace-me"),
    "webhook": ("alert_webhook_url", f"https://alerts.{DOMAIN}/replace-me"),
}


def remove_parts():
    """Remove the files of parts that were not chosen."""
    for chosen, paths in PARTS.values():
        for path in [] if chosen else map(Path, paths):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def make_secrets():
    """Make the secrets. The directory keeps others out; the containers' users, who are others, read the files."""
    folder = Path("secrets")
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)
    write_secret(folder / "grafana_admin_password", secrets.token_urlsafe(24))
    if RECEIVER in RECEIVERS:
        name, value = RECEIVERS[RECEIVER]
        write_secret(folder / name, value)


def write_secret(path, value):
    """Write a secret, without a line's end: it would be part of a password."""
    path.write_text(value, encoding="ascii")
    path.chmod(0o644)


def draw():
    """Draw the topology, where composeport is installed; `make graph` does it later."""
    Path("docs").mkdir()
    if importlib.util.find_spec("composeport"):
        command = [sys.executable, "-m", "composeport", "graph", "--quiet", "-o", "docs/topology.svg"]
        subprocess.run(command, check=False)  # it says what is wrong; a project is one without a picture


remove_parts()
make_secrets()
draw()
