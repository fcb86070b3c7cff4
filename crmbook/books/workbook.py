"""xl/workbook.xml: the list of sheets, the defined names and how the workbook calculates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from lxml import etree

from crmbook.books.defined_names import DefinedNames
from crmbook.books.names import OFFICE, WORKSHEET_TYPE, local, main
from crmbook.errors import SheetNotFoundError, WorkbookRefusedError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.books.package import Package

Kind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet"]
State = Literal["visible", "hidden", "veryHidden"]
_R_ID = f"{{{OFFICE}}}id"
# The order the schema wants; Excel repairs a workbook whose parts stand otherwise.
_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "absPath",
    "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences",
    "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it; part is "" when the workbook names none."""

    name: str
    sheet_id: int
    rel_id: str
    part: str
    state: State = "visible"
    kind: Kind = "worksheet"


class Workbook:
    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self.part = part

    @property
    def root(self) -> etree._Element:
        return self._package.xml(self.part)

    def touch(self) -> etree._Element:
        return self._package.touch(self.part)

    @property
    def names(self) -> DefinedNames:
        return DefinedNames(self)

    @property
    def sheets(self) -> list[SheetEntry]:
        """The sheets in the workbook's order, of every kind, hidden ones too."""
        targets = {each.id: each for each in self._package.relationships(self.part)}
        entries = []
        for element in self._sheet_elements():
            rel_id = element.get(_R_ID, "")
            target = targets.get(rel_id)
            part = self._package.spelled(target.target) if target else ""
            kind = _kind(target.kind if target else "")
            entries.append(_entry(element, rel_id, part, kind))
        return entries

    def sheet(self, name: str) -> SheetEntry:
        """A sheet by its title, whatever its case. Raises SheetNotFoundError."""
        for entry in self.sheets:
            if entry.name.casefold() == name.casefold():
                return entry
        raise SheetNotFoundError(name, self._package.name)

    def position(self, name: str) -> int:
        """Where a sheet stands among all sheets, from 0: what localSheetId means."""
        self.sheet(name)
        titles = [entry.name.casefold() for entry in self.sheets]
        return titles.index(name.casefold())

    def add_sheet(self, name: str, part: str, state: State = "visible") -> SheetEntry:
        """List a worksheet part as the last sheet: names of sheets before it keep their meaning."""
        self.refuse_protected_structure()
        rel_id = self._package.relationships(self.part).add("worksheet", part)
        if self._package.content_types.of(part) != WORKSHEET_TYPE:
            self._package.content_types.set(part, WORKSHEET_TYPE)
        self.touch()
        sheet_id = max((entry.sheet_id for entry in self.sheets), default=0) + 1
        element = etree.SubElement(self.child("sheets"), main("sheet"))
        element.set("name", name)
        element.set("sheetId", str(sheet_id))
        if state != "visible":
            element.set("state", state)
        element.set(_R_ID, rel_id)
        self.forget_titles()
        return SheetEntry(name, sheet_id, rel_id, part, state)

    def remove_sheet(self, name: str) -> None:
        """Take a sheet away with its part and the parts only it uses, and its own names."""
        self.refuse_protected_structure()
        entry, position = self.sheet(name), self.position(name)
        self.touch()
        element = self._sheet_elements()[position]
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        self.names.remove_position(position)
        self._move_views(position)
        self._package.relationships(self.part).remove(entry.rel_id)
        if entry.part:
            self._package.remove_with_children(entry.part)
        self.drop_calc_chain()
        self.forget_titles()

    def _move_views(self, position: int) -> None:
        for view in self.root.iter(main("workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                stood = int(view.get(attribute, "0"))
                if stood > position or stood >= len(self._sheet_elements()):
                    view.set(attribute, str(max(stood - 1, 0)))

    @property
    def date1904(self) -> bool:
        properties = self.root.find(main("workbookPr"))
        return properties is not None and properties.get("date1904") in _TRUE

    @property
    def structure_protected(self) -> bool:
        protection = self.root.find(main("workbookProtection"))
        return protection is not None and protection.get("lockStructure") in _TRUE

    def refuse_protected_structure(self) -> None:
        if self.structure_protected:
            raise WorkbookRefusedError(
                _(
                    "The structure of {book} is protected, so no sheet can be added or removed. "
                    "In Excel: Review, Protect Workbook, take the protection off, save, run again."
                ).format(book=self._package.name)
            )

    def calculate_on_load(self) -> None:
        """Ask Excel to work out every formula when it opens the workbook."""
        self.touch()
        self.child("calcPr").set("fullCalcOnLoad", "1")

    def drop_calc_chain(self) -> None:
        """Forget the order of calculation, which Excel makes anew.

        A chain that lists a cell without a formula makes Excel call the workbook damaged.
        """
        relationships = self._package.relationships(self.part)
        for each in relationships.of("calcChain"):
            relationships.remove(each.id)
            self._package.remove(each.target)

    def child(self, tag: str) -> etree._Element:
        """A part of the workbook element, made in its place when it is missing."""
        found = self.root.find(main(tag))
        if found is not None:
            return found
        root = self.touch()
        element = etree.Element(main(tag))
        before = set(_ORDER[: _ORDER.index(tag)])
        place = max((i + 1 for i, each in enumerate(root) if local(each.tag) in before), default=0)
        root.insert(place, element)
        return element

    def forget_titles(self) -> None:
        """docProps/app.xml lists sheets and names in two optional lists; stale ones are worse than none."""
        for each in self._package.relationships("").of("extended-properties"):
            if not self._package.has(each.target):
                continue
            root = self._package.xml(each.target)
            stale = [e for e in root if local(e.tag) in {"HeadingPairs", "TitlesOfParts"}]
            if stale:
                self._package.touch(each.target)
            for element in stale:
                root.remove(element)

    def _sheet_elements(self) -> list[etree._Element]:
        parent = self.root.find(main("sheets"))
        return [] if parent is None else [e for e in parent if local(e.tag) == "sheet"]


def _entry(element: etree._Element, rel_id: str, part: str, kind: Kind) -> SheetEntry:
    written = element.get("state", "visible")
    state: State = next((each for each in get_args(State) if each == written), "visible")
    return SheetEntry(
        element.get("name", ""), int(element.get("sheetId", "0")), rel_id, part, state, kind
    )


def _kind(relationship: str) -> Kind:
    if relationship in {"chartsheet", "dialogsheet"}:
        return "chartsheet" if relationship == "chartsheet" else "dialogsheet"
    return "macrosheet" if "acrosheet" in relationship else "worksheet"
