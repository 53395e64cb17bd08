"""A service waits for something that could never be seen on the cluster.

## What it does

Finds dependencies with a condition that cannot come true there: its health check is switched off, it is a `provider`,
it runs to completion and is to be healthy, it runs for ever and is to complete, or its pod waits for this one. Also
found are services without a network, or on `internal` networks alone, that would have to ask for something which they
cannot reach. A dependency without replicas is a note: Compose does not wait for it either.

## Why it matters

A wait that cannot end keeps the service from starting, for ever and without an error. Without the wait it starts too
soon, so somebody has to decide.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    depends_on:
      db:
        condition: service_healthy
  db:
    image: postgres:18
    healthcheck:
      disable: true
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    depends_on: [db]
  db:
    image: postgres:18
    healthcheck:
      disable: true
```

## What composeport does

It leaves this one wait out, so that the service starts, and says why. Other waits of the service stay.

## What to do

Follow the message: give the dependency a health check, wait for `service_completed_successfully` where it
is a job, or take the condition away where the application can try again by itself.

## References

- [Compose specification, depends_on](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on)
- [Kubernetes, init containers](https://kubernetes.io/docs/concepts/workloads/pods/init-containers/)
"""
