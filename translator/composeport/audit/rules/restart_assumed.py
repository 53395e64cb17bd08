"""A service says nothing about restarts, and Swarm always restarts.

## What it does

Finds services without `restart` and `deploy.restart_policy`. Jobs are left alone.

## Why it matters

Compose leaves a container that has ended alone, unless `restart` says otherwise. Swarm's default is the opposite: it
starts a task again whenever it ends, with success as well. For a server that is what one wants. A script that is meant
to run once runs for ever.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    restart: unless-stopped
```

## What composeport does

It writes `restart_policy: {condition: any}`, Swarm's default, so that the stack file says what happens.

## What to do

Write what is meant: `restart: unless-stopped` for what serves, `deploy: {mode: replicated-job}` for what ends.

## References

- [Compose specification, restart](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#restart)
- [Compose Deploy specification, restart_policy](https://github.com/compose-spec/compose-spec/blob/main/deploy.md#restart_policy)
"""
