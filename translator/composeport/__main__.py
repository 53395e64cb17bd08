"""`python -m composeport`, and what the `composeport` script calls."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

from composeport.hints import NoReturn
from composeport.late_patterns import postpone


def main() -> NoReturn:
    """Run the command line of this process and end it.

    A translation is over in a moment and leaves few cycles behind, so neither the collector nor the interpreter's
    tidying up at the end is waited for, nor patterns that nothing asks: a third of a small translation's time.
    """
    gc.disable()
    postpone()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    status = _run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more
        status = status or 1
    os._exit(status)


def _run() -> int:
    """The exit status of the command line."""
    from composeport.cli import run  # noqa: PLC0415 - the collector is off by now

    try:
        run(sys.argv[1:])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 2
    return 0


if __name__ == "__main__":
    main()
