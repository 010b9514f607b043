"""The log-in page as HTML: no script, its style within, every text escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ui.service.paths import LOGIN, LOGOUT
from ui.texts import Language

TEXTS: dict[str, tuple[str, str]] = {  # name: (Chinese, English)
    "title": ("登录", "Log in"),
    "tagline": ("问文章，看原文", "Ask the articles, see the original"),
    "name": ("用户名", "Name"),
    "password": ("密码", "Password"),
    "enter": ("登录", "Log in"),
    "wrong": ("用户名或密码不对。", "The name or the password is wrong."),
    "wait": (
        "密码错误次数太多，请 {minutes} 分钟后再试。",
        "Too many wrong passwords; try again in {minutes} min.",
    ),
    "signed_in": ("已登录：{user}", "Logged in as {user}"),
    "window": ("打开聊天窗口", "Open the chat window"),
    "leave": ("退出登录", "Log out"),
    "other": ("English", "中文"),
}

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --red: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --red: #e5736c; } }
body { font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { width: min(21rem, 88vw); padding: 2rem 0; }
h1 { font-size: 1.5rem; margin: 0; } h1 span { font-weight: 400; opacity: .65; }
p { margin: .2rem 0 1.2rem; } label { display: block; margin: .9rem 0; }
input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .55rem .7rem;
  border: 1px solid var(--line); border-radius: .4rem; background: transparent; color: inherit; }
button { font: inherit; width: 100%; padding: .6rem; border: 0; border-radius: .4rem;
  background: #b3261e; color: #fff; cursor: pointer; }
a { color: inherit; } .told { color: var(--red); } footer { margin-top: 1.2rem; opacity: .75; }
"""


@dataclass(frozen=True)
class Shown:
    """What the page tells: who is logged in, that the password was wrong, how long to wait."""

    user: str | None = None
    wrong: bool = False
    wait_minutes: int = 0


def login_page(language: Language, shown: Shown) -> str:
    """Return the page in a language."""

    def told(name: str, **values: object) -> str:
        return escape(TEXTS[name][0 if language == "zh" else 1].format(**values))

    if shown.user is not None:
        body = (
            f"<p>{told('signed_in', user=shown.user)}</p>"
            f'<p><a href="/">{told("window")}</a></p>'
            f'<form method="post" action="{LOGOUT}"><button>{told("leave")}</button></form>'
        )
    else:
        trouble = ""
        if shown.wait_minutes:
            trouble = told("wait", minutes=shown.wait_minutes)
        elif shown.wrong:
            trouble = told("wrong")
        alert = f'<p class="told" role="alert">{trouble}</p>' if trouble else ""
        body = (
            f'<p>{told("tagline")}</p>{alert}<form method="post" action="{LOGIN}?lang={language}">'
            f'<label>{told("name")}<input name="name" autocomplete="username" autocapitalize="none"'
            " required autofocus></label>"
            f'<label>{told("password")}<input name="password" type="password"'
            ' autocomplete="current-password" required></label>'
            f"<button>{told('enter')}</button></form>"
        )
    code, other = ("zh-CN", "en") if language == "zh" else ("en", "zh")
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{told('title')} · 原文 Yuanwen</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>原文 <span>Yuanwen</span></h1>{body}"
        f'<footer><a href="{LOGIN}?lang={other}">{told("other")}</a></footer></main></body></html>'
    )
