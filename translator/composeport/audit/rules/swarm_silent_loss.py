"""The stack loader drops an attribute without a word.

## What it does

Finds what `docker stack deploy` takes and forgets: an empty `entrypoint`, which clears the image's under Compose (an
empty `command` does not); servers of `dns` that are no addresses; a `restart` of no known kind; labels of a mount; how
a bind is labelled for SELinux (`:z`), a note, since it matters where the nodes have SELinux; text that begins with a
line break, a note, since `docker stack config` alone loses it.

## Why it matters

Nothing says that it is gone. The image's own command runs where none should, or a name is asked of nobody.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    entrypoint: []
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    entrypoint: [nginx, -g, "daemon off;"]
```

## What composeport does

It leaves the attribute out, with this finding. Of an empty entrypoint beside a command it makes the command the
entrypoint, which is the same.

## What to do

Write out what is to run, and addresses rather than names. On nodes with SELinux label the folder once, on the node:
`chcon -Rt container_file_t /srv/app`.

## References

- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
- [Compose, command](https://docs.docker.com/reference/compose-file/services/#command)
- [Docker, bind mounts and SELinux](https://docs.docker.com/engine/storage/bind-mounts/#configure-the-selinux-label)
"""
