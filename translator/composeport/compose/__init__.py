"""Compose's rules: from located nodes to a Project. `load` has the order of things.

- Files: `discovery` finds them, `session` reads them, `layers` makes one tree of them: with `environment` for
  variables, `include` and `extends`, `merge` with `unicity` and `resets`, `casts`, and `short_forms` with `ports`,
  `volumes`, `pairs` and `paths`. `tables` and `trees` are what these share.
- The tree: `validation` by the specification's schema, `defaults`, `consistency`.
- The model: `project` reads it by `fields`, `readers` and `values`; `provenance` keeps the places.
- What is noticed on the way: `notes` and `reading`, `env_file_syntax`; `problems` collects what is wrong, and
  `strangers` leaves out what is not for showing.
- For commands: `questions` of `config`, `candidates` of a folder of projects.
"""

from __future__ import annotations
