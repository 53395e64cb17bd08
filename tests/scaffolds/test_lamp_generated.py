"""The LAMP project, for all its options: it is accepted, and no finding stays that its README does not defend."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from composeport import audit, load_project
from composeport.diagnostics import Severity, Target
from composeport.errors import UsageError
from composeport.model import Project
from conftest import REPOSITORY
from scaffolds.conftest import Generate
from scaffolds.generated import (
    PLAIN,
    PRODUCTION,
    generate,
    manifest_problems,
    manifests_of,
    pairs,
    reference_says,
    stack_says,
)

ROOT = {"project_name": "A", "registry": "localhost:5000", "domain": "a", "published_port": "1"}
EXTREMES = [
    {**ROOT, "php_replicas": "1", "worker_replicas": "1", "database_size": "1Mi"},
    {
        "project_name": "Rosé & Partners, the 2nd Shop",
        "project_slug": "a" * 38,
        "domain": ".".join(["d" * 63] * 3),
        "registry": "Registry.example.com:65535/team_one/a.b-c",
        "published_port": "65535",
        "php_replicas": "100",
        "worker_replicas": "100",
        "database_size": "99999Ti",
        "with_adminer": "yes",
    },
]
ANSWERS = list(pairs("lamp", EXTREMES))
SECRETS = ["mysql_password", "mysql_root_password", "redis_password", "redis_users.acl"]


def name_of(answers: dict[str, str]) -> str:
    return " ".join(value for name, value in answers.items() if len(value) < 12 or name == "project_name")


@pytest.fixture(scope="module", params=ANSWERS, ids=name_of)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate("lamp", tmp_path_factory.mktemp("lamp"), **request.param)


def read(folder: Path, files: tuple[str, ...] = PLAIN, **environment: str) -> Project:
    """The project; in production someone has said which version it is."""
    paths = [str(folder / file) for file in files]
    if files == PRODUCTION:
        environment.setdefault("APP_VERSION", "1.2.3")
    return load_project(paths, project_directory=str(folder), environment=environment)


@pytest.mark.parametrize("files", [PLAIN, PRODUCTION], ids=["plain", "production"])
class TestEveryProject:
    def test_compose_accepts_it(self, project: Path, files: tuple[str, ...]) -> None:
        example = (project / ".env.example").read_text()
        (project / ".env").write_text(example + ("APP_VERSION=1.2.3\n" if files == PRODUCTION else ""))
        said = reference_says(project, files)
        (project / ".env").write_text(example)
        assert said == ""

    def test_its_manifests_are_valid(self, project: Path, files: tuple[str, ...]) -> None:
        assert manifest_problems(read(project, files), publish="ingress") == []

    def test_its_stack_is_accepted(self, project: Path, files: tuple[str, ...], tmp_path: Path) -> None:
        assert stack_says(read(project, files), tmp_path, pin_volumes=True) == ""

    def test_no_finding_is_left_that_its_readme_does_not_defend(self, project: Path, files: tuple[str, ...]) -> None:
        report = audit(read(project, files), tuple(Target))
        loud = [f"{f.rule.code} {f.location}" for f in report.findings if f.severity is not Severity.INFO]
        unused = [f"{f.rule.code} {f.location}" for f in report.findings if f.rule.code == "CP990"]
        assert (loud, unused) == ([], [])
        defended = set(re.findall(r"CP\d{3}", (project / "README.md").read_text()))
        assert {each.finding.rule.code for each in report.suppressed} <= defended


def test_nothing_of_the_template_is_left(project: Path) -> None:
    left = re.compile(r"cookiecutter|\{%|(?<!\$)\{\{")
    texts = {path: path.read_text() for path in project.rglob("*") if path.is_file()}
    assert [str(path.relative_to(project)) for path, text in texts.items() if left.search(text)] == []
    assert [str(path.relative_to(project)) for path, text in texts.items() if re.search(r"\n\n\n|[ \t]\n", text)] == []


def test_the_services_are_those_that_were_chosen(generated: Generate) -> None:
    assert set(read(generated("lamp")).services) == {"web", "fpm", "migrate", "worker", "mysql", "redis"}
    without = generated("lamp", with_worker="no", with_adminer="yes")
    assert set(read(without).services) == {"web", "fpm", "migrate", "mysql", "redis"}
    assert set(read(without, COMPOSE_PROFILES="tools").services) - set(read(without).services) == {"adminer"}
    assert not list(without.rglob("*ueue*"))
    assert "orker" not in (without / "README.md").read_text()


def test_the_options_arrive(generated: Generate) -> None:
    folder = generated(
        "lamp",
        project_name="My Shop",
        domain="shop.example.org",
        registry="ghcr.io/me",
        php_version="8.3",
        mysql_version="8.0",
        redis_version="7.4",
        published_port="9999",
        php_replicas="3",
        worker_replicas="4",
        database_size="7Gi",
    )
    services = read(folder, PRODUCTION, APP_VERSION="2.0").services
    assert {name: service.image for name, service in services.items()} == {
        "web": "ghcr.io/me/web:2.0",
        "fpm": "ghcr.io/me/php:2.0",
        "migrate": "ghcr.io/me/php:2.0",
        "worker": "ghcr.io/me/php:2.0",
        "mysql": "mysql:8.0",
        "redis": "redis:7.4-alpine",
    }
    assert services["fpm"].build is not None
    assert services["fpm"].build.args == {"PHP_VERSION": "8.3"}
    objects = {
        (each["kind"], each["metadata"]["name"]): each
        for each in manifests_of(read(folder, PRODUCTION, APP_VERSION="2.0"), publish="ingress")
    }
    assert [objects["Deployment", name]["spec"]["replicas"] for name in ("web", "fpm", "worker")] == [2, 3, 4]
    assert objects["PersistentVolumeClaim", "mysql"]["spec"]["resources"]["requests"]["storage"] == "7Gi"
    assert [rule["host"] for rule in objects["Ingress", "web"]["spec"]["rules"]] == ["shop.example.org"]
    assert "<h1>My Shop</h1>" in (folder / "app/templates/page.php").read_text()


def test_its_containers_have_no_more_rights_than_they_need(generated: Generate) -> None:
    for name, service in read(generated("lamp", with_adminer="yes"), COMPOSE_PROFILES="tools").services.items():
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service.user or ""), name
        assert (name, service.read_only, service.cap_drop) == (name, True, ("ALL",))
        assert (name, service.security_opt) == (name, ("no-new-privileges:true",))
        assert (name, service.healthcheck is None) == (name, name == "migrate")
        assert not [mount for mount in service.volumes if mount.type == "bind"], name


def test_only_nginx_has_a_way_out(generated: Generate) -> None:
    project = read(generated("lamp"))
    inside = {name for name, network in project.networks.items() if network.internal}
    assert inside == {"frontend", "backend"}
    assert {name for name, service in project.services.items() if set(service.networks) - inside} == {"web"}
    assert {name for name, service in project.services.items() if service.ports} == {"web"}


def test_secrets_are_kept_from_others_and_from_git(generated: Generate) -> None:
    first, second = generated("lamp"), generated("lamp", project_name="Other")
    assert stat.S_IMODE((first / "secrets").stat().st_mode) == 0o700
    assert sorted(path.name for path in (first / "secrets").iterdir()) == SECRETS
    passwords = [(folder / "secrets" / name).read_text() for folder in (first, second) for name in SECRETS[:3]]
    assert len(set(passwords)) == 6
    assert all(re.fullmatch(r"[0-9a-f]{48}", password) for password in passwords)
    assert {"/.env", "/secrets/", "/k8s/", "/stack/"} <= set((first / ".gitignore").read_text().splitlines())


def test_what_is_made_depends_on_the_answers_alone(tmp_path: Path) -> None:
    first, second = (generate("lamp", tmp_path) for _ in range(2))

    def contents(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "secrets")
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    assert contents(first) == contents(second)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("project_name", '"quoted"', "project_name takes letters, digits, spaces and . , & ! + -"),
        ("project_name", "<b>", "project_name takes letters, digits, spaces and . , & ! + -"),
        ("project_slug", "a" * 39, "project_slug takes small letters"),
        ("domain", "a..b", "domain takes a host name"),
        ("domain", "a-.b", "domain takes a host name"),
        ("domain", "https://a.b", "domain takes a host name"),
        ("registry", "a b", "registry takes a place for images"),
        ("registry", "a.b/C", "registry takes a place for images"),
        ("registry", "a.b:0/c", "registry takes a place for images"),
        ("published_port", "0", "published_port takes a port"),
        ("published_port", "65536", "published_port takes a port"),
        ("published_port", "\N{FULLWIDTH DIGIT EIGHT}", "published_port takes a port"),
        ("php_replicas", "0", "php_replicas takes a whole number"),
        ("worker_replicas", "two", "worker_replicas takes a whole number"),
        ("database_size", "5", "database_size takes a size such as 5Gi"),
        ("database_size", "5GB", "database_size takes a size such as 5Gi"),
    ],
)
def test_an_answer_that_cannot_work_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str, value: str, message: str
) -> None:
    with pytest.raises(UsageError):
        generate("lamp", tmp_path, **{option: value})
    said = capfd.readouterr()
    assert message in said.err
    assert "Traceback" not in said.out + said.err
    assert list(tmp_path.iterdir()) == []


def test_the_template_is_cookiecutters_own(tmp_path: Path) -> None:
    from cookiecutter.main import cookiecutter  # noqa: PLC0415 - slow to import

    settings = tmp_path / "settings.yaml"
    settings.write_text(f"cookiecutters_dir: {tmp_path}\nreplay_dir: {tmp_path}\n")
    made = Path(
        cookiecutter(
            str(REPOSITORY / "scaffolds/lamp"), no_input=True, output_dir=str(tmp_path), config_file=str(settings)
        )
    )
    assert made.name == "guest-book"
    assert reference_says(made) == ""
