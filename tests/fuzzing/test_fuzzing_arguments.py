"""Command lines that nobody means, through the real process: an exit status of three, and never a traceback."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from attribute_samples import lay_out
from command_line import composeport

TRIED = int(os.environ.get("FUZZ_EXAMPLES", "40"))

COMMANDS = (
    "k8s",
    "swarm",
    "audit",
    "config",
    "graph",
    "new",
    "explain",
    "rules",
    "verify",
    "nothing",
    "-h",
    "--version",
)
OPTIONS = (
    *("-f", "--file", "-p", "--project-name", "--project-directory", "--profile", "--env-file", "-o", "--output"),
    *("--stdout", "-n", "--namespace", "--registry", "--publish", "--domain", "--ingress-class", "--controller"),
    *("--volume-size", "--storage-class", "--bind", "--seed-volumes", "--plain-env", "--wait", "--wait-image"),
    *("--liveness", "--harden", "--no-network-policies", "--kube-version", "--check", "--report", "--strict"),
    *(
        "--fail-on",
        "-q",
        "--quiet",
        "--pin-volumes",
        "--publish-loopback",
        "--format",
        "--jobs",
        "--select",
        "--overlay",
    ),
    *("--ignore", "--baseline", "--services", "--variables", "--environment", "--no-interpolate", "--set", "--list"),
    *("--no-input", "-", "--", "---", "-x", "--=", "--output=", "-o=", "-fq", "--help"),
)
VALUES = (
    *(
        "compose.yaml",
        "other.yaml",
        "broken.yaml",
        "gone.yaml",
        ".",
        "..",
        "/",
        "-",
        "",
        " ",
        "out",
        "out.yml",
        "a.svg",
    ),
    *("r.json", "r.sarif", "r.html", "r.md", "r.xyz", "one.txt", "one.txt/x", "folder", "/dev/null", "/dev/full"),
    *("\udcff", "\u202e", "a\nb", "é" * 300, "x" * 5000, "-1", "0", "99999999999999999999", "1.37", "1.99", "error"),
    *("never", "ingress", "gateway", "cluster", "statefulset", "10Gi", "text", "json", "html", "svg", "lamp", "CP101"),
    *("A=b", "=", "a=b=c", "{{", "$HOME", "*", "one.env", "secret.env", "%s", "CP999", "-rf", "--", "\t"),
    *("manifests", "kustomize", "a=other.yaml", "a=broken.yaml", "../a=other.yaml", "a=-", "=", "a="),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that works, one that does not, and what they name."""
    lay_out(tmp_path)
    (tmp_path / "compose.yaml").write_text(
        "services: {web: {image: 'nginx:1.29', ports: ['80:80'], env_file: one.env}}\n"
    )
    (tmp_path / "other.yaml").write_text("services: {web: {command: [a]}, db: {image: postgres}}\n")
    (tmp_path / "broken.yaml").write_bytes(b"services: {web: {image: \xff\n")
    return tmp_path


def line(random: Random) -> list[str]:
    """A command line."""
    words = [random.choice(COMMANDS)]
    if words == ["k8s"] and random.random() < 0.3:
        words += ["-o", "out", "--format", "kustomize", "--overlay", random.choice(VALUES)]
    for _ in range(random.randrange(6)):
        words.append(random.choice(OPTIONS))
        words += random.choices(VALUES, k=random.choice((0, 1, 1, 1, 2)))
    return words if random.random() < 0.95 else words[1:]


@pytest.mark.parametrize("part", range(4))
def test_any_command_line_ends_in_a_status_and_a_message(part: int, folder: Path) -> None:
    for number in range(part, TRIED, 4):
        words = line(Random(f"arguments {number}"))
        done = composeport(folder, *words, stdin="services: {a: {image: x}}\n")
        assert done.returncode in (0, 1, 2), words
        assert "Traceback" not in done.stderr, (words, done.stderr)
        assert "made a mistake" not in done.stderr, (words, done.stderr)
        assert done.returncode == 0 or done.stderr or done.stdout, words
