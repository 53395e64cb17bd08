"""A file system in memory loses options that the target does not know.

## What it does

On Swarm, finds modes, owners and other options of `tmpfs`, of which a stack keeps the size alone: a warning. On
Kubernetes such options, and a tmpfs without a size, are notes.

## Why it matters

`docker stack deploy` drops `tmpfs.mode` without a word, and ignores `tmpfs` lines of a service: a program whose user
may not write to the folder, or that wants it closed to others, finds another mode. On Kubernetes a volume in memory
is writable for everybody, and counts towards the container's memory limit.

## Example

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    tmpfs: ["/run/app:size=64m,uid=1000,mode=0700"]
```

Use instead:

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    tmpfs: ["/run/app:size=64m"]
```

## What composeport does

On Swarm a tmpfs mount with its size in bytes, which `docker stack deploy` takes. On Kubernetes an `emptyDir` with
`medium: Memory` and the size as `sizeLimit`.

## What to do

Let the container set the mode when it starts (`chmod 0700 /run/app` in its entrypoint), or leave the option out where
nothing depends on it. Write a size in any case.

## References

- [Docker, tmpfs mounts](https://docs.docker.com/engine/storage/tmpfs/)
- [Compose specification, tmpfs](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#tmpfs)
- [Kubernetes, emptyDir](https://kubernetes.io/docs/concepts/storage/volumes/#emptydir)
"""
