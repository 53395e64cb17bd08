"""Several replicas write to one volume.

## What it does

Finds services of more than one replica, with an autoscaler, or one a node, that mount a volume or a folder with data.
On Swarm, services of several replicas that write to a local volume, unless `--pin-volumes` keeps them on one node.

## Why it matters

Under Compose all replicas share one volume on one machine. On Kubernetes they are on several nodes, so the claim
needs ReadWriteMany, and file locks that held on one machine may not hold over a network. On Swarm each node has a
volume of its own: replicas on different nodes see different files, and an upload is found by one request and missed
by the next.

## Example

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    deploy:
      replicas: 3
    volumes: ["uploads:/srv/uploads"]
volumes:
  uploads: {}
```

Use instead:

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    deploy:
      replicas: 1
    volumes: ["uploads:/srv/uploads"]
volumes:
  uploads: {}
```

## What composeport does

On Kubernetes one claim with ReadWriteMany, which every replica mounts. On Swarm it keeps the volume and the replicas.

## What to do

Keep state elsewhere: uploads in an object store, sessions in Redis or the database. If the program is made for shared
files, choose a storage class that gives ReadWriteMany, or an NFS volume on Swarm. If each replica should have data of
its own, let it be a StatefulSet with claim templates, or an operator's affair. A service that runs once on each node
and keeps what it knows of it: mount a folder of the node, and translate with `--bind host-path`. Else run one replica.

## References

- [Kubernetes, access modes](https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes)
- [Docker, data volumes and bind mounts in a swarm](https://docs.docker.com/engine/swarm/services/#give-a-service-access-to-volumes-or-bind-mounts)
"""
