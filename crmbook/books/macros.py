"""Macros put into a workbook: the project, the names it goes by, a tab in the ribbon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Literal

from lxml import etree

from crmbook.books.names import (
    MACRO_WORKBOOK_TYPE,
    PROJECT,
    PROJECT_TYPE,
    RIBBON,
    RIBBON_XML,
    main,
)
from crmbook.books.ownership import changed_by_us, owned_sheets
from crmbook.books.package import Package, parser
from crmbook.books.packed import Packed
from crmbook.books.sheet_text import opened
from crmbook.errors import Problem
from crmbook.excel.project import DamagedProjectError, Module, build, sources, with_modules
from crmbook.excel.sources import COMMANDS, captions, macro, modules
from crmbook.language import LANGUAGES, _, speaking

if TYPE_CHECKING:
    from crmbook.books.workbook import SheetEntry

_PROJECT_PART, _RIBBON_PART = "xl/vbaProject.bin", "customUI/customUI.xml"
_TAB = "CrmTab"
_BOOK_MODULE = "ThisWorkbook"
_SIGNATURES = ("vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")
_HEADERS = ("attributevb_", "remattribute", "optionvbasupport")
_ONE_ID, _ALIVE = b'id="shape_0"', b">[0]!Crm"
_DRAWING = re.compile(r"\.vml$|/drawings/[^/]+\.xml$", re.IGNORECASE)
_STARTS = re.compile(rb"(?:FmlaMacro>|\bmacro=\")(?:\[0\]!)?(?:CrmButtons\.)?(Crm\w+)[<\"]")
_MACRO = re.compile(rb"^(?:Public )?Sub (Crm\w+)\(\)", re.MULTILINE | re.IGNORECASE)
Condition = Literal["none", "ours", "other", "damaged"]
_SHEET_BASE = b"0{00020820-0000-0000-C000-000000000046}"
_CODE_NAME = re.compile(rb'<((?:\w+:)?)sheetPr\b[^>]*?\bcodeName="([^"]*)"')
_PROPERTIES = re.compile(rb"<(?:\w+:)?sheetPr\b")
_ROOT = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")


def put_macros(package: Package) -> list[Problem]:
    """Put our macros and our tab in, in the language spoken; the owner's own stay.

    What should be heard of it. Raises DamagedProjectError.
    """
    remarks = _put_project(package, modules())
    package.content_types.set(package.workbook.part, MACRO_WORKBOOK_TYPE)
    _put_ribbon(package)
    return remarks


def are_ours(package: Package) -> bool:
    """Whether the workbook has the buttons' macros: its ribbon has our tab, or its project our modules."""
    return _has_tab(package) or _has_modules(package)


def condition_of(package: Package) -> Condition:
    """What has become of the buttons' macros; those of another language are ours as well."""
    tab, found = _has_tab(package), _sources(package)
    names = {module.name for module in modules()}
    if not tab and not names & set(found):
        return "none"
    if not tab or not names <= set(found) or has_dead_buttons(package):
        return "damaged"
    there = {name: _meaning(found[name]) for name in names}
    for language in LANGUAGES:
        with speaking(language):
            if there == {module.name: _meaning(module.text()) for module in modules()}:
                return "ours"
    return "other"


def has_dead_buttons(package: Package) -> bool:
    """LibreOffice saves every button under one id, so that no program ties it to its macro again."""
    drawings = (package.read(part) for part in package.names() if part.lower().endswith(".vml"))
    drawn = b"".join(each for each in drawings if b"Crm" in each)
    return _ONE_ID in drawn and _ALIVE not in drawn


def drawn(package: Package) -> set[str]:
    """The macros of ours that a button or a shape on any sheet is to start."""
    drawings = (package.read(part) for part in package.names() if _DRAWING.search(part))
    return {name.decode() for each in drawings for name in _STARTS.findall(each)}


def provided(package: Package) -> set[str]:
    """The macros of ours that the project has."""
    text = b"\n".join(_sources(package).values())
    return {name.decode() for name in _MACRO.findall(text)}


def _meaning(source: bytes) -> list[str]:
    """Without what Excel's editor and LibreOffice change when they save: letters' case, spaces, headers."""
    lines = ("".join(line.split()).casefold() for line in source.decode("latin-1").splitlines())
    return [line for line in lines if line and not line.startswith(_HEADERS)]


def _has_tab(package: Package) -> bool:
    found = _ribbon(package)
    return found is not None and any(each.get("id") == _TAB for each in package.xml(found).iter())


def _has_modules(package: Package) -> bool:
    return bool({module.name for module in modules()} & set(_sources(package)))


def _sources(package: Package) -> Mapping[str, bytes]:
    """Module → its source; none where there is no project, or one that can't be read."""
    found = package.relationships(package.workbook.part).first("vbaProject")
    if found is None or not package.has(found.target):
        return {}
    try:
        return sources(package.read(found.target))
    except DamagedProjectError:
        return {}


# ── the project ──────────────────────────────────────────────────────────────────────────────


def _put_project(package: Package, ours: Sequence[Module]) -> list[Problem]:
    relationships = package.relationships(package.workbook.part)
    found = relationships.first("vbaProject")
    if found is not None and package.has(found.target):
        project = package.read(found.target)
        _name_again(package, sources(project))
        package.put(found.target, with_modules(project, ours))
        return _without_signature(package, found.target)
    documents = [Module(_name_book(package), kind="workbook"), *_sheet_modules(package)]
    package.put(_PROJECT_PART, build([*documents, *ours]), PROJECT_TYPE)
    if found is None:
        relationships.add(PROJECT, _PROJECT_PART)
    return []


def _without_signature(package: Package, project: str) -> list[Problem]:
    relationships = package.relationships(project)
    signatures = [each for each in relationships if each.kind in _SIGNATURES]
    for each in signatures:
        package.remove(each.target)
        relationships.remove(each.id)
    if not signatures:
        return []
    text = _(
        "The macros were signed. With crmbook's beside them the signature no longer holds, and was taken off."
    )
    return [Problem("", "", text, "macros_unsigned", "warning")]


def _name_book(package: Package) -> str:
    """The workbook's name in macros, given when it has none."""
    root = package.workbook.touch()
    properties = root.find(main("workbookPr"))
    if properties is None:
        properties = etree.Element(main("workbookPr"))
        place = root.find(main("fileSharing"))
        before = root.find(main("fileVersion")) if place is None else place
        root.insert(0 if before is None else list(root).index(before) + 1, properties)
    if not properties.get("codeName"):
        properties.set("codeName", _BOOK_MODULE)
    return properties.get("codeName", _BOOK_MODULE)


def _sheet_modules(package: Package) -> Iterator[Module]:
    """A module for every sheet: Excel ties them by the sheet's name in macros."""
    taken = {_BOOK_MODULE.casefold()}
    for entry in _worksheets(package):
        name = _code_name(package, entry)
        if not name or name.casefold() in taken:
            name = next(n for n in map("Sheet{}".format, count(1)) if n.casefold() not in taken)
            _name_sheet(package, entry, name)
        taken.add(name.casefold())
        yield Module(name, kind="sheet")


def _worksheets(package: Package) -> list[SheetEntry]:
    return [
        each
        for each in package.workbook.sheets
        if each.kind == "worksheet" and package.has(each.part)
    ]


def _name_again(package: Package, modules: Mapping[str, bytes]) -> None:
    """LibreOffice drops every sheet's name when it saves; without names nothing is tied."""
    _name_book(package)
    entries = _worksheets(package)
    if any(_code_name(package, entry) for entry in entries):
        return
    names = [name for name, source in modules.items() if _SHEET_BASE in source]
    for entry, name in zip(entries, names, strict=False):
        _name_sheet(package, entry, name)


def _code_name(package: Package, entry: SheetEntry) -> str:
    with package.stream(entry.part) as stream:
        found = _CODE_NAME.search(opened(stream, package.name).head)
    name = found[2].decode() if found else ""
    return name if re.fullmatch(r"[A-Za-z]\w{0,30}", name, re.ASCII) else ""


def _name_sheet(package: Package, entry: SheetEntry, name: str) -> None:
    """Only the head of the sheet's XML is read; its rows pass by as they are."""
    source, before = package.source(entry.part), package.crc(entry.part)
    with source() as stream:
        head = opened(stream, package.name).head
    named = _with_name(head, name.encode())

    def blocks() -> Iterator[bytes]:
        with source() as stream:
            text = opened(stream, package.name)
            yield named
            yield from (block.data for block in text.blocks())
            yield text.tail

    ours = entry in owned_sheets(package).values()
    # A sheet of ours is packed as when it is written: the same sheet, the same bytes.
    size = package.size(entry.part) or 0
    package.put(entry.part, Packed(blocks(), size=size) if ours else blocks)
    changed_by_us(package, entry.part, before)


def _with_name(head: bytes, name: bytes) -> bytes:
    attribute = b' codeName="' + name + b'"'
    head = re.sub(rb'(<(?:\w+:)?sheetPr\b[^>]*?)\s+codeName="[^"]*"', rb"\1", head, count=1)
    found = _PROPERTIES.search(head)
    if found:
        return head[: found.end()] + attribute + head[found.end() :]
    root = _ROOT.search(head)
    if root is None:
        raise ValueError(head[:200])
    element = b"<" + root[1] + b"sheetPr" + attribute + b"/>"
    return head[: root.end()] + element + head[root.end() :]


# ── the ribbon ───────────────────────────────────────────────────────────────────────────────


def _put_ribbon(package: Package) -> None:
    part = _ribbon(package)
    root = _empty_ribbon() if part is None else package.touch(part)
    _put_tab(root)
    if part is None:
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.put(_RIBBON_PART, data, "application/xml")
        package.relationships("").add(RIBBON, _RIBBON_PART)


def _ribbon(package: Package) -> str | None:
    """The part that draws the ribbon; None when there is none."""
    found = (each.target for each in package.relationships("") if each.type == RIBBON)
    return next((part for part in found if package.has(part)), None)


def _empty_ribbon() -> etree._Element:
    return etree.fromstring(f'<customUI xmlns="{RIBBON_XML}"/>'.encode(), parser())


def _put_tab(root: etree._Element) -> None:
    """Our tab as the last one, in place of the one we put there before."""
    space = etree.QName(root).namespace
    tabs = root
    for tag in ("ribbon", "tabs"):
        inner = tabs.find(f"{{{space}}}{tag}")
        tabs = etree.SubElement(tabs, f"{{{space}}}{tag}") if inner is None else inner
    for old in [each for each in tabs if each.get("id") == _TAB]:
        tabs.remove(old)
    tab = etree.SubElement(tabs, f"{{{space}}}tab", id=_TAB, label="crmbook")
    group = etree.SubElement(tab, f"{{{space}}}group", id="CrmGroup", label=_("Clients"))
    for command, caption in captions().items():
        etree.SubElement(
            group, f"{{{space}}}button",
            {"id": macro(command), "label": caption, "size": "large",
             "imageMso": COMMANDS[command], "onAction": "CrmRibbonAction"},
        )  # fmt: skip
