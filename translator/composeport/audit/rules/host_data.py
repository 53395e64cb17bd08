"""Files of this machine's folder do not come along.

## What it does

Finds folders that are mounted to be written to, and hold data, nothing, or are missing; volumes that stand for a
folder or a device of the machine (`o: bind`). Said once a folder and service. Volumes that are made elsewhere, or by a
plug-in of the engine, are warnings; so are folders on Swarm where the service is placed, or pinned, where they are.

## Why it matters

On your machine the folder may be empty, and in production hold years of data. The pod starts with an empty claim, so
a database initialises itself anew and everything seems to work. On Swarm the folder is that of one node: tasks
elsewhere do not start, or see other files.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    volumes: ["./data:/var/lib/postgresql"]
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    volumes: ["data:/var/lib/postgresql"]
volumes:
  data: {}
```

## What composeport does

On Kubernetes each such folder gets a claim of its own, `bind-…`, with its files in the claim's folder `data`.
`--bind host-path` mounts the node's folder instead. On Swarm the bind mount stays; `--pin-volumes` keeps the service
on the node that has the folder.

## What to do

Apply the manifests, scale the service to 0, and copy: with `kubectl cp` by way of a pod that mounts the claim, or by
the database's own dump and restore, which is safer. Check the content before you let users in. If it is a cache or a
log, `# composeport: ignore[CP415] a cache`.

## References

- [Kubernetes, persistent volumes](https://kubernetes.io/docs/concepts/storage/persistent-volumes/)
- [Docker, bind mounts](https://docs.docker.com/engine/storage/bind-mounts/)
- [kubectl cp](https://kubernetes.io/docs/reference/kubectl/generated/kubectl_cp/)
"""
