"""The files cannot be read as a project, or the project cannot be expressed on the target.

## What it does

Reports, with its place, what `docker compose config` refuses: text that is not YAML, two equal keys, a value of the
wrong type, a reference to a network, volume or service that is not defined, a circle of `extends` or `include`, a
required variable without a value. It also reports what Compose accepts and the target cannot hold at all, such as two
services whose names become one. What an audit has a more precise code for has that: CP105, CP109.

## Why it matters

Nothing is made of such a project, neither here nor by `docker compose up`.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    networks: [front]
```

```console
$ composeport audit .
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    networks: [front]
networks:
  front: {}
```

## What composeport does

A translation stops with exit status 2 and leaves the output as it was. All problems of a stage are listed together,
each with the line and what to do. An audit of a directory goes on with the next project.

## What to do

Mend the line that the message shows. If Docker Compose accepts the file, please report that as a bug: composeport means
to accept and refuse what Compose v5 does.

## References

- [Compose file reference](https://docs.docker.com/reference/compose-file/)
- [docker compose config](https://docs.docker.com/reference/cli/docker/compose/config/)
"""
