"""A network belongs to a single engine, and a stack's services are on several.

## What it does

Finds external networks, which must be there and be the swarm's: an error. Drivers that exist on one machine
(`macvlan`, `ipvlan`, `host`) or as a plug-in are errors too. A plain `driver: bridge` is a note, since it can be
replaced; options of a bridge are warnings.

## Why it matters

Tasks are attached to overlay networks, which span the nodes. `docker stack deploy` stops at a network that is
declared external and is missing, or was made by `docker compose` and is in scope `local`.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    networks: [proxy]
networks:
  proxy:
    external: true
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    networks: [proxy]
networks:
  proxy:
    driver: overlay
```

## What composeport does

A bridge becomes an overlay, on which peers find each other by the same names. So does a macvlan or ipvlan network,
whose addresses are lost. An external network stays external, and the command that makes it is among the steps to
take. Kubernetes knows no drivers: there a network is a policy (CP308).

## What to do

Make the network once, on a manager: `docker network create --driver overlay --attachable proxy`. A macvlan that must
stay: `docker network create --config-only` on each node, then `--scope swarm --config-from`, and `external: true` in
the file.

## References

- [Docker, overlay networks](https://docs.docker.com/engine/network/drivers/overlay/)
- [Docker, networking of swarm services](https://docs.docker.com/engine/swarm/networking/)
- [Compose specification, external](https://github.com/compose-spec/compose-spec/blob/main/06-networks.md#external)
"""
