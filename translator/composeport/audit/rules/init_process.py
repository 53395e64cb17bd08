"""A service wants an init process, which Kubernetes does not put into containers.

## What it does

Finds `init: true`. Where the pod's own process can take its part, that is a note; where it cannot, a warning: the pod
has several containers, the service has a `stop_signal`, or its command speaks to `/proc/1`.

## Why it matters

Docker starts `tini` as process 1, which passes signals on and reaps what other processes leave over. Without it the
program itself is process 1. One that starts others and does not wait for them collects zombies until its limit of
processes is reached; one that does not handle SIGTERM as process 1 is killed only after the grace period.

## Example

```yaml compose.yaml
services:
  worker:
    image: ghcr.io/example/worker:1.4
    init: true
```

Use instead:

```yaml compose.yaml
services:
  worker:
    image: ghcr.io/example/worker:1.4
    entrypoint: ["/usr/bin/tini", "--", "/app/worker"]
```

## What composeport does

Where the service has a pod to itself it writes `shareProcessNamespace: true`: the pod's pause process is process 1
then, and it reaps. Signals reach the program as process 2 or later, whose default actions hold. Swarm has `init`
itself.

## What to do

Put `tini` into the image (`apt-get install tini`, `apk add tini`) as its entrypoint. Many images have an init of their
own, such as s6 or dumb-init; for those `init: true` can go.

## References

- [Compose specification, init](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#init)
- [Kubernetes, share the process namespace](https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/)
- [docker run --init](https://docs.docker.com/reference/cli/docker/container/run/#init)
"""
