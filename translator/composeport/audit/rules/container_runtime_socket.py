"""A container gets the socket of the container engine, and with it the machine.

## What it does

Finds mounts of `docker.sock`, `containerd.sock`, `podman.sock` and `crio.sock`, and `use_api_socket`.

## Why it matters

Whoever can talk to the engine can start a privileged container, and is root on the node. A mount with `:ro` changes
nothing: requests go through the socket all the same. Kubernetes nodes run containerd or CRI-O and mostly have no
`docker.sock`, so that the pod fails to start; where they have one, the engine behind it does not know the cluster's
pods.

## Example

```yaml compose.yaml
services:
  proxy:
    image: traefik:v3.6.2
    ports: ["80:80"]
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
```

Use instead:

```yaml compose.yaml
services:
  proxy:
    image: traefik:v3.6.2
    ports: ["80:80"]
```

## What composeport does

It keeps the mount, as a `hostPath` volume on Kubernetes and a bind mount on Swarm, so that nothing is lost in
silence. `use_api_socket` is dropped on both.

## What to do

Reverse proxies (Traefik, caddy-docker-proxy, nginx-proxy): leave the service out and translate with
`--publish ingress` or `gateway`. Log and metrics collectors: use the cluster's own. Runners and builders: use their
Kubernetes executors. On Swarm, place the service on a manager (`node.role == manager`) behind a proxy that lets only
the needed requests through.

## References

- [Docker, protect the daemon socket](https://docs.docker.com/engine/security/protect-access/)
- [Kubernetes, hostPath](https://kubernetes.io/docs/concepts/storage/volumes/#hostpath)
"""
