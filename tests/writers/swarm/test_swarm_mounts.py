"""What a task sees in its file system: volumes, binds, memory, and files that came from binds."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from stacks import Stacked, stack, stack_in


def web(*lines: str) -> str:
    return "services:\n  web:\n    image: nginx:1.29\n    restart: always\n" + "".join(
        f"    {line}\n" for line in lines
    )


def hashed(name: str, content: bytes) -> str:
    return f"{name}-{sha256(content).hexdigest()[:8]}"


def mounts(result: Stacked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result.service()["volumes"]
    return found


def test_a_named_volume_keeps_the_name_that_its_data_has() -> None:
    result = stack(web("volumes: ['data:/data:ro']") + "volumes: {data: {}}\n")
    assert mounts(result) == [{"type": "volume", "source": "data", "target": "/data", "read_only": True}]
    assert result.document["volumes"] == {"data": {"name": "shop_data"}}
    assert result.severities == {"CP402 services.web.volumes.0": "error"}


def test_pinned_volumes_place_the_service_on_one_node() -> None:
    result = stack(web("volumes: ['data:/data']") + "volumes: {data: {}}\n", pin_volumes=True)
    assert result.service()["deploy"]["placement"] == {"constraints": ["node.labels.composeport.shop == true"]}
    assert result.severities == {"CP402 services.web.volumes.0": "warning"}
    assert result.comment[-1] == "- docker node update --label-add composeport.shop=true NODE    (one node alone)"


def test_a_global_service_is_not_pinned() -> None:
    text = web("volumes: ['data:/data']", "deploy: {mode: global}") + "volumes: {data: {}}\n"
    result = stack(text, pin_volumes=True)
    assert "placement" not in result.service()["deploy"]
    assert result.messages == ["volume 'shop_data' stays on a node: the task on each has its own"]


def test_a_volume_that_all_nodes_share_is_no_finding() -> None:
    volume = "volumes: {data: {driver_opts: {type: nfs, o: addr=192.0.2.1, device: ':/export'}}}\n"
    result = stack(web("volumes: ['data:/data']") + volume)
    assert result.document["volumes"]["data"]["driver_opts"] == {
        "device": ":/export",
        "o": "addr=192.0.2.1",
        "type": "nfs",
    }
    assert result.findings == []


def test_the_plug_in_of_a_volume_must_be_on_every_node() -> None:
    result = stack(
        web("volumes: ['data:/data', 'more:/more']") + "volumes: {data: {driver: rexray}, more: {driver: rexray}}\n"
    )
    assert result.severities == {
        "CP806 volumes.data.driver": "warning",
        "CP806 volumes.more.driver": "warning",
    }
    assert result.comment[2:] == ["To be done first:", "- on every node: the plug-in rexray (docker plugin install)"]


def test_an_external_volume_is_only_named() -> None:
    result = stack(web("volumes: ['data:/data']") + "volumes: {data: {external: true, name: old}}\n")
    assert result.document["volumes"] == {"data": {"external": True, "name": "old"}}


def test_a_volume_without_a_name_goes_with_its_task() -> None:
    result = stack(web("volumes: [/cache]"))
    assert mounts(result) == [{"type": "volume", "target": "/cache"}]
    assert result.severities == {"CP402 services.web.volumes.0": "warning"}


def test_tmpfs_moves_to_a_mount_with_its_size_in_bytes() -> None:
    result = stack(web("tmpfs: ['/run:size=64m,noexec', '/tmp:mode=0700']", "shm_size: 1gb"))
    assert mounts(result) == [
        {"type": "tmpfs", "target": "/run", "tmpfs": {"size": 67108864}},
        {"type": "tmpfs", "target": "/tmp"},
        {"type": "tmpfs", "target": "/dev/shm", "tmpfs": {"size": 1073741824}},
    ]
    assert result.findings == ["CP413 6:37 services.web.tmpfs.1"]


def test_the_mode_of_a_tmpfs_is_lost() -> None:
    result = stack(web("volumes: [{type: tmpfs, target: /run, tmpfs: {size: 1m, mode: 0o700}}]"))
    assert mounts(result) == [{"type": "tmpfs", "target": "/run", "tmpfs": {"size": 1048576}}]
    assert result.only("CP413")[0].split()[2] == "services.web.volumes.0.tmpfs.mode"


def test_a_place_is_mounted_once() -> None:
    result = stack(web("volumes: ['data:/run']", "tmpfs: [/run/]") + "volumes: {data: {}}\n")
    assert [mount["target"] for mount in mounts(result)] == ["/run"]
    assert result.severities["CP801 services.web.tmpfs.0"] == "error"


def test_the_size_of_shared_memory_means_nothing_beside_a_mount_there() -> None:
    result = stack(web("tmpfs: ['/dev/shm:size=1m']", "shm_size: 1gb"))
    assert mounts(result) == [{"type": "tmpfs", "target": "/dev/shm", "tmpfs": {"size": 1048576}}]
    assert result.findings == []


def test_what_every_node_has_is_a_note_where_a_task_is_on_each() -> None:
    lines = "volumes: ['/sys:/sys:ro']"
    assert stack(web(lines)).severities == {"CP405 services.web.volumes.0": "warning"}
    assert stack(web(lines, "deploy: {mode: global}")).severities == {"CP405 services.web.volumes.0": "info"}


def test_volumes_of_another_service() -> None:
    other = "  db: {image: postgres, restart: always, volumes: ['data:/data', 'more:/more']}\n"
    other += "volumes: {data: {}, more: {}}\n"
    result = stack(web("volumes: ['data:/more']", "volumes_from: ['db:ro']") + other)
    assert mounts(result) == [
        {"type": "volume", "source": "data", "target": "/more"},
        {"type": "volume", "source": "data", "target": "/data", "read_only": True},
    ]
    assert result.severities["CP801 services.web.volumes_from.0"] == "warning"


def test_volumes_that_another_service_has_from_a_third() -> None:
    others = "  db: {image: postgres, restart: always, volumes_from: [disk]}\n"
    others += "  disk: {image: busybox, volumes: ['data:/data', {type: tmpfs, target: /t, tmpfs: {size: 4096}}]}\n"
    result = stack(web("volumes: ['data:/own']", "volumes_from: ['db:ro']") + others + "volumes: {data: {}}\n")
    assert mounts(result) == [
        {"type": "volume", "source": "data", "target": "/own"},
        {"type": "volume", "source": "data", "target": "/data", "read_only": True},
        {"type": "tmpfs", "target": "/t", "read_only": True, "tmpfs": {"size": 4096}},
    ]


def test_what_is_no_absolute_path_is_not_mounted() -> None:
    result = stack(web("volumes: ['${UNSET}:${UNSET}', 'C:\\data:C:\\data']"))
    assert [mount["target"] for mount in mounts(result)] == ["C:\\data"]
    assert result.severities["CP801 services.web.volumes.0"] == "error"


def test_an_image_cannot_be_mounted() -> None:
    result = stack(web("volumes: [{type: image, source: busybox, target: /b}]"))
    assert "volumes" not in result.service()
    assert result.severities == {"CP801 services.web.volumes.0": "error"}


def test_a_file_travels_as_a_config_under_a_name_of_its_content(tmp_path: Path) -> None:
    (tmp_path / "nginx.conf").write_text("events {}\n")
    result = stack_in(tmp_path, web("volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']"))
    key = hashed("nginx.conf", b"events {}\n")
    assert result.service()["configs"] == [{"source": key, "target": "/etc/nginx/nginx.conf"}]
    assert result.document["configs"] == {key: {"file": f"./stack-files/{key}"}}
    assert result.contents == {f"stack-files/{key}": b"events {}\n"}
    assert result.severities == {"CP403 services.web.volumes.0": "info"}


def test_files_of_a_folder_keep_their_paths_and_execute_bits(tmp_path: Path) -> None:
    (tmp_path / "conf" / "deep").mkdir(parents=True)
    (tmp_path / "conf" / "a.conf").write_text("a\n")
    (tmp_path / "conf" / "deep" / "run.sh").write_text("#!/bin/sh\n")
    (tmp_path / "conf" / "deep" / "run.sh").chmod(0o755)
    (tmp_path / "conf" / "deep" / "empty.conf").write_text("")
    result = stack_in(tmp_path, web("volumes: ['./conf:/etc/app:ro']"))
    assert result.service()["configs"] == [
        {"source": hashed("a.conf", b"a\n"), "target": "/etc/app/a.conf"},
        {"source": hashed("run.sh", b"#!/bin/sh\n"), "target": "/etc/app/deep/run.sh", "mode": 0o555},
    ]
    assert result.severities == {
        "CP403 services.web.volumes": "info",
        "CP403 services.web.volumes.0": "info",
        "CP407 services.web.volumes.0": "error",
    }


def test_a_file_that_was_writable_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "acme.json").write_text("{}\n")
    result = stack_in(tmp_path, web("volumes: ['./acme.json:/acme.json']"))
    assert result.severities == {"CP403 services.web.volumes.0": "warning"}


def test_a_file_that_programs_replace_is_not(tmp_path: Path) -> None:
    (tmp_path / "app.ini").write_text("a=b\n")
    result = stack_in(tmp_path, web("volumes: ['./app.ini:/etc/app.ini']"))
    assert result.severities == {"CP403 services.web.volumes.0": "info"}


def test_a_folder_that_cannot_travel_is_said(tmp_path: Path) -> None:
    (tmp_path / "conf" / "empty").mkdir(parents=True)
    (tmp_path / "conf" / "a.ini").write_text("a=b\n")
    result = stack_in(tmp_path, web("volumes: ['./conf:/conf:ro']"))
    assert "empty of conf holds no file: that folder is not there" in result.messages


def test_a_link_that_leads_out_of_its_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "a.ini").write_text("a=b\n")
    (tmp_path / "conf" / "b.ini").symlink_to(tmp_path / "b.ini")
    result = stack_in(tmp_path, web("volumes: ['./conf:/conf:ro']"))
    assert "b.ini of conf leads out of that folder: it is not there" in result.messages


def test_a_private_key_travels_as_a_secret(tmp_path: Path) -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n"
    (tmp_path / "server.pem").write_text(key)
    result = stack_in(tmp_path, web("volumes: ['./server.pem:/etc/ssl/server.pem:ro']"))
    name = hashed("server.pem", key.encode())
    assert result.service()["secrets"] == [{"source": name, "target": "/etc/ssl/server.pem"}]
    assert [file.secret for file in result.files.contents] == [True]


def test_an_empty_file_stays_a_mount(tmp_path: Path) -> None:
    (tmp_path / "acme.txt").write_text("")
    result = stack_in(tmp_path, web("volumes: ['./acme.txt:/acme.txt']"))
    assert mounts(result) == [{"type": "bind", "source": str(tmp_path / "acme.txt"), "target": "/acme.txt"}]
    assert result.severities == {"CP407 services.web.volumes.0": "error"}


def test_more_than_a_config_holds_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("x" * 1_024_000)
    result = stack_in(tmp_path, web("volumes: ['./big.txt:/big.txt:ro']"))
    assert result.severities["CP407 services.web.volumes.0"] == "error"
    (tmp_path / "big.txt").write_text("x" * 1_023_999)
    assert (
        "CP407 services.web.volumes.0" not in stack_in(tmp_path, web("volumes: ['./big.txt:/big.txt:ro']")).severities
    )


def test_data_of_the_host_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "app.db").write_bytes(b"\0\1")
    result = stack_in(tmp_path, web("volumes: ['./data:/data']"), pin_volumes=True)
    assert mounts(result) == [{"type": "bind", "source": str(tmp_path / "data"), "target": "/data"}]
    assert result.severities == {"CP415 services.web.volumes.0": "warning"}
    assert result.messages == ["data stays on a node: the service runs there alone"]
    assert result.comment[3:] == [
        f"- a copy of {tmp_path}/data, on every node that may run it    (for web)",
        "- docker node update --label-add composeport.shop=true NODE    (one node alone)",
    ]
    assert result.service()["deploy"]["placement"] == {"constraints": ["node.labels.composeport.shop == true"]}


def test_data_of_the_host_is_an_error_where_tasks_may_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "app.db").write_bytes(b"\0\1")
    text = web("volumes: ['./data:/data']")
    assert stack_in(tmp_path, text).severities == {"CP415 services.web.volumes.0": "error"}
    placed = f"{text}    deploy: {{placement: {{constraints: [node.hostname == one]}}}}\n"
    result = stack_in(tmp_path, placed)
    assert result.severities == {"CP415 services.web.volumes.0": "warning"}
    assert result.messages == ["data stays on a node: 'node.hostname == one' decides on which"]


def test_a_folder_that_compose_would_make_is_on_the_list(tmp_path: Path) -> None:
    result = stack_in(tmp_path, web("volumes: ['./data:/data']"))
    assert result.severities == {"CP414 services.web.volumes.0": "error"}
    assert result.messages == ["data is not there: Compose makes a folder, Swarm rejects the task for ever"]
    assert result.comment[-1] == f"- mkdir -p {tmp_path}/data, on every node that may run it    (for web)"


def test_a_folder_that_compose_would_not_make_is_said_to_be_missing(tmp_path: Path) -> None:
    bind = "{type: bind, source: ./data, target: /data, bind: {create_host_path: false}}"
    result = stack_in(tmp_path, web(f"volumes: [{bind}]"))
    assert result.messages == ["data is not there: Compose does not start the service, Swarm rejects the task for ever"]


def test_a_file_that_is_not_there_is_on_the_list_once(tmp_path: Path) -> None:
    mounted = "volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']"
    result = stack_in(tmp_path, web(mounted) + f"  api: {{image: 'x:1', restart: always, {mounted}}}\n")
    assert result.severities == {"CP414 services.api.volumes.0": "error", "CP414 services.web.volumes.0": "error"}
    assert result.comment[2:] == [
        "To be done first:",
        "- put nginx.conf there, and translate again    (for api, web)",
    ]


def test_the_socket_of_the_engine_is_an_error() -> None:
    result = stack(web("volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']"))
    assert mounts(result) == [
        {"type": "bind", "source": "/var/run/docker.sock", "target": "/var/run/docker.sock", "read_only": True}
    ]
    assert result.severities == {"CP406 services.web.volumes.0": "error"}


def test_what_is_mounted_over_a_file_of_a_folder_hides_it(tmp_path: Path) -> None:
    (tmp_path / "conf" / "extra").mkdir(parents=True)
    (tmp_path / "conf" / "app.conf").write_text("plain\n")
    (tmp_path / "conf" / "extra" / "a.conf").write_text("extra\n")
    (tmp_path / "prod.conf").write_text("production\n")
    lines = "volumes: ['./conf:/etc/app:ro', './prod.conf:/etc/app/app.conf:ro', 'more:/etc/app/extra']"
    result = stack_in(tmp_path, web(lines) + "volumes: {more: {}}\n")
    assert result.service()["configs"] == [
        {"source": hashed("prod.conf", b"production\n"), "target": "/etc/app/app.conf"}
    ]
