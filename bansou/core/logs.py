"""Owns how errors are logged: where they arose and of which kind, never their words, which may quote people's data."""

import logging
import traceback
from typing import Any


class Discreet(logging.Formatter):
    """PostgreSQL's errors name the values of a row, and Python's the text that could not be read."""

    def formatException(self, ei: Any) -> str:
        told: list[str] = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
            told.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(told)
