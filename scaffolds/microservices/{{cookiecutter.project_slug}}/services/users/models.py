"""What goes in and out of the API."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
# Whether an address exists only a message to it can tell; this keeps out what cannot be one.
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class NewUser(BaseModel):
    """What a client sends to become a user."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    email: Email


class User(BaseModel):
    """A user, as the API shows one."""

    id: UUID
    name: str
    email: str
