"""A path of the machine itself is mounted, and each node has its own.

## What it does

Finds bind mounts of system folders (`/proc`, `/sys`, `/etc`, `/var/lib/docker`, `/`, other programs' sockets) and of
types that only Windows has. Files of the time zone are a warning on Kubernetes and a note on Swarm. What every Linux
node has (`/proc`, `/sys`, `/dev`, `/run`, `/var/log`, `/`) is a warning on Swarm, and on Kubernetes where a service
that runs on each node (`deploy: {mode: global}`) only reads it; on Swarm it is a note for such a service. With
`--bind host-path` every folder is reported.

## Why it matters

The container sees the node that it happens to be on: other logs, other devices, another engine, perhaps nothing. A
mount from the node is also a way out of the container, so the *baseline* Pod Security Standard refuses all `hostPath`
volumes.

## Example

```yaml compose.yaml
services:
  metrics:
    image: prom/node-exporter:v1.9.1
    volumes: ["/proc:/host/proc:ro"]
```

Use instead:

```yaml compose.yaml
services:
  metrics:
    image: prom/node-exporter:v1.9.1
```

## What composeport does

It keeps the mount: a `hostPath` volume on Kubernetes, a bind mount on Swarm, read-only where the file says so.

## What to do

For a time zone set `TZ` instead. An agent that watches nodes should run on each: `deploy: {mode: global}`, or use the
agent's own chart or operator, which knows what a node looks like. For everything else find out what the program wants
there, and give it that as a volume, a variable or an API. A namespace that must allow such pods:
`kubectl label namespace NAME pod-security.kubernetes.io/enforce=privileged`.

## References

- [Kubernetes, hostPath](https://kubernetes.io/docs/concepts/storage/volumes/#hostpath)
- [Kubernetes, Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/)
- [Docker, bind mounts](https://docs.docker.com/engine/storage/bind-mounts/)
"""
