"""Manifests as leaves by path, which is how two translations of one project are compared.

Three things are left out, since they follow from the rest: the digests of contents, the end of a Job's name, which is a
digest too, and the pull policy that follows from an image's tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from composeport.writers.kubernetes.images import is_latest
from composeport.writers.kubernetes.metadata import name_of
from composeport.writers.kubernetes.pods import ENVIRONMENT_DIGEST
from composeport.writers.kubernetes.storage import FILES_HASH
from composeport.writers.output import OutputFile

Path = tuple[str | int, ...]
"""The name of a file, then the keys and indexes that lead to a part of its document."""

Leaves = dict[Path, object]
"""What is no mapping or list, and those that are empty, in their order."""

DIGESTS = (ENVIRONMENT_DIGEST, FILES_HASH)
"""The annotations that are digests of contents."""

_DIGEST_OF_JOB = re.compile(r"-[0-9a-f]{8}\Z")
_DERIVED_POLICY = "IfNotPresent"


def job_names(files: Iterable[OutputFile]) -> dict[str, str]:
    """From the name of each Job to the same without its digest."""
    names = (name_of(document) for file in files for document in file.documents if _is_job(document))
    return {name: _DIGEST_OF_JOB.sub("", name) for name in names}


def steady_name(file: OutputFile) -> str:
    """The file's name, without the digest of a Job: it stays while the Job's content changes."""
    if not all(map(_is_job, file.documents)):
        return file.name
    return f"{_DIGEST_OF_JOB.sub('', file.name.removesuffix('-job.yaml'))}-job.yaml"


def leaves_of(files: Iterable[OutputFile]) -> Leaves:
    """All leaves of the documents of `files`, which hold one each."""
    files = tuple(files)
    jobs = job_names(files)
    return {
        path: leaf
        for file in files
        for document in file.documents
        for path, leaf in _leaves((steady_name(file),), document, jobs)
    }


def job_of(text: str, jobs: Mapping[str, str]) -> str | None:
    """The Job that a text is the name of, alone or as `job/NAME`."""
    name = text.removeprefix("job/")
    return name if name in jobs else None


def derived_policy(image: str) -> str | None:
    """The pull policy that is written out where Compose states none."""
    return _DERIVED_POLICY if is_latest(image) else None


def is_image(path: Path) -> bool:
    """Whether a container's image is there."""
    return path[-1] == "image" and len(path) > 2 and path[-3] in ("containers", "initContainers")


def _leaves(path: Path, value: object, jobs: Mapping[str, str]) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if not (key == "imagePullPolicy" and item == derived_policy(str(value.get("image")))):
                yield from _leaves((*path, key), item, jobs)
    elif isinstance(value, (list, tuple)) and value:
        for index, item in enumerate(value):
            yield from _leaves((*path, index), item, jobs)
    elif path[-2:-1] == ("annotations",) and path[-1] in DIGESTS:
        yield path, ""
    elif isinstance(value, str) and (job := job_of(value, jobs)):
        yield path, value.replace(job, jobs[job])
    else:
        yield path, value


def _is_job(document: Mapping[str, object]) -> bool:
    return document.get("kind") == "Job"
