"""Values come from an env file of the project, which `docker stack deploy` does not read.

## What it does

Finds variables that the files use, or pass on by name (`environment: [NAME]`), and that only `.env` or an `--env-file`
gives. One finding for each such file, at the first use, with the variables' names.

## Why it matters

`docker stack deploy` knows the variables of the shell alone. With the original file and the `.env` beside it, each of
them is empty or has its default there, with no more than a warning. And what composeport writes holds the values of
today: a later change of `.env` does nothing until the project is translated again.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:${TAG}
```

```text .env
TAG=1.4
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:${TAG:-1.4}
```

```text .env
# TAG is given by the pipeline that deploys.
```

## What composeport does

It reads `.env` as Compose does and writes the values into the stack file. What looks like a credential is a finding of
its own (CP501).

## What to do

Translate again when the env file changes: `composeport swarm -o stack.yml --check` fails in a pipeline where that was
forgotten. Keep passwords out of the env file: give them to the stack as `secrets`.

## References

- [Docker, environment variables precedence](https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/)
- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
"""
