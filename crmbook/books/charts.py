"""Native charts, drawn the same quiet way wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from crmbook.books.looks import INK, LINE, SLATE, axis_format
from crmbook.books.rows import Plain, plain
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Area, Chart, Series, Value, letters, quoted

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawn
    from xlsxwriter.workbook import Workbook

# Neighbours differ in lightness too: a print in grey still tells them apart.
PALETTE: Final = (
    "#1F3F66", "#E2A13A", "#2E8B8B", "#B9CFE4", "#A23B2A", "#94B37D", "#6A4C7D", "#CFCFCF",
)  # fmt: skip
_MARKERS: Final = ("circle", "diamond", "square", "triangle")
_DASHES: Final = ("solid", "dash", "round_dot", "long_dash")
_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "column": {"type": "column"},
    "bar": {"type": "bar"},
    "line": {"type": "line"},
    "pie": {"type": "pie"},
    "doughnut": {"type": "doughnut"},
    "stacked_column": {"type": "column", "subtype": "stacked"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
}
_ROUND: Final = frozenset({"pie", "doughnut"})
_LYING: Final = frozenset({"bar", "stacked_bar"})
_DARK: Final = frozenset({0, 2, 4, 6})
_THIN: Final = 0.03
_MOST_MARKERS: Final = 40
_FONT: Final = {"size": 9, "color": SLATE}
_PALE: Final = PALETTE[3]

# What stands in an area of a sheet: a chart shows it before anything is calculated.
Values: TypeAlias = "Callable[[Area, str], list[Value]]"


class ChartRefusedError(CrmbookError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("The chart “{chart}” mixes more than two kinds of series.").format(chart=title)
        )


class Drawer:
    """Draws the charts of a workbook; areas without a sheet are the chart's own sheet's."""

    def __init__(self, workbook: Workbook, values: Values, *, date1904: bool = False) -> None:
        self._workbook = workbook
        self._values = values
        self.date1904 = date1904

    def draw(self, chart: Chart, sheet: str) -> Drawn:
        """The chart, ready to be put on its sheet."""
        first, second = _halves(chart)
        drawn = self._half(chart, first, sheet)
        if second:
            other = self._half(chart, second, sheet, start=len(first))
            if any(series.second_axis for series in second):
                other.set_y2_axis(_second_axis(chart))
            drawn.combine(other)
        _frame(drawn, chart)
        if chart.kind not in _ROUND:
            _axes(drawn, chart, _day_format(self._values(chart.series[0].categories, sheet)))
        return drawn

    def _half(self, chart: Chart, series: Sequence[Series], sheet: str, *, start: int = 0) -> Drawn:
        kind = _kind(chart, series[0])
        drawn = self._workbook.add_chart(dict(_TYPES[kind]))
        number = start
        for each in series:
            drawn.add_series(self._series(each, kind, number, sheet))
            number += not each.pale
        return drawn

    def _series(self, series: Series, kind: str, number: int, sheet: str) -> dict[str, Any]:
        values = self._cached(series.values, sheet)
        options: dict[str, Any] = {
            # A name that begins with "=" would be taken for a formula.
            "name": series.name if not series.name.startswith("=") else f" {series.name}",
            "values": _reference(series.values, sheet),
            "categories": _reference(series.categories, sheet),
            "values_data": values,
            "categories_data": self._cached(series.categories, sheet),
            "y2_axis": series.second_axis,
        }
        return options | _drawing(kind, number, values) | (_pale(kind) if series.pale else {})

    def _cached(self, area: Area, sheet: str) -> list[Plain]:
        cached = [plain(value, date1904=self.date1904) for value in self._values(area, sheet)]
        return ["" if value is None else value for value in cached]


def _halves(chart: Chart) -> tuple[list[Series], list[Series]]:
    """The series drawn by the chart's own kind, and those drawn over them."""
    own = [each for each in chart.series if _drawn_as(chart, each) == _first(chart)]
    rest = [each for each in chart.series if _drawn_as(chart, each) != _first(chart)]
    if len({_drawn_as(chart, each) for each in rest}) > 1:
        raise ChartRefusedError(chart.title)
    return own, rest


def _kind(chart: Chart, series: Series) -> str:
    return series.kind or chart.kind


def _drawn_as(chart: Chart, series: Series) -> tuple[str, bool]:
    return _kind(chart, series), series.second_axis


def _first(chart: Chart) -> tuple[str, bool]:
    return _drawn_as(chart, chart.series[0])


def _day_format(categories: Sequence[Value]) -> str | None:
    """How days are shown below a chart: firsts of a month as months."""
    days = [value for value in categories if isinstance(value, date)]
    if not days:
        return None
    return "yyyy-mm" if all(day.day == 1 for day in days) else "yyyy-mm-dd"


def _drawing(kind: str, number: int, values: Sequence[Plain]) -> dict[str, Any]:
    if kind == "line":
        return _line(number, len(values))
    if kind in _ROUND:
        return _slices(kind, values)
    return {"fill": {"color": _color(number)}, "border": {"none": True}, "gap": 60}


def _pale(kind: str) -> dict[str, Any]:
    if kind == "line":
        return {"line": {"color": _PALE, "width": 2}}
    return {"fill": {"color": _PALE}}


def _color(number: int) -> str:
    return PALETTE[number % len(PALETTE)]


def _line(number: int, points: int) -> dict[str, Any]:
    color = _color(number)
    marker = _MARKERS[number % len(_MARKERS)]
    shown = {"type": marker, "size": 5, "fill": {"color": color}, "border": {"color": color}}
    return {
        "line": {"color": color, "width": 2, "dash_type": _DASHES[number // 4 % len(_DASHES)]},
        "marker": shown if points <= _MOST_MARKERS else {"type": "none"},
    }


def _slices(kind: str, values: Sequence[Plain]) -> dict[str, Any]:
    numbers = [value if isinstance(value, int | float) else 0 for value in values]
    total = sum(numbers) or 1
    # The labels of thin slices lie over each other.
    labels = [
        {"delete": True} if value / total < _THIN else {"font": _label_font(kind, number)}
        for number, value in enumerate(numbers)
    ]
    points = [
        {"fill": {"color": _color(number)}, "border": {"color": "#FFFFFF"}}
        for number in range(len(values))
    ]
    shown = {"percentage": True, "leader_lines": True, "font": _FONT, "custom": labels}
    return {
        "points": points,
        "data_labels": shown | ({"position": "outside_end"} if kind == "pie" else {}),
    }


def _label_font(kind: str, number: int) -> dict[str, Any]:
    if kind == "pie":
        return _FONT
    dark = number % len(PALETTE) in _DARK
    return {"size": 9, "bold": True, "color": "#FFFFFF" if dark else INK}


def _reference(area: Area, sheet: str) -> str:
    first = f"${letters(area.first_column)}${area.first_row + 1}"
    last = f"${letters(area.last_column)}${area.last_row + 1}"
    return f"={quoted(area.sheet or sheet)}!{first}:{last}"


def _frame(drawn: Drawn, chart: Chart) -> None:
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    drawn.set_plotarea({"fill": {"none": True}})
    _title(drawn, chart)
    many = len(chart.series) > 1 or chart.kind in _ROUND
    drawn.set_legend(
        {"position": "right" if chart.kind in _ROUND else "bottom", "font": _FONT}
        if chart.legend and many
        else {"none": True}
    )
    if chart.kind == "doughnut":
        drawn.set_hole_size(58)


def _title(drawn: Drawn, chart: Chart) -> None:
    if chart.title:
        name = chart.title if not chart.title.startswith("=") else f" {chart.title}"
        drawn.set_title({"name": name, "name_font": {"size": 12, "bold": True, "color": INK}})
    else:
        drawn.set_title({"none": True})


def _axes(drawn: Drawn, chart: Chart, day_format: str | None) -> None:
    categories: dict[str, Any] = {
        "num_font": _FONT, "line": {"color": LINE}, "major_tick_mark": "none",
        "minor_tick_mark": "none", "text_axis": True,
    }  # fmt: skip
    values: dict[str, Any] = {
        "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none",
        "minor_tick_mark": "none", "num_format": axis_format(chart.y_format),
        "major_gridlines": {"visible": True, "line": {"color": "#E4E8ED", "width": 0.75}},
    }  # fmt: skip
    if day_format:
        categories["num_format"] = day_format
    if chart.kind in _LYING:
        # The first row of the table is the topmost bar, as a reader expects.
        categories["reverse"] = True
        values["label_position"] = "high"
    for axis, title in ((categories, chart.x_title), (values, chart.y_title)):
        if title:
            axis |= {"name": title, "name_font": {"size": 9, "bold": False, "color": SLATE}}
    # XlsxWriter names the axes of lying bars as they are seen: x lies, and shows the values.
    across, up = (values, categories) if chart.kind in _LYING else (categories, values)
    drawn.set_x_axis(across)
    drawn.set_y_axis(up)


def _second_axis(chart: Chart) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none",
        "major_gridlines": {"visible": False}, "min": 0,
        "num_format": axis_format(chart.second_y_format),
    }  # fmt: skip
    if chart.second_y_format in {"percent", "kpi_percent"}:
        axis["max"] = 1
    return axis
