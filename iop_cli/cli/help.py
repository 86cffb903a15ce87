"""Help and usage errors in the reader's language: an example first, then what each option does.

Words stand in English where a command is defined, and are put into the reader's language here.
"""

import textwrap
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from iop_cli.cli.terminal import width
from iop_cli.words import _, mark, say

UsageError: Any = typer.BadParameter.__base__


def _wrapped(text: str, indent: str = "") -> list[str]:
    """A paragraph in lines."""
    return textwrap.wrap(
        text, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _call(line: str) -> list[str]:
    """An example of a call; where it is folded, each line ends as a shell can take it."""
    parts = textwrap.wrap(
        line.strip(),
        width() - 2,
        initial_indent="  ",
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [*(f"{part} \\" for part in parts[:-1]), parts[-1]]


def _rows(pairs: list[tuple[str, str]]) -> list[str]:
    """Names on the left and what they mean on the right, or below where the name is long."""
    column = min(max((len(name) for name, _text in pairs), default=0) + 4, 30, width() // 2)
    lines: list[str] = []
    for name, text in pairs:
        indent = " " * column
        body = textwrap.wrap(text, max(16, width() - column), break_on_hyphens=False) or [""]
        if len(name) + 4 <= column:
            lines.append(f"  {name}".ljust(column) + body[0])
            body = body[1:]
        else:
            lines += _wrapped(name, "  ")
        lines += [indent + line for line in body]
    return lines


def _option(param: Any) -> tuple[str, str]:
    name = ", ".join([*param.opts, *param.secondary_opts])
    takes = "" if param.is_flag else f" {_(param.metavar or 'TEXT')}"
    return name + takes, _(param.help or "")


def help_text(command: Any, ctx: Any) -> str:
    """A command's help: the call, an example, what it does, its arguments, commands, options."""
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    pieces = [_("COMMAND") + " …"] if isinstance(command, TyperGroup) else []
    pieces += [_(p.metavar or p.name.upper()) for p in arguments]
    usage = say(mark("Usage: {call}"), call=" ".join([ctx.command_path, *pieces, _("[OPTIONS]")]))
    lines = [*_wrapped(usage), ""]
    if command.epilog:
        lines += [
            *(part for line in command.epilog.strip().splitlines() for part in _call(line)),
            "",
        ]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [*_wrapped(_(" ".join(paragraph.split()))), ""]
    if arguments:
        named = [(_(p.metavar or p.name.upper()), _(p.help or "")) for p in arguments]
        lines += [*_rows(named), ""]
    if isinstance(command, TyperGroup):
        commands = [(n, c) for n, c in command.commands.items() if not c.hidden]
        lines += [_("Commands:"), *_rows([(n, _(_first(c))) for n, c in commands]), ""]
    own = command.get_help_option(ctx)
    rows = [_option(p) for p in options if p is not own]
    rows.append(("-h, --help", _("Show this help.")))
    lines += [_("Options:"), *_rows(rows)]
    return "\n".join(lines)


def _first(command: Any) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())


class Command(TyperCommand):
    """A command whose help is ours."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return help_text(self, ctx)


class Group(TyperGroup):
    """A group of commands whose help is ours."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return help_text(self, ctx)


def usage_error(error: Any) -> str:
    """What is wrong with how a command was called, and what was probably meant."""
    kind = type(error).__name__
    param = getattr(error, "param", None)
    name = (
        (param.opts[-1] if param.param_type_name == "option" else _(param.metavar or param.name))
        if param
        else ""
    )
    match kind:
        case "NoSuchOption":
            return _unknown(
                mark("there is no option {name}"), error.option_name, _options_of(error.ctx)
            )
        case "MissingParameter":
            return say(mark("{name} is missing"), name=name)
        case "BadOptionUsage":
            if "not take a value" in error.message:
                return say(mark("{name} takes no value"), name=error.option_name)
            return say(mark("{name} needs a value"), name=error.option_name)
        case "BadParameter" if "valid integer" in error.message:
            return say(mark("{name} needs a whole number"), name=name or "?")
        case "BadParameter":
            return say(mark("{name}: {reason}"), name=name or "?", reason=_(error.message))
        case _:
            return _other(error)


def _other(error: Any) -> str:
    message: str = error.message
    if message.startswith("No such command"):
        written = message.split("'")[1] if "'" in message else ""
        return _unknown(
            mark("there is no command {name}"), written, list(error.ctx.command.commands)
        )
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(")[2].partition("(")[2].rstrip(")") or message.rpartition("(")[
            2
        ].rstrip(")")
        return say(mark("one argument too many: {extra}"), extra=extra)
    if message.startswith("Missing command"):
        return _("a command is missing")
    return message


def _options_of(ctx: Any) -> list[str]:
    return [o for p in ctx.command.params for o in p.opts] if ctx else []


def _unknown(says: str, name: str, known: list[str]) -> str:
    from iop_cli.problems import nearest

    meant = nearest(name, known)
    words = say(says, name=name)
    return say(mark("{words}; did you mean {meant}?"), words=words, meant=meant) if meant else words
