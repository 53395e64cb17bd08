"""Where the shop keeps its products."""

import os
from pathlib import Path

import psycopg


def connect() -> psycopg.Connection:
    """A connection with the password that Compose, or Kubernetes, mounts as a file."""
    password = Path(os.environ["DATABASE_PASSWORD_FILE"]).read_text().strip()
    return psycopg.connect(host=os.environ["DATABASE_HOST"], dbname="shop", user="postgres", password=password)
