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
    def empty(service: str) -> str:
        return f"data is not there: the claim 'bind-data' of {service!r} starts empty, as the folder does under Compose"

    places = {"a": "services.a.volumes.0", "b": "services.b.volumes.0", "c": "services.c.volumes_from.0"}
    assert said(tmp_path, TWO, "CP415") == [("error", place, empty(name)) for name, place in places.items()]
    missing = "data is not there: Compose makes a folder, Swarm rejects the task for ever"
    assert said(tmp_path, TWO, "CP414", Target.SWARM) == [
        ("error", "services.a.volumes.0", missing),
        ("error", "services.b.volumes.0", missing),
        ("error", "services.c.volumes_from.0", missing),
    ]


@pytest.mark.parametrize(
    ("mount", "advice"),
    [
        ("./a.json:/a.json:ro", "put it there and translate again: what is small and only read travels as a config"),
        ("./a.json:/a.json", "put it on every node that may run the service; if it is only read, write `:ro`"),
    ],
)
def test_missing_file_that_is_written_to_is_the_nodes_affair(tmp_path: Path, mount: str, advice: str) -> None:
    text = f"services: {{web: {{image: 'x:1', volumes: ['{mount}']}}}}\n"
    assert [finding.help for finding in found(tmp_path, text, "CP414", Target.SWARM)] == [advice]


def test_data_that_is_there_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lost = "what data holds on this machine stays there: the empty claim 'bind-data' takes its place in"
    assert said(tmp_path, TWO, "CP415") == [
        ("error", "services.a.volumes.0", f"{lost} 'a'"),
        ("error", "services.b.volumes.0", f"{lost} 'b'"),
        ("error", "services.c.volumes_from.0", f"{lost} 'c'"),
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


def test_labels_of_selinux_are_missed_at_each_mount(tmp_path: Path) -> None:
    text = "services: {web: {image: 'x:1', volumes: ['./b:/b', '/srv/a:/a:z', './b:/c:Z']}}\n"
    lost = "`docker stack deploy` knows no `z` and `Z`: {} is not labelled for SELinux"
    findings = found(tmp_path, text, "CP803", Target.SWARM)
    assert [(finding.severity.value, finding.path, finding.message) for finding in findings] == [
        ("info", ("services", "web", "volumes", 1, "bind", "selinux"), lost.format("/srv/a")),
        ("info", ("services", "web", "volumes", 2, "bind", "selinux"), lost.format("b")),
    ]
    assert findings[0].help.endswith("on the node: chcon -Rt container_file_t /srv/a")


def test_files_mounted_one_by_one_are_said_of_all_volumes_at_the_first_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.conf").write_text(f"{name}\n")
    text = "services: {web: {image: 'x:1', volumes: ['data:/data', './one:/one:ro', './two:/two:ro']}}\n"
    message = "the files in /one, /two are mounted one by one: a folder of the image is not hidden by them"
    by_message = {
        one.message: one for one in found(tmp_path, f"{text}volumes: {{data: {{}}}}\n", "CP403", Target.SWARM)
    }
    finding = by_message[message]
    assert finding.path == ("services", "web", "volumes")
    assert (finding.location.line, finding.location.column) == (1, text.index("'./one") + 1)


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


@pytest.mark.parametrize(
    ("mount", "severity"),
    [
        ("/proc:/host:ro", "warning"),
        ("/proc:/host", "error"),
        ("/:/host:ro", "warning"),
        ("/etc/hostname:/host:ro", "warning"),
        ("/etc/hosts.d:/host:ro", "error"),
        ("/var/lib/docker:/host:ro", "error"),
    ],
)
def test_agent_on_each_node_may_read_what_each_node_has(tmp_path: Path, mount: str, severity: str) -> None:
    service = f"image: 'x:1', deploy: {{mode: global}}, volumes: ['{mount}']"
    assert grave(tmp_path, service, "CP405") == [severity]


def test_pods_on_each_node_that_share_a_claim_are_no_replicas(tmp_path: Path) -> None:
    text = (
        "services:\n"
        "  a: {image: 'x:1', scale: 2, volumes: ['data:/a']}\n"
        "  b: {image: 'x:1', deploy: {mode: global}, volumes: ['state:/b']}\n"
        "volumes: {data: {}, state: {}}\n"
    )
    rest = "wherever it runs: it asks for ReadWriteMany, and nothing keeps them from writing at once"
    assert [(finding.message, finding.help) for finding in found(tmp_path, text, "CP409")] == [
        (
            f"every replica of 'a' has the one claim 'data', {rest}",
            "run one replica, or let the application keep its state elsewhere",
        ),
        (
            f"the pod on each node of 'b' has the one claim 'state', {rest}",
            "to each node its own: mount a folder of the node, with --bind host-path",
        ),
    ]


@pytest.mark.parametrize(
    ("deploy", "severity", "why"),
    [
        (
            "placement: {constraints: ['node.role == manager']}",
            "error",
            "a task on another one starts without its data",
        ),
        (
            "placement: {constraints: ['node.labels.a.b == true']}",
            "warning",
            "'node.labels.a.b == true' decides on which",
        ),
        ("placement: {constraints: ['node.hostname==n1']}", "warning", "'node.hostname==n1' decides on which"),
        ("placement: {constraints: ['node.labels.a != b']}", "error", "a task on another one starts without its data"),
        ("mode: global", "warning", "the task on each has its own"),
    ],
)
def test_volume_of_a_service_that_is_placed_is_milder(tmp_path: Path, deploy: str, severity: str, why: str) -> None:
    services = f"services: {{web: {{image: 'x:1', volumes: ['data:/d'], deploy: {{{deploy}}}}}}}\n"
    text = f"{services}volumes: {{data: {{name: d}}}}\n"
    assert said(tmp_path, text, "CP402", Target.SWARM) == [
        (severity, "services.web.volumes.0", f"volume 'd' stays on a node: {why}")
    ]


@pytest.mark.parametrize(
    ("deploy", "message"),
    [
        ("", "whoever has /run/docker.sock has the node, and a task may be on any node"),
        ("mode: global", "whoever has /run/docker.sock has the node, and a task is on each of them"),
        (
            "placement: {constraints: [node.role==manager]}",
            "whoever has /run/docker.sock has the swarm, since it is a manager's",
        ),
    ],
)
def test_socket_of_the_engine_is_that_of_the_nodes_of_the_service(tmp_path: Path, deploy: str, message: str) -> None:
    text = f"services: {{web: {{image: 'x:1', volumes: ['/run/docker.sock:/s'], deploy: {{{deploy}}}}}}}\n"
    assert said(tmp_path, text, "CP406", Target.SWARM) == [("error", "services.web.volumes.0", message)]


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
        ("docker.io/alpine:3.22", "/shared", []),
        ("alpine:3.22", "/etc/app", ["warning"]),
        ("example/alpine:3.22", "/shared", ["warning"]),
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
