"""A service says on no line which port it listens on.

## What it does

Finds services that others may call and that have neither `ports` nor `expose`. A warning where others dial the
service, so that a guess matters; a note where its image is known to listen on a port, where nobody seems to dial it,
or where it is a job.

## Why it matters

Under Compose a peer reaches every port of a container, declared or not. A Kubernetes Service leads to the ports that
it lists. Which ports those are must then be inferred: from the addresses that other services use (`http://api:3000`),
and from what well-known images listen on. A port that only compiled code knows is not among them. Where no port is
found, the Service is headless: DNS gives the pod's own address, so every port works, but a client that looked it up
once keeps an address that ends with the pod, and `kubectl apply` cannot turn a headless Service into an ordinary one.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    environment:
      API_URL: http://api:3000
  api:
    image: registry.example.com/shop/api:2.4.0
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    environment:
      API_URL: http://api:3000
  api:
    image: registry.example.com/shop/api:2.4.0
    expose: ["3000"]
```

## What composeport does

It gives the Service the ports that it infers, or makes it headless where there are none. Swarm has no such list: on
an overlay network peers reach every port, as under Compose.

## What to do

Write the container's ports under `expose`, before the first deployment. Where the Service is on the cluster already
and headless: `kubectl delete service NAME`, then apply again.

## References

- [Compose specification, expose](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#expose)
- [Kubernetes, headless Services](https://kubernetes.io/docs/concepts/services-networking/service/#headless-services)
"""
