"""The images of a generated LAMP project, made of the programs that Debian has installed on this machine.

They have the paths, names and users of the project's Dockerfile and of the official images; the project's files are in
them where the Dockerfile puts them. Shell and tools are busybox, as in Alpine. MariaDB stands in for MySQL.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scaffolds.lamp_servers import FPM

_BUSYBOX = Path("/bin/busybox")
_EXTENSIONS = max(Path("/usr/lib/php").glob("20*"), default=Path("/usr/lib/php/none"))
_PHP = Path(f"/etc/php/{FPM.removeprefix('/usr/sbin/php-fpm')}")
_INSTALL = ("mariadb-install-db", "my_print_defaults", "resolveip")

MYSQL_ENTRYPOINT = """\
#!/bin/sh
# What the image of MySQL does: makes the database and its user when the volume is empty.
set -eu
if [ ! -d /var/lib/mysql/mysql ]; then
    mariadb-install-db --no-defaults --force --datadir=/var/lib/mysql --skip-test-db --skip-name-resolve
    cat >/tmp/first.sql <<SQL
CREATE DATABASE $MYSQL_DATABASE;
CREATE USER $MYSQL_USER@'%' IDENTIFIED BY '$(cat "$MYSQL_PASSWORD_FILE")';
GRANT ALL ON $MYSQL_DATABASE.* TO $MYSQL_USER@'%';
SQL
    set -- --init-file=/tmp/first.sql
fi
exec mariadbd --defaults-file=/etc/mysql/conf.d/app.cnf --datadir=/var/lib/mysql --bind-address=0.0.0.0 \\
    --socket=/var/run/mysqld/mysqld.sock --pid-file=/var/run/mysqld/mysqld.pid "$@"
"""


@dataclass
class Image:
    """A root file system and how it is run."""

    root: Path
    user: str
    entrypoint: list[str] = field(default_factory=list)
    workdir: str = "/"

    def __post_init__(self) -> None:
        self.copy(_BUSYBOX, "/bin/busybox")
        listed = subprocess.run([_BUSYBOX, "--list"], check=True, capture_output=True, text=True).stdout
        for name in set(listed.split()) - {"busybox"}:
            (self.root / "bin" / name).symlink_to("busybox")
        (self.root / "tmp").mkdir()

    def copy(self, source: Path, target: str = "") -> None:
        """A file or a folder, to the same place or another; links are followed."""
        place = self.root / (target or str(source)).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, dirs_exist_ok=True)
        else:
            shutil.copy(source, place)

    def write(self, path: str, text: str, mode: int = 0o755) -> None:
        """A file of that text."""
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        place.chmod(mode)

    def programs(self, programs: Iterable[str | Path]) -> None:
        """Programs or libraries, with the libraries that they are linked with."""
        for program in programs:
            path = Path(program if Path(program).is_absolute() else shutil.which(program) or f"/missing/{program}")
            self.copy(path)
            linked = subprocess.run(["ldd", path], check=False, capture_output=True, text=True).stdout
            for library in re.findall(r"(?:=> |^\s*)(/\S+) \(0x", linked, re.MULTILINE):
                self.copy(Path(library))

    def archive(self, name: str, target: Path) -> None:
        """Write the image as `docker save` does."""
        layer = io.BytesIO()
        with tarfile.open(fileobj=layer, mode="w") as tar:
            tar.add(self.root, arcname=".", filter=_roots)
        content = layer.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        settings = {"Env": [path], "User": self.user, "WorkingDir": self.workdir, "Entrypoint": self.entrypoint or None}
        config = json.dumps(
            {
                "architecture": "amd64",
                "os": "linux",
                "config": settings,
                "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
            }
        ).encode()
        manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer.tar"]}]
        with tarfile.open(target, "w") as tar:
            members = {"config.json": config, "layer.tar": content, "manifest.json": json.dumps(manifest).encode()}
            for member, body in members.items():
                info = tarfile.TarInfo(member)
                info.size = len(body)
                tar.addfile(info, io.BytesIO(body))


def _roots(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    return member


def images(project: Path, folder: Path) -> dict[str, Image]:
    """The images by the service that has them; `migrate` and `worker` have that of `php`."""
    return {
        "php": _php(project, folder / "php"),
        "web": _web(project, folder / "web"),
        "mysql": _mysql(folder / "mysql"),
        "redis": _redis(folder / "redis"),
        "wait": Image(folder / "wait", "0"),
    }


def _php(project: Path, root: Path) -> Image:
    image = Image(root, "82:82", workdir="/srv/app")
    image.programs([FPM, Path("/usr/bin/php").resolve(), *_EXTENSIONS.glob("*.so")])
    image.copy(Path(FPM), "/usr/local/bin/php-fpm")
    image.copy(Path("/usr/bin/php"), "/usr/local/bin/php")
    image.copy(Path("/usr/share/zoneinfo"))
    image.copy(_PHP)
    for program in ("fpm", "cli"):
        image.copy(project / "docker/php/app.ini", f"{_PHP}/{program}/conf.d/zz-app.ini")
    image.copy(project / "docker/php/php-fpm.conf", f"{_PHP}/fpm/php-fpm.conf")
    for script in ("fpm-ping", "wait-for-migrations"):
        image.write(f"/usr/local/bin/{script}", (project / f"docker/php/{script}.sh").read_text())
    image.programs(["cgi-fcgi"])
    image.copy(project / "app", "/srv/app")
    return image


def _web(project: Path, root: Path) -> Image:
    image = Image(root, "101:101", ["start-nginx"])
    image.programs(["nginx"])
    for name in ("mime.types", "fastcgi_params"):
        image.copy(Path("/etc/nginx") / name)
    image.copy(project / "docker/nginx/nginx.conf", "/etc/nginx/nginx.conf")
    image.write("/usr/local/bin/start-nginx", (project / "docker/nginx/start.sh").read_text())
    image.copy(project / "static", "/srv/static")
    (root / "var/lib/nginx").mkdir(parents=True)
    (root / "var/log/nginx").mkdir(parents=True)
    return image


def _mysql(root: Path) -> Image:
    image = Image(root, "0", ["docker-entrypoint"])
    image.programs(["mariadbd", "mysqladmin", *_INSTALL])
    image.copy(Path("/usr/share/mysql"))
    image.write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nmysql:x:999:999::/:/bin/sh\n", 0o644)
    image.write("/usr/local/bin/docker-entrypoint", MYSQL_ENTRYPOINT)
    return image


def _redis(root: Path) -> Image:
    image = Image(root, "0")
    image.programs(["redis-server", "redis-cli"])
    return image
