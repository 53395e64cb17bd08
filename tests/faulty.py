"""The program under a fault: with streams that are closed or full, with a full disk, as somebody who may do little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMPOSE = """\
name: shop
services:
  web:
    image: nginx:1.29.1
    environment: {DB_PASSWORD: hunter2-of-web}
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    configs: [settings]
  db:
    image: postgres:17.6
    env_file: db.env
configs:
  settings: {file: ./settings.txt}
"""
FILES = {
    "compose.yaml": COMPOSE,
    "db.env": "POSTGRES_PASSWORD=hunter2-of-db\n",
    "nginx.conf": "worker_processes 1;\n",
    "settings.txt": "first\n",
}
NEW = {
    "compose.yaml": COMPOSE.replace("nginx:1.29.1", "nginx:1.29.2") + "  more: {content: second}\n",
    "settings.txt": "second\n",
}
"""What changes of the project between two runs: images, a config's content, and so the names of objects."""

WRITERS = {
    "k8s": ("k8s", "-q", "-o", "out/k8s"),
    "swarm": ("swarm", "-q", "-o", "out/stack.yml"),
    "config": ("config", "--no-path-resolution", "-o", "out/config.yaml"),
    "graph": ("graph", "-q", "-o", "out/shop.svg"),
    "audit": ("audit", "--fail-on", "never", "-o", "out/audit.txt"),
    "report": ("k8s", "-q", "-o", "k8s", "--report", "out/report.json"),
}
"""Command lines of all that writes, each below `out`."""


def project(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The example project in a folder, with some of its files changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **(files or {})}.items():
        (folder / name).write_text(text)
    return folder


def environment(**more: str) -> dict[str, str]:
    """Variables that a process needs to find this copy of the program, and few others."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **more}


def shell(directory: Path, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `cp` is the program; what hangs is a failure."""
    script = f'cp() {{ "{sys.executable}" -m composeport "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script],
        cwd=directory,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        errors="surrogateescape",
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content; folders and what is no file by what they are."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found[name] = (
            b"-> " + os.fsencode(path.readlink())
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file()
            else b"/"
        )
    return found
