"""Letters to an invented client, whose Markdown stands in the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crmbook.language import Language
from crmbook.letters.letter import Letter, compose
from crmbook.letters.template import Template

Write = Callable[..., Letter]

COMPANY = {
    "name": "UAB „Pavyzdys“", "address": "Pavyzdžio g. 1, LT-00000 Vilnius", "code": "000000000",
    "email": "labas@pavyzdys.example", "phone": "+370 600 00000", "website": None,
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A letter of a body: ``write("Labas, {{ client.name }}", name="Ona")``."""

    def made(
        body: str, *, name: str = "Ona Pavyzdienė", subject: str = "Pasiūlymas",
        language: Language = "lt", **client: Any,  # noqa: ANN401  # any value a cell may hold
    ) -> Letter:  # fmt: skip
        template = Template(
            name="offer", language=language, kind="offer", channels=("email",), subject=subject,
            audience="", consent="", salutation="formal", attachments=(), valid_until=None,
            fallback_salutation="", asks=(), path=tmp_path / f"offer.{language}.md", body=body,
        )  # fmt: skip
        return compose(template, context(name, language, client))

    return made


def context(name: str, language: Language, client: Mapping[str, Any]) -> dict[str, Any]:
    known = {"id": "17", "name": name, "contact_person": None, "email": "ona@pavyzdys.example",
             "address": "Antakalnio g. 17-25", "city": "LT-10312 Vilnius", "country": None}  # fmt: skip
    return {
        "client": known | dict(client),
        "company": COMPANY,
        "letter": {"date": date(2026, 11, 22), "language": language},
    }
