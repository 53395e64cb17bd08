"""A kernel setting is not among those that every kubelet allows.

## What it does

Finds `sysctls` outside the safe set of the target version (`--kube-version`), and those that a pod in a namespace of
its node cannot have. It is an error; a warning for settings of speed and strictness (`net.core.*`, `net.ipv4.tcp_*`,
redirects, `rp_filter`), without which the application works all the same.

## Why it matters

A pod with a sysctl that its kubelet does not allow is scheduled, fails with `SysctlForbidden`, and is made again:
failed pods without end. So it cannot just be written. Without it, what needs it fails: a VPN that cannot forward,
say.

## Example

```yaml compose.yaml
services:
  vpn:
    image: linuxserver/wireguard:1.0.20250521
    sysctls:
      net.ipv4.ip_forward: 1
```

Use instead:

```yaml compose.yaml
services:
  vpn:
    image: linuxserver/wireguard:1.0.20250521
    sysctls:
      net.ipv4.tcp_keepalive_time: 300
```

## What composeport does

It writes the safe ones into the pod's `securityContext.sysctls` and leaves the others out. Swarm takes all.

## What to do

Allow it on a few nodes, `--allowed-unsafe-sysctls=net.ipv4.ip_forward` of their kubelet (`allowedUnsafeSysctls` in
its configuration), label and taint these, and add it to the manifest, with a toleration. Settings that the node has
already (`kubectl debug node/NODE -it --image=busybox -- sysctl net.core.somaxconn`) can go.

## References

- [Kubernetes, using sysctls](https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/)
- [Compose, sysctls](https://docs.docker.com/reference/compose-file/services/#sysctls)
"""
