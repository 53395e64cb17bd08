"""What goes in and out of the API."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Item(BaseModel):
    """So many of a product."""

    model_config = ConfigDict(extra="forbid")

    product_id: UUID
    quantity: Annotated[int, Field(ge=1, le=1000)]


class NewOrder(BaseModel):
    """What a client sends to order."""

    model_config = ConfigDict(extra="forbid")

    user_id: UUID
    items: Annotated[list[Item], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_product_once(self) -> Self:
        if len({item.product_id for item in self.items}) < len(self.items):
            raise ValueError("a product is there twice")
        return self


class Line(BaseModel):
    """An item at its price."""

    product_id: UUID
    quantity: int
    price_cents: int


class Order(BaseModel):
    """An order, as the API shows one. It is pending until products were taken out of stock for it, or refused."""

    id: UUID
    user_id: UUID
    items: list[Item]
    status: Literal["pending", "placed", "refused"] = "pending"
    reason: str | None = None
    lines: list[Line] = []
    total_cents: int = 0
