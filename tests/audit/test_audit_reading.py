"""What the reader notices becomes findings at the place in the file: variables, profiles, tags, env files, the name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from composeport import load_project
from composeport.diagnostics import Finding, Severity, Target
from composeport.errors import InputError
from composeport.pipeline import audit

Said = tuple[str, str, str]
"""A finding's code, its place as `file:line:column`, its message."""

DEPLOY_OURS = "deploy the stack file that composeport writes, where this is resolved"


def found(
    folder: Path, files: Mapping[str, str], target: Target = Target.KUBERNETES, **environment: str
) -> list[Finding]:
    """The findings of a project of these files, of which those that end in `.yaml` are Compose files."""
    for name, text in files.items():
        (folder / name).write_text(text)
    project = load_project(
        [str(folder / name) for name in files if name.endswith(".yaml")],
        project_name="shop",
        environment={"PWD": str(folder), **environment},
    )
    return list(audit(project, [target]).findings)


def said(folder: Path, findings: list[Finding], *codes: str) -> list[Said]:
    return [
        (finding.rule.code, str(finding.location).removeprefix(f"{folder}/"), finding.message.replace(f"{folder}/", ""))
        for finding in findings
        if finding.rule.code in codes
    ]


def web(attributes: str) -> str:
    """A service with attributes from line 4 on, at column 5."""
    return f"services:\n  web:\n    image: nginx:1.29.3\n    {attributes}\n"


def test_a_variable_that_is_set_nowhere_is_found_where_it_stands(tmp_path: Path) -> None:
    files = {"a.yaml": web("environment:\n      A: x${ONE}y\n      B: $TWO ${ONE}")}
    findings = found(tmp_path, files)
    assert said(tmp_path, findings, "CP101") == [
        (
            "CP101",
            "a.yaml:5:11",
            "ONE is set nowhere and has no default: `${ONE}` becomes an empty string, here and in 1 other place",
        ),
        ("CP101", "a.yaml:6:10", "TWO is set nowhere and has no default: `$TWO` becomes an empty string"),
    ]
    first = next(finding for finding in findings if finding.rule.code == "CP101")
    assert first.path == ("services", "web", "environment", "A")
    assert first.evidence == {"variable": "ONE"}
    assert first.help == "set ONE in the environment or in .env, or write `${ONE:?}` so that it cannot be forgotten"


@pytest.mark.parametrize(
    "value",
    ["${X:-}", "${X-default}", "${X-}", "$$X", "$${X}", "${X:+set}", "$SET", "${SET}", "${SET:-$X}", "$", "$1", "$(x)"],
)
def test_what_has_a_value_or_a_default_is_not_found(tmp_path: Path, value: str) -> None:
    findings = found(tmp_path, {"a.yaml": web(f"user: '{value}'").replace("user", "working_dir")}, SET="1")
    assert said(tmp_path, findings, "CP101") == []


def test_what_builds_alone_use_is_a_note(tmp_path: Path) -> None:
    files = {"a.yaml": web("build: {context: ., args: {A: $BUILT, B: $BOTH}}\n    working_dir: /$BOTH")}
    found_here = [f for f in found(tmp_path, files) if f.rule.code == "CP101"]
    assert {f.evidence["variable"]: f.severity for f in found_here} == {
        "BUILT": Severity.INFO,
        "BOTH": Severity.WARNING,
    }


def test_a_variable_in_a_default_is_found_at_the_outer_one(tmp_path: Path) -> None:
    findings = found(tmp_path, {"a.yaml": web("working_dir: /a/${X:-${Y}}")})
    assert said(tmp_path, findings, "CP101") == [
        ("CP101", "a.yaml:4:21", "Y is set nowhere and has no default: `${Y}` becomes an empty string")
    ]


def test_a_dollar_in_a_command_may_be_meant_for_the_shell(tmp_path: Path) -> None:
    findings = found(tmp_path, {"a.yaml": web("command: sh -c 'echo $HOSTNAME'")})
    assert [finding.help for finding in findings if finding.rule.code == "CP101"] == [
        "set HOSTNAME, or write `$$HOSTNAME` if the `$` is meant for what runs in the container"
    ]


def test_what_is_of_no_use_is_not_found(tmp_path: Path) -> None:
    files = {
        "a.yaml": web("working_dir: $REPLACED")
        + "  off:\n    image: x:$OFF\n    profiles: [p]\nx-unused: {a: $UNUSED}\nx-used: &used {B: $USED}\n",
        "b.yaml": "services:\n  web:\n    working_dir: /srv\n",
    }
    assert said(tmp_path, found(tmp_path, files), "CP101") == []


def test_an_anchor_that_is_used_is_found_once_where_it_is_written(tmp_path: Path) -> None:
    text = "x-used: &used {B: $USED}\nservices:\n"
    text += "".join(f"  {name}: {{image: 'a:1', environment: *used}}\n" for name in ("one", "two"))
    findings = found(tmp_path, {"a.yaml": text})
    assert said(tmp_path, findings, "CP101") == [
        ("CP101", "a.yaml:1:19", "USED is set nowhere and has no default: `$USED` becomes an empty string")
    ]
    assert [f.path for f in findings if f.rule.code == "CP101"] == [("services", "one", "environment", "B")]


def test_an_image_without_a_part_is_an_error_for_a_cluster_and_told_by_the_stack_otherwise(tmp_path: Path) -> None:
    files = {"a.yaml": "services:\n  web:\n    image: nginx:$TAG\n"}
    message = "TAG is set nowhere and has no default: `$TAG` becomes an empty string, so this names no image"
    findings = found(tmp_path, files)
    assert said(tmp_path, findings, "CP101") == [("CP101", "a.yaml:3:18", message)]
    assert {finding.severity for finding in findings if finding.rule.code == "CP101"} == {Severity.ERROR}
    assert len(said(tmp_path, found(tmp_path, files, Target.SWARM), "CP101")) == 1


def test_a_variable_that_leaves_several_images_without_a_part_is_one_error(tmp_path: Path) -> None:
    files = {"a.yaml": "services:\n" + "".join(f"  {name}:\n    image: {name}:$TAG\n" for name in "abc")}
    message = "TAG is set nowhere and has no default: `$TAG` becomes an empty string, here and in 2 other places"
    assert said(tmp_path, found(tmp_path, files), "CP101") == [
        ("CP101", "a.yaml:3:14", f"{message}, so this names no image")
    ]


def test_a_built_service_needs_no_image(tmp_path: Path) -> None:
    findings = found(tmp_path, {"a.yaml": "services:\n  web:\n    build: .\n    image: $NAME\n"})
    assert {finding.severity for finding in findings if finding.rule.code == "CP101"} == {Severity.WARNING}


def test_env_files_that_use_a_variable_without_a_value_are_found_there(tmp_path: Path) -> None:
    files = {".env": "A=${NOWHERE}\n", "app.env": "B=1\nC=x$MISSING\n", "a.yaml": web("env_file: app.env")}
    findings = found(tmp_path, files)
    assert said(tmp_path, findings, "CP101") == [
        ("CP101", ".env:1:3", "NOWHERE is set nowhere and has no default: `$NOWHERE` becomes an empty string"),
        ("CP101", "app.env:2:3", "MISSING is set nowhere and has no default: `$MISSING` becomes an empty string"),
    ]
    assert [finding.path for finding in findings if finding.rule.code == "CP101"] == [
        (),
        ("services", "web", "env_file"),
    ]


@pytest.mark.parametrize(
    ("value", "column", "message"),
    [
        ("a${X:+b}", 19, "`docker stack deploy` refuses the whole file for `${X:+…}`: it has no `+`"),
        ("a${X+b}", 19, "`docker stack deploy` refuses the whole file for `${X+…}`: it has no `+`"),
        ("${X:-${Y:-c}}", 18, "`docker stack deploy` takes the default of `${X:-…}` as it stands, up to the first `}`"),
        ("${X:-a$$b}", 18, "`docker stack deploy` takes the default of `${X:-…}` as it stands, up to the first `}`"),
        ("${X-{}}", 18, "`docker stack deploy` takes the default of `${X-…}` as it stands, up to the first `}`"),
        ("/$(x)", 19, "`docker stack deploy` refuses the whole file for `$(`: no variable begins so"),
        ("/$$$1", 21, "`docker stack deploy` refuses the whole file for `$1`: no variable begins so"),
        ("/$", 19, "`docker stack deploy` refuses the whole file for `$`: no variable begins so"),
    ],
)
def test_what_a_stack_file_cannot_say_is_found(tmp_path: Path, value: str, column: int, message: str) -> None:
    """By `docker stack config` 28.2: refused, or another value than Compose's."""
    findings = found(tmp_path, {"a.yaml": web(f"working_dir: {value}")}, Target.SWARM)
    assert said(tmp_path, findings, "CP102") == [("CP102", f"a.yaml:4:{column}", message)]
    assert [finding.help for finding in findings if finding.rule.code == "CP102"] == [DEPLOY_OURS]


@pytest.mark.parametrize("value", ["$X", "${X}", "${X:-a}", "${X-}", "${X:-a b}", "a$$b", "$$(x)"])
def test_what_a_stack_file_can_say_is_not_found(tmp_path: Path, value: str) -> None:
    findings = found(tmp_path, {"a.yaml": web(f"working_dir: {value}")}, Target.SWARM)
    assert said(tmp_path, findings, "CP102") == []


def test_a_cluster_does_not_care_how_a_stack_is_read(tmp_path: Path) -> None:
    files = {".env": "X=1\n", "app.env": 'A="b"\n', "a.yaml": web("working_dir: ${X:+y}\n    env_file: app.env")}
    assert said(tmp_path, found(tmp_path, files), "CP102", "CP103", "CP104", "CP107") == []


def test_what_only_an_env_file_gives_is_found_once_a_file(tmp_path: Path) -> None:
    files = {
        ".env": "A=1\nB=2\nSHELL_HAS=3\nUNUSED=4\n",
        "a.yaml": web("environment:\n      X: $A$A\n      Y: ${B:-b}\n      Z: $SHELL_HAS"),
    }
    findings = found(tmp_path, files, Target.SWARM, SHELL_HAS="9")
    message = "A and B come from .env alone, which `docker stack deploy` does not read: the stack file has the values"
    assert said(tmp_path, findings, "CP103") == [("CP103", "a.yaml:5:10", f"{message} of today")]
    assert [finding.evidence for finding in findings if finding.rule.code == "CP103"] == [
        {"file": ".env", "variables": ["A", "B"]}
    ]


def test_a_variable_that_is_passed_on_by_name_may_come_from_an_env_file(tmp_path: Path) -> None:
    files = {".env": "TOKEN=1\n", "a.yaml": web("environment:\n      - TOKEN")}
    message = "TOKEN comes from .env alone, which `docker stack deploy` does not read: the stack file has the values"
    assert said(tmp_path, found(tmp_path, files, Target.SWARM), "CP103") == [
        ("CP103", "a.yaml:5:9", f"{message} of today")
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('A="b"', "takes quotes in app.env for a part of the value"),
        ("A='b'", "takes quotes in app.env for a part of the value"),
        ("A=b # why", "takes a comment behind a value in app.env for a part of the value"),
        ("A=$HOME", "takes a value with a `$` or a `\\` in app.env as it stands"),
        ("A= b", "takes blanks around a value in app.env for a part of it"),
        ("A=b ", "takes blanks around a value in app.env for a part of it"),
        ("export A=b", "refuses app.env for `export`"),
        ("A: b", "refuses app.env for a `:` instead of a `=`"),
        ("A =b", "refuses app.env for a blank before the `=`"),
        ('A="b\nc"', "takes each line of app.env for a variable of its own, where this value has several"),
    ],
)
def test_what_an_env_file_means_to_compose_alone_is_found(tmp_path: Path, line: str, message: str) -> None:
    """By `docker stack config` 28.2: refused, or another value than Compose's."""
    files = {"app.env": f"# comment\n{line}\n", "a.yaml": web("env_file: app.env")}
    findings = found(tmp_path, files, Target.SWARM, HOME="/root")
    assert said(tmp_path, findings, "CP104") == [("CP104", "app.env:2:1", f"`docker stack deploy` {message}")]


@pytest.mark.parametrize("line", ["A=b", "A=b c", "  A=b", "A=", "A=b#c", "# A='b'", "A=b\r"])
def test_what_an_env_file_means_to_both_is_not_found(tmp_path: Path, line: str) -> None:
    files = {"app.env": f"{line}\n", "a.yaml": web("env_file: app.env")}
    assert said(tmp_path, found(tmp_path, files, Target.SWARM), "CP104") == []


def test_lines_of_one_kind_are_one_finding_whoever_reads_the_file(tmp_path: Path) -> None:
    text = web("env_file: app.env") + "  api:\n    image: api:1\n    env_file: [{path: app.env}]\n"
    findings = found(tmp_path, {"app.env": 'A="1"\nB="2"\nC="3"\n', "a.yaml": text}, Target.SWARM)
    message = "`docker stack deploy` takes quotes in app.env for a part of the value (2 more lines)"
    assert said(tmp_path, findings, "CP104") == [("CP104", "app.env:1:1", message)]


def test_a_raw_env_file_means_the_same_to_both(tmp_path: Path) -> None:
    files = {"app.env": 'A="b"\n', "a.yaml": web("env_file: [{path: app.env, format: raw}]")}
    assert said(tmp_path, found(tmp_path, files, Target.SWARM), "CP104") == []


def test_merge_tags_are_found_where_they_stand(tmp_path: Path) -> None:
    files = {
        "a.yaml": web("ports: ['80:80']\n    environment: {A: b}"),
        "b.yaml": "services:\n  web:\n    ports: !override ['81:80']\n    environment:\n      A: !reset null\n",
    }
    findings = found(tmp_path, files, Target.SWARM)
    rest = "it merges this value with the earlier file's, or takes it as it stands"
    assert said(tmp_path, findings, "CP107") == [
        ("CP107", "b.yaml:3:12", f"`docker stack deploy` does not know `!override`: {rest}"),
        ("CP107", "b.yaml:5:10", f"`docker stack deploy` does not know `!reset`: {rest}"),
    ]
    assert [finding.path for finding in findings if finding.rule.code == "CP107"] == [
        ("services", "web", "ports"),
        ("services", "web", "environment", "A"),
    ]


def test_a_service_that_no_profile_selects_is_found_at_its_profiles(tmp_path: Path) -> None:
    text = web("restart: always") + "  a:\n    image: a:1\n    profiles: [x]\n"
    text += "  b:\n    image: b:1\n    profiles:\n      - y\n      - z\n"
    findings = found(tmp_path, {"a.yaml": text})
    out = "is left out, as `docker compose up` leaves it out"
    assert said(tmp_path, findings, "CP106") == [
        ("CP106", "a.yaml:7:15", f"'a' {out}: its profile `x` is not active"),
        ("CP106", "a.yaml:11:7", f"'b' {out}: none of its profiles `y`, `z` is active"),
    ]
    assert [finding.help for finding in findings if finding.rule.code == "CP106"] == [
        "`--profile x` takes it along",
        "`--profile y` takes it along",
    ]


def test_a_version_is_found_in_each_file(tmp_path: Path) -> None:
    files = {"a.yaml": 'version: "3"\n' + web("restart: always"), "b.yaml": "services: {}\nversion: '2.4'\n"}
    message = "Compose ignores `version` and warns about it: every file has today's specification"
    assert said(tmp_path, found(tmp_path, files), "CP111") == [
        ("CP111", "a.yaml:1:10", message),
        ("CP111", "b.yaml:2:10", message),
    ]


@pytest.mark.parametrize(("stated", "place"), [("", "compose.yaml:1:1"), ("name: ${N}\n", "compose.yaml:1:7")])
def test_a_name_from_the_folder_is_found_where_it_could_stand(tmp_path: Path, stated: str, place: str) -> None:
    folder = tmp_path / "Shop"
    folder.mkdir()
    (folder / "compose.yaml").write_text(stated + web("restart: always"))
    project = load_project([str(folder / "compose.yaml")], environment={"PWD": str(folder)})
    findings = [finding for finding in audit(project).findings if finding.rule.code == "CP112"]
    message = (
        "the project is called 'shop' after its folder: in a checkout of another name, the selectors differ and"
        " `kubectl apply` is refused"
    )
    assert said(folder, findings, "CP112") == [("CP112", place, message)]
    assert [(finding.target, finding.help) for finding in findings] == [
        (Target.KUBERNETES, "write `name: shop` into the Compose file")
    ]


def test_a_name_that_is_given_is_not_found(tmp_path: Path) -> None:
    assert said(tmp_path, found(tmp_path, {"a.yaml": web("restart: always")}), "CP112") == []


def refused(folder: Path, text: str) -> list[tuple[str, str, str]]:
    (folder / "compose.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_project([str(folder / "compose.yaml")], environment={"PWD": str(folder)})
    return [
        (problem.code, str(problem.location).removeprefix(f"{folder}/"), problem.message.replace(f"{folder}/", ""))
        for problem in caught.value.problems
    ]


def test_refusals_have_the_code_of_their_rule(tmp_path: Path) -> None:
    assert refused(tmp_path, web("env_file: [a.env, b.env]")) == [
        ("CP105", "compose.yaml:4:16", "the env file a.env is not there"),
        ("CP105", "compose.yaml:4:23", "the env file b.env is not there"),
    ]
    (tmp_path / "other.yaml").write_text("services: {}\n")
    assert refused(tmp_path, "include:\n  - path: other.yaml\n    env_file: c.env\n") == [
        ("CP105", "compose.yaml:3:15", "the env file c.env is not there")
    ]
    assert refused(tmp_path, web("portz: []\n    ports: 80")) == [
        ("CP109", "compose.yaml:4:5", "services.web.portz: unknown attribute `portz`"),
        ("", "compose.yaml:5:12", "services.web.ports: expected a list, got a whole number"),
    ]
    assert refused(tmp_path, web("networks: [x]"))[0][0] == ""


def test_a_file_of_the_first_version_gets_other_advice(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("web:\n  image: nginx\nservicez: {}\n")
    with pytest.raises(InputError) as caught:
        load_project([str(tmp_path / "compose.yaml")], environment={"PWD": str(tmp_path)})
    assert [(problem.message, problem.help) for problem in caught.value.problems] == [
        ("web: unknown attribute `web`", "put it below `services:`, as all versions of the file but the first have it"),
        ("servicez: unknown attribute `servicez`", "did you mean `services`?"),
    ]
