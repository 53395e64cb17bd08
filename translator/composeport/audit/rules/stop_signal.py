"""A container is to be stopped by another signal than SIGTERM.

## What it does

Finds `stop_signal` with a value that is not SIGTERM. Where the service shares the processes of another one, so that
process 1 is not its own, the signal is lost.

## Why it matters

Many programs end at once on one signal and cleanly on another: nginx finishes its requests on SIGQUIT, PostgreSQL lets
go of its sessions on SIGINT. Kubernetes sends SIGTERM, or what the image's `STOPSIGNAL` says. Its own field for this,
`lifecycle.stopSignal`, came with 1.33 behind the feature gate `ContainerStopSignals`; a cluster without it drops the
field.

## Example

```yaml compose.yaml
services:
  web:
    image: ghcr.io/example/web:1.4
    stop_signal: SIGQUIT
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: ghcr.io/example/web:1.4-sigquit
```

```text Dockerfile
FROM ghcr.io/example/web:1.4
STOPSIGNAL SIGQUIT
```

## What composeport does

It writes a `preStop` hook that sends the signal to process 1 and waits for its end. That takes a `sh` and `kill` in the
image. Swarm has `stop_signal` itself.

## What to do

Set `STOPSIGNAL` in the image; official images that need another signal have it already, so the attribute can often just
be removed: `docker image inspect --format '{{.Config.StopSignal}}' IMAGE`.

## References

- [Compose specification, stop_signal](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#stop_signal)
- [Docker, STOPSIGNAL](https://docs.docker.com/reference/dockerfile/#stopsignal)
- [Kubernetes, termination of pods](https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination)
"""
