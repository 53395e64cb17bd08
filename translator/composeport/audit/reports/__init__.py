"""Findings in the forms that people and programs read: one module a format."""

from __future__ import annotations

from collections.abc import Callable

from composeport.audit.report import Audit
from composeport.audit.reports.github_report import github_report
from composeport.audit.reports.gitlab_report import gitlab_report
from composeport.audit.reports.html_report import html_report
from composeport.audit.reports.json_report import json_report
from composeport.audit.reports.junit_report import junit_report
from composeport.audit.reports.markdown_report import markdown_report
from composeport.audit.reports.sarif_report import sarif_report
from composeport.audit.reports.text_report import text_report

FORMATS: dict[str, Callable[[Audit], str]] = {
    "text": text_report,
    "json": json_report,
    "sarif": sarif_report,
    "junit": junit_report,
    "github": github_report,
    "gitlab": gitlab_report,
    "markdown": markdown_report,
    "html": html_report,
}
"""What renders each format, as text that ends in a newline."""

ENDINGS = {".json": "json", ".sarif": "sarif", ".md": "markdown", ".html": "html"}
"""The format that the ending of a file's name asks for."""
