"""A program that is not root writes to a disk that belongs to root.

## What it does

Finds services with a claim whose `user` is a name, which only the image can turn into a number, and images that are
known to run as another user than root (Grafana, Prometheus, Elasticsearch, Loki, Jenkins and others) where no `user`
is given. A `user` that is a number is a note, since composeport makes the disk writable for it; a warning with
PostgreSQL, which starts only if the folder is its user's own.

## Why it matters

A new volume of Docker takes over owner and mode of the image's folder. A new claim belongs to root, and the program
ends with `permission denied`. `fsGroup` lets a group write: Kubernetes then hands the files of the disk to that group
when it is mounted.

## Example

```yaml compose.yaml
services:
  dashboards:
    image: grafana/grafana:12.3.0
    ports: ["3000:3000"]
    volumes: ["data:/var/lib/grafana"]
volumes:
  data: {}
```

Use instead:

```yaml compose.yaml
services:
  dashboards:
    image: grafana/grafana:12.3.0
    ports: ["3000:3000"]
    volumes: ["data:/var/lib/grafana"]
    x-composeport:
      security-context.fsgroup: 472
volumes:
  data: {}
```

## What composeport does

For a numeric `user` it sets `fsGroup` to the group, or to the user's number where none is given. A name gets none.
The override `security-context.fsgroup` decides in every case.

## What to do

Find the number, `docker run --rm --entrypoint id IMAGE`, and write it as `user: "472"` or as the override above. An
image whose entrypoint starts as root and changes the owner by itself (PostgreSQL, MySQL, Redis, …) needs no `user` at
all.

## References

- [Kubernetes, security context of a pod](https://kubernetes.io/docs/tasks/configure-pod-container/security-context/)
- [Compose specification, user](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#user)
"""
