"""A service is built from source, and a cluster builds nothing.

## What it does

Finds services with `build`. Where the service also has an `image` that names a registry or an account
(`ghcr.io/example/api:1.4`), it is a warning: that image may well be there already. Without, it is an error: no node can
pull what only the machine that built it has.

## Why it matters

`docker compose up` builds what is missing. Kubernetes and Swarm only pull: without an image in a registry that every
node reaches, the pods stay in `ImagePullBackOff`, and tasks are rejected with `No such image`.

## Example

```yaml compose.yaml
services:
  api:
    build: ./api
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
```

## What composeport does

It names the image as Compose does: `image` where there is one, else `<project>-<service>`, below `--registry HOST/PATH`
if that is given. The finding has the commands that build and push it.

## What to do

Give the service an `image` with a registry and a version beside its `build`; then `docker compose build` and `docker
compose push` do the rest, in a pipeline before the deployment. To try things out on one node without a registry: `kind
load docker-image NAME` or `minikube image load NAME`.

## References

- [Compose Build specification](https://github.com/compose-spec/compose-spec/blob/main/build.md)
- [docker compose push](https://docs.docker.com/reference/cli/docker/compose/push/)
- [Kubernetes, images](https://kubernetes.io/docs/concepts/containers/images/)
"""
