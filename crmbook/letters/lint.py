"""What is wrong with templates, before any letter is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

from crmbook.errors import CrmbookError, Problem
from crmbook.language import LANGUAGES, Language, _
from crmbook.letters.audience import understood
from crmbook.letters.environment import TemplateError
from crmbook.letters.fields import FIELDS
from crmbook.letters.letter import programs
from crmbook.letters.partials import FOLDER
from crmbook.letters.rewriting import did_you_mean
from crmbook.letters.sandbox import PARTS_OF_A_DAY
from crmbook.letters.template import Template, read_all
from crmbook.letters.variables import Variable
from crmbook.letters.word import compile  # noqa: A004  # as re.compile

UNSUBSCRIBE = "unsubscribe"
_GIVEN = "given."
Weight = Literal["error", "warning", "note"]


def lint_folders(folders: Sequence[Path], otherwise: Language = "en") -> list[Problem]:
    """The same of every template in the folders, those included whose header is wrong."""
    templates, broken = read_all(folders, otherwise)
    return [*map(_refused, broken), *lint(templates)]


def lint(templates: Sequence[Template]) -> list[Problem]:
    """Problems with file and line, "offer.lt.md:12", in the order of the templates; each once."""
    ordered = sorted(templates, key=lambda one: (one.name, one.language))
    found = [problem for template in ordered for problem in _one(template)]
    for _name, same in groupby(ordered, key=lambda one: one.name):
        found += _between(list(same))
    return list(dict.fromkeys(found))


def _one(template: Template) -> Iterator[Problem]:
    try:
        variables = _variables(template)
    except TemplateError as error:
        yield _refused(error)
        return
    yield from _unknown(template, variables)
    yield from _asked(template, {each.name for each in variables})
    yield from _header(template)
    if template.marketing and not _leads_out(template, variables):
        yield _no_way_out(template)


def _no_way_out(template: Template) -> Problem:
    """On paper it is good manners, in an e-mail the law."""
    text = _("A letter of the kind “{kind}” must tell how to get no more of them: {tag}")
    tag = "{{ letter.unsubscribe }}" if template.is_word else '{% include "unsubscribe" %}'
    weight: Weight = "error" if "email" in template.channels else "warning"
    said = text.format(kind=template.kind, tag=tag)
    return _problem(template.path.name, said, "no_unsubscribe", weight)


def _variables(template: Template) -> list[Variable]:
    """What the subject and the body use."""
    subject, body = programs(template)
    if template.is_word:
        return [*subject.variables, *compile(template.path).variables()]
    return [*subject.variables, *body.variables]


def _unknown(template: Template, variables: Sequence[Variable]) -> Iterator[Problem]:
    for variable in variables:
        if not _is_known(variable.name) and not variable.name.startswith(_GIVEN):
            text = _("There is no “{name}”.").format(name=variable.name)
            said = f"{text} {did_you_mean(variable.name, FIELDS)}".strip()
            yield _problem(_place(template, variable), said, "unknown_field")
        elif variable.name.startswith(_GIVEN) and _asks(variable.name) not in template.asks:
            text = _("“{name}” is used and not asked for: write asks: {ask}")
            said = text.format(name=variable.name, ask=_asks(variable.name))
            near = did_you_mean(_asks(variable.name), template.asks)
            yield _problem(_place(template, variable), f"{said} {near}".strip(), "not_asked")


def _is_known(name: str) -> bool:
    whole, _dot, part = name.rpartition(".")
    a_day = part in PARTS_OF_A_DAY and whole in FIELDS and FIELDS[whole].kind == "date"
    return name in FIELDS or a_day


def _asks(name: str) -> str:
    return name.removeprefix(_GIVEN).partition(".")[0]


def _asked(template: Template, used: set[str]) -> Iterator[Problem]:
    for name in template.asks:
        # The reason for a worse price is read by the letter itself.
        if f"{_GIVEN}{name}" not in used and name != "explanation":
            text = _("“{name}” is asked for and not used.").format(name=name)
            yield _problem(template.path.name, text, "unused_ask", "warning")


def _header(template: Template) -> Iterator[Problem]:
    if "email" in template.channels and not template.subject:
        text = _("An e-mail needs a subject: write the header line “subject: …”.")
        yield _problem(template.path.name, text, "no_subject")
    if template.audience:
        try:
            understood(template.audience)
        except CrmbookError as error:
            yield _problem(template.path.name, str(error), "wrong_audience")


def _leads_out(template: Template, variables: Sequence[Variable]) -> bool:
    _subject, body = programs(template)
    in_text = any(each.name == "letter.unsubscribe" for each in variables)
    return in_text or UNSUBSCRIBE in body.partials


def _between(same: Sequence[Template]) -> Iterator[Problem]:
    """One letter in several languages says the same of the client in each."""
    used: dict[Template, set[str]] = {}
    for template in same:
        try:
            used[template] = {each.name for each in _variables(template) if not each.part}
        except TemplateError:
            return  # told of already
    everything = set().union(*used.values())
    for template, names in used.items():
        lacking = sorted(everything - names)
        if lacking:
            others = [each.path.name for each in used if used[each] & {*lacking}]
            text = _(
                "Not used here, but in the same letter in another language ({others}): {names}."
            )
            said = text.format(others=", ".join(others), names=", ".join(lacking))
            yield _problem(template.path.name, said, "languages_differ", "warning")
    missing = [
        language for language in LANGUAGES if language not in {each.language for each in same}
    ]
    if missing:
        text = _("There is no “{name}” in: {languages}.")
        said = text.format(name=same[0].name, languages=", ".join(missing))
        yield _problem(same[0].path.name, said, "missing_language", "note")


def _place(template: Template, variable: Variable) -> str:
    """File and line; in a Word document the paragraph, of the text or of a header."""
    file = template.path.name
    if template.is_word:
        part = f", {variable.part}" if variable.part else ""
        return _("{file}{part}, paragraph {n}").format(file=file, part=part, n=variable.paragraph)
    if variable.part:
        file = f"{FOLDER}/{variable.part}.{template.language}.md"
    return f"{file}:{variable.paragraph}"


def _refused(error: TemplateError) -> Problem:
    said = " ".join(piece for piece in (error.what, error.remedy) if piece)
    place = f"{error.template}:{error.number}" if error.number else error.template
    return _problem(place, said, "not_readable")


def _problem(place: str, text: str, kind: str, weight: Weight = "error") -> Problem:
    return Problem(place, "", text, kind, weight)
