"""A service depends on another one, and a swarm starts everything at once.

## What it does

Finds each dependency of `depends_on`. Where a service waits until another is healthy or has completed, that is a
warning; where it only waits for its start, which under Compose says nothing about whether it answers, a note: one for
all such dependencies of a service.

## Why it matters

`docker stack deploy` reads `depends_on` and does nothing with it, conditions included. A service that stops when its
database does not answer is started again until it does, if its restart policy lets it. One that gives up quietly, or
that must not start before a migration has ended, does the wrong thing.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    depends_on:
      migrate:
        condition: service_completed_successfully
  migrate:
    image: ghcr.io/example/api:1.4
    command: migrate
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    command: sh -c "migrate && exec serve"
```

## What composeport does

It keeps the names in `depends_on`, which the stack file's format allows, and makes a job of a service that others wait
for to complete.

## What to do

Let the application try again until it gets through, or let its entrypoint wait. Run a migration before the stack is
deployed, or in the entrypoint of what needs it if one replica at a time may run it. Keep `restart: always` or
`unless-stopped`, so that Swarm starts again what has stopped.

## References

- [Docker, startup order](https://docs.docker.com/compose/how-tos/startup-order/)
- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
- [Compose specification, depends_on](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#depends_on)
"""
