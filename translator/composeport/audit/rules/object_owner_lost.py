"""A config's or secret's file has another owner or mode on Kubernetes.

## What it does

Finds `uid` and `gid` of a service's `configs` and `secrets`, and a `mode` that the service's user could not read with.

## Why it matters

A file from a ConfigMap or Secret belongs to root, whatever is asked. A program that runs as another user can read it
only if others may; and some programs refuse a key that others may read (`ssh`, `postgres` for its TLS key).

## Example

```yaml compose.yaml
services:
  app:
    image: myregistry.example/app:1.4.2
    user: "1000"
    secrets:
      - source: api_key
        uid: "1000"
        mode: 0400
secrets:
  api_key:
    environment: API_KEY
```

```text .env
API_KEY=9b0f6a1e5c7d
```

Use instead:

```yaml compose.yaml
services:
  app:
    image: myregistry.example/app:1.4.2
    user: "1000"
    secrets: [api_key]
secrets:
  api_key:
    environment: API_KEY
```

## What composeport does

It keeps the mode; for a user that is not root it gives the owner's bits to all, so that 0400 becomes 0444. Without a
mode the file has 0444, and stays executable where the source is.

## What to do

Nothing, unless the program insists on its file's owner or mode. Then copy the file when the container starts, in its
entrypoint or a `pre_start` hook: `install -m 0400 /run/secrets/api_key /tmp/api_key`.

## References

- [Compose, secrets of a service](https://docs.docker.com/reference/compose-file/services/#secrets)
- [Kubernetes, Secrets as files](https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod)
"""
