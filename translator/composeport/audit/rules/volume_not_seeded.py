"""A new volume starts empty on the cluster, where Docker fills it from the image.

## What it does

Finds mounts of named volumes over folders that the image may have files in, and volumes without a name. Images that
are known to need nothing but an empty folder there are left out (PostgreSQL, MySQL, MariaDB, MongoDB, Redis,
RabbitMQ, ClickHouse, Grafana, Prometheus, WordPress and others, at the folders of their data; Alpine, BusyBox, Debian
and Ubuntu, outside the folders of a system), as are places where images keep no files (`/run`, `/tmp`, `/mnt`), mounts
with `nocopy: true` and external volumes.

## Why it matters

The first time Docker mounts an empty named volume, it copies what the image has at that path, with owners and modes.
A claim hides the image's files behind an empty disk instead: web servers answer 404, programs miss their defaults.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    volumes: ["site:/usr/share/nginx/html"]
volumes:
  site: {}
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    volumes:
      - type: volume
        source: site
        target: /usr/share/nginx/html
        volume: {nocopy: true}
volumes:
  site: {}
```

## What composeport does

It mounts the claim. With `--seed-volumes` an init container of the same image copies the files once, while the claim
is empty; the image needs `sh` and `cp`. A volume without a name becomes an `emptyDir`, which goes with the pod.
Swarm's engines fill volumes as Docker does.

## What to do

See what the image has there: `docker run --rm --entrypoint ls IMAGE -la /path`. If it is nothing, write
`nocopy: true`. If it is something, translate with `--seed-volumes`. If the volume was only there to keep an anonymous
one away, remove it.

## References

- [Docker, populate a volume using a container](https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container)
- [Kubernetes, init containers](https://kubernetes.io/docs/concepts/workloads/pods/init-containers/)
"""
