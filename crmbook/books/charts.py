"""Native charts, drawn the same quiet way wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from crmbook.books.looks import INK, LINE, SLATE, axis_format
from crmbook.books.rows import Plain
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.sheet import Area, Chart, Series, letters, quoted

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
_FONT: Final = {"size": 9, "color": SLATE}

# The cached values of an area: what a chart shows before anything is calculated.
Cached = Callable[[Area], list[Plain]]


class ChartRefusedError(CrmbookError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("The chart “{chart}” mixes more than two kinds of series.").format(chart=title)
        )


def draw(workbook: Workbook, chart: Chart, sheet: str, cached: Cached) -> Drawn:
    """The chart, ready to be put on a sheet; areas without a sheet are the sheet's own."""
    first, second = _halves(chart)
    drawn = _half(workbook, chart, first, sheet, cached)
    if second:
        other = _half(workbook, chart, second, sheet, cached, start=len(first))
        if any(series.second_axis for series in second):
            other.set_y2_axis(_second_axis(chart))
        drawn.combine(other)
    _frame(drawn, chart)
    return drawn


def _halves(chart: Chart) -> tuple[list[Series], list[Series]]:
    """The series drawn by the chart's own kind, and those drawn over them."""
    own = [each for each in chart.series if (_kind(chart, each), each.second_axis) == _first(chart)]
    rest = [each for each in chart.series if each not in own]
    if any(
        (_kind(chart, a), a.second_axis) != (_kind(chart, b), b.second_axis)
        for a, b in pairwise(rest)
    ):
        raise ChartRefusedError(chart.title)
    return own, rest


def _kind(chart: Chart, series: Series) -> str:
    return series.kind or chart.kind


def _first(chart: Chart) -> tuple[str, bool]:
    series = chart.series[0]
    return _kind(chart, series), series.second_axis


def _half(  # noqa: PLR0913  # what a series depends on
    workbook: Workbook,
    chart: Chart,
    series: Sequence[Series],
    sheet: str,
    cached: Cached,
    *,
    start: int = 0,
) -> Drawn:
    kind = _kind(chart, series[0])
    drawn = workbook.add_chart(dict(_TYPES[kind]))
    for number, each in enumerate(series, start):
        drawn.add_series(_series(each, kind, number, sheet, cached))
    return drawn


def _series(series: Series, kind: str, number: int, sheet: str, cached: Cached) -> dict[str, Any]:
    values, categories = cached(series.values), cached(series.categories)
    options: dict[str, Any] = {
        # A name that begins with "=" would be taken for a formula.
        "name": series.name if not series.name.startswith("=") else f" {series.name}",
        "values": _reference(series.values, sheet),
        "categories": _reference(series.categories, sheet),
        "values_data": [_number(value) for value in values],
        "categories_data": ["" if value is None else value for value in categories],
        "y2_axis": series.second_axis,
    }
    return options | _drawing(kind, number, len(values))


def _drawing(kind: str, number: int, points: int) -> dict[str, Any]:
    color = PALETTE[number % len(PALETTE)]
    if kind == "line":
        marker = _MARKERS[number % len(_MARKERS)]
        shown = {"type": marker, "size": 5, "fill": {"color": color}, "border": {"color": color}}
        return {
            "line": {"color": color, "width": 2, "dash_type": _DASHES[number // 4 % len(_DASHES)]},
            "marker": shown if points <= 40 else {"type": "none"},
        }
    if kind in _ROUND:
        parts = [
            {"fill": {"color": PALETTE[i % len(PALETTE)]}, "border": {"color": "#FFFFFF"}}
            for i in range(points)
        ]
        labels = {"percentage": True, "leader_lines": True, "font": {"size": 9}}
        if kind == "pie":
            labels["position"] = "outside_end"
        return {"points": parts, "data_labels": labels}
    return {"fill": {"color": color}, "border": {"none": True}, "gap": 60}


def _number(value: Plain) -> Plain:
    return "" if value is None else value


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
    if chart.kind not in _ROUND:
        _axes(drawn, chart)


def _title(drawn: Drawn, chart: Chart) -> None:
    if chart.title:
        name = chart.title if not chart.title.startswith("=") else f" {chart.title}"
        drawn.set_title({"name": name, "name_font": {"size": 12, "bold": True, "color": INK}})
    else:
        drawn.set_title({"none": True})


def _axes(drawn: Drawn, chart: Chart) -> None:
    categories: dict[str, Any] = {
        "num_font": _FONT, "line": {"color": LINE}, "major_tick_mark": "none",
        "minor_tick_mark": "none", "text_axis": True,
    }  # fmt: skip
    values: dict[str, Any] = {
        "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none",
        "minor_tick_mark": "none", "num_format": axis_format(chart.y_format),
        "major_gridlines": {"visible": True, "line": {"color": "#E4E8ED", "width": 0.75}},
    }  # fmt: skip
    if chart.kind in _LYING:
        # The first row of the table is the topmost bar, as a reader expects.
        categories["reverse"] = True
        values["label_position"] = "high"
    for axis, title in ((categories, chart.x_title), (values, chart.y_title)):
        if title:
            axis |= {"name": title, "name_font": {"size": 9, "bold": False, "color": SLATE}}
    drawn.set_x_axis(categories)
    drawn.set_y_axis(values)


def _second_axis(chart: Chart) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none",
        "major_gridlines": {"visible": False}, "min": 0,
        "num_format": axis_format(chart.second_y_format),
    }  # fmt: skip
    if chart.second_y_format in {"percent", "kpi_percent"}:
        axis["max"] = 1
    return axis
