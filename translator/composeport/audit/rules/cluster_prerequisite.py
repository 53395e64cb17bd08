"""The cluster must have something that the application asks for.

## What it does

Finds what a translation refers to and cannot make: labels of nodes (`deploy.placement.constraints`), a `RuntimeClass`,
AppArmor profiles, an ingress or gateway class, a TLS certificate, service accounts and pull secrets of overrides, a
metrics server, what a `provider` supplies, on Swarm the plug-ins of volume and logging drivers. It is a note on Swarm
for labels of nodes, which are what the file was written for, and for `label=disable`, which matters where the nodes
have SELinux.

## Why it matters

Pods that ask for a label that no node has stay pending; with a `RuntimeClass` that is not there they are not even
made; an Ingress without a controller is an object that nobody reads.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    deploy:
      placement:
        constraints: ["node.labels.disk == ssd"]
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
```

## What composeport does

It writes the reference, and the finding says what must be there, with the command that makes it or shows it. On top
of a stack file such commands are a list.

## What to do

Run the command before the application is deployed: `kubectl label node NODE disk=ssd`,
`docker node update --label-add disk=ssd NODE`, `kubectl get runtimeclass`, `kubectl get ingressclass`.

## References

- [Kubernetes, assign Pods to Nodes](https://kubernetes.io/docs/tasks/configure-pod-container/assign-pods-nodes/)
- [Kubernetes, Runtime Class](https://kubernetes.io/docs/concepts/containers/runtime-class/)
- [Kubernetes, Ingress controllers](https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/)
- [docker node update](https://docs.docker.com/reference/cli/docker/node/update/)
"""
