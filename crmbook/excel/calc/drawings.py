"""Charts, pictures and notes on a sheet: how many there are, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from crmbook.excel.calc.collection import Collection

if TYPE_CHECKING:
    from crmbook.excel.calc.sheets import Sheet

_PICTURE: Final = "com.sun.star.drawing.GraphicObjectShape"


class Charts(Collection, base_classes.Charts):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.sheet.Charts

    def members(self) -> list[Chart]:
        return [Chart(self._sheet, self.api.getByIndex(place)) for place in range(self.api.Count)]


class Chart(base_classes.Chart):
    parent: Any = None
    api: Any = None

    def __init__(self, sheet: Sheet, chart: Any) -> None:
        self.parent = sheet
        self.api = chart

    @property
    def name(self) -> str:
        return str(self.api.Name)


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


class Pictures(Collection, base_classes.Pictures):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.sheet.DrawPage

    def members(self) -> list[Picture]:
        shapes = [self.api.getByIndex(place) for place in range(self.api.Count)]
        return [Picture(self._sheet, each) for each in shapes if each.ShapeType == _PICTURE]


class Picture(base_classes.Picture):
    parent: Any = None
    api: Any = None

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.parent = sheet
        self.api = shape

    @property
    def name(self) -> str:
        return str(self.api.Name)


class Note(base_classes.Note):
    api: Any = None

    def __init__(self, annotation: Any) -> None:
        self.api = annotation

    @property
    def text(self) -> str:
        return str(self.api.String)


def notes(sheet: Any) -> list[Note]:
    return [Note(sheet.Annotations.getByIndex(n)) for n in range(sheet.Annotations.Count)]
