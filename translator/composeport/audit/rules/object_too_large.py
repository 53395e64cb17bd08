"""Files are larger, or more, or emptier than the object that should carry them can be.

## What it does

Finds configs, secrets and read-only mounts of more than 1 MiB on Kubernetes. On Swarm: of more than 1,023,999 bytes
for a config or 511,999 for a secret, of more than 100 files, and of nothing, since an empty config is refused. An
empty `.gitkeep` is a note. On Kubernetes also any object of more than 256 KiB, as one with a long environment: a
warning.

## Why it matters

etcd and Swarm's managers keep these objects in memory and send them around, and refuse larger ones. The container
would start without the file, or not at all. `kubectl apply` notes what it applied in an annotation, which may have
256 KiB, and so refuses what is larger, unless it is told `--server-side`.

## Example

```yaml compose.yaml
services:
  app:
    image: registry.example.com/shop/app:2.4.0
    configs:
      - source: flags
        target: /etc/app/flags.ini
configs:
  flags:
    file: ./flags.ini
```

```ini flags.ini
```

Use instead:

```ini flags.ini
# nothing is switched on
```

## What composeport does

It leaves the object out, so that the rest can be applied. A folder that is mounted read-only and too large is not
mounted on Kubernetes; on Swarm it stays a mount of one node's folder. A service whose environment or command alone
makes an object larger than a server keeps (1.5 MiB, or 1 MiB of values in a ConfigMap or Secret) is refused.

## What to do

Copy large files into the image, or put them on a volume and fill it once (`kubectl cp`). Put a comment or a blank
line into an empty file. Apply objects of more than 256 KiB with `kubectl apply --server-side`. Where only a few files
of a folder are needed, mount these.

## References

- [Kubernetes, ConfigMaps](https://kubernetes.io/docs/concepts/configuration/configmap/)
- [Docker, configs](https://docs.docker.com/engine/swarm/configs/)
- [Docker, secrets](https://docs.docker.com/engine/swarm/secrets/)
"""
