"""The passes for a target with the engine's own resolver, and without pods and waits: names and aliases stay."""

from __future__ import annotations

from composeport.passes import Pass
from composeport.passes.binds import binds
from composeport.passes.credentials import credentials
from composeport.passes.files import files
from composeport.passes.impossible import impossible
from composeport.passes.kept_names import kept_aliases, kept_names
from composeport.passes.ports import ports
from composeport.passes.reading import reading
from composeport.passes.workloads import workloads

STACK_PASSES: tuple[Pass, ...] = (
    reading,
    impossible,
    kept_names,
    files,
    binds,
    ports,
    workloads,
    kept_aliases,
    credentials,
)
"""In the order of `PASSES`, for its reasons."""
