"""The values of a chart: each changes its own leaves and no others, and Helm refuses what a template could not take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helm_charts import LACKING, Chart, chart_of, differences, plain_documents, reader_of_text, without_digests

helm_python = pytest.importorskip("helm_python", reason=LACKING)

SHOP = """
services:
  my_web:
    image: reg.example:5000/shop/web:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    volumes: ["data:/data"]
    environment: {API_KEY: "x1{{y2", COLOUR: red}
    deploy: {replicas: 2, resources: {limits: {memory: 64M}}}
    depends_on: {migrate: {condition: service_completed_successfully}, cache: {condition: service_healthy}}
  cache: {image: redis, healthcheck: {test: [CMD, redis-cli, ping]}, pull_policy: always}
  migrate: {image: "shop/migrate", volumes: ["./key.pem:/key.pem:ro"], restart: "no"}
volumes: {data: {}}
"""


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    return chart_of(reader_of_text(SHOP), tmp_path_factory.mktemp("helm") / "chart")


def changes(chart: Chart, values: dict[str, Any]) -> list[str]:
    """The paths at which objects differ from the default's, and what is there now."""
    before, after = without_digests(chart.documents()), without_digests(chart.documents(values))
    assert before.keys() == after.keys()
    found = []
    for name, document in after.items():
        for path in differences(before[name], document):
            leaf: Any = document
            for part in path.split("."):
                leaf = leaf[int(part)] if isinstance(leaf, list) else leaf.get(part)
            found.append(f"{name} {path.removeprefix('spec.template.spec.')} {leaf}")
    return found


def test_an_image_is_a_repository_a_tag_and_a_digest(chart: Chart) -> None:
    assert chart.values["services"]["my-web"]["image"] == {
        "repository": "reg.example:5000/shop/web",
        "tag": "1.2",
        "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "pullPolicy": "",
    }
    assert chart.values["services"]["cache"]["image"] == {
        "repository": "redis", "tag": "", "digest": "", "pullPolicy": "Always",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("image", "leaves"),
    [
        ({"repository": "other/web"}, ["image other/web:1.2@sha256:" + "0123456789abcdef" * 4]),
        ({"tag": "2", "digest": ""}, ["image reg.example:5000/shop/web:2"]),
        ({"tag": "", "digest": ""}, ["image reg.example:5000/shop/web", "imagePullPolicy IfNotPresent"]),
        ({"tag": "latest", "digest": ""}, ["image reg.example:5000/shop/web:latest", "imagePullPolicy IfNotPresent"]),
        ({"pullPolicy": "Never"}, ["imagePullPolicy Never"]),
    ],
)
def test_an_image_changes_its_container_and_nothing_else(
    chart: Chart, image: dict[str, str], leaves: list[str]
) -> None:
    """A tag `latest`, or none, is pulled when it is missing, as the plain translation has it."""
    expected = [f"Deployment/my-web containers.0.{leaf}" for leaf in leaves]
    assert sorted(changes(chart, {"services": {"my-web": {"image": image}}})) == sorted(expected)


def test_an_image_that_waits_is_one_value(chart: Chart) -> None:
    assert sorted(chart.values["images"]) == ["busybox", "kubectl"]
    assert changes(chart, {"images": {"kubectl": {"repository": "mirror/kubectl"}}}) == [
        "Deployment/my-web initContainers.1.image mirror/kubectl:v1.37.0",
        "Deployment/my-web initContainers.2.image mirror/kubectl:v1.37.0",
    ]


@pytest.mark.parametrize("replicas", [0, 3, 2_000_000_000])
def test_replicas_change_the_number_of_pods(chart: Chart, replicas: int) -> None:
    assert changes(chart, {"services": {"my-web": {"replicas": replicas}}}) == [
        f"Deployment/my-web spec.replicas {replicas}"
    ]


def test_resources_may_be_set_and_taken_away(chart: Chart) -> None:
    own = {"limits": {"cpu": "0.5", "memory": "1Gi"}, "requests": {"cpu": 1}}
    assert changes(chart, {"services": {"cache": {"resources": own}}}) == [
        f"Deployment/cache containers.0.resources {own}"
    ]
    assert chart.values["services"]["my-web"]["resources"] == {
        "limits": {"memory": "64Mi"},
        "requests": {"memory": "0"},
    }
    assert changes(chart, {"services": {"my-web": {"resources": {"limits": None, "requests": None}}}}) == [
        "Deployment/my-web containers.0.resources None"
    ]


def test_a_claim_can_be_kept_when_the_release_goes(chart: Chart) -> None:
    kept = {"helm.sh/resource-policy": "keep"}
    assert changes(chart, {"volumes": {"data": {"annotations": kept}}}) == [
        f"PersistentVolumeClaim/data metadata.annotations {kept}"
    ]


def test_a_claim_has_a_size_a_class_and_modes(chart: Chart) -> None:
    assert chart.values["volumes"] == {
        "data": {"size": "1Gi", "storageClass": "", "accessModes": ["ReadWriteMany"], "annotations": {}}
    }
    claim = {"size": "20Gi", "storageClass": "fast", "accessModes": ["ReadWriteOnce"]}
    assert changes(chart, {"volumes": {"data": claim}}) == [
        "PersistentVolumeClaim/data spec.accessModes.0 ReadWriteOnce",
        "PersistentVolumeClaim/data spec.resources.requests.storage 20Gi",
        "PersistentVolumeClaim/data spec.storageClassName fast",
    ]


def test_secrets_are_values_and_no_templates(chart: Chart) -> None:
    assert chart.values["secrets"] == {"my-web-env": {"API_KEY": "x1{{y2"}}
    assert "x1" not in "".join(file.text for file in chart.files if file.name != "values.yaml")
    assert {file.name for file in chart.files if file.secret} == {
        "values.yaml", "values.schema.json", "templates/my-web-env-secret.yaml",
    }  # fmt: skip
    changed = {"secrets": {"my-web-env": {"API_KEY": 'a"b{{ .c }}\nd'}}}
    assert changes(chart, changed) == ['Secret/my-web-env stringData.API_KEY a"b{{ .c }}\nd']


def test_what_stands_beside_a_variable_in_a_secret_is_in_its_template_alone(tmp_path: Path) -> None:
    services = "services: {web: {image: nginx, environment: {DATABASE_URL: 'postgres://me:hunter2x@${HOST:-db}/'}}}"
    chart = chart_of(reader_of_text(services), tmp_path / "chart")
    holding = [file.name for file in chart.files if "hunter2x" in file.text]
    assert holding == ["templates/web-env-secret.yaml"]
    assert chart.documents({"variables": {"HOST": "other"}})["Secret/web-env"]["stringData"] == {
        "DATABASE_URL": "postgres://me:hunter2x@other/"
    }


def _digest(chart: Chart, values: dict[str, Any] | None = None) -> str:
    template = chart.documents(values)["Deployment/my-web"]["spec"]["template"]
    return str(template["metadata"]["annotations"]["composeport.dev/environment"])


def test_pods_roll_when_a_secret_changes_and_only_then(chart: Chart) -> None:
    plain = plain_documents(reader_of_text(SHOP)({}))["Deployment/my-web"]["spec"]["template"]
    default = plain["metadata"]["annotations"]["composeport.dev/environment"]
    assert _digest(chart, {"services": {"my-web": {"replicas": 5}}}) == default
    once = _digest(chart, {"secrets": {"my-web-env": {"API_KEY": "x1y3"}}})
    again = _digest(chart, {"secrets": {"my-web-env": {"API_KEY": "x1y4"}}})
    assert len({default, once, again}) == 3
    assert len(once) == len(default)


def _job_names(chart: Chart, values: dict[str, Any] | None = None) -> set[str]:
    """Every name of the Job, wherever one stands."""
    documents = chart.documents(values)
    waits = documents["Deployment/my-web"]["spec"]["template"]["spec"]["initContainers"]
    words = [word for one in waits for word in one["command"] if str(word).startswith("job/")]
    assert len(words) == 2
    return {
        next(name for name in documents if name.startswith("Job/")).lower(),
        *words,
        f"job/{documents['Role/my-web-wait']['rules'][0]['resourceNames'][0]}",
    }


def test_a_job_that_changes_has_another_name_which_its_waiters_know(chart: Chart) -> None:
    """A Job cannot be changed once it is there."""
    [default] = _job_names(chart)
    assert default[:12] == "job/migrate-"
    [by_image] = _job_names(chart, {"services": {"migrate": {"image": {"tag": "2"}}}})
    [by_resources] = _job_names(chart, {"services": {"migrate": {"resources": {"limits": {"cpu": 1}}}}})
    [by_another] = _job_names(chart, {"services": {"cache": {"image": {"tag": "2"}}}})
    assert by_another == default
    assert len({default, by_image, by_resources}) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": {"my-web": {"replicas": "two"}}},
        {"services": {"my-web": {"replicas": -1}}},
        {"services": {"my-web": {"replicas": 1.5}}},
        {"services": {"my-web": {"image": "nginx"}}},
        {"services": {"my-web": {"image": {"tag": 1.1}}}},
        {"services": {"my-web": {"image": {"repository": ""}}}},
        {"services": {"my-web": {"image": {"pullPolicy": "sometimes"}}}},
        {"services": {"my-web": {"resources": {"limit": {"cpu": 1}}}}},
        {"services": {"my_web": {"replicas": 1}}},
        {"volumes": {"data": {"size": 10}}},
        {"volumes": {"data": {"size": "much"}}},
        {"volumes": {"data": {"accessModes": []}}},
        {"volumes": {"data": {"annotations": {"a": True}}}},
        {"volumes": {"data": {"accessModes": ["ReadOnce"]}}},
        {"secrets": {"my-web-env": {"API_KEY": 5}}},
        {"secrets": {"my-web-env": {"OTHER": "x"}}},
        {"variable": {}},
    ],
)
def test_a_wrong_value_is_refused(chart: Chart, wrong: dict[str, Any]) -> None:
    with pytest.raises(helm_python.HelmError):
        chart.documents(wrong)


def test_a_chart_may_be_part_of_another(chart: Chart) -> None:
    """That one gives `global` to all its parts."""
    assert chart.documents({"global": {"any": "thing"}}) == chart.documents()


def test_an_autoscaler_has_the_replicas(tmp_path: Path) -> None:
    labels = "{kompose.hpa.replicas.min: 2, kompose.hpa.replicas.max: 5}"
    read = reader_of_text(f"services: {{web: {{image: nginx, labels: {labels}}}}}")
    chart = chart_of(read, tmp_path / "chart")
    assert chart.documents() == plain_documents(read({}))
    assert chart.values["services"]["web"]["autoscaling"] == {"minReplicas": 2, "maxReplicas": 5}
    assert changes(chart, {"services": {"web": {"autoscaling": {"maxReplicas": 9}}}}) == [
        "HorizontalPodAutoscaler/web spec.maxReplicas 9"
    ]


def test_a_hook_and_what_fills_volumes_have_the_image_of_their_service(tmp_path: Path) -> None:
    services = """
services:
  web:
    image: shop/web:1
    pre_start: [{command: [a]}, {command: [b], image: "other:2"}]
    volumes: ["data:/data"]
    mem_limit: 64m
volumes: {data: {}}
"""
    read = reader_of_text(services)
    chart = chart_of(read, tmp_path / "chart", seed_volumes=True)
    assert chart.documents() == plain_documents(read({}), seed_volumes=True)
    assert changes(chart, {"services": {"web": {"image": {"tag": "3"}}}}) == [
        "Deployment/web initContainers.0.image shop/web:3",
        "Deployment/web initContainers.1.image shop/web:3",
        "Deployment/web containers.0.image shop/web:3",
    ]
    assert "images" not in chart.values, "a hook's own image is no value: it is pulled as the service's is"
