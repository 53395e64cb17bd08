"""A duration or a number of processors is rounded.

## What it does

Finds durations that are no whole seconds (`healthcheck`, `stop_grace_period`, `update_config`) and numbers of
processors with more than three decimals.

## Why it matters

Probes, grace periods and rollouts of Kubernetes count whole seconds, and processors count in thousandths: a check
every 500 ms becomes one every second. That rarely matters, but a sum of such checks may be what a start-up time was
tuned to.

## Example

```yaml compose.yaml
services:
  cache:
    image: redis:8.2.3
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 500ms
```

Use instead:

```yaml compose.yaml
services:
  cache:
    image: redis:8.2.3
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 1s
```

## What composeport does

It rounds up: to the next second, to the next thousandth of a processor.

## What to do

Nothing, or write the rounded value, so that the Compose file says what runs.

## References

- [Kubernetes, configure probes](https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/)
- [Kubernetes, resource units](https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes)
- [Compose, healthcheck](https://docs.docker.com/reference/compose-file/services/#healthcheck)
"""
