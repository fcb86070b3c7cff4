"""A template's text, compiled once and rendered for many clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from crmbook.letters.variables import Variable


@dataclass(frozen=True)
class Place:
    """Where in a template: "header" · "paragraph 3" · the text there."""

    part: str = ""
    place: str = ""
    around: str = ""


@dataclass(frozen=True)
class Source:
    """What Jinja reads, and how to name a place in it.

    name        of the template's file
    text        Jinja2
    first_line  number in the file of the text's first line
    place       line of the text, from 1 → where the owner finds it; None: the lines of the file
    """

    name: str
    text: str
    first_line: int = 1
    place: Callable[[int], Place] | None = field(default=None, compare=False)


class Program:
    """A compiled template; TemplateError when it can't be one."""

    def __init__(self, environment: Environment, source: Source) -> None:
        raise NotImplementedError

    @property
    def variables(self) -> list[Variable]:
        """Every field it uses, those of its partials too, in the order of the text."""
        raise NotImplementedError

    def render(self, context: Mapping[str, object]) -> str:
        """The text for one client. Raises TemplateError for a field without a value."""
        raise NotImplementedError
