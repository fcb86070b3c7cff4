"""What our sheets say of tables and sheets that had to take another name."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from crmbook.books.formula_names import with_tables
from crmbook.sheet import Cell, Choice, Rule, Sheet, TableBlock, Value

_FORMULAS = re.compile(
    r"(<(?:\w+:)?(?:f|formula|formula1|formula2|calculatedColumnFormula|totalsRowFormula)"
    r"(?:\s[^>]*[^/>])?>)([^<]+)(?=</)"
)
_LOCATIONS = re.compile(r'(<(?:\w+:)?hyperlink\s[^>]*?\blocation=")([^"]*)(?=")')


def tables_renamed(sheet: Sheet, renamed: Mapping[str, str]) -> Sheet:
    """The sheet with its tables, and every formula on it, under the new names."""
    if not renamed:
        return sheet
    return replace(
        sheet,
        rows=[[_cell(each, renamed) for each in row] for row in sheet.rows],
        tables=[_table(each, renamed) for each in sheet.tables],
        rules=[_rule(each, renamed) for each in sheet.rules],
        choices=[_choice(each, renamed) for each in sheet.choices],
    )


def _cell(value: Value | Cell, renamed: Mapping[str, str]) -> Value | Cell:
    if isinstance(value, Cell) and value.formula:
        return replace(value, formula=with_tables(value.formula, renamed))
    return value


def _table(block: TableBlock, renamed: Mapping[str, str]) -> TableBlock:
    return replace(
        block,
        name=renamed.get(block.name, block.name),
        calculated={n: with_tables(formula, renamed) for n, formula in block.calculated.items()},
    )


def _rule(rule: Rule, renamed: Mapping[str, str]) -> Rule:
    formula = isinstance(rule.value, str) and (rule.kind == "formula" or rule.value[:1] == "=")
    return replace(rule, value=with_tables(str(rule.value), renamed)) if formula else rule


def _choice(choice: Choice, renamed: Mapping[str, str]) -> Choice:
    source: Sequence[str] | str = choice.source
    return (
        replace(choice, source=with_tables(source, renamed)) if isinstance(source, str) else choice
    )


def formulas_retold(part: bytes, tell: Callable[[str], str]) -> bytes:
    """An XML part in which every formula, and every place a link leads to, is told anew."""
    text = part.decode("utf-8")

    def told(match: re.Match[str]) -> str:
        formula = html.unescape(match[2])
        new = tell(formula)
        return match[0] if new == formula else match[1] + _escaped(new)

    return _LOCATIONS.sub(told, _FORMULAS.sub(told, text)).encode("utf-8")


def _escaped(formula: str) -> str:
    """As Excel writes it: apostrophes, which stand in every title of two words, stay as they are."""
    return html.escape(formula, quote=False).replace('"', "&quot;")
