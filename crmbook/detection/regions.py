"""The blocks of a sheet that may be tables: where the headings stand above the rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from crmbook import schema
from crmbook.book import TablePlace
from crmbook.detection.headings import fits, is_heading
from crmbook.detection.place import OR, Region
from crmbook.folding import squeezed
from crmbook.sheet import Area, Value

HEAD = 300  # rows looked at: enough to see what a column holds
_WITHIN = 50  # headings stand in one of the first rows
_NEAR = 15  # headings nobody has heard of stand in one of these
ABOVE = 3  # rows above the headings in which the first client of a grouped list may stand
_GROUPS = 2  # cells in the row above the headings that make it one of headings too
_WIDEST = 500  # columns looked at; a row formatted to its end has 16,384
_PLAINLY = 0.5  # a later row must be a better heading row by this much


def without(rows: Sequence[Sequence[Value]], areas: Sequence[Area]) -> Sequence[Sequence[Value]]:
    """The rows with nothing where pivot tables stand: those repeat what stands elsewhere."""
    if not areas:
        return rows
    left = [list(row) for row in rows]
    for area in areas:
        for row in left[area.first_row : area.last_row + 1]:
            ends = slice(area.first_column, min(area.last_column + 1, len(row)))
            row[ends] = [None] * len(row[ends])
    return left


def regions(
    sheet: str, rows: Sequence[Sequence[Value]], tables: Sequence[TablePlace]
) -> list[Region]:
    """The Excel tables of the sheet; without any, what stands under its heading row."""
    here = [table for table in tables if table.sheet == sheet and table.headings]
    if here:
        return [_of_table(table, rows) for table in here]
    row = heading_row(rows)
    return [] if row is None else [_under(sheet, rows, row)]


def _of_table(table: TablePlace, rows: Sequence[Sequence[Value]]) -> Region:
    area = table.area
    last = area.last_row - (1 if table.has_totals else 0)
    below = rows[area.first_row + 1 : min(last + 1, len(rows))]
    head = [row[area.first_column : area.last_column + 1] for row in below]
    return Region(
        table.sheet,
        area.first_row + 1,
        area.first_column,
        tuple(table.headings),
        head,
        last + 1,
        not table.has_totals,
        table.name,
    )


def _under(sheet: str, rows: Sequence[Sequence[Value]], row: int) -> Region:
    texts = [_text(cell) for cell in rows[row][:_WIDEST]]
    if row:
        texts = _with_those_above(texts, rows[row - 1][:_WIDEST])
    if row + 1 < len(rows) and (parts := _parts_below(texts, rows[row + 1][:_WIDEST])):
        texts, row = parts, row + 1
    above = rows[max(row - ABOVE, 0) : row]
    return Region(sheet, row + 1, 0, texts, rows[row + 1 :], above=above)


def _with_those_above(texts: Sequence[str], above: Sequence[Value]) -> list[str]:
    """A heading merged over two rows stands in the first, beside the names of groups."""
    if sum(cell is not None for cell in above) < _GROUPS or not any(texts):
        return list(texts)
    # a title above a column without a heading is none: the numbers under it are no clients
    words = [_text(cell) if isinstance(cell, str) and is_heading(cell) else "" for cell in above]
    return [
        text or (words[place] if place < len(words) else "") for place, text in enumerate(texts)
    ]


def _parts_below(texts: Sequence[str], below: Sequence[Value]) -> list[str]:
    """The headings with those below them, “Amount” over “net” and “gross”; [] where none are."""
    filled = [place for place, cell in enumerate(below) if cell is not None]
    if len(filled) < _GROUPS or not all(isinstance(below[place], str) for place in filled):
        return []
    groups = list(texts) + [""] * (len(below) - len(texts))
    for place in range(1, len(groups)):
        if not groups[place] and place in filled:
            groups[place] = groups[place - 1]
    spread = [
        place for place in filled if groups.count(groups[place]) < _GROUPS or not groups[place]
    ]
    if spread:
        return []
    return [
        f"{group} {_text(below[place])}" if place in filled else group
        for place, group in enumerate(groups)
    ]


def _text(cell: Value) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def heading_row(rows: Sequence[Sequence[Value]]) -> int | None:
    """The row, from 0, that looks most like headings; None when no row does."""
    for likeness, within in ((_plain_likeness, _WITHIN), (_likeness, _NEAR)):
        best, best_score = None, 0.0
        for number, row in enumerate(rows[:within]):
            score = sum(likeness(cell) for cell in row if isinstance(cell, str))
            score -= sum(0.5 for cell in row if cell is not None and not isinstance(cell, str))
            if score > best_score + (_PLAINLY if best is not None else 0.0):
                best, best_score = number, score
        if best is not None:
            return best
    return _first_texts(rows)


def _plain_likeness(cell: str) -> float:
    return 1.0 if len(cell) <= 60 and is_heading(cell) else 0.0


@cache
def _likeness(cell: str) -> float:
    """How much a text is a heading of ours; a sentence is none."""
    if len(cell) > 60:
        return 0.0
    found = [fit.score for table in schema.TABLES for fit in fits(cell, table.key)[:1]]
    return max(found, default=0.0)


def _first_texts(rows: Sequence[Sequence[Value]]) -> int | None:
    """The first row of nothing but texts, at least two, above a row with something else."""
    for number, row in enumerate(rows[:_WITHIN]):
        filled = [cell for cell in row if cell is not None]
        below = rows[number + 1] if number + 1 < len(rows) else []
        if len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
            continue
        if any(cell is not None and not isinstance(cell, str) for cell in below):
            return number
    return None


def row_with(rows: Sequence[Sequence[Value]], headings: Sequence[str]) -> int | None:
    """The row, from 0, that holds most of these headings."""
    wanted = {squeezed(one) for heading in headings for one in heading.split(OR)} - {""}
    best, most = None, 0
    for number, row in enumerate(rows[:_WITHIN]):
        have = len(wanted & {squeezed(cell) for cell in row if isinstance(cell, str)})
        if have > most:
            best, most = number, have
    return best


def under(sheet: str, rows: Sequence[Sequence[Value]], header_row: int) -> Region:
    """The block under a heading row, counted from 1."""
    return _under(sheet, rows, header_row - 1)
