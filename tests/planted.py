"""A project with a canary wherever a secret can come from: no two alike, so that a leak says which one it was."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

COMPOSE = """\
name: shop
x-common: &common
  SMTP_PASSWORD: canary-anchor
include:
  - included.yaml
services:
  web_app:
    image: registry.example/web:1.4
    build:
      context: .
      args: {NPM_TOKEN: canary-build-arg}
    command: ["serve", "--token=canary-token-option", "--db-password", "canary-option-value", "--port", "80"]
    environment:
      <<: *common
      DB_PASSWORD: canary-environment
      DATABASE_URL: postgres://app:canary-url@my_db:5432/shop
      API_URL: http://user:canary-localhost@localhost:3000/api
      GREETING: ${API_KEY}
      SESSION_SECRET: ${SESSION_SECRET:-canary-default}
      SMTP_DSN: |
        smtp://mailer:canary-block@mail:25
      PRIVATE_KEY: |
        -----BEGIN PRIVATE KEY-----
        canary-key-line
        -----END PRIVATE KEY-----
    env_file: web.env
    labels:
      traefik.http.middlewares.auth.basicauth.password: canary-label
      traefik.http.routers.web.rule: Host(`shop.example`)
    ports: ["127.0.0.1:8080:80"]
    depends_on: {my_db: {condition: service_healthy}}
    secrets: [inline, file]
    configs: [settings]
    volumes: ["./tls/server.key:/etc/tls/server.key:ro", "./app.conf:/etc/app.conf:ro"]
    healthcheck:
      test: curl -u admin:canary-curl-user --fail http://user:canary-health-url@localhost/
  my_db:
    image: postgres
    privileged: true
    oom_score_adj: 100
    command: postgres --requirepass canary-command --maxmemory 1gb
    environment: ["POSTGRES_PASSWORD=canary-list", APP_KEY=canary-app-key]
    healthcheck: {test: ["CMD", "pg_isready", "--password=canary-health-option"]}
    volumes: ["data:/var/lib/postgresql/data"]
    logging: {driver: fluentd, options: {token: canary-logging}}
volumes:
  data:
    driver_opts: {type: cifs, device: //nas/share, o: "username=u,password=canary-volume"}
secrets:
  inline: {environment: API_KEY}
  file: {file: ./secret.txt}
configs:
  settings:
    content: |
      db_password = canary-config
"""
FILES = {
    "compose.yaml": COMPOSE,
    "included.yaml": "services:\n  worker:\n    image: worker:1\n    environment: {WORKER_TOKEN: canary-included}\n",
    "web.env": (
        "MAIL_PASSWORD=canary-env-file\nURL=redis://:canary-env-url@cache\nexport A_SECRET='canary-quoted' # x\n"
    ),
    ".env": "SESSION_SECRET_2=canary-dotenv\n",
    "secret.txt": "canary-secret-file",
    "tls/server.key": "-----BEGIN PRIVATE KEY-----\ncanary-mounted-key\n-----END PRIVATE KEY-----\n",
    "app.conf": "password = canary-mounted-file\n",
}
VARIABLES = {"API_KEY": "canary-shell"}
"""What the shell sets."""


def plant(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write the project below a folder."""
    for name, text in (FILES if files is None else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def canaries(text: str) -> set[str]:
    """The canaries that are in a text."""
    return set(re.findall(r"canary-[a-z-]*[a-z]", text))


def coded_canaries(text: str) -> set[str]:
    """The canaries that are in a text, those in base64 too."""
    pieces = [piece for piece in re.findall(r"[A-Za-z0-9+/]{16,}={0,2}", text) if len(piece) % 4 == 0]
    return canaries("\n".join((text, *(b64decode(piece).decode(errors="replace") for piece in pieces))))
