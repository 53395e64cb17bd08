"""Files of this machine are mounted, and travel as copies.

## What it does

Finds bind mounts of files and small folders. One that is mounted `:ro`, or that is a single file of configuration, a
script or a certificate, is a note: programs do not write into such a file, but replace it, which a mount of one file
does not allow under Compose either. One that could be written to is a warning. So are folders in which no file is,
two mounts at one path, and options of a mount that are lost.

## Why it matters

Nodes do not have the files. The copies are read-only, and those of the time of translation: an edit on your machine
changes nothing until you translate and apply again.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    volumes: ["./default.conf:/etc/nginx/conf.d/default.conf:ro"]
```

```nginx default.conf
server { listen 80; }
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    configs:
      - source: site
        target: /etc/nginx/conf.d/default.conf
configs:
  site:
    file: ./default.conf
```

## What composeport does

On Kubernetes the files become a ConfigMap at the same path, those with keys or passwords a Secret; a hash on the pods
rolls them when the files change. On Swarm each file becomes a config or secret with a hash in its name. A folder's
files are mounted one by one there, so that it does not hide what the image has beside them.

## What to do

Write `:ro` where nothing writes, which says that you have looked. Where the program does write, mount a named volume
over the folder. Translate again after each change: `--check` in a pipeline fails when that was forgotten.

## References

- [Kubernetes, ConfigMaps](https://kubernetes.io/docs/concepts/configuration/configmap/)
- [Docker, configs](https://docs.docker.com/engine/swarm/configs/)
- [rename(2), EBUSY](https://man7.org/linux/man-pages/man2/rename.2.html)
"""
