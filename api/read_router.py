"""Routers of addresses that programs read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter


class ReadRouter(APIRouter):
    """A router whose addresses answer HEAD wherever they answer GET (RFC 9110, section 9.3.2)."""

    def get(self, path: str, *args: Any, **options: Any) -> Callable[[Any], Any]:
        """Add an address for GET, and for HEAD beside it, which the OpenAPI document does not list."""
        add_get = super().get(path, *args, **options)
        add_head = self.head(path, *args, **{**options, "include_in_schema": False})

        def add(function: Any) -> Any:
            return add_head(add_get(function))  # in this order: a 405 names the first

        return add
