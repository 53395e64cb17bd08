"""A mounted file names a service that is called otherwise on the cluster.

## What it does

Searches the configuration files that travel with the translation (small read-only bind mounts, and `configs`) for names
of services that CP108 reports, and for a `container_name`, `hostname` or alias whose Service is called otherwise. One
finding for each place, at the line of that file.

## Why it matters

`proxy_pass http://user_api:8000;` does not resolve on the cluster, where the service is `user-api`. nginx does not
start with a host that it cannot resolve. composeport does not rewrite files: in a format that it does not know, the
name may be anything.

## Example

```yaml compose.yaml
services:
  proxy:
    image: nginx:1.29.3
    volumes:
      - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
  user_api:
    image: ghcr.io/example/users:2.0
```

```text nginx.conf
server {
  listen 80;
  location / { proxy_pass http://user_api:8000; }
}
```

Use instead:

```yaml compose.yaml
services:
  proxy:
    image: nginx:1.29.3
    volumes:
      - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
  user-api:
    image: ghcr.io/example/users:2.0
```

```text nginx.conf
server {
  listen 80;
  location / { proxy_pass http://user-api:8000; }
}
```

## What composeport does

It writes the file into a ConfigMap, byte for byte, and says at which lines the old name stands.

## What to do

Rename the service in the Compose file and in the mounted file. Docker Compose is content with the new name too.

## References

- [Kubernetes, object names](https://kubernetes.io/docs/concepts/overview/working-with-objects/names/)
- [Kubernetes, ConfigMaps](https://kubernetes.io/docs/concepts/configuration/configmap/)
"""
