"""Takes Docker Compose applications to Kubernetes and Docker Swarm, and says what does not survive the move.

As a library: `load_project` reads Compose files, `translate` makes of them what the type of its options says, `audit`
tells what will not survive. What is offered here is imported when it is first asked for.
"""

from __future__ import annotations

import sys
from types import ModuleType

from composeport.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from composeport.compose.load import load_project
    from composeport.pipeline import audit, translate
    from composeport.writers.kubernetes.options import KubernetesOptions
    from composeport.writers.swarm.options import SwarmOptions

__version__ = "0.1.0"
__all__ = ["KubernetesOptions", "SwarmOptions", "audit", "load_project", "translate"]

_OFFERED = {
    "KubernetesOptions": "composeport.writers.kubernetes.options",
    "SwarmOptions": "composeport.writers.swarm.options",
    "audit": "composeport.pipeline",
    "load_project": "composeport.compose.load",
    "translate": "composeport.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _OFFERED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - asked for, and then only

    return getattr(import_module(_OFFERED[name]), name)


class _Front(ModuleType):
    """This package as a module. `audit` is a room, and a function that is offered: the function has the name here."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _OFFERED and isinstance(value, ModuleType)):  # the import system binds a room to its package
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
