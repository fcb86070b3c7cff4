"""The language of the help, before any command has run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmbook.language import LANGUAGES, Language, _


def asked_language(arguments: Sequence[str]) -> Language | None:
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _equals, joined = flag.partition("=")
        wanted = joined if _equals else value
        if name in {"--language", "-l"} and wanted in LANGUAGES:
            return next(language for language in LANGUAGES if language == wanted)
    return None


def translated(command: Any) -> Any:  # noqa: ANN401  # typer keeps its command classes to itself
    """The same command with its help in the language spoken."""
    for text in ("help", "epilog", "short_help"):
        if getattr(command, text, None):
            setattr(command, text, _(getattr(command, text)))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    for inner in getattr(command, "commands", {}).values():
        translated(inner)
    _translate_the_rest(command)
    return command


def _translate_the_rest(command: Any) -> None:  # noqa: ANN401  # as above
    """What typer itself adds to every command: the word Usage, the option --help, the headings."""
    usage, helping = command.get_usage, command.get_help_option
    formatting = command.format_help

    def get_help_option(context: object) -> object:
        option = helping(context)
        if option is not None:
            option.help = _("Show this message and exit")
        return option

    def format_help(context: object, formatter: object) -> None:
        _translate_headings()
        formatting(context, formatter)

    command.get_help_option = get_help_option
    command.format_help = format_help
    command.get_usage = lambda context: usage(context).replace("Usage:", _("Usage:"), 1)


def _translate_headings() -> None:
    from typer import rich_utils  # with Markdown and its like: only who reads the help pays for it

    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
