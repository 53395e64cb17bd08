"""The LAMP project's own files, checked by the programs that read them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffolds.conftest import Generate
from scaffolds.lamp_servers import FPM, PATH

PARTS = [{}, {"with_worker": "no"}]


@pytest.fixture(params=PARTS, ids=["with a worker", "without"])
def project(request: pytest.FixtureRequest, generated: Generate) -> Path:
    return generated("lamp", **request.param)


def run(*command: str | Path, folder: Path | None = None, **environment: str) -> tuple[int, str]:
    """The exit status, and what the program says."""
    if shutil.which(str(command[0]), path=PATH) is None:
        pytest.skip(f"{command[0]} is not here")
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={"PATH": PATH, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


def changed(file: Path, target: Path, replacements: Mapping[str, str]) -> Path:
    """A copy of the file with other addresses and paths."""
    text = file.read_text()
    for old, new in replacements.items():
        assert old in text
        text = text.replace(old, new)
    target.write_text(text)
    return target


def test_its_own_tests_pass_with_php_alone(project: Path) -> None:
    if "pdo_sqlite" not in run("php", "-m")[1].split():
        pytest.skip("PHP is here without its driver for SQLite, in which the tests keep their messages")
    status, said = run("php", "tests/run.php", folder=project)
    assert (status, said.partition(" tests, ")[2]) == (0, "0 failed\n")


def test_its_own_tests_can_fail(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "copy")
    changed(copy / "app/src/Message/Analysis.php", copy / "app/src/Message/Analysis.php", {"* 60": "* 61"})
    (copy / "app/src/Broken.php").write_text("<?php function {")
    status, said = run("php", "tests/run.php", folder=copy)
    assert status == 1
    assert "FAILED analysis: reading takes a minute for two hundred words: expected array" in said
    assert "Broken.php is PHP" in said


def test_fpm_takes_its_pool_and_php_its_settings(project: Path, tmp_path: Path) -> None:
    pool = changed(project / "docker/php/php-fpm.conf", tmp_path / "fpm.conf", {"/proc/self/fd/2": "/dev/null"})
    # Root must name a user for the workers; the image is not run by root.
    status, said = run(FPM, "--test", "--allow-to-run-as-root", "--fpm-config", pool)
    assert (status, "test is successful" in said) == (0, True), said
    names = "'opcache.validate_timestamps', 'session.use_strict_mode', 'post_max_size'"
    scan = f":{project / 'docker/php'}"
    assert run("php", "-r", f"foreach ([{names}] as $name) echo ini_get($name);", PHP_INI_SCAN_DIR=scan) == (0, "0164K")


@pytest.mark.parametrize(
    ("resolv", "fpm", "expected"),
    [
        (
            "nameserver 127.0.0.11\nsearch example.com\noptions edns0 ndots:0\n",
            "php:9000",
            "resolver 127.0.0.11 valid=5s;\nmap '' $php_fpm { default php:9000; }\n",
        ),
        (
            "search shop.svc.cluster.local svc.cluster.local cluster.local eu.internal\nnameserver 10.96.0.10\n",
            "php:9000",
            "resolver 10.96.0.10 valid=5s;\nmap '' $php_fpm { default php.shop.svc.cluster.local:9000; }\n",
        ),
        (
            "# two stacks\nnameserver fd00::a\nnameserver 10.0.0.2\nnameserver fe80::1%eth0\n",
            "php.example.org:9001",
            "resolver [fd00::a] 10.0.0.2 valid=5s;\nmap '' $php_fpm { default php.example.org:9001; }\n",
        ),
        ("", "php:9000", "resolver 127.0.0.11 valid=5s;\nmap '' $php_fpm { default php:9000; }\n"),
    ],
    ids=["Docker", "Kubernetes", "IPv6 and a full name", "nothing"],
)
def test_nginx_is_told_where_php_is_and_takes_its_configuration(
    generated: Generate, tmp_path: Path, resolv: str, fpm: str, expected: str
) -> None:
    docker = generated("lamp") / "docker/nginx"
    (tmp_path / "resolv.conf").write_text(resolv)
    configuration = changed(docker / "nginx.conf", tmp_path / "nginx.conf", {"/tmp/": f"{tmp_path}/"})
    status, said = run(
        "sh",
        docker / "start.sh",
        *("-t", "-q", "-c", configuration, "-e", "/dev/stderr"),
        RESOLV_CONF=str(tmp_path / "resolv.conf"),
        RUN_DIRECTORY=str(tmp_path),
        PHP_FPM=fpm,
    )
    assert (tmp_path / "upstream.conf").read_text() == expected
    if status == 127:
        pytest.skip("nginx is not here")
    assert (status, said) == (0, "")


def test_mariadb_takes_the_configuration_for_mysql(project: Path) -> None:
    status, said = run(
        "mariadbd", f"--defaults-file={project / 'config/mysql/app.cnf'}", "--user=mysql", "--verbose", "--help"
    )
    values = dict(line.split(maxsplit=1) for line in said.splitlines() if len(line.split(maxsplit=1)) == 2)
    assert status == 0
    assert (values["character-set-server"], values["skip-name-resolve"]) == ("utf8mb4", "TRUE")
    assert (values["innodb-buffer-pool-size"], values["local-infile"]) == (str(256 * 2**20), "FALSE")


def test_shells_take_its_scripts(project: Path) -> None:
    scripts = sorted(project.rglob("*.sh"))
    assert len(scripts) == 5
    assert [run("sh", "-n", script) for script in scripts] == [(0, "")] * 5
    assert [run("bash", "--posix", "-n", script) for script in scripts] == [(0, "")] * 5


def test_make_knows_its_targets(project: Path) -> None:
    status, said = run("make", folder=project)
    targets = [line.split()[0] for line in said.splitlines()]
    assert (status, targets[:5]) == (0, ["help", "up", "down", "logs", "test"])
    assert [run("make", "--dry-run", target, folder=project)[0] for target in targets] == [0] * len(targets)


def test_secrets_that_are_there_stay_and_a_new_password_reaches_redis(generated: Generate, tmp_path: Path) -> None:
    folder = shutil.copytree(generated("lamp"), tmp_path / "copy")
    secrets = folder / "secrets"
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    assert run("make", "secrets", folder=folder) == (0, "sh scripts/secrets.sh\n")
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before
    (secrets / "redis_password").unlink()
    status, said = run("make", "secrets", folder=folder)
    assert (status, said.splitlines()[1:]) == (0, ["secrets/redis_password: made", "secrets/redis_users.acl: made"])
    after = {path.name: path.read_text() for path in secrets.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"redis_password", "redis_users.acl"}
