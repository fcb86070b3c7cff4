"""Sheets of ours put into a workbook, in place of what stood there of ours before."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from crmbook.books.author import Scratch, author
from crmbook.books.counting import Tally
from crmbook.books.defined_names import DefinedName
from crmbook.books.keeping import keep, make_room, retell
from crmbook.books.layout import Layout, SheetRefusedError
from crmbook.books.leftovers import is_for_now
from crmbook.books.names import WORKSHEET_TYPE, main
from crmbook.books.ownership import (
    Facts,
    facts_of,
    mark,
    mark_of,
    owned,
    owned_sheets,
    title_sum,
    typed_on,
)
from crmbook.books.packed import Packed
from crmbook.books.relationships import rels_part, resolve
from crmbook.books.renaming import tables_renamed
from crmbook.books.retitling import rename, retitled
from crmbook.books.rows import RowWriter
from crmbook.books.styles import Merged, merge_styles
from crmbook.books.sweeping import lead_over, sweep
from crmbook.books.table_names import free_table_id, taken_names, unlike
from crmbook.books.titles import changed, legal, planned, taken, wanted_for
from crmbook.errors import CrmbookError, Problem
from crmbook.language import _
from crmbook.sheet import Sheet, address

if TYPE_CHECKING:
    from crmbook.books.looks import Look
    from crmbook.books.package import Package
    from crmbook.books.workbook import SheetEntry, State

_CELL_BYTES: Final = 30
_SHEET: Final = "xl/worksheets/sheet{}.xml"
_HEAD: Final = 1 << 16
_CODE_NAME = re.compile(rb'<(?:\w+:)?sheetPr\b[^>]*\bcodeName="([^"]*)"')
_SELECTED = re.compile(rb'<(?:\w+:)?sheetView\b[^>]*\btabSelected="(?:1|true)"')
_NUMBERED = re.compile(r"\d+$")
_BUILT_IN: Final = "_xlnm."


class SheetExistsError(CrmbookError):
    def __init__(self, sheet: str, book: str) -> None:
        super().__init__(
            _(
                "{book} already has a sheet “{sheet}”, and crmbook never writes over a sheet "
                "that is yours. Nothing was written; rename that sheet and run again."
            ).format(book=book, sheet=sheet)
        )


def titles(package: Package, wanted: Mapping[str, str]) -> dict[str, str]:
    """Key → the title that write_sheets would give a sheet."""
    ours = owned_sheets(package)
    return _planned(package, ours, wanted, [])


def _planned(
    package: Package,
    ours: Mapping[str, SheetEntry],
    wanted: Mapping[str, str],
    others: Sequence[str],
) -> dict[str, str]:
    existing = [*(each.name for each in package.workbook.sheets), *others]
    given = {key: entry.name for key, entry in ours.items() if not is_for_now(entry.name)}
    given |= retitled(package, ours, wanted)
    return planned(existing, given, wanted)


def write_sheets(
    package: Package, sheets: Sequence[Sheet], *, shown: str | None = None
) -> list[Problem]:
    """Make or replace exactly these sheets; what the owner should hear of it.

    shown  the sheet wanted under this name is selected; only a new workbook needs one
    """
    sweep(package)
    graft = _Graft(package, sheets, shown)
    graft.refuse()
    return graft.write() if sheets else []


@dataclass(frozen=True)
class _Place:
    """Where a sheet goes: in the place of an old one, before a kept one, or last.

    kept   title of the sheet before which it stands
    given  check sum of the title we gave it, when its owner has given it another since
    """

    sheet: Sheet
    key: str
    old: SheetEntry | None = None
    kept: str = ""
    given: int = 0
    code_name: str = ""
    selected: bool = False


class _Graft:
    def __init__(self, package: Package, sheets: Sequence[Sheet], shown: str | None) -> None:
        self._package = package
        self._shown = shown and legal(shown)
        self._workbook = package.workbook
        self._owned = owned_sheets(package)
        self._sheets = [replace(s, name=legal(s.name), key=s.key or s.name) for s in sheets]
        self._remarks = [
            changed(given.name, made.name)
            for given, made in zip(sheets, self._sheets, strict=True)
            if made.name != given.name and made.key not in self._owned
        ]

    # What can't be done is said before anything is changed

    def refuse(self) -> None:
        refuse_doubles(sheet.key for sheet in self._sheets if sheet.owned)
        refuse_doubles(block.name.casefold() for s in self._sheets for block in s.tables)
        existing = {each.name.casefold() for each in self._workbook.sheets}
        for sheet in self._sheets:
            if not sheet.owned and sheet.name.casefold() in existing:
                raise SheetExistsError(sheet.name, self._package.name)
            existing.add(sheet.name.casefold() if not sheet.owned else "")
        if any(not sheet.owned or sheet.key not in self._owned for sheet in self._sheets):
            self._workbook.refuse_protected_structure()

    def write(self) -> list[Problem]:
        places = [self._prepare(sheet) for sheet in self._titled()]
        layouts = self._layouts(places)
        scratch = author(layouts, date1904=self._workbook.date1904)
        merged = merge_styles(self._package, scratch.xml("xl/styles.xml"), scratch.styles.values())
        styles = {look: merged.cells[number] for look, number in scratch.styles.items()}
        # the parts of the old sheets are gone by now: a new sheet must not take one's name
        promised = [place.old.part for place in places if place.old]
        for number, (place, layout) in enumerate(zip(places, layouts, strict=True)):
            planted = _Planted(self._package, scratch, number, merged, styles)
            planted.plant(place, layout, promised)
        return self._remarks + scratch.remarks

    def _titled(self) -> list[Sheet]:
        """The sheets under their final titles."""
        mine = {sheet.key: sheet.name for sheet in self._sheets if sheet.owned}
        others = [sheet.name for sheet in self._sheets if not sheet.owned]
        final = _planned(self._package, self._owned, mine, others)
        # A caller that asked for the titles beforehand gives them back as the wanted ones.
        for key, title in final.items():
            if key not in self._owned and title != wanted_for(title):
                self._remarks.append(taken(wanted_for(title), title))
        return [replace(s, name=final[s.key]) if s.owned else s for s in self._sheets]

    def _prepare(self, sheet: Sheet) -> _Place:
        old = self._owned.get(sheet.key) if sheet.owned else None
        if old is None:
            return _Place(sheet, sheet.key, selected=sheet.name == self._shown)
        facts = facts_of(self._package, mark_of(sheet.key))
        renamed = facts and not is_for_now(old.name) and facts.given != title_sum(old.name)
        given = facts.given if facts and renamed else 0
        if typed_on(self._package, sheet.key, old.part):
            self._workbook.refuse_protected_structure()
            title = keep(self._package, sheet.key, old)
            self._remarks.append(kept_problem(old.name, title, sheet.name))
            return _Place(sheet, sheet.key, kept=title, given=given)
        return replace(self._cleared(sheet, old), given=given)

    def _cleared(self, sheet: Sheet, old: SheetEntry) -> _Place:
        """Take the old sheet's parts away; its place in the workbook stays."""
        with self._package.stream(old.part) as stream:
            head = stream.read(_HEAD)
        code_name = _CODE_NAME.search(head)
        selected = _SELECTED.search(head) is not None
        if self._in_calc_chain(old):
            self._workbook.drop_calc_chain()
        self._package.remove_with_children(old.part)
        if sheet.name != old.name:
            self._rename(old.name, sheet.name)
        named = code_name[1].decode() if code_name else ""
        return _Place(sheet, sheet.key, old, code_name=named, selected=selected)

    def _rename(self, old: str, new: str) -> None:
        """Sheets of ours that are not written anew go on meaning the renamed one."""
        rename(self._package, old, new)
        if is_for_now(old):
            lead_over(self._package, old, new)
        written = {sheet.key for sheet in self._sheets}
        for key, entry in self._owned.items():
            if key not in written:
                retell(self._package, entry.part, {}, old, new)

    def _in_calc_chain(self, old: SheetEntry) -> bool:
        chain = self._package.relationships(self._workbook.part).first("calcChain")
        if chain is None or not self._package.has(chain.target):
            return False
        wanted = str(old.sheet_id)
        return any(cell.get("i") == wanted for cell in self._package.xml(chain.target))

    def _layouts(self, places: Sequence[_Place]) -> list[Layout]:
        taken = taken_names(self._package)
        renamed: dict[str, str] = {}
        for block in (block for place in places for block in place.sheet.tables):
            name = unlike(block.name, taken)
            taken.add(name.casefold())
            if name != block.name:
                renamed[block.name] = name
        return [Layout(tables_renamed(place.sheet, renamed)) for place in places]


class _Planted:
    """One sheet of the scratch workbook, on its way into the owner's."""

    def __init__(
        self,
        package: Package,
        scratch: Scratch,
        number: int,
        merged: Merged,
        styles: Mapping[Look, int],
    ) -> None:
        self._package = package
        self._scratch = scratch
        self._number = number
        self._from = scratch.sheets[number]
        self._merged = merged
        self._styles = styles

    def plant(self, place: _Place, layout: Layout, promised: Sequence[str]) -> None:
        sheet = layout.sheet
        part = place.old.part if place.old else self._package.free_name(_SHEET, promised)
        head, tail = self._shell(place, layout)
        tally = Tally()
        packed = Packed(
            _joined(head, self._rows(layout, tally), tail),
            size=layout.height * layout.width * _CELL_BYTES,
        )
        self._package.put(part, packed, WORKSHEET_TYPE)
        self._plant_children(self._from, part)
        if place.old is None:
            self._list(place, part)
        self._name_areas(sheet.name)
        if sheet.owned:
            notes, shapes = len(layout.notes), len(sheet.charts)
            mark(
                self._package,
                sheet.name,
                Facts(
                    crc=packed.crc,
                    cells=tally.cells,
                    digest=tally.digest,
                    formulas=tally.formulas,
                    notes=notes,
                    shapes=shapes,
                    given=place.given or title_sum(sheet.name),
                    key=place.key,
                ),
            )

    def _rows(self, layout: Layout, tally: Tally) -> Iterator[bytes]:
        sheet = layout.sheet
        writer = RowWriter(
            sheet.name,
            sheet.columns,
            self._styles,
            heights=sheet.row_heights,
            fitted=layout.heights,
            looks=layout.by_place,
            date1904=self._package.workbook.date1904,
            tally=tally,
        )
        return writer.blocks(layout.rows())

    def _list(self, place: _Place, part: str) -> None:
        state: State = "hidden" if place.sheet.hidden else "visible"
        workbook = self._package.workbook
        workbook.add_sheet(place.sheet.name, part, state)
        if place.kept:
            make_room(self._package, workbook.position(place.kept))

    # The shell

    def _shell(self, place: _Place, layout: Layout) -> tuple[bytes, bytes]:
        """The XML before and after the cells, in the workbook's own numbers."""
        root = self._scratch.xml(self._from)
        for view in root.iter(main("sheetView")):
            # Two selected sheets are a group: what is typed on one is typed on both.
            view.attrib.pop("tabSelected", "")
            if place.selected:
                view.set("tabSelected", "1")
        for column in root.iter(main("col")):
            _renumber(column, "style", self._merged.cells)
        for rule in root.iter(main("cfRule")):
            _renumber(rule, "dxfId", self._merged.rules)
        for link in root.iter(main("hyperlink")):
            link.attrib.pop("display", "")  # the scratch workbook's text, not the cell's
        for dimension in root.iter(main("dimension")):
            dimension.set("ref", _extent(layout))
        if place.code_name:
            _properties(root).set("codeName", place.code_name)
        for data in root.iter(main("sheetData")):
            data.clear()
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        head, _cells, tail = text.partition(b"<sheetData/>")
        return head + b"<sheetData>", b"</sheetData>" + tail

    # What hangs on it: tables, notes, drawings, charts, addresses

    def _plant_children(self, scratch_part: str, part: str) -> None:
        rels = self._scratch.parts.get(rels_part(scratch_part))
        for each in etree.fromstring(rels) if rels else ():
            type_, target = each.get("Type", ""), each.get("Target", "")
            external = each.get("TargetMode") == "External"
            if not external:
                target = self._plant_child(resolve(scratch_part, target), type_)
            self._package.relationships(part).add(
                type_, target, external=external, id_=each.get("Id")
            )

    def _plant_child(self, scratch_part: str, type_: str) -> str:
        folder, name = posixpath.split(scratch_part)
        stem, extension = posixpath.splitext(name)
        pattern = posixpath.join(folder, _NUMBERED.sub("", stem) + "{}" + extension)
        part = self._package.free_name(pattern)
        data = self._scratch.parts[scratch_part]
        if type_.endswith("/table"):
            data = self._numbered_table(data)
        self._package.put(part, data, self._scratch.content_type(scratch_part))
        self._plant_children(scratch_part, part)
        return part

    def _numbered_table(self, data: bytes) -> bytes:
        table = etree.fromstring(data)
        table.set("id", str(free_table_id(self._package)))
        return etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)

    # Print titles

    def _name_areas(self, title: str) -> None:
        names, position = self._package.workbook.names, self._package.workbook.position(title)
        wanted = dict(self._scratch.names(self._number))
        for each in list(names):
            built_in = each.position == position and each.name.startswith(_BUILT_IN)
            if built_in and each.name not in wanted:
                names.remove(each.name, position)
        for name, refers_to in wanted.items():
            names.set(DefinedName(name, refers_to, position))


def refuse_doubles(names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise SheetRefusedError(
                _("Two sheets or tables to be written are both called “{name}”.").format(name=name)
            )


def _joined(head: bytes, rows: Iterable[bytes], tail: bytes) -> Iterator[bytes]:
    yield head
    yield from rows
    yield tail


def _renumber(element: etree._Element, attribute: str, numbers: Mapping[int, int]) -> None:
    number = element.get(attribute)
    if number is not None:
        element.set(attribute, str(numbers[int(number)]))


def _properties(root: etree._Element) -> etree._Element:
    found = root.find(main("sheetPr"))
    if found is None:
        found = etree.Element(main("sheetPr"))
        root.insert(0, found)
    return found


def _extent(layout: Layout) -> str:
    if not layout.height or not layout.width:
        return "A1"
    return f"A1:{address(layout.height - 1, layout.width - 1)}"


def kept_problem(title: str, given: str, ours: str) -> Problem:
    text = _(
        "Something had been typed on the sheet “{title}”. It is kept as “{kept}” and is yours now; "
        "the new report stands on “{ours}”."
    ).format(title=title, kept=given, ours=ours)
    return Problem(given, "", text, "sheet_kept", "note")


__all__ = ["SheetExistsError", "owned", "titles", "write_sheets"]
