"""Keeps what libraries log of bad files off the terminal: the file's report tells it."""

from __future__ import annotations

import logging


def keep_quiet(*libraries: str) -> None:
    """Keep the log records of libraries from being printed where no logging is set up."""
    for name in libraries:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
