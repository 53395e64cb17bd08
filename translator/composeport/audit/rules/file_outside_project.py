"""A file outside the project is read, and what it holds becomes part of the output.

## What it does

Finds files that the project reads and that lie outside it: `include`, `extends`, `env_file`, `label_file`, the files of
`configs` and `secrets`, and mounted files that become a `ConfigMap`, a `Secret` or a config. A path may lead out by
`..`, by `~`, by beginning with `/`, or through a symbolic link. The project is what lies in the folder that is under
version control with it; where there is none, in its own folder. It does not look at what is mounted from the node.

## Why it matters

Whoever wrote the file chose which files of your machine are read. In your own project that is a file which the next
machine may not have. In one that you got from somebody else, `env_file: ~/.aws/credentials` puts your keys into its
manifests, and into whatever they are sent to.

## Example

```yaml shop/compose.yaml
services:
  web:
    image: ghcr.io/example/web:1.4
    env_file: ../shared.env
```

```text shared.env
GREETING=hello
```

```console
$ composeport audit shop/compose.yaml
```

Use instead:

```yaml shop/compose.yaml
services:
  web:
    image: ghcr.io/example/web:1.4
    env_file: web.env
```

```text shop/web.env
GREETING=hello
```

## What composeport does

It reads the file, as Docker Compose does. Its content is never part of a message or a report. An audit writes nothing
else; look at the finding before you translate.

## What to do

In a project of somebody else, look at which file is meant, and translate where that file is not: in a container, or as
a user without such files. In your own project, move the file into it, or put both under version control together.

## References

- [Compose specification, env_file](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file)
- [Compose specification, include](https://github.com/compose-spec/compose-spec/blob/main/14-include.md)
- [CWE-73: External Control of File Name or Path](https://cwe.mitre.org/data/definitions/73.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from composeport.boundary import lies_outside, tree_of
from composeport.diagnostics import Attribute, Fidelity, Findings
from composeport.dispositions.rules import FILE_OUTSIDE_PROJECT as RULE
from composeport.model import MountRole, Project
from composeport.model.volumes import relative_to_project

_COMPOSE_FILE = "is read as a part of it"
_CONTENT = "what it holds becomes part of the output"


def check(project: Project, findings: Findings) -> None:
    """One finding for each file and each place that names it."""
    read = list(_read(project))
    tree = tree_of(project.working_dir) if read else ""
    for path, attribute, fate in read:
        if lies_outside(path, tree):
            called = relative_to_project(project, path)
            findings.add(
                RULE,
                Fidelity.MANUAL,
                attribute,
                f"{called} is outside the project, and {fate}",
                "look at which file that is before you translate; move it into the project, where it is yours",
                file=called,
            )


def _read(project: Project) -> Iterator[tuple[str, Attribute, str]]:
    """What was read, where it is named, and what becomes of it."""
    for named in project.reading.named_files if project.reading else ():
        yield named.path, named.attribute, _COMPOSE_FILE
    for service in project.services.values():
        for index, env_file in enumerate(service.env_files):
            if env_file.present:
                yield env_file.path, service.attribute("env_file", index), _CONTENT
        for index, decision in service.binds.items():
            if decision.role is MountRole.FILES and decision.files:
                yield service.volumes[index].source, service.attribute("volumes", index), _CONTENT
    for kind in ("configs", "secrets"):
        for item in getattr(project, kind).values():
            if item.file and item.loaded is not None:
                yield item.file, project.attribute(kind, item.key, "file"), _CONTENT
