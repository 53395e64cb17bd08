"""Refuses answers that could not work, before anything is written."""

from __future__ import annotations

import re
import sys

LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"


def number(value: str, lowest: int, highest: int) -> bool:
    """Whether the text is a whole number of that range, written as people write one."""
    return re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) is not None and lowest <= int(value) <= highest


def domain(value: str) -> bool:
    """Whether the text is a host name (RFC 1123), in small letters."""
    labels = value.split(".")
    return len(value) <= 253 and all(len(label) <= 63 and re.fullmatch(LABEL, label) for label in labels)


def repository(value: str) -> bool:
    """Whether the text can stand in front of `/users:1.0` in a reference to an image."""
    host, _, path = value.partition("/")
    name, _, port = host.partition(":")
    parts = path.split("/") if "/" in value else []
    return (
        domain(name.lower())
        and (not port or number(port, 1, 65535))
        and all(re.fullmatch(r"[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*", part) for part in parts)
    )


NAME = """{{ cookiecutter.project_name }}"""
SLUG = "{{ cookiecutter.project_slug }}"
CHECKS = (
    (bool(re.fullmatch(r"[\w .,&!+-]{1,60}", NAME)), "project_name", "takes letters, digits, spaces and . , & ! + -"),
    (
        len(SLUG) <= 38 and SLUG[:1].isalpha() and re.fullmatch(LABEL, SLUG) is not None,
        "project_slug",
        "takes small letters, digits and hyphens, starts with a letter, and has 38 characters at most",
    ),
    (domain("{{ cookiecutter.domain }}"), "domain", "takes a host name such as api.example.com"),
    (repository("{{ cookiecutter.registry }}"), "registry", "takes a place for images such as registry.example.com/team"),
    (number("{{ cookiecutter.replicas }}", 1, 100), "replicas", "takes a whole number, 1 to 100"),
    (number("{{ cookiecutter.published_port }}", 1, 65535), "published_port", "takes a port, 1 to 65535"),
    (
        re.fullmatch(r"[1-9]\d{0,4}[MGT]i", "{{ cookiecutter.database_size }}") is not None,
        "database_size",
        "takes a size such as 5Gi",
    ),
)

wrong = [f"{option} {takes}" for right, option, takes in CHECKS if not right]
if wrong:
    sys.exit("\n".join(wrong))
