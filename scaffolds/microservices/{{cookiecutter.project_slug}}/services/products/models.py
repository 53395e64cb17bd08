"""What goes in and out of the API."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewProduct(BaseModel):
    """A product that is to be sold."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Annotated[str, Field(max_length=4000)] = ""
    price_cents: Annotated[int, Field(ge=0, le=10**12)]
    stock: Annotated[int, Field(ge=0, le=10**9)]


class Product(NewProduct):
    """A product, as the API shows one."""

    id: UUID


class Item(BaseModel):
    """So many of a product."""

    product_id: UUID
    quantity: Annotated[int, Field(ge=1, le=1000)]


class NewReservation(BaseModel):
    """What an order wants to take."""

    items: Annotated[list[Item], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_product_once(self) -> Self:
        if len({item.product_id for item in self.items}) < len(self.items):
            raise ValueError("a product is there twice")
        return self


class Line(Item):
    """What an order took, at the price of that moment."""

    price_cents: int


class Reservation(BaseModel):
    """What became of an order's wish: its lines, or why it was refused."""

    lines: list[Line] = []
    refused: str | None = None
