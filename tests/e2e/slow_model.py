"""A language model's server on this machine that writes slowly, for streams that can be watched."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE_CHARACTERS = 2
REPLY = (
    "砚湖湿地的候鸟变多，主要原因是水变浅了[1]。六成的水面水深在40厘米以下[1]。"
    "附近的望月山庄也开始投放鱼苗[1]。"
)


@dataclass
class SlowModel:
    """Attributes: spec of the model; pause after each piece; pieces sent; requests hung up."""

    spec: str
    pause_seconds: float = 0.05
    sent: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)


@contextmanager
def slow_model(reply: str = REPLY, name: str = "qwen3-demo") -> Iterator[SlowModel]:
    """Serve a model that writes `reply` two characters at a time, whatever it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            pieces = [
                reply[at : at + PIECE_CHARACTERS] for at in range(0, len(reply), PIECE_CHARACTERS)
            ]
            try:
                for piece in pieces:
                    event = {"choices": [{"delta": {"content": piece}}]}
                    self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                    self.wfile.flush()
                    model.sent += 1
                    time.sleep(model.pause_seconds)
                self.wfile.write(b"data: [DONE]\n\n")
            except (BrokenPipeError, ConnectionResetError):
                model.hung_up.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = SlowModel(f"http://127.0.0.1:{server.server_port}/v1#{name}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield model
    server.shutdown()
    server.server_close()
