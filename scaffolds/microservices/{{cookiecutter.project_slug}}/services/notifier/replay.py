"""`python -m notifier.replay` gives dead letters another chance, once what killed them is mended."""

from __future__ import annotations

import asyncio
import logging

from common import logs, settings
from notifier.consumer import replay

if __name__ == "__main__":
    logs.configure(settings.text("SERVICE"))
    logging.getLogger(__name__).info("replayed %d messages", asyncio.run(replay()))
