"""What a user's choices mean for the passes, which know no target."""

from __future__ import annotations

from composeport.model import WorkloadKind
from composeport.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the passes need to know of a target and its options.

    `rewrite_names`: a name that is no DNS label changes, and what refers to it follows. `isolated_waits_end`: a wait
    for a completed job can end in a service that may only reach its peers, because nothing enforces that.
    `keeps_restarts`: a server that ended may stay so, where its restart policy says that. `secret_variables`: a
    variable's value can be kept apart from the service. `routes`: HTTP requests from outside are told apart by host and
    path, published ports getting a host below `domain`.
    """

    server_kind: WorkloadKind = WorkloadKind.SERVER
    waits: bool = True
    isolated_waits_end: bool = False
    split_credentials: bool = True
    rewrite_names: bool = True
    keeps_restarts: bool = False
    secret_variables: bool = True
    routes: bool = False
    domain: str = ""
