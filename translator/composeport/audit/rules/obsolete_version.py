"""The file has a top-level `version`, which means nothing any more.

## What it does

Finds `version` at the top of each of the project's files.

## Why it matters

Compose reads every file by today's specification and warns that `version` is obsolete. Somebody who reads `"2.4"` may
still expect what that version did: that `mem_limit` is refused in a `"3"` file, for example, which it is not.

## Example

```yaml compose.yaml
version: "3.8"
services:
  web:
    image: nginx:1.29.3
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

It ignores the value, as Compose does, whichever it is. A stack file gets the `version` that `docker stack deploy`
wants.

## What to do

Remove the line. Keep it only where people also run `docker stack deploy` on the original file with an old client, which
wants one.

## References

- [Compose specification, version](https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md)
- [Compose file reference, version and name](https://docs.docker.com/reference/compose-file/version-and-name/)
"""
