"""An override has no effect: its value is not taken, or it meets nothing that it could change.

## What it does

Finds labels with a value of another kind (`kompose.service.type: external`), and overrides that cannot apply:
`service.type: nodeport` of a service without ports, `hpa.*` of a job, a probe of a service without a check.

## Why it matters

Somebody asked for something and does not get it: a service that was to be reached from outside is not, a workload that
was to scale does not.

## Example

```yaml compose.yaml
services:
  worker:
    image: myregistry.example/worker:1.4.2
    labels:
      kompose.service.type: nodeport
```

Use instead:

```yaml compose.yaml
services:
  worker:
    image: myregistry.example/worker:1.4.2
    ports: ["8080:8080"]
    labels:
      kompose.service.type: nodeport
```

## What composeport does

It translates the service as if the override were not there. A label whose value is not taken stays an annotation.

## What to do

Write a value that is taken, as the help says, give the service what the override is about, or remove it.

## References

- [Kompose, labels](https://kompose.io/user-guide/#labels)
- [Kubernetes, Services](https://kubernetes.io/docs/concepts/services-networking/service/)
"""
