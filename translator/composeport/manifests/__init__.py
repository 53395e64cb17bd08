"""What is wrong with a set of Kubernetes manifests, as far as can be told without a cluster.

Text is read as `kubectl` reads it (`documents`; `veiled_texts` is what may be shown of it), each object is held
against the strict schema of the cluster's version (`schemas`), then against rules of the API server that no schema
has (`fields`, `names`, `pods`, `workloads`, `services`, `contents`, `quantities`), then against the other objects of
the set (`references`); `checks` lists them. What cannot be known from files is not guessed: what is said of a
manifest that a cluster would take is a warning or a note, never an error.
"""

from __future__ import annotations

from composeport.manifests.checks import CHECKS, SET_CHECKS
from composeport.manifests.documents import Flaw, Manifest, Manifests, read_manifests
from composeport.manifests.schemas import Schemas

__all__ = ["Flaw", "Manifest", "Manifests", "Schemas", "check", "read_manifests"]


def check(manifests: Manifests, schemas: Schemas) -> list[Flaw]:
    """Everything that is wrong, in the order of the files and their lines.

    An object of a wrong shape is not looked at further.
    """
    flaws = list(manifests.flaws)
    for manifest in manifests.objects:
        found = list(schemas.check(manifest))
        manifest.sound = not any(flaw.misshapen for flaw in found)
        flaws += found
        if manifest.sound:
            flaws += [flaw for one in CHECKS for flaw in one(manifest)]
    flaws += [flaw for one in SET_CHECKS for flaw in one(manifests.objects)]
    return sorted(flaws, key=lambda flaw: flaw.sort_key)
