"""A variable is written in a way that `docker stack deploy` does not understand.

## What it does

Finds, in what is in use: `${NAME:+text}` and `${NAME+text}`; a default that holds a variable or a brace, as in
`${A:-${B}}`; a `$` that begins no variable, as in `$(date)` or `$1`. One finding for each place, a note: composeport's
stack file has it right.

## Why it matters

`docker stack deploy` has an interpolation of its own, older than Compose's. It refuses the whole file for `+` and for a
lone `$`. It takes a default as it stands, up to the first `}`: `${A:-${B}}` becomes the text `${B}` where A is not set,
and the value of A with a `}` behind it where it is. That is no error to it, so the service starts with a wrong value.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    environment:
      PUBLIC_URL: http${TLS:+s}://shop.example.com
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    environment:
      PUBLIC_URL: ${SCHEME:-http}://shop.example.com
```

## What composeport does

It resolves everything by Compose's rules. The stack file that it writes holds the values, with each `$` doubled, so
that `docker stack deploy` reads them as they are. The finding is about the original file.

## What to do

Deploy the stack file that composeport writes. To deploy the original file too, write plain `${NAME}` or `${NAME:-text}`
with a default of plain text, and `$$` for a `$` that is none of a variable's.

## References

- [Compose file reference, interpolation](https://docs.docker.com/reference/compose-file/interpolation/)
- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
"""
