"""Make docs/commands.md, docs/workbook.md, the tables of docs/letters.md and the README's demo from the code.

python scripts/docs.py update    write them anew
python scripts/docs.py check     fail when one is stale
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from crmbook import schema
from crmbook.cli import app
from crmbook.language import speaking
from crmbook.letters.fields import FIELDS
from crmbook.letters.traits import TRAITS
from crmbook.tables.capacity import MOST_ROWS, NEARLY_FULL

ROOT = Path(__file__).parent.parent
MADE = "<!-- Made by scripts/docs.py; edit the code instead. -->"


def commands() -> str:
    group: Any = typer.main.get_command(app)
    parts = ["# All commands", MADE, EXIT_CODES]
    for name, command in _each(group):
        parts += [f"## crmbook {name}", command.help or "", *_usage(name, command)]
    return "\n\n".join(parts) + "\n"


def _each(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # typer keeps its classes to itself
    """Every command by its whole name, the verbs of a group after it."""
    for name, command in group.commands.items():
        yield before + name, command
        if hasattr(command, "commands"):
            yield from _each(command, f"{before}{name} ")


EXIT_CODES = "Exit codes: 0 done · 1 refused, nothing written · 2 wrong usage · 3 done, with problems to mend."


def _usage(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    context = command.make_context(f"crmbook {name}", [], resilient_parsing=True)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"```sh\ncrmbook {name} {pieces}\n```"
    yield "\n".join(["| | |", "|---|---|", *_rows(command, context)])
    if command.epilog:
        label, _colon, example = command.epilog.partition(": ")
        yield f"{label}:\n\n```sh\n{example}\n```"


def _rows(command: Any, context: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    for parameter in command.params:
        names = ", ".join(f"`{option}`" for option in parameter.opts if option.startswith("-"))
        shown = names or f"`{parameter.name}`"
        given = f" {parameter.metavar}" if parameter.metavar else ""
        yield f"| {shown}{given.replace('|', ' · ')} | {getattr(parameter, 'help', '') or ''} |"
    yield f"| `-h`, `--help` | {command.get_help_option(context).help} |"


def workbook() -> str:
    parts = ["# What a workbook can hold", MADE, WORKBOOK, HOW_MUCH]
    for table in schema.TABLES:
        parts += [f"## {table.names.en} · {table.names.lt} · {table.names.lv}", table.meaning.en]
        parts += ["\n".join([HEADING, "|---|---|---|---|---|", *map(_column, table.columns)])]
    parts += [
        "## Settings",
        "\n".join(
            [
                "| setting | LT | LV | default | meaning |",
                "|---|---|---|---|---|",
                *map(_setting, schema.SETTINGS),
            ]
        ),
    ]
    return "\n\n".join(parts) + "\n"


WORKBOOK = (
    "Every table and every column is optional except those marked *; a sheet that is not used is not made. "
    "Headings are recognised in three languages, with or without diacritics, and in the words firms use."
)
HOW_MUCH = f"""## How much it can hold

A sheet of Excel has {MOST_ROWS:,} rows and 16,384 columns, a cell 32,767 characters; nothing in crmbook
is smaller. It is made for a few hundred to some thousands of clients and is measured with a million
purchases and twenty thousand clients in one workbook (`benchmarks/`); its time grows in step with the rows.

When the rows of a sheet pass {NEARLY_FULL:.0%} of what Excel has, `crmbook check` and the Quality sheet say so.
Begin a new sheet with the same headings then, for example one for each year: sheets with the headings of
one table are read as one table. Histories that outgrow Excel altogether can stay in a database; see the
[cookbook](cookbook.md#histories-that-outgrow-excel)."""
HEADING = "| column | LT | LV | kind | meaning |"


def _column(column: schema.Column) -> str:
    star = "*" if column.required else ""
    kind = column.kind + (", personal" if column.personal else "")
    return f"| {column.names.en}{star} | {column.names.lt} | {column.names.lv} | {kind} | {column.meaning.en} |"


def _setting(setting: schema.Setting) -> str:
    default = "" if setting.default is None else setting.default
    return f"| {setting.names.en} | {setting.names.lt} | {setting.names.lv} | {default} | {setting.meaning.en} |"


def readme() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = f"<!-- demo -->\n```text\n{demo()}\n```\n<!-- /demo -->"
    return re.sub(r"<!-- demo -->.*?<!-- /demo -->", lambda _match: block, text, flags=re.DOTALL)


def demo() -> str:
    """What the first command prints, on a day that stays the same."""
    with tempfile.TemporaryDirectory() as folder:
        printed = subprocess.run(
            [sys.executable, "-m", "crmbook", "demo", "--as-of", "2026-03-31", "--language", "en"],
            cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        ).stdout  # fmt: skip
    return "\n".join(line.rstrip() for line in printed.strip().splitlines())


def letters() -> str:
    text = (ROOT / "docs/letters.md").read_text(encoding="utf-8")
    rows = [f"| `{name}` | {field.kind} | {field.meaning} |" for name, field in FIELDS.items()]
    fields = "\n".join(["| field | kind | meaning |", "|---|---|---|", *rows])
    traits = ", ".join(f"`{trait}`" for trait in TRAITS)
    return _between(_between(text, "fields", fields), "traits", traits)


def _between(text: str, name: str, made: str) -> str:
    block = f"<!-- {name} -->\n{made}\n<!-- /{name} -->"
    marks = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    return marks.sub(lambda _match: block, text)


PAGES = {
    "docs/commands.md": commands,
    "docs/letters.md": letters,
    "docs/workbook.md": workbook,
    "README.md": readme,
}


def stale() -> list[str]:
    """The pages that are not what the code would make now."""
    with speaking("en"):
        return [
            page for page, make in PAGES.items()
            if not (ROOT / page).exists() or (ROOT / page).read_text(encoding="utf-8") != make()
        ]  # fmt: skip


def update() -> None:
    with speaking("en"):
        for page, make in PAGES.items():
            (ROOT / page).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] == ["check"]:
        pages = stale()
        if pages:
            sys.exit(f"stale, run `python scripts/docs.py update`: {', '.join(pages)}")
    else:
        sys.exit(__doc__)
