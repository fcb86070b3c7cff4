"""Styles added to a workbook's own."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from lxml import etree

from crmbook.books.author import author, empty_workbook
from crmbook.books.layout import Layout
from crmbook.books.package import Package
from crmbook.books.styles import Merged, merge_styles
from crmbook.errors import WorkbookRefusedError
from crmbook.sheet import Area, Cell, Format, Rule, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Styled:
    """A workbook whose styles part holds this, and what came of adding ours."""

    def __init__(self, styles: str) -> None:
        self.package = Package.open(io.BytesIO(empty_workbook("Clients")))
        self.package.put(
            "xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode()
        )

    def add(self, *formats: Format, rules: Sequence[Format] = ()) -> list[int]:
        return list(self.merged(*formats, rules=rules).cells.values())[1:]

    def merged(self, *formats: Format, rules: Sequence[Format] = ()) -> Merged:
        sheet = Sheet(
            "Report",
            [[Cell("x", each) for each in formats]],
            rules=[Rule(Area(0, 0, 0, 0), "greater", n, each) for n, each in enumerate(rules)],
        )
        scratch = author([Layout(sheet)])
        return merge_styles(self.package, scratch.xml("xl/styles.xml"), scratch.styles.values())

    def section(self, name: str) -> list[str]:
        root = etree.fromstring(self.package.read("xl/styles.xml"))
        found = root.find(f"{{{MAIN}}}{name}")
        elements = [] if found is None else list(found)
        assert found is None or found.get("count", str(len(elements))) == str(len(elements))
        return [etree.tostring(each).decode().replace(f' xmlns="{MAIN}"', "") for each in elements]

    def order(self) -> list[str]:
        root = etree.fromstring(self.package.read("xl/styles.xml"))
        return [etree.QName(each).localname for each in root]


ORDINARY = (
    '<fonts count="2"><font><sz val="10"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


def test_our_styles_stand_behind_the_owners() -> None:
    styled = Styled(ORDINARY)
    before = styled.section("cellXfs")
    assert styled.add("money", "title") == [2, 3]
    assert styled.section("cellXfs")[:2] == before


def test_what_is_not_asked_for_is_not_added() -> None:
    styled = Styled(ORDINARY)
    styled.add("text")
    assert len(styled.section("cellXfs")) == 3
    assert len(styled.section("fonts")) == 3


def test_styles_added_twice_are_there_once() -> None:
    styled = Styled(ORDINARY)
    first = styled.merged("money", "bad", "link", rules=["bad", "good"])
    before = styled.package.read("xl/styles.xml")
    assert styled.merged("money", "bad", "link", rules=["bad", "good"]) == first
    assert styled.package.read("xl/styles.xml") == before


def test_looks_of_conditional_formats_are_there_once() -> None:
    styled = Styled(ORDINARY)
    styled.merged("text", rules=["bad", "good"])
    assert styled.merged("text", rules=["good"]).rules == {0: 1}
    assert len(styled.section("dxfs")) == 2


def test_the_first_style_is_the_owners_normal() -> None:
    assert Styled(ORDINARY).merged("money").cells[0] == 0


def test_our_sheets_speak_in_the_owners_typeface_and_our_sizes() -> None:
    styled = Styled(ORDINARY)
    styled.add("title")
    (ours,) = styled.section("fonts")[2:]
    assert 'name val="Arial"' in ours
    assert 'sz val="18"' in ours
    assert "scheme" not in ours


def test_every_style_of_ours_hangs_on_the_owners_normal() -> None:
    styled = Styled(ORDINARY)
    styled.add("money", "heading")
    assert all('xfId="0"' in each for each in styled.section("cellXfs"))


def test_a_number_format_the_owner_has_is_used() -> None:
    code = next(e for e in our_number_formats() if "yyyy" in e)
    theirs = f'<numFmts count="1"><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
    styled = Styled(theirs + ORDINARY)
    styled.add("date")
    assert len(styled.section("numFmts")) == 1
    assert 'numFmtId="170"' in styled.section("cellXfs")[-1]


def our_number_formats() -> list[str]:
    styled = Styled(ORDINARY)
    styled.add("date")
    return [
        each.partition('formatCode="')[2].partition('"')[0] for each in styled.section("numFmts")
    ]


def test_a_number_format_of_ours_gets_a_number_nobody_has() -> None:
    theirs = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0&quot; pcs&quot;"/></numFmts>'
    styled = Styled(theirs + ORDINARY)
    styled.add("date")
    assert [each.partition('numFmtId="')[2][:3] for each in styled.section("numFmts")] == [
        "164",
        "165",
    ]


def test_a_minimal_styles_part_keeps_the_looks_of_the_owners_cells() -> None:
    styled = Styled("")
    numbers = styled.add("bad", "title")
    assert 0 not in numbers
    assert styled.section("fonts")[0] == "<font/>"
    assert 'patternType="none"' in styled.section("fills")[0]
    assert 'patternType="gray125"' in styled.section("fills")[1]
    assert styled.section("borders")[0] == "<border/>"
    assert styled.order() == [
        each
        for each in ("numFmts", "fonts", "fills", "borders", "cellXfs")
        if each in styled.order()
    ]


def test_a_workbook_without_a_styles_part_gets_one() -> None:
    package = Package.open(io.BytesIO(empty_workbook("Clients")))
    (styles,) = package.relationships("xl/workbook.xml").of("styles")
    package.relationships("xl/workbook.xml").remove(styles.id)
    package.remove("xl/styles.xml")
    scratch = author([Layout(Sheet("Report", [[Cell(1, "money")]]))])
    merge_styles(package, scratch.xml("xl/styles.xml"), scratch.styles.values())
    assert len(package.relationships("xl/workbook.xml").of("styles")) == 1


def test_a_full_table_of_styles_is_refused_in_a_sentence() -> None:
    xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    full = ORDINARY.replace('<cellXfs count="2">', '<cellXfs count="65490">' + xf * 65_488)
    with pytest.raises(WorkbookRefusedError, match="as many cell styles as Excel allows"):
        Styled(full).add("money")


def test_colours_of_the_theme_are_not_taken_for_each_other() -> None:
    white = '<font><sz val="11"/><color theme="0"/><name val="Calibri"/></font>'
    black = '<font><sz val="11"/><color indexed="0"/><name val="Calibri"/></font>'
    styled = Styled(ORDINARY.replace("</fonts>", white + black + "</fonts>"))
    styled.add("text")
    assert len(styled.section("fonts")) == 5
