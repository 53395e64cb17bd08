"""`python -m example.healthcheck`: exit status 0 where the server in this container answers."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def main() -> None:
    """Ask the server."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=3)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        sys.exit(f"no answer: {error}")
    finally:
        connection.close()
    if status != 200:
        sys.exit(f"answered {status}")


if __name__ == "__main__":
    main()
