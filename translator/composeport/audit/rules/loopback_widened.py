"""A port that Compose opens on one address of the machine would be open to everybody.

## What it does

Finds published ports with an address before them, such as `127.0.0.1:5432:5432` or `10.0.0.5:443:443`, where the
target knows no addresses: every such port on Swarm; on Kubernetes those of addresses other than loopback, once
`--publish` opens ports to the outside. A loopback port on Kubernetes stays inside the cluster in every case, which
CP315 says.

## Why it matters

The address is often the only thing that keeps a database away from the internet. Swarm publishes on every address of
every node, so that `127.0.0.1:5432:5432`, carried over, is an open database.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    ports: ["127.0.0.1:5432:5432"]
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18.1
    expose: ["5432"]
```

## What composeport does

It never opens such a port. On Swarm it is left out of the stack, unless `--publish-loopback` asks for it; then ports
of `127.0.0.1` are open on every node. On Kubernetes a port of another address stays in the cluster. Other services
reach the container's port as before.

## What to do

If only other services need the port: write `expose`, or nothing. If an administrator needs it: `kubectl port-forward`
on Kubernetes; on Swarm a tunnel to a service that shares a network with it. If everybody may have it: leave the
address out of the file.

## References

- [Compose specification, ports](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports)
- [Docker, publish ports of a service](https://docs.docker.com/engine/swarm/services/#publish-ports)
- [Docker, the routing mesh](https://docs.docker.com/engine/swarm/ingress/)
"""
