"""YAML text to a located tree, interpolation, dotenv. Knows YAML, not Compose.

- `nodes` are the tree; `yaml_reader` makes it, with `scalars`, `byte_order_marks` and the complaints of
  `yaml_problems`.
- `interpolation` puts variables in, `dotenv` reads their files.
- `schema` and `schema_report` say where and why a JSON schema refuses a tree; `spelling` has advice for misspelt
  names.
"""
