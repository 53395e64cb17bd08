"""Project to files.

- `kubernetes` writes manifests, of which `kustomize` makes a tree and `helm` a chart; `swarm` writes a stack file,
  `graph` a picture, `canonical` with `canonical_values` what `config` prints. `built_images` is what two of them say
  alike.
- `output` is the set of files, and what is done with it; `yaml_text` is the one dumper.
- `transaction` changes a directory all or nothing, by a `journal` or an `exchange`, unless `fixed` or `occupants`
  tell of what is in the way; `single_file` is for one file.
"""
