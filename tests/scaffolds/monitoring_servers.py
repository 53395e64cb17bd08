"""The stack `monitoring` on loopback: Debian's programs with its configuration, but for addresses and the pace.

Debian's programs may be older than those that the stack names; what they do not know yet is put as they know it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from functools import partial
from typing import Any, NamedTuple

import yaml

import loopback
from loopback import free_ports

Config = dict[str, Any]
Environment = dict[str, str]
until = partial(loopback.until, seconds=40)

PROGRAMS = ("prometheus", "prometheus-alertmanager", "prometheus-blackbox-exporter", "prometheus-node-exporter")

DASHBOARD_VARIABLES = {"$__rate_interval": "5m", "$job": ".*", "$instance": ".*", "$service": ".*"}
"""What Grafana puts in the place of each variable where everything is chosen."""


def flattened(folder: Path) -> Config:
    """Prometheus' configuration in one file: it reads others since 2.43."""
    config: Config = yaml.safe_load((folder / "prometheus" / "prometheus.yml").read_text())
    for pattern in config.pop("scrape_config_files"):
        for path in sorted((folder / "prometheus").glob(pattern)):
            config["scrape_configs"] += yaml.safe_load(path.read_text())["scrape_configs"]
    return config


def without_newer_keys(config: Config) -> Config:
    """Alertmanager's configuration with the address of a webhook in it: it is read from a file since 0.26."""
    for receiver in config["receivers"]:
        for webhook in receiver.get("webhook_configs", ()):
            assert webhook.pop("url_file") == "/run/secrets/alert_webhook_url"
            webhook["url"] = "http://127.0.0.1:9/"
    return config


def expressions(dashboard: Config) -> list[str]:
    """Every query of a dashboard, its variables replaced: of panels, annotations, and the variables themselves."""
    panels = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    annotations = [annotation["expr"] for annotation in dashboard["annotations"]["list"]]
    defined = [variable["definition"] for variable in dashboard["templating"]["list"]]
    variables = [re.fullmatch(r"label_values\((.*), \w+\)", definition) for definition in defined]
    return [_replaced(expr) for expr in (*panels, *annotations, *(found[1] for found in variables if found))]


def _replaced(expr: str) -> str:
    for name, value in DASHBOARD_VARIABLES.items():
        expr = expr.replace(name, value)
    return expr


class Monitoring(NamedTuple):
    """What runs: where Prometheus, Alertmanager and the example answer, and the notifications that came."""

    prometheus: str
    alertmanager: str
    example: str
    notified: list[Config]

    def query(self, expr: str) -> list[Config]:
        """The series of an expression: their labels and values, now."""
        found = fetch(f"{self.prometheus}/api/v1/query?{urllib.parse.urlencode({'query': expr})}")
        assert found["status"] == "success"
        series: list[Config] = found["data"]["result"]
        return series

    def values(self, expr: str, label: str) -> dict[str, float]:
        """The values of an expression by a label."""
        return {series["metric"].get(label, ""): float(series["value"][1]) for series in self.query(expr)}


def missing() -> list[str]:
    """The programs that are not here."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def until_none(look: Callable[[], list[str]], seconds: float = 40) -> None:
    """Wait until `look` finds nothing; AssertionError with what it finds when the time is over."""
    end = time.monotonic() + seconds
    while left := look():
        assert time.monotonic() < end, left
        time.sleep(0.1)


def fetch(url: str) -> Any:
    """What a server answers, as JSON."""
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)


def status(url: str) -> int:
    """The status that a server answers with; 0 where none answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def monitoring(project: Path, folder: Path) -> Iterator[Monitoring]:
    """Run the project's configuration with Debian's programs, which write to `folder`; all are stopped afterwards."""
    names = ("prometheus", "alertmanager", "blackbox", "node", "example", "nobody")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    with ExitStack() as stack:
        receiver = stack.enter_context(receiving())
        _write_configuration(project, folder, ports, receiver.port)
        places = {name: f"http://127.0.0.1:{ports[name]}" for name in ("prometheus", "alertmanager", "example")}
        for command, environment in _commands(project, folder, ports):
            stack.enter_context(_running(command, environment, folder))
            if command[0].endswith("alertmanager"):  # else Prometheus offers it the first alert again after a minute
                until(lambda: status(f"{places['alertmanager']}/-/ready") == 200)
        until(lambda: status(f"{places['prometheus']}/-/ready") == 200)
        until(lambda: status(f"{places['example']}/healthz") == 200)
        yield Monitoring(**places, notified=receiver.notified)


def _write_configuration(project: Path, folder: Path, ports: dict[str, int], receiver: int) -> None:
    """The project's configuration with other addresses, and with seconds for its minutes."""
    addresses = {
        "localhost:9090": ports["prometheus"],
        "prometheus:9090": ports["prometheus"],
        "alertmanager:9093": ports["alertmanager"],
        "blackbox:9115": ports["blackbox"],
        "node-exporter:9100": ports["node"],
        "example:8000": ports["example"],
        "grafana:3000": ports["nobody"],
        "cadvisor:8080": ports["nobody"],
    }
    config = flattened(project)
    for job in config["scrape_configs"]:
        for lookup in job.pop("dns_sd_configs", ()):
            targets = [f"{name}:{lookup['port']}" for name in lookup["names"]]
            job.setdefault("static_configs", []).append({"targets": targets})
    text = yaml.safe_dump(config)
    for address, port in addresses.items():
        assert address in text, address
        text = text.replace(address, f"127.0.0.1:{port}")
    text = re.sub(r"((?:scrape|evaluation)_interval|scrape_timeout): \d+s", r"\1: 1s", text)
    (folder / "prometheus.yml").write_text(text)
    (folder / "rules").mkdir()
    for path in (project / "prometheus" / "rules").iterdir():
        rules = re.sub(r"(?m)^( +for: )\d+[mh]$", r"\g<1>2s", path.read_text())
        (folder / "rules" / path.name).write_text(rules)
    alerts = without_newer_keys(yaml.safe_load((project / "alertmanager" / "alertmanager.yml").read_text()))
    text = yaml.safe_dump(alerts).replace("http://127.0.0.1:9/", f"http://127.0.0.1:{receiver}/")
    (folder / "alertmanager.yml").write_text(re.sub(r"(group_wait: )\d+s", r"\g<1>1s", text))


def _commands(project: Path, folder: Path, ports: dict[str, int]) -> Iterator[tuple[list[str], Environment]]:
    """The programs, and what the environment of each says beside the path."""

    def at(name: str) -> str:
        return f"--web.listen-address=127.0.0.1:{ports[name]}"

    path = {"PATH": os.environ["PATH"]}
    example = {"PYTHONPATH": str(project / "example" / "src"), "HOST": "127.0.0.1", "PORT": str(ports["example"])}
    yield [sys.executable, "-B", "-m", "example"], {**path, **example}
    yield ["prometheus-node-exporter", at("node")], path
    yield (
        ["prometheus-blackbox-exporter", f"--config.file={project / 'blackbox' / 'blackbox.yml'}", at("blackbox")],
        path,
    )
    alertmanager = ["prometheus-alertmanager", "--cluster.listen-address=", at("alertmanager")]
    alertmanager += [f"--config.file={folder / 'alertmanager.yml'}", f"--storage.path={folder / 'alertmanager'}"]
    yield alertmanager, path
    prometheus = ["prometheus", f"--config.file={folder / 'prometheus.yml'}", at("prometheus")]
    yield [*prometheus, f"--storage.tsdb.path={folder / 'data'}", "--storage.tsdb.retention.time=1h"], path


@contextmanager
def _running(command: list[str], environment: Environment, folder: Path) -> Iterator[None]:
    """A program, until the end of the block."""
    with (folder / f"{Path(command[0]).name}.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _Receiver(ThreadingHTTPServer):
    """Takes notifications of alerts."""

    def __init__(self) -> None:
        self.notified: list[Config] = []
        super().__init__(("127.0.0.1", 0), _Notification)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Notification(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.notified += body["alerts"]
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[_Receiver]:
    """A receiver of webhooks."""
    with _Receiver() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
