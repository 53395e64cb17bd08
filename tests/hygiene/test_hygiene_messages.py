"""What is said of a wrong value beside a secret, or in one: the place, never the secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from composeport.cli import run
from planted import canaries

SERVICE = "services:\n  web:\n    image: nginx:1\n"
VALUES = SERVICE + "    environment:\n"
WRONG = {
    "a list as a value": VALUES + "      DB_PASSWORD: [canary-one]\n",
    "a mapping as a value": VALUES + "      DB_PASSWORD: {a: canary-one}\n",
    "a default that does not end": VALUES + "      DB_PASSWORD: ${X:-canary-one\n",
    "a variable that does not end": VALUES + "      - DB_PASSWORD=canary-one${\n",
    "no mapping": VALUES + "      DB_PASSWORD=canary-one\n",
    "no list": SERVICE + "    environment: DB_PASSWORD=canary-one\n",
    "a list of mappings": VALUES + "      - DB_PASSWORD: canary-one\n",
    "twice": VALUES + "      DB_PASSWORD: canary-one\n      DB_PASSWORD: canary-two\n",
    "a key with its value": SERVICE + "    DB_PASSWORD=canary-one: x\n",
    "a line that is no key": SERVICE + "    DB_PASSWORD=canary-one\n",
    "a tab": VALUES + "\tDB_PASSWORD: canary-one\n",
    "a flow that does not end": SERVICE + "    environment: {A: 1, DB_PASSWORD: canary-one, B: [}\n",
    "a quote that does not end": VALUES + '      DB_PASSWORD: "canary-one\n',
    "a block": VALUES + "      DB_PASSWORD: |\n        canary-one${\n",
    "a folded block": VALUES + "      DB_PASSWORD: >-\n        canary-one ${X\n",
    "a value of two lines": VALUES + "      DB_PASSWORD: aaaaa\n        canary-one ${X\n",
    "an option in a list of lines": SERVICE + "    command:\n      - --requirepass\n      - canary-one${\n",
    "an option in a list": SERVICE + "    command: [redis-server, --requirepass, 'canary-one${']\n",
    "an option before others": SERVICE + "    command: redis-server --requirepass canary-one --port ${\n",
    "an option of mysql": SERVICE + "    command: mysqladmin ping -pcanary-one ${\n",
    "an option of mongo": SERVICE + "    command: mongosh -u root -p canary-one ${\n",
    "a bearer": SERVICE + "    command: curl -H 'Authorization: Bearer canary-one' ${\n",
    "a hash": SERVICE + "    labels: ['traefik.http.middlewares.a.basicauth.users=u:$$apr1$$canary-one', '${']\n",
    "a list as a label": SERVICE + "    labels: {a.password: [canary-one]}\n",
    "a key by its words": VALUES + "      APP_KEY: canary-one${\n",
    "a salt": VALUES + "      HASH_SALT: canary-one${\n",
    "an at in a password": VALUES + "      URL: http://u:p@canary-one@h/${\n",
    "a source name": VALUES + "      DSN: 'u:canary-one@tcp(db:3306)/x${'\n",
    "beside a duration": SERVICE + "    healthcheck: {test: 'x --password canary-one', interval: zz}\n",
    "a content": SERVICE + "    secrets: [s]\nsecrets: {s: {content: canary-one}}\n",
    "a content in lines": SERVICE + "    configs: [s]\nconfigs:\n  s:\n    content: |\n      canary-one ${\n",
    "an option of a logger": SERVICE + "    logging: {driver: x, options: {token: [canary-one]}}\n",
    "a port from a variable": SERVICE + "    ports: ['${DB_PASSWORD}:80']\n",
    "a size from a variable": SERVICE + "    mem_limit: ${DB_PASSWORD}\n",
    "a boolean from a variable": SERVICE + "    read_only: ${DB_PASSWORD}\n",
    "a volume from a variable": SERVICE + "    volumes: ['${DB_PASSWORD}:/x']\n",
    "a dependency from a variable": SERVICE + "    depends_on: ['${DB_PASSWORD}']\n",
    "a host from a variable": SERVICE + "    extra_hosts: ['${DB_PASSWORD}']\n",
}
ODD = {
    "a policy from a variable": SERVICE + "    restart: ${DB_PASSWORD}\n",
    "an image from a variable": "services:\n  web:\n    image: 'Nginx/${DB_PASSWORD}:'\n",
    "a user from a variable": SERVICE
    + "    user: ${DB_PASSWORD}\n    hostname: ${DB_PASSWORD}\n    runtime: ${DB_PASSWORD}\n",
    "an override from a variable": SERVICE + "    labels: {kompose.service.type: '${DB_PASSWORD}'}\n",
    "a dollar in a password": VALUES + "      DB_PASSWORD: aa$canary_one\n",
    "a dollar in a block": VALUES + "      DB_PASSWORD: |\n        canary-one$zzz\n",
}
ENV_FILES = {
    "no sign": "DB_PASSWORD canary-one\n",
    "another character": "DB_PASSWORD canary-one!\n",
    "a quote that does not end": "A='canary-one\n",
    "a variable that does not end": "DB_PASSWORD=canary-one${\n",
    "a variable that must be set": 'DB_PASSWORD="canary-one ${X:?}"\n',
    "a path": "canary-one/x\n",
}


@pytest.fixture
def said(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """What a command line says about the project in the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PWD", str(tmp_path))
    monkeypatch.setenv("DB_PASSWORD", "canary-shell-1")
    monkeypatch.delenv("X", raising=False)

    def say(line: str) -> str:
        with suppress(SystemExit):
            run(line.split())
        streams = capfd.readouterr()
        return streams.out + streams.err

    return say


def leaks(text: str) -> set[str]:
    return canaries(text) | set(re.findall("canary_one", text))


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_shown_without_its_secret(tmp_path: Path, said: Callable[[str], str], text: str) -> None:
    (tmp_path / "compose.yaml").write_text(text)
    told = said("k8s -o out")
    assert re.search(r"^ *--> compose.yaml:\d+:\d+$", told, re.MULTILINE)
    assert leaks(told) == set()
    for form in ("json", "html", "sarif"):
        assert leaks(said(f"audit . --format {form}")) == set()


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_value_is_shown_without_its_secret(tmp_path: Path, said: Callable[[str], str], text: str) -> None:
    (tmp_path / "compose.yaml").write_text(text)
    for line in ("k8s -o out", "swarm -o stack.yml", "audit", "audit --format json", "audit --format html"):
        assert leaks(said(line)) == set()


@pytest.mark.parametrize("text", ENV_FILES.values(), ids=ENV_FILES)
@pytest.mark.parametrize("name", [".env", "web.env"])
def test_a_wrong_line_of_an_env_file_is_shown_without_its_value(
    tmp_path: Path, said: Callable[[str], str], name: str, text: str
) -> None:
    (tmp_path / "compose.yaml").write_text(SERVICE + "    env_file: [web.env]\n")
    (tmp_path / "web.env").touch()
    (tmp_path / name).write_text(text)
    told = said("k8s -o out")
    assert f" --> {name}:1:" in told
    assert leaks(told) == set()
    assert leaks(said("audit . --format json")) == set()


def test_an_env_file_is_shown_by_its_names(tmp_path: Path, said: Callable[[str], str]) -> None:
    (tmp_path / "compose.yaml").write_text(SERVICE + "    env_file: web.env\n")
    (tmp_path / "web.env").write_text("A=1\nMY GREETING=canary-one\n")
    assert said("k8s -o out") == (
        "error: this variable name holds a space\n"
        " --> web.env:2:1\n"
        "  |\n"
        "2 | ••••\n"
        "  | ^^^^\n"
        "  = note: see compose.yaml:4:15\n"
        "  = help: write KEY=value\n\n"
        "1 error\n"
    )


def test_an_env_file_that_is_read_is_shown_by_its_names(tmp_path: Path, said: Callable[[str], str]) -> None:
    (tmp_path / "compose.yaml").write_text(SERVICE + "    env_file: web.env\n")
    (tmp_path / "web.env").write_text("A=1\nexport GREETING = canary-one # composeport: ignore[CP9] why\nB=${X}\n")
    assert "\n3 | B=••••\n  |   ^^^^\n" in said("k8s -o out")


def test_a_word_that_is_a_password_too_stays_a_word(
    tmp_path: Path, said: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "postgres")
    (tmp_path / "compose.yaml").write_text(SERVICE + "    depends_on: [postgres]\n")
    assert "depends on `postgres`, which is not defined" in said("k8s -o out")
