"""What must hold of every project, over projects that are made up. FUZZ_EXAMPLES in the environment says how many."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from attribute_samples import lay_out
from composeport import KubernetesOptions, SwarmOptions, load_project, translate
from composeport.errors import InputError, OutputError
from composeport.model import Project
from composeport.writers.output import OutputFile
from kustomize_tree import KUBECTL, built, by_kubectl, exact, plain, write
from kustomize_tree import MISSING as NO_KUBECTL
from odd_values import with_an_odd_value
from project_strategies import VARIABLES, Data, MadeUp, layered, projects, text_of
from reference_program import MISSING, REFERENCE, Invocation, of_composeport, of_reference
from stacks import docker
from strict_schemas import violations
from whole_program import OPTIONS, outcome

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
ENVIRONMENT = {**VARIABLES, "HOME": "/home/tester", "USER": "tester"}
_DIGEST = re.compile(rb"-[0-9a-f]{8}\b")
_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")

made_up = given(projects())
options = st.sampled_from(OPTIONS)


def examples(number: int) -> settings:
    """So many, or as many as the environment asks for."""
    return settings(
        max_examples=EXAMPLES or number,
        derandomize=not EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the projects, with the files that they name."""
    return lay_out(tmp_path_factory.mktemp("made-up"))


def written(folder: Path, made: MadeUp) -> list[str]:
    """The paths of a project's Compose files."""
    for name, text in made.texts.items():
        (folder / name).write_text(text)
    return [str(folder / name) for name in made.texts]


def read(folder: Path, made: MadeUp) -> Project:
    """A project; a test does not go on where it is refused."""
    try:
        return load_project(written(folder, made), environment=ENVIRONMENT)
    except InputError:
        assume(False)
        raise


def files_of(project: Project, chosen: dict[str, Any]) -> tuple[OutputFile, ...] | str:
    """The manifests, or why there are none."""
    try:
        return translate(project, KubernetesOptions(**chosen)).files
    except InputError as error:
        return re.sub(r":\d+:\d+", "", str(error))


def bytes_of(files: tuple[OutputFile, ...] | str) -> dict[str, bytes] | str:
    """By name."""
    return files if isinstance(files, str) else {file.name: file.content for file in files}


def manifests(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> dict[str, bytes] | str:
    """The manifests of a project by name; in place of a refusal, why."""
    try:
        project = load_project(written(folder, made), environment=ENVIRONMENT)
    except InputError as error:
        return re.sub(r":\d+:\d+", "", str(error))
    return bytes_of(files_of(project, chosen))


def in_no_order(files: Any) -> Any:
    """Manifests as data, with what has a name in the order of the names: the variables of a container.

    A Job cannot be changed, not even in that order, so its name has a digest, which is left out.
    """
    if isinstance(files, bytes):
        return in_no_order(list(yaml.load_all(_DIGEST.sub(b"", files), yaml.CSafeLoader)))
    if isinstance(files, dict):
        return {_DIGEST.sub(b"", key.encode()): in_no_order(value) for key, value in files.items()}
    if isinstance(files, list):
        return sorted(map(in_no_order, files), key=lambda item: item.get(b"name", "") if isinstance(item, dict) else "")
    return files


def reversed_keys(value: Any) -> Any:
    """The same data, the keys of each mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@examples(40)
@made_up
def test_a_project_is_read_or_refused_at_a_place_and_so_it_is_written(folder: Path, made: MadeUp) -> None:
    files = written(folder, made)
    for chosen in OPTIONS:
        outcome(files, options=[chosen], environment=ENVIRONMENT)
    outcome(files, reports=True, environment=ENVIRONMENT)


@examples(40)
@given(projects(), options)
def test_the_same_project_gives_the_same_bytes(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    assert manifests(folder, made, chosen) == manifests(folder, made, chosen)


@examples(40)
@given(projects(), options)
def test_what_is_emitted_reads_back_as_it_was(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    project = read(folder, made)
    files = files_of(project, chosen)
    assume(not isinstance(files, str))
    stack = translate(project, SwarmOptions()).files.stack
    for file in (*files, stack):
        assert isinstance(file, OutputFile)
        assert list(yaml.load_all(file.text, yaml.CSafeLoader)) == list(file.documents)


@examples(40)
@given(projects(), options)
def test_objects_have_names_that_a_cluster_takes_each_once(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    files = files_of(read(folder, made), chosen)
    assume(not isinstance(files, str))
    found = [
        (document["kind"], document["metadata"]["name"])
        for file in files
        if isinstance(file, OutputFile)
        for document in file.documents
    ]
    assert [name for _, name in found if not _LABEL.fullmatch(name)] == []
    assert len(set(found)) == len(found)


@examples(40)
@given(projects(), options)
def test_the_order_of_services_says_nothing(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    first, *others = made.documents
    turned = first | {"services": dict(reversed(first["services"].items()))}
    expected, found = manifests(folder, made, chosen), manifests(folder, MadeUp((turned, *others)), chosen)
    assert isinstance(expected, str) is isinstance(found, str)
    assert isinstance(expected, str) or expected == found


@examples(40)
@given(projects(), options)
def test_the_order_of_keys_says_nothing_but_that_of_variables(
    folder: Path, made: MadeUp, chosen: dict[str, Any]
) -> None:
    turned = MadeUp(tuple(reversed_keys(document) for document in made.documents))
    expected, found = manifests(folder, made, chosen), manifests(folder, turned, chosen)
    assert isinstance(expected, str) is isinstance(found, str)
    assert isinstance(expected, str) or in_no_order(expected) == in_no_order(found)


@examples(40)
@given(projects(), options)
def test_an_empty_override_file_changes_nothing(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    more = MadeUp((*made.documents, {"services": {}}))
    expected, found = manifests(folder, made, chosen), manifests(folder, more, chosen)
    assert isinstance(expected, str) is isinstance(found, str)
    assert isinstance(expected, str) or expected == found


@examples(40)
@given(projects(), options)
def test_a_project_in_two_files_is_the_project_in_one(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    whole = made.documents[0]
    assume(not any("extends" in service for service in whole["services"].values()))
    names = list(whole["services"])
    one: Data = {key: whole[key] for key in ("name", "networks", "configs")}
    one["services"] = {name: whole["services"][name] for name in names[::2]}
    other: Data = {key: value for key, value in whole.items() if key not in one}
    other["services"] = {name: whole["services"][name] for name in names[1::2]}
    expected = manifests(folder, MadeUp((whole,)), chosen)
    found = manifests(folder, MadeUp((one, other)), chosen)
    assert isinstance(expected, str) is isinstance(found, str)
    assert isinstance(expected, str) or expected == found


@examples(60)
@given(layered(), options)
def test_a_base_and_its_overlay_are_the_plain_translations(folder: Path, made: MadeUp, chosen: dict[str, Any]) -> None:
    merged, base = read(folder, made), read(folder, MadeUp(made.documents[:1]))
    try:
        tree = translate(base, KubernetesOptions(format="kustomize", **chosen), {"over": merged}).files
    except InputError:
        assume(False)
        raise
    for name, project in (("base", base), ("overlays/over", merged)):
        alone = translate(project, KubernetesOptions(**chosen)).files
        assert exact(built(tree, name)) == exact(plain(alone))


@pytest.mark.skipif(KUBECTL is None, reason=NO_KUBECTL)
@examples(10)
@given(layered(), options)
def test_kubectl_builds_them_alike(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, made: MadeUp, chosen: dict[str, Any]
) -> None:
    merged, base = read(folder, made), read(folder, MadeUp(made.documents[:1]))
    tree = tmp_path_factory.mktemp("tree")
    try:
        write(tree, translate(base, KubernetesOptions(format="kustomize", **chosen), {"over": merged}).files)
    except InputError:
        assume(False)
        raise
    for name, project in (("base", base), ("overlays/over", merged)):
        alone = translate(project, KubernetesOptions(**chosen)).files
        assert exact(by_kubectl(tree / name)) == exact(plain(alone))


@examples(15)
@given(projects(), options, st.sampled_from(["1.30", "1.37"]))
def test_the_schemas_of_kubernetes_have_nothing_against_it(
    folder: Path, made: MadeUp, chosen: dict[str, Any], version: str
) -> None:
    files = files_of(read(folder, made), {**chosen, "kube_version": version})
    assume(not isinstance(files, str))
    documents = [document for file in files if isinstance(file, OutputFile) for document in file.documents]
    core = [document for document in documents if not document["apiVersion"].startswith("gateway")]
    assert [problem for document in core for problem in violations(document, version)] == []


@pytest.mark.skipif(REFERENCE is None, reason=MISSING)
@examples(20)
@made_up
def test_the_reference_reads_it_alike(folder: Path, made: MadeUp) -> None:
    written(folder, made)
    invocation = Invocation("made-up", folder, tuple(made.texts), variables=tuple(VARIABLES.items()))
    assert of_composeport(invocation) == of_reference(invocation)


@pytest.mark.skipif(REFERENCE is None, reason=MISSING)
@examples(20)
@given(with_an_odd_value())
def test_the_reference_reads_an_odd_value_alike(folder: Path, made: MadeUp) -> None:
    written(folder, made)
    invocation = Invocation("odd", folder, tuple(made.texts))
    assert of_composeport(invocation) == of_reference(invocation), made.texts


@examples(5)
@made_up
def test_the_docker_client_takes_the_stack(folder: Path, made: MadeUp) -> None:
    try:
        files = translate(read(folder, made), SwarmOptions()).files
        for file in files.all:
            (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.name).write_bytes(file.content)
    except (InputError, OutputError):
        assume(False)
        raise
    done = docker("stack", "config", "-c", folder / files.stack.name)
    assert (done.returncode, done.stderr) == (0, ""), files.stack.text


_ALL = """\
import json, sys
from composeport import KubernetesOptions, SwarmOptions, load_project, translate
from composeport.errors import InputError
from composeport.writers.canonical import canonical
for files, environment in json.load(sys.stdin):
    try:
        project = load_project(files, environment=environment)
        said = [json.dumps(canonical(project))]
        for options in (KubernetesOptions(publish="ingress"), SwarmOptions()):
            translation = translate(project, options)
            chosen = getattr(translation.files, "all", translation.files)
            said += [file.content.decode("utf-8", "backslashreplace") for file in chosen]
            said += [f"{finding.location} {finding.message} {finding.evidence}" for finding in translation.findings]
    except InputError as error:
        said = [str(error)]
    print(json.dumps(said))
"""


def test_the_order_of_hashes_says_nothing(folder: Path, tmp_path: Path) -> None:
    batch: list[MadeUp] = []

    @examples(60)
    @made_up
    def collect(made: MadeUp) -> None:
        batch.append(made)

    collect()
    asked = []
    for number, made in enumerate(batch[:400]):
        paths = []
        for name, data in zip(made.texts, made.documents, strict=True):
            path = folder / f"{number}-{name}"
            path.write_text(text_of(data))
            paths.append(str(path))
        asked.append((paths, ENVIRONMENT))
    said = [
        subprocess.run(
            [sys.executable, "-c", _ALL],
            input=json.dumps(asked),
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
