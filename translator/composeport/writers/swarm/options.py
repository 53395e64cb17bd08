"""What a user may choose about a Swarm translation (CLI reference, `composeport swarm`)."""

from __future__ import annotations

from composeport.records import dataclass
from composeport.writers.built_images import check_registry


@dataclass(frozen=True, slots=True, kw_only=True)
class SwarmOptions:
    """The choices, each with the default of the command line.

    `stack_file` is the name of the stack file, and `files` that of the folder beside it where the contents of configs
    and secrets go. UsageError where no image could have such a registry.
    """

    registry: str = ""
    pin_volumes: bool = False
    publish_loopback: bool = False
    stack_file: str = "stack.yml"
    files: str = "stack-files"

    def __post_init__(self) -> None:
        """Refuse what no stack could say."""
        check_registry(self.registry)
