"""A file gives a container or a network an address, which the target does not keep.

## What it does

Finds `ipv4_address`, `ipv6_address`, `link_local_ips` and `mac_address` of a service, and `dns` servers that are other
services of the project by their address: a warning. Of a network, the subnets, gateways and ranges of `ipam`,
`enable_ipv6` and options of the engine's driver are notes; a driver such as `macvlan`, by which others outside know the
containers, is a warning on Kubernetes.

## Why it matters

A pod has a new address each time it starts, from the cluster's own range; a task of Swarm gets one of its network.
What names `172.28.0.10` in a configuration, a firewall rule or a `dns:` line reaches nobody there, or somebody else.

## Example

```yaml compose.yaml
services:
  dns:
    image: coredns/coredns:1.13.1
    networks:
      front:
        ipv4_address: 172.28.0.10
networks:
  front:
    ipam:
      config:
        - subnet: 172.28.0.0/24
```

Use instead:

```yaml compose.yaml
services:
  dns:
    image: coredns/coredns:1.13.1
    networks: [front]
networks:
  front: {}
```

## What composeport does

It leaves addresses out, and the `dns` servers behind them. On Swarm the subnet of a network is kept, which avoids a
clash with your own; its gateway and ranges are not, since a stack file cannot say them. On Kubernetes no network has a
range of its own.

## What to do

Search the project for the address and write the service's name in its place. A client that must have an address on
Kubernetes can have that of the Service, which stays: `kubectl get service dns -o jsonpath='{.spec.clusterIP}'`.

## References

- [Compose specification, ipv4_address](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ipv4_address-ipv6_address)
- [Kubernetes, cluster networking](https://kubernetes.io/docs/concepts/cluster-administration/networking/)
- [Docker, overlay networks](https://docs.docker.com/engine/network/drivers/overlay/)
"""
