"""A service has profiles, none of which is active, so it is left out.

## What it does

Finds services whose `profiles` name none of the active ones: those of `--profile` and of `COMPOSE_PROFILES`. One
finding for each service, at its `profiles`.

## Why it matters

`docker compose up` leaves the service out too, so the translation is right as it is. It is worth a look because a
profile is chosen at each `up`, and a cluster has no such choice: what is left out now is not there at all.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
  adminer:
    image: adminer:5.4.1
    profiles: [tools]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
  adminer:
    image: adminer:5.4.1
```

## What composeport does

It translates the active services, and the networks and volumes that they use. What it says about attributes, it says of
active services alone.

## What to do

`--profile tools` takes the service along; `--profile '*'` takes all. For several environments, translate once for each
of them; for Kubernetes an overlay can add the services of a file: `composeport k8s --format kustomize --overlay`.

## References

- [Compose specification, profiles](https://github.com/compose-spec/compose-spec/blob/main/15-profiles.md)
- [Docker, profiles](https://docs.docker.com/compose/how-tos/profiles/)
"""
