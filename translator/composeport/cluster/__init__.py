"""The client of a Kubernetes cluster: what it would say to manifests. Nothing is ever changed in it.

`connection` is the client, `answers` its words at their places, `dry_run` asks about a whole set. Imported by the
commands that ask a cluster, and only when they do: the client takes half a second to import.
"""

from __future__ import annotations

from composeport.cluster.connection import Connection, connect
from composeport.cluster.dry_run import dry_run

__all__ = ["Connection", "connect", "dry_run"]
