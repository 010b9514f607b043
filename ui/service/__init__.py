"""The HTTP service: OpenAI's interface, Yuanwen's own, keys, log-in, limits; the window at `/`."""

from ui.service.app import build_app
from ui.service.models import allowed_models
from ui.service.running import serve

__all__ = ["allowed_models", "build_app", "serve"]
