"""Places that are full, closed to us, taken, or no files at all: a located line, status 2, and all as it was."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty import NEW, WRITERS, environment, project, shell, tree

each_writer = pytest.mark.parametrize("name", WRITERS)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    made = project(tmp_path / "shop")
    (made / "out").mkdir()
    return made


def line(name: str) -> str:
    return f"cp {' '.join(WRITERS[name])}"


@pytest.fixture
def small_disk(shop: Path) -> Iterator[Path]:
    """`out` as a disk of its own that holds 256 KiB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", shop / "out"]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield shop / "out"
    subprocess.run(["umount", shop / "out"], check=True)


@each_writer
def test_a_full_disk_leaves_what_was_there(shop: Path, small_disk: Path, name: str) -> None:
    assert shell(shop, line(name)).returncode == 0
    assert "No space left on device" in shell(shop, "cat /dev/zero >out/filler").stderr
    before = tree(small_disk)
    project(shop, NEW)
    done = shell(shop, line(name))
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot write ")
    assert "no space left on device" in done.stderr
    assert tree(small_disk) == before


@each_writer
def test_a_file_size_limit_leaves_what_was_there(shop: Path, name: str) -> None:
    done = shell(shop, f"ulimit -f 0; {line(name)}")
    assert done.returncode == 2
    assert "file too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(shop / "out") == {}


_PLAIN = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Takes from root what lets it pass by the modes of files."""


def plainly(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user whom modes stop."""
    root = os.geteuid() == 0
    if root and not shutil.which("setpriv"):
        pytest.skip("root is stopped by no mode, and there is no setpriv")
    return subprocess.run(
        [*(_PLAIN if root else ()), sys.executable, "-m", "composeport", *words],
        cwd=directory,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@each_writer
def test_a_place_that_may_not_be_written_is_said(shop: Path, name: str) -> None:
    (shop / "out").chmod(0o555)
    done = plainly(shop, *WRITERS[name])
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot write ")
    assert ": permission denied" in done.stderr
    assert tree(shop / "out") == {}


def test_a_starter_project_where_nothing_may_be_made(shop: Path) -> None:
    before = tree(shop)
    shop.chmod(0o555)
    done = plainly(shop, "new", "lamp", "made")
    assert done.returncode == 2
    assert done.stderr == "error: cannot write made: permission denied\n"
    assert tree(shop) == before


def test_a_folder_whose_parent_may_not_be_listed_is_written(shop: Path) -> None:
    (shop / "out" / "mine").mkdir()
    (shop / "out").chmod(0o311)
    done = plainly(shop, "k8s", "-q", "-o", "out/mine")
    (shop / "out").chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")
    assert (shop / "out" / "mine" / "web-deployment.yaml").is_file()


@pytest.mark.parametrize("kind", ["compose", "env_file", "included", "secret"])
def test_what_may_not_be_read_is_said_at_its_place(shop: Path, kind: str) -> None:
    (shop / "compose.yaml").write_text(
        {
            "compose": "services: {}\n",
            "env_file": "services:\n  a:\n    image: x:1\n    env_file: closed\n",
            "included": "include: [closed]\n",
            "secret": "services:\n  a: {image: 'x:1', secrets: [s]}\nsecrets:\n  s:\n    file: closed\n",
        }[kind]
    )
    (shop / "closed").write_text("A=1\n")
    (shop / ("compose.yaml" if kind == "compose" else "closed")).chmod(0)
    done = plainly(shop, "k8s", "-o", "-", "-p", "x")
    place = {
        "env_file": " --> compose.yaml:4:15\n",
        "included": " --> compose.yaml:1:11\n",
        "compose": "",
        "secret": "",
    }
    if kind == "secret":
        assert done.returncode == 0
        assert "CP506[missing-secret]" in done.stderr
    else:
        assert done.returncode == 2
        file = "compose.yaml" if kind == "compose" else "closed"
        assert done.stderr.startswith(f"error: cannot read {file}: permission denied\n{place[kind]}")


@each_writer
def test_a_folder_or_a_file_that_is_another_kind_is_said(shop: Path, name: str) -> None:
    place = shop / WRITERS[name][-1]
    place.write_text("mine") if name == "k8s" else place.mkdir()
    before = tree(shop / "out")
    done = shell(shop, line(name))
    assert done.returncode == 2
    assert str(place.relative_to(shop)) in done.stderr
    assert "Traceback" not in done.stderr
    assert "mistake" not in done.stderr
    assert tree(shop / "out") == before


@each_writer
def test_a_file_where_a_folder_should_be_is_said(shop: Path, name: str) -> None:
    (shop / "out").rmdir()
    (shop / "out").write_text("mine")
    done = shell(shop, line(name))
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "mistake" not in done.stderr
    assert (shop / "out").read_text() == "mine"


@pytest.mark.parametrize("name", ["config", "graph", "audit", "report"])
def test_a_link_is_followed_even_to_nowhere_but_not_in_a_circle(shop: Path, name: str) -> None:
    place = shop / WRITERS[name][-1]
    place.symlink_to("target")
    assert shell(shop, line(name)).returncode == 0
    assert place.is_symlink()
    assert (shop / "out" / "target").read_bytes()
    place.unlink()
    place.symlink_to(place.name)
    done = shell(shop, line(name))
    assert (done.returncode, done.stdout) == (2, "")
    assert "too many levels of symbolic links" in done.stderr


@pytest.mark.parametrize("name", ["k8s", "swarm"])
def test_an_output_folder_may_be_a_link_and_lie_in_the_project(shop: Path, name: str) -> None:
    (shop / "elsewhere").mkdir()
    (shop / "out").rmdir()
    (shop / "out").symlink_to("elsewhere")
    assert shell(shop, line(name)).returncode == 0
    assert shell(shop, line(name)).returncode == 0
    assert (shop / "out").is_symlink()
    assert len(tree(shop / "elsewhere")) > 2


def test_the_project_s_own_folder_takes_manifests_beside_its_files(shop: Path) -> None:
    before = tree(shop)
    assert shell(shop, "cp k8s -q -o .").returncode == 0
    assert {name: tree(shop)[name] for name in before} == before
    assert shell(shop, "cp k8s -q -o . --check").returncode == 0


@pytest.mark.parametrize("name", ["config", "graph", "audit"])
def test_a_pipe_and_a_device_take_what_is_written(shop: Path, name: str) -> None:
    words = " ".join(WRITERS[name][:-1])
    ending = Path(WRITERS[name][-1]).suffix
    done = shell(shop, f"mkfifo out/pipe{ending}; cat out/pipe{ending} >read & cp {words} out/pipe{ending}; wait")
    assert done.returncode == 0, done.stderr
    assert (shop / "read").read_bytes()
    assert stat.S_ISFIFO((shop / "out" / f"pipe{ending}").stat().st_mode)


def test_a_full_device_is_said(shop: Path) -> None:
    for words in ("config -o /dev/full", "audit -o /dev/full --fail-on never"):
        done = shell(shop, f"cp {words}")
        assert (done.returncode, done.stderr) == (2, "error: cannot write /dev/full: no space left on device\n")


def test_a_file_that_was_secret_stays_its_owner_s(shop: Path) -> None:
    assert shell(shop, f"umask 000; {line('config')}").returncode == 0
    place = shop / "out" / "config.yaml"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    place.chmod(0o644)
    assert shell(shop, line("config")).returncode == 0
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert shell(shop, line("graph")).returncode == 0
    (shop / "out" / "shop.svg").chmod(0o640)
    assert shell(shop, line("graph")).returncode == 0
    assert stat.S_IMODE((shop / "out" / "shop.svg").stat().st_mode) == 0o640


def test_a_very_long_name_is_one(shop: Path) -> None:
    name = "a" * 251 + ".svg"
    assert shell(shop, f"cp graph -q -o {name}").returncode == 0
    assert (shop / name).read_bytes().startswith(b"<svg")


def test_eight_runs_at_once_leave_the_files_of_one(shop: Path, tmp_path: Path) -> None:
    kinds = {}
    for number in range(4):
        copy = project(
            tmp_path / f"p{number}", {"settings.txt": f"{number}\n", "db.env": f"POSTGRES_PASSWORD=of-{number}\n"}
        )
        assert shell(copy, f"cp k8s -q -o ../alone{number}; cp swarm -q -o ../stack{number}/stack.yml").returncode == 0
        kinds[number] = tree(tmp_path / f"alone{number}"), tree(tmp_path / f"stack{number}")
    runs = "; ".join(
        f"(cd ../p{number % 4} && cp k8s -q -o ../shared && cp swarm -q -o ../stack/stack.yml) &" for number in range(8)
    ).replace("&;", "&")
    done = shell(shop, f"{runs} wait")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert tree(tmp_path / "shared") in [manifests for manifests, _ in kinds.values()]
    assert tree(tmp_path / "stack") in [stack for _, stack in kinds.values()]
