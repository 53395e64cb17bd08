"""An `env_file` is written in a way that `docker stack deploy` reads otherwise.

## What it does

Finds, in the env files of services: quotes around a value, a comment behind it, a variable or an escape in it, blanks
around it; and `export`, a `:` instead of the `=`, a blank before the `=`, a value over several lines. One finding for
each file and kind, at the first such line, a note: composeport's stack file has it right. Files with `format: raw`
mean the same to both.

## Why it matters

Compose reads env files in a dialect of dotenv. `docker stack deploy` takes each line for itself, and all after the
first `=` for the value, letter for letter: `NAME="shop" # why` sets NAME to `"shop" # why`, quotes and comment
included. The service then starts with a wrong password or host name. A name with a blank in it, as after `export`,
makes it refuse the file.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    env_file: app.env
```

```ini app.env
GREETING="Hello, world"   # shown at the top
```

Use instead:

```ini app.env
# shown at the top
GREETING=Hello, world
```

## What composeport does

It reads the file as Compose does and writes the values into `environment` of the stack file, so that nothing of the
dialect is left. The finding is about the original files.

## What to do

Deploy the stack file that composeport writes. To deploy the original too, write one plain `NAME=value` a line.

## References

- [Compose specification, env_file](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file)
- [Docker, syntax of .env files](https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax)
- [docker stack deploy](https://docs.docker.com/reference/cli/docker/stack/deploy/)
"""
