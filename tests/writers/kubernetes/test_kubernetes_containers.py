"""A service's container and its pod, attribute by attribute: SEMANTICS 3.3."""

from __future__ import annotations

from typing import Any

import pytest

from composeport.errors import InputError
from translated import Document, Translated, translate


def _service(attributes: str, **options: Any) -> Translated:
    return translate(f"services:\n  web:\n    image: nginx:1\n    {attributes}\n", **options)


def _container(attributes: str, **options: Any) -> Document:
    return _service(attributes, **options).container("web-deployment")


def _pod(attributes: str, **options: Any) -> Document:
    return _service(attributes, **options).pod("web-deployment")


def test_a_bare_service_has_what_every_pod_has_and_nothing_else() -> None:
    assert _service("").documents["web-deployment.yaml"] == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": "web",
            "labels": {
                "app.kubernetes.io/name": "web",
                "app.kubernetes.io/part-of": "shop",
                "app.kubernetes.io/managed-by": "composeport",
            },
        },
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"}},
            "template": {
                "metadata": {
                    "labels": {
                        "app.kubernetes.io/name": "web",
                        "app.kubernetes.io/part-of": "shop",
                        "app.kubernetes.io/managed-by": "composeport",
                        "network.composeport.dev/default": "member",
                    }
                },
                "spec": {
                    "containers": [{"name": "web", "image": "nginx:1"}],
                    "automountServiceAccountToken": False,
                    "enableServiceLinks": False,
                    "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
                },
            },
        },
    }


@pytest.mark.parametrize(
    ("attributes", "image", "policy"),
    [
        ("image: nginx", "nginx", "IfNotPresent"),
        ("image: nginx:latest", "nginx:latest", "IfNotPresent"),
        ("image: host:5000/nginx", "host:5000/nginx", "IfNotPresent"),
        ("image: nginx@sha256:" + "a" * 64, "nginx@sha256:" + "a" * 64, None),
        ("image: nginx:1.29", "nginx:1.29", None),
        ("image: nginx:1.29, pull_policy: always", "nginx:1.29", "Always"),
        ("image: nginx:1.29, pull_policy: never", "nginx:1.29", "Never"),
        ("image: nginx, pull_policy: missing", "nginx", "IfNotPresent"),
    ],
)
def test_an_image_is_pulled_when_compose_would(attributes: str, image: str, policy: str | None) -> None:
    container = translate(f"services: {{web: {{{attributes}}}}}").container("web-deployment")
    assert (container["image"], container.get("imagePullPolicy")) == (image, policy)


@pytest.mark.parametrize(("registry", "image"), [("", "shop-web"), ("ghcr.io/me/", "ghcr.io/me/shop-web")])
def test_an_image_that_is_only_built_is_the_one_that_compose_builds(registry: str, image: str) -> None:
    made = translate("services:\n  web:\n    build: .\n", registry=registry)
    assert made.container("web-deployment")["image"] == image
    assert made.only("CP901") == ["CP901 4:12 services.web.build"]


def test_entrypoint_and_command_are_command_and_arguments() -> None:
    container = _container("entrypoint: /run.sh 'a b'\n    command: [serve, '80']")
    assert (container["command"], container["args"]) == (["/run.sh", "a b"], ["serve", "80"])


def test_an_empty_entrypoint_leaves_the_command_alone() -> None:
    container = _container("entrypoint: []\n    command: [serve]")
    assert container["command"] == ["serve"]
    assert "args" not in container


def test_one_blank_word_is_an_empty_entrypoint() -> None:
    assert _container("entrypoint: ['']\n    command: [serve]")["command"] == ["serve"]


def test_an_empty_entrypoint_alone_cannot_clear_the_images() -> None:
    assert _service("entrypoint: []").only("CP805") == ["CP805 5:17 services.web.entrypoint"]


def test_an_empty_command_is_none() -> None:
    assert _service("command: []").only("CP805") == []
    assert "args" not in _container("command: []")


@pytest.mark.parametrize(
    ("attributes", "context"),
    [
        ("user: '1000'", {"runAsUser": 1000}),
        ("user: '1000:50'", {"runAsUser": 1000, "runAsGroup": 50}),
        ("user: root", {"runAsUser": 0}),
        ("read_only: true", {"readOnlyRootFilesystem": True}),
        ("cap_add: [CAP_NET_ADMIN, sys_time]", {"capabilities": {"add": ["NET_ADMIN", "SYS_TIME"]}}),
        ("cap_drop: [ALL]", {"capabilities": {"drop": ["ALL"]}}),
        ("security_opt: [no-new-privileges]", {"allowPrivilegeEscalation": False}),
        ("security_opt: ['no-new-privileges:true']", {"allowPrivilegeEscalation": False}),
        ("security_opt: [seccomp=unconfined]", {"seccompProfile": {"type": "Unconfined"}}),
        ("security_opt: ['apparmor:unconfined']", {"appArmorProfile": {"type": "Unconfined"}}),
        (
            "security_opt: [apparmor=mine]",
            {"appArmorProfile": {"type": "Localhost", "localhostProfile": "mine"}},
        ),
        (
            "security_opt: ['label:type:svirt_t', 'label:level:s0']",
            {"seLinuxOptions": {"type": "svirt_t", "level": "s0"}},
        ),
        ("privileged: true", {"privileged": True}),
    ],
)
def test_security_becomes_the_container_s_context(attributes: str, context: Document) -> None:
    assert _container(attributes)["securityContext"] == context


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ("devices: [/dev/fuse]", ["CP604 5:14 services.web.devices"]),
        ("devices: [/dev/fuse]\n    privileged: true", []),
        ("devices: ['/dev/fuse:/dev/other']\n    privileged: true", ["CP604 5:14 services.web.devices"]),
    ],
)
def test_a_privileged_container_has_the_devices_of_its_node_at_their_own_paths(
    attributes: str, found: list[str]
) -> None:
    assert _service(attributes).only("CP604") == found


def test_privileged_and_no_new_privileges_lose_the_weaker_one() -> None:
    made = _service("privileged: true\n    security_opt: [no-new-privileges]")
    assert made.container("web-deployment")["securityContext"] == {"privileged": True}
    assert made.only("CP601") == ["CP601 5:17 services.web.privileged", "CP601 6:19 services.web.security_opt"]


def test_names_of_users_and_groups_are_for_the_image_to_know() -> None:
    made = _service("user: node:staff\n    group_add: [docker, 44]")
    assert made.pod("web-deployment")["securityContext"]["supplementalGroups"] == [44]
    assert made.only("CP602") == [
        "CP602 5:11 services.web.user",
        "CP602 5:11 services.web.user",
        "CP602 6:17 services.web.group_add.0",
    ]


def test_safe_sysctls_of_the_version_are_set_and_others_are_errors() -> None:
    attributes = "sysctls: {net.ipv4.tcp_rmem: 4096 1 2, net.ipv4.tcp_syncookies: 0, net.core.somaxconn: 10}"
    new, old = _service(attributes), _service(attributes, kube_version="1.31")
    cookies = {"name": "net.ipv4.tcp_syncookies", "value": "0"}
    memory = {"name": "net.ipv4.tcp_rmem", "value": "4096 1 2"}
    assert new.pod("web-deployment")["securityContext"]["sysctls"] == [memory, cookies]
    assert old.pod("web-deployment")["securityContext"]["sysctls"] == [cookies]
    assert len(new.only("CP607")) == 1
    assert len(old.only("CP607")) == 2


def test_network_sysctls_go_with_the_host_s_network() -> None:
    pod = _pod("network_mode: host\n    sysctls: {net.ipv4.tcp_syncookies: 0}")
    assert pod["hostNetwork"] is True
    assert pod["dnsPolicy"] == "ClusterFirstWithHostNet"
    assert "sysctls" not in pod["securityContext"]


@pytest.mark.parametrize(
    ("attributes", "field", "value"),
    [
        ("stop_grace_period: 1m30s", "terminationGracePeriodSeconds", 90),
        ("stop_grace_period: 0s", "terminationGracePeriodSeconds", 0),
        ("hostname: mail", "hostname", "mail"),
        ("hostname: mail.example.org", "hostnameOverride", "mail.example.org"),
        ("pid: host", "hostPID", True),
        ("ipc: host", "hostIPC", True),
        ("userns_mode: host", "hostUsers", True),
        ("runtime: gVisor", "runtimeClassName", "gvisor"),
        ("init: true", "shareProcessNamespace", True),
        ("platform: linux/arm64", "nodeSelector", {"kubernetes.io/arch": "arm64", "kubernetes.io/os": "linux"}),
        ("platform: linux", "nodeSelector", {"kubernetes.io/os": "linux"}),
        ("dns: [1.1.1.1]", "dnsConfig", {"nameservers": ["1.1.1.1"]}),
        (
            "dns_search: [a.org]\n    dns_opt: ['ndots:2', rotate]",
            "dnsConfig",
            {"searches": ["a.org"], "options": [{"name": "ndots", "value": "2"}, {"name": "rotate"}]},
        ),
        (
            "extra_hosts: ['a.org=10.0.0.1', 'b.org=10.0.0.1', 'c.org=::1']",
            "hostAliases",
            [{"ip": "10.0.0.1", "hostnames": ["a.org", "b.org"]}, {"ip": "::1", "hostnames": ["c.org"]}],
        ),
    ],
)
def test_an_attribute_becomes_a_field_of_the_pod(attributes: str, field: str, value: object) -> None:
    assert _pod(attributes)[field] == value


def test_a_full_host_name_is_cut_in_older_versions() -> None:
    made = _service("hostname: mail.example.org", kube_version="1.34")
    assert made.pod("web-deployment")["hostname"] == "mail"
    assert made.only("CP805") == ["CP805 5:15 services.web.hostname"]


LISTENS = "environment: {LISTENERS: 'PLAINTEXT://web:9092'}"


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        (LISTENS, "web"),
        ("command: [serve, --bind, 'web:9092']", "web"),
        ("environment: {HOST: web, PORT: '9092'}", "web"),
        ("environment: {SPARK_MASTER_HOST: web}", "web"),
        ("environment: {SERVICE_NAME: web, MODE: web}", None),
        (f"{LISTENS}\n    hostname: broker", "broker"),
        (f"container_name: broker\n    {LISTENS.replace('web', 'broker')}", "broker"),
        ("environment: {ROLE: web, LISTENERS: 'PLAINTEXT://localhost:9092'}", None),
        ("healthcheck: {test: [CMD, curl, 'http://web:80']}", None),
        (f"{LISTENS}\n    deploy: {{replicas: 2}}", None),
        (f"{LISTENS}\n    network_mode: host", None),
    ],
)
def test_a_lone_pod_has_the_name_at_which_it_listens(attributes: str, name: str | None) -> None:
    """Under Docker a container's name is its own address, at which it may listen; a `Service`'s address is none.

    The kubelet writes the pod's address and its `hostname` into /etc/hosts.
    """
    assert _pod(attributes).get("hostname") == name


def test_a_name_that_is_rewritten_is_the_pods_too() -> None:
    made = translate("services: {web_1: {image: a, environment: {ADDR: 'web_1:80'}}, b: {image: b, command: 'c b:1'}}")
    assert made.pod("web-1-deployment")["hostname"] == "web-1"
    assert made.container("web-1-deployment")["env"] == [{"name": "ADDR", "value": "web-1:80"}]


def test_what_another_serves_is_no_name_of_its_own() -> None:
    made = translate("services: {web: {image: a, environment: {ADDR: 'b:80'}}, b: {image: b}}")
    assert not {"hostname"} & {*made.pod("web-deployment"), *made.pod("b-deployment")}


def test_runc_is_what_every_cluster_has() -> None:
    assert "runtimeClassName" not in _pod("runtime: runc")


def test_names_of_one_address_are_parted_by_blanks() -> None:
    """Docker writes a line of /etc/hosts: the address, a tab, and what was given as the name."""
    made = _service("extra_hosts: ['ads ads.Example.org:0.0.0.0', 'a b_c:192.0.2.1']")
    assert made.pod("web-deployment")["hostAliases"] == [{"ip": "0.0.0.0", "hostnames": ["ads", "ads.example.org"]}]
    assert made.only("CP805") == ["CP805 5:50 services.web.extra_hosts.a b_c"]


def test_the_address_of_dockers_bridge_is_kept_and_reported() -> None:
    made = _service("extra_hosts: ['host.docker.internal:172.17.0.1']")
    assert made.pod("web-deployment")["hostAliases"] == [{"ip": "172.17.0.1", "hostnames": ["host.docker.internal"]}]
    assert made.only("CP311") == ["CP311 5:19 services.web.extra_hosts.host.docker.internal"]


def test_a_server_of_names_that_is_a_peer_has_another_address() -> None:
    peer = "  names: {image: 'unbound:1', networks: {net: {ipv4_address: 10.5.0.53}}}\nnetworks: {net: {}}"
    made = _service(f"dns: [10.5.0.53, 192.0.2.1]\n{peer}")
    assert made.pod("web-deployment")["dnsConfig"] == {"nameservers": ["192.0.2.1"]}
    assert "CP306 5:11 services.web.dns.0" in made.only("CP306")
    alone = _service(f"dns: [10.5.0.53]\n{peer}")
    assert "dnsConfig" not in alone.pod("web-deployment")
    assert alone.only("CP805") == []


def test_an_empty_search_domain_is_reported() -> None:
    made = _service("dns_search: ['', a.org]")
    assert made.pod("web-deployment")["dnsConfig"] == {"searches": ["a.org"]}
    assert made.only("CP805") == ["CP805 5:18 services.web.dns_search.0"]


def test_the_host_s_gateway_has_no_address() -> None:
    made = _service("extra_hosts: ['host.docker.internal:host-gateway']")
    assert "hostAliases" not in made.pod("web-deployment")
    assert made.only("CP311") == ["CP311 5:19 services.web.extra_hosts.host.docker.internal"]


def test_a_terminal_and_standard_input_are_kept() -> None:
    container = _container("tty: true\n    stdin_open: true\n    working_dir: /srv")
    assert (container["tty"], container["stdin"], container["workingDir"]) == (True, True, "/srv")


def test_another_stop_signal_is_sent_by_a_hook() -> None:
    made = _service("stop_signal: SIGQUIT")
    command = made.container("web-deployment")["lifecycle"]["preStop"]["exec"]["command"]
    assert (command[:2], command[-1]) == (["sh", "-c"], "QUIT")
    assert made.only("CP208") == ["CP208 5:18 services.web.stop_signal"]


def test_no_hook_signals_the_first_process_of_the_machine() -> None:
    assert "lifecycle" not in _container("stop_signal: SIGQUIT\n    pid: host")


def test_labels_are_annotations_and_refused_keys_are_kept_in_one() -> None:
    labels = "{good.example/key: a, 'traefik.domains[0].main': b.org, prometheus.scrape: 'true'}"
    made = _service(f"labels: {labels}\n    deploy: {{labels: {{team: web}}}}")
    deployment = made.documents["web-deployment.yaml"]
    assert deployment["metadata"]["annotations"] == {"team": "web"}
    assert deployment["spec"]["template"]["metadata"]["annotations"] == {
        "composeport.dev/labels": '{"traefik.domains[0].main": "b.org"}',
        "good.example/key": "a",
        "prometheus.io/scrape": "true",
        "prometheus.scrape": "true",
    }


@pytest.mark.parametrize(
    ("attributes", "resources"),
    [
        (
            "deploy: {resources: {limits: {cpus: '0.5', memory: 1g}}}",
            {"limits": {"cpu": "500m", "memory": "1Gi"}, "requests": {"cpu": "0", "memory": "0"}},
        ),
        (
            "deploy: {resources: {limits: {memory: 1g}, reservations: {cpus: '2', memory: 1500m}}}",
            None,
        ),
        (
            "mem_limit: 1g\n    mem_reservation: 512m\n    cpus: 1.5",
            {"limits": {"cpu": "1500m", "memory": "1Gi"}, "requests": {"cpu": "0", "memory": "512Mi"}},
        ),
        ("mem_reservation: 1001", {"requests": {"memory": "1001"}}),
        ("mem_reservation: 1000", {"requests": {"memory": "1k"}}),
        ("mem_reservation: 1500000", {"requests": {"memory": "1500k"}}),
        ("mem_reservation: 1024000", {"requests": {"memory": "1000Ki"}}),
        ("gpus: all", {"limits": {"nvidia.com/gpu": "1"}}),
        (
            "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 2}]}}}",
            {"limits": {"nvidia.com/gpu": "2"}},
        ),
    ],
)
def test_resources_are_canonical_quantities(attributes: str, resources: Document | None) -> None:
    if resources is None:
        with pytest.raises(InputError):
            _service(attributes)
    else:
        assert _container(attributes)["resources"] == resources


def test_more_reserved_than_allowed_is_refused_at_the_reservation() -> None:
    with pytest.raises(InputError) as refused:
        _service("mem_limit: 1g\n    mem_reservation: 2g")
    assert str(refused.value) == "-:6:22: service 'web' reserves more memory than its limit allows it to use"


@pytest.mark.parametrize(
    ("check", "probe"),
    [
        (
            "{test: curl -f http://localhost}",
            {"command": ["sh", "-c", "curl -f http://localhost"], "times": (30, 30, 3)},
        ),
        (
            "{test: [CMD, curl, -f, http://localhost], interval: 10s, timeout: 2s, retries: 5}",
            {"command": ["curl", "-f", "http://localhost"], "times": (10, 2, 5)},
        ),
        ("{test: [CMD-SHELL, 'true'], interval: 1500ms}", {"command": ["sh", "-c", "true"], "times": (2, 30, 3)}),
    ],
)
def test_a_health_check_is_a_readiness_probe_with_compose_s_defaults(check: str, probe: Document) -> None:
    period, timeout, failures = probe["times"]
    container = _container(f"healthcheck: {check}")
    assert container["readinessProbe"] == {
        "exec": {"command": probe["command"]},
        "periodSeconds": period,
        "timeoutSeconds": timeout,
        "failureThreshold": failures,
    }
    assert not {"livenessProbe", "startupProbe"} & container.keys()


@pytest.mark.parametrize("check", ["{disable: true}", "{test: [NONE]}"])
def test_a_check_that_is_switched_off_is_no_probe(check: str) -> None:
    assert _container(f"healthcheck: {check}") == {"name": "web", "image": "nginx:1"}


def test_the_image_s_own_check_is_not_known() -> None:
    assert _service("healthcheck: {interval: 5s}").only("CP205") == ["CP205 5:18 services.web.healthcheck"]


def test_start_interval_is_a_startup_probe_that_never_kills() -> None:
    container = _container("healthcheck: {test: 'true', start_period: 1m, start_interval: 2s}")
    assert container["startupProbe"] == {
        "exec": {"command": ["sh", "-c", "true"]},
        "periodSeconds": 2,
        "timeoutSeconds": 30,
        "failureThreshold": 2147483647,
    }


def test_liveness_on_request_waits_for_the_start_period() -> None:
    container = _container("healthcheck: {test: 'true', start_period: 1m}", liveness=True)
    assert container["livenessProbe"] == {
        "exec": {"command": ["sh", "-c", "true"]},
        "initialDelaySeconds": 60,
        "periodSeconds": 30,
        "timeoutSeconds": 30,
        "failureThreshold": 3,
    }


def test_hardened_containers_have_what_the_restricted_standard_asks() -> None:
    made = _service("cap_add: [NET_BIND_SERVICE, NET_ADMIN]\n    privileged: true\n    pid: host", harden=True)
    assert made.container("web-deployment")["securityContext"] == {
        "runAsNonRoot": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]},
    }
    assert "hostPID" not in made.pod("web-deployment")
    assert made.only("CP608") == [
        "CP608 4:12 services.web.image",
        "CP608 6:17 services.web.privileged",
        "CP608 7:10 services.web.pid",
    ]
