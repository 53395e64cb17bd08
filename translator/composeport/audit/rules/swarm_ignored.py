"""The stack loader ignores an attribute, and says no more than its name.

## What it does

Finds attributes for which `docker stack deploy` prints *Ignoring unsupported options* or *Ignoring deprecated
options*: `container_name`, `expose`, `domainname`, `external_links`, `links` with names that cannot be kept,
`cgroup_parent`, `ipc: shareable`. Those with rules of their own are not repeated here (`privileged`, `devices`,
`security_opt`, `network_mode`, `pid`, `restart`, `shm_size`). It is a note where nothing is lost but a name:
`container_name`, `expose`.

## Why it matters

The stack is deployed and runs, without it. The one line that names it scrolls by, and says neither where it stands nor
what is different now.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    container_name: shop-web
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

It leaves the attribute out of the stack file, so that the client has nothing to ignore. A `container_name` and
aliases of `links` stay names on the networks of the service, so that peers find it by them.

## What to do

A container of a stack is called STACK_SERVICE.SLOT.ID: find it with `docker ps --filter
label=com.docker.swarm.service.name=shop_web`, and let scripts that name a container do so. What lies outside the
stack is reached over a network that both share, declared `external`.

## References

- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
- [Compose, container_name](https://docs.docker.com/reference/compose-file/services/#container_name)
- [docker/cli, unsupported properties](https://github.com/docker/cli/blob/master/cli/compose/types/types.go)
"""
