"""What tests of materials share with those of files."""

from files.conftest import on_disk

__all__ = ["on_disk"]
