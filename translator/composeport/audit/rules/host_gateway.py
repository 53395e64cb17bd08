"""A name stands for the machine that runs the container, and a cluster has many.

## What it does

Finds `extra_hosts` with `host-gateway`, mostly `host.docker.internal`, and on Kubernetes also with `172.17.0.1`, the
address of the machine on Docker's own network. Where no variable, command or health check of the service uses the
name, the finding is one step milder.

## Why it matters

Something outside the project answers there: a database on the developer's laptop, a model server. After a move the
container runs on a node on which that program does not. Kubernetes has no such address at all, and a Swarm task gets
the gateway of whichever node it is on.

## Example

```yaml compose.yaml
services:
  web:
    image: registry.example.com/shop/web:2.4.0
    environment:
      DATABASE_URL: postgres://shop@host.docker.internal:5432/shop
    extra_hosts:
      - host.docker.internal:host-gateway
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: registry.example.com/shop/web:2.4.0
    environment:
      DATABASE_URL: postgres://shop@db:5432/shop
  db:
    image: postgres:18.1
    expose: ["5432"]
```

## What composeport does

On Kubernetes it leaves the line out: the name does not resolve. Lines with other addresses become `hostAliases`.
Swarm keeps the line.

## What to do

Run the program as a service of the project, or give the name of a machine that the cluster reaches. On Kubernetes a
Service of type ExternalName keeps the name short. If nothing uses the line, remove it.

## References

- [Compose specification, extra_hosts](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extra_hosts)
- [Kubernetes, ExternalName](https://kubernetes.io/docs/concepts/services-networking/service/#externalname)
- [Kubernetes, hostAliases](https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/)
"""
