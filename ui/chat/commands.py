"""Lines that begin with a slash: commands, in English and in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.errors import UsageError


class Name(StrEnum):
    """What can be asked of the conversation itself."""

    HELP = "help"
    SOURCES = "sources"
    EDIT = "edit"
    RETRY = "retry"
    MODEL = "model"
    AS_OF = "as-of"
    EXPORT = "export"
    NEW = "new"
    QUIT = "quit"


_ALIASES: dict[str, Name] = {
    **{name.value: name for name in Name},
    "帮助": Name.HELP,
    "出处": Name.SOURCES,
    "修改": Name.EDIT,
    "重问": Name.RETRY,
    "模型": Name.MODEL,
    "截至": Name.AS_OF,
    "导出": Name.EXPORT,
    "新对话": Name.NEW,
    "退出": Name.QUIT,
    "exit": Name.QUIT,
}
_COMMAND = re.compile(r"[/／](\S+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command and what stands after its name, "" for nothing."""

    name: Name
    argument: str


def command_of(line: str) -> Command | None:
    """Return the command that a line is, None where it is a question.

    Raises:
        UsageError: it begins with a slash and is no command.
    """
    match = _COMMAND.fullmatch(line.strip())
    if match is None:
        return None
    name = _ALIASES.get(match[1].lower())
    if name is None:
        raise UsageError(f"no command is named {match[1]!r}.", "Type /help for the list.")
    return Command(name, match[2].strip())


def numbers(argument: str) -> tuple[int, ...]:
    """Return the whole numbers of an argument such as "2 5".

    Raises:
        UsageError: it holds something else.
    """
    words = argument.split()
    if not all(word.isdecimal() and len(word) < 5 for word in words):
        raise UsageError(f"not a number: {argument!r}.", "Type /help for the list.")
    return tuple(map(int, words))
