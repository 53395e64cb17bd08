"""The ports on which well-known images listen, where nothing tells them to listen elsewhere."""

from __future__ import annotations

from functools import lru_cache

_PORTS: dict[str, tuple[int | str, ...]] = {
    "activemq": (61616, 8161, 5672, 1883),
    "adminer": (8080,),
    "alertmanager": (9093,),
    "caddy": (80, 443, 2019),
    "cadvisor": (8080,),
    "cassandra": (9042, 7000),
    "chromadb": (8000,),
    "clickhouse": (8123, 9000),
    "clickhouse-server": (8123, 9000),
    "cockroach": (26257, 8080),
    "consul": (8500, 8600, "8600/udp", 8300, 8301, "8301/udp"),
    "couchdb": (5984,),
    "docker-registry": (5000,),
    "elasticsearch": (9200, 9300),
    "emqx": (1883, 8083, 8084, 8883, 18083),
    "etcd": (2379, 2380),
    "flink": (8081, 6123, 6124),
    "fluentd": (24224, "24224/udp"),
    "gitea": (3000, 22),
    "gotenberg": (3000,),
    "grafana": (3000,),
    "haproxy": (80, 443),
    "httpd": (80,),
    "influxdb": (8086,),
    "jaeger": (16686, 4317, 4318, 14268, 14250),
    "jaegertracing/all-in-one": (16686, 4317, 4318, 14268, 14250, 9411),
    "kafka": (9092,),
    "cp-kafka": (9092,),
    "cp-schema-registry": (8081,),
    "cp-zookeeper": (2181,),
    "keycloak": (8080,),
    "kibana": (5601,),
    "localstack": (4566,),
    "logstash": (5044, 9600),
    "loki": (3100,),
    "mailhog": (1025, 8025),
    "mailpit": (1025, 8025),
    "mailcatcher": (1025, 1080),
    "mariadb": (3306,),
    "meilisearch": (7700,),
    "memcached": (11211,),
    "minio": (9000, 9001),
    "mongo": (27017,),
    "mongodb": (27017,),
    "mongo-express": (8081,),
    "mosquitto": (1883,),
    "eclipse-mosquitto": (1883,),
    "mssql-server": (1433,),
    "mysql": (3306,),
    "mysql-server": (3306,),
    "nats": (4222, 8222, 6222),
    "neo4j": (7474, 7687),
    "nginx": (80,),
    "nginx-unprivileged": (8080,),
    "node-exporter": (9100,),
    "ollama": (11434,),
    "opensearch": (9200, 9600, 9300),
    "openldap": (389, 636),
    "pgadmin4": (80,),
    "pgbouncer": (6432, 5432),
    "pgvector": (5432,),
    "phpmyadmin": (80,),
    "postgis": (5432,),
    "postgres": (5432,),
    "postgresql": (5432,),
    "prometheus": (9090,),
    "pushgateway": (9091,),
    "qdrant": (6333, 6334),
    "rabbitmq": (5672, 15672, 4369, 25672),
    "redis": (6379,),
    "redis-stack": (6379, 8001),
    "redis-stack-server": (6379,),
    "library/registry": (5000,),
    "rethinkdb": (28015, 29015, 8080),
    "searxng": (8080,),
    "solr": (8983,),
    "sonarqube": (9000,),
    "tempo": (3200, 4317, 4318),
    "tika": (9998,),
    "timescaledb": (5432,),
    "timescaledb-ha": (5432,),
    "traefik": (80, 443),
    "typesense": (8108,),
    "valkey": (6379,),
    "vault": (8200,),
    "victoria-metrics": (8428,),
    "wordpress": (80,),
    "zipkin": (9411,),
    "zookeeper": (2181,),
}
"""By the last part of the repository's name, since the same program is published under many; where that says too
little, by the last two."""

_FASTCGI = 9000


@lru_cache(maxsize=1024)  # asked about by several passes, and the same images stand in many projects
def ports_of_image(image: str) -> tuple[tuple[int, str], ...]:
    """(port, protocol) of each port that an image such as `docker.io/library/redis:7` is known to listen on."""
    path, _, last = image.partition("@")[0].rpartition("/")
    name, _, tag = last.partition(":")
    if "fpm" in tag:
        return ((_FASTCGI, "tcp"),)
    known = _PORTS.get(name) or _PORTS.get(f"{path.rpartition('/')[2] or 'library'}/{name}", ())
    return tuple(_split(port) for port in known)


def _split(port: int | str) -> tuple[int, str]:
    number, _, protocol = str(port).partition("/")
    return int(number), protocol or "tcp"
