"""A conversation in the terminal: questions, answers as they are written, commands."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import cast

from rich.text import Text

from rag.answering.checking import configured_models, opened
from rag.days import last_day
from rag.engine import Engine
from rag.errors import UsageError, YuanwenError
from rag.types import Answer, Citation
from ui.chat.commands import Command, Name, command_of, numbers
from ui.chat.lines import Lines
from ui.chat.paragraphs import surroundings
from ui.chat.texts import chat_text
from ui.chat.writing import writing
from ui.console import Terminal
from ui.conversation import Turn, messages, understood
from ui.examples import examples
from ui.markdown_export import conversation_markdown
from ui.texts import TEXTS, Language


class Session:
    """One conversation; `run` holds it to its end.

    Args:
        engine: over a library that exists.
        terminal: shows what is said.
        model: spec of the model that answers to begin with; the setting where None.
        as_of: see `Retriever.search`.

    Raises:
        YuanwenError: the model cannot be opened, or `as_of` is no date.
    """

    def __init__(
        self, engine: Engine, terminal: Terminal, model: str | None, as_of: str | None
    ) -> None:
        self._engine = engine
        self._terminal = terminal
        self._language: Language = "zh" if terminal.language == "zh" else "en"
        self._lines = Lines(self._tell("prompt"))
        self._turns: list[Turn] = []
        self._asked = ""  # the last question, and whether it is the last of the turns
        self._kept = False
        self._begin = ""  # on the next input line
        self._model = model or engine.settings.model
        self._as_of = as_of
        opened(self._model, engine.settings)
        if as_of:
            last_day(as_of)

    def run(self) -> None:
        """Answer line after line until the end; an error is told, and the talk goes on."""
        if self._lines.interactive:
            self._welcome()
        while True:
            begin, self._begin = self._begin, ""
            line = self._lines.read(begin)
            if line is None:
                return
            try:
                if self._ends(line):
                    return
            except YuanwenError as error:
                self._terminal.fail(error.message, error.advice)
            except KeyboardInterrupt:  # while something was shown
                self._terminal.message(self._tell("stopped"), "yellow")

    def _welcome(self) -> None:
        count = self._engine.counts()[0]
        self._terminal.message(self._tell("welcome", articles=count, model=self._model))
        if suggested := examples(self._engine, self._language):
            self._terminal.message(self._tell("try"), "dim")
            for question in suggested:
                self._terminal.message(f"  {question}")

    def _ends(self, line: str) -> bool:
        """Do what a line asks for; tell whether it asks for the end."""
        command = command_of(line)
        if command is None:
            if line:
                self._ask(line)
            return False
        if command.name is Name.QUIT:
            return True
        self._do(command)
        return False

    def _do(self, command: Command) -> None:
        argument = command.argument
        match command.name:
            case Name.HELP:
                self._terminal.lines(self._tell("help"))
            case Name.SOURCES:
                self._sources(numbers(argument))
            case Name.EDIT:
                self._begin = understood(self._turns[-1:]) or self._asked
            case Name.RETRY:
                self._retry(argument)
            case Name.MODEL:
                self._choose(argument)
            case Name.AS_OF:
                self._limit(argument)
            case Name.EXPORT:
                self._export(argument)
            case Name.NEW:
                self._turns, self._asked, self._kept = [], "", False
                self._terminal.message(self._tell("new"), "dim")

    def _ask(self, question: str) -> None:
        self._asked, self._kept = question, False
        self._answer(self._turns)

    def _answer(self, before: list[Turn]) -> None:
        """Ask the last question after some turns; if it is interrupted, all stays as it is."""
        question = self._asked
        if not self._lines.interactive:
            self._terminal.lines(Text(self._terminal.tell("question", question=question), "bold"))
        number = before[-1].number + 1 if before else 1
        written = ""
        answer: Answer | None = None
        stream = self._engine.stream(
            question, messages=messages(before), model=self._model, as_of=self._as_of
        )
        try:
            # Closing ends the model's work too, wherever the interruption came.
            with (
                contextlib.closing(cast("Generator[str | Answer]", stream)) as pieces,
                writing(self._tell("searching")) as show,
            ):
                for piece in pieces:
                    if isinstance(piece, Answer):
                        answer = piece
                    else:
                        written += piece
                        show(written)
        except KeyboardInterrupt:
            if written.strip():
                self._terminal.lines(Text(written.strip(), "dim"))
            self._terminal.message(self._tell("stopped"), "yellow")
            return
        except YuanwenError as error:
            self._turns, self._kept = [*before, Turn(number, question, error)], True
            raise
        assert answer is not None  # a stream ends with its answer
        self._turns, self._kept = [*before, Turn(number, question, answer)], True
        self._terminal.answer(answer)
        if self._lines.interactive and understood(self._turns):
            self._terminal.message(self._tell("edit"), "dim")
        self._terminal.lines("")

    def _retry(self, model: str) -> None:
        if not self._asked:
            raise UsageError("nothing was asked yet.", "Ask a question first.")
        if model:
            self._choose(model)
        self._answer(self._turns[:-1] if self._kept else self._turns)

    def _choose(self, spec: str) -> None:
        if spec:
            opened(spec, self._engine.settings)
            self._model = spec
            self._terminal.message(self._tell("model", model=spec), "dim")
            return
        self._terminal.lines(self._tell("models"))
        for one in dict.fromkeys((self._model, *configured_models(self._engine.settings))):
            self._terminal.lines(f"{'*' if one == self._model else ' '} {one}")

    def _limit(self, date: str) -> None:
        if date:
            last_day(date)
        self._as_of = date or None
        told = self._tell("as_of", date=date) if date else self._tell("as_of_off")
        self._terminal.message(told, "dim")

    def _export(self, name: str) -> None:
        if not name:
            raise UsageError("no file is named.", "Write /export FILE.md.")
        if not self._turns:
            raise UsageError("nothing was asked yet.", "Ask a question first.")
        path = Path(name).expanduser()
        document = conversation_markdown(self._turns, TEXTS[self._language])
        try:
            with path.open("x", encoding="utf-8", errors="replace") as file:
                file.write(document)
        except FileExistsError as error:
            raise UsageError(f"{name!r} is there already.", "Name another file.") from error
        except (OSError, ValueError) as error:  # ValueError: a name with a NUL character
            told = error.strerror if isinstance(error, OSError) else error
            raise UsageError(
                f"cannot write to {name!r}: {told}.",
                "Make room, or check the rights of the folder.",
            ) from error
        self._terminal.message(self._tell("exported", path=path), "dim")

    def _sources(self, wanted: Sequence[int]) -> None:
        given = [one.result for one in self._turns if isinstance(one.result, Answer)]
        if not given or not (cited := given[-1].citations):
            raise UsageError("the last answer cites nothing.", "Ask a question first.")
        if not wanted:
            self._terminal.sources(given[-1])
            return
        found = next((one for one in cited if one.marker == wanted[0]), None)
        if found is None:
            raise UsageError(f"there is no source {wanted[0]}.", f"There are 1 to {len(cited)}.")
        self._in_place(found, wanted[1] if len(wanted) > 1 else 1)

    def _in_place(self, citation: Citation, count: int) -> None:
        """Show a quote in its paragraph, with the paragraphs around it."""
        around = surroundings(citation, count)
        shown: list[Text] = [self._terminal.heading(citation)]
        if around.more_before:
            shown.append(Text(self._tell("unshown", count=around.more_before), "dim"))
        shown += [Text(one, "dim") for one in around.earlier]
        paragraph = Text(around.before)
        paragraph.append(citation.quote, "bold reverse")
        paragraph.append(around.after)
        shown.append(paragraph)
        shown += [Text(one, "dim") for one in around.later]
        if around.more_after:
            shown.append(Text(self._tell("unshown", count=around.more_after), "dim"))
        self._terminal.lines(*shown)

    def _tell(self, name: str, **values: object) -> str:
        return chat_text(self._terminal.language, name, **values)
