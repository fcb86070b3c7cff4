"""What is drawn on a sheet, and what its notes say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from crmbook.excel.calc.collection import Collection

if TYPE_CHECKING:
    from crmbook.excel.calc.sheets import Sheet

_KINDS: Final = {
    "CaptionShape": "comment",
    "ControlShape": "form_control",
    "GraphicObjectShape": "picture",
    "GroupShape": "group",
    "LineShape": "line",
    "OLE2Shape": "chart",
    "TextShape": "text_box",
}


def copy_series_names(sheet: Any, made: Any) -> None:
    """Names of series that stand in no cell, which the charts of a copied sheet have lost."""
    for given, chart in zip(_series(sheet), _series(made), strict=True):
        for (named, _provider), (labelled, provider) in zip(given, chart, strict=True):
            label = named.getLabel()
            if label is not None and labelled.getLabel() is None:
                text = label.SourceRangeRepresentation
                labelled.setLabel(provider.createDataSequenceByRangeRepresentation(text))


def _series(sheet: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Of each chart the series, as sequences that may have labels, and who makes such."""
    for place in range(sheet.Charts.Count):
        document = sheet.Charts.getByIndex(place).getEmbeddedObject()
        systems = document.getFirstDiagram().getCoordinateSystems()
        yield [
            (sequence, document.getDataProvider())
            for system in systems
            for kind in system.getChartTypes()
            for series in kind.getDataSeries()
            for sequence in series.getDataSequences()
        ]


class Shapes(Collection):
    """Everything that is drawn on a sheet, the boxes of notes too."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.sheet.DrawPage

    def members(self) -> list[Shape]:
        return [Shape(self._sheet, self.api.getByIndex(n)) for n in range(self.api.Count)]


class Shape(base_classes.Shape):
    parent: Any = None
    api: Any = None

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.parent = sheet
        self.api = shape

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @property
    def type(self) -> str:
        """As xlwings calls it."""
        return _KINDS.get(self.api.ShapeType.rpartition(".")[2], "auto_shape")


class Note(base_classes.Note):
    api: Any = None

    def __init__(self, annotation: Any) -> None:
        self.api = annotation

    @property
    def text(self) -> str:
        return str(self.api.String)


def notes(sheet: Any) -> list[Note]:
    return [Note(sheet.Annotations.getByIndex(n)) for n in range(sheet.Annotations.Count)]
