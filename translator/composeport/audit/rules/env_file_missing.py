"""A service's `env_file` is not there.

## What it does

Finds an entry of `env_file` whose file does not exist, unless the entry says `required: false`. Services that no active
profile selects are left alone.

## Why it matters

Compose refuses the whole project, and so does composeport. It happens mostly in a fresh checkout: the file holds
credentials, so it is rightly not in Git, and nothing says how to make it.

## Example

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    env_file: secrets.env
```

```console
$ composeport audit .
```

Use instead:

```yaml compose.yaml
services:
  api:
    image: ghcr.io/example/api:1.4
    env_file:
      - path: secrets.env
        required: false
```

## What composeport does

Nothing is translated; all missing files are listed together. With `required: false` the service is translated without
them.

## What to do

Create the file: many repositories have an example to copy, as `cp secrets.env.example secrets.env`. Where the cluster
is to supply the values, give the entry `required: false` and mount them as `secrets`.

## References

- [Compose specification, env_file](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file)
- [Docker, secrets in Compose](https://docs.docker.com/compose/how-tos/use-secrets/)
"""
