"""A service uses the network of the machine, or has none.

## What it does

Finds `network_mode: host`, and on Swarm also `network_mode: none`, in whose place stands a network of its
own that leads nowhere.

## Why it matters

A container on the host's network takes the ports of whichever node it lands on: two replicas cannot share a node,
other services do not find it by its name, and its own `localhost` is that node. Kubernetes counts it as privileged:
the *baseline* Pod Security Standard refuses `hostNetwork`, and NetworkPolicies mostly do not reach such pods.

## Example

```yaml compose.yaml
services:
  metrics:
    image: prom/node-exporter:v1.9.1
    network_mode: host
```

Use instead:

```yaml compose.yaml
services:
  metrics:
    image: prom/node-exporter:v1.9.1
    ports: ["9100:9100"]
```

## What composeport does

On Kubernetes: `hostNetwork: true` with `dnsPolicy: ClusterFirstWithHostNet`, so that it still finds the others. On
Swarm: the engine's own `host` network, and no published ports; a service of `network_mode: none` gets a network of
its own that leads nowhere, since a task always has one.

## What to do

See whether it works on an ordinary network with published ports; most programs use the host's for convenience. An
agent that must see its node's network becomes one a node with `deploy: {mode: global}`, in a namespace that allows
it: `kubectl label namespace NAME pod-security.kubernetes.io/enforce=privileged`.

## References

- [Compose specification, network_mode](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#network_mode)
- [Kubernetes, Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/)
- [Docker, host network driver](https://docs.docker.com/engine/network/drivers/host/)
"""
