"""The page on templates says what is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from crmbook.findings import Findings
from crmbook.letters.allowed import allowed_filters
from crmbook.letters.audience import chosen
from crmbook.letters.header import KEYS
from crmbook.letters.kinds import KINDS
from crmbook.letters.lint import lint
from crmbook.letters.template import Template

PAGE = (Path(__file__).parents[3] / "docs" / "letters.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_template_of_the_page_has_nothing_to_mend(write: Callable[..., Template]) -> None:
    partials = {"sign-off": "{{ sender.name }}", "unsubscribe": "{{ letter.unsubscribe }}"}
    told = lint([write(SAMPLES[0], name="win-back", **partials)])
    assert [problem.kind for problem in told] == ["missing_language"]


def test_the_tags_of_the_page_are_tags(write: Callable[..., Template]) -> None:
    told = lint([write("kind: welcome\nsubject: x\n\n" + SAMPLES[1], **{"sign-off": "Regards"})])
    assert [problem.kind for problem in told] == ["missing_language"]


def test_the_expressions_of_the_page_can_be_asked(find: Callable[..., Findings]) -> None:
    for expression in SAMPLES[2].splitlines():
        chosen(find(), expression)


def test_every_key_kind_and_filter_is_on_the_page() -> None:
    names = set(re.findall(r"[\w-]+", PAGE))
    assert {*KEYS, *KINDS, *allowed_filters("en")} - {"d"} <= names
