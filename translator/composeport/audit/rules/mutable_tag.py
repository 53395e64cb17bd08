"""An image has no tag, or the tag `latest`.

## What it does

Finds `image: nginx` and `image: nginx:latest`. An image that is named by a digest or built by the project is fine, and
so is any other tag: that `stable` or `main` moves, only its publisher can tell.

## Why it matters

Compose pulls an image once and keeps it; every node of a cluster pulls for itself, at its own time. Two replicas can
then run two versions, a restart can be an upgrade that nobody asked for, and a rollback has nothing to go back to.
Swarm asks the registry for the digest when a stack is deployed and keeps to it, so there the upgrade comes with the
next deployment.

## Example

```yaml compose.yaml
services:
  web:
    image: nginx
```

Use instead:

```yaml compose.yaml
services:
  web:
    image: nginx:1.29.3
```

## What composeport does

It keeps the image as it is written. For Kubernetes it writes `imagePullPolicy: IfNotPresent`, which is what Compose
does and not what Kubernetes does for `latest`; `pull_policy: always` keeps its meaning.

## What to do

Name the version that runs today, or a digest:

    docker image inspect --format '{{index .RepoDigests 0}}' nginx

## References

- [Compose specification, image](https://github.com/compose-spec/compose-spec/blob/main/05-services.md#image)
- [Kubernetes, container images](https://kubernetes.io/docs/concepts/containers/images/)
- [docker service update, image resolution](https://docs.docker.com/engine/swarm/services/)
"""

from __future__ import annotations

from composeport.diagnostics import Fidelity, Findings
from composeport.dispositions.rules import MUTABLE_TAG as RULE
from composeport.model import Project


def check(project: Project, findings: Findings) -> None:
    """One finding for each service whose image has no tag of its own."""
    for name, service in project.services.items():
        image = service.image
        if image and not service.build and "@" not in image and _tag(image) in {None, "latest"}:
            findings.add(
                RULE,
                Fidelity.MANUAL,
                project.attribute("services", name, "image"),
                f"{image!r} of {name!r} is whatever the registry has on the day a node pulls it",
                f"name a version, or the digest that runs today: docker image inspect --format '{{{{index .RepoDigests"
                f" 0}}}}' {image}",
                image=image,
            )


def _tag(image: str) -> str | None:
    """The tag; None for none, and "" where nothing stands behind the colon."""
    _, colon, tag = image.rpartition("/")[2].partition(":")
    return tag if colon else None
