"""`python -m composeport`, and what the `composeport` script calls."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

from composeport.contexts import suppress
from composeport.hints import NoReturn
from composeport.late_patterns import postpone


def main() -> NoReturn:
    """Run the command line of this process and end it.

    A translation is over in a moment and leaves few cycles behind, so neither the collector nor the interpreter's
    tidying up at the end is waited for, nor patterns that nothing asks: a third of a small translation's time.
    """
    gc.disable()
    postpone()
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    status = _run()
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads any more
        status = status or 1
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(status)


def _run() -> int:
    """The exit status of the command line."""
    try:
        from composeport.cli import run  # noqa: PLC0415 - the collector is off by now

        run(sys.argv[1:])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 2
    except KeyboardInterrupt:  # before a command had begun
        return 130
    return 0


def _open_closed_streams() -> None:
    """Give the standard streams that the caller closed (`>&-`) their numbers back, else the next file has them.

    Using one is then an error of the operating system's, as in C; what is said on standard error goes nowhere.
    """
    for number, (name, flags) in enumerate((("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, flags)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
