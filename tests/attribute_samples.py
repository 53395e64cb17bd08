"""For every attribute of the specification, two values that differ in meaning: what the dispositions are held against.

Values are fragments of YAML, the plain one first. `beside` is what must stand around the attribute for it to mean
anything, as a fragment of the project.
"""

from __future__ import annotations

from pathlib import Path as Folder
from typing import Any, NamedTuple

import yaml

Path = tuple[str | int, ...]


class Sample(NamedTuple):
    """Two values of an attribute, and what stands beside it."""

    before: str
    after: str
    beside: str = "{}"


BASE = """\
name: shop
services:
  db:
    image: postgres:17
    restart: always
    volumes: [data:/var/lib/postgresql]
    healthcheck: {test: [CMD, pg_isready]}
  web:
    image: example/app:1.0
volumes: {data: {}}
"""

FILES = {
    "one.env": "A=1\n",
    "two.env": "A=2\n",
    "quoted.env": "A='1'\n",
    "one.labels": "a=1\n",
    "two.labels": "a=2\n",
    "one.json": "{}\n",
    "two.json": "{ }\n",
    "one.txt": "one\n",
    "two.txt": "two\n",
    "one.yaml": "services: {other: {image: 'busybox:1.36'}}\n",
    "two.yaml": "services: {other: {image: 'busybox:1.37'}}\n",
    "secret.env": "DB_PASSWORD=hunter2\n",
    "empty.txt": "",
    "folder/a/one.txt": "one\n",
    "folder/b/one.txt": "two\n",
}
"""What lies in the project's directory."""


def lay_out(folder: Folder) -> Folder:
    """Put the files into a project's directory."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


VARIABLES = {"TOKEN": "hunter2", "OTHER": "hunter3"}

_MODEL = "{models: {llm: {model: ai/smollm2}}}"
_CONFIG = "{configs: {inline: {content: hello}, other: {content: bye}}, services: {web: {configs: [{source: inline}]}}}"
_SECRET = (
    "{secrets: {token: {environment: TOKEN}, other: {environment: OTHER}},"
    " services: {web: {secrets: [{source: token}]}}}"
)
_OWN_CONFIG = "{configs: {own: {file: ./one.txt}}, services: {web: {configs: [own]}}}"
_OWN_SECRET = "{secrets: {own: {file: ./one.txt}}, services: {web: {secrets: [own]}}}"
_NETWORK = "{networks: {own: {}}, services: {web: {networks: [own]}, db: {networks: [own]}}}"
_NETWORK_OPTIONS = "{networks: {own: {}}, services: {web: {networks: {own: {}}}, db: {networks: [own]}}}"
_POOL = (
    "{networks: {own: {ipam: {config: [{subnet: 10.1.0.0/16}]}}},"
    " services: {web: {networks: [own]}, db: {networks: [own]}}}"
)
_OWN_VOLUME = "{volumes: {own: {}}, services: {web: {volumes: ['own:/own']}}}"
_PORT = "{services: {web: {ports: [{target: 80, published: '8080'}]}}}"
_CHECK = "{services: {web: {healthcheck: {test: [CMD, one]}}}}"
_GPU = "{services: {web: {deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}}}}"
_ALL_GPUS = "{services: {web: {gpus: [{driver: nvidia}]}}}"
_TWO_GPUS = "{services: {web: {gpus: [{driver: nvidia, capabilities: [gpu]}]}}}"
_MOUNT = "{services: {web: {volumes: [{type: volume, source: data, target: /data}]}}}"
_NAMELESS = "{volumes: {own: {}}, services: {web: {volumes: [{type: volume, target: /x}]}}}"
_BIND = "{services: {web: {volumes: [{type: bind, source: /srv/x, target: /x}]}}}"
_MEMORY = "{services: {web: {volumes: [{type: tmpfs, target: /x}]}}}"
_IMAGE = "{services: {web: {volumes: [{type: image, source: 'busybox:1.37', target: /x}]}}}"
_UPDATE = "{services: {web: {deploy: {replicas: 4, update_config: {parallelism: 2}}}}}"
_RESTART = "{services: {web: {ports: ['80'], deploy: {restart_policy: {condition: on-failure}}}}}"


SAMPLES: dict[str, Sample] = {
    "name": Sample("shop", "store"),
    "version": Sample("'3.8'", "'3.9'"),
    "include": Sample("[one.yaml]", "[two.yaml]"),
    "jobs": Sample(
        "{j: {image: 'busybox:1.36', triggers: {manual: true}}}",
        "{j: {image: 'busybox:1.37', triggers: {manual: true}}}",
    ),
    "models": Sample("{llm: {model: ai/one}}", "{llm: {model: ai/two}}"),
    "configs.own.content": Sample("one", "two", "{services: {web: {configs: [own]}}}"),
    "configs.own.environment": Sample("TOKEN", "OTHER", "{services: {web: {configs: [own]}}}"),
    "configs.own.external": Sample("true", "{name: elsewhere}", "{services: {web: {configs: [own]}}}"),
    "configs.own.file": Sample("./one.txt", "./two.txt", "{services: {web: {configs: [own]}}}"),
    "configs.own.labels": Sample("{a: b}", "{a: c}", _OWN_CONFIG),
    "configs.own.name": Sample("one", "two", _OWN_CONFIG),
    "configs.own.template_driver": Sample("golang", "other", _OWN_CONFIG),
    "secrets.own.driver": Sample("vault", "other", _OWN_SECRET),
    "secrets.own.driver_opts": Sample("{a: b}", "{a: c}", _OWN_SECRET),
    "secrets.own.environment": Sample("TOKEN", "OTHER", "{services: {web: {secrets: [own]}}}"),
    "secrets.own.external": Sample("true", "{name: elsewhere}", "{services: {web: {secrets: [own]}}}"),
    "secrets.own.file": Sample("./one.txt", "./two.txt", "{services: {web: {secrets: [own]}}}"),
    "secrets.own.labels": Sample("{a: b}", "{a: c}", _OWN_SECRET),
    "secrets.own.name": Sample("one", "two", _OWN_SECRET),
    "secrets.own.template_driver": Sample("golang", "other", _OWN_SECRET),
    "networks.own.attachable": Sample("true", "false", _NETWORK),
    "networks.own.driver": Sample("bridge", "weave", _NETWORK),
    "networks.own.driver_opts": Sample("{encrypted: ''}", "{com.docker.network.bridge.name: b}", _NETWORK),
    "networks.own.enable_ipv4": Sample("true", "false", _NETWORK),
    "networks.own.enable_ipv6": Sample("true", "false", _NETWORK),
    "networks.own.external": Sample("true", "{name: elsewhere}", _NETWORK),
    "networks.own.internal": Sample("true", "false", _NETWORK),
    "networks.own.ipam.config.0.aux_addresses": Sample("{a: 10.1.0.5}", "{a: 10.1.0.6}", _POOL),
    "networks.own.ipam.config.0.gateway": Sample("10.1.0.1", "10.1.0.2", _POOL),
    "networks.own.ipam.config.0.ip_range": Sample("10.1.1.0/24", "10.1.2.0/24", _POOL),
    "networks.own.ipam.config.0.subnet": Sample("10.1.0.0/16", "10.2.0.0/16", _POOL),
    "networks.own.ipam.driver": Sample("default", "other", _POOL),
    "networks.own.ipam.options": Sample("{a: b}", "{a: c}", _POOL),
    "networks.own.labels": Sample("{a: b}", "{a: c}", _NETWORK),
    "networks.own.name": Sample("one", "two", _NETWORK),
    "volumes.own.driver": Sample("local", "rexray", _OWN_VOLUME),
    "volumes.own.driver_opts": Sample(
        "{type: nfs, o: addr=10.0.0.1, device: ':/one'}", "{type: nfs, o: addr=10.0.0.1, device: ':/two'}", _OWN_VOLUME
    ),
    "volumes.own.external": Sample("true", "{name: elsewhere}", _OWN_VOLUME),
    "volumes.own.labels": Sample("{a: b}", "{a: c}", _OWN_VOLUME),
    "volumes.own.name": Sample("one", "two", _OWN_VOLUME),
    "services.web.annotations": Sample("{a: b}", "{a: c}"),
    "services.web.attach": Sample("false", "true"),
    "services.web.blkio_config": Sample("{weight: 300}", "{weight: 400}"),
    "services.web.build": Sample("{context: ./folder/a}", "{context: ./folder/b}"),
    "services.web.cap_add": Sample("[NET_ADMIN]", "[SYS_PTRACE]"),
    "services.web.cap_drop": Sample("[NET_RAW]", "[ALL]"),
    "services.web.cgroup": Sample("host", "private"),
    "services.web.cgroup_parent": Sample("one", "two"),
    "services.web.command": Sample("[run, one]", "[run, two]"),
    "services.web.configs.0.gid": Sample("'10'", "'11'", _CONFIG),
    "services.web.configs.0.mode": Sample("292", "256", _CONFIG),
    "services.web.configs.0.source": Sample("inline", "other", _CONFIG),
    "services.web.configs.0.target": Sample("/one", "/two", _CONFIG),
    "services.web.configs.0.uid": Sample("'10'", "'11'", _CONFIG),
    "services.web.container_name": Sample("one", "two"),
    "services.web.cpu_count": Sample("1", "2"),
    "services.web.cpu_percent": Sample("10", "20"),
    "services.web.cpu_period": Sample("50000", "25000", "{services: {web: {cpu_quota: 25000}}}"),
    "services.web.cpu_quota": Sample("50000", "25000"),
    "services.web.cpu_rt_period": Sample("950000", "960000"),
    "services.web.cpu_rt_runtime": Sample("400000", "500000"),
    "services.web.cpu_shares": Sample("512", "1024"),
    "services.web.cpus": Sample("0.5", "1.5"),
    "services.web.cpuset": Sample("'0'", "'1'"),
    "services.web.credential_spec.config": Sample("one", "two"),
    "services.web.credential_spec.file": Sample("one.json", "two.json"),
    "services.web.credential_spec.registry": Sample("one", "two"),
    "services.web.depends_on": Sample("{db: {condition: service_healthy}}", "[]"),
    "services.web.deploy.endpoint_mode": Sample("vip", "dnsrr", "{services: {web: {expose: ['80']}}}"),
    "services.web.deploy.labels": Sample("{a: b}", "{a: c}"),
    "services.web.deploy.mode": Sample("replicated", "global"),
    "services.web.deploy.placement.constraints": Sample("[node.labels.a == b]", "[node.labels.a == c]"),
    "services.web.deploy.placement.max_replicas_per_node": Sample("1", "2"),
    "services.web.deploy.placement.preferences": Sample("[{spread: node.labels.a}]", "[{spread: node.labels.b}]"),
    "services.web.deploy.replicas": Sample("2", "3"),
    "services.web.deploy.resources.limits.cpus": Sample("'0.5'", "'1.5'"),
    "services.web.deploy.resources.limits.memory": Sample("64M", "128M"),
    "services.web.deploy.resources.limits.pids": Sample("100", "200"),
    "services.web.deploy.resources.reservations.cpus": Sample("'0.25'", "'0.5'"),
    "services.web.deploy.resources.reservations.devices": Sample(
        "[{capabilities: [gpu], count: 1}]", "[{capabilities: [gpu], count: 2}]"
    ),
    "services.web.deploy.resources.reservations.devices.0.device_ids": Sample("['0']", "['0', '1']", _GPU),
    "services.web.deploy.resources.reservations.devices.0.driver": Sample("nvidia", "amd", _GPU),
    "services.web.deploy.resources.reservations.generic_resources": Sample(
        "[{discrete_resource_spec: {kind: ssd, value: 1}}]", "[{discrete_resource_spec: {kind: ssd, value: 2}}]"
    ),
    "services.web.deploy.resources.reservations.memory": Sample("64M", "128M"),
    "services.web.deploy.restart_policy.condition": Sample("any", "on-failure"),
    "services.web.deploy.restart_policy.delay": Sample("1s", "2s", _RESTART),
    "services.web.deploy.restart_policy.max_attempts": Sample(
        "2", "3", "{services: {web: {deploy: {restart_policy: {condition: on-failure}}}}}"
    ),
    "services.web.deploy.restart_policy.window": Sample("1s", "2s", _RESTART),
    "services.web.deploy.rollback_config": Sample("{parallelism: 1}", "{parallelism: 2}"),
    "services.web.deploy.update_config.delay": Sample("10s", "20s", _UPDATE),
    "services.web.deploy.update_config.failure_action": Sample("pause", "rollback", _UPDATE),
    "services.web.deploy.update_config.max_failure_ratio": Sample("0.1", "0.2", _UPDATE),
    "services.web.deploy.update_config.monitor": Sample("30s", "40s", _UPDATE),
    "services.web.deploy.update_config.order": Sample("start-first", "stop-first", _UPDATE),
    "services.web.deploy.update_config.parallelism": Sample("1", "3", _UPDATE),
    "services.web.develop": Sample("{watch: [{path: ., action: rebuild}]}", "{watch: [{path: ./x, action: rebuild}]}"),
    "services.web.device_cgroup_rules": Sample("['c 1:3 mr']", "['a 7:* rmw']"),
    "services.web.devices": Sample("[/dev/fuse]", "[/dev/kvm]"),
    "services.web.dns": Sample("[192.0.2.1]", "[192.0.2.2]"),
    "services.web.dns_opt": Sample("[ndots:1]", "[ndots:2]"),
    "services.web.dns_search": Sample("[one.example]", "[two.example]"),
    "services.web.domainname": Sample("one.example", "two.example"),
    "services.web.entrypoint": Sample("[one]", "[two]"),
    "services.web.env_file": Sample("[one.env]", "[two.env]"),
    "services.web.env_file.0.format": Sample("raw", "''", "{services: {web: {env_file: [{path: quoted.env}]}}}"),
    "services.web.environment": Sample("{A: b}", "{A: c}"),
    "services.web.expose": Sample("['80']", "['81']"),
    "services.web.extends": Sample("{file: one.yaml, service: other}", "{service: db}"),
    "services.web.external_links": Sample("[other:o]", "[another:o]"),
    "services.web.extra_hosts": Sample("['h:192.0.2.1']", "['h:192.0.2.2']"),
    "services.web.gpus": Sample("all", "[{count: 2}]"),
    "services.web.gpus.0.capabilities": Sample("[gpu]", "[tpu]", _ALL_GPUS),
    "services.web.gpus.0.count": Sample("1", "2", _TWO_GPUS),
    "services.web.gpus.0.device_ids": Sample("['0']", "['0', '1']", _TWO_GPUS),
    "services.web.group_add": Sample("['10']", "['11']"),
    "services.web.healthcheck.disable": Sample("true", "false", _CHECK),
    "services.web.healthcheck.interval": Sample("1s", "2s", _CHECK),
    "services.web.healthcheck.retries": Sample("1", "2", _CHECK),
    "services.web.healthcheck.start_interval": Sample("1s", "2s", _CHECK),
    "services.web.healthcheck.start_period": Sample("1s", "2s", _CHECK),
    "services.web.healthcheck.test": Sample("[CMD, one]", "[CMD, two]"),
    "services.web.healthcheck.timeout": Sample("1s", "2s", _CHECK),
    "services.web.hostname": Sample("one", "two"),
    "services.web.image": Sample("nginx:1.28", "nginx:1.30"),
    "services.web.init": Sample("true", "false"),
    "services.web.ipc": Sample("host", "service:db"),
    "services.web.isolation": Sample("default", "hyperv"),
    "services.web.label_file": Sample("[one.labels]", "[two.labels]"),
    "services.web.labels": Sample("{a: b}", "{a: c}"),
    "services.web.links": Sample("[db:one]", "[db:two]"),
    "services.web.logging": Sample("{driver: gelf}", "{driver: syslog}"),
    "services.web.mac_address": Sample("'02:42:ac:11:65:43'", "'02:42:ac:11:65:44'"),
    "services.web.mem_limit": Sample("64m", "128m"),
    "services.web.mem_reservation": Sample("32m", "64m"),
    "services.web.mem_swappiness": Sample("10", "20"),
    "services.web.memswap_limit": Sample("64m", "128m"),
    "services.web.models": Sample("[llm]", "{llm: {endpoint_var: URL}}", _MODEL),
    "services.web.network_mode": Sample("host", "none"),
    "services.web.networks.own.aliases": Sample("[one]", "[two]", _NETWORK_OPTIONS),
    "services.web.networks.own.driver_opts": Sample("{a: b}", "{a: c}", _NETWORK_OPTIONS),
    "services.web.networks.own.gw_priority": Sample("1", "2", _NETWORK_OPTIONS),
    "services.web.networks.own.interface_name": Sample("eth7", "eth8", _NETWORK_OPTIONS),
    "services.web.networks.own.ipv4_address": Sample("10.0.0.2", "10.0.0.3", _NETWORK_OPTIONS),
    "services.web.networks.own.ipv6_address": Sample("'fd00::2'", "'fd00::3'", _NETWORK_OPTIONS),
    "services.web.networks.own.link_local_ips": Sample("[169.254.1.1]", "[169.254.1.2]", _NETWORK_OPTIONS),
    "services.web.networks.own.mac_address": Sample(
        "'02:42:ac:11:65:43'", "'02:42:ac:11:65:44'", _NETWORK_OPTIONS
    ),
    "services.web.networks.own.priority": Sample("1", "2", _NETWORK_OPTIONS),
    "services.web.oom_kill_disable": Sample("true", "false"),
    "services.web.oom_score_adj": Sample("10", "20"),
    "services.web.pid": Sample("host", "'service:db'"),
    "services.web.pids_limit": Sample("100", "200"),
    "services.web.platform": Sample("linux/amd64", "linux/arm64"),
    "services.web.ports.0.app_protocol": Sample("http", "grpc", _PORT),
    "services.web.ports.0.host_ip": Sample("127.0.0.1", "0.0.0.0", _PORT),
    "services.web.ports.0.mode": Sample("host", "ingress", _PORT),
    "services.web.ports.0.name": Sample("one", "two", _PORT),
    "services.web.ports.0.protocol": Sample("tcp", "udp", _PORT),
    "services.web.ports.0.published": Sample("'8080'", "'8081'", "{services: {web: {ports: [{target: 80}]}}}"),
    "services.web.ports.0.target": Sample("80", "81", "{services: {web: {ports: [{target: 1, published: '8080'}]}}}"),
    "services.web.post_start": Sample("[{command: [one]}]", "[{command: [two]}]"),
    "services.web.pre_start": Sample("[{command: [one]}]", "[{command: [two]}]"),
    "services.web.pre_stop": Sample("[{command: [one]}]", "[{command: [two]}]"),
    "services.web.privileged": Sample("true", "false"),
    "services.web.profiles": Sample("[debug]", "[]"),
    "services.web.provider": Sample("{type: one}", "{type: two}"),
    "services.web.pull_policy": Sample("always", "never"),
    "services.web.pull_refresh_after": Sample("1h", "2h"),
    "services.web.read_only": Sample("true", "false"),
    "services.web.restart": Sample("always", "'no'"),
    "services.web.runtime": Sample("nvidia", "kata"),
    "services.web.scale": Sample("2", "3"),
    "services.web.secrets.0.gid": Sample("'10'", "'11'", _SECRET),
    "services.web.secrets.0.mode": Sample("292", "256", _SECRET),
    "services.web.secrets.0.source": Sample("token", "other", _SECRET),
    "services.web.secrets.0.target": Sample("one", "two", _SECRET),
    "services.web.secrets.0.uid": Sample("'10'", "'11'", _SECRET),
    "services.web.security_opt": Sample("[no-new-privileges:true]", "[seccomp:unconfined]"),
    "services.web.shm_size": Sample("64m", "128m"),
    "services.web.stdin_open": Sample("true", "false"),
    "services.web.stop_grace_period": Sample("15s", "20s"),
    "services.web.stop_signal": Sample("SIGINT", "SIGQUIT"),
    "services.web.storage_opt": Sample("{size: 1G}", "{size: 2G}"),
    "services.web.sysctls": Sample("{net.ipv4.tcp_syncookies: 0}", "{net.ipv4.tcp_syncookies: 1}"),
    "services.web.tmpfs": Sample("['/run:size=1m']", "['/run:size=2m']"),
    "services.web.tty": Sample("true", "false"),
    "services.web.ulimits": Sample("{nofile: 1024}", "{nofile: {soft: 1024, hard: 2048}}"),
    "services.web.use_api_socket": Sample("true", "false"),
    "services.web.user": Sample("'1000'", "'1001'"),
    "services.web.userns_mode": Sample("host", "private"),
    "services.web.uts": Sample("host", "''"),
    "services.web.volumes": Sample("['data:/data']", "['data:/other']"),
    "services.web.volumes.0.bind.propagation": Sample("rshared", "rslave", _BIND),
    "services.web.volumes.0.bind.selinux": Sample("z", "Z", _BIND),
    "services.web.volumes.0.image.subpath": Sample("one", "two", _IMAGE),
    "services.web.volumes.0.read_only": Sample("true", "false", _MOUNT),
    "services.web.volumes.0.source": Sample("data", "own", _NAMELESS),
    "services.web.volumes.0.target": Sample("/one", "/two", _MOUNT),
    "services.web.volumes.0.tmpfs.mode": Sample("448", "511", _MEMORY),
    "services.web.volumes.0.tmpfs.size": Sample("1048576", "2097152", _MEMORY),
    "services.web.volumes.0.type": Sample("volume", "tmpfs", "{services: {web: {volumes: [{target: /x}]}}}"),
    "services.web.volumes.0.volume.labels": Sample("{a: b}", "{a: c}", _MOUNT),
    "services.web.volumes.0.volume.nocopy": Sample("true", "false", _MOUNT),
    "services.web.volumes.0.volume.subpath": Sample("one", "two", _MOUNT),
    "services.web.volumes_from": Sample("[db]", "['db:ro']"),
    "services.web.working_dir": Sample("/one", "/two"),
}  # fmt: skip
"""By attribute, with dots between the keys."""


LOSSY: dict[str, Sample] = {
    "name": Sample("a" * 63, ""),
    "services.web.labels": Sample("{traefik.http.routers.web.rule: Host(`a.b`)}", ""),
    "services.web.logging": Sample("{driver: loki}", ""),
    "networks.own.external": Sample("true", "", _NETWORK),
    "networks.own.ipam.config.0.subnet": Sample("10.0.0.0", "", _POOL),
    "networks.own.name": Sample("a.b", "", _NETWORK),
    "volumes.own.driver_opts": Sample("{type: none, o: bind, device: /srv/x}", "", _OWN_VOLUME),
    "configs.own.environment": Sample("UNSET", "", "{services: {web: {configs: [own]}}}"),
    "configs.own.file": Sample("./gone.txt", "", "{services: {web: {configs: [own]}}}"),
    "secrets.own.environment": Sample("UNSET", "", "{services: {web: {secrets: [own]}}}"),
    "secrets.own.file": Sample("./gone.txt", "", "{services: {web: {secrets: [own]}}}"),
    "services.web.configs": Sample("[empty]", "", "{configs: {empty: {content: ''}}}"),
    "services.web.cpus": Sample("0.0005", ""),
    "services.web.deploy.endpoint_mode": Sample("dnsrr", "", _PORT),
    "services.web.deploy.mode": Sample("global-job", ""),
    "services.web.deploy.placement.preferences": Sample("[{spread: node.id}]", ""),
    "services.web.deploy.replicas": Sample("3", "", "{services: {web: {deploy: {mode: global}}}}"),
    "services.web.deploy.resources.limits.cpus": Sample("'0.0005'", ""),
    "services.web.deploy.resources.limits.memory": Sample("1M", ""),
    "services.web.deploy.resources.reservations.cpus": Sample("'0.0001'", ""),
    "services.web.deploy.resources.reservations.memory": Sample("1M", ""),
    "services.web.deploy.restart_policy.max_attempts": Sample("2", "", _RESTART),
    "services.web.deploy.update_config.delay": Sample("1500ms", ""),
    "services.web.deploy.update_config.parallelism": Sample(
        "1", "", "{services: {web: {deploy: {mode: replicated-job}}}}"
    ),
    "services.web.dns": Sample("[name.example]", ""),
    "services.web.entrypoint": Sample("[]", ""),
    "services.web.env_file": Sample("[secret.env]", ""),
    "services.web.environment": Sample("{DB_PASSWORD: hunter2}", ""),
    "services.web.extra_hosts": Sample("['h:host-gateway']", ""),
    "services.web.group_add": Sample("[wheel]", ""),
    "services.web.healthcheck.interval": Sample("1500ms", "", _CHECK),
    "services.web.healthcheck.start_interval": Sample("1500ms", "", _CHECK),
    "services.web.healthcheck.start_period": Sample("1s", "", _CHECK),
    "services.web.healthcheck.timeout": Sample("1500ms", "", _CHECK),
    "services.web.links": Sample("[db:one]", "", "{services: {other: {image: 'x:1', links: ['web:one']}}}"),
    "services.web.mem_limit": Sample("1m", ""),
    "services.web.mem_reservation": Sample("1m", ""),
    "services.web.platform": Sample("linux/arm/v7", ""),
    "services.web.scale": Sample("3", "", "{services: {web: {deploy: {mode: global}}}}"),
    "services.web.pre_start": Sample("[{command: [one], per_replica: false}]", ""),
    "services.web.pull_policy": Sample("daily", ""),
    "services.web.secrets": Sample("[empty]", "", "{secrets: {empty: {file: ./empty.txt}}}"),
    "services.web.security_opt": Sample("[apparmor:custom]", ""),
    "services.web.stop_grace_period": Sample("1500ms", ""),
    "services.web.sysctls": Sample("{net.core.somaxconn: 1024}", ""),
    "services.web.tmpfs": Sample("['/run:size=1m,uid=1000']", ""),
    "services.web.user": Sample("postgres", ""),
    "services.web.volumes_from": Sample("['container:elsewhere']", ""),
}
"""The values that are not kept as they are, of attributes whose samples are."""


def path_of(attribute: str) -> Path:
    """`services.web.ports.0.mode` as a path."""
    return tuple(int(part) if part.isdigit() else part for part in attribute.split("."))


def project_with(attribute: str, value: str | None, beside: str) -> str:
    """A Compose file with what stands beside an attribute, and the attribute with a value unless that is None."""
    project = yaml.safe_load(BASE)
    _merge(project, yaml.safe_load(beside))
    if value is not None:
        _set(project, path_of(attribute), yaml.safe_load(value))
    return yaml.safe_dump(project, sort_keys=False)


def with_context(beside: str, context: dict[str, Any]) -> str:
    """What stands beside an attribute, in a project that has something else as well."""
    project = yaml.safe_load(beside)
    _merge(project, context)
    return yaml.safe_dump(project)


def place_of(text: str, path: Path) -> tuple[int, int]:
    """Line and column, from 1, of the value at a path: as PyYAML's own nodes have it."""
    node: Any = yaml.compose(text)
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == part)
        else:
            node = node.value[part]
    return node.start_mark.line + 1, node.start_mark.column + 1


def _merge(into: dict[str, Any], beside: dict[str, Any]) -> None:
    for key, value in beside.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _set(into: Any, path: Path, value: Any) -> None:
    for part in path[:-1]:
        if isinstance(into, dict):
            into[part] = into.get(part) or {}
        into = into[part]
    into[path[-1]] = value
