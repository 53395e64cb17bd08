"""A service has a name that is no DNS label, so it is called otherwise on the cluster.

## What it does

Finds services whose names hold `_`, `.`, capitals or other characters that no DNS label has, and each value in
`environment`, `command`, `entrypoint` or `healthcheck` that uses such a name, or an alias of that kind, as a host.

## Why it matters

Names of Kubernetes objects, and the host names of Services, are lower-case letters, digits and hyphens. The service
`user_db` is found as `user-db`. composeport lets every text that it can see follow; what is built into an image, kept
in a volume or typed by people is not seen. A text that merely looks like the name is rewritten too: see that the line
is about the host. A text that is nothing but the name, in a command or a variable that speaks of no host, tells the
service its role (`command: celery_worker`), and is kept.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    environment:
      DATABASE_URL: postgres://app@user_db:5432/shop
  user_db:
    image: postgres:18
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    environment:
      DATABASE_URL: postgres://app@user-db:5432/shop
  user-db:
    image: postgres:18
```

## What composeport does

It replaces what is not allowed by `-`, trims the ends, and rewrites a whole value, the host of a URL and `host:port`,
one finding for each value. Two names that become one are refused. Mounted files are not rewritten: CP110 has the
lines. In a stack the old name stays as an alias on the network, so nothing is rewritten there.

## What to do

Rename the service in the Compose file, once, and everything that refers to it. For a network alias with dots, let peers
use the service's own name.

## References

- [Kubernetes, object names](https://kubernetes.io/docs/concepts/overview/working-with-objects/names/)
- [Kubernetes, DNS for Services and Pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)
"""
