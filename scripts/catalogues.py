"""Gather every sentence an owner may see, keep the translators' work, compile the catalogues.

- ``python scripts/catalogues.py update``: after sentences changed in the code
- ``python scripts/catalogues.py missing``: what a translator has yet to do
- ``python scripts/catalogues.py compile``: so that a checkout speaks as the wheel does
- ``python scripts/catalogues.py check``: exit code 1 when the catalogues are not up to date
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "crmbook"
LOCALES = PACKAGE / "locales"
LANGUAGES = ("lt", "lv")
SPOKEN_BY = {"_": None, "N_": None, "many": (1, 2)}

# For whole numbers, in the order of the forms of a message (CLDR's names beside).
# Babel's own rule for Latvian says "10 klienti"; CLDR and Latvians say "10 klientu".
PLURALS = {
    # one: 1, 21 klientas; few: 2, 22 klientai; other: 0, 10, 11 klientų
    "lt": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    # zero: 0, 10, 11 klientu; one: 1, 21 klients; other: 2, 22 klienti
    "lv": "nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2);",
}

HEADER = """\
# {language} sentences of crmbook.
# Names in braces stay as they are; the terms are those of the sheets and columns in schema.py.
#"""


def template() -> Catalog:
    """Every sentence of the code, in the order of its files."""
    gathered = Catalog(project="crmbook", charset="utf-8")
    found = extract_from_dir(
        PACKAGE,
        method_map=[("**.py", "python")],
        keywords=SPOKEN_BY,
        comment_tags=("For translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: "__pycache__" not in str(folder),
    )
    for file, _line, message, comments, context in found:
        place = f"crmbook/{Path(file).as_posix()}"
        gathered.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return gathered


def path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "crmbook.po"


def load(language: str) -> Catalog:
    """The catalogue as it is on disk; an empty one where there is none yet."""
    if not path(language).exists():
        return _new(language)
    with path(language).open("rb") as text:
        return read_po(text, locale=language)


def _new(language: str) -> Catalog:
    began = datetime(2026, 1, 1, tzinfo=UTC)
    new = Catalog(
        locale=language, project="crmbook", version="1", charset="utf-8", fuzzy=False,
        last_translator="the crmbook authors", language_team="the crmbook authors",
        msgid_bugs_address="",
        creation_date=began, revision_date=began,
    )  # fmt: skip
    new.mime_headers = [("Plural-Forms", PLURALS[language])]
    return new


def updated(language: str, sentences: Catalog) -> Catalog:
    """The catalogue with today's sentences: old translations kept, gone sentences left out.

    A sentence that nearly matches a gone one gets its translation, marked fuzzy: look at it.
    """
    catalogue = load(language)
    catalogue.update(sentences, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = HEADER.format(
        language={"lt": "Lithuanian", "lv": "Latvian"}[language]
    )
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """Line numbers are left out: they would change with every edit of the code."""
    text = BytesIO()
    write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False)
    lines = text.getvalue().splitlines(keepends=True)
    # Babel's version would change the files of whoever has another one
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By:'))


def untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not _is_done(message)]


def _is_done(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms) and not message.fuzzy


def update() -> int:
    sentences = template()
    for language in LANGUAGES:
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(as_text(updated(language, sentences)))
    return missing()


def missing() -> int:
    for language in LANGUAGES:
        catalogue = load(language)
        left = untranslated(catalogue)
        print(f"{language}: {len(left)} of {len(catalogue)} sentences to translate")
    return 0


def is_fresh(language: str, sentences: Catalog) -> bool:
    """Whether the catalogue has exactly these sentences; how Babel lays them out may change."""
    return {message.id for message in load(language)} == {message.id for message in sentences}


def check() -> int:
    sentences = template()
    stale = [language for language in LANGUAGES if not is_fresh(language, sentences)]
    for language in stale:
        print(f"{path(language)} is stale: run python scripts/catalogues.py update")
    return 1 if stale else 0


def compile_all() -> int:
    """What hatch_build.py does for the wheel, for a checkout that is not installed anew."""
    for language in LANGUAGES:
        with path(language).with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, load(language))
    return 0


def main() -> int:
    verbs = {"update": update, "missing": missing, "compile": compile_all, "check": check}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("verb", choices=verbs)
    return verbs[parser.parse_args().verb]()


if __name__ == "__main__":
    raise SystemExit(main())
