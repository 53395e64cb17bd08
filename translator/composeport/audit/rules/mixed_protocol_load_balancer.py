"""A load balancer is asked to serve tcp and udp, which not every provider does.

## What it does

With `--publish load-balancer`, finds services whose published ports have more than one protocol.

## Why it matters

Kubernetes takes such a Service since version 1.26, but the cloud's controller makes the load balancer. Some make one
for both protocols, some serve the first alone, and some leave the Service `pending`.

## Example

```yaml compose.yaml
services:
  dns:
    image: coredns/coredns:1.13.1
    ports: ["53:53/udp", "53:53/tcp"]
```

```console
$ composeport k8s --publish load-balancer -o k8s compose.yaml
```

Use instead:

```yaml compose.yaml
services:
  dns:
    image: coredns/coredns:1.13.1
    ports: ["53:53/udp"]
```

## What composeport does

It writes one Service of type LoadBalancer with all ports. Swarm is not concerned: it publishes both protocols.

## What to do

Ask your provider, or look after applying: `kubectl get service dns-published` must show an external address, and
`kubectl describe` the reason where it does not. Else publish the protocols by two services, with
`--publish node-port`, or with the Gateway API and its UDP routes.

## References

- [Kubernetes, load balancers with mixed protocol types](https://kubernetes.io/docs/concepts/services-networking/service/#load-balancers-with-mixed-protocol-types)
- [Compose specification, ports](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports)
"""
