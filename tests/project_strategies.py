"""Whole projects made up by hypothesis: services that refer to each other and to what the project declares.

What is made is data with a few spellings in it that YAML must resolve; `text_of` makes a Compose file of it. Most of it
is such that Compose accepts it, some is not. The files that it names are those of `attribute_samples.FILES`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

from attribute_samples import FILES, SAMPLES

Data = dict[str, Any]

SPELLINGS = (
    *("yes", "no", "on", "off", "true", "True", "FALSE", "~", "null", "Null", "y", "n", "=", "<<", "0644", "0o14"),
    *("0x1F", "0b11", "1_000", "1e3", "1E-2", "1.0", "0.10", "5.", ".5", "-0", "+1", "1:30", "12:30:45", "-0.0"),
    *("2024-01-01", "2001-12-14t21:59:43.10-05:00", "123456789012345678901", "18446744073709551615", "1e20"),
    *("1e21", "9223372036854775807", "0.1e1", "08", "0_7", "1.e+3", "100000000000000000000.0", "0.000001", "1e-7"),
    *("12e03",),
)  # fmt: skip
"""Plain scalars that YAML's readers disagree on."""

HOSTILE = (
    *("²", "٣", "1" * 5000, "0-99999999999", "on-failure:²", "²:²", "a" * 64 + ".", "", " ", "yes", "0644", "1e3"),
    *(":", "a: b", "- a", "# a", "a #b", "{{", "}}", "{{.Node.ID}}", "$$", "$$x", "$$$$", "---", "...", "\t"),
    *("a\tb", "a\nb", "a\n", "\na", " a", "a ", "\\", '"', "'", "`", "%", "@", "!x", "&a", "*a", "\x00"),
    *("\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "😀", "e\u0301", "\u202e", "ключ", "x" * 300, "__proto__"),
    *("<script>", "]]>", "-->", "$(X)", "$$(X)", "%s", "{0}", "../..", "/", "~", "a=b", "=", "true", "null"),
)  # fmt: skip
"""Texts that something on the way might take for something else."""

SERVICE_NAMES = (
    *("web", "db", "api", "worker", "cache", "a", "b-c", "a_b", "A.b", "Web", "1", "0644", "1e3", "yes", "null"),
    *("x.y.z", "__proto__", "constructor", "-a", "_", "a-", "x" * 63, "y" * 64, "z_" * 40, "web-published"),
    *("db-ready", "default"),
)  # fmt: skip
KEYS = ("A", "B", "C_D", "DB_PASSWORD", "DB_HOST", "URL", "a.b", "1", "yes", "PORT")
VARIABLES = {"ONE": "1", "NAME": "web", "EMPTY": "", "TEXT": "a b", "DOLLAR": "$x", "PORT": "8080", "YES": "yes"}
"""What the shell has."""

_MARK = re.compile(r"zz([0-9a-f]*)zz")


def spelled(text: str) -> str:
    """A stand-in for a plain scalar, which `text_of` writes as it is."""
    return f"zz{text.encode().hex()}zz"


class MadeUp(NamedTuple):
    """A project: what is in its Compose files, of which later ones merge into earlier ones."""

    documents: tuple[Data, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The Compose files by name."""
        return {f"compose{number or ''}.yaml": text_of(data) for number, data in enumerate(self.documents)}

    @property
    def contents(self) -> dict[str, str]:
        """All files of the project's folder."""
        return {**FILES, **self.texts}


class _Dumper(yaml.SafeDumper):
    """Quotes what some reader of YAML, not PyYAML, takes for a number or a date."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if text[:1] in "-+.0123456789" else None)


_Dumper.add_representer(str, _quoted)


def text_of(data: Data) -> str:
    """A Compose file."""
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return _MARK.sub(lambda found: bytes.fromhex(found[1]).decode(), text)


spellings = st.sampled_from(SPELLINGS).map(spelled)
interpolations = st.sampled_from(
    [
        *(
            "$ONE",
            "${ONE}",
            "${UNSET}",
            "${UNSET:-d}",
            "${EMPTY-d}",
            "${EMPTY:-d}",
            "${ONE:+r}",
            "${UNSET+r}",
            "a${ONE}b",
        ),
        *(
            "${UNSET:-${NAME}}",
            "${UNSET:-a${UNSET2:-b}c}",
            "$$ONE",
            "$${ONE}",
            "${DOLLAR}",
            "${TEXT}",
            "http://${NAME}:80",
        ),
        *("${ONE:?e}", "${UNSET:?e}", "${UNSET-$$}", "${ONE:-{}}", "$NAME.$ONE", "${UNSET:-}", "${YES}"),
    ]
)
texts = st.one_of(
    st.sampled_from(["a", "b c", "x=y", "http://db:5432/x", "redis://cache", "web:80"]),
    st.sampled_from(HOSTILE),
    interpolations,
    st.text("ab:/ {}#-'\"\n\\$%é", max_size=8),
)
scalars = st.one_of(texts, spellings, st.integers(-3, 70000), st.booleans(), st.none(), st.floats(-9, 1e9))
keys = st.one_of(st.sampled_from(KEYS), st.sampled_from(HOSTILE))
names = st.one_of(st.sampled_from(SERVICE_NAMES), st.sampled_from(HOSTILE).filter(bool))
numbers = st.one_of(st.integers(1, 70000), st.sampled_from([0, 80, 443, 5432, 65535, 65536]))
durations = st.sampled_from(["1s", "1m30s", "10ms", "1.5h", "0s", "90", "-1s", "1d", "100us", spelled("1:30"), "2w"])
sizes = st.sampled_from(["64m", "1.5gb", "1024", "0", "100k", "512MB", "1gib", "-1", spelled("1e6"), spelled("1_000")])
extensions = st.dictionaries(
    st.sampled_from(["x-a", "x-b.c", "x-composeport"]),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2), max_leaves=4
    ),
    max_size=2,
)


def pairs(values: st.SearchStrategy[Any] = scalars) -> st.SearchStrategy[Any]:
    """Variables or labels, in either form."""
    as_map = st.dictionaries(keys, values, max_size=3)
    as_list = st.lists(st.one_of(st.builds("{}={}".format, keys, texts), keys), max_size=3)
    return as_map | as_list


@st.composite
def short_ports(draw: st.DrawFn) -> Any:
    """`[IP:][PUBLISHED:]TARGET[/PROTOCOL]`, with ranges."""
    width = draw(st.sampled_from([0, 0, 0, 1, 2]))
    target, published = draw(numbers), draw(st.one_of(st.none(), numbers))
    text = f"{target}-{target + width}" if width else str(target)
    if published is not None:
        text = (f"{published}-{published + width}:" if width else f"{published}:") + text
        text = draw(st.sampled_from(["", "", "127.0.0.1:", "[::1]:", "0.0.0.0:", "${UNSET}", "::1:"])) + text
    return draw(st.sampled_from([text, text, text + "/udp", text + "/tcp", text + "/sctp", target, spelled(text)]))


long_ports = st.fixed_dictionaries(
    {"target": numbers},
    optional={
        "published": st.one_of(numbers, numbers.map(str), st.just("8000-8005"), st.just("")),
        "protocol": st.sampled_from(["tcp", "udp", "sctp", "TCP"]),
        "host_ip": st.sampled_from(["127.0.0.1", "0.0.0.0", "::1"]),
        "mode": st.sampled_from(["host", "ingress"]),
        "name": st.sampled_from(["http", "a_b", "X" * 20, "1"]),
        "app_protocol": st.sampled_from(["http", "grpc", "x y"]),
    },
)
ports = st.lists(st.one_of(short_ports(), long_ports), max_size=3)


def mounts(volumes: list[str]) -> st.SearchStrategy[Any]:
    """Volumes of a service: short and long."""
    sources = st.sampled_from(
        [*volumes, *volumes, "./one.txt", "./folder", "/srv/x", "~/x", "./gone", "/var/run/docker.sock"]
    )
    targets = st.sampled_from(["/a", "/b/c", "/etc/x.conf", "/run/secrets/x", "/a b", "/a/"])
    modes = st.sampled_from(["", "", ":ro", ":rw", ":z", ":ro,Z", ":nocopy", ":cached"])
    short = st.builds("{}:{}{}".format, sources, targets, modes) | targets
    options: dict[str, st.SearchStrategy[Any]] = {
        "read_only": st.booleans() | spellings,
        "volume": st.sampled_from([{"nocopy": True}, {"subpath": "x"}, {}]),
        "tmpfs": st.sampled_from([{"size": "1m"}, {"size": 1000, "mode": 0o700}, {"mode": "0700"}]),
        "bind": st.sampled_from([{"create_host_path": False}, {"propagation": "rshared"}, {"selinux": "z"}]),
        "consistency": st.just("cached"),
    }
    kinds = st.sampled_from(["volume", "bind", "tmpfs", "image", "npipe", "cluster"])
    long = st.fixed_dictionaries({"type": kinds, "target": targets}, optional={"source": sources, **options})
    return st.lists(short | long, max_size=3)


def file_mounts(known: list[str]) -> st.SearchStrategy[Any]:
    """Configs or secrets of a service."""
    source = st.sampled_from(known)
    long = st.fixed_dictionaries(
        {"source": source},
        optional={
            "target": st.sampled_from(["/x", "x", "/run/secrets/y", "/etc/a b"]),
            "mode": st.sampled_from([0o440, "0440", 256, spelled("0440"), spelled("0o440")]),
            "uid": st.sampled_from(["10", "root"]),
            "gid": st.sampled_from(["10", "x"]),
        },
    )
    return st.lists(source | long, max_size=2)


def dependencies(services: list[str]) -> st.SearchStrategy[Any]:
    """What a service waits for, in either form."""
    conditions = st.sampled_from(["service_started", "service_healthy", "service_completed_successfully"])
    options = {"required": st.booleans(), "restart": st.booleans()}
    long = st.fixed_dictionaries({"condition": conditions}, optional=options)
    one = st.sampled_from(services)
    return st.lists(one, max_size=2, unique=True) | st.dictionaries(one, long, max_size=2)


def memberships(networks: list[str]) -> st.SearchStrategy[Any]:
    """Networks of a service, in either form."""
    options = st.fixed_dictionaries(
        {},
        optional={
            "aliases": st.lists(names, max_size=2),
            "ipv4_address": st.just("10.0.0.5"),
            "priority": st.integers(0, 9),
            "x-a": scalars,
        },
    )
    one = st.sampled_from([*networks, "default"])
    return st.lists(one, max_size=2, unique=True) | st.dictionaries(one, st.none() | options, max_size=2)


commands = st.one_of(
    st.lists(st.one_of(texts, spellings), max_size=3),
    st.sampled_from(["a 'b c'", 'sh -c "x $$Y"', "", " ", "a\\ b", "'a", "x > y", "echo ${NAME}"]),
    st.none(),
)
healthchecks = st.fixed_dictionaries(
    {},
    optional={
        "test": st.one_of(
            st.sampled_from([["NONE"], ["CMD"], ["CMD-SHELL", "exit 0"], [], "curl -f http://localhost:80/ || exit 1"]),
            st.lists(texts, max_size=2).map(lambda words: ["CMD", *words]),
            texts,
        ),
        "interval": durations,
        "timeout": durations,
        "start_period": durations,
        "start_interval": durations,
        "retries": st.integers(0, 5) | spellings,
        "disable": st.booleans() | spellings,
    },
)
deploys = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["replicated", "global", "replicated-job", "global-job"]),
        "replicas": st.integers(0, 4) | st.just("${ONE}"),
        "labels": pairs(),
        "endpoint_mode": st.sampled_from(["vip", "dnsrr"]),
        "restart_policy": st.sampled_from([{}, {"condition": "none"}, {"condition": "on-failure", "max_attempts": 3}]),
        "update_config": st.sampled_from([{}, {"parallelism": 0}, {"order": "start-first", "delay": "10s"}]),
        "placement": st.sampled_from([{}, {"constraints": ["node.role == manager", "node.labels.a!=b"]}]),
        "resources": st.fixed_dictionaries(
            {},
            optional={
                "limits": st.fixed_dictionaries(
                    {}, optional={"memory": sizes, "cpus": st.sampled_from(["0.5", "2", 1.5])}
                ),
                "reservations": st.fixed_dictionaries({}, optional={"memory": sizes, "cpus": st.just("0.1")}),
            },
        ),
    },
)
env_files = st.sampled_from(
    ["one.env", ["one.env", "two.env"], [{"path": "gone.env", "required": False}], ["secret.env"]]
)
builds = st.sampled_from(
    [".", "./folder", {"context": ".", "args": {"A": None, "B": 1}}, {"context": ".", "target": "x"}]
)


users = st.sampled_from(["1000", "1000:1000", "root", spelled("0"), "a:b", "", "²", "1" * 5000, "1000:²", "9" * 12])
restarts = st.sampled_from(["no", spelled("no"), "always", "on-failure:3", "on-failure:²", "unless-stopped", ""])
exposed = numbers | numbers.map(str) | st.sampled_from(["80-82/udp", "²", "1" * 5000, "0-99999999999", "x"])


def _sampled(name: str) -> st.SearchStrategy[Any]:
    sample = SAMPLES[f"services.web.{name}"]
    return st.sampled_from([yaml.safe_load(sample.before), yaml.safe_load(sample.after)])


_SERVICE = "services.web."
_REFERS = ("extends", "depends_on", "links", "volumes_from")
_SIMPLE = sorted(
    name
    for path in SAMPLES
    if path.startswith(_SERVICE) and "." not in (name := path.removeprefix(_SERVICE)) and name not in _REFERS
)
"""The attributes of a service that need nothing beside them."""


@st.composite
def services(draw: st.DrawFn, name: str, declared: dict[str, list[str]]) -> Data:
    """A service, which may refer to what is declared."""
    others = [other for other in declared["services"] if other != name] or [name]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "ports": ports,
        "environment": pairs(),
        "labels": pairs(),
        "volumes": mounts(declared["volumes"]),
        "networks": memberships(declared["networks"]),
        "configs": file_mounts(declared["configs"]),
        "secrets": file_mounts(declared["secrets"]),
        "depends_on": dependencies(others),
        "links": st.lists(st.sampled_from([*others, f"{others[0]}:alias"]), max_size=2),
        "volumes_from": st.sampled_from([[others[0]], [f"{others[0]}:ro"]]),
        "network_mode": st.sampled_from(["host", "none", "bridge", f"service:{others[0]}"]),
        "extends": st.sampled_from([others[0], {"service": others[0]}, {"file": "one.yaml", "service": "other"}]),
        "command": commands,
        "entrypoint": commands,
        "healthcheck": healthchecks,
        "deploy": deploys,
        "env_file": env_files,
        "build": builds,
        "expose": st.lists(exposed, max_size=2),
        "profiles": st.lists(st.sampled_from(["a", "b"]), max_size=1),
        "hostname": names,
        "container_name": names,
        "user": st.sampled_from(
            ["1000", "1000:1000", "root", spelled("0"), "a:b", "", "²", "1" * 5000, "1000:²", "9" * 12]
        ),
        "tmpfs": st.sampled_from(["/run", ["/run:size=1m,mode=1770", "/tmp"], []]),
        "mem_limit": sizes,
        "stop_grace_period": durations,
        "restart": st.sampled_from(
            ["no", spelled("no"), "always", "on-failure:3", "unless-stopped", "", "on-failure:²"]
        ),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=5, unique=True))
    simple = draw(st.lists(st.sampled_from(_SIMPLE), max_size=3, unique=True))
    made: Data = {
        "image": draw(st.sampled_from(["nginx:1.29", "postgres", "r.example:5000/a/b@sha256:" + "0" * 64, "${NAME}"]))
    }
    made |= {attribute: draw(_sampled(attribute)) for attribute in simple}
    made |= {attribute: draw(kinds[attribute]) for attribute in chosen}
    return made | draw(st.just({}) | extensions)


_FILE = st.sampled_from([{"file": "./one.txt"}, {"file": "./folder"}, {"file": "./gone.txt"}, {"environment": "ONE"}])
_RESOURCES: dict[str, st.SearchStrategy[Any]] = {
    "networks": st.sampled_from(
        [None, {}, {"internal": True}, {"external": True}, {"name": "${NAME}"}, {"driver": "overlay"}]
    ),
    "volumes": st.sampled_from(
        [
            *(None, {}, {"external": True}, {"name": "v"}, {"driver": "local", "labels": ["a=b"]}),
            {"driver_opts": {"type": "nfs", "o": "addr=10.0.0.1", "device": ":/x"}},
            {"driver_opts": {"type": "tmpfs", "device": "tmpfs", "o": "size=100m,uid=1000"}},
        ]
    ),
    "configs": _FILE | st.builds(lambda text: {"content": text}, texts) | st.just({"external": True}),
    "secrets": _FILE | st.sampled_from([{"external": True, "name": "elsewhere"}, {"environment": "UNSET"}]),
}


@st.composite
def documents(draw: st.DrawFn) -> Data:
    """What one Compose file says."""
    plain_names = st.sampled_from(SERVICE_NAMES)
    service_names = draw(
        st.lists(plain_names if draw(st.integers(0, 9)) else names, min_size=1, max_size=4, unique=True)
    )
    declared = {"services": service_names}
    made: Data = {"name": draw(st.sampled_from(["shop", "shop", "a_b", "x" * 70, "0644"]))}
    made["services"] = {}
    for kind, resources in _RESOURCES.items():
        declared[kind] = draw(st.lists(plain_names, min_size=1, max_size=2, unique=True))
        made[kind] = {name: draw(resources) for name in declared[kind]}
    for name in service_names:
        made["services"][name] = draw(services(name, declared))
    return made | draw(st.just({}) | extensions)


@st.composite
def overrides(draw: st.DrawFn, first: Data) -> Data:
    """What another Compose file says on top of one: of its services, and of some that it does not have."""
    declared = {kind: list(first[kind]) for kind in ("services", *_RESOURCES)}
    changed = draw(st.lists(st.sampled_from([*declared["services"], "new"]), max_size=2, unique=True))
    return {"services": {name: draw(services(name, declared)) for name in changed}}


@st.composite
def layered(draw: st.DrawFn) -> MadeUp:
    """A project of two files that merge."""
    first = draw(documents())
    return MadeUp((first, draw(overrides(first))))


def projects() -> st.SearchStrategy[MadeUp]:
    """A project of one file, or of two that merge."""
    one = documents().map(lambda first: MadeUp((first,)))
    return st.one_of(one, one, one, layered())
