"""Source code is mounted over what the image has.

## What it does

Finds bind mounts of the project's own folder, of a build context, and of folders with source code in a service that
is built from here.

## Why it matters

Such a mount is for development: the editor's changes are in the container at once. Nodes have no working copy. If the
image was only ever run with the mount, it may lack the code, or hold what it was long ago.

## Example

```yaml compose.yaml
services:
  app:
    build: .
    image: registry.example.com/shop/app:2.4.0
    volumes: [".:/app"]
```

```docker Dockerfile
FROM python:3.13-slim
WORKDIR /app
```

Use instead:

```yaml compose.yaml
services:
  app:
    build: .
    image: registry.example.com/shop/app:2.4.0
```

```docker Dockerfile
FROM python:3.13-slim
WORKDIR /app
COPY . /app
```

## What composeport does

On Kubernetes it mounts nothing there, so that the container has the image's own files; an anonymous volume inside the
folder, such as `node_modules`, is left out with it. On Swarm the mount stays, since one node may have the folder.
`--bind host-path` mounts it from the node on Kubernetes too.

## What to do

Copy the code into the image (`COPY . /app`), build and push it. Move the mount into `compose.override.yaml`, which
Compose reads by itself on your machine; translate with `composeport k8s compose.yaml`, which does not.

## References

- [Docker, COPY](https://docs.docker.com/reference/dockerfile/#copy)
- [Docker Compose, merge files](https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/)
"""
