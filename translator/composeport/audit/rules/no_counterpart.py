"""Kubernetes has nothing that does this, and no other rule is about it.

## What it does

Finds, among others, `logging`, `hostname` with characters that a pod's name cannot have, `domainname`, `dns`,
`models`, `credential_spec`, parts of `update_config` and of `placement`, names of variables that Kubernetes refuses,
options of networks. It is a warning where the application behaves otherwise, and a note where little is lost: a
logging driver that only rotates files (`json-file`, `local`), public DNS servers, `start_period` (said once for the
project).

## Why it matters

The line is in the Compose file for a reason: logs that went to Loki or Graylog no longer do, a service that was kept
on the manager runs anywhere. The pods start all the same, so that nobody notices at once.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    logging:
      driver: gelf
      options:
        gelf-address: udp://logs.example.org:12201
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

It leaves the attribute out, or writes what comes nearest, and says which: a host name is cut at its first dot, the
cluster's DNS server is asked before those of `dns`, a rollout that fails stops.

## What to do

The help of each finding says what stands for it on a cluster. For logs: a collector on each node (Fluent Bit, Vector,
Grafana Alloy) that sends what all containers print. For placement: labels on nodes, `kubectl label node NODE
disk=ssd`, and `node.labels.disk == ssd`.

## References

- [Kubernetes, logging architecture](https://kubernetes.io/docs/concepts/cluster-administration/logging/)
- [Kubernetes, DNS for Services and Pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
- [Kubernetes, assign Pods to Nodes](https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/)
- [Compose, logging](https://docs.docker.com/reference/compose-file/services/#logging)
"""
