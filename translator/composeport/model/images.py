"""What is known of published images, by the last part of their repository's name: the same program is in many.

From the images' own Dockerfiles and entrypoints: which are databases, which keep nothing in the folders of their data
that a new volume would need, and as which user those run that do not start as root.
"""

from __future__ import annotations

_POSTGRES = ("/var/lib/postgresql/data", "/var/lib/postgresql")
_MYSQL = ("/var/lib/mysql",)
_CLICKHOUSE = ("/var/lib/clickhouse", "/var/log/clickhouse-server")

DATA_FOLDERS: dict[str, tuple[str, ...]] = {
    "alertmanager": ("/alertmanager",),
    "caddy": ("/data", "/config"),
    "cassandra": ("/var/lib/cassandra",),
    "clickhouse": _CLICKHOUSE,
    "clickhouse-server": _CLICKHOUSE,
    "consul": ("/consul/data",),
    "couchdb": ("/opt/couchdb/data",),
    "cp-kafka": ("/var/lib/kafka/data",),
    "elasticsearch": ("/usr/share/elasticsearch/data",),
    "ghost": ("/var/lib/ghost/content",),
    "grafana": ("/var/lib/grafana",),
    "grafana-enterprise": ("/var/lib/grafana",),
    "grafana-oss": ("/var/lib/grafana",),
    "influxdb": ("/var/lib/influxdb", "/var/lib/influxdb2"),
    "jellyfin": ("/config", "/cache"),
    "jenkins": ("/var/jenkins_home",),
    "loki": ("/loki",),
    "mariadb": _MYSQL,
    "meilisearch": ("/meili_data",),
    "minio": ("/data",),
    "mongo": ("/data/db", "/data/configdb"),
    "mssql-server": ("/var/opt/mssql",),
    "mysql": _MYSQL,
    "mysql-server": _MYSQL,
    "n8n": ("/home/node/.n8n",),
    "neo4j": ("/data", "/logs"),
    "nexus3": ("/nexus-data",),
    "ollama": ("/root/.ollama",),
    "opensearch": ("/usr/share/opensearch/data",),
    "pgadmin4": ("/var/lib/pgadmin",),
    "pgvector": _POSTGRES,
    "portainer": ("/data",),
    "portainer-ce": ("/data",),
    "postgis": _POSTGRES,
    "postgres": _POSTGRES,
    "prometheus": ("/prometheus",),
    "qdrant": ("/qdrant/storage",),
    "rabbitmq": ("/var/lib/rabbitmq",),
    "redis": ("/data",),
    "registry": ("/var/lib/registry",),
    "solr": ("/var/solr",),
    "timescaledb": _POSTGRES,
    "traefik": ("/letsencrypt", "/acme", "/certs"),
    "valkey": ("/data",),
    "weaviate": ("/var/lib/weaviate",),
    "wordpress": ("/var/www/html",),
    "zookeeper": ("/data", "/datalog"),
}
"""Where these images keep data; an empty volume is all they need there, since their entrypoints fill it."""

IMAGE_USERS: dict[str, int] = {
    "apache/kafka": 1000,
    "confluentinc/cp-kafka": 1000,
    "dpage/pgadmin4": 5050,
    "elasticsearch": 1000,
    "elasticsearch/elasticsearch": 1000,
    "grafana/grafana": 472,
    "grafana/grafana-enterprise": 472,
    "grafana/grafana-oss": 472,
    "grafana/loki": 10001,
    "jenkins/jenkins": 1000,
    "mssql/server": 10001,
    "n8nio/n8n": 1000,
    "opensearchproject/opensearch": 1000,
    "prom/alertmanager": 65534,
    "prom/prometheus": 65534,
    "prometheus/alertmanager": 65534,
    "prometheus/prometheus": 65534,
    "solr": 8983,
    "sonatype/nexus3": 200,
}
"""By repository: the user as whom an image runs, where that is not root and cannot take over a disk that is root's."""

OWNERS_ALONE = frozenset({"pgvector", "postgis", "postgres", "timescaledb"})
"""Programs that start only if the folder of their data belongs to their user (PostgreSQL, `initdb`)."""

DATABASES = frozenset({
    *("arangodb", "cassandra", "clickhouse", "clickhouse-server", "cockroach", "couchdb", "cp-kafka", "elasticsearch"),
    *("etcd", "influxdb", "kafka", "mariadb", "meilisearch", "minio", "mongo", "mongodb", "mongodb-community-server"),
    *("mssql-server", "mysql", "mysql-server", "neo4j", "opensearch", "percona", "pgvector", "postgis", "postgres"),
    *("postgresql", "qdrant", "rabbitmq", "rethinkdb", "scylla", "solr", "timescaledb", "timescaledb-ha", "typesense"),
    *("victoria-metrics", "weaviate", "zookeeper"),
})  # fmt: skip
"""Databases, brokers and stores of which each instance has its own data. Caches are not among them."""


_WITHOUT_FILES = ("/run/", "/var/run/", "/tmp/", "/var/tmp/", "/mnt/", "/media/", "/bitnami/")  # noqa: S108 - in images
"""Where images keep no files of their own."""


_UNMISTAKABLE = frozenset(
    folder for folders in DATA_FOLDERS.values() for folder in folders if folder.startswith(("/var/lib/", "/usr/share/"))
)
"""Folders by which a program is known, whatever its image is called."""

_BARE = frozenset({"alpine", "busybox", "debian", "ubuntu"})
"""Images of a system alone."""

_OF_THE_SYSTEM = ("/bin/", "/boot/", "/dev/", "/etc/", "/home/", "/lib", "/opt/", "/root/", "/sbin/", "/usr/", "/var/")
"""Folders that a system has: nothing else is in an image of one alone."""

_BITNAMI = ("bitnami/", "bitnamilegacy/")


def needs_no_files(image: str, path: str) -> bool:
    """Whether an empty volume is all that an image needs at `path`."""
    known = DATA_FOLDERS.get(image_name(image), ())
    if repository(image) in _BARE and not f"{path}/".startswith(_OF_THE_SYSTEM):
        return True
    return path in known or path in _UNMISTAKABLE or f"{path}/".startswith(_WITHOUT_FILES)


def image_user(image: str) -> int | None:
    """The user as whom an image is known to run, where that is not root."""
    found = repository(image)
    return 1001 if found.startswith(_BITNAMI) else IMAGE_USERS.get(found)


def repository(image: str) -> str:
    """An image's repository without its registry: `docker.io/grafana/grafana:12` is `grafana/grafana`."""
    name = image.partition("@")[0]
    head, _, last = name.rpartition("/")
    host, slash, rest = head.partition("/")
    if "." in host or ":" in host or host == "localhost":
        head = rest if slash else ""
    head = head.removeprefix("library").strip("/")
    return f"{head}/{last.partition(':')[0]}".lstrip("/")


def image_name(image: str) -> str:
    """The last part of an image's repository: `docker.io/library/postgres:18` is `postgres`."""
    found = repository(image)
    return "mssql-server" if found == "mssql/server" else found.rpartition("/")[2]
