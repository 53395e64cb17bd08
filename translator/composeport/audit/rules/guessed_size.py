"""Nothing says how large a volume must be, and a claim must say it.

## What it does

Finds volumes that become claims and that no override, option or size of the file measures: a warning each. The claim
of a folder of the machine is a note, since CP415 at the same line already asks for your hand.

## Why it matters

A volume of Docker grows with the machine's disk. A claim has a size: 1 GiB fills up in the first week of a busy
database, and a full disk stops it. Most storage classes can enlarge a claim later, none can make it smaller.

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
    x-composeport:
      volume.size: 20Gi
```

## What composeport does

It asks for 1 GiB, or for what `--volume-size` says. Swarm has no sizes.

## What to do

Look how large it is today: `docker system df -v` lists volumes with their sizes. Write three times that as
`x-composeport: {volume.size: 20Gi}` at the volume, which Compose ignores; for a folder of the machine, at the service
that mounts it; for all at once, `--volume-size 20Gi`.

## References

- [Kubernetes, persistent volume claims](https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims)
- [Kubernetes, expanding claims](https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims)
- [docker system df](https://docs.docker.com/reference/cli/docker/system/df/)
"""
