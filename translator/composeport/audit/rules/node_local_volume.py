"""A volume's data stays on the node where it is written, and tasks move.

## What it does

Finds named volumes of the local driver that a service mounts, once a volume and service: an error, or a warning with
`--pin-volumes`, where a constraint chooses nodes by name or label, and where the service runs once on each node. A
volume without a name, which goes with its task, is a warning. Volumes of plug-ins and on NFS or CIFS are fine.

## Why it matters

Each node of a swarm has a volume of that name of its own. When a node fails, is drained or updated, the manager
starts the task elsewhere, on an empty volume: the database is up and has no data, and writes that it takes now are on
the wrong node.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    volumes: ["data:/var/lib/postgresql"]
volumes:
  data: {}
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    volumes: ["data:/var/lib/postgresql"]
volumes:
  data:
    driver_opts:
      type: nfs
      o: addr=10.0.0.7,rw,nfsvers=4
      device: ":/exports/data"
```

## What composeport does

It keeps the volume, under the name that Compose gives it, so that a node which has run the project finds its data.
With `--pin-volumes` the service runs only on the node with the label that the finding names; then that node must not
fail. On Kubernetes a claim follows the pod.

## What to do

For a database, pin it (`--pin-volumes`, then `docker node update --label-add …`) and keep backups, or run it outside
the swarm. For files that several services need, use a volume on NFS or a driver that all nodes share. If the volume
is a cache: `# composeport: ignore[CP402] a cache`.

## References

- [Docker, volumes of services](https://docs.docker.com/engine/storage/volumes/#start-a-service-with-volumes)
- [Docker, data volumes and bind mounts in a swarm](https://docs.docker.com/engine/swarm/services/#give-a-service-access-to-volumes-or-bind-mounts)
"""
