"""How pods wait: for a ready service by name, for a completed job by asking, within a pod by order."""

from __future__ import annotations

from translated import translate

UNPRIVILEGED = {
    "runAsUser": 65534,
    "runAsGroup": 65534,
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def test_a_pod_waits_for_a_ready_service_by_looking_up_a_headless_one() -> None:
    made = translate("""
services:
  db: {image: "db:1", healthcheck: {test: "true"}}
  web: {image: "web:1", depends_on: {db: {condition: service_healthy}}}
""")
    assert made.pod("web-deployment")["initContainers"] == [
        {
            "name": "wait-for-db",
            "image": "docker.io/library/busybox:1.37",
            "command": [
                "sh",
                "-c",
                """until nslookup "$1" 2>/dev/null | grep -q '^Name:'; do sleep 2; done""",
                "wait",
                "db-ready",
            ],
            "securityContext": UNPRIVILEGED,
        }
    ]
    assert made.documents["db-ready-service.yaml"]["spec"] == {
        "clusterIP": "None",
        "selector": {"app.kubernetes.io/name": "db", "app.kubernetes.io/part-of": "shop"},
    }


JOB = """
services:
  migrate: {image: "m:1"}
  web: {image: "web:1", depends_on: {migrate: {condition: service_completed_successfully}}}
"""


def test_a_job_that_is_not_required_may_fail() -> None:
    """A job that is not suspended has no condition before it ends (Kubernetes API reference, `JobStatus`)."""
    made = translate(JOB.replace("successfully}", "successfully, required: false}"))
    _, ended = made.pod("web-deployment")["initContainers"]
    assert ended["command"][2] == "--for=jsonpath={.status.conditions[0].status}=True"


def test_a_pod_waits_for_a_job_with_a_token_that_may_see_that_job_alone() -> None:
    made = translate(JOB)
    (job,) = [document["metadata"]["name"] for document in made.documents.values() if document["kind"] == "Job"]
    pod = made.pod("web-deployment")
    created, completed = pod["initContainers"]
    assert created["command"] == ["kubectl", "wait", "--for=create", "--timeout=-1s", f"job/{job}"]
    assert completed["command"] == ["kubectl", "wait", "--for=condition=complete", "--timeout=-1s", f"job/{job}"]
    assert completed["image"] == "registry.k8s.io/kubectl:v1.37.0"
    assert (pod["serviceAccountName"], pod["automountServiceAccountToken"]) == ("web-wait", False)
    token = "/var/run/secrets/kubernetes.io/serviceaccount"
    assert completed["volumeMounts"] == [{"name": "wait-token", "mountPath": token, "readOnly": True}]
    assert "volumeMounts" not in pod["containers"][0]
    assert made.documents["web-wait-role.yaml"]["rules"] == [
        {"apiGroups": ["batch"], "resources": ["jobs"], "resourceNames": [job], "verbs": ["get", "list", "watch"]}
    ]
    assert made.documents["web-wait-rolebinding.yaml"]["subjects"] == [{"kind": "ServiceAccount", "name": "web-wait"}]


def test_an_old_kubectl_cannot_wait_for_what_is_not_there() -> None:
    pod = translate(JOB, kube_version="1.30").pod("web-deployment")
    assert [container["name"] for container in pod["initContainers"]] == ["wait-for-migrate"]


def test_the_user_names_the_images_that_wait() -> None:
    text = JOB.replace("}}}", "}, db: {condition: service_healthy}}}") + "  db: {image: db, healthcheck: {test: a}}\n"
    pod = translate(text, wait_image="my/busybox,my/kubectl").pod("web-deployment")
    assert [container["image"] for container in pod["initContainers"]] == ["my/busybox", "my/kubectl", "my/kubectl"]


def test_within_one_pod_a_dependency_is_a_sidecar_that_holds_back_the_rest() -> None:
    made = translate("""
services:
  web: {image: "web:1"}
  cache: {image: "c:1", network_mode: "service:web", healthcheck: {test: ping, interval: 5s}}
  app:
    image: "app:1"
    network_mode: "service:web"
    depends_on: {cache: {condition: service_healthy}}
""")
    pod = made.pod("web-deployment")
    (sidecar,) = pod["initContainers"]
    assert (sidecar["name"], sidecar["restartPolicy"]) == ("cache", "Always")
    assert sidecar["startupProbe"] == {
        "exec": {"command": ["sh", "-c", "ping"]},
        "periodSeconds": 5,
        "timeoutSeconds": 30,
        "failureThreshold": 2147483647,
    }
    assert [container["name"] for container in pod["containers"]] == ["web", "app"]
    assert "cache-ready-service.yaml" not in made.documents


def test_within_one_pod_what_must_complete_is_an_init_container() -> None:
    made = translate("""
services:
  web: {image: "web:1"}
  setup: {image: "s:1", network_mode: "service:web", restart: "no"}
  app:
    image: "app:1"
    network_mode: "service:web"
    depends_on: {setup: {condition: service_completed_successfully}}
""")
    pod = made.pod("web-deployment")
    assert pod["initContainers"] == [{"name": "setup", "image": "s:1"}]
    assert [container["name"] for container in pod["containers"]] == ["web", "app"]


def test_a_job_that_waits_for_a_job_knows_its_name() -> None:
    made = translate("""
services:
  a: {image: "a:1"}
  b: {image: "b:1", depends_on: {a: {condition: service_completed_successfully}}}
  c: {image: "c:1", depends_on: {b: {condition: service_completed_successfully}}}
""")
    names = {name.rsplit("-", 2)[0]: document for name, document in made.documents.items() if document["kind"] == "Job"}
    last = names["b"]["spec"]["template"]["spec"]["initContainers"][-1]
    assert last["command"][-1] == f"job/{names['a']['metadata']['name']}"
