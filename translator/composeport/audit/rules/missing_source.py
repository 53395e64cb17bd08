"""A file or folder that is mounted is not there.

## What it does

Finds read-only mounts, and mounts of what looks like a file, whose source is missing, and configs without content. On
Swarm also folders to write to: Compose makes these, a swarm does not. Said once a source and service. A
config of a `credential_spec` that has to be made first is a warning.

## Why it matters

For a missing source Compose makes an empty folder, even where a file was meant, and the program fails later. On Swarm
a task whose bind mount has no source is rejected, again and again: `invalid mount config for type "bind"`. On
Kubernetes a pod waits for ever for a ConfigMap that nobody has made.

## Example

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    volumes: ["./app.ini:/etc/app/app.ini:ro"]
```

Use instead:

```ini app.ini
debug = false
```

## What composeport does

On Kubernetes nothing is mounted there; a config without content is referred to, so that the pods wait for it. On
Swarm the mount stays, and `mkdir` for each missing folder is among the steps to take before the deployment.

## What to do

Put the file there and translate again; it may be one that an install script writes, or that `.gitignore` keeps out of
the checkout. A missing config: the finding has the `kubectl create configmap` or `docker config create` command. On
Swarm create the folder on every node that may run the service, or use a named volume.

## References

- [Compose specification, volumes](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#volumes)
- [Docker, bind mounts](https://docs.docker.com/engine/storage/bind-mounts/)
"""
