"""Two services publish the same port, which a whole swarm has once.

## What it does

Finds published ports that another service of the stack has already, by number and protocol. Two services that publish
with `mode: host` may share a number, as long as they are not on one node.

## Why it matters

In the routing mesh a published port belongs to every node of the swarm at once. The manager refuses the second
service: `port '8080' is already in use by service …`. Compose accepts such a file as long as the two do not run on
one machine at the same time, or listen on different addresses.

## Example

```yaml compose.yaml
services:
  shop:
    image: nginx:1.29.3
    ports: ["8080:80"]
  admin:
    image: httpd:2.4.65
    ports: ["8080:80"]
```

Use instead:

```yaml compose.yaml
services:
  shop:
    image: nginx:1.29.3
    ports: ["8080:80"]
  admin:
    image: httpd:2.4.65
    ports: ["8081:80"]
```

## What composeport does

It leaves out the later port, so that the stack can be deployed; the first service in the order of names keeps it.
Kubernetes is not concerned: each Service has an address of its own.

## What to do

Give one of them another number, or put a reverse proxy before both that publishes one port and tells them apart by
host name. Stacks that run already count too: `docker service ls` shows their ports.

## References

- [Docker, the routing mesh](https://docs.docker.com/engine/swarm/ingress/)
- [Docker, publish ports of a service](https://docs.docker.com/engine/swarm/services/#publish-ports)
"""
