"""A reverse proxy leads requests to a service by labels or variables that nothing reads on the cluster.

## What it does

Finds Traefik router labels, `VIRTUAL_HOST` of nginx-proxy and the labels of caddy-docker-proxy: once a service as
long as no routes are asked for. With `--publish ingress` or `gateway` it says what of them could not be carried over;
a hint that becomes no route is a warning, and an error where the requests would go astray. On Swarm it is a warning
once a service whose Traefik or Caddy labels are its containers' alone.

## Why it matters

Such a proxy watches the engine's socket and reads the labels of running containers. On the cluster there is no such
socket to watch, so that services which publish no port of their own are reached by nobody from outside. In a swarm
the socket is that of one node: the proxy sees no container of any other, unless it watches the swarm's services.

## Example

```yaml compose.yaml
services:
  shop:
    image: registry.example.com/shop/web:2.4.0
    expose: ["8080"]
    labels:
      traefik.http.routers.shop.rule: Host(`shop.example.com`)
```

Use instead:

```yaml compose.yaml
services:
  shop:
    image: registry.example.com/shop/web:2.4.0
    expose: ["8080"]
    x-composeport:
      service.expose: shop.example.com
```

## What composeport does

With `--publish ingress` or `--publish gateway`, routers become rules of an Ingress or HTTPRoutes: hosts, path
prefixes, TLS, and with the Gateway API also headers, methods and redirects. Without, the labels become annotations.
Swarm keeps labels where they are: those of the service are the containers', those below `deploy.labels` the service's.

## What to do

Translate with `--publish ingress` (or `gateway`), and leave the proxy's own service out of the project: the cluster's
controller takes its place. What a middleware did, the finding names; write it in the controller's own way. For a swarm
write the labels below `deploy.labels`, where Traefik also needs the port (`loadbalancer.server.port`), and let the
proxy watch the swarm: `--providers.swarm` of Traefik, on a manager.

## References

- [Kubernetes, Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)
- [Kubernetes, Gateway API](https://kubernetes.io/docs/concepts/services-networking/gateway/)
- [Traefik, Docker provider](https://doc.traefik.io/traefik/providers/docker/)
- [Traefik, Docker Swarm provider](https://doc.traefik.io/traefik/providers/swarm/)
"""
