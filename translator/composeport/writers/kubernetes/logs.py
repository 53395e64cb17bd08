"""What becomes of `logging`: on a cluster the nodes keep what containers print, in one way for all."""

from __future__ import annotations

from composeport.diagnostics import Severity
from composeport.dispositions.rules import NO_COUNTERPART
from composeport.model import Service
from composeport.writers.kubernetes.scope import Scope

_KEPT_ON_NODE = frozenset({"", "json-file", "local", "journald", "none"})
"""Drivers that send nothing elsewhere."""


def report_logging(scope: Scope, service: Service) -> None:
    """Say what is lost of `logging`: little where a driver only keeps and rotates, which the kubelet does as well."""
    if service.logging is None:
        return
    driver = service.logging.driver
    if driver in _KEPT_ON_NODE:
        rule = NO_COUNTERPART.at(Severity.INFO)
        message = f"the kubelet keeps and rotates what {service.name!r} prints, whatever is said here"
        advice = "nothing: kubectl logs shows it; containerLogMaxSize of the kubelet says how much is kept"
    else:
        rule = NO_COUNTERPART
        message = f"nothing sends what {service.name!r} prints to {driver}: the nodes keep it"
        advice = "install a log collector (Fluent Bit, Vector, Alloy) that sends it there"
    scope.drop(rule, service.attribute("logging"), message, advice, driver=driver)
