"""Debian's PostgreSQL, Redis, RabbitMQ and nginx on loopback, with the files and services of a generated project.

Of the project's configuration only addresses and paths are changed, and each change must meet what it replaces; the
services' variables are those of compose.yaml. Where the tests run as root, servers run as `nobody`: some refuse root.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from functools import partial
from typing import Any, NamedTuple

import loopback
from loopback import free_ports, listens
from scaffolds.generated import project_of

Process = subprocess.Popen[bytes]
until = partial(loopback.until, seconds=60)

SERVICES = ("users", "products", "orders", "notifier")
HOSTS = ("gateway", *SERVICES, "database", "cache", "broker", "names", "search")
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_NOBODY = 65534
_POSTGRES = max(map(str, Path("/usr/lib/postgresql").glob("*/bin")), default="")
_RABBITMQ = max(map(str, Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server")), default="")


def pythons() -> list[str]:
    """Interpreters that the services run with: 3.12 or newer, the oldest first."""
    candidates = [*(f"python3.{minor}" for minor in (12, 13, 14)), sys.executable]
    candidates += map(str, sorted(Path("~/.pyenv/versions").expanduser().glob("3.1[2-9]*/bin/python3")))
    check = "import sys, venv; sys.exit(sys.version_info < (3, 12))"
    found = [path for name in candidates if (path := shutil.which(name))]
    return [
        path for path in found if subprocess.run([path, "-c", check], capture_output=True, check=False).returncode == 0
    ]


def missing() -> list[str]:
    """The programs that are not here."""
    programs = ("nginx", "redis-server", "epmd", "erl")
    absent = [program for program in programs if shutil.which(program, path=_PATH) is None]
    return absent + [name for name, path in (("postgres", _POSTGRES), ("rabbitmq-server", _RABBITMQ)) if not path]


class SearchEngine:
    """What the products' service asks of OpenSearch, which Debian lacks: to index documents, and to find them."""

    def __init__(self, port: int) -> None:
        self.documents: dict[str, dict[str, str]] = {}
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = {"/products/_bulk": engine.index, "/products/_search": engine.search}[self.path](body)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def index(self, body: bytes) -> dict[str, Any]:
        """https://docs.opensearch.org/latest/api-reference/document-apis/bulk/"""
        lines = [json.loads(line) for line in body.splitlines()]
        identities = [action["index"]["_id"] for action in lines[::2]]
        self.documents.update(zip(identities, lines[1::2], strict=True))
        return {"errors": False, "items": [{"index": {"_id": name, "status": 201}} for name in identities]}

    def search(self, body: bytes) -> dict[str, Any]:
        """https://docs.opensearch.org/latest/query-dsl/full-text/simple-query-string/, of words that all must match"""
        words = json.loads(body)["query"]["simple_query_string"]["query"].lower().split()
        texts = {name: " ".join(document.values()).lower() for name, document in self.documents.items()}
        found = [name for name, text in texts.items() if all(word in text for word in words)]
        return {"hits": {"hits": [{"_id": name} for name in found]}}

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class Answer(NamedTuple):
    """What came back for a request."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.text)


class Shop:
    """A project and what runs of it; `root` is a directory that `nobody` may enter."""

    def __init__(self, root: Path, project: Path, python: str) -> None:
        self.root = root
        self.files = project
        self.project = project_of(project)
        self.python = python
        self.run = root / "run"
        self.logs = root / "logs"
        self.ports = dict(zip(HOSTS, free_ports(len(HOSTS)), strict=True))
        self.processes: dict[str, Process] = {}
        self._user: dict[str, Any] = {}
        for folder in (self.run, self.logs, self.run / "broker", self.run / "gateway"):
            folder.mkdir()
        self._write_configuration()
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{_NOBODY}:{_NOBODY}", project, self.run, self.logs], check=True)
            self._user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}

    # What is started

    def start(self, name: str, *command: str | Path, seconds: float = 90, **environment: str) -> None:
        """Start a program whose output goes to a log of its name, and wait until it listens at its port."""
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            if self._user:
                os.fchown(output.fileno(), _NOBODY, _NOBODY)
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.files / "services",
                env={"PATH": _PATH, "HOME": str(self.run / "broker"), "LC_ALL": "C.UTF-8", **environment},
                start_new_session=True,
                **({} if command[0] == self.python else self._user),
            )
        self.processes[name] = process
        until(lambda: listens(self.ports[name]) or process.poll() is not None, seconds=seconds)
        assert process.poll() is None, log.read_text(errors="replace")

    def stop(self, name: str, how: int = signal.SIGTERM) -> int:
        """Send a signal to a program and what it has started, and wait for the end. Returns the exit status."""
        process = self.processes.pop(name)
        os.killpg(process.pid, how)
        return process.wait(90)

    def stop_all(self) -> None:
        """Stop what still runs, whatever that takes."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait(30)

    def start_all(self) -> None:
        """Everything, in the order of compose.yaml's dependencies."""
        self.start_database()
        self.start_cache()
        self.start("names", "epmd", "-port", str(self.ports["names"]), "-address", "127.0.0.1")
        self.start_broker()
        for service in SERVICES:
            assert self.migrate(service).returncode == 0, self.log(f"{service}-migrate")
            self.start_service(service)
        self.start("gateway", "nginx", "-c", self.run / "nginx.conf", "-e", "/dev/stderr", "-g", "daemon off;")

    def start_database(self) -> None:
        """One PostgreSQL with the four databases, each with a role and a password of its own."""
        data, port = self.run / "database", str(self.ports["database"])
        initdb = [f"{_POSTGRES}/initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._complete([*initdb, "--auth-local=trust", "--auth-host=scram-sha-256"], **self._user)
        options = ("fsync=off", f"unix_socket_directories={self.run}", "listen_addresses=127.0.0.1")
        self.start("database", f"{_POSTGRES}/postgres", "-D", data, "-p", port, *(f"-c{option}" for option in options))
        for service in SERVICES:
            variables = self.project.services[f"{service}-db"].environment
            user, name = variables["POSTGRES_USER"], variables["POSTGRES_DB"]
            self.sql("postgres", f"CREATE ROLE {user} LOGIN PASSWORD '{self.secret(f'{service}_db_password')}'")
            self.sql("postgres", f"CREATE DATABASE {name} OWNER {user}")

    def start_cache(self) -> None:
        """Redis, with the project's configuration and users."""
        self.start("cache", "redis-server", self.run / "redis.conf")

    def start_broker(self) -> None:
        """RabbitMQ, with the project's configuration, users, exchanges and queues."""
        home = self.run / "broker"
        loopback = "-kernel inet_dist_use_interface {127,0,0,1}"
        self.start(
            "broker",
            _RABBITMQ,
            seconds=180,  # Erlang takes its time on a busy machine
            RABBITMQ_NODENAME="rabbit@localhost",
            RABBITMQ_CONFIG_FILE=str(self.run / "rabbitmq.conf"),
            RABBITMQ_ENABLED_PLUGINS_FILE=str(home / "plugins"),
            RABBITMQ_MNESIA_BASE=str(home),
            RABBITMQ_LOG_BASE=str(home),
            RABBITMQ_LOGS="-",
            RABBITMQ_DIST_PORT=str(*free_ports(1)),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=loopback,
            ERL_EPMD_PORT=str(self.ports["names"]),
        )

    def migrate(self, service: str) -> subprocess.CompletedProcess[str]:
        """Run a migration as its one-shot service does."""
        return self.python_m(service, "common", *(self.project.services[f"{service}-migrate"].command or ()))

    def start_service(self, service: str, **more: str) -> None:
        """A service of the project, until it is ready."""
        self.start(service, self.python, "-m", "common", "serve", **{**self.environment(service), **more})
        until(lambda: self.ask(service, "GET", "/readyz").status == 200)

    def python_m(self, service: str, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
        """Run a module, or code, of a service until it ends."""
        command = [self.python, *(("-c", code) if code else ("-m", *words))]
        return self._complete(command, check=False, cwd=self.files / "services", env=self.environment(service))

    def _complete(
        self, command: Sequence[str | Path], *, check: bool = True, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)
        assert not check or done.returncode == 0, done.stderr
        return done

    # What is asked and looked at

    def ask(self, host: str, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Ask the gateway or a service; `X_Request_ID="…"` is a header."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[host]}{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())

    def sql(self, database: str, statement: str) -> str:
        """What a service's database answers to its administrator: a line a row, `|` between two columns."""
        if database in SERVICES:
            database = self.project.services[f"{database}-db"].environment["POSTGRES_DB"] or ""
        command = [f"{_POSTGRES}/psql", "-h", self.run, "-p", str(self.ports["database"]), "-U", "postgres", "-AtXq"]
        done = self._complete([*command, "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement])
        return done.stdout.rstrip("\n")

    def secret(self, name: str) -> str:
        """The content of a secret."""
        return Path(self.project.secrets[name].file).read_text().rstrip("\n")

    def log(self, name: str) -> str:
        """What a program has said."""
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    # How it is set up

    def environment(self, service: str) -> dict[str, str]:
        """What compose.yaml and the image give to a service, with addresses and paths of here."""
        variables: dict[str, str] = {}
        for name, value in self.project.services[service].environment.items():
            variables |= self._adapted(name, value or "")
        port = str(self.ports[service])
        # The image says which service it is; the rest makes the tests shorter than production is patient.
        short = {"DRAIN_SECONDS": "0.3", "STALE_SECONDS": "1", "RESUME_SECONDS": "0.5", "ATTEMPTS": "3"}
        return {"PATH": _PATH, "SERVICE": service, "HOST": "127.0.0.1", "PORT": port, **short, **variables}

    def _adapted(self, name: str, value: str) -> dict[str, str]:
        if name.endswith("_HOST"):
            host = "database" if name == "DATABASE_HOST" else value
            return {name: "127.0.0.1", name.replace("_HOST", "_PORT"): str(self.ports[host])}
        if name.endswith("_URL"):
            host = urllib.parse.urlsplit(value).hostname or ""
            return {name: f"http://127.0.0.1:{self.ports[host]}"}
        if value.startswith("/run/secrets/"):
            return {name: self.project.secrets[value.removeprefix("/run/secrets/")].file}
        return {name: value}

    def _write_configuration(self) -> None:
        ports, secrets, temporary = self.ports, self.files / "secrets", self.run / "gateway"
        upstreams = {
            f"server {name}:8000": f"server 127.0.0.1:{ports[name]}" for name in ("users", "products", "orders")
        }
        changes = {
            "cache/redis.conf": {
                "bind * -::*": "bind 127.0.0.1",
                "port 6379": f"port {ports['cache']}",
                "/run/secrets/redis_users": f"{secrets / 'redis_users.acl'}",
            },
            "messaging/rabbitmq.conf": {
                "listeners.tcp.default = 5672": f"listeners.tcp.local = 127.0.0.1:{ports['broker']}",
                "/run/secrets/rabbitmq_definitions": f"{secrets / 'rabbitmq_definitions.json'}",
            },
            "gateway/nginx.conf": {
                **upstreams,
                "listen 8080": f"listen 127.0.0.1:{ports['gateway']}",
                "/tmp/": f"{temporary}/",
            },
        }
        for name, replacements in changes.items():
            text = (self.files / name).read_text()
            for old, new in replacements.items():
                assert old in text, f"{name} does not say `{old}`"
                text = text.replace(old, new)
            (self.run / Path(name).name).write_text(text)
        (self.run / "broker/plugins").write_text("[].\n")
