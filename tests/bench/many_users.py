"""Many users at once, while the library under them is replaced again and again.

    python tests/bench/many_users.py --users 50 --seconds 60

A real `yuanwen serve` over loopback, a process that indexes two versions of the same articles in
turn, and users who ask, each the next question as soon as the last one is answered, by turns over
`/api/ask` and, streamed, over `/v1/chat/completions`. Counted are requests that fail and answers
that are not wholly of one version: a hit of another one, or a quote that does not stand at its
place in an article of the same one. First one user alone asks, for a quarter of the time.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 60
sys.path.insert(0, str(ROOT))
YUANWEN = [sys.executable, "-m", "ui.main"]
# Writes one version over the other and indexes it, until it is stopped.
INDEXER = """
import sys, itertools
from pathlib import Path
from rag.engine import Engine
from rag.settings import Settings
sys.path.insert(0, sys.argv[1])
from many_users import write_version
folder, library = Path(sys.argv[2]), Path(sys.argv[3])
for version in itertools.cycle((1, 0)):
    write_version(folder, version)
    Engine(Settings(), library).index([str(folder)], prune=True)
    print(version, flush=True)
"""


def article(number: int, version: int) -> tuple[str, str]:
    """Title and text of an article; the versions differ in every sentence."""
    length = 1000 + 10 * number + version
    name = f"青石{number}号桥"
    title = f"{name}{'通车' if version else '动工'}"
    body = (
        f"{name}全长{length}米，是第{version}版报道的桥。"
        f"第{version}版说，{name}每天通过{length * 7}辆车。"
    )
    return title, f"{title}\n日期：202{4 + version}-05-0{1 + number % 9}\n\n{body}\n"


def write_version(folder: Path, version: int) -> None:
    """Write all articles of a version over those of the other."""
    for number in range(ARTICLES):
        path = folder / f"{number}.txt"
        path.with_suffix(".new").write_text(article(number, version)[1], encoding="utf-8")
        path.with_suffix(".new").replace(path)


@dataclass
class Told:
    """What came of the requests."""

    seconds: list[float] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)

    def line(self) -> str:
        cuts = statistics.quantiles(self.seconds, n=100)
        return (
            f"{len(self.seconds)} answers, p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, "
            f"most {max(self.seconds):.3f} s; versions {dict(self.versions)}; "
            f"troubles {dict(self.troubles) or 'none'}"
        )


def texts_of(folder: Path, library: Path) -> dict[str, tuple[int, str]]:
    """Version and text of every article by its id; `library` is left with the first version."""
    from rag.engine import Engine
    from rag.settings import Settings

    found = {}
    for version in (1, 0):
        write_version(folder, version)
        engine = Engine(Settings(), library)
        engine.index([str(folder)], prune=True)
        for one in engine.articles():
            name = str(one["id"])
            found[name] = (version, engine.article(name).text)
    assert len(found) == 2 * ARTICLES
    return found


def trouble_of(record: dict[str, Any], texts: dict[str, tuple[int, str]]) -> tuple[str, int]:
    """What is wrong with an answer, "" for nothing, and its version."""
    if record["outcome"] != "answered":
        return record["outcome"], -1
    named = [one["article"]["id"] for one in [*record["citations"], *record.get("hits", ())]]
    versions = {texts[name][0] if name in texts else -1 for name in named}
    if len(versions) != 1 or -1 in versions:
        return f"versions {sorted(versions)} in one answer", -1
    for one in record["citations"]:
        text = texts[one["article"]["id"]][1]
        if text[one["start"] : one["end"]] != one["quote"]:
            return "a quote is not verbatim", -1
    return "", versions.pop()


async def ask(client: httpx.AsyncClient, question: str, streamed: bool) -> dict[str, Any]:
    """Ask in one of two ways; return the answer's citations, outcome and, of `/api/ask`, hits."""
    if not streamed:
        reply = await client.post("/api/ask", json={"question": question})
        reply.raise_for_status()
        return dict(reply.json())
    body = {"model": "yuanwen", "stream": True, "messages": [{"role": "user", "content": question}]}
    last: dict[str, Any] = {}
    async with client.stream("POST", "/v1/chat/completions", json=body) as reply:
        reply.raise_for_status()
        async for line in reply.aiter_lines():
            if line.startswith("data: {"):
                last = json.loads(line.removeprefix("data: "))
    return last if "citations" in last else {"outcome": f"broken stream: {last}"}


async def user(
    number: int, url: str, ends: float, texts: dict[str, tuple[int, str]], told: Told
) -> None:
    """Ask until the time is over."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        for turn in itertools.count(number):
            if time.monotonic() >= ends:
                return
            started = time.monotonic()
            question = f"青石{turn * 7 % ARTICLES}号桥全长多少米？"
            try:
                record = await ask(client, question, streamed=turn % 2 == 0)
            except httpx.HTTPError as error:
                told.troubles[f"{type(error).__name__}: {error}"[:120]] += 1
                continue
            told.seconds.append(time.monotonic() - started)
            trouble, version = trouble_of(record, texts)
            told.versions[version] += 1
            if trouble:
                told.troubles[trouble] += 1


async def load(users: int, seconds: float, url: str, texts: dict[str, tuple[int, str]]) -> Told:
    """Let users ask for a time."""
    told = Told()
    ends = time.monotonic() + seconds
    await asyncio.gather(*(user(one, url, ends, texts, told) for one in range(users)))
    return told


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{url}/healthz", timeout=5).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at {url}")


def main() -> None:
    """Run the load and print what came of it; exit code 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, library = Path(scratch) / "articles", Path(scratch) / "library"
        folder.mkdir()
        texts = texts_of(folder, library)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        log = (Path(scratch) / "log").open("w+")
        served = ["--library", str(library), "serve", "--port", str(port), "--log", "json"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        server = subprocess.Popen([*YUANWEN, *served], cwd=ROOT, stderr=log, env=environment)
        wait_for(url)
        indexer = subprocess.Popen(
            [sys.executable, "-c", INDEXER, str(Path(__file__).parent), folder, library],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        time.sleep(1)
        alone = asyncio.run(load(1, given.seconds / 4, url, texts))
        together = asyncio.run(load(given.users, given.seconds, url, texts))
        ended = indexer.poll() is not None
        indexer.terminate()
        generations = len(indexer.communicate()[0].split())
        server.terminate()
        code = server.wait(30)
        log.seek(0)
        failed = [line for line in log if '"failed"' in line or '"event": "server"' in line]
    print(f"1 user:   {alone.line()}")
    print(f"{given.users} users: {together.line()}")
    print(
        f"{generations} times replaced; service ended with {code}; {len(failed)} failed in its log"
    )
    sys.stdout.writelines(failed[:5])
    bad = alone.troubles or together.troubles or code or failed or ended or generations < 2
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
