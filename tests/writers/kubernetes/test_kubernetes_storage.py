"""Volumes, mounts and claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kubernetes_objects import translated, write

CLAIM = {"subPath": "data", "persistentVolumeClaim": {"claimName": "vol"}}


def service(volumes: str, more: str = "", top: str = "") -> str:
    return f"services: {{web: {{image: x, volumes: [{volumes}]{more}}}}}\n{top}"


def claim(size: str = "1Gi", mode: str = "ReadWriteOnce") -> dict[str, Any]:
    return {"accessModes": [mode], "resources": {"requests": {"storage": size}}}


def test_volume_is_a_claim_mounted_below_its_root(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/data'", top="volumes: {vol: {labels: {k: v}}}")))
    assert found.mounts("web") == {"/data": CLAIM}
    assert found.objects["PersistentVolumeClaim", "vol"] == {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {
            "name": "vol",
            "labels": {"app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "composeport"},
            "annotations": {"k": "v"},
        },
        "spec": claim(),
    }
    assert found.said("CP410") == [("warning", "volumes.vol", "2:16")]
    assert found.said("CP411") == [("warning", "services.web.volumes.0", "1:38")]


def test_size_comes_from_the_driver_or_the_command_line(tmp_path: Path) -> None:
    file = write(tmp_path, service("'vol:/d', 'work:/e'", top="volumes: {vol: {driver_opts: {size: 10g}}, work: {}}"))
    found = translated(file, volume_size="5Gi", storage_class="fast")
    assert found.spec("PersistentVolumeClaim", "vol") == {"storageClassName": "fast", **claim("10Gi")}
    assert found.spec("PersistentVolumeClaim", "work") == {"storageClassName": "fast", **claim("5Gi")}


def test_shared_volume_is_one_claim_of_many_writers(tmp_path: Path) -> None:
    text = "services: {a: {image: x, volumes: ['vol:/d']}, b: {image: x, volumes: ['vol:/d:ro']}}\nvolumes: {vol: {}}"
    found = translated(write(tmp_path, text))
    assert found.names("PersistentVolumeClaim") == ["vol"]
    assert found.spec("PersistentVolumeClaim", "vol") == claim(mode="ReadWriteMany")
    assert found.mounts("b") == {"/d": {**CLAIM, "readOnly": True}}
    assert found.said("CP401") == [("error", "volumes.vol", "2:16")]


def test_containers_of_one_pod_share_a_claim_of_one_writer(tmp_path: Path) -> None:
    text = (
        "services: {a: {image: x, volumes: ['vol:/d']}, "
        "b: {image: x, network_mode: 'service:a', volumes: ['vol:/d']}}\n"
        "volumes: {vol: {}}"
    )
    assert translated(write(tmp_path, text)).spec("PersistentVolumeClaim", "vol") == claim()


def test_replicas_share_their_volume(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/d'", ", deploy: {replicas: 2}", "volumes: {vol: {}}")))
    assert found.spec("PersistentVolumeClaim", "vol") == claim(mode="ReadWriteMany")
    assert found.said("CP409") == [("error", "services.web.volumes.0", "1:38")]


def test_nfs_volume_is_bound_to_its_server(tmp_path: Path) -> None:
    options = "{type: nfs, o: 'addr=10.0.0.1,ro,nfsvers=4', device: ':/exports/x'}"
    found = translated(write(tmp_path, service("'vol:/d'", top=f"volumes: {{vol: {{driver_opts: {options}}}}}")))
    assert found.mounts("web") == {"/d": {"readOnly": True, "persistentVolumeClaim": {"claimName": "vol"}}}
    assert found.spec("PersistentVolume", "shop-vol") == {
        "capacity": {"storage": "1Gi"},
        "accessModes": ["ReadWriteMany"],
        "persistentVolumeReclaimPolicy": "Retain",
        "storageClassName": "",
        "mountOptions": ["nfsvers=4"],
        "nfs": {"server": "10.0.0.1", "path": "/exports/x", "readOnly": True},
    }
    assert found.spec("PersistentVolumeClaim", "vol") == {
        "accessModes": ["ReadWriteMany"],
        "storageClassName": "",
        "volumeName": "shop-vol",
        "resources": {"requests": {"storage": "1Gi"}},
    }


def test_external_volume_is_only_referred_to(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/d'", top="volumes: {vol: {external: true, name: my_data}}")))
    assert found.names("PersistentVolumeClaim") == []
    assert found.mounts("web")["/d"]["persistentVolumeClaim"] == {"claimName": "my-data"}
    assert found.said("CP415") == [("warning", "volumes.vol", "2:16")]


def test_external_volume_without_a_name_is_called_by_its_key(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/d'", top="volumes: {vol: {external: true, name: ''}}")))
    assert [finding.message for finding in found.findings if finding.rule.code == "CP415"] == [
        "volume 'vol' is made elsewhere: the pods wait until there is a claim 'vol'"
    ]


def test_size_of_shared_memory_means_nothing_beside_a_mount_there(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("{type: tmpfs, target: /dev/shm, tmpfs: {size: 1m}}", ", shm_size: 1g")))
    assert found.mounts("web") == {"/dev/shm": {"emptyDir": {"medium": "Memory", "sizeLimit": "1Mi"}}}
    assert found.said("CP403") == []


def test_numeric_user_may_write(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/d'", ", user: '1000:2000'", "volumes: {vol: {}}")))
    assert found.pod("web")["securityContext"]["fsGroup"] == 2000
    assert found.said("CP412") == [("info", "services.web.user", "1:55")]


@pytest.mark.parametrize(
    ("volumes", "more", "expected"),
    [
        ("'/d'", "", {"/d": {"emptyDir": {}}}),
        (
            "{type: tmpfs, target: /d, tmpfs: {size: 10m}}",
            "",
            {"/d": {"emptyDir": {"medium": "Memory", "sizeLimit": "10Mi"}}},
        ),
        (
            "{type: tmpfs, target: /d, read_only: true}",
            "",
            {"/d": {"readOnly": True, "emptyDir": {"medium": "Memory"}}},
        ),
        ("", ", tmpfs: '/d:size=64k'", {"/d": {"emptyDir": {"medium": "Memory", "sizeLimit": "64Ki"}}}),
        ("", ", shm_size: 1g", {"/dev/shm": {"emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}}}),
        (
            "{type: volume, source: vol, target: /d, volume: {subpath: a/b}}",
            "",
            {"/d": CLAIM | {"subPath": "data/a/b"}},
        ),
        (
            "{type: image, source: busybox, target: /d, image: {subpath: bin}}",
            "",
            {
                "/d": {
                    "subPath": "bin",
                    "readOnly": True,
                    "image": {"reference": "busybox", "pullPolicy": "IfNotPresent"},
                }
            },
        ),
        (
            "{type: tmpfs, target: /dev/shm}",
            ", shm_size: 1g",
            {"/dev/shm": {"emptyDir": {"medium": "Memory"}}},
        ),
        ("'/proc:/host:ro'", "", {"/host": {"readOnly": True, "hostPath": {"path": "/proc"}}}),
        ("'ram:/d'", "", {"/d": {"emptyDir": {"medium": "Memory", "sizeLimit": "5Mi"}}}),
        ("'./up:/d'", "", {"/d": CLAIM | {"persistentVolumeClaim": {"claimName": "bind-up"}}}),
    ],
)
def test_mount(volumes: str, more: str, expected: dict[str, Any], tmp_path: Path) -> None:
    top = "volumes: {vol: {}, ram: {driver_opts: {type: tmpfs, o: 'size=5m'}}}"
    assert translated(write(tmp_path, service(volumes, more, top))).mounts("web") == expected


def test_image_mount_needs_a_version_that_has_it(tmp_path: Path) -> None:
    file = write(tmp_path, service("{type: image, source: busybox, target: /d}"))
    found = translated(file, kube_version="1.34")
    assert found.mounts("web") == {}
    assert found.said("CP403") == [("error", "services.web.volumes.0", "1:38")]


def test_single_file_hides_nothing_beside_it(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'./c/n.conf:/etc/x/y.conf:ro'"), {"c/n.conf": "a=1\n"}))
    assert found.mounts("web") == {
        "/etc/x/y.conf": {
            "subPath": "y.conf",
            "readOnly": True,
            "configMap": {
                "name": "files-c-n-conf",
                "defaultMode": 0o644,
                "items": [{"key": "n.conf", "path": "y.conf"}],
            },
        }
    }
    assert found.objects["ConfigMap", "files-c-n-conf"]["data"] == {"n.conf": "a=1\n"}


def test_folder_keeps_nested_paths_bytes_and_execute_bits(tmp_path: Path) -> None:
    file = write(tmp_path, service("'./c:/c:ro'"), {"c/a b": "a", "c/d/x.sh": "#!", "c/z": b"\xff\0"})
    (file.parent / "c/d/x.sh").chmod(0o755)
    found = translated(file)
    assert found.mounts("web")["/c"]["configMap"] == {
        "name": "files-c",
        "defaultMode": 0o644,
        "items": [
            {"key": "a_b", "path": "a b"},
            {"key": "d_x.sh", "path": "d/x.sh", "mode": 0o755},
            {"key": "z", "path": "z"},
        ],
    }
    made = found.objects["ConfigMap", "files-c"]
    assert (made["data"], made["binaryData"]) == ({"a_b": "a", "d_x.sh": "#!"}, {"z": "/wA="})


def test_file_inside_a_mounted_folder_becomes_one_of_its_files(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"c/a": "old", "c/b": "b", "n": "new"}
    found = translated(write(tmp_path, service("'./c:/c', './n:/c/a', 'vol:/c/e'", top="volumes: {vol: {}}"), files))
    sources = [
        {"configMap": {"name": "files-c", "items": [{"key": "b", "path": "b", "mode": 0o644}]}},
        {"configMap": {"name": "files-n", "items": [{"key": "n", "path": "a", "mode": 0o644}]}},
    ]
    assert found.mounts("web") == {"/c": {"readOnly": True, "projected": {"sources": sources}}, "/c/e": CLAIM}


def test_content_rolls_the_pods(tmp_path: Path) -> None:
    def stamp(content: str) -> str:
        found = translated(write(tmp_path, service("'./c:/c:ro'"), {"c/a": content}))
        annotations: dict[str, str] = found.spec("Deployment", "web")["template"]["metadata"]["annotations"]
        return annotations["composeport.dev/files-hash"]

    assert stamp("1") == stamp("1") != stamp("2")


@pytest.mark.parametrize(
    ("mount", "files", "code", "severity"),
    [
        ("./c:/c:ro", {"c": "a"}, "CP403", "info"),
        ("./c:/c", {"c": "a"}, "CP403", "warning"),
        (".:/app", {}, "CP404", "warning"),
        ("/proc:/p", {}, "CP405", "error"),
        ("/run/docker.sock:/s", {}, "CP406", "error"),
        ("./c:/c:ro", {"c": "x" * (1024 * 1024 + 1)}, "CP407", "error"),
        ("./c:/c:ro", {}, "CP414", "error"),
        ("./c:/c", {}, "CP415", "error"),
        ("./c:/c", {"c/.empty": ""}, "CP415", "error"),
        ("./id_rsa:/k:ro", {"id_rsa": "x"}, "CP502", "warning"),
    ],
)
def test_bind_is_reported(mount: str, files: dict[str, bytes | str], code: str, severity: str, tmp_path: Path) -> None:
    found = translated(write(tmp_path, service(f"'{mount}'"), files))
    assert found.said(code) == [(severity, "services.web.volumes.0", "1:38")]


def test_host_path_mounts_everything_from_the_node(tmp_path: Path) -> None:
    file = write(tmp_path, service("'./c:/c:ro', '.:/app'"), {"c/a": "a"})
    found = translated(file, bind="host-path")
    assert found.mounts("web") == {
        "/app": {"hostPath": {"path": str(file.parent)}},
        "/c": {"readOnly": True, "hostPath": {"path": str(file.parent / "c")}},
    }
    assert found.names("ConfigMap") == []


def test_borrowed_volumes_are_the_lenders(tmp_path: Path) -> None:
    text = (
        "services: {a: {image: x, volumes: ['vol:/d', 'work:/e']}, "
        "b: {image: x, volumes_from: ['a:ro'], volumes: ['vol:/e']}}\n"
        "volumes: {vol: {}, work: {}}"
    )
    assert translated(write(tmp_path, text)).mounts("b") == {"/d": {**CLAIM, "readOnly": True}, "/e": CLAIM}


@pytest.mark.parametrize(
    ("lenders", "expected"),
    [("a, 'b:ro'", {**CLAIM, "readOnly": True}), ("'b:ro', a", CLAIM), ("'c:rw'", {**CLAIM, "readOnly": True})],
)
def test_the_last_of_those_that_lend_a_place_decides_who_may_write_there(
    lenders: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    """As Docker Engine was seen to do; what a lender may only read, nobody writes to by it."""
    text = (
        "services: {a: {image: x, volumes: ['vol:/d']}, b: {image: x, volumes: ['vol:/d']}, "
        f"c: {{image: x, volumes: ['vol:/d:ro']}}, web: {{image: x, volumes_from: [{lenders}]}}}}\n"
        "volumes: {vol: {}}"
    )
    assert translated(write(tmp_path, text)).mounts("web") == {"/d": expected}


def test_a_volume_without_a_name_is_not_shared_with_those_that_borrow_it(tmp_path: Path) -> None:
    text = "services: {a: {image: x, volumes: [/d]}, b: {image: x, volumes_from: [a]}}"
    found = translated(write(tmp_path, text))
    assert found.said("CP401") == [("error", "services.b.volumes_from.0", "1:71")]
    assert found.said("CP411") == [("warning", "services.a.volumes.0", "1:36")]


def test_seeding_copies_what_the_image_has(tmp_path: Path) -> None:
    volumes = "'vol:/d', {type: volume, source: work, target: /e, volume: {nocopy: true}}"
    found = translated(write(tmp_path, service(volumes, top="volumes: {vol: {}, work: {}}")), seed_volumes=True)
    (seed,) = found.pod("web")["initContainers"]
    assert (seed["name"], seed["image"], seed["command"][4:]) == ("web-seed", "x", ["/d", "/composeport/0"])
    assert seed["volumeMounts"] == [{"name": "vol", "mountPath": "/composeport/0", "subPath": "data"}]
    assert found.said("CP411") == []


def test_read_only_disk_is_writable_where_something_is_mounted_inside(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'vol:/d:ro', 'work:/d/w'", top="volumes: {vol: {}, work: {}}")))
    assert found.mounts("web")["/d"] == CLAIM
    assert found.said("CP403") == [("warning", "services.web.volumes.0", "1:38")]


def test_memory_without_a_size_is_said(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("{type: tmpfs, target: /dev/shm}", ", tmpfs: [/run, '/tmp:size=1m']")))
    assert found.said("CP413") == [("info", "services.web.volumes.0", "1:38"), ("info", "services.web.tmpfs.0", "1:80")]


def test_volume_in_memory_without_a_size_is_said(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'ram:/d'", top="volumes: {ram: {driver_opts: {type: tmpfs}}}")))
    assert found.mounts("web") == {"/d": {"emptyDir": {"medium": "Memory"}}}
    assert found.said("CP413") == [("info", "services.web.volumes.0", "1:38")]


def test_a_link_that_leads_out_of_its_folder_is_said(tmp_path: Path) -> None:
    file = write(tmp_path, service("'./c:/c:ro'"), {"c/a.conf": "x", "out.conf": "y"})
    (file.parent / "c/link.conf").symlink_to("../out.conf")
    assert [finding.message for finding in translated(file).findings if finding.severity.value == "warning"] == [
        "link.conf of c leads out of that folder: 'web' does not have it"
    ]


def test_folders_that_cannot_travel_are_said(tmp_path: Path) -> None:
    found = translated(write(tmp_path, service("'./c:/c:ro'"), {"c/a.conf": "x", "c/on/": "", "c/off/": ""}))
    assert [finding.message for finding in found.findings if finding.severity.value == "warning"] == [
        "off, on of c holds no file, so 'web' does not have that folder"
    ]
