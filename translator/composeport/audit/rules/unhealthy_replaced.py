"""Swarm replaces a task that is unhealthy; Compose leaves it running.

## What it does

Finds services with a `healthcheck`. It is a warning where the restart condition is `none` (`restart: "no"`): then the
task is killed and nothing takes its place.

## Why it matters

Under `docker compose up` an unhealthy container only looks so in `docker compose ps`. Swarm stops it after `retries`
failures and starts a new one. A database that recovers for ten minutes after a crash, with a check that fails
meanwhile, is killed again and again before it is done; a check that asks a peer takes the service down with the peer.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18
    healthcheck:
      test: [CMD-SHELL, pg_isready -U postgres]
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18
    healthcheck:
      disable: true
```

## What composeport does

It keeps the check as it is. For Kubernetes it becomes a readiness probe, which kills nothing; only `--liveness` does.

## What to do

See that the check fails only where a new container would help. Give what starts slowly a `start_period` longer than its
slowest start: failures within it do not count. For a check that only watches, `disable: true` in a file for the swarm.

## References

- [Docker, HEALTHCHECK](https://docs.docker.com/reference/dockerfile/#healthcheck)
- [Docker, how services work](https://docs.docker.com/engine/swarm/how-swarm-mode-works/services/)
"""
