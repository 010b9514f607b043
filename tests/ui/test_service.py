"""The HTTP service over a small library of real vectors: its JSON, its errors, its refusals."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient

from rag.engine import Engine
from rag.errors import LibraryBusy, UsageError
from rag.settings import Settings
from ui.service import allowed_models, build_app, serve
from ui.texts import EN
from ui.uploads import safe_name, store, upload

ROOT = Path(__file__).parents[2]
BRIDGE = "青石大桥于2023年5月8日通车，全长1280米，双向六车道。"
ARTICLES = {
    "bridge.txt": f"青石大桥通车\n日期：2023-05-09\n\n{BRIDGE}",
    "library.txt": "市图书馆延长开放\n日期：2024-03-02\n\n市图书馆从3月起每晚开放到22点。",
    "orchard.md": "# Orchard opens\n\nDate: 2022-10-01\n\nThe orchard grows 640 pear trees.",
}
QUESTION = "青石大桥全长多少米？"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("service")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = Engine(Settings(), folder / "library")
    made.index([str(folder / name) for name in ARTICLES])
    return made


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(build_app(engine, ["http://127.0.0.1:9/v1#absent"])) as made:
        yield made


@pytest.fixture
def nothing_yet(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(build_app(Engine(Settings(), tmp_path / "none"), [])) as made:
        yield made


def test_health_counts_the_articles(client: TestClient) -> None:
    told = client.get("/healthz")
    assert told.status_code == 200
    assert told.json() == {"status": "ok", "articles": 3, "passages": 3, "library": "ready"}


def test_health_without_a_library_is_well_and_says_so(nothing_yet: TestClient) -> None:
    told = nothing_yet.get("/healthz")
    assert (told.status_code, told.json()["library"]) == (200, "none")


def test_search_finds_the_passage(client: TestClient) -> None:
    found = client.post("/api/search", json={"question": QUESTION, "k": 2}).json()
    assert found["question"] == QUESTION
    assert len(found["hits"]) == 2
    assert BRIDGE in found["hits"][0]["text"]
    assert found["hits"][0]["article"]["date"] == "2023-05-09"


def test_an_answer_rests_on_a_verbatim_quote(client: TestClient, engine: Engine) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["outcome"] == "answered"
    assert "1280米" in answer["answer"]
    first = answer["citations"][0]
    text = engine.article(first["article"]["id"]).text
    assert text[first["start"] : first["end"]] == first["quote"]


def test_a_follow_up_is_answered_from_its_earlier_turns(client: TestClient) -> None:
    earlier = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "青石大桥全长1280米。[1]"},
    ]
    asked = {"question": "它是什么时候通车的？", "messages": earlier}
    answer = client.post("/api/ask", json=asked).json()
    assert answer["question"] == asked["question"]
    assert answer["standalone_question"] == "青石大桥是什么时候通车的？"
    assert "2023年5月8日" in answer["answer"]


def test_what_was_published_later_is_not_seen(client: TestClient) -> None:
    asked = {"question": QUESTION, "as_of": "2022"}
    assert client.post("/api/ask", json=asked).json()["left_out"] == 2


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/ask", {"question": QUESTION, "model": "openai:gpt-5"}, 400),
        ("/api/ask", {"question": QUESTION, "model": "http://10.0.0.1/v1#x"}, 400),
        ("/api/ask", {"question": "   "}, 400),
        ("/api/search", {"question": QUESTION, "as_of": "2024-13"}, 400),
        ("/api/search", {"question": QUESTION, "k": 0}, 422),
        ("/api/search", {"question": QUESTION, "mode": "magic"}, 422),
        ("/api/search", {"question": "长" * 4001}, 422),
        ("/api/ask", {"question": QUESTION, "messages": [{"role": "wizard", "content": ""}]}, 422),
        ("/api/ask", {}, 422),
    ],
)
def test_refusals(client: TestClient, path: str, body: dict[str, object], status: int) -> None:
    told = client.post(path, json=body)
    assert told.status_code == status
    assert told.json()["error"]
    assert told.json()["advice"]


def test_half_a_character_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    told = client.post("/api/ask", content=b'{"question": "\\ud800"}', headers=headers)
    assert told.status_code in {400, 422}
    assert told.json()["error"]


@pytest.mark.parametrize("body", [b"[" * 100_000, b"{", b'{"question": "\xff"}'], ids=len)
@pytest.mark.parametrize("path", ["/api/ask", "/api/search", "/v1/chat/completions"])
def test_a_body_that_is_no_json_is_told(client: TestClient, path: str, body: bytes) -> None:
    told = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert told.status_code in {400, 422}
    error = told.json()["error"]
    assert error["message"] if path.startswith("/v1/") else error


def test_without_a_library_there_is_advice(nothing_yet: TestClient) -> None:
    told = nothing_yet.post("/api/ask", json={"question": QUESTION})
    assert told.status_code == 404
    assert "yuanwen index" in told.json()["advice"]


def test_a_busy_library_is_a_passing_trouble(
    client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise LibraryBusy("another process is writing.", "Wait.")

    monkeypatch.setattr(engine, "search", busy)
    told = client.post("/api/search", json={"question": QUESTION})
    assert (told.status_code, told.json()) == (
        503, {"error": "another process is writing.", "advice": "Wait."},
    )  # fmt: skip


def test_a_named_model_that_fails_is_replaced_with_a_notice(client: TestClient) -> None:
    asked = {"question": QUESTION, "model": "http://127.0.0.1:9/v1#absent"}
    answer = client.post("/api/ask", json=asked).json()
    assert answer["notice"]
    assert "1280米" in answer["answer"]


def test_questions_are_not_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.post("/api/ask", json={"question": QUESTION})
    assert "青石大桥" not in caplog.text


def test_models_that_may_be_chosen() -> None:
    engine = Engine(Settings(model="ollama:qwen3"))
    assert allowed_models(engine, ["x:y", "ollama:qwen3"]) == ("ollama:qwen3", "x:y", "extractive")


def test_the_window_names_no_other_host(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "fonts.googleapis" not in page.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_only_this_machine_is_served_unless_told(engine: Engine, host: str) -> None:
    with pytest.raises(UsageError, match="could read") as told:
        serve(engine, host=host, port=0, models=[], insecure=False)
    assert "--insecure" in told.value.advice


def test_a_port_in_use_is_told(engine: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="cannot listen"):
            serve(engine, host="127.0.0.1", port=port, models=[], insecure=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_service_cleanly(engine: Engine, number: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "import sys; from pathlib import Path; from rag.engine import Engine;"
        "from rag.settings import Settings; from ui.service import serve;"
        "serve(Engine(Settings(), Path(sys.argv[1])), host='127.0.0.1', port=int(sys.argv[2]),"
        " models=[], insecure=False)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(engine.folder.path), str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        os.kill(process.pid, number)
        output, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, output) == (0, "")


def wait_for(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(url, timeout=5) as answer:
                assert json.load(answer)["status"] == "ok"
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {url}")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("通知 1.txt", "通知 1.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\a.pdf", "a.pdf"),
        (".txt", "article.txt"),
        ("..hidden.md", "hidden.md"),
        ("a\x00b\n<c>.html", "abc.html"),
        ("news.JSONL.GZ", "news.jsonl.gz"),
        ("长" * 200 + ".txt", "长" * 60 + ".txt"),
    ],
)
def test_names_of_uploads_are_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_another_file_of_the_same_name_stands_beside_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    places = []
    for folder, text in (("a", "一"), ("b", "二"), ("c", "一")):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "news.jsonl.gz"
        path.write_text(text, encoding="utf-8")
        places.append(store(path, kept).name)
    assert places == ["news.jsonl.gz", "news-2.jsonl.gz", "news.jsonl.gz"]


def test_uploads_are_read_or_refused_by_name(tmp_path: Path) -> None:
    good, empty, kind, large = (
        tmp_path / name for name in ("好.txt", "empty.txt", "run.exe", "large.txt")
    )
    good.write_text("云岭茶园今年采茶12吨。", encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    kind.write_text("MZ", encoding="utf-8")
    with large.open("wb") as file:
        file.truncate((1 << 20) + 1)
    engine = Engine(Settings(max_file_megabytes=1), tmp_path / "library")
    done = upload(engine, [good, empty, kind, large], EN)
    assert {one.path: (one.status, one.reason) for one in done.files} == {
        "好.txt": ("read", None),
        "empty.txt": ("failed", "is empty"),
        "run.exe": ("failed", EN.unknown_kind),
        "large.txt": ("failed", "over the limit of 1 MB"),
    }
    assert [path.name for path in (tmp_path / "library" / "uploads").iterdir()] == ["好.txt"]
    assert "12吨" in engine.ask("云岭茶园今年采茶多少吨？").text
