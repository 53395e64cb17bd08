"""What bind mounts are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport.model import MountedFile, MountRole
from kubernetes_objects import decided, load, write

LARGE = b"x" * (1024 * 1024 + 1)


def role(folder: Path, mount: str, files: dict[str, bytes | str] | None = None, more: str = "") -> MountRole:
    file = write(folder, f"services: {{a: {{image: x, volumes: ['{mount}']{more}}}}}", files)
    return decided(file).services["a"].binds[0].role


@pytest.mark.parametrize(
    ("mount", "files", "expected"),
    [
        ("./c:/c:ro", {"c/a.conf": "a"}, MountRole.FILES),
        ("./c:/c", {"c/a.conf": "a"}, MountRole.FILES),
        ("./c:/c:ro", {"c/a.bin": b"\0"}, MountRole.FILES),
        ("./c:/c", {"c/a.bin": b"\0"}, MountRole.DATA),
        ("./c:/c", {"c/": ""}, MountRole.DATA),
        ("./c:/c", {"c/.gitkeep": ""}, MountRole.DATA),
        ("./c:/c:ro", {"c/": ""}, MountRole.FILES),
        ("./c:/c", {}, MountRole.DATA),
        ("./c:/c:ro", {}, MountRole.MISSING),
        ("./c.json:/c.json", {}, MountRole.MISSING),
        ("./Caddyfile:/etc/caddy/Caddyfile", {}, MountRole.MISSING),
        ("./ssh/id_ed25519:/root/.ssh/id", {}, MountRole.MISSING),
        ("./profile:/profile", {}, MountRole.DATA),
        ("./c:/c:ro", {"c/large": LARGE}, MountRole.TOO_LARGE),
        ("./c:/c", {"c/large": LARGE}, MountRole.DATA),
        ("./large:/large:ro", {"large": LARGE}, MountRole.TOO_LARGE),
        (".:/app", {"a.py": ""}, MountRole.SOURCE_TREE),
        ("/var/run/docker.sock:/var/run/docker.sock", {}, MountRole.SYSTEM),
        ("/proc:/host/proc:ro", {}, MountRole.SYSTEM),
        ("/:/rootfs:ro", {}, MountRole.SYSTEM),
        ("/etc/localtime:/etc/localtime:ro", {}, MountRole.SYSTEM),
    ],
)
def test_role(mount: str, files: dict[str, bytes | str], expected: MountRole, tmp_path: Path) -> None:
    assert role(tmp_path, mount, files) is expected


def test_build_context_is_a_source_tree(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"app/main.txt": "x"}
    assert role(tmp_path, "./app:/app", files, ", build: ./app") is MountRole.SOURCE_TREE


def test_folder_keeps_paths_execute_bits_and_bytes(tmp_path: Path) -> None:
    file = write(tmp_path, "services: {a: {image: x, volumes: ['./c:/c:ro']}}", {"c/b/x.sh": "#!", "c/a": b"\0"})
    (file.parent / "c/b/x.sh").chmod(0o700)
    assert decided(file).services["a"].binds[0].files == (
        MountedFile("a", 0o644, b"\0"),
        MountedFile("b/x.sh", 0o755, b"#!"),
    )


@pytest.mark.parametrize(
    ("name", "content", "secret"),
    [
        ("tls.crt", "-----BEGIN CERTIFICATE-----\n", False),
        ("server.pem", "-----BEGIN RSA PRIVATE KEY-----\n", True),
        ("db_password.txt", "x", True),
        (".htpasswd", "a:b", True),
        ("app.yml", "database:\n  password: hunter2\n", True),
        ("app.yml", "database:\n  pass: hunter2\n", True),
        ("app.yml", "database:\n  password: ${DB_PASSWORD}\n", False),
        ("app.json", '{"db": {"user": "shop", "password": "hunter2"}}\n', True),
        ("app.yml", "db: {user: shop, password: hunter2}\n", True),
        ("app.properties", "url=jdbc:mysql://db/shop?user=shop&password=hunter2\n", True),
        ("app.yml", "db: {user: shop, password: '${DB_PASSWORD}'}\n", False),
        ("alert.yml", "api_url: https://hooks.slack.com/services/T0/B0/x0\n", True),
        ("influx.yml", "datasources:\n  - secureJsonData:\n      token: hunter2\n", True),
        ("influx.json", '{"secureJsonData": {"httpHeaderValue1": "hunter2"}}', True),
        ("influx.yml", "datasources:\n  - secureJsonData:\n      token: $TOKEN\n", False),
        ("influx.yml", "datasources:\n  - secureJsonData:\n      tlsCACert: '...'\n", False),
        ("app.env", "URL=postgres://u:hunter2@db/x\n", True),
        ("init.sql", "CREATE USER shop WITH PASSWORD 'hunter2'\n", True),
        ("init.sql", "ALTER USER a@b IDENTIFIED BY 'hunter2';\n", True),
        ("init.sql", "CREATE USER shop WITH PASSWORD '${PASSWORD}'\n", False),
        ("nginx.conf", "proxy_pass http://api:80;\n", False),
    ],
)
def test_credentials_are_kept_as_secrets(name: str, content: str, secret: bool, tmp_path: Path) -> None:
    file = write(tmp_path, f"services: {{a: {{image: x, volumes: ['./{name}:/f:ro']}}}}", {name: content})
    assert decided(file).services["a"].binds[0].secret is secret


def test_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("private")
    file = write(tmp_path, "services: {a: {image: x, volumes: ['./c:/c:ro', './l:/l:ro']}}", {"c/a": "a"})
    (file.parent / "c/link").symlink_to(tmp_path / "outside")
    (file.parent / "c/inner").symlink_to("a")
    (file.parent / "l").symlink_to(tmp_path / "outside")
    binds = decided(file).services["a"].binds
    assert [(found.path, found.content) for found in binds[0].files] == [("a", b"a"), ("inner", b"a")]
    assert (binds[1].role, binds[1].files) == (MountRole.MISSING, ())


def test_labels_are_the_paths_and_never_meet(tmp_path: Path) -> None:
    file = write(tmp_path, "services: {a: {image: x, volumes: ['./d/x:/1', './d-x:/2', './d/y:/3']}}")
    labels = [found.label for found in decided(file).services["a"].binds.values()]
    assert labels[2] == "d-y"
    assert [label[8:] for label in labels[:2]] == ["-d-x", "-d-x"]
    assert labels[0] != labels[1]
    assert load(file).services["a"].binds == {}


def test_folders_without_a_file_are_remembered(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"c/a.conf": "x", "c/empty/": "", "c/deep/er/": "", "c/kept/.gitkeep": ""}
    file = write(tmp_path, "services: {a: {image: x, volumes: ['./c:/c:ro']}}", files)
    assert decided(file).services["a"].binds[0].hollow == ("deep/er", "empty")


def test_links_that_lead_out_of_the_folder_are_remembered(tmp_path: Path) -> None:
    file = write(tmp_path, "services: {a: {image: x, volumes: ['./c:/c:ro']}}", {"c/a.conf": "x", "out.conf": "y"})
    (file.parent / "c/in.conf").symlink_to("a.conf")
    (file.parent / "c/link.conf").symlink_to("../out.conf")
    found = decided(file).services["a"].binds[0]
    assert ([each.path for each in found.files], found.outside) == (["a.conf", "in.conf"], ("link.conf",))


@pytest.mark.parametrize(
    ("kind", "mount", "files", "expected"),
    [
        ("configMap", "./c:/c", {"c/app.sqlite": b"\0"}, MountRole.FILES),
        ("configMap", "./c:/c", {"c/large": LARGE}, MountRole.TOO_LARGE),
        ("persistentVolumeClaim", "./c:/c", {"c/a.conf": "a"}, MountRole.DATA),
        ("persistentVolumeClaim", "./a.conf:/a.conf", {"a.conf": "a"}, MountRole.FILES),
    ],
)
def test_an_override_says_what_folders_become(
    kind: str, mount: str, files: dict[str, bytes | str], expected: MountRole, tmp_path: Path
) -> None:
    assert role(tmp_path, mount, files, f", labels: {{kompose.volume.type: {kind}}}") is expected
