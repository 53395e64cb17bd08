"""A file says to ignore a finding that is not there.

## What it does

Finds `# composeport: ignore[…]` comments, and codes below `ignore` of an `x-composeport`, that fit no finding of the
run. Codes of rules that belong to a target which was not audited are left alone.

## Why it matters

What was ignored has been mended, or the line has moved. A suppression that stays behind hides the next finding of that
code at that place.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3  # composeport: ignore[CP902] pinned by the pipeline
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

It reports this in an audit alone; a translation looks at one target and does not know.

## What to do

Remove it, or move it to the line of the finding: the one where the value or its key begins, or the line above.

## References

- [composeport, the rules](../rules.md)
"""
