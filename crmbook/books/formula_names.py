"""Formulas as a file stores them; their sheets and tables when those are renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from crmbook.sheet import quoted

# Functions younger than the file format: Excel shows #NAME? unless the file marks them.
_YOUNG: Final = (
    r"CONFIDENCE\.NORM|CONFIDENCE\.T|COVARIANCE\.P|COVARIANCE\.S|MODE\.MULT|MODE\.SNGL|NORM\.DIST|"
    r"NORM\.INV|NORM\.S\.DIST|NORM\.S\.INV|PERCENTILE\.EXC|PERCENTILE\.INC|PERCENTRANK\.EXC|"
    r"PERCENTRANK\.INC|POISSON\.DIST|QUARTILE\.EXC|QUARTILE\.INC|RANK\.AVG|RANK\.EQ|STDEV\.P|"
    r"STDEV\.S|VAR\.P|VAR\.S|"
    "ACOT|BASE|CONCAT|DAYS|IFNA|IFS|ISFORMULA|ISOWEEKNUM|MAXIFS|MINIFS|NUMBERVALUE|SWITCH|"
    "TEXTJOIN|XLOOKUP|XMATCH|XOR"
)
# Texts and quoted sheet titles come first, so that nothing inside them is taken for a name.
_PIECES = re.compile(
    r'(?P<text>"[^"]*")'
    r"|(?P<title>'(?:[^']|'')+'!)"
    rf"|(?<![\w.])(?P<young>{_YOUNG})(?=\()"
    r"|(?<=\[)@(?P<column>[^\[\]]+)(?=\])"
    r"|(?P<row>(?<=\[)@(?=\[))"
)


@lru_cache(maxsize=4096)
def in_file(formula: str) -> str:
    """Without "=", young functions marked, and [@Name] spelled [[#This Row],[Name]]."""
    return _PIECES.sub(_as_stored, formula.removeprefix("="))


def _as_stored(match: re.Match[str]) -> str:
    if match["young"]:
        return f"_xlfn.{match['young']}"
    if match["column"]:
        return f"[#This Row],[{match['column']}]"
    return "[#This Row]," if match["row"] else match.group()


@lru_cache(maxsize=256)
def in_table(formula: str, table: str) -> str:
    """A formula of a table's column: [@Price] is spelled with the table's name, as files want it."""
    pieces = re.split(r'("[^"]*"|\'(?:[^\']|\'\')+\'!)', formula)
    depth, told = 0, []
    for number, piece in enumerate(pieces):
        if number % 2:
            told.append(piece)
            continue
        before = told[-1][-1:] if told else ""
        for letter in piece:
            if letter == "[" and not depth and not (before.isalnum() or before in "_.]\\"):
                told.append(table)
            depth += (letter == "[") - (letter == "]")
            told.append(letter)
            before = letter
    return "".join(told)


def with_tables(formula: str, renamed: Mapping[str, str]) -> str:
    """A formula whose structured references follow tables that were renamed."""
    if not renamed:
        return formula
    names = "|".join(re.escape(name) for name in sorted(renamed, key=len, reverse=True))
    folded = {old.casefold(): new for old, new in renamed.items()}
    pattern = rf"\"[^\"]*\"|'(?:[^']|'')+'!|(?<![\w.\\])(?P<table>{names})(?![\w.(!])"
    return re.sub(
        pattern,
        lambda match: folded[match["table"].casefold()] if match["table"] else match.group(),
        formula,
        flags=re.IGNORECASE,
    )


def with_title(formula: str, old: str, new: str) -> str:
    """A formula that spoke of a sheet speaks of it by its new title."""
    pattern = rf"\"[^\"]*\"|(?P<old>{re.escape(quoted(old))}!|(?<![\w.'\]]){re.escape(old)}!)"
    return re.sub(
        pattern,
        lambda match: f"{quoted(new)}!" if match["old"] else match.group(),
        formula,
        flags=re.IGNORECASE,
    )
