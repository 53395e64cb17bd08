"""What an image runs: `python -m common serve | migrate | probe`, for the service that SERVICE names."""

from __future__ import annotations

import sys
import urllib.request
from importlib import import_module

from common import database, logs, server, settings

USAGE = "usage: python -m common serve | migrate | probe"


def main(words: list[str]) -> int:
    """The exit status."""
    service = settings.text("SERVICE")
    match words:
        case ["serve"]:
            server.main(service, import_module(f"{service}.main").open_service)
        case ["migrate"]:
            logs.configure(service)
            database.migrate(service)
        case ["probe"]:
            # The image has no curl, and needs none.
            port = int(settings.number("PORT", 8000))
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3).close()
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
