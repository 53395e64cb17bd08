"""A container is in a namespace of its host: processes, shared memory, users or host name.

## What it does

Finds `pid: host`, `ipc: host` and `uts: host`, and values of `ipc` and `userns_mode` that only an engine knows
(`none`, `keep-id`). The host's network is rule CP304, another container's namespace rule CP305.

## Why it matters

With `pid: host` a container sees, and as root may signal and read, every process of whichever node it runs on; with
`ipc: host` it shares memory with them. The *baseline* Pod Security Standard forbids both, so that many clusters refuse
the pod. Swarm gives each task namespaces of its own without a word: monitoring sees nothing but itself.

## Example

```yaml compose.yaml
services:
  agent:
    image: prom/node-exporter:v1.10.2
    pid: host
```

Use instead:

```yaml compose.yaml
services:
  agent:
    image: prom/node-exporter:v1.10.2
```

## What composeport does

Kubernetes: `hostPID`, `hostIPC`; the rest is left out. With `--harden` none of them is written. Swarm: left out.

## What to do

`ipc: host` mostly stands for too little shared memory: `shm_size: 1gb` gives it, on both targets. What watches a node
belongs to the node: a `DaemonSet` in a namespace labelled `pod-security.kubernetes.io/enforce=privileged`, a package
on the machine, or `docker compose` on each node of a swarm.

## References

- [Compose, pid](https://docs.docker.com/reference/compose-file/services/#pid)
- [Compose, ipc](https://docs.docker.com/reference/compose-file/services/#ipc)
- [Kubernetes, Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/)
"""
