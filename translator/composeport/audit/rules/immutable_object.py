"""A config or secret has a fixed name, so that new content is refused.

## What it does

Finds `configs` and `secrets` that a file or variable fills and that state a `name`.

## Why it matters

A swarm never changes a config or secret: `docker stack deploy` with another content under the same name ends with
*only updates to Labels are allowed*, and nothing of the stack is updated. To delete it first, every service that uses
it must let go of it.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    configs: [site]
configs:
  site:
    name: site
    content: hello
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    configs: [site]
configs:
  site:
    content: hello
```

## What composeport does

Where no name is stated, it makes one from the key and a hash of the content, `site-2cf24dba`: another content has
another name, and the services that use it are rolled over to it. A name that is stated stays, since others may know
it.

## What to do

Leave `name` out. Where something outside the stack needs the name, change it with the content: `name: site-v2`.
Old ones stay until `docker config rm`.

## References

- [Docker, store configuration data](https://docs.docker.com/engine/swarm/configs/)
- [Docker, rotate a secret](https://docs.docker.com/engine/swarm/secrets/#example-rotate-a-secret)
- [Compose, configs](https://docs.docker.com/reference/compose-file/configs/)
"""
