"""A network keeps services apart only if the cluster enforces policies.

## What it does

Says for each network, the default one included, that it becomes a NetworkPolicy; for an external one, that members of
other applications need a label; for one with a `name`, that other projects do not join it by that name. A network
that no service is on is not mentioned.

## Why it matters

Under Compose services reach each other where they share a network, and nowhere else. On Kubernetes every pod reaches
every other until a NetworkPolicy says no, and a policy works only where the cluster's network plug-in enforces it:
Calico and Cilium do, flannel by itself does not. Nothing warns you there: the API server takes policies on any
cluster.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    networks: [front]
networks:
  front: {}
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    network_mode: none
```

## What composeport does

It writes one policy a network: its members accept connections from its members. Services with published ports accept
those from anywhere on these ports. `--no-network-policies` leaves all of them out, and each network is a note then.
Swarm keeps networks as they are.

## What to do

Nothing where the plug-in enforces policies. To see whether it does, call a service from a pod that is on none of its
networks, which must time out: `kubectl run probe --rm -it --image busybox:1.37 -- wget -T 3 -O- http://web`. Pods of
another application that shares an external network: add the label that the finding names.

## References

- [Compose specification, networks](https://github.com/compose-spec/compose-spec/blob/main/06-networks.md)
- [Kubernetes, network policies](https://kubernetes.io/docs/concepts/services-networking/network-policies/)
"""
