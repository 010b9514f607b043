"""A few thousand hostile inputs; all of them: `python -m tests.fuzz --seed 1 --inputs 100000`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz import watching
from tests.fuzz.corpus import Seed
from tests.fuzz.mutating import SHARES, case
from tests.fuzz.watching import Outcome, outcome, outcomes

INPUTS = int(os.environ.get("FUZZ_INPUTS", "1500"))


def test_hostile_inputs_end_in_articles_or_in_a_reason() -> None:
    found = list(outcomes(2, INPUTS))
    assert [one for one in found if one.result not in {"read", "refused"}] == []
    assert [one.number for one in found] == list(range(INPUTS))
    counts = Counter((one.kind, one.result) for one in found)
    assert {kind for kind, _ in counts} == set(SHARES)
    for kind in ("txt", "md", "html", "jsonl", "docx", "ask"):  # most get past the decoder
        assert counts[kind, "read"] >= 10, kind


def test_an_input_is_the_same_each_time() -> None:
    assert case(1, 77) == case(1, 77)
    assert case(1, 77) != case(2, 77)


def test_an_exception_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise KeyError("o")

    monkeypatch.setattr(watching, "run", broken)
    found = outcome(1, 5, tmp_path)
    assert found.result == "crash"
    assert "KeyError: 'o'" in found.told


class _Stub:
    """What stands in for the process of the inputs: says what it is told, then nothing."""

    exitcode = -11

    def __init__(self, *said: Outcome | str | type[EOFError]) -> None:
        self._said = list(said)

    def poll(self, _wait: float) -> bool:
        return bool(self._said)

    def recv(self) -> Outcome | str:
        said = self._said.pop(0)
        if isinstance(said, type):
            raise said
        return said

    def Process(self, **_: object) -> _Stub:  # noqa: N802
        return self

    def Pipe(self) -> tuple[_Stub, _Stub]:  # noqa: N802
        return self, self

    def start(self) -> None: ...
    def close(self) -> None: ...
    def kill(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...


@pytest.mark.parametrize(("last", "result"), [((EOFError,), "crash"), ((), "hang")])
def test_a_process_that_dies_or_stalls_is_told(
    last: tuple[type[EOFError], ...], result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Outcome(0, "txt", "read")
    processes = [_Stub("ready", first, *last), _Stub("ready", Outcome(2, "md", "refused"))]
    monkeypatch.setattr(watching.multiprocessing, "get_context", lambda _: _Context(processes))
    found = [(one.number, one.result) for one in outcomes(1, 3)]
    assert found == [(0, "read"), (1, result), (2, "refused")]


class _Context:
    def __init__(self, processes: list[_Stub]) -> None:
        self._processes = processes
        self._now = processes[0]

    def Pipe(self) -> tuple[_Stub, _Stub]:  # noqa: N802
        self._now = self._processes.pop(0)
        return self._now, self._now

    def Process(self, **_: object) -> _Stub:  # noqa: N802
        return self._now


def test_seeds_are_of_every_reader() -> None:
    from rag.reading.reader import SUFFIXES
    from tests.fuzz.corpus import kind_of, seeds

    assert {kind_of(f"a{suffix}") for suffix in SUFFIXES} == set(seeds())
    assert all(isinstance(one, Seed) for several in seeds().values() for one in several)
