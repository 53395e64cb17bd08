"""The documentation's page about overrides, made from their tables: `python -m composeport.passes.override_page`."""

from __future__ import annotations

from collections.abc import Mapping

from composeport.passes.override_keys import SERVICE_OVERRIDES, VOLUME_OVERRIDES, Override

_HEAD = """# Overrides

Made from the tables in `translator/composeport/passes/override_keys.py` by `make docs`; change those, not this page.

What Compose cannot say about a cluster, a service says in one of three ways. Where two say the same thing, the first in
this list wins:

1. `x-composeport`, a mapping of the keys below. An unknown key, or a value of another kind, stops the translation, with
   its place.
2. Labels that start with `composeport.`, followed by a key below.
3. Labels that start with `kompose.`, followed by a key below: what was written for Kompose keeps its meaning.

```yaml
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    x-composeport:
      service.type: loadbalancer
    labels:
      composeport.image-pull-policy: Always
      kompose.hpa.replicas.max: "10"
volumes:
  data:
    x-composeport: {volume.size: 20Gi}
```

Labels may stand below `labels` or below `deploy.labels`, where the same key below `labels` wins. A label that is obeyed
is not repeated as an annotation. One that is unknown (CP807), or whose value is none that is taken (CP808), is reported
and stays an annotation. Where an override meets nothing that it could change, as `service.type: nodeport` of a service
without ports, CP808 says so.

"""

_TABLE = "## {title}\n\n| key | value | effect |\n|---|---|---|\n{rows}\n"

_TAIL = """## Where this differs from Kompose

- `service.type` nodeport or loadbalancer adds a second Service, `NAME-published`, so that the service's own name and
  its container ports stay as they are for its peers.
- `service.name_override` leaves the service's own name resolvable.
- `service.group` needs no flag.
- `cronjob.schedule` makes a CronJob whatever `restart` says, which then says whether a failed run is repeated.
- A probe by HTTP without a port asks the service's first port; the readiness probe of a `healthcheck` stays where
  nothing replaces it.
- `controller.type: replicationcontroller` makes a Deployment, which has replaced it.
- `hpa.memory` may be a quantity, and an autoscaler's workload states no number of replicas.
- `volume.type` is about what stands in `volumes`: hostPath mounts the folders of bind mounts from the node, configMap
  makes ConfigMaps of them (with all that is below them), persistentVolumeClaim makes them empty claims. Volumes with
  names are no folders, and stay claims; single files always travel with the manifests; emptyDir holds for volumes with
  names and for folders that would be claims.
"""


def overrides_page() -> str:
    """The page, in Markdown."""
    tables = {"Services": SERVICE_OVERRIDES, "Volumes": VOLUME_OVERRIDES}
    parts = [_TABLE.format(title=title, rows=_rows(table)) for title, table in tables.items()]
    return _HEAD + "".join(parts) + _TAIL


def _rows(table: Mapping[str, Override]) -> str:
    return "".join(f"| `{key}` | {row.kind.expects} | {row.effect} |\n" for key, row in table.items())


if __name__ == "__main__":
    print(overrides_page(), end="")  # noqa: T201 - the page is what this module is run for
