"""Leernetwerk mkb: a learning network in which small and medium enterprises share what worked, meet, and compare."""

from network.app import create_app

__all__ = ["create_app"]
