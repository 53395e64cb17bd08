"""A container is privileged.

## What it does

Finds `privileged: true`. On Kubernetes it also finds `no-new-privileges` beside it, which an API server refuses.

## Why it matters

A privileged container has all capabilities and all devices, and no seccomp or AppArmor profile: who breaks into it
has the machine. On a cluster that machine also runs other applications. The *baseline* Pod Security Standard forbids
it, so that many clusters refuse the pod. Swarm has no such thing: the service runs without the privileges and fails
later.

## Example

```yaml compose.yaml
services:
  vpn:
    image: linuxserver/wireguard:1.0.20250521
    privileged: true
```

Use instead:

```yaml compose.yaml
services:
  vpn:
    image: linuxserver/wireguard:1.0.20250521
    cap_add: [NET_ADMIN]
```

## What composeport does

Kubernetes: `securityContext.privileged: true`, and `no-new-privileges` is dropped. With `--harden` the privileges go.
Swarm: the attribute is left out, as `docker stack deploy` ignores it.

## What to do

Find out what the program needs and grant that: `NET_ADMIN` for routes and tunnels, `SYS_PTRACE` for debuggers,
`SYS_ADMIN` for mounts. Agents that must have the node run as a `DaemonSet` in a namespace of their own, labelled
`pod-security.kubernetes.io/enforce=privileged`; on Swarm, by `docker compose` on each node.

## References

- [Compose, privileged](https://docs.docker.com/reference/compose-file/services/#privileged)
- [Kubernetes, Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/)
- [Kubernetes, security context](https://kubernetes.io/docs/tasks/configure-pod-container/security-context/)
"""
