"""A service waits for another one to be healthy or done.

## What it does

Finds `depends_on` with `condition: service_healthy` or `service_completed_successfully`, one finding for each
dependency. It says what becomes of the wait, or why there is none: the dependency has no `healthcheck` that the
cluster could see. `restart: true` of a dependency is a finding too. Waits that could never end are CP211.

## Why it matters

Kubernetes starts all pods at once and knows no order between them. Under Compose the wait is over after `up`; here each
pod waits whenever it starts, also at three in the morning when a node fails: while the database is not ready, no new
replica of what waits for it starts either.

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
      test: [CMD-SHELL, pg_isready -U postgres]
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
      test: [CMD-SHELL, pg_isready -U postgres]
```

## What composeport does

For `service_healthy` it adds an init container that looks the dependency up under a name which has an address only
while a pod of it is ready. For `service_completed_successfully` it adds one that asks the API server for the Job, with
an account that may read nothing else. `--wait-image` names their images. `service_started` needs nothing.

## What to do

If the application tries again until it gets through, turn the waits off with `--wait none`, which makes it start faster
and survive more. Else keep them, and see that each dependency has a `healthcheck` of its own: Kubernetes does not read
the image's. `restart: true` has no counterpart: `kubectl rollout restart deployment/api`.

## References

- [Compose specification, depends_on](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on)
- [Docker, startup order](https://docs.docker.com/compose/how-tos/startup-order/)
- [Kubernetes, init containers](https://kubernetes.io/docs/concepts/workloads/pods/init-containers/)
"""
