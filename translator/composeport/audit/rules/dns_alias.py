"""A service answers to another name than its own, which needs a Service of that name.

## What it does

Finds network `aliases`, `container_name`, `hostname` and `links` aliases by which peers may find a service. A note
where a Service of that name does it. A name that no Service can have (with a dot, or starting with a digit) is a
warning, or a note where it is a `container_name` or `hostname` that no text of the project uses. One name that means
different services on different networks is an error, as is an illegal name of several services that is in use.
`external_links` are warnings: they lead out of the project.

## Why it matters

The engine's resolver knows all these names, each on its networks. Kubernetes knows the names of Services, and a
namespace has each name once.

## Example

```yaml compose.yaml
services:
  api:
    image: registry.example.com/shop/api:2.4.0
    expose: ["3000"]
  db:
    image: postgres:18.1
    container_name: shop-postgres
    expose: ["5432"]
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: registry.example.com/shop/api:2.4.0
    expose: ["3000"]
  db:
    image: postgres:18.1
    expose: ["5432"]
```

## What composeport does

It writes one more Service for each such name, over the pods of all that share it. A name that no Service can have is
replaced by the service's own where variables and commands of the project use it, with a finding (CP108) for each.
Swarm keeps aliases as they are.

## What to do

Nothing, if the extra Services do not bother you. Else let peers use the service's name, and remove `container_name`
and aliases that nobody needs. Where one name means two services, give each a name of its own.

## References

- [Compose specification, aliases](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#aliases)
- [Kubernetes, DNS for Services and pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
"""
