"""Findings in the forms that people and programs read: one module a format."""

from __future__ import annotations

from composeport.audit.reports.json_report import json_report
from composeport.audit.reports.shape import Report

FORMATS = {".json": json_report}
"""The report formats by the ending of a file's name."""

__all__ = ["FORMATS", "Report"]
