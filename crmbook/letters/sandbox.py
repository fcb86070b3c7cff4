"""The sandbox itself: what a template reaches, calls and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from crmbook.language import Language, _
from crmbook.letters.allowed import allowed_filters, allowed_tests, calculated, printed
from crmbook.letters.meter import MOST_STEPS, joined_length, meter, metered
from crmbook.letters.partials import Partials
from crmbook.letters.quotes import straightened
from crmbook.letters.rewriting import (
    FILLED,
    JOINED,
    MEMBER,
    STEPS,
    refuse_what_is_not_allowed,
    rewritten,
)
from crmbook.letters.tag_lines import kept

if TYPE_CHECKING:
    from crmbook.letters.environment import Escape

PARTS_OF_A_DAY = frozenset({"year", "month", "day"})


class UnfilledError(Exception):
    """A tag has nothing to print: where it stands, the field it names, whether there is such a field."""

    def __init__(self, value: object, template: str, line: int, variable: str) -> None:
        super().__init__(variable)
        self.template, self.line = template, line
        self.variable = variable or str(getattr(value, "_undefined_name", ""))
        self.exists = _exists(value)


class _Metered(Template):
    """A template whose every rendering is counted, whoever starts it."""

    def render(self, *arguments: Any, **named: Any) -> str:  # noqa: ANN401  # as Jinja's
        with metered():
            return super().render(*arguments, **named)


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads dicts, lists, texts, numbers and days; calls range, macros and the loop; no more."""

    template_class = _Metered
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, language: Language, escape: Escape, partials: Partials) -> None:
        super().__init__(
            loader=partials, undefined=StrictUndefined, autoescape=True, optimized=False,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self.escape, self.language, self.partials = escape, language, partials
        self.globals = {"range": _range}
        self.tests = allowed_tests()
        self.allowed = allowed_filters(language)
        self.filters = dict(self.allowed)
        self.filters |= {
            FILLED: self._filled,
            JOINED: self._joined,
            STEPS: self._steps,
            MEMBER: _member,
        }

    # ── compiling ──

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        return super().preprocess(kept(straightened(str(source))), name, filename)

    def plainly_parsed(self, source: str, name: str) -> nodes.Template:
        """The template as it was written."""
        return super()._parse(source, name, name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refuse_what_is_not_allowed(tree, self.allowed, self.tests)
        made = rewritten(tree, name or "")
        made.set_environment(self)
        return made

    # ── what can be reached ──

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  # as Jinja's
        if isinstance(obj, dict):
            return self.getitem(obj, attribute)
        if obj is None:
            return None  # what is not there has no parts either
        reachable = (
            isinstance(obj, LoopContext)
            or (isinstance(obj, date) and attribute in PARTS_OF_A_DAY)
            or (_is_module(obj) and isinstance(getattr(obj, attribute, None), Macro))
        )
        if reachable and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401  # as Jinja's
        if obj is None:
            return None
        try:
            return (
                obj[argument]
                if isinstance(obj, (dict, list, tuple, str))
                else self.getattr(obj, argument)
            )
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401  # as Jinja's
        of_a_loop = isinstance(getattr(obj, "__self__", None), LoopContext)
        return obj is _range or of_a_loop or isinstance(obj, (Macro, BlockReference))

    def call(self, context: Context, called: Any, /, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # as Jinja's
        if not isinstance(called, Undefined) and not self.is_safe_callable(called):
            raise SecurityError(_("Nothing can be called here; use a filter: {{ name|upper }}."))
        meter().step()
        return context.call(called, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401, ARG002  # as Jinja's
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return self.binop_table[operator](left, right)  # says what is not there
        return calculated(operator, left, right, self.binop_table[operator])

    # ── what is printed and repeated ──

    def _text(self, value: object, template: str, line: int, variable: str) -> str:
        if value is None or isinstance(value, Undefined):
            raise UnfilledError(value, template, line, variable)
        return printed(value, self.language)

    def _filled(self, value: object, template: str, line: int, variable: str) -> Markup:
        if not isinstance(value, Markup):
            value = Markup(self.escape(self._text(value, template, line, variable)))  # noqa: S704  # escaped
        meter().write(len(value))
        return value

    def _joined(
        self, values: Sequence[object], template: str, line: int, variables: Sequence[str]
    ) -> str:
        if any(isinstance(value, Markup) for value in values):
            raise SecurityError(_("The text of a macro or a block can't be joined with “~”."))
        texts = [
            self._text(v, template, line, name) for v, name in zip(values, variables, strict=True)
        ]
        joined_length(sum(map(len, texts)))
        return "".join(texts)

    def _steps(
        self, values: Iterable[object], template: str, line: int, variable: str, size: int
    ) -> Iterator[object]:
        if isinstance(values, Undefined):
            raise UnfilledError(values, template, line, variable)
        for value in values if values is not None else ():
            meter().step(size)
            yield value


def _exists(value: object) -> bool:
    """A field that is empty here, or the third of two offers; not one that no letter has."""
    while isinstance(value, Undefined):
        value = value._undefined_obj  # noqa: SLF001  # Jinja tells it nowhere else
    return value is None or isinstance(value, (list, tuple))


def _member(value: object) -> object:
    if isinstance(value, (list, tuple, dict)):
        raise SecurityError(_("A list in a list is more than a letter needs."))
    return value


def _range(*bounds: int) -> range:
    wanted = range(*bounds)
    if len(wanted) > MOST_STEPS:
        raise SecurityError(_("“range” counts to {n} at most.").format(n=f"{MOST_STEPS:,}"))
    return wanted


def _is_module(obj: object) -> bool:
    from jinja2.environment import TemplateModule

    return isinstance(obj, TemplateModule)
