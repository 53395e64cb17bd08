"""Compose variables in a chart. The law: `--set-string variables.V=text` gives what a translation with V=text gives.

What a variable cannot be, so that the law holds, Helm refuses; a variable for which it would hold nowhere is none.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from case_directory import CASES
from composeport.writers.helm import trials
from corpus_projects import CorpusProject, corpus_projects
from helm_charts import (
    LACKING,
    Chart,
    Read,
    chart_of,
    plain_documents,
    reader_of_case,
    reader_of_text,
    without_digests,
)

helm_python = pytest.importorskip("helm_python", reason=LACKING)

TELLING = (
    *("", " ", "a", "45871", "0", "1", "0644", "1.10", "1e3", "0x10", "true", "no", "yes", "null", "latest", "a b"),
    *("/a/b", "./x", "../x", "~", "~/x", "c:\\x", "file:x", "a//b", "a/../b", "x/y:1", "8.3-fpm", "x" * 100, "é", "日"),
    *("https://x.example/z", "http://u:p@h/", "postgres://a:b@c/d", "a:b@tcp(c)", "password=abc", "-----BEGIN"),
    *("$(X)", "$$", "$X", "it's", '"', "\\", "`a`", "{{ x }}", "{", "}", "%s %d", "#c", "x #c", "- x", "-x", "--a --b"),
    *("a\nb", "\ta", "a\r\nb", "\x07", "\u2028", "UPPER", "under_score", "x.y", "a.", ".a", "a:b", "host:80", "a,b"),
    *("localhost", "localhost:9000", "127.0.0.1:80", "* * *", "&a", "!a", "|", "> a", "@a", "12:30", "2024-01-01"),
    *("host 8080", "-h host -p 80", "10m", "5s", "1G", "a=b", "[a]", "a@b.c", "[]", "{}", "=", "<<", "---"),
    *("''", "hooks.slack.com/a/b/c/d", "x/api/webhooks/1/a", "me/word", "me:word", "••••"),
)
"""Texts that mean something to some reader on the way."""

SHAPES = """
services:
  web:
    image: "${REGISTRY:-reg.example}/shop/web:${TAG:-1.0}"
    command: ["serve", "--title=${TITLE:-A shop}", "--from", "${FROM:-x}-${TO:-y}"]
    entrypoint: run ${MODE:-fast}
    environment:
      URL: http://${API_HOST:-api.example.com}:${API_PORT:-443}/v1
      DB_HOST: db
      DB_PORT: ${DB_PORT:-}
      DB_NAME: ${DB_NAME:-shop}
      DB_PASSWORD: ${DB_PASSWORD:-s3cret-enough}
      DATABASE_URL: postgres://me:${DB_PASSWORD:-s3cret-enough}@db/${DB_NAME:-shop}
      SETTING: ${SETTING:-x}
      SMTP_AUTH: ${SIGN_IN:-login}
    labels: {"a.title": "${TITLE:-A shop}", "a[0]": "${SETTING:-x}"}
    configs: [page]
    healthcheck: {test: "curl http://${CHECKED:-example.com}/${SETTING:-x}"}
  db: {image: "postgres:${PG:-17}"}
configs:
  page:
    content: |
      title = ${TITLE:-A shop};
      {${SETTING:-x}} and ${FROM:-x}
      end
"""
READERS: dict[str, Read] = {
    "shapes": reader_of_text(SHAPES),
    **{case.name: reader_of_case(case) for case in CASES if case.name in {"blue-green", "secrets-and-configs"}},
    **{case.name: reader_of_case(case) for case in CASES if case.name.startswith(("canary", "multi"))},
}
hosts = st.sampled_from(sorted({name for read in READERS.values() for name in read({}).services}))
named = hosts | hosts.map("http://{}:3000/".format) | hosts.map("{}:3000".format) | hosts.map("{} 3000".format)
texts = st.sampled_from(TELLING) | st.text(max_size=20) | st.from_regex(r"[a-z0-9./:_-]{1,12}", fullmatch=True)


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Chart]:
    return {name: chart_of(read, tmp_path_factory.mktemp("helm") / name) for name, read in READERS.items()}


def broken(chart: Chart, read: Read, name: str, text: str) -> bool:
    """Whether the law is broken."""
    changed = chart.documents({"variables": {name: text}})
    return without_digests(changed) != without_digests(plain_documents(read({name: text})))


@pytest.mark.parametrize("project", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=texts | named, which=st.integers(0, 1000))
def test_a_variable_of_the_chart_is_one_of_the_environment(
    charts: dict[str, Chart], project: str, text: str, which: int
) -> None:
    chart = charts[project]
    names = sorted(chart.values["variables"])
    name = names[which % len(names)]
    assume(chart.takes({"variables": {name: text}}))
    assert not broken(chart, READERS[project], name, text)


def test_every_project_has_variables(charts: dict[str, Chart]) -> None:
    assert {name: sorted(chart.values["variables"]) for name, chart in charts.items()} == {
        "shapes": [
            *("API_HOST", "API_PORT", "CHECKED", "DB_NAME", "DB_PASSWORD", "DB_PORT", "FROM", "MODE", "PG", "REGISTRY"),
            *("SETTING", "SIGN_IN", "TAG", "TITLE", "TO"),
        ],
        "blue-green": ["ACTIVE", "BLUE_VERSION", "GREEN_VERSION"],
        "canary": ["CANARY_VERSION", "CANARY_WEIGHT", "STABLE_VERSION"],
        "multi-environment-development": ["DB_NAME", "DB_PASSWORD", "NODE_ENV"],
        "multi-environment-production": ["DB_NAME", "RELEASE"],
        "secrets-and-configs": ["SHELL_SECRET"],
    }


def test_all_variables_at_once(charts: dict[str, Chart]) -> None:
    words = {name: f"word{number}" for number, name in enumerate(charts["shapes"].values["variables"])}
    changed = charts["shapes"].documents({"variables": words})
    assert without_digests(changed) == without_digests(plain_documents(READERS["shapes"](words)))


@pytest.mark.corpus
@pytest.mark.sampled
@pytest.mark.parametrize("real", corpus_projects(), ids=lambda real: real.name)
def test_the_chart_of_a_real_project(real: CorpusProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its defaults, all of its first variables at once, and two of them with four texts each: always the same ones."""
    monkeypatch.setattr(trials, "MOST", 40)
    chance = random.Random(real.name)
    chart = chart_of(real.load_with, tmp_path / "chart")
    assert chart.documents() == plain_documents(real.load())
    assert chart.complaints() == []
    variables = sorted(chart.values.get("variables", {}))
    words = {name: f"word{number}" for number, name in enumerate(variables)}
    changed = without_digests(chart.documents({"variables": words} if words else None))
    assert changed == without_digests(plain_documents(real.load_with(words)))
    for name in chance.sample(variables, min(2, len(variables))):
        taken = [text for text in chance.sample(TELLING, 25) if chart.takes({"variables": {name: text}})]
        assert [text for text in taken[:4] if broken(chart, real.load_with, name, text)] == []


def fixed(chart: Chart) -> dict[str, str]:
    """The variables that are no values, and why, by the comment at the end of the values."""
    lines = [line.removeprefix("# ") for line in chart.file("values.yaml").splitlines() if line.startswith("# ")]
    entries = " ".join(lines).split(" - ")[1:]
    return dict(entry.split(" ", 1) for entry in entries)


@pytest.mark.parametrize(
    ("services", "environment", "why"),
    [
        (
            "services: {web: {image: nginx, ports: ['${V:-8080}:80']}}",
            {},
            "does not take any text: it is read as a number, a port, a path or the like",
        ),
        (
            "services: {web: {image: nginx, hostname: '${V:-other}'}, b: {image: x}}",
            {},
            "decides more than a text in other-service.yaml, web-deployment.yaml",
        ),
        (
            "services: {web: {image: nginx, environment: {A: '${V:-a}', B: '${V:-b}'}}}",
            {},
            "has several defaults",
        ),
        (
            "services: {web: {image: nginx, environment: {A: 'x${V:+y}'}}}",
            {},
            "decides more than a text in web-deployment.yaml",
        ),
        (
            "services: {web: {image: nginx, environment: {A: '${W:-${V:-b}}'}}}",
            {},
            "stands in the value of another variable",
        ),
        (
            "services: {web: {image: 'shop/${V:-web}:1'}}",
            {},
            "names the program of an image, from which ports follow: see `image` of its service",
        ),
        (
            "services: {web: {image: nginx, environment: {A: '${COMPOSE_PROJECT_NAME}'}}}",
            {},
            None,
        ),
    ],
)  # fmt: skip
def test_a_variable_that_decides_more_than_a_text_is_no_value(
    services: str, environment: dict[str, str], why: str | None, tmp_path: Path
) -> None:
    chart = chart_of(reader_of_text(services, **environment), tmp_path / "chart")
    assert "V" not in chart.values.get("variables", {})
    assert fixed(chart) == ({"V": why} if why else {"COMPOSE_PROJECT_NAME": "is read by Compose itself"})


@pytest.mark.parametrize(
    ("services", "refused"),
    [
        # a credential is kept in a Secret, a switch is not
        ("services: {web: {image: nginx, environment: {API_KEY: '${V:-s3cret}'}}}", ["true", "", "./path"]),
        ("services: {web: {image: nginx, environment: {A: '${V:-x}'}}}", ["http://u:p@h/", "$(X)", "web:80"]),
        # so is a URL with a password, whichever part of it is a variable
        (
            "services: {web: {image: nginx, environment: {A: 'http://${H:-x}:${V:-443}/a'}}}",
            ["a@b.c", "5s password=abc", "a;pwd=b"],
        ),
        # a space splits the command
        ("services: {web: {image: nginx, command: 'run ${V:-x}'}}", ["a b", "it's", "", "-- $$"]),
        # a port that follows from a pair of variables
        (
            "services: {web: {image: a, environment: {DB_HOST: db, DB_PORT: '${V:-}'}}, db: {image: b}}",
            ["5432", "db"],
        ),
        ("services: {web: {image: a, healthcheck: {test: 'curl http://${V:-x.example}/'}}}", ["localhost", "web"]),
        # and of a name that is made whole by the variable
        ("services: {web: {image: a, environment: {U: 'http://${V:-x}-db/'}}, my-db: {image: b}}", ["my", "a my-db"]),
        # from the tag of an image follow its ports
        ("services: {web: {image: 'php:${V:-8}'}}", ["8-fpm", "a/b"]),
        # the lines of a block are indented
        (
            "services: {web: {image: a, configs: [c]}}\nconfigs: {c: {content: \"a\\n${V:-x}\\nb\\n\"}}",
            ["a\nb", "\u2028", "\r"],
        ),
    ],
)  # fmt: skip
def test_what_a_variable_cannot_be_is_refused(services: str, refused: list[str], tmp_path: Path) -> None:
    chart = chart_of(reader_of_text(services), tmp_path / "chart")
    chart.documents({"variables": {"V": "word"}})
    for text in refused:
        with pytest.raises(helm_python.HelmError):
            chart.documents({"variables": {"V": text}})
    for wrong in (5, True, None, ["a"]):
        with pytest.raises(helm_python.HelmError):
            chart.documents({"variables": {"V": wrong}})


OVERRIDES = """
services:
  web:
    image: nginx:1
    pre_start: [{command: [b], image: "tools:${TAG:-1}"}]
    x-composeport: {init.containers.image: "tools:${TAG:-1}", init.containers.command: a}
    volumes: ["data:/data"]
volumes:
  data:
    labels: {a: "${LABEL:-x}"}
    x-composeport: {volume.storage-class-name: "${CLASS:-fast}", volume.size: "${SIZE:-2Gi}"}
"""


@pytest.mark.parametrize(
    "variables", [{}, {"TAG": "latest"}, {"TAG": "2"}, {"CLASS": "slow"}, {"LABEL": "y z"}, {"TAG": "3", "CLASS": "a"}]
)
def test_a_variable_may_stand_where_a_value_would(variables: dict[str, str], tmp_path: Path) -> None:
    read = reader_of_text(OVERRIDES)
    chart = chart_of(read, tmp_path / "chart")
    assert sorted(chart.values["variables"]) == ["CLASS", "LABEL", "TAG"]
    assert chart.values["volumes"] == {"data": {"size": "2Gi", "accessModes": ["ReadWriteOnce"]}}
    assert chart.documents({"variables": variables}) == plain_documents(read(variables))


def test_texts_of_several_lines_in_one_object_keep_apart(tmp_path: Path) -> None:
    services = """
services:
  web:
    image: nginx
    environment:
      FIRST: "x\\n${A:-a} ${B:-b}\\nx\\n"
      SECOND: "y\\n${C:-c} ${A:-a}\\ny\\n"
      THIRD: "z\\n${C:-c} ${D:-d}\\nz\\n"
"""
    read = reader_of_text(services)
    chart = chart_of(read, tmp_path / "chart")
    changed = {"A": "1a", "B": "2b", "C": "3c", "D": "4d"}
    assert chart.documents({"variables": changed}) == plain_documents(read(changed))
    assert "{{ .Values.variables.C }} {{ .Values.variables.A }}\n" in chart.file("templates/web-deployment.yaml")


def test_images_that_are_alike_by_default_alone_are_two_values(tmp_path: Path) -> None:
    init = "x-composeport: {{init.containers.image: '{}'}}"
    services = f"""
services:
  a: {{image: nginx, {init.format("tools:${TAG:-1}")}}}
  b: {{image: nginx, {init.format("tools:1")}}}
"""
    read = reader_of_text(services)
    chart = chart_of(read, tmp_path / "chart")
    assert [image["tag"] for image in chart.values["images"].values()] == ["{{ .Values.variables.TAG }}", "1"]
    assert chart.documents({"variables": {"TAG": "2"}}) == plain_documents(read({"TAG": "2"}))


def test_a_default_that_others_could_not_be_is_one_all_the_same(tmp_path: Path) -> None:
    services = "services: {web: {image: a, environment: {U: '${V:-http://db:5432/}'}}, db: {image: b, expose: [5432]}}"
    chart = chart_of(reader_of_text(services), tmp_path / "chart")
    assert chart.values["variables"] == {"V": "http://db:5432/"}
    assert chart.documents({"variables": {"V": "http://db:5432/"}}) == chart.documents()


def test_pods_roll_when_a_variable_in_a_secret_changes(charts: dict[str, Chart]) -> None:
    def digest(values: dict[str, Any] | None = None) -> str:
        template = charts["shapes"].documents(values)["Deployment/web"]["spec"]["template"]
        return str(template["metadata"]["annotations"]["composeport.dev/environment"])

    assert digest({"variables": {"TITLE": "another"}}) == digest()
    assert digest({"variables": {"DB_PASSWORD": "another1"}}) != digest()


def test_a_text_of_several_lines_stays_readable(charts: dict[str, Chart]) -> None:
    assert (
        charts["shapes"]
        .file("templates/page-configmap.yaml")
        .endswith(
            "  page: |\n"
            "    title = {{ .Values.variables.TITLE }};\n"
            '    {{ "{" }}{{ .Values.variables.SETTING }}} and {{ .Values.variables.FROM }}\n'
            "    end\n"
        )
    )


@pytest.mark.parametrize("project", READERS)
def test_no_telling_text_tells_a_chart_less_than_a_translation(charts: dict[str, Chart], project: str) -> None:
    """Every one of them, for the variables that stand in most places."""
    chart = charts[project]
    for name in sorted(chart.values["variables"])[:4] + ["SIGN_IN"] * (project == "shapes"):
        taken = [text for text in TELLING if chart.takes({"variables": {name: text}})]
        assert [text for text in taken if broken(chart, READERS[project], name, text)] == []
