"""A variable that a value uses is set nowhere and has no default.

## What it does

Finds `$NAME` and `${NAME}` where neither the environment nor an env file of the project gives NAME: one finding for
each variable, at its first use, in Compose files and in env files that refer to other variables. Not
found are variables with a default (`${NAME:-text}`, `${NAME-}`), doubled dollars (`$$NAME`), keys, which Compose does
not interpolate, and what is of no use: values that a later file replaces, services whose profile is not active.

## Why it matters

The variable becomes an empty string. Compose says so in a warning that scrolls by; on a cluster the first sign is a
database without a password, or a host name `.example.com`. Often it is no variable at all: a `$` of a shell command, a
password hash or a regular expression that should have been doubled. Where it leaves an image's name without a part, no
container can start, and the finding is an error: for Kubernetes one a variable, for Swarm one a service.
Where only builds use it, the finding is a note: no cluster builds.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:18
    environment:
      POSTGRES_DB: ${DATABASE}
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:18
    environment:
      POSTGRES_DB: ${DATABASE}
```

```text .env
DATABASE=shop
```

## What composeport does

What Compose does: it puts an empty string there, and says so.

## What to do

Set the variable in `.env` or in the environment of the translation, give it a default (`${DATABASE:-shop}`), or make it
required, so that it cannot be forgotten: `${DATABASE:?}`. Write `$$` for a `$` that is meant for what runs in the
container. `composeport config --variables` lists every variable of the files with its default.

## References

- [Compose file reference, interpolation](https://docs.docker.com/reference/compose-file/interpolation/)
- [Docker, variables in a Compose file](https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/)
"""
