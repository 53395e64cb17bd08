"""Hooks around the start and stop of a service mean something else on the target, or nothing.

## What it does

Finds `post_start`, `pre_stop` and `pre_start`, and what of them gets lost: `user`, `privileged` and others.

## Why it matters

Kubernetes runs one command after the start and one before the stop, as the container's own user. If it fails, the
container is killed and started again; Compose stops with an error at the first `up`. The cluster also runs them at each
restart and for each replica. Swarm has no hooks at all: what `post_start` prepares is not prepared, so there it is an
error.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    post_start:
      - command: ["/app/warm-cache"]
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    command: ["sh", "-c", "/app/warm-cache & exec /app/serve"]
```

## What composeport does

For Kubernetes `post_start` and `pre_stop` become `lifecycle.postStart` and `lifecycle.preStop`; several commands are
joined by a shell with `&&`. `pre_start` becomes init containers of the pod. For Swarm they are dropped.

## What to do

Make each hook safe to run twice, and to run in several replicas at once. What must run once, such as a migration, is a
service of its own that ends: `deploy: {mode: replicated-job}`. Work that needs root goes into the image, or into an
init container.

## References

- [Compose specification, post_start](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#post_start)
- [Kubernetes, container lifecycle hooks](https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/)
- [Docker, lifecycle hooks](https://docs.docker.com/compose/how-tos/lifecycle/)
"""
