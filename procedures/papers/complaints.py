"""WeasyPrint logs a broken picture and prints on; a paper must not."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


class _Ear(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was said without its parameters: they may quote the paper."""
        self.heard.append(str(record.msg))


@contextmanager
def overheard(level: int) -> Iterator[list[str]]:
    """Everything that WeasyPrint says at `level` or above while the block runs."""
    ear = _Ear(level)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        with warnings.catch_warnings():
            # It leaves its own colour profile for the collector to close, at every paper.
            warnings.filterwarnings("ignore", "unclosed file .*icc", ResourceWarning)
            yield ear.heard
    finally:
        logger.removeHandler(ear)
