"""Writes services/requirements.txt: the newest versions that services/requirements.in allows, each of them exact."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "services"
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]


def main() -> None:
    """Ask pip what it would install, and note that."""
    command = [*PIP, "--only-binary", ":all:", "-r", str(FOLDER / "requirements.in")]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    found = sorted((item["metadata"]["name"].lower(), item["metadata"]["version"]) for item in report["install"])
    lines = ["# Every version that the images install. `make lock` writes this file from requirements.in."]
    lines += [f"{name}=={version}" for name, version in found]
    (FOLDER / "requirements.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
