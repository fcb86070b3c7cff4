"""Which language we speak now, and every sentence in it."""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "lt", "lv"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_THOUSANDS: Mapping[Language, str] = {
    "en": ",",
    "lt": "\N{NO-BREAK SPACE}",
    "lv": "\N{NO-BREAK SPACE}",
}

_spoken: ContextVar[Language] = ContextVar("crmbook_language", default="en")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language inside the block; the caller's own again after it."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    return _spoken.get()


def _(message: str) -> str:
    """Translate a sentence. Names in it stand in braces: ``_("{n} rows").format(n=3)``."""
    return _catalogue(spoken()).gettext(message)


def many(singular: str, plural: str, n: int) -> str:
    """Translate a sentence that counts, with the plural form the language wants; fills {n}."""
    counted = f"{n:,}".replace(",", _THOUSANDS[spoken()])
    return _catalogue(spoken()).ngettext(singular, plural, n).format(n=counted)


def system_language() -> Language:
    """The language of the computer, English when it is none of ours."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not told:
        told = locale.getlocale()[0] or ""
    names = {"lithuanian": "lt", "latvian": "lv"}
    code = names.get(told.split("_")[0].lower(), told[:2].lower())
    return next((language for language in LANGUAGES if language == code), "en")


@cache
def _catalogue(language: Language) -> _gettext.NullTranslations:
    folder = Path(__file__).parent / "locales"
    return _gettext.translation("crmbook", folder, languages=[language], fallback=True)
