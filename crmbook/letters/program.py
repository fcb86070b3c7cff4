"""A template's text, compiled once and rendered for many clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from types import TracebackType
from typing import NoReturn

from jinja2 import nodes
from jinja2.exceptions import (
    SecurityError,
    TemplateAssertionError,
    TemplateSyntaxError,
    UndefinedError,
)

from crmbook import schema
from crmbook.errors import CrmbookError
from crmbook.language import _
from crmbook.letters.environment import TemplateError
from crmbook.letters.fields import FIELDS, SETTINGS_BEHIND
from crmbook.letters.meter import LimitError
from crmbook.letters.partials import FOLDER
from crmbook.letters.rewriting import BY_NAME, did_you_mean
from crmbook.letters.sandbox import Sandbox, UnfilledError
from crmbook.letters.variables import Used, Variable, used

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Place:
    """Where in a template: "header" · "paragraph 3" · the text there."""

    part: str = ""
    place: str = ""
    around: str = ""
    number: int = 0


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

    def at(self, line: int) -> Place:
        if self.place is not None:
            return self.place(line)
        lines = self.text.splitlines()
        around = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        number = line + self.first_line - 1
        return Place("", _("line {n}").format(n=number), around, number)


class Program:
    """A compiled template; raises TemplateError when it can't be one, or a partial of it can't."""

    def __init__(self, environment: Sandbox, source: Source) -> None:
        self._sandbox, self._source = environment, source
        try:
            self._refuse_circles()
            code = environment.compile(source.text, source.name, source.name)
            self._template = environment.template_class.from_code(
                environment, code, environment.make_globals(None)
            )
        except Exception as error:  # noqa: BLE001  # whatever Jinja stumbles over, the template is at fault
            self._refuse(error)

    @cached_property
    def variables(self) -> list[Variable]:
        """Every field it uses, those of its partials too, in the order of the text."""
        return [self._variable(each) for each in self._used]

    @cached_property
    def partials(self) -> list[str]:
        """Names of the partials it includes, those of partials too."""
        return list(dict.fromkeys(self._included(self._tree)))

    def render(self, context: Mapping[str, object]) -> str:
        """The text for one client. Raises TemplateError for a field without a value."""
        try:
            return self._template.render(context)
        except Exception as error:  # noqa: BLE001  # the same: a sandboxed template can do nothing but fail
            self._refuse(error, _whose(context))

    # ── what it is made of ──

    @cached_property
    def _tree(self) -> nodes.Template:
        return self._sandbox.plainly_parsed(self._source.text, self._source.name)

    def _partial(self, name: str) -> Source:
        partials = self._sandbox.partials
        text, _name, _fresh = partials.get_source(self._sandbox, name)
        path = partials.path(name)
        return Source(f"{FOLDER}/{path.name if path else name}", text)

    def _parsed(self, name: str) -> nodes.Template:
        return self._sandbox.plainly_parsed(self._partial(name).text, name)

    @cached_property
    def _used(self) -> list[Used]:
        return used(self._tree, self._parsed)

    def _variable(self, found: Used) -> Variable:
        place = self._at(found.template, found.line)
        return Variable(found.name, found.template or place.part, place.number)

    def _included(self, tree: nodes.Template) -> Iterator[str]:
        for name, _line in _named(tree):
            yield name
            yield from self._included(self._parsed(name))

    def _refuse_circles(self) -> None:
        """A partial that includes itself, by whatever way, would never end."""

        def follow(tree: nodes.Template, template: str, way: tuple[str, ...]) -> None:
            for name, line in _named(tree):
                if name in way:
                    circle = " → ".join((*way[way.index(name) :], name))
                    text = _("The partials include each other: {circle}.").format(circle=circle)
                    raise TemplateAssertionError(text, line, template)
                if self._sandbox.partials.path(name) is None:
                    text = _("There is no partial “{name}” in the language of the letter.")
                    raise TemplateAssertionError(text.format(name=name), line, template)
                self._sandbox.get_template(name)
                follow(self._parsed(name), name, (*way, name))

        follow(self._tree, self._source.name, ())

    # ── saying what is wrong ──

    def _at(self, template: str, line: int) -> Place:
        return self._of(template).at(line)

    def _of(self, template: str) -> Source:
        return self._source if template in {"", self._source.name} else self._partial(template)

    def _refuse(self, error: Exception, client: str = "") -> NoReturn:
        template, line = _where(error, self._source.name)
        variable = getattr(error, "variable", "")
        if isinstance(error, UndefinedError):
            variable = self._undefined(error, template, line)
        place = self._at(template, line) if line else Place()
        what, remedy = _said(error, variable)
        raise TemplateError(
            what, template=self._of(template).name, part=place.part, place=place.place, number=place.number,
            variable=variable, around=place.around, client=client, remedy=remedy,
        ) from error  # fmt: skip

    def _undefined(self, error: UndefinedError, template: str, line: int) -> str:
        """Jinja names the last part only; the line tells the rest."""
        name = _quoted(str(error))
        here = {
            each.name
            for each in self._used
            if each.line == line and template in {each.template, self._source.name}
        }
        return min((each for each in here if name in each.split(".")), key=len, default=name)


def _named(tree: nodes.Template) -> list[tuple[str, int]]:
    """The partials that a template names, with the line; who names none is refused elsewhere."""
    found = ((each.template, each.lineno) for each in tree.find_all(BY_NAME))  # type: ignore[attr-defined]
    return [(name.value, line) for name, line in found if isinstance(name, nodes.Const)]


def _where(error: Exception, name: str) -> tuple[str, int]:
    """Template and line: as the error says, else the last frame that is a template's."""
    if isinstance(error, UnfilledError):
        return error.template, error.line
    if isinstance(error, TemplateSyntaxError):
        return error.name or name, error.lineno
    found = (name, 0)
    for frame, line in _frames(error.__traceback__):
        if "__jinja_template__" in frame or "__jinja_exception__" in frame:
            found = (str(frame.get("__name__") or name), line)
    return found


def _frames(traceback: TracebackType | None) -> Iterator[tuple[Mapping[str, object], int]]:
    while traceback is not None:
        frame = traceback.tb_frame
        yield {**frame.f_globals, "__name__": frame.f_code.co_filename}, traceback.tb_lineno
        traceback = traceback.tb_next


def _whose(context: Mapping[str, object]) -> str:
    client = context.get("client")
    if not isinstance(client, Mapping):
        return ""
    said = " ".join(str(client[key]) for key in ("id", "name") if client.get(key))
    return shorten(said, _LONGEST_NAME, placeholder="…")


def _quoted(message: str) -> str:
    """The name in "'dict object' has no attribute 'phnoe'"."""
    pieces = message.split("'")
    return pieces[-2] if len(pieces) > 2 else ""


def _said(error: Exception, variable: str) -> tuple[str, str]:  # one sentence each
    """What is wrong, and what to do."""
    if isinstance(error, UnfilledError) and error.exists:
        return _unfilled(variable)
    if isinstance(error, (UnfilledError, UndefinedError)):
        return _("There is no “{name}”.").format(name=variable), _near(variable)
    if isinstance(error, (SecurityError, LimitError, TemplateAssertionError, CrmbookError)):
        # Jinja's errors as text name the place a second time.
        return str(getattr(error, "message", None) or error), ""
    if isinstance(error, RecursionError):
        return _("A macro calls itself without end."), ""
    if isinstance(error, TemplateSyntaxError):
        text = _("The tag can't be read: {detail}")
        return text.format(detail=error.message), _(
            "A tag looks like {{ client.name }} or {% if client.phone %} … {% endif %}."
        )
    return _("The tag can't be worked out: {detail}").format(detail=error), ""


def _unfilled(variable: str) -> tuple[str, str]:
    what = _("“{name}” is not known.").format(name=variable)
    setting = SETTINGS_BEHIND.get(variable)
    if variable.startswith("given."):
        return what, _('Give it: --set {name}="…".').format(name=variable.removeprefix("given."))
    if variable.startswith("event."):
        return what, _("Name an event that has it: --event.")
    if setting is not None:
        text = _("Write it on the Settings sheet: “{setting}”.")
        return what, text.format(setting=schema.setting(setting).names)
    text = _("Fill it in, or end the tag with {default} for those without it.")
    return what, text.format(default='|default("…")')


def _near(variable: str) -> str:
    return did_you_mean(variable, FIELDS)
