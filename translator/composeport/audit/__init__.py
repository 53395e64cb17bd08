"""What a migration costs: how much of a project a target keeps, and reports of that for people and programs.

- `rules` are the rules, one module each; `pages` their pages, and `docs_pages` the documentation made of these.
  `weak_values` and `refusals` make findings, too.
- `report` is what an audit yields: with `readiness`, without what `suppressions` leave out (`unused` ones are told),
  what a `baseline` knows by its `fingerprint`, and what a `selection` does not ask for. `reports` are its forms.
"""
