"""An attribute is not in the Compose specification.

## What it does

Finds keys that the specification's schema does not know, at the key, and names the attribute that was probably meant.
Keys that begin with `x-` are extensions, and free.

## Why it matters

Docker Compose refuses such a file, so that a misspelt `enviroment` is not an empty environment. Tools that read on make
an application of it that lacks something.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    enviroment:
      TZ: Europe/Berlin
```

```console
$ composeport audit .
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
    environment:
      TZ: Europe/Berlin
```

## What composeport does

It refuses the file as Docker Compose v5 does, with all unknown attributes at once; nothing is translated.

## What to do

Correct the name, or its indentation: `volumes:` one level too deep is an unknown attribute as well. Data of your own
goes below a key that begins with `x-`.

## References

- [Compose file reference](https://docs.docker.com/reference/compose-file/)
- [Compose specification, extensions](https://github.com/compose-spec/compose-spec/blob/main/11-extension.md)
- [The specification's JSON schema](https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json)
"""
