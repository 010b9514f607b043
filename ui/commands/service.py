"""Commands of the service: run it, make a user's password hash, serve the MCP tools."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated, Literal

import typer

from rag.errors import UsageError
from ui.options import (
    AsJson,
    Library,
    ModelSpec,
    RerankerSpec,
    open_library,
    open_terminal,
)

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[
        str, typer.Option("--host", help="监听的地址。 Address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="端口；0 为任选。 Port; 0: any free one."),
    ] = 7860,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model", metavar="SPEC", help="可选用的模型，可多次给出。 May be chosen; repeatable."
        ),
    ] = None,
    insecure: Annotated[
        bool,
        typer.Option(
            "--insecure",
            help="允许不设密钥和登录就对外开放。 Listen elsewhere without keys or log-in.",
        ),
    ] = False,
    log: Annotated[
        Literal["text", "json"] | None,
        typer.Option("--log", help="json：每个请求一行日志。 json: a line for each request."),
    ] = None,
    reranker: RerankerSpec = None,
    library: Library = None,
) -> None:
    """打开聊天窗口和 HTTP 服务。 Open the chat window and the HTTP service."""
    from ui.service import serve as run_service

    engine, terminal = open_library(library, as_json=False, reranker=reranker)
    engine.reranker()  # an error of its spec comes before the window

    def tell(url: str, window: bool) -> None:
        terminal.message(terminal.tell("serving" if window else "serving_interface", url=url))

    run_service(
        engine,
        host=host,
        port=port,
        models=model or [],
        insecure=insecure,
        log=log,
        on_listening=tell,
    )


@app.command()
def password(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    as_json: AsJson = False,
) -> None:
    """为聊天窗口的用户生成密码行。 Make a user's line for YUANWEN_USERS."""
    from ui.service.passwords import password_hash, user_name

    terminal = open_terminal(as_json)
    user = user_name(name)
    if sys.stdin.isatty():
        given = getpass.getpass(terminal.tell("password", user=user))
        if getpass.getpass(terminal.tell("password_again")) != given:
            raise UsageError("the two passwords differ.", "Type the same one twice.")
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    hashed = password_hash(given)
    if terminal.as_json:
        terminal.json({"name": user, "hash": hashed})
        return
    terminal.message(terminal.tell("password_line"))
    terminal.lines(f"{user}:{hashed}")


@app.command()
def mcp(model: ModelSpec = None, library: Library = None) -> None:
    """通过标准输入输出提供 MCP 工具。 Serve the MCP tools search and ask on stdio."""
    from ui.mcp_tools import mcp_server

    engine, _ = open_library(library, as_json=False)
    mcp_server(engine, model).run()
