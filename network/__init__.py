"""Leernetwerk mkb: a learning network in which small and medium enterprises share what worked, meet, and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from network.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Load the application when it is asked for: the command line's own process needs none of it."""
    if name == "create_app":
        from network.app import create_app

        return create_app
    raise AttributeError(name)
