"""Keys and log-in: who gets what, and that nothing is served past them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_at_work import QUESTION, filled

from rag.engine import Engine
from rag.errors import UsageError
from rag.settings import Settings
from ui.service import build_app
from ui.service.hosts import is_own_name
from ui.service.login_page import TEXTS, Shown, login_page
from ui.service.passwords import _scrypt, is_password, is_user, password_hash, user_name, users_of
from ui.service.running import has_window
from ui.service.sessions import SECONDS, Sessions, set_cookie, token_of

PASSWORD = "青石大桥1280"
ASKED = {"question": QUESTION}
KEYED = {"Authorization": "Bearer key-two"}


@pytest.fixture(scope="module")
def hashed() -> str:
    return password_hash(PASSWORD)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, hashed: str) -> Engine:
    folder = tmp_path_factory.mktemp("access")
    settings = Settings(api_keys=("key-one", "key-two"), users=(f"小明:{hashed}", f"eve:{hashed}"))
    return filled(Engine(settings, folder / "library"), folder)


@pytest.fixture(scope="module")
def window(engine: Engine) -> TestClient:
    return TestClient(build_app(engine))


@pytest.fixture
def client(window: TestClient) -> Iterator[TestClient]:
    window.cookies.clear()
    yield window
    window.cookies.clear()


def log_in(client: TestClient, name: str = "小明", password: str = PASSWORD) -> int:
    given = {"name": name, "password": password}
    return client.post("/login", data=given, follow_redirects=False).status_code


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (KEYED, 200),
        ({"Authorization": "bearer key-one"}, 200),
        ({"Authorization": "Bearer key-on"}, 401),
        ({"Authorization": "Bearer key-one,key-two"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "key-one"}, 401),
        ({"Authorization": "Basic key-one"}, 401),
    ],
)
def test_keys(client: TestClient, path: str, headers: dict[str, str], status: int) -> None:
    told = client.post(path, json=ASKED, headers=headers)
    assert told.status_code == status
    if status == 401:
        assert told.headers["www-authenticate"].startswith("Bearer")
        assert told.json()["advice"]


def test_health_is_open(client: TestClient) -> None:
    assert client.get("/healthz").json()["articles"] == 3


@pytest.mark.parametrize(
    "path",
    ["/", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/startup-events",
     "/gradio_api/heartbeat/x", "/gradio_api/queue/data?session_hash=x", "/static/fonts/x",
     "/gradio_api/file=/etc/passwd", "/gradio_api/upload", "/monitoring/summary", "//", "/x"],
)  # fmt: skip
def test_the_window_and_all_of_gradio_needs_a_log_in(client: TestClient, path: str) -> None:
    assert client.get(path, headers=KEYED).status_code == 401
    page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/login")


def test_a_user_logs_in_and_out(client: TestClient) -> None:
    assert client.post("/gradio_api/queue/join", json={}).status_code == 401
    assert log_in(client) == 303
    cookie = client.cookies["yuanwen_session"]
    assert client.get("/config").json()["username"] == "小明"  # as gr.Request has it
    assert client.post("/api/ask", json=ASKED).status_code == 200
    assert "小明" in client.get("/login").text
    assert client.post("/logout", follow_redirects=False).status_code == 303
    client.cookies.set("yuanwen_session", cookie)  # a copy of it opens nothing any more
    assert client.get("/config").status_code == 401


def test_the_cookie_is_for_the_browser_alone(client: TestClient) -> None:
    given = {"name": "小明", "password": PASSWORD}
    for scheme, secure in (("http", False), ("https", True)):
        told = client.post(f"{scheme}://testserver/login", data=given, follow_redirects=False)
        parts = told.headers["set-cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
        assert ("Secure" in parts) is secure
        client.cookies.clear()


def test_a_wrong_key_is_not_made_good_by_a_cookie(client: TestClient) -> None:
    assert log_in(client) == 303
    wrong = {"Authorization": "Bearer wrong"}
    assert client.post("/api/ask", json=ASKED, headers=wrong).status_code == 401


def test_guesses_are_held_up(engine: Engine) -> None:
    client = TestClient(build_app(engine, window=False))
    assert [log_in(client, "eve", f"wrong-{number}") for number in range(5)] == [401] * 5
    held = client.post("/login", data={"name": "eve", "password": PASSWORD})
    assert held.status_code == 429
    assert 0 < int(held.headers["retry-after"]) <= 900
    assert log_in(client) == 303  # another user of the same address
    for number in range(20):
        log_in(client, f"nobody-{number}", "wrong")
    assert log_in(client) == 429


def test_the_page_is_in_two_languages(client: TestClient) -> None:
    chinese = client.get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    english = client.get("/login?lang=en", headers={"Accept-Language": "zh-CN"}).text
    assert "用户名" in chinese and "Password" not in chinese
    assert "Password" in english and "用户名" not in english
    assert "<script" not in chinese + english
    assert all(re.search(r"[\u4e00-\u9fff]|English", one[0]) for one in TEXTS.values())
    assert "&lt;b&gt;" in login_page("en", Shown(user="<b>"))


def test_no_file_of_the_library_is_served(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the library's folder as the current one, and nobody to log in."""
    monkeypatch.chdir(engine.folder.path)
    (engine.folder.path / "uploads").mkdir(exist_ok=True)
    (engine.folder.path / "uploads" / "secret.txt").write_text("秘密", encoding="utf-8")
    open_to_all = TestClient(build_app(Engine(Settings(), engine.folder.path)))
    for name in ("current.json", "uploads/secret.txt", f"{engine.folder.path}/current.json",
                 f"{engine.folder.path}/uploads/secret.txt", "./current.json",
                 "/etc/passwd", "%2Fetc%2Fpasswd", "//etc/passwd", "../bridge.txt",
                 "..%2fbridge.txt", "file:///etc/passwd", "/proc/self/environ",
                 "http://10.0.0.1/x"):  # fmt: skip
        told = open_to_all.get(f"/gradio_api/file={name}")
        assert told.status_code in {403, 404}, name
        assert open_to_all.get(f"/gradio_api/file/{name}").status_code in {403, 404}, name
    for path in ("/static/../../../etc/passwd", "/static/..%2f..%2froutes.py",
                 "/assets/%2e%2e/%2e%2e/routes.py", "/gradio_api/proxy=http://10.0.0.1/",
                 "/monitoring/x", "/gradio_api/run-history/buckets", "/svelte/x"):  # fmt: skip
        assert open_to_all.get(path).status_code in {403, 404}, path


def test_keys_alone_leave_the_window_to_this_machine(tmp_path: Path) -> None:
    keyed = TestClient(build_app(Engine(Settings(api_keys=("key",)), tmp_path)))
    assert keyed.get("/").status_code == 200
    assert keyed.get("/v1/models").status_code == 401
    assert has_window(Settings(api_keys=("key",)), "127.0.0.1", insecure=False)
    assert not has_window(Settings(api_keys=("key",)), "0.0.0.0", insecure=False)
    assert has_window(Settings(users=("a:b",)), "0.0.0.0", insecure=False)
    assert has_window(Settings(), "0.0.0.0", insecure=True)
    hidden = TestClient(build_app(Engine(Settings(api_keys=("key",)), tmp_path), window=False))
    assert hidden.get("/").status_code == 404
    assert hidden.get("/gradio_api/info").status_code == 404


def test_users_alone_close_the_interfaces_too(tmp_path: Path, hashed: str) -> None:
    client = TestClient(build_app(Engine(Settings(users=(f"a:{hashed}",)), tmp_path)))
    assert client.get("/v1/models").status_code == 401
    assert client.get("/v1/models", headers={"Authorization": "Bearer x"}).status_code == 401
    assert log_in(client, "a") == 303
    assert client.get("/v1/models").status_code == 200


def test_another_sites_name_does_not_reach_an_open_service(tmp_path: Path) -> None:
    def status(settings: Settings, path: str, host: str) -> int:
        app = build_app(Engine(settings, tmp_path), window=False, own_names=True)
        return TestClient(app, base_url=f"http://{host}").get(path).status_code

    assert status(Settings(), "/v1/models", "127.0.0.1:7860") == 200
    assert status(Settings(), "/v1/models", "rebound.example") == 421
    assert status(Settings(api_keys=("key",)), "/v1/models", "proxy.example") == 401
    assert status(Settings(api_keys=("key",)), "/", "proxy.example") == 421


def test_a_page_of_another_site_sends_nothing(tmp_path: Path) -> None:
    client = TestClient(build_app(Engine(Settings(), tmp_path)))
    other = {"Sec-Fetch-Site": "cross-site"}
    for path in (
        "/api/ask",
        "/v1/chat/completions",
        "/gradio_api/upload",
        "/gradio_api/queue/join",
    ):
        assert client.post(path, headers=other, json=ASKED).status_code == 403, path
    assert client.get("/", headers=other).status_code == 200  # a link leads here
    plain = {"Content-Type": "text/plain"}  # of an old browser, which asks no leave for it
    body = '{"question": "x"}'
    assert client.post("/api/ask", headers=plain, content=body).status_code == 422


@pytest.mark.parametrize(
    ("host", "own"),
    [("localhost:7860", True), ("127.0.0.1", True), ("[::1]:7860", True), ("127.9.9.9:1", True),
     ("x.localhost", True), ("localhost.example", False), ("127.0.0.1.example", False),
     ("10.0.0.1", False), ("", False)],
)  # fmt: skip
def test_own_names(host: str, own: bool) -> None:
    assert is_own_name(host) is own


def test_a_hash_is_of_one_password_and_salted(hashed: str) -> None:
    assert re.fullmatch(r"scrypt-15-8-3-[0-9a-f]{32}-[0-9a-f]{64}", hashed)
    assert is_password(PASSWORD, hashed)
    assert not is_password(PASSWORD + " ", hashed)
    assert password_hash(PASSWORD) != hashed
    assert not is_password(PASSWORD, hashed.replace("-8-3-", "-8-2-"))


def test_the_hash_is_that_of_rfc_7914() -> None:
    """Its test vector with N 1024, r 8, p 16, of which we keep the first 32 bytes."""
    made = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    assert _scrypt("password", b"NaCl", 10, 8, 16).hex() == made


def test_users_of_a_setting(hashed: str) -> None:
    settings = Settings(users=f" a:{hashed},\n王:{hashed}\n")  # type: ignore[arg-type]
    users = users_of(settings.users)
    assert users == {"a": hashed, "王": hashed}
    assert is_user(users, "王", PASSWORD)
    assert not is_user(users, "nobody", PASSWORD)
    assert Settings(api_keys="x, y ,").api_keys == ("x", "y")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line", ["a", "a:plain password", "a:scrypt-99-8-3-{s}-{h}", ":scrypt-15-8-3-{s}-{h}"]
)
def test_a_bad_user_is_told_without_showing_it(line: str) -> None:
    given = line.format(s="0" * 32, h="0" * 64)
    with pytest.raises(UsageError, match="entry 1 of YUANWEN_USERS") as told:
        users_of([given])
    assert "plain" not in str(told.value)


def test_names_and_passwords_that_cannot_be_used() -> None:
    for name in ("", "a b", "a:b", "a,b", "x" * 65):
        with pytest.raises(UsageError, match="cannot be a user's name"):
            user_name(name)
    with pytest.raises(UsageError, match="at least 8"):
        password_hash("1234567")


def test_sessions_end() -> None:
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    token = sessions.begin("a")
    assert sessions.user(token) == "a"
    assert sessions.user("") is None
    now = SECONDS + 1.0
    assert sessions.user(token) is None
    assert token_of(f"x=1; {set_cookie(token, secure=False)}") == token
    assert token_of("yuanwen_session") == ""
