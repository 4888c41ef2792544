"""A firm's facts in words, for whatever holds the keys of its size, sector and province: its row, or a line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.members.rules import PROVINCES, SECTORS, size_words


class FirmWords:
    """Size, sector and province as a reader knows them."""

    __slots__ = ()

    if TYPE_CHECKING:
        size_class: Any
        sector: Any
        province: Any

    @property
    def size(self) -> str:
        return size_words(self.size_class)

    @property
    def sector_name(self) -> Any:
        return SECTORS.get(self.sector, self.sector)

    @property
    def province_name(self) -> Any:
        return PROVINCES.get(self.province, self.province)
