"""A user or group is given by name, and Kubernetes takes numbers.

## What it does

Finds names in `user` and `group_add`. `root` is known and becomes 0.

## Why it matters

A name means what `/etc/passwd` of the image says, which nobody but the runtime reads: `runAsUser` takes a number, and
`runAsNonRoot` refuses an image whose user is a name, since it cannot tell whether that is root.

## Example

```yaml compose.yaml
services:
  cache:
    image: valkey/valkey:8.1.4
    user: valkey
```

Use instead:

```yaml compose.yaml
services:
  cache:
    image: valkey/valkey:8.1.4
    user: "999:1000"
```

## What composeport does

It leaves the user out: the container runs as the image says, which is often the very user that is meant. A group that
is given by name is left out of `supplementalGroups`. Numbers become `runAsUser`, `runAsGroup` and `fsGroup`.

## What to do

Ask the image, and write the numbers into the Compose file, where they mean the same:

    docker run --rm --entrypoint id valkey/valkey:8.1.4 valkey

## References

- [Compose, user](https://docs.docker.com/reference/compose-file/services/#user)
- [Kubernetes, security context](https://kubernetes.io/docs/tasks/configure-pod-container/security-context/)
"""
