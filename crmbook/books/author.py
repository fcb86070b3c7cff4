"""The shells of sheets, authored by XlsxWriter: everything but the cells."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from crmbook.books.charts import Drawer
from crmbook.books.formula_names import in_file, in_table
from crmbook.books.layout import Layout, Link, SheetRefusedError, table_area
from crmbook.books.looks import Look, column_look, properties, rule_properties
from crmbook.books.names import main
from crmbook.books.rows import cut, plain
from crmbook.errors import Problem
from crmbook.language import _
from crmbook.sheet import (
    Area,
    Button,
    Chart,
    Check,
    Choice,
    Rule,
    Sheet,
    TableBlock,
    Value,
    address,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Drawn
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
_LONGEST_LIST: Final = 255
_LONGEST_MESSAGE: Final = 255
_LONGEST_LINK: Final = 2_000
_MOST_LINKS: Final = 65_000
_NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SWATCH = re.compile(rb'<c r="A(\d+)"(?: s="(\d+)")?')
_SCALE: Final = {"type": "2_color_scale", "min_color": "#F7FAFC", "max_color": "#7FB0D8"}
_BAR: Final = {
    "type": "data_bar", "bar_color": "#D3E3F3", "bar_solid": True, "bar_border_color": "#D3E3F3",
    "min_type": "num", "min_value": 0,
}  # fmt: skip
_CRITERIA: Final = {"equal": "==", "less": "<", "greater": ">"}


@dataclass(frozen=True)
class Scratch:
    """A workbook that holds only shells.

    sheets   the part of each sheet, in the order given
    styles   look → number of its cell style in the scratch's own styles
    remarks  what could not be drawn as asked
    """

    parts: Mapping[str, bytes]
    sheets: Sequence[str]
    styles: Mapping[Look, int]
    remarks: list[Problem] = field(default_factory=list)

    def xml(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def content_type(self, part: str) -> str:
        """What kind of thing a part is: its own entry, else that of its extension."""
        own: dict[str, str] = {}
        for each in self.xml("[Content_Types].xml"):
            key = each.get("PartName") or "." + each.get("Extension", "")
            own[key] = each.get("ContentType", "")
        return own.get(f"/{part}") or own["." + part.rpartition(".")[2]]

    def names(self, number: int) -> list[tuple[str, str]]:
        """Name and meaning of the names that belong to a sheet: its print titles."""
        return [
            (each.get("name", ""), each.text or "")
            for each in self.xml("xl/workbook.xml").iter(main("definedName"))
            if each.get("localSheetId") == str(number)
        ]


def author(
    layouts: Sequence[Layout], *, date1904: bool = False, created: datetime | None = None
) -> Scratch:
    """Draw the shells of all sheets in one scratch workbook; their names must be final."""
    return _Author(layouts, date1904=date1904, created=created).scratch()


def empty_workbook(title: str, created: datetime | None = None) -> bytes:
    """A workbook with one empty sheet."""
    return _Author([Layout(Sheet(title))], date1904=False, created=created).file


class _Author:
    def __init__(
        self, layouts: Sequence[Layout], *, date1904: bool, created: datetime | None
    ) -> None:
        self._layouts = {layout.sheet.name.casefold(): layout for layout in layouts}
        self._date1904 = date1904
        self._created = created or _NO_DATE
        self._remarks: list[Problem] = []
        self._looks = sorted({look for layout in layouts for look in layout.looks})

    def scratch(self) -> Scratch:
        with zipfile.ZipFile(BytesIO(self.file)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        sheets = [f"xl/worksheets/sheet{n}.xml" for n in range(1, len(self._layouts) + 1)]
        _finish_tables(parts, self._layouts.values())
        swatches = parts.get(f"xl/worksheets/sheet{len(self._layouts) + 1}.xml", b"")
        return Scratch(parts, sheets, self._styles(swatches), self._remarks)

    def _styles(self, swatches: bytes) -> dict[Look, int]:
        """What XlsxWriter numbered the looks: each stands in a cell of the last sheet."""
        cells = swatches.partition(b"<sheetData")[2].partition(b"</sheetData>")[0]
        numbers = {int(row): int(style or 0) for row, style in _SWATCH.findall(cells)}
        return {look: numbers.get(row, 0) for row, look in enumerate(self._looks, 1)}

    @cached_property
    def file(self) -> bytes:
        from xlsxwriter.exceptions import XlsxWriterException

        with warnings.catch_warnings():
            # XlsxWriter warns and goes on without the thing asked for; that must not go unseen.
            warnings.simplefilter("error")
            try:
                return self._drawn()
            except (UserWarning, XlsxWriterException) as error:
                raise SheetRefusedError(
                    _("The sheets can't be drawn as asked: {reason}").format(reason=error)
                ) from error

    def _drawn(self) -> bytes:
        from xlsxwriter.workbook import Workbook

        file = BytesIO()
        workbook = Workbook(file, {"in_memory": True})
        workbook.set_properties({"created": self._created.replace(tzinfo=None)})
        for layout in self._layouts.values():
            sheet = workbook.add_worksheet(layout.sheet.name)
            _Shell(workbook, sheet, layout, self._drawer(workbook), self._remarks).draw()
        if self._looks:
            self._paint_swatches(workbook)
        workbook.close()
        return file.getvalue()

    def _paint_swatches(self, workbook: Workbook) -> None:
        """A style exists only where a cell has it: one cell for each, on a sheet of their own."""
        titles = (f"swatches {n}" for n in count())
        sheet = workbook.add_worksheet(next(t for t in titles if t not in self._layouts))
        for row, look in enumerate(self._looks):
            sheet.write_blank(row, 0, None, workbook.add_format(properties(look)))

    def _drawer(self, workbook: Workbook) -> Drawer:
        return Drawer(workbook, self._cached, date1904=self._date1904)

    def _cached(self, area: Area, sheet: str) -> list[Value]:
        layout = self._layouts.get((area.sheet or sheet).casefold())
        return [
            layout.value(row, column) if layout else None
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
        ]


class _Shell:
    """One sheet of the scratch workbook."""

    def __init__(
        self,
        workbook: Workbook,
        drawn: Worksheet,
        layout: Layout,
        drawer: Drawer,
        remarks: list[Problem],
    ) -> None:
        self._workbook = workbook
        self._drawn = drawn
        self._layout = layout
        self._sheet = layout.sheet
        self._drawer = drawer
        self._remarks = remarks

    def draw(self) -> None:
        self._view()
        self._columns()
        self._paper()
        for block, headings in zip(self._sheet.tables, self._layout.headings, strict=True):
            self._table(block, headings)
        for area in self._sheet.merges:
            if (area.first_row, area.first_column) != (area.last_row, area.last_column):
                self._drawn.merge_range(*_corners(area), "")
        for rule in self._sheet.rules:
            self._rule(rule)
        for choice in self._sheet.choices:
            self._choice(choice)
        for check in self._sheet.checks:
            self._check(check)
        for place, text in self._layout.notes.items():
            self._drawn.write_comment(place, cut(text), _note_box(text))
        self._links(self._layout.links)
        self._shapes()

    def _view(self) -> None:
        sheet = self._sheet
        if sheet.freeze != (0, 0):
            self._drawn.freeze_panes(*sheet.freeze)
        if sheet.hide_gridlines:
            self._drawn.hide_gridlines(2)
        if sheet.tab_color:
            self._drawn.set_tab_color(sheet.tab_color)
        self._drawn.set_zoom(sheet.zoom)

    def _columns(self) -> None:
        for number, column in enumerate(self._sheet.columns):
            look = column_look(column)
            self._drawn.set_column(
                number,
                number,
                column.width,
                self._format(look) if look else None,
                {"hidden": column.hidden},
            )

    def _format(self, look: Look) -> Drawn:
        return self._workbook.add_format(properties(look))

    def _paper(self) -> None:
        paper = self._sheet.print
        self._drawn.set_paper(_A4)
        self._drawn.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        if paper.landscape:
            self._drawn.set_landscape()
        if paper.fit_width:
            self._drawn.fit_to_pages(1, 0)
        if paper.repeat_rows:
            self._drawn.repeat_rows(paper.repeat_from, paper.repeat_from + paper.repeat_rows - 1)
        if paper.repeat_columns:
            self._drawn.repeat_columns(0, paper.repeat_columns - 1)
        if paper.breaks:
            self._drawn.set_h_pagebreaks(list(paper.breaks))
        if paper.footer:
            self._drawn.set_footer(paper.footer)

    def _table(self, block: TableBlock, headings: Sequence[str]) -> None:
        # Only the headings and one row: XlsxWriter keeps a record of every cell of a table.
        self._drawn.add_table(
            block.row,
            block.column,
            block.row + 1,
            block.column + block.columns - 1,
            {
                "name": block.name,
                "style": block.style,
                "autofilter": block.autofilter,
                "columns": [{"header": heading} for heading in headings],
            },
        )

    def _rule(self, rule: Rule) -> None:
        options: dict[str, Any]
        if rule.kind == "bar":
            options = dict(_BAR)
        elif rule.kind == "scale":
            options = dict(_SCALE)
        elif rule.kind == "formula":
            options = {"type": "formula", "criteria": f"={in_file(str(rule.value))}"}
        else:
            value = _operand(rule, date1904=self._drawer.date1904)
            options = {"type": "cell", "criteria": _CRITERIA[rule.kind], "value": value}
        if rule.format:
            options["format"] = self._workbook.add_format(rule_properties(rule.format))
        self._drawn.conditional_format(*_corners(rule.area), options)

    def _choice(self, choice: Choice) -> None:
        source = choice.source
        if isinstance(source, str):
            source = f"={in_file(source)}"
        else:
            source = list(source)
            if not source or len(",".join(source)) > _LONGEST_LIST or any("," in s for s in source):
                self._remark_no_list(choice.area)
                return
        self._drawn.data_validation(
            *_corners(choice.area),
            {"validate": "list", "source": source, **_message(choice.message, choice.strict)},
        )

    def _remark_no_list(self, area: Area) -> None:
        place = address(area.first_row, area.first_column)
        text = _("The drop-down list could not be made: its choices are too long for a cell.")
        self._remarks.append(Problem(self._sheet.name, place, text, "list_too_long", "note"))

    def _check(self, check: Check) -> None:
        self._drawn.data_validation(
            *_corners(check.area), {**_CHECKS[check.kind], **_message(check.message, strict=True)}
        )

    def _links(self, links: Iterable[Link]) -> None:
        """Programs refuse a file with more links than Excel makes: the last ones stay plain."""
        kept = [link for link in links if len(link.target) <= _LONGEST_LINK][:_MOST_LINKS]
        for link in kept:
            target = link.target
            target = f"internal:{target[1:]}" if target.startswith("#") else target
            tip = link.tip[:_LONGEST_MESSAGE] or None
            try:
                self._drawn.write_url(link.row, link.column, target, None, "x", tip)
            except (UserWarning, ValueError):
                self._remark_no_link(link)

    def _remark_no_link(self, link: Link) -> None:
        """An address a client gave may be anything."""
        text = _("“{address}” is no address a cell can lead to.").format(address=link.target[:80])
        place = address(link.row, link.column)
        self._remarks.append(Problem(self._sheet.name, place, text, "bad_link", "note"))

    def _shapes(self) -> None:
        for chart in self._sheet.charts:
            if chart.series:
                self._chart(chart)
        if self._sheet.buttons:
            self._tell_heights()
        for button in self._sheet.buttons:
            self._button(button)

    def _tell_heights(self) -> None:
        """A button is as tall as it should be only where the rows under it are known."""
        for row, height in self._sheet.row_heights.items():
            self._drawn.set_row(row, height)

    def _chart(self, chart: Chart) -> None:
        drawn = self._drawer.draw(chart, self._sheet.name)
        self._drawn.insert_chart(
            chart.row, chart.column, drawn,
            {"description": chart.title, "object_position": 1, "x_offset": 2, "y_offset": 2},
        )  # fmt: skip

    def _button(self, button: Button) -> None:
        self._drawn.insert_button(
            button.row, button.column,
            {"caption": button.caption, "description": button.caption, "macro": button.macro,
             "width": button.width, "height": button.height, "x_offset": button.left},
        )  # fmt: skip


_CHECKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "date": {"validate": "date", "criteria": ">=", "value": datetime(1900, 3, 1)},  # noqa: DTZ001
    "number": {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15},
    "not_negative": {"validate": "decimal", "criteria": ">=", "value": 0},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
}


def _message(text: str, strict: bool) -> dict[str, Any]:
    shown = text if len(text) <= _LONGEST_MESSAGE else f"{text[: _LONGEST_MESSAGE - 1]}…"
    # No input message: it would pop up over the table at every cell one walks through.
    said = {"error_message": shown} if text else {}
    return {**said, "error_type": "stop" if strict else "warning"}


def _note_box(text: str) -> dict[str, Any]:
    """A box that shows the whole text."""
    lines = sum(1 + len(line) // 34 for line in text.splitlines() or [""])
    return {
        "width": 220, "height": max(40, 16 * lines + 14), "color": "#FFFBEF",
        "font_name": "Calibri", "font_size": 9,
    }  # fmt: skip


def _operand(rule: Rule, *, date1904: bool) -> object:
    if isinstance(rule.value, date):
        return plain(rule.value, date1904=date1904)
    if isinstance(rule.value, bool):
        return str(rule.value).upper()
    if isinstance(rule.value, str) and not rule.value.startswith("="):
        return '"' + rule.value.replace('"', '""') + '"'
    return rule.value


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.first_row, area.first_column, area.last_row, area.last_column


def _finish_tables(parts: dict[str, bytes], layouts: Iterable[Layout]) -> None:
    """Give the tables their true extent and the formulas of their columns."""
    blocks = [block for layout in layouts for block in layout.sheet.tables]
    for number, block in enumerate(blocks, 1):
        part = f"xl/tables/table{number}.xml"
        table = etree.fromstring(parts[part])
        area = table_area(block)
        reference = ":".join(
            (address(area.first_row, area.first_column), address(area.last_row, area.last_column))
        )
        table.set("ref", reference)
        for each in table.iter(main("autoFilter")):
            each.set("ref", reference)
        columns = list(table.iter(main("tableColumn")))
        for column, formula in block.calculated.items():
            made = etree.SubElement(columns[column], main("calculatedColumnFormula"))
            made.text = in_file(in_table(formula, block.name))
        parts[part] = _serialised(table)


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
