"""What the mutation fuzzer starts from: small projects, each a few files by name, of which some are Compose files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from attribute_samples import FILES, SAMPLES, project_with
from case_directory import CASES

REPOSITORY = Path(__file__).parent.parent
BESIDE = REPOSITORY.parent / "shared"
MAIN = ("compose.yaml",)
_LARGEST = 12_000
"""Bytes. A large seed costs much and has little that a small one has not."""


class Seed(NamedTuple):
    """A project: its files by name, and the Compose files among them in the order in which they are read."""

    name: str
    contents: dict[str, bytes]
    files: tuple[str, ...]


READING = Seed(
    "reading",
    {
        "compose.yaml": b"""\
name: ${NAME:-shop}
include:
  - part/compose.yaml
  - path: [other.yaml, more.yaml]
    env_file: part/.env
    project_directory: .
x-common: &common
  restart: always
  environment: &vars {A: "1", B: $B, C: "${C:-${D-d}}"}
services:
  web:
    <<: *common
    extends: {file: base.yaml, service: base}
    env_file: [one.env, {path: gone.env, required: false}, {path: raw.env, format: raw}]
    label_file: one.env
    environment: {<<: *vars, URL: "http://api:${PORT:?no port}/$$x"}
    ports: ["127.0.0.1:8080-8081:80-81/tcp", {target: 443, published: "8443", mode: host}]
    volumes: [data:/data, "./one.env:/etc/one.env:ro", {type: tmpfs, target: /tmp, tmpfs: {size: 1m}}]
    depends_on: {api: {condition: service_healthy, restart: true}}
  api:
    extends: web-base
    build: {context: ., args: [X, Y=1], additional_contexts: {z: service:web}}
    healthcheck: {test: curl -f http://localhost, interval: 1m30s}
    profiles: [a]
  web-base: {image: "nginx:${TAG:+1}"}
volumes: {data: {driver_opts: {type: nfs, o: "addr=10.0.0.1,rw", device: ":/x"}}}
---
services:
  web:
    labels: !override [a=b, "traefik.http.routers.w.rule=Host(`a.b`) && PathPrefix(`/x`)"]
    command: !reset null
""",
        "part/compose.yaml": b"""\
services:
  part: {image: "$P", networks: [inner]}
networks: {inner: {internal: true}}
""",
        "part/.env": b"P=busybox:1.36\n",
        "other.yaml": b"""\
services: {other: {image: redis, network_mode: 'service:part'}}
secrets: {s: {file: one.env}}
""",
        "more.yaml": b"services: {other: {secrets: [{source: s, target: t, mode: 0440}], cpus: 0.5}}\n",
        "base.yaml": b"services: {base: {image: x, extends: root}, root: {command: a 'b c', tmpfs: /run}}\n",
        "one.env": b"""\
# comment
export A=b
B='single $A'
C="double ${A}\\n"
D=x # more
E
F: yaml
G="two
lines"
""",
        "raw.env": b"R='raw $A'\n",
        ".env": b"PORT=8080\nTAG=1\nNAME=${OTHER:-shop}\nB=\"a $PORT\"\nD='x'\n",
    },
    MAIN,
)
"""Every way to read another file, every form of interpolation, both dialects of variables."""


@cache
def own_seeds() -> tuple[Seed, ...]:
    """What is in the repository: the cases, the demo, one small project an attribute of the specification."""
    samples = {name: text.encode() for name, text in FILES.items()}
    attributes = [
        Seed(
            attribute,
            samples | {"compose.yaml": project_with(attribute, value, one.beside).encode()},
            MAIN,
        )
        for attribute, one in SAMPLES.items()
        for value in (one.before, one.after)
    ]
    cases = [_folder(case.name, case.directory, case.files) for case in CASES]
    return (READING, READING, *cases, _folder("demo", REPOSITORY / "demo", ()), *attributes)


@cache
def all_seeds() -> tuple[Seed, ...]:
    """The same and the real projects beside the repository, where they are."""
    return (*own_seeds(), *_guide(BESIDE / "guide" / "examples"), *_corpus(BESIDE / "corpus"))


def _folder(name: str, folder: Path, files: tuple[str, ...]) -> Seed:
    contents = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size <= _LARGEST and "out" not in path.relative_to(folder).parts
    }
    found = [file for file in ("compose.yaml", "compose.override.yaml") if file in contents]
    return Seed(name, contents, files or tuple(found))


def _guide(folder: Path) -> Iterator[Seed]:
    for path in sorted(folder.glob("*.yml")):
        yield Seed(path.stem, {"compose.yaml": path.read_bytes()}, MAIN)


def _corpus(folder: Path) -> Iterator[Seed]:
    if not (folder / "INDEX.tsv").is_file():
        return
    for row in sorted((folder / "INDEX.tsv").read_text().splitlines()[1:]):
        name, files, *_ = row.split("\t")
        seed = _folder(name, folder / name, tuple(files.split(",")))
        if all(file in seed.contents for file in seed.files):
            yield seed
