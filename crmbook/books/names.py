"""The XML namespaces and relationship types of a workbook."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
EXCEL_MAIN = "http://schemas.microsoft.com/office/excel/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"

WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MACRO_WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
RIBBON_XML = "http://schemas.microsoft.com/office/2006/01/customui"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def main(tag: str) -> str:
    """The name of a SpreadsheetML element as lxml spells it."""
    return f"{{{MAIN}}}{tag}"


def local(tag: object) -> str:
    """A tag without its namespace; "" for comments and instructions."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
