"""Several pods mount one volume, which takes storage that many nodes can mount.

## What it does

Finds volumes and folders of the machine that the pods of more than one service mount, entries of `volumes_from` that
lead out of the project, and volumes in memory that services share.

## Why it matters

On one machine any number of containers mount a volume. A claim for several pods asks for the access mode
ReadWriteMany, and the common storage classes (EBS, persistent disks, Azure disks, local paths) do not give it: the
claim stays `Pending`, and so do all pods that mount it. A socket in such a volume, as below `/run`, connects programs
on one node alone, whatever the storage.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    volumes: ["uploads:/srv/uploads:ro"]
  app:
    image: registry.example.com/shop/app:2.4.0
    volumes: ["uploads:/srv/uploads"]
volumes:
  uploads: {}
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
  app:
    image: registry.example.com/shop/app:2.4.0
    volumes: ["uploads:/srv/uploads"]
volumes:
  uploads: {}
```

## What composeport does

It writes one claim with ReadWriteMany, which all of them mount, as they share one volume under Compose. A volume in
memory is each pod's own. Services that share a network namespace are one pod, and need no such storage.

## What to do

`kubectl get storageclass` shows the classes; one for NFS, CephFS, EFS, Azure Files or Longhorn gives ReadWriteMany.
Name it with `--storage-class`, or for one volume `x-composeport: {volume.storage-class-name: …}`. Better, where it
can be done: let one service own the files and serve them to the others, or keep them in an object store. Programs
that talk by a socket belong in one pod: `x-composeport: {service.group: NAME}` at each of them.

## References

- [Kubernetes, access modes](https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes)
- [Compose specification, volumes](https://github.com/compose-spec/compose-spec/blob/main/07-volumes.md)
"""
