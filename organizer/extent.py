"""How far a sheet reaches, found out before there is room for its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.domain.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, reaching_too_far


class TooFar(Exception):
    """A sheet that reaches beyond what is read; ``values`` fill in the sentence about it."""

    def __init__(self, rows: int, columns: int):
        super().__init__(f"{rows} rows, {columns} columns")
        self.values = reaching_too_far(rows, columns)


@dataclass
class Extent:
    """The last row and column that hold anything, counted from 1, and where formulas stand: (row from 1, column from 0)."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)

    @property
    def cells(self) -> int:
        """How many cells calamine would make room for."""
        return self.rows * self.columns

    def reach(self, row: int, column: int) -> None:
        """Note that something stands at ``row`` and ``column``, counted from 1. Raises TooFar."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > MOST_ROWS or self.columns > MOST_COLUMNS or self.cells > MOST_CELLS:
            raise TooFar(self.rows, self.columns)


def within_limits(extents: list[Extent]) -> list[Extent]:
    """Return ``extents`` of sheets that are loaded together. Raises TooFar where they are too many cells in all."""
    if sum(extent.cells for extent in extents) > MOST_CELLS:
        widest = max(extents, key=lambda extent: extent.cells)
        raise TooFar(widest.rows, widest.columns)
    return extents
