"""Line ends, byte order marks, other encodings, and file names of every kind: as the reference reads them."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from faulty import environment, shell
from reference_program import MISSING, REFERENCE

COMPOSE = """\
name: shop
services:
  web:
    image: nginx
    command: |
      a
      b
    env_file: a.env
    environment:
      A: 'x
        y'
      B: ${B}
"""
OVERRIDE = "services:\n  web:\n    labels:\n      a: b\n"
ENV = "X=1\nY='a\nb'\nZ=c # d\n"
DOTENV = "B=dot\n"


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


BOM = codecs.BOM_UTF8
LITTLE, BIG = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
CASES = {
    "lines of Windows": (crlf(COMPOSE), crlf(OVERRIDE), crlf(ENV), crlf(DOTENV)),
    "lines of old Macs": (COMPOSE.replace("\n", "\r").encode(), OVERRIDE.encode(), ENV.encode(), DOTENV.encode()),
    "marks of UTF-8": (BOM + COMPOSE.encode(), BOM + OVERRIDE.encode(), BOM + ENV.encode(), BOM + DOTENV.encode()),
    "marks and lines of Windows": (BOM + crlf(COMPOSE), BOM + crlf(OVERRIDE), BOM + crlf(ENV), BOM + crlf(DOTENV)),
    "UTF-16": (
        LITTLE + COMPOSE.encode("utf-16-le"),
        BIG + OVERRIDE.encode("utf-16-be"),
        ENV.encode(),
        DOTENV.encode(),
    ),
    "env files in Latin 1": (
        COMPOSE.replace("env_file: a.env", "env_file: a.env\n    label_file: a.env").encode(),
        OVERRIDE.encode(),
        "# größe\nX=caf\xe9 # \xe9\nY='\xff\xfe'\n".encode("latin-1") + b"Z=\xe2\x82\nV=\xed\xa0\x80\nW=\xc3\xa9\n",
        b"B=\xe9\n",
    ),
}
REFUSED = {
    "UTF-16 without a mark": (COMPOSE.encode("utf-16-le"), b"", ENV.encode(), b""),
    "an env file in UTF-16": (COMPOSE.encode(), OVERRIDE.encode(), LITTLE + ENV.encode("utf-16-le"), b""),
    "a .env in UTF-16": (COMPOSE.encode(), OVERRIDE.encode(), ENV.encode(), BIG + DOTENV.encode("utf-16-be")),
    "Latin 1": (COMPOSE.replace("nginx", "caf\xe9").encode("latin-1"), OVERRIDE.encode(), ENV.encode(), b""),
    "a name of a variable in Latin 1": (COMPOSE.encode(), OVERRIDE.encode(), b"X\xe9=1\n", b""),
    "a comment in Latin 1 of a raw env file": (
        COMPOSE.replace("env_file: a.env", "env_file: [{path: a.env, format: raw}]").encode(),
        OVERRIDE.encode(),
        b"X=1\n# \xe9\n",
        b"",
    ),
    "a NUL": (COMPOSE.replace("nginx", "ngi\0nx").encode(), OVERRIDE.encode(), ENV.encode(), b""),
}
NAMES = ("compose.yaml", "compose.override.yaml", "a.env", ".env")


def write(folder: Path, contents: tuple[bytes, ...]) -> None:
    for name, content in zip(NAMES, contents, strict=True):
        (folder / name).write_bytes(content)


def reference(folder: Path, *words: str | bytes) -> subprocess.CompletedProcess[bytes]:
    if REFERENCE is None:
        pytest.skip(MISSING)
    return subprocess.run([REFERENCE, *words], cwd=folder, env=environment(), capture_output=True, check=False)


def ours(folder: Path, *words: str | bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "composeport", *words]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)


@pytest.mark.parametrize("contents", CASES.values(), ids=CASES)
def test_every_way_to_write_lines_is_read_as_by_the_reference(tmp_path: Path, contents: tuple[bytes, ...]) -> None:
    write(tmp_path, contents)
    expected = reference(tmp_path, "config", "--format", "json")
    done = ours(tmp_path, "config", "--format", "json")
    assert expected.returncode == done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(expected.stdout)


@pytest.mark.parametrize("contents", REFUSED.values(), ids=REFUSED)
def test_what_the_reference_cannot_read_is_refused_at_its_place(tmp_path: Path, contents: tuple[bytes, ...]) -> None:
    write(tmp_path, contents)
    assert reference(tmp_path, "config").returncode != 0
    done = ours(tmp_path, "config")
    assert done.returncode == 2
    assert b"\n --> " in done.stderr
    assert b"mistake" not in done.stderr


HOSTILE = ["a b", "a\nb", "-o", "q'\"`$(x)", "\U0001f600", os.fsdecode(b"caf\xe9"), "\x1b[31m", "a:b,c"]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_files_of_any_name_are_read_and_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{name}.env").write_bytes(b"A=1\n")
    text = (
        "name: shop\nservices: {web: {image: 'nginx:${A}', ports: ['80'], configs: [c]}}\nconfigs: {c: {content: x}}\n"
    )
    (folder / f"{name}.yaml").write_text(text)
    words = ["-q", "-f", f"./{name}.yaml", "--env-file", f"./{name}.env"]
    for command in (["k8s", "-o", f"./{name}-out"], ["graph", "-o", f"./{name}.svg"]):
        done = ours(folder, *command, *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert b"image: nginx:1\n" in (folder / f"{name}-out" / "web-deployment.yaml").read_bytes()
    assert (folder / f"{name}.svg").read_bytes().startswith(b"<svg")
    done = ours(folder, "swarm", "-o", f"./{name}.yml", *words)
    if name.isprintable():
        assert (done.returncode, done.stderr) == (0, b"")
        assert ours(folder, "swarm", "-o", f"./{name}.yml", "--check", *words).returncode == 0
    else:  # the record beside it holds a name a line
        assert done.returncode == 2
        assert b" is no name for a file of the output\n" in done.stderr


def test_names_are_shown_without_what_a_terminal_would_obey(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m\nb.yaml").write_text("services: {web: {imagee: 1}}\n")
    done = shell(tmp_path, "cp k8s -f $'./\\e[31m\\nb.yaml' -o out")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "error: services.web.imagee: unknown attribute `imagee`\n" in done.stderr


def test_a_byte_of_the_environment_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("name: shop\nservices: {web: {image: nginx, environment: {A: $BAD}}}\n")
    bad = os.fsdecode(b"caf\xe9")
    done = shell(tmp_path, "cp config --format json", BAD=bad)
    assert json.loads(done.stdout)["services"]["web"]["environment"] == {"A": "caf\ufffd"}  # as the reference prints it
    done = shell(tmp_path, "cp k8s -q -o out", BAD=bad)
    assert done.returncode == 2
    place = "spec.template.spec.containers[0].env[0].value"
    assert done.stderr == f"error: web-deployment.yaml cannot be written: {place} is not valid Unicode\n"
    assert not (tmp_path / "out").exists()


def test_a_byte_that_is_no_text_is_binary_in_yaml_as_the_reference_writes_it(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {image: nginx, environment: {A: a $BAD}}}\n")
    (tmp_path / ".env").write_bytes(b"BAD=caf\xe9\n")
    done = ours(tmp_path, "config")
    assert b"\n      A: !!binary YSBjYWbp\n" in done.stdout
    assert yaml.safe_load(done.stdout) == yaml.safe_load(reference(tmp_path, "config").stdout)
