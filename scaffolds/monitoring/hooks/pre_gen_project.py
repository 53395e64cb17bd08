"""Refuses answers that no project can be made of. This file is a template: values come in as Python literals."""

import re
import sys

LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
# What an answer must look like, and how that is said.
CHECKS = {
    "project_name": (
        {{ cookiecutter.project_name | pprint }},
        r"[^\W_]([\w .,()&+-]{0,62}[\w.)+])?",
        "letters, digits, blanks and .,()&+-, 64 at most, beginning with a letter or digit",
    ),
    "project_slug": (
        {{ cookiecutter.project_slug | pprint }},
        r"[a-z]([-a-z0-9]{0,36}[a-z0-9])?",
        "small letters, digits and hyphens, 38 at most, beginning with a letter",
    ),
    "domain": (
        {{ cookiecutter.domain | pprint }},
        r"(?=.{1,240}$)" + LABEL + r"(\." + LABEL + ")*",
        "a domain name in small letters, as example.com",
    ),
    "registry": (
        {{ cookiecutter.registry | pprint }},
        r"(?=.{1,200}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*",
        "a registry's host and path without a scheme, as registry.example.com/shop",
    ),
    "retention": (
        {{ cookiecutter.retention | pprint }},
        r"[1-9][0-9]{0,4}[hdwy]",
        "a number and h, d, w or y, as 15d",
    ),
}
PORTS = {
    "grafana_port": {{ cookiecutter.grafana_port | pprint }},
    "prometheus_port": {{ cookiecutter.prometheus_port | pprint }},
}
TAKEN = {"8000": "the example application", "9093": "Alertmanager"}


def problems():
    """What is wrong, a line each."""
    for name, (value, pattern, what) in CHECKS.items():
        if not re.fullmatch(pattern, str(value)):
            yield f"{name}: give {what}, not {ascii(value)}"
    for name, value in PORTS.items():
        if not re.fullmatch(r"[1-9][0-9]{0,4}", str(value)) or int(value) > 65535:
            yield f"{name}: give a port from 1 to 65535, not {ascii(value)}"
        elif str(value) in TAKEN:
            yield f"{name}: {value} is the port of {TAKEN[str(value)]}"
    if len(set(map(str, PORTS.values()))) < len(PORTS):
        yield f"{' and '.join(PORTS)}: give two different ports"


found = list(problems())
for problem in found:
    print(f"error: {problem}", file=sys.stderr)
sys.exit(1 if found else 0)
