"""The filters and tests that a template may use, and how a value looks without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any

from jinja2 import filters, pass_context, tests
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from crmbook.language import Language, _
from crmbook.letters import wording
from crmbook.letters.given import Words
from crmbook.letters.meter import LARGEST_NUMBER, joined_length

Filter = Any  # a function; Jinja gives its own no type that fits

_FROM_JINJA = (
    "abs", "capitalize", "count", "first", "float", "groupby", "int", "items", "last", "length",
    "list", "lower", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr",
    "sort", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
_TESTS = (
    "defined", "undefined", "none", "number", "string", "even", "odd", "divisibleby", "true", "false",
    "in", "eq", "equalto", "==", "ne", "!=", "lt", "lessthan", "<", "le", "<=", "gt", "greaterthan",
    ">", "ge", ">=",
)  # fmt: skip
# Each takes a value, the language, and what the template adds.
_WORDING = ("date", "number", "words", "plural", "voc", "gen", "quote")
_MOST_DECIMALS = 6


def allowed_tests() -> dict[str, Filter]:
    return {name: tests.TESTS[name] for name in _TESTS}


def allowed_filters(language: Language) -> dict[str, Filter]:
    ours = {
        "join": _join(language), "map": _map, "replace": _replace, "round": _round, "sum": _sum, "money": _money(language),
    }  # fmt: skip
    of_language = {name: _in_language(name, language) for name in _WORDING}
    theirs: dict[str, Filter] = {name: filters.FILTERS[name] for name in _FROM_JINJA}
    guarded = {name: _guarded(each) for name, each in (theirs | ours | of_language).items()}
    return guarded | {"default": _default, "d": _default}


def printed(value: object, language: Language) -> str:
    """A value as it looks without a filter."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise SecurityError(_("It is yes or no; ask for it with {% if … %}."))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return wording.number(value, language)
    if isinstance(value, date):
        return wording.tied(wording.date(value, language))
    raise SecurityError(_("It is a list or a group; name the part of it that is meant."))


def _in_language(name: str, language: Language) -> Filter:
    function = getattr(wording, name)

    def spoken(value: object, *arguments: object, **named: object) -> object:
        _refuse_far_numbers(arguments, named)
        if name == "date" and isinstance(value, Words):
            return value
        said = function(value, language, *arguments, **named)
        return wording.tied(said) if name == "date" else said

    return spoken


def _money(language: Language) -> Filter:
    @pass_context
    def money(
        context: Context,
        value: Any,  # noqa: ANN401  # a number
        currency: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """In the firm's currency, unless another is named."""
        company = context.get("company")
        firms = company.get("currency") if isinstance(company, Mapping) else None
        _refuse_far_numbers((decimals,))
        return wording.money(value, language, currency or firms or "EUR", decimals)

    return money


def _refuse_far_numbers(
    arguments: Iterable[object], named: Mapping[str, object] | None = None
) -> None:
    """A number with a thousand million decimals would fill the memory."""
    given = (*arguments, *(named or {}).values())
    if any(isinstance(each, int) and abs(each) > _MOST_DECIMALS for each in given):
        raise SecurityError(_("There are {n} decimals at most.").format(n=_MOST_DECIMALS))


def _guarded(function: Filter) -> Filter:
    """The filter of a value that is there; a missing one stays missing, and is told of when printed."""
    place = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def filtered(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # filters take what they take
        value = arguments[place]
        if value is None or isinstance(value, Undefined):
            return value
        if isinstance(value, Markup):
            # Its values are already made fit for the format; a filter would break that.
            raise SecurityError(_("The text of a macro or a block can't go through a filter."))
        return function(*arguments, **named)

    return filtered


def _default(value: object, instead: object = "", boolean: bool = False) -> object:
    missing = value is None or isinstance(value, Undefined) or (boolean and not value)
    return instead if missing else value


def _join(language: Language) -> Filter:
    def join(values: Iterable[object], between: str = "", attribute: str | None = None) -> str:
        members = values if attribute is None else _map(values, attribute)
        texts = [printed(each, language) for each in members if each is not None]
        joined_length(sum(map(len, texts)) + len(between) * len(texts))
        return between.join(texts)

    return join


def _map(values: Iterable[object], attribute: str) -> list[object]:
    """That part of each member; only by name, other filters can't be handed over."""
    return [each.get(attribute) if isinstance(each, Mapping) else None for each in values]


def _replace(text: object, old: str, new: str) -> str:
    whole = str(text)
    if not old:
        raise SecurityError(_("“replace” needs what to replace."))
    joined_length(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _round(value: float, precision: int = 0, method: Any = "common") -> float:  # noqa: ANN401  # Jinja's literal
    return filters.do_round(value, max(-_MOST_DECIMALS, min(precision, _MOST_DECIMALS)), method)


def _sum(values: Sequence[object], attribute: str | None = None) -> float:
    members = values if attribute is None else _map(values, attribute)
    numbers = [each for each in members if each is not None]
    if not all(isinstance(each, (int, float)) for each in numbers):
        raise SecurityError(_("Only numbers can be summed."))
    return sum(numbers)  # type: ignore[arg-type]


def calculated(operator: str, left: Any, right: Any, plain: Filter) -> Any:  # noqa: ANN401  # any operands
    """+, *, % of numbers, + of texts; never a text many times over, never a number without end."""
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        joined_length(len(left) + len(right))
    elif operator == "**":
        raise SecurityError(_("“**” makes numbers without end; letters do without it."))
    elif not numbers:
        raise SecurityError(_("“{operator}” is for numbers.").format(operator=operator))
    elif max(abs(left), abs(right)) > LARGEST_NUMBER:
        raise SecurityError(_("The numbers are too large to calculate with."))
    return plain(left, right)
