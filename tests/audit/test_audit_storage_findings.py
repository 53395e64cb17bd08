"""How grave findings about storage are, and that one fact is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Finding, Target
from composeport.pipeline import audit


def found(tmp_path: Path, text: str, code: str, target: Target = Target.KUBERNETES) -> list[Finding]:
    """One rule's findings about a project that is written into a folder."""
    file = tmp_path / "compose.yaml"
    file.write_text(text)
    report = audit(load_project([str(file)], environment={}), [target])
    return [finding for finding in report.findings if finding.rule.code == code]


def said(tmp_path: Path, text: str, code: str, target: Target = Target.KUBERNETES) -> list[tuple[str, str, str]]:
    """The severities, attributes and messages of one rule's findings."""
    return [
        (finding.severity.value, ".".join(map(str, finding.path)), finding.message)
        for finding in found(tmp_path, text, code, target)
    ]


def grave(tmp_path: Path, service: str, code: str, target: Target = Target.KUBERNETES) -> list[str]:
    """The severities of one rule's findings about a service."""
    return [finding.severity.value for finding in found(tmp_path, f"services: {{web: {{{service}}}}}\n", code, target)]


TWO = """services:
  a: {image: 'x:1', volumes: ['./data:/a', './data:/again']}
  b: {image: 'x:1', volumes: ['./data:/b']}
  c: {image: 'x:1', volumes_from: [a]}
"""


def test_folder_is_said_once_of_each_service(tmp_path: Path) -> None:
    lost = "what data holds on this machine stays there: the empty claim 'bind-data' takes its place in"
    assert said(tmp_path, TWO, "CP415") == [
        ("error", "services.a.volumes.0", f"{lost} 'a'"),
        ("error", "services.b.volumes.0", f"{lost} 'b'"),
        ("error", "services.c.volumes_from.0", f"{lost} 'c'"),
    ]
    missing = "data is not there: Compose makes a folder, Swarm rejects the task for ever"
    assert said(tmp_path, TWO, "CP414", Target.SWARM) == [
        ("error", "services.a.volumes.0", missing),
        ("error", "services.b.volumes.0", missing),
        ("error", "services.c.volumes_from.0", missing),
    ]


def test_source_that_a_service_mounts_twice_is_said_once(tmp_path: Path) -> None:
    services = "services:\n  a: {image: 'x:1', volumes: ['./a.ini:/a.ini:ro', './a.ini:/b.ini:ro']}\n"
    assert said(tmp_path, services, "CP414") == [
        ("error", "services.a.volumes.0", "a.ini is not there: nothing is mounted at /a.ini in 'a'")
    ]


def test_volume_is_local_once_of_each_service(tmp_path: Path) -> None:
    text = (
        "name: shop\n"
        "services:\n"
        "  a: {image: 'x:1', volumes: ['data:/a', 'data:/c']}\n"
        "  b: {image: 'x:1', volumes: ['data:/b']}\n"
        "volumes: {data: {}}\n"
    )
    local = "volume 'shop_data' stays on a node: a task on another one starts without its data"
    assert said(tmp_path, text, "CP402", Target.SWARM) == [
        ("error", "services.a.volumes.0", local),
        ("error", "services.b.volumes.0", local),
    ]


@pytest.mark.parametrize(
    ("mount", "severity"),
    [
        ("./a.conf:/a.conf:ro", "info"),
        ("./a.conf:/a.conf", "info"),
        ("./acme.json:/acme.json", "warning"),
        ("./conf:/conf", "warning"),
    ],
)
@pytest.mark.parametrize("target", list(Target))
def test_mount_of_what_programs_write_into_is_a_warning(
    tmp_path: Path, mount: str, severity: str, target: Target
) -> None:
    (tmp_path / "conf").mkdir()
    for name in ("a.conf", "acme.json", "conf/a.conf"):
        (tmp_path / name).write_text("a\n")
    text = f"services: {{web: {{image: 'x:1', volumes: ['{mount}']}}}}\n"
    by_path = {path: severity for severity, path, _ in said(tmp_path, text, "CP403", target)}
    assert by_path["services.web.volumes.0"] == severity


def test_label_of_selinux_matters_to_folders_of_the_node_alone(tmp_path: Path) -> None:
    (tmp_path / "a.conf").write_text("a\n")
    text = "services: {web: {image: 'x:1', volumes: ['./a.conf:/a.conf:ro,z', '/proc:/host:ro,z']}}\n"
    assert said(tmp_path, text, "CP403") == [
        (
            "info",
            "services.web.volumes.0",
            "the files of a.conf travel with the manifests of 'web'; later changes do not",
        ),
        ("info", "services.web.volumes.1", "bind.selinux 'z' of 'web' has no effect on the cluster"),
    ]


@pytest.mark.parametrize(
    ("source", "kubernetes", "swarm"),
    [
        ("/etc/localtime", "warning", "info"),
        ("/proc", "error", "warning"),
        ("/", "error", "warning"),
        ("/etc/pihole", "error", "error"),
    ],
)
def test_path_of_the_machine_is_milder_where_every_node_has_it(
    tmp_path: Path, source: str, kubernetes: str, swarm: str
) -> None:
    service = f"image: 'x:1', volumes: ['{source}:/host:ro']"
    assert grave(tmp_path, service, "CP405") == [kubernetes]
    assert grave(tmp_path, service, "CP405", Target.SWARM) == [swarm]


def test_replicas_of_a_swarm_share_no_volume(tmp_path: Path) -> None:
    text = (
        "name: shop\n"
        "services:\n"
        "  a: {image: 'x:1', scale: 3, volumes: ['data:/a', 'data:/r:ro']}\n"
        "  b: {image: 'x:1', deploy: {mode: global}, volumes: ['data:/b']}\n"
        "  c: {image: 'x:1', volumes: ['data:/c']}\n"
        "volumes: {data: {}}\n"
    )
    assert said(tmp_path, text, "CP409", Target.SWARM) == [
        (
            "error",
            "services.a.volumes.0",
            "the 3 replicas of 'a' share volume 'shop_data' where they run on one node; each other node has another",
        )
    ]


@pytest.mark.parametrize(
    ("image", "target", "severities"),
    [
        ("nginx:1", "/usr/share/nginx/html", ["warning"]),
        ("postgres:18", "/etc/postgresql", ["warning"]),
        ("postgres:18", "/var/lib/postgresql/data", []),
        ("docker.io/library/redis:8", "/data", []),
        ("x:1", "/run/app", []),
    ],
)
def test_known_folder_of_data_needs_nothing_of_the_image(
    tmp_path: Path, image: str, target: str, severities: list[str]
) -> None:
    text = f"services: {{web: {{image: '{image}', volumes: ['data:{target}']}}}}\nvolumes: {{data: {{}}}}\n"
    assert [finding.severity.value for finding in found(tmp_path, text, "CP411")] == severities


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (
            "image: 'grafana/grafana:12', volumes: ['data:/var/lib/grafana']",
            [
                (
                    "warning",
                    "services.web.volumes.0",
                    "grafana/grafana:12 runs as user 472, and the disk at /var/lib/grafana belongs to root",
                )
            ],
        ),
        ("image: 'grafana/grafana:12', volumes: ['data:/etc/grafana']", []),
        ("image: 'mine/grafana:12', volumes: ['data:/var/lib/grafana']", []),
        (
            "image: 'x:1', user: app, volumes: ['data:/a']",
            [
                (
                    "warning",
                    "services.web.user",
                    "user 'app' of 'web' is known to the image alone: its disks belong to root",
                )
            ],
        ),
        (
            "image: 'x:1', user: '7', volumes: ['data:/a']",
            [
                (
                    "info",
                    "services.web.user",
                    "the disks of 'web' are root's and of group 7, in which user '7' is",
                )
            ],
        ),
        (
            "image: 'postgres:18', user: '999:998', volumes: ['data:/var/lib/postgresql']",
            [
                (
                    "warning",
                    "services.web.user",
                    "the disks of 'web' are root's and of group 998, in which user '999:998' is",
                )
            ],
        ),
        ("image: 'x:1', user: ':', volumes: ['data:/a']", []),
        ("image: 'x:1', user: root, volumes: ['data:/a']", []),
    ],
)
def test_disk_that_its_user_may_not_own_is_said(
    tmp_path: Path, service: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(tmp_path, f"services: {{web: {{{service}}}}}\nvolumes: {{data: {{}}}}\n", "CP412") == expected


def test_size_of_a_folder_is_guessed_at_a_milder_place(tmp_path: Path) -> None:
    text = "services: {web: {image: 'x:1', volumes: ['data:/a', './b:/b']}}\nvolumes: {data: {}}\n"
    assert said(tmp_path, text, "CP410") == [
        ("info", "services.web.volumes.1", "claim 'bind-b' says no size: 1Gi is asked for"),
        ("warning", "volumes.data", "volume 'data' says no size: 1Gi is asked for"),
    ]


def test_empty_file_of_version_control_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    for name, content in ((".gitkeep", ""), ("a.conf", "a\n"), ("b.conf", "")):
        (tmp_path / "conf" / name).write_text(content)
    text = "services: {web: {image: 'x:1', volumes: ['./conf:/conf:ro']}}\n"
    messages = {finding.message: finding.severity.value for finding in found(tmp_path, text, "CP407", Target.SWARM)}
    assert messages == {
        ".gitkeep is empty, and a config holds 1 to 1,023,999: it is not there": "info",
        "b.conf is empty, and a config holds 1 to 1,023,999: it is not there": "error",
    }


def test_folder_with_a_hidden_empty_file_is_one_for_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".mysql_data").write_text("")
    assert [
        path for _, path, _ in said(tmp_path, "services: {web: {image: 'x:1', volumes: ['./data:/d']}}", "CP415")
    ] == ["services.web.volumes.0"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("/srv", "it asks for ReadWriteMany, which not every storage class gives"),
        ("/run/mysqld", "a socket in it connects programs on one node alone, whatever the storage"),
    ],
)
def test_volume_of_several_pods_is_an_error(tmp_path: Path, target: str, message: str) -> None:
    services = "".join(f"  {name}: {{image: 'x:1', volumes: ['data:{target}']}}\n" for name in "ab")
    text = f"services:\n{services}volumes: {{data: {{}}}}\n"
    assert said(tmp_path, text, "CP401") == [
        ("error", "volumes.data", f"claim 'data' is mounted by several pods (a, b): {message}")
    ]


@pytest.mark.parametrize(
    ("image", "advice"),
    [
        ("traefik:v3", "leave the proxy out, and translate with --publish ingress or gateway"),
        ("x:1", "talk to the Kubernetes API instead, or leave the service out"),
    ],
)
def test_socket_of_the_engine_is_an_error_with_a_way_out(tmp_path: Path, image: str, advice: str) -> None:
    text = f"services: {{web: {{image: '{image}', volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']}}}}\n"
    (finding,) = found(tmp_path, text, "CP406")
    assert (finding.severity.value, finding.help) == ("error", advice)
