"""Snapshots as files that a reviewer reads: one YAML file a case and writer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from syrupy.location import PyTestLocation
    from syrupy.types import SnapshotIndex

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"


class YamlFileSnapshots(SingleFileSnapshotExtension):
    """Takes its whole name from the test: `snapshot(name="lamp.kubernetes")` is `snapshots/lamp.kubernetes.yaml`."""

    _write_mode = WriteMode.TEXT
    file_extension = "yaml"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:  # noqa: ARG003
        return str(SNAPSHOTS)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:  # noqa: ARG003
        if not isinstance(index, str):
            raise TypeError('name the snapshot: snapshot(name="case.writer")')
        return index
