"""Every regular expression of the packages, and texts on which it may take too long.

A pattern is slow on a text where it can match a stretch in many ways, or begin at each place of
a stretch and give up only at its end. So for each repetition in a pattern the text is: what the
pattern wants before it, then what is repeated, many times, then what the pattern does not want.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import re._constants as sre  # the parser's own names; only a test looks so far inside
import re._parser as parser
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PACKAGES = ("embeddings", "rag", "eval", "ui")
MANY = 12  # a repetition that may go further than that is worth an attack
VARIANTS = 3
SHORT = 400  # characters
_ENDS = ("\x07", "1。")  # what few patterns end with
_TIMES = (0, 1, 2, 6, 12, 20)
_ALPHABET = "a1 一年。.,:-|/\n《(A　"
_CATEGORY = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """A text that grows: `before`, then `pump` again and again, then `after`."""

    pattern: str
    before: str
    pump: str
    after: str = "\x07"

    def text(self, characters: int) -> str:
        """Return about so many characters."""
        return self.before + self.pump * max(1, characters // len(self.pump)) + self.after


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every text pattern that importing and using the packages compiles, by its source.

    Patterns within functions are made by the calls that use them and are not here.
    """
    found: dict[str, re.Pattern[str]] = {}
    compile_before = re.compile

    def noted(pattern: Any, flags: int = 0) -> Any:
        made = compile_before(pattern, flags)
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.partition(".")[0] in PACKAGES and isinstance(made.pattern, str):
            found[f"{caller}: {made.pattern}"] = made
        return made

    re.compile = noted  # type: ignore[assignment]
    try:
        for name in _modules():
            if name.startswith(("eval.bench", "eval.noise", "ui.window")):
                continue
            held = {one: sys.modules[one] for one in sys.modules if one == name}
            if held:  # it was imported before: its patterns are found where they are kept
                _kept(name, found)
            importlib.import_module(name)
            _kept(name, found)
    finally:
        re.compile = compile_before  # type: ignore[assignment]
    return found


def _modules() -> Iterator[str]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for one in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not one.name.endswith("__main__"):
                yield one.name


def _kept(name: str, found: dict[str, re.Pattern[str]]) -> None:
    module = sys.modules.get(name)
    pending = list(vars(module).values()) if module else []
    while pending:
        value = pending.pop()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault(f"{name}: {value.pattern}", value)
        elif isinstance(value, tuple | list | frozenset):
            pending += value
        elif isinstance(value, dict):
            pending += [*value.values(), *value.keys()]


def attacks(pattern: re.Pattern[str], name: str, seed: int = 1) -> list[Attack]:
    """Return texts for every repetition of a pattern that may go far."""
    chance = random.Random(f"{seed}:{pattern.pattern}")
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    made = {
        Attack(name, before, pump)
        for _ in range(VARIANTS)
        for before, pump in _pumps(list(tree), "", chance)
        if pump
    }
    return sorted(made, key=lambda one: (one.before, one.pump))


def expanded(pattern: re.Pattern[str], times: int = 30, seed: int = 1) -> list[str]:
    """Return short texts that a pattern all but matches, with its repetitions written out.

    What a pattern takes long for within a few hundred characters, it takes for ever.
    """
    chance = random.Random(f"{seed}:{pattern.pattern}")
    tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    found = [_sample(tree, chance, chance.choice)[:SHORT] for _ in range(times)]
    return [text + end for text in dict.fromkeys(found) for end in _ENDS]


def _pumps(items: list[Any], before: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (what stands before, what is repeated) for each repetition, those inside included."""
    for operator, argument in items:
        if operator in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            _, most, body = argument
            if most == sre.MAXREPEAT or most > MANY:
                yield before, _sample(list(body), chance)
            yield from _pumps(list(body), before, chance)
        elif operator is sre.SUBPATTERN:
            yield from _pumps(list(argument[3]), before, chance)
        elif operator is sre.ATOMIC_GROUP:
            yield from _pumps(list(argument), before, chance)
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _pumps(list(branch), before, chance)
        elif operator in {sre.ASSERT, sre.ASSERT_NOT}:
            yield from _pumps(list(argument[1]), before, chance)
            continue
        before += _sample([(operator, argument)], chance)


Choice = Callable[[Sequence[int]], int]


def _sample(items: list[Any], chance: random.Random, times: Choice = min) -> str:
    """Return a text that the items would match, look-arounds left out of account.

    `times` chooses how often what may be repeated is, from a few numbers.
    """
    return "".join(_one(operator, argument, chance, times) for operator, argument in items)


def _one(  # noqa: PLR0911
    operator: Any, argument: Any, chance: random.Random, times: Choice
) -> str:
    if operator is sre.LITERAL:
        return chr(argument)
    if operator is sre.NOT_LITERAL:
        return next(one for one in _ALPHABET if ord(one) != argument)
    if operator is sre.ANY:
        return chance.choice("a一1 ")
    if operator is sre.IN:
        return _member(argument, chance)
    if operator is sre.BRANCH:
        return _sample(list(chance.choice(argument[1])), chance, times)
    if operator is sre.SUBPATTERN:
        return _sample(list(argument[3]), chance, times)
    if operator is sre.ATOMIC_GROUP:
        return _sample(list(argument), chance, times)
    if operator in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        least, most, body = argument
        wanted = times(_TIMES) if times is not min else chance.choice((0, 1))
        count = max(least, min(most if most != sre.MAXREPEAT else max(_TIMES), wanted))
        if chance.random() < 0.5:
            return _sample(list(body), chance, times) * count
        return "".join(_sample(list(body), chance, times) for _ in range(count))
    return ""  # places, look-arounds and references


def _member(argument: list[Any], chance: random.Random) -> str:
    negated = argument[0][0] is sre.NEGATE
    if negated:
        return chance.choice([one for one in _ALPHABET if not _holds(argument[1:], one)] or ["x"])
    operator, value = chance.choice(argument)
    if operator is sre.RANGE:
        return chr(chance.choice(value))
    if operator is sre.CATEGORY:
        return _CATEGORY.get(value, "a")
    return chr(value)


def _holds(argument: list[Any], one: str) -> bool:
    for operator, value in argument:
        if operator is sre.LITERAL and ord(one) == value:
            return True
        if operator is sre.RANGE and value[0] <= ord(one) <= value[1]:
            return True
        if operator is sre.CATEGORY and re.fullmatch(_CLASS[value], one):
            return True
    return False


_CLASS = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
