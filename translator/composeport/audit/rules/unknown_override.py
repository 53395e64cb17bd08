"""A `composeport.` or `kompose.` label is no override that is known.

## What it does

Finds labels that begin like an override and have another key, below `labels` or `deploy.labels` of a service, or below
`labels` of a volume. An unknown key of `x-composeport` is refused instead: that is composeport's own.

## Why it matters

A slip of the pen leaves the default in place: with `kompose.service.typ: loadbalancer` the service stays inside the
cluster, and nothing fails. Labels of newer versions of Kompose may be meant for something that is not done here.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    labels:
      kompose.service.typ: loadbalancer
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
    labels:
      kompose.service.type: loadbalancer
```

## What composeport does

It keeps the label as an annotation of the pods, as any other, and names the override that is spelled nearest.

## What to do

Correct the key. `docs/overrides.md` lists all that there are, with their values. To have such slips refused, write
them below `x-composeport`.

## References

- [Kompose, labels](https://kompose.io/user-guide/#labels)
- [Compose, extensions](https://docs.docker.com/reference/compose-file/extension/)
"""
