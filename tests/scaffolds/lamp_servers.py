"""Debian's nginx, PHP-FPM, MariaDB and Redis on loopback, with the files of a generated LAMP project.

Of the project's configuration only addresses and paths are changed, and each change must meet what it replaces. Where
the tests run as root, the servers run as `nobody`: some refuse root, and the project's containers are nobody's root.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from threading import Thread
from functools import partial
from typing import Any, NamedTuple

import loopback
from loopback import free_ports, listens

Process = subprocess.Popen[bytes]

FPM = max(map(str, Path("/usr/sbin").glob("php-fpm*")), default="php-fpm")
NEEDED = (FPM, "nginx", "php", "mariadbd", "mariadb", "mariadb-install-db", "redis-server", "redis-cli", "curl")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Where the programs are."""
_NOBODY = 65534

until = partial(loopback.until, seconds=15)


def missing(*more: str) -> list[str]:
    """The programs that are not here."""
    return [program for program in (*NEEDED, *more) if shutil.which(program, path=PATH) is None]


class NameServer:
    """A DNS server on loopback that knows one name, and no address of it until it is told one."""

    def __init__(self, name: str) -> None:
        self.asked: set[str] = set()
        self.address = ""
        self._name = name
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while (received := self._socket.recvfrom(512))[0]:
                self._socket.sendto(self._answer(received[0]), received[1])

    def _answer(self, query: bytes) -> bytes:
        """An address for a question of type A about the name; for the others that there is none (RFC 1035)."""
        labels, at = [], 12
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode())
            at += 1 + length
        name, question = ".".join(labels), query[12 : at + 5]
        self.asked.add(name)
        known = name == self._name and self.address and question[-4:-2] == b"\x00\x01"
        header = query[:2] + (b"\x81\x80" if name == self._name else b"\x81\x83")
        record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04" + socket.inet_aton(self.address or "0.0.0.0")
        return header + struct.pack(">4H", 1, int(bool(known)), 0, 0) + question + (record if known else b"")


class Answer(NamedTuple):
    """What came back for a request."""

    status: int
    headers: Message[str, str]
    text: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """A visitor with cookies, who is told of redirects and does not follow them."""

    def __init__(self, port: int, address: str = "127.0.0.1", *, tls_in_front: bool = False) -> None:
        self.base = f"http://{address}:{port}"
        # Where TLS ends in front of what is asked here, cookies for TLS alone come along.
        schemes = ("https", "http") if tls_in_front else ("https",)
        self.cookies = CookieJar(DefaultCookiePolicy(secure_protocols=schemes))
        self._opener = urllib.request.build_opener(
            _NoRedirect, urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )

    def get(self, path: str = "/") -> Answer:
        """Ask for a page."""
        return self._ask(urllib.request.Request(self.base + path))

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self._ask(urllib.request.Request(self.base + path, urllib.parse.urlencode(fields).encode()))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())


class Servers:
    """A project and what runs of it; `root` is a directory that `nobody` may enter."""

    def __init__(self, root: Path, project: Path) -> None:
        self.root = root
        self.project = project
        self.run = root / "run"
        self.logs = root / "logs"
        for folder in (self.run, self.logs, self.run / "redis"):
            folder.mkdir()
        names = ("web", "php", "mysql", "redis")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.processes: dict[str, Process] = {}
        self._write_configuration()
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{_NOBODY}:{_NOBODY}", root], check=True)
            self._user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}

    # What is started

    def start(self, name: str, *command: str | Path, port: int = 0, **environment: str) -> Process:
        """Start a program whose output goes to a log of its name, and wait until it listens."""
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            if self._user:
                os.fchown(output.fileno(), _NOBODY, _NOBODY)
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.project / "app",
                env=self.environment(**environment),
                start_new_session=True,
                **self._user,
            )
        self.processes[name] = process
        if port:
            until(lambda: listens(port) or process.poll() is not None, seconds=30)
            assert process.poll() is None, log.read_text(errors="replace")
        return process

    def stop(self, name: str, how: int = signal.SIGTERM) -> int:
        """Send a signal, and wait for the end. Returns the exit status."""
        process = self.processes.pop(name)
        process.send_signal(how)
        return process.wait(30)

    def stop_all(self) -> None:
        """Stop what still runs, whatever that takes, with the processes that it has started."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait(30)

    def start_redis(self) -> None:
        """Redis, with the project's configuration and users."""
        self.start("redis", "redis-server", self.run / "redis.conf", port=self.ports["redis"])

    def start_mysql(self) -> None:
        """MariaDB in MySQL's place, with the project's configuration, database and user."""
        data = self.run / "mysql"
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", "--skip-name-resolve"]
        subprocess.run(
            [*install, "--auth-root-authentication-method=normal"],
            check=True,
            capture_output=True,
            env=self.environment(),
            **self._user,
        )
        # Read as in the image's /etc/mysql/conf.d, and nothing else is.
        self.start(
            "mysql",
            "mariadbd",
            f"--defaults-file={self.project / 'config/mysql/app.cnf'}",
            f"--datadir={data}",
            f"--tmpdir={self.run}",
            f"--socket={self.run / 'mysql.sock'}",
            f"--pid-file={self.run / 'mysql.pid'}",
            f"--port={self.ports['mysql']}",
            "--bind-address=127.0.0.1",
            port=self.ports["mysql"],
        )
        self.sql(
            "CREATE DATABASE guest_book; CREATE USER app@'%' IDENTIFIED BY "
            f"'{self.secret('mysql_password')}'; GRANT ALL ON guest_book.* TO app@'%'",
            database="",
        )

    def start_php(self) -> None:
        """PHP-FPM, with the project's pool."""
        self.start("php", FPM, "--nodaemonize", "--fpm-config", self.run / "php-fpm.conf", port=self.ports["php"])

    def start_web(self, php: str = "", resolv: str = "nameserver 127.0.0.1\n") -> None:
        """nginx, started by the project's script, which finds PHP under the name `php`, else at its address."""
        (self.run / "resolv.conf").write_text(resolv)
        self.start(
            "web",
            "sh",
            self.project / "docker/nginx/start.sh",
            "-c",
            self.run / "nginx.conf",
            "-e",
            "/dev/stderr",
            port=self.ports["web"],
            RESOLV_CONF=str(self.run / "resolv.conf"),
            RUN_DIRECTORY=str(self.run),
            PHP_FPM=f"{php or '127.0.0.1'}:{self.ports['php']}",
        )

    def start_worker(self, name: str = "worker", **environment: str) -> Process:
        """A worker; it has a heartbeat of its own."""
        beat = str(self.run / f"{name}.heartbeat")
        process = self.start(name, "php", "bin/worker.php", port=0, HEARTBEAT_FILE=beat, **environment)
        until(lambda: Path(beat).exists() or process.poll() is not None)
        return process

    def php(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a PHP program of the project until it ends."""
        return subprocess.run(
            ["php", *arguments],
            cwd=self.project / "app",
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **self._user,
        )

    # What is looked at

    def secret(self, name: str) -> str:
        """The content of a secret."""
        return (self.project / "secrets" / name).read_text()

    def log(self, name: str) -> str:
        """What a program has said."""
        return (self.logs / f"{name}.log").read_text(errors="replace")

    def sql(self, statement: str, database: str = "guest_book") -> str:
        """What the database answers: a line a row, a tab between two columns."""
        return subprocess.run(
            [*self.mysql_client, "--batch", "--skip-column-names", database, "--execute", statement],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.rstrip("\n")

    @property
    def mysql_client(self) -> list[str]:
        """The client, as the database's administrator."""
        return ["mariadb", "--no-defaults", f"--socket={self.run / 'mysql.sock'}", "--user=root"]

    def redis(self, *command: str, user: str = "app") -> str:
        """What Redis answers to a user of the project."""
        known = ["--user", user] if user != "default" else []
        environment = {"PATH": PATH, **({"REDISCLI_AUTH": self.secret("redis_password")} if known else {})}
        return subprocess.run(
            ["redis-cli", "--raw", "-p", str(self.ports["redis"]), *known, *command],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.rstrip("\n")

    def browser(self) -> Browser:
        """A new visitor."""
        return Browser(self.ports["web"])

    @contextmanager
    def locked(self, message: int | None = None) -> Iterator[None]:
        """The table, or one message's row, held by someone else: a worker that wants to read, or write it, waits."""
        row = f"BEGIN; SELECT id FROM messages WHERE id = {message} FOR UPDATE"
        client = subprocess.Popen(
            [*self.mysql_client, "--unbuffered", "--skip-column-names", "guest_book"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert client.stdin is not None
        assert client.stdout is not None
        with client:
            client.stdin.write(f"{row if message else 'LOCK TABLES messages WRITE'}; SELECT 'held';\n".encode())
            client.stdin.flush()
            until(lambda: client.stdout is not None and client.stdout.readline() == b"held\n")
            yield
            client.stdin.close()

    # How it is set up

    def environment(self, **more: str) -> dict[str, str]:
        """The variables that compose.yaml gives to PHP, with addresses and paths of here."""
        secrets = self.project / "secrets"
        return {
            "PATH": PATH,
            "TMPDIR": str(self.run),
            "PHP_INI_SCAN_DIR": f":{self.project / 'docker/php'}",
            "SECURE_COOKIES": "no",
            "DB_HOST": "127.0.0.1",
            "DB_PORT": str(self.ports["mysql"]),
            "DB_NAME": "guest_book",
            "DB_USER": "app",
            "DB_PASSWORD_FILE": str(secrets / "mysql_password"),
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(self.ports["redis"]),
            "REDIS_USER": "app",
            "REDIS_PASSWORD_FILE": str(secrets / "redis_password"),
            **more,
        }

    def _write_configuration(self) -> None:
        ports, run, project = self.ports, self.run, self.project
        changes = {
            "config/redis/redis.conf": {
                "port 6379": f"port {ports['redis']}",
                "bind * -::*": "bind 127.0.0.1",
                "dir /data": f"dir {run / 'redis'}",
                "/run/secrets": f"{project / 'secrets'}",
            },
            "docker/php/php-fpm.conf": {"listen = 9000": f"listen = 127.0.0.1:{ports['php']}"},
            "docker/nginx/nginx.conf": {
                "listen 8080": f"listen 127.0.0.1:{ports['web']}",
                "/tmp/": f"{run}/",
                "/srv/static": f"{project / 'static'}",
                "/srv/app": f"{project / 'app'}",
            },
        }
        for name, replacements in changes.items():
            text = (project / name).read_text()
            for old, new in replacements.items():
                assert old in text, f"{name} does not say `{old}`"
                text = text.replace(old, new)
            (run / Path(name).name).write_text(text)
