"""A published port stays inside the cluster until somebody opens it.

## What it does

Finds published ports: one finding for each entry of `ports`, a range counted as one. With `--publish` it says which
of them still stay inside: those of loopback, those that an Ingress cannot lead to (a warning), all of them where
routes need a name and no `--domain` is given (an error).

## Why it matters

`docker compose up` opens published ports on the machine at once. On a cluster there are several ways out, each with a
price and a trust boundary of its own, and composeport opens none unasked. An application that seems to be down after
a migration is most often just not published.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    expose: ["80"]
```

## What composeport does

The Service of the same name serves both numbers inside the cluster: the container's and the published one. Ports of
`127.0.0.1` never leave the cluster. Swarm publishes ports as the file says.

## What to do

Choose: `--publish ingress --domain example.com` for HTTP, `--publish load-balancer` or `node-port` for the rest, or
for one service `x-composeport: {service.type: loadbalancer}`. For a look by yourself:
`kubectl port-forward service/web 8080:80`.

## References

- [Kubernetes, publishing Services](https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types)
- [Kubernetes, use port forwarding](https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/)
- [Compose specification, ports](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports)
"""
