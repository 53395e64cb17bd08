"""Overlays: which files there are, what is in them, who may read them, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribute_samples import SAMPLES, VARIABLES, lay_out, project_with
from composeport import KubernetesOptions, load_project, translate
from composeport.errors import InputError, UsageError
from composeport.model import Project
from composeport.pipeline import Translation
from composeport.writers.output import hide_secrets
from composeport.writers.transaction import commit
from kustomize_tree import built, exact, plain

KUSTOMIZE = KubernetesOptions(format="kustomize")
SHOP = """\
name: shop
services:
  web:
    image: web:1
    environment: {API_TOKEN: one-token, LEVEL: debug}
  debug:
    image: adminer
    network_mode: none
"""
HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"


def load(*texts: str) -> Project:
    """A project of several texts, one on top of the other."""
    return load_project(["-"], stdin="---\n".join(texts), environment={})


def tree(base: str, options: KubernetesOptions = KUSTOMIZE, **overlays: str) -> Translation:
    """A base and its overlays, each of them given by what it adds."""
    return translate(load(base), options, {name: load(base, text) for name, text in overlays.items()})


def below(translation: Translation, folder: str) -> dict[str, str]:
    """The files of a folder, by their names in it."""
    found = {file.name: file.text for file in translation.files if file.name.startswith(folder)}
    return {name.removeprefix(folder): text for name, text in found.items()}


def test_an_overlay_that_changes_nothing_is_the_base() -> None:
    made = tree(SHOP, blue="services: {}\n")
    assert below(made, "overlays/") == {"blue/kustomization.yaml": f"{HEAD}resources:\n- ../../base\n"}


def test_what_changes_is_a_json_patch_of_one_object() -> None:
    made = tree(SHOP, blue="services: {web: {image: 'web:2', environment: {LEVEL: info}}}\n")
    assert below(made, "overlays/blue/") == {
        "kustomization.yaml": f"{HEAD}resources:\n- ../../base\npatches:\n- path: web-deployment.patch.yaml\n"
        "  target:\n    group: apps\n    version: v1\n    kind: Deployment\n    name: web\n",
        "web-deployment.patch.yaml": "- op: replace\n  path: /spec/template/spec/containers/0/image\n  value: web:2\n"
        "- op: test\n  path: /spec/template/spec/containers/0/env/1/name\n  value: LEVEL\n"
        "- op: replace\n  path: /spec/template/spec/containers/0/env/1/value\n  value: info\n",
    }


def test_what_goes_is_deleted_and_what_comes_is_a_resource() -> None:
    made = tree(
        SHOP,
        KubernetesOptions(format="kustomize", namespace="prod"),
        blue="services: {debug: !reset null, mail: {image: 'mail:1', network_mode: none}}\n",
    )
    files = below(made, "overlays/blue/")
    assert list(files) == [
        "debug-deployment.delete.yaml",
        "debug-isolated-networkpolicy.delete.yaml",
        "kustomization.yaml",
        "mail-deployment.yaml",
        "mail-isolated-networkpolicy.yaml",
    ]
    assert files["debug-deployment.delete.yaml"] == (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: debug\n  namespace: prod\n$patch: delete\n"
    )
    assert files["kustomization.yaml"] == (
        f"{HEAD}resources:\n- ../../base\n- mail-deployment.yaml\n- mail-isolated-networkpolicy.yaml\n"
        "patches:\n- path: debug-deployment.delete.yaml\n- path: debug-isolated-networkpolicy.delete.yaml\n"
    )
    assert files["mail-deployment.yaml"].startswith(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: mail\n  namespace: prod\n"
    )


def test_another_kind_is_another_object() -> None:
    made = tree(SHOP, blue="services: {web: {x-composeport: {controller.type: statefulset}}}\n")
    assert {"web-deployment.delete.yaml", "web-statefulset.yaml"} <= below(made, "overlays/blue/").keys()


def test_values_of_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = tree(
        SHOP, blue="services: {web: {environment: {API_TOKEN: another}}, new: {image: x, environment: {PASSWORD: its}}}"
    )
    commit(str(tmp_path / "k8s"), made.files)
    values = ("one-token", "another", "its")
    readable = {
        str(path.relative_to(tmp_path / "k8s")): path.stat().st_mode & 0o777
        for path in (tmp_path / "k8s").rglob("*.yaml")
        if any(value in path.read_text() for value in values) or "secret" in path.name
    }
    assert readable == {
        "base/web-env-secret.yaml": 0o600,
        "overlays/blue/new-env-secret.yaml": 0o600,
        "overlays/blue/web-env-secret.patch.yaml": 0o600,
    }


def test_a_patch_of_a_secret_is_shown_without_its_values() -> None:
    made = tree(SHOP, blue="services: {web: {environment: {API_TOKEN: another}}}\n")
    (shown,) = (file for file in hide_secrets(made.files) if file.name.endswith("secret.patch.yaml"))
    assert shown.text == "- op: replace\n  path: /stringData/API_TOKEN\n  value: ••••\n"


def said(translation: Translation, code: str) -> list[tuple[str, object]]:
    """What the findings of a rule say, and the overlays that they hold for."""
    found = [finding for finding in translation.findings if finding.rule.code == code]
    return [(finding.message, finding.evidence.get("overlays")) for finding in found]


def test_what_is_true_of_the_base_is_said_once_and_the_rest_names_its_overlays() -> None:
    base = SHOP + "    oom_score_adj: 1\n"
    more = "services: {web: {oom_score_adj: 2}}\n"
    made = tree(base, blue=more, green=more, red="services: {web: {oom_score_adj: 2}}\n\n\n")
    what = "the kubelet decides whom the kernel kills, by requests"
    assert said(made, "CP703") == [
        (f"oom_score_adj of 'debug': {what}", None),
        (f"in overlays blue, green, red: oom_score_adj of 'web': {what}", ["blue", "green", "red"]),
    ]
    assert said(tree(base, blue=more), "CP703")[1:] == [
        (f"in overlay blue: oom_score_adj of 'web': {what}", ["blue"]),
    ]


def test_what_an_overlay_s_file_says_to_ignore_is_ignored() -> None:
    more = "services:\n  web:\n    oom_score_adj: 2 # composeport: ignore[CP703] we know\n"
    made = tree(SHOP, blue=more)
    assert said(made, "CP703") == []
    assert [(finding.evidence["overlays"], reason) for finding, reason in made.suppressed] == [(["blue"], "we know")]


def test_what_an_overlay_cannot_be_says_that_it_is_one() -> None:
    with pytest.raises(InputError, match="in overlay blue: services 'DB' and 'db' would both be called 'db'"):
        tree(SHOP, blue="services: {db: {image: x, network_mode: none}, DB: {image: x, network_mode: none}}\n")


def test_overlays_are_for_kustomize() -> None:
    with pytest.raises(UsageError, match="`--overlay` is for `--format kustomize`"):
        tree(SHOP, KubernetesOptions(), blue="services: {}\n")


@pytest.mark.parametrize("name", ["../x", "", ".", "..", "a/b", "-a", ".git", "a b", "a\n", "é", "a" * 64])
def test_a_name_that_no_folder_should_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of an overlay's folder"):
        tree(SHOP, **{name: "services: {}\n"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's directory, with the files that samples name."""
    return lay_out(tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("attribute", sorted(SAMPLES))
def test_an_overlay_may_change_any_attribute(attribute: str, home: Path) -> None:
    sample = SAMPLES[attribute]
    base, over = home / "base.yaml", home / "over.yaml"
    over.write_text(project_with(attribute, sample.after, sample.beside))
    for value in (sample.before, None):
        base.write_text(project_with(attribute, value, sample.beside))
        try:
            projects = [load_project([str(base)], environment=VARIABLES, overlay=more) for more in ((), (str(over),))]
            files = translate(projects[0], KUSTOMIZE, {"over": projects[1]}).files
        except InputError:  # the two values cannot be together
            continue
        for folder, project in zip(("base", "overlays/over"), projects, strict=True):
            assert exact(built(files, folder)) == exact(plain(translate(project, KubernetesOptions()).files))
        return
    pytest.fail("neither value can be changed")
