"""Who addresses whom in a Compose application, as far as its texts tell."""

from __future__ import annotations

from composeport.records import NamedTuple


class Call(NamedTuple):
    """That a text of the service `client` names the service `server` as a host.

    A text is a variable, a word of a command or health check, or a file that is mounted. `ports` are the container
    ports that such texts dial, sorted; none where they tell none.
    """

    client: str
    server: str
    ports: tuple[int, ...] = ()
