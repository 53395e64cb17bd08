"""`python -m example`: serve on $PORT (8000) until SIGTERM, and answer what is under way."""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread
from types import FrameType

from example.server import Server, log


def port_of(text: str) -> int:
    """A port's number; 0 is any that is free. ValueError for anything else."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ValueError(f"PORT is a number from 0 to 65535, not {text!r}")
    return int(text)


def main() -> None:
    """Serve until told to stop."""
    try:
        server = Server((os.environ.get("HOST", "0.0.0.0"), port_of(os.environ.get("PORT", "8000"))))
    except (OSError, ValueError) as error:
        sys.exit(f"cannot serve: {error}")

    def stop(number: int, _: FrameType | None) -> None:
        log("stopping", signal=signal.Signals(number).name)
        # `shutdown` waits for the loop that this handler has interrupted.
        Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with server:
        log("serving", port=server.server_address[1])
        server.serve_forever()
    log("stopped")


if __name__ == "__main__":
    main()
