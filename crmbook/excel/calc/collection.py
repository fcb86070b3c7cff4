"""Things of a workbook that are found by place or by name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes


class Collection(base_classes.Collection):
    @abstractmethod
    def members(self) -> list[Any]:
        """All of them, in order."""

    def __len__(self) -> int:
        return len(self.members())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.members())

    def __call__(self, key: int | str) -> Any:
        """By name, or by place, counted from 1 as xlwings does."""
        members = self.members()
        if isinstance(key, int):
            return members[key - 1]
        for each in members:
            if each.name.lower() == key.lower():
                return each
        raise KeyError(key)

    def contains(self, key: int | str) -> bool:
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True

    __contains__ = contains
