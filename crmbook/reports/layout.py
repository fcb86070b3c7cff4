"""Blocks of cells stacked into a report sheet that reads well on a screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from textwrap import wrap

from crmbook.sheet import (
    Area,
    Cell,
    Chart,
    Column,
    Format,
    Print,
    Rule,
    Sheet,
    TableBlock,
    Value,
    address,
)

LINE = 15.0  # points a line of 11-point text takes
WIDEST_NAME = 38.0  # LibreOffice wraps no link
MOST_OF_A_LEAD = 36.0  # characters of a word beside a sentence
AIR = 3.0  # under a text of several lines
TALLEST = 400.0  # Excel allows 409
PIXELS_OF_A_CHARACTER, PIXELS_BESIDE, PIXELS_OF_A_LINE = 7, 5, 20
INDENT = 1.5  # characters a text keeps away from the left
LETTERS = 1.2  # to a digit, in which widths are counted
NARROW = 26.0  # where a line holds few words, an m too many is cut off: letters are weighed
WEIGHTS: Mapping[str, float] = {
    **dict.fromkeys("mwMW@%", 1.6), **dict.fromkeys("iljtfrI.,;:'|!()[]- ", 0.6),
}  # fmt: skip
CAPITAL, SURELY = 1.15, 1.05
BOLD_LETTERS = 1.1
WRAPS: frozenset[Format] = frozenset({"wrapped", "link", "note", "heading", "heading_right"})
BOLD: frozenset[Format] = frozenset({"label", "heading", "heading_right"})
RIGHT: frozenset[Format] = frozenset(
    {"integer", "decimal", "money", "percent", "kpi", "kpi_money", "kpi_percent", "text_right"}
)
LINES_OF: Mapping[Format, float] = {"title": 1.75, "subtitle": 1.2, "note": 0.93, "kpi": 1.3,
                                    "kpi_money": 1.3, "kpi_percent": 1.3}  # fmt: skip
SECTION_LINE = 1.25
LIST_LINE = 1.01  # a row of a list has air even when its text is one line
ROOM: Mapping[Format, float] = {"note": 1.1}  # smaller letters
CHARACTERS: Mapping[Format, float] = {"date": 11, "kpi": 9, "kpi_money": 15, "kpi_percent": 10}
DIGITS: Mapping[Format, str] = {
    "money": "{:,.2f}", "decimal": "{:,.2f}", "integer": "{:,.0f}",
    "percent": "{:.1%}",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A column of a block: its heading, its cells from the top, how they look.

    least, most  limits of the width in characters; what is longer is wrapped or cut
    note         shown as a comment on the heading: what the number means
    bar          data bars behind the numbers
    rest         the last field of a block whose texts span the rest of the page
    across       columns its texts span; the fields after the first of them are empty
    """

    heading: str
    cells: Sequence[Value | Cell]
    format: Format = "text"
    least: float = 6
    most: float = 34
    note: str = ""
    bar: bool = False
    rest: bool = False
    across: int = 1


def filled(fields: Sequence[Field]) -> list[Field]:
    """The fields that hold something: a column of nothing only takes room."""
    return [each for each in fields if any(cell is not None for cell in each.cells)]


@dataclass(frozen=True)
class Sentence:
    """A text that spans columns, whose row must be as tall as the text is long."""

    row: int
    text: str
    first: int
    last: int
    format: Format


@dataclass
class Page:
    """A sheet under construction; what is added comes below what is there.

    across  columns a sentence spans; the widest block decides when 0. LibreOffice fits to a page
            only the columns that hold something: more of them would make an empty page
    wide    widths of columns that no block decides
    fixed   the widths of wide hold whatever blocks want: several pages share the columns of one sheet
    dense   rows of a list have no air, so that a printed page holds more of them
    repeat  rows printed on every page: the first, and how many
    breaks  rows that begin a new page
    """

    across: int = 0
    wide: Mapping[int, float] = field(default_factory=dict)
    fixed: bool = False
    dense: bool = False
    rows: list[list[Value | Cell]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    needs: dict[int, tuple[float, float]] = field(default_factory=dict)
    tables: list[TableBlock] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    bands: list[Area] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    repeat: tuple[int, int] = (0, 0)
    breaks: list[int] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The next free row, from 0."""
        return len(self.rows)

    def title(self, text: str, subtitle: str) -> None:
        self.rows.append([Cell(text, "title")])
        self.say(subtitle, "subtitle")
        self.space()

    def space(self, lines: int = 1) -> None:
        self.rows.extend([] for _line in range(lines))

    def turn(self) -> None:
        """What comes next begins a new printed page."""
        self.breaks.append(self.row)

    def section(self, text: str) -> None:
        """The heading of what comes next."""
        self.sections.append(self.row)
        self.rows.append([Cell(text, "label")])

    def say(self, text: str, look: Format = "wrapped", *, link: str | None = None) -> None:
        """A sentence across the page, on as many lines as it needs."""
        self.sentences.append(Sentence(self.row, text, 0, -1, look))
        self.rows.append([Cell(text, look, link=link)])

    def point(self, lead: Value | Cell, text: str, look: Format = "wrapped") -> None:
        """A word or a link in the first column, and a sentence beside it."""
        self._make_room(lead)
        self.sentences.append(Sentence(self.row, text, 1, -1, look))
        self.rows.append([lead, Cell(text, look)])

    def _make_room(self, lead: Value | Cell) -> None:
        """A word beside a sentence is not cut off."""
        least, most = self.needs.get(0, (0.0, 0.0))
        wanted = max(self.wide.get(0, 0), min(MOST_OF_A_LEAD, _length(lead, "text") + INDENT + 1.5))
        self.needs[0] = (max(least, wanted), max(most, wanted))

    def block(self, fields: Sequence[Field], *, table: str = "", repeat: bool = False) -> Area:
        """Headings and the cells under them; gives the area of the cells, headings left out.

        table   name of an Excel table to lay over the block
        repeat  the headings stand on every printed page that follows
        """
        top = self.row
        self.rows.append([Cell(each.heading, _heading(each)) for each in fields])
        self.rows.extend(map(list, zip(*map(_dressed, fields), strict=True)))
        area = Area(top + 1, 0, self.row - 1, len(fields) - 1)
        self.bands.append(area)
        self._remember(fields, top)
        if repeat:
            self.repeat = top, 1
        if table:
            self.tables.append(TableBlock(table, top, 0, area.last_row - top, len(fields)))
        return area

    def _remember(self, fields: Sequence[Field], top: int) -> None:
        for column, each in enumerate(fields):
            if each.rest or each.across > 1:
                self._spread(each, top, column, -1 if each.rest else column + each.across - 1)
                continue
            least, most = self.needs.get(column, (0.0, 0.0))
            self.needs[column] = (max(least, each.least, _width(each)), max(most, each.most))
            if each.note:
                self.notes[address(top, column)] = each.note
            if each.bar and each.cells:
                self.rules.append(Rule(Area(top + 1, column, self.row - 1, column), "bar"))

    def _spread(self, each: Field, top: int, column: int, last: int) -> None:
        for row, cell in enumerate([each.heading, *each.cells], start=top):
            text = cell.value if isinstance(cell, Cell) else cell
            look: Format = _heading(each) if row == top else each.format
            self.sentences.append(Sentence(row, str(text or ""), column, last, look))

    def chart(self, chart: Chart) -> None:
        """A chart whose corner is set already; blank lines are left under it."""
        self.charts.append(chart)
        below = chart.row + ceil(chart.height / PIXELS_OF_A_LINE) + 1
        self.space(max(0, below - self.row))

    def pixels(self, first: int = 0, last: int | None = None) -> int:
        """How wide columns are drawn, as far as the page is made; all of them by default."""
        widths = self._widths()[first : None if last is None else last + 1]
        return sum(round(width * PIXELS_OF_A_CHARACTER) + PIXELS_BESIDE for width in widths)

    def sheet(
        self, name: str, key: str, *, landscape: bool = False, freeze: bool = False,
        tab: str | None = None,
    ) -> Sheet:  # fmt: skip
        widths = self._widths()
        return Sheet(
            name, self.rows, key=key,
            columns=[Column(width) for width in widths],
            row_heights=self._heights(widths),
            tables=self.tables, charts=self.charts, rules=[*self.rules, *self._banded(len(widths))],
            notes=self.notes,
            merges=self._merges(len(widths)),
            freeze=(sum(self.repeat), 1) if freeze else (0, 0),
            print=Print(
                landscape=landscape, repeat_from=self.repeat[0], repeat_rows=self.repeat[1],
                breaks=self.breaks,
            ),
            tab_color=tab,
        )  # fmt: skip

    def heights(self) -> list[float]:
        """Points of every row, as far as the page is made."""
        tall = self._heights(self._widths())
        return [tall.get(row, LINE) for row in range(len(self.rows))]

    def _banded(self, count: int) -> list[Rule]:
        """Every other row of a list is shaded, so that the eye keeps to its line."""
        wide = {s.row for s in self.sentences if s.first > 0}
        return [
            Rule(
                Area(area.first_row + 1, 0, area.last_row, count - 1 if area.first_row in wide else area.last_column),
                "formula", f"=MOD(ROW()-{area.first_row},2)=0", "band",
            )
            for area in self.bands if area.last_row > area.first_row
        ]  # fmt: skip

    def _widths(self) -> list[float]:
        needs = {} if self.fixed else self.needs
        count = max(self.across, 1, *(column + 1 for column in needs))
        return [min(*needs[n]) if n in needs else self.wide.get(n, 12.0) for n in range(count)]

    def _merges(self, count: int) -> list[Area]:
        spans = ((each, self._last(each, count)) for each in self.sentences)
        return [Area(s.row, s.first, s.row, last) for s, last in spans if last > s.first]

    def _last(self, sentence: Sentence, count: int) -> int:
        return max(sentence.first, sentence.last if sentence.last >= 0 else count - 1)

    def _heights(self, widths: Sequence[float]) -> dict[int, float]:
        """Points of every row that is taller than a line: Excel measures no merged cell itself."""
        tall: dict[int, float] = {}
        spread = {(s.row, s.first) for s in self.sentences}
        for s in self.sentences:
            room = sum(widths[s.first : self._last(s, len(widths)) + 1])
            lines = _lines(s.text, room * ROOM.get(s.format, 1.0), s.format)
            tall[s.row] = max(tall.get(s.row, 1.0), lines * LINES_OF.get(s.format, 1.0))
        for row, cells in enumerate(self.rows):
            alone = (
                _cell_lines(cell, width)
                for column, (cell, width) in enumerate(zip(cells, widths, strict=False))
                if (row, column) not in spread
            )
            tall[row] = max([tall.get(row, 1.0), *alone])
        tall |= dict.fromkeys(self.sections, SECTION_LINE)
        for area in [] if self.dense else self.bands:
            for row in range(area.first_row, area.last_row + 1):
                tall[row] = max(tall[row], LIST_LINE)
        return {r: min(TALLEST, lines * LINE + AIR) for r, lines in tall.items() if lines > 1}


def _heading(each: Field) -> Format:
    """A heading stands over its numbers."""
    return "heading_right" if each.format in RIGHT else "heading"


def _dressed(each: Field) -> Sequence[Value | Cell]:
    return [
        cell if isinstance(cell, Cell) and cell.format
        else Cell(cell.value, each.format, cell.formula, cell.link, cell.tip)
        if isinstance(cell, Cell)
        else Cell(cell, each.format)
        for cell in each.cells
    ]  # fmt: skip


def _cell_lines(cell: Value | Cell, width: float) -> float:
    if not isinstance(cell, Cell) or cell.format is None:
        return 1
    if cell.format in WRAPS and isinstance(cell.value, str):
        return _lines(cell.value, width, cell.format)
    return LINES_OF.get(cell.format, 1)


def _lines(text: str, width: float, look: Format) -> int:
    """Lines a text takes in a column: letters are narrower than the digits a width counts."""
    width -= 0 if look in RIGHT or look == "heading_right" else INDENT
    if width < NARROW and look not in BOLD:
        return sum(_weighed_lines(line, max(4.0, width)) for line in text.split("\n"))
    room = max(4, int(width * (BOLD_LETTERS if look in BOLD else LETTERS)))
    # most texts are short, and textwrap takes its time with every one
    return sum(
        1 if len(line) <= room else max(1, len(wrap(line, room))) for line in text.split("\n")
    )


def _weighed_lines(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in line.split():
        weight = SURELY * sum(map(_weight, word))
        if used and used + WEIGHTS[" "] + weight > width:
            lines, used = lines + 1, 0.0
        lines += int(weight / width)
        used += weight % width + (WEIGHTS[" "] if used else 0.0)
    return lines


def _weight(letter: str) -> float:
    """To a digit."""
    return WEIGHTS.get(letter, CAPITAL if letter.isupper() else 1.0)


def _width(each: Field) -> float:
    """Characters the longest cell takes; a heading may wrap between its words."""
    words = max((len(word) for word in each.heading.split()), default=0)
    longest = max((_length(cell, each.format) for cell in each.cells), default=0)
    return max(words + 3.5, longest + (2 if each.format in RIGHT else 1 + INDENT))


def _length(cell: Value | Cell, look: Format) -> float:
    value = cell.value if isinstance(cell, Cell) else cell
    look = (cell.format if isinstance(cell, Cell) else None) or look
    if value is None:
        return 0
    if isinstance(value, (date, datetime)):
        return CHARACTERS["date"]
    if isinstance(value, str):
        return len(value)
    if look in DIGITS:
        return len(DIGITS[look].format(value))
    return CHARACTERS.get(look, len(str(value)))
