"""An internal network has no way out, which takes an egress policy on Kubernetes.

## What it does

Finds networks with `internal: true` that some service is on.

## Why it matters

A container that is on internal networks alone cannot call the internet: an attacker in it cannot fetch tools or carry
data away. A pod can call everything unless an egress policy says otherwise, and a network plug-in enforces that
policy. The cluster's DNS stays open, since names must resolve.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    expose: ["5432"]
    networks: [back]
networks:
  back:
    internal: true
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    expose: ["5432"]
    networks: [back]
networks:
  back: {}
```

## What composeport does

Services that are on internal networks alone may call the members of these networks and the cluster's DNS, nothing
else. A service that is on another network too keeps its way out, as under Compose. DNS is looked for where most
clusters have it: pods with the label `k8s-app=kube-dns` in `kube-system`. Swarm has internal networks of its own.

## What to do

Nothing, where policies are enforced (CP308 says how to see). If names stop resolving, the cluster's DNS has other
labels: `kubectl get pods -n kube-system --show-labels`, and change the egress rule.

## References

- [Compose specification, internal](https://github.com/compose-spec/compose-spec/blob/main/06-networks.md#internal)
- [Kubernetes, default deny egress](https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic)
"""
