"""Command line, chat window and HTTP service: the only place that prints or renders."""
