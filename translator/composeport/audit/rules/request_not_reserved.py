"""A limit has no reservation beside it, so that nothing is requested.

## What it does

Finds limits of processors or memory without a reservation of the same.

## Why it matters

Where a manifest has a limit and no request, Kubernetes takes the limit for the request: ten services with a limit of
4 GiB each need a node with 40 GiB free, and stay pending on a smaller one, though under Compose they run in 8. With a
request of 0 they are scheduled as under Compose; but the scheduler then knows nothing of what they use, and they are
among the first to be evicted from a full node.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    deploy:
      resources:
        limits:
          memory: 1G
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    deploy:
      resources:
        limits:
          memory: 1G
        reservations:
          memory: 128M
```

## What composeport does

It writes the request as `"0"` beside the limit, so that every application that Compose runs is scheduled.

## What to do

Reserve what the service usually uses, as `docker stats --no-stream` or `kubectl top pod` shows it. For a database let
the reservation be the limit: then it is evicted last.

## References

- [Kubernetes, requests and limits](https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/)
- [Kubernetes, node-pressure eviction](https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/)
- [Compose Deploy specification, resources](https://github.com/compose-spec/compose-spec/blob/main/deploy.md#resources)
"""
