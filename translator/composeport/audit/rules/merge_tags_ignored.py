"""`!reset` or `!override` takes back what an earlier file says; `docker stack deploy` does not know it.

## What it does

Finds the tags `!reset` and `!override` in any of the project's files, one finding for each, a note: composeport's stack
file has it right.

## Why it matters

With several files, `docker stack deploy -c a.yaml -c b.yaml` merges by rules of its own and passes over the tags
without a word. `ports: !override ["81:80"]` then adds a port where it should replace them all, so the one that was to
disappear stays published. `!reset null` sets a text to `null`, and `!reset []` does nothing.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["8080:80"]
```

```yaml compose.override.yaml
services:
  web:
    ports: !override ["8081:80"]
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    ports: ["${PORT:-8080}:80"]
```

```yaml compose.override.yaml
services:
  web:
    environment:
      DEBUG: "true"
```

## What composeport does

It merges all files as Compose does, tags included, and writes one stack file of the result.

## What to do

Deploy the stack file that composeport writes. To deploy the original files too, keep what differs out of the common
file, or make it a variable.

## References

- [Compose specification, merge](https://github.com/compose-spec/compose-spec/blob/main/13-merge.md)
- [Docker, merge Compose files](https://docs.docker.com/reference/compose-file/merge/)
"""
