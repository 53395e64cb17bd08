"""A config or secret takes its content from a variable, which a stack file cannot.

## What it does

Finds `configs` and `secrets` with `environment` as their source. The stack schema knows `file` and `external` alone,
so that `docker stack deploy` refuses `environment` and `content`. It is a warning where composeport has the value to
write.

## Why it matters

Compose reads the variable each time it starts the service. A stack has a copy, taken when the stack file was made: who
changes the variable and deploys again gets the old value.

## Example

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
secrets:
  db_password:
    environment: DB_PASSWORD
```

```text .env
DB_PASSWORD=2f61d4c6f1b7a8e09c53
```

Use instead:

```yaml compose.yaml
services:
  db:
    image: postgres:17.6
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    secrets: [db_password]
secrets:
  db_password:
    external: true
```

## What composeport does

It writes the value (or the `content` of a config) into a file beside the stack file, below `stack-files/`, with mode
0600 for a secret, and names that file. A variable that is not set is finding CP506.

## What to do

Run `composeport swarm` again when the value has changed. Or keep the value out of all files: make the secret on a
manager, `printf %s "$DB_PASSWORD" | docker secret create db_password -`, and declare it `external: true`.

## References

- [Compose, secrets](https://docs.docker.com/reference/compose-file/secrets/)
- [Docker, manage sensitive data](https://docs.docker.com/engine/swarm/secrets/)
- [docker secret create](https://docs.docker.com/reference/cli/docker/secret/create/)
"""
