"""What the passes decide about a service before a writer sees it. Kubernetes and Swarm share these decisions."""

from __future__ import annotations

from composeport.diagnostics import Location
from composeport.records import Enum, NamedTuple, dataclass, field


class WorkloadKind(Enum):
    """What runs a service (SEMANTICS 3.2)."""

    SERVER = "server"
    """Runs for ever, a number of replicas."""
    GLOBAL = "global"
    """Runs for ever, one a node."""
    STATEFUL = "stateful"
    """Runs for ever, each replica with a name of its own; only on request."""
    JOB = "job"
    """Runs to completion."""
    GLOBAL_JOB = "global-job"
    """Runs to completion, once a node."""
    CRON = "cron"
    """Runs to completion, on a schedule; only on request."""


JOBS = frozenset({WorkloadKind.JOB, WorkloadKind.GLOBAL_JOB, WorkloadKind.CRON})
"""The kinds that run to completion."""
ONE_A_NODE = frozenset({WorkloadKind.GLOBAL, WorkloadKind.GLOBAL_JOB})
"""The kinds that run once on each node."""

HEALTHY = "service_healthy"
COMPLETED = "service_completed_successfully"
"""The conditions of a dependency that are waited for (Compose specification, `depends_on`)."""


class ServedPort(NamedTuple):
    """A port on which a service's containers listen, as far as the project tells.

    `evidence` says how it is known: `ports`, `expose`, `reference` (a peer names it) or `image` (a well-known one);
    `location` is the place of that evidence. `name` and `app_protocol` are as written in `ports`. `of_image` is
    whether its image is known to listen there, whatever the evidence.
    """

    target: int
    protocol: str
    evidence: str
    location: Location | None = None
    name: str = ""
    app_protocol: str = ""
    of_image: bool = False


class MountRole(Enum):
    """What a bind mount is for, which decides what becomes of it (SEMANTICS 3.7)."""

    FILES = "files"
    """A file or small directory of configuration: its content travels with the manifests."""
    DATA = "data"
    """A writable directory with data, or one that is missing or empty: becomes a volume of its own."""
    SOURCE_TREE = "source-tree"
    """The build context or the project's own folder: development only."""
    SYSTEM = "system"
    """A path of the machine itself: a socket, `/proc`, `/sys`, `/`."""
    MISSING = "missing"
    """A file that is not there, mounted read-only."""
    TOO_LARGE = "too-large"
    """Read-only files of more than an object can hold."""


@dataclass(frozen=True, slots=True)
class MountedFile:
    """A file below a bind mount's source: its path relative to the source ("" where the source is the file itself).

    `mode` holds the file's permission bits; `content` its bytes.
    """

    path: str
    mode: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BindDecision:
    """What a bind mount is for, and the files that it brings where they travel."""

    role: MountRole
    files: tuple[MountedFile, ...] = ()
    secret: bool = False
    """Whether the files hold private keys or credentials."""
    label: str = ""
    """A DNS label after the source's path, of at most 50 characters, that no other source of the project has."""
    hollow: tuple[str, ...] = ()
    """The folders below the source that hold no file, and so cannot travel with the others."""
    outside: tuple[str, ...] = ()
    """The links below the source that lead out of it, and are not followed."""


@dataclass(frozen=True, slots=True)
class Wait:
    """That a service starts only when another is ready (service_healthy) or done (service_completed_successfully)."""

    service: str
    condition: str
    location: Location | None = None
    required: bool = True
