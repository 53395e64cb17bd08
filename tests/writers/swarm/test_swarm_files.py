"""Configs and secrets that a service names."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from stacks import stack, stack_in

WEB = "services:\n  web:\n    image: nginx:1.29\n    restart: always\n    user: '1000:1001'\n"


def hashed(name: str, content: bytes) -> str:
    return f"{name}-{sha256(content).hexdigest()[:8]}"


def test_contents_are_written_beside_the_stack_file() -> None:
    text = WEB + "    configs: [motd]\n    secrets: [token]\n"
    text += "configs: {motd: {content: hi}}\nsecrets: {token: {environment: T}}\n"
    result = stack(text, {"T": "hunter2"}, files="prod-files")
    motd, token = hashed("motd", b"hi"), hashed("token", b"hunter2")
    assert result.service()["configs"] == [{"source": motd, "target": "/motd"}]
    assert result.service()["secrets"] == [{"source": token, "target": "/run/secrets/token"}]
    assert result.document["secrets"] == {token: {"file": f"./prod-files/{token}"}}
    assert result.contents == {f"prod-files/{motd}": b"hi", f"prod-files/{token}": b"hunter2"}
    assert [(file.name, file.secret) for file in result.files.contents] == [
        (f"prod-files/{motd}", False),
        (f"prod-files/{token}", True),
    ]
    assert result.severities == {"CP503 secrets.token.environment": "warning"}


def test_a_value_never_reaches_a_finding() -> None:
    text = WEB + "    secrets: [token]\nsecrets: {token: {environment: T}}\n"
    assert not [message for message in stack(text, {"T": "hunter2"}).messages if "hunter2" in message]


def test_a_mode_that_shuts_the_user_out_is_kept_for_that_user(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("x")
    text = WEB + "    secrets: [{source: token, target: t, mode: 0400}]\nsecrets: {token: {file: ./token}}\n"
    assert stack_in(tmp_path, text).service()["secrets"] == [
        {"source": hashed("token", b"x"), "target": "t", "uid": "1000", "gid": "1001", "mode": 0o400}
    ]


def test_owners_are_kept(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("x")
    text = WEB + "    configs: [{source: c, target: /c, uid: '5', gid: '6', mode: 0440}]\nconfigs: {c: {file: ./c}}\n"
    assert stack_in(tmp_path, text).service()["configs"] == [
        {"source": hashed("c", b"x"), "target": "/c", "uid": "5", "gid": "6", "mode": 0o440}
    ]


TWICE = WEB + "    configs: [{source: c, target: /a, mode: 0400}, {source: c, target: /b}, {source: c, target: /d}]\n"


def test_an_object_is_there_once_for_each_mode_since_an_engine_keeps_one_file_of_it(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("x")
    result = stack_in(tmp_path, TWICE + "configs: {c: {file: ./c}}\n")
    first, second, third = (hashed(name, b"x") for name in ("c", "c-1", "c-2"))
    assert result.service()["configs"] == [
        {"source": first, "target": "/a", "uid": "1000", "gid": "1001", "mode": 0o400},
        {"source": second, "target": "/b"},
        {"source": third, "target": "/d"},
    ]
    assert result.contents == {f"stack-files/{name}": b"x" for name in (first, second, third)}
    assert result.messages == []


def test_an_object_with_a_name_of_its_own_is_one_file_however_often_it_is_mounted() -> None:
    result = stack(TWICE + "configs: {c: {external: true}}\n")
    assert [entry["source"] for entry in result.service()["configs"]] == ["c", "c", "c"]
    said = "Swarm has one file of config 'c' in a container: the last owner and mode hold for each"
    assert [message for message in result.messages if message.startswith("Swarm")] == [said, said]


def test_a_folder_in_the_place_of_a_file_is_asked_of_the_operator(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    result = stack_in(tmp_path, WEB + "    secrets: [token]\nsecrets: {token: {file: ./d}}\n")
    assert result.comment[2:] == ["To be done first:", "- docker secret create shop_token FILE"]
    assert result.messages == ["secret 'shop_token' is a folder, which one file cannot be: it must be made by hand"]


def test_a_missing_secret_is_asked_of_the_operator(tmp_path: Path) -> None:
    result = stack_in(tmp_path, WEB + "    secrets: [token]\nsecrets: {token: {file: ./token.txt}}\n")
    assert result.document["secrets"] == {"token": {"external": True, "name": "shop_token"}}
    assert result.comment[2:] == ["To be done first:", "- docker secret create shop_token token.txt"]
    assert result.severities == {"CP506 secrets.token.file": "error"}


def test_an_external_secret_is_only_named() -> None:
    result = stack(WEB + "    secrets: [token]\nsecrets: {token: {external: true, name: real}}\n")
    assert result.document["secrets"] == {"token": {"external": True, "name": "real"}}
    assert result.severities == {"CP506 secrets.token.external": "info"}


def test_a_given_name_is_kept_and_cannot_change() -> None:
    result = stack(WEB + "    configs: [motd]\nconfigs: {motd: {name: motd-v1, content: hi}}\n")
    (entry,) = result.document["configs"].values()
    assert entry["name"] == "motd-v1"
    assert result.severities == {"CP504 configs.motd.name": "warning"}


def test_an_empty_config_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    result = stack_in(tmp_path, WEB + "    configs: [c]\nconfigs: {c: {file: ./empty}}\n")
    assert "configs" not in result.document
    assert result.severities == {"CP407 services.web.configs.0": "error"}


def test_a_secret_holds_half_a_megabyte(tmp_path: Path) -> None:
    text = WEB + "    secrets: [c]\nsecrets: {c: {file: ./c}}\n"
    (tmp_path / "c").write_text("x" * 511_999)
    assert stack_in(tmp_path, text).findings == []
    (tmp_path / "c").write_text("x" * 512_000)
    assert stack_in(tmp_path, text).severities == {"CP407 services.web.secrets.0": "error"}


def test_new_content_has_a_new_name() -> None:
    keys = [
        next(iter(stack(WEB + f"    configs: [motd]\nconfigs: {{motd: {{content: {text}}}}}\n").document["configs"]))
        for text in ("hi", "ho")
    ]
    assert keys == [hashed("motd", b"hi"), hashed("motd", b"ho")]


def test_a_credential_spec_from_a_config() -> None:
    result = stack(WEB + "    credential_spec: {config: spec}\nconfigs: {spec: {content: '{}'}}\n")
    assert result.service()["credential_spec"] == {"config": "spec"}
    assert result.document["configs"] == {"spec": {"external": True, "name": "spec"}}
    assert result.findings == ["CP414 7:31 services.web.credential_spec.config"]


def test_a_template_driver_is_kept_and_said() -> None:
    text = WEB + "    configs: [c]\nconfigs: {c: {content: '{{.Service.Name}}', template_driver: golang}}\n"
    result = stack(text)
    (entry,) = result.document["configs"].values()
    assert entry["template_driver"] == "golang"
    assert result.severities == {"CP113 configs.c.template_driver": "warning"}
