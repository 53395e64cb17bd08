"""A set of manifests, object by object, as the API server of a cluster would take it.

Objects of a namespace that is not there yet, and comes with the set, are tried in one that is: all but what that
namespace itself decides is then known. Where the server takes what the schemas refuse, the server is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from composeport.cluster.answers import flaws_of
from composeport.cluster.connection import Answer, Connection
from composeport.diagnostics import Severity
from composeport.hints import Any
from composeport.manifests import Flaw, Manifest
from composeport.records import replace

Progress = Callable[[int, int], None]

_CREATE = "create it first: `kubectl create namespace`"
_GIVEN_UP = 403
"""Forbidden for another reason than the right to ask: what a namespace's quota or admission says."""


def dry_run(
    connection: Connection, manifests: Sequence[Manifest], flaws: Sequence[Flaw], progress: Progress
) -> list[Flaw]:
    """`flaws` and what the server says besides, in order. ClusterError where it does not say anything."""
    run = _Run(connection, manifests)
    by_owner: dict[int, list[Flaw]] = {}
    for flaw in flaws:
        by_owner.setdefault(id(flaw.owner), []).append(flaw)
    for number, manifest in enumerate(manifests):
        progress(number, len(manifests))
        said = run.ask(manifest)
        if said is not None:
            by_owner[id(manifest)] = _together(by_owner.get(id(manifest), []), said)
    progress(len(manifests), len(manifests))
    return sorted((flaw for own in by_owner.values() for flaw in own), key=lambda flaw: flaw.sort_key)


def _together(own: list[Flaw], said: list[Flaw]) -> list[Flaw]:
    """What is said of one object without the server and by it: what is refused twice is told once, at its place."""
    if any(one.unchecked for one in said):
        return [*own, *said]
    refused = any(one.severity is Severity.ERROR for one in said)
    errors = [flaw for flaw in own if flaw.severity is Severity.ERROR]
    kept = [flaw for flaw in own if not flaw.unchecked]
    if not refused:
        return [*(_overruled(flaw) if flaw in errors else flaw for flaw in kept), *said]
    return [*kept, *(one for one in said if not errors or one.severity is not Severity.ERROR)]


def _overruled(flaw: Flaw) -> Flaw:
    problem = replace(flaw.problem, help="the cluster takes it all the same")
    return flaw._replace(severity=Severity.WARNING, problem=problem)


def _unchecked(manifest: Manifest, reason: str) -> Flaw:
    return manifest.note((), f"not checked on the server: {reason}")._replace(unchecked=True)


class _Run:
    """What is known while the objects are asked about one after the other."""

    def __init__(self, connection: Connection, manifests: Sequence[Manifest]) -> None:
        self._connection = connection
        self._coming = {one.name for one in manifests if (one.api_version, one.kind) == ("v1", "Namespace")}
        definitions = [one for one in manifests if one.sound and one.kind == "CustomResourceDefinition"]
        self._defined = {(one.spec.get("group"), one.spec.get("names", {}).get("kind")) for one in definitions}
        self._there: dict[str, bool] = {}

    def ask(self, manifest: Manifest) -> list[Flaw] | None:
        """What the server says to one object; None where it was not asked, since there is nothing to ask it about."""
        if not (manifest.api_version and manifest.kind):
            return None
        resource = self._connection.resource(manifest.api_version, manifest.kind)
        if resource is None:
            return [self._unknown(manifest)]
        if not resource.namespaced:
            said = flaws_of(manifest, self._connection.try_object(resource, manifest.sent, None))
            return [*said, *self._new_namespace(manifest)]
        namespace = manifest.namespace or self._connection.namespace
        if self._has(namespace):
            return flaws_of(manifest, self._connection.try_object(resource, manifest.sent, namespace))
        if namespace not in self._coming:
            return [manifest.error(("metadata", "namespace"), f"the cluster has no namespace `{namespace}`", _CREATE)]
        return self._borrowed(manifest, resource)

    def _has(self, namespace: str) -> bool:
        if namespace not in self._there:
            self._there[namespace] = self._connection.has_namespace(namespace)
        return self._there[namespace]

    def _unknown(self, manifest: Manifest) -> Flaw:
        what = f"`{manifest.kind}` of {manifest.api_version}"
        if (manifest.group, manifest.kind) in self._defined:
            return _unchecked(manifest, f"the cluster learns of {what} from these manifests")
        return manifest.error(("kind",), f"the cluster has no {what}", "install what defines it, or correct the name")

    def _new_namespace(self, manifest: Manifest) -> list[Flaw]:
        """A note on a namespace that is not there yet, which other objects are to go to."""
        if (manifest.api_version, manifest.kind) != ("v1", "Namespace") or self._has(manifest.name):
            return []
        message = f"`{manifest.name}` is not there yet: what goes there is tried in `{self._connection.namespace}`"
        return [manifest.note(("metadata", "name"), message, "its quotas and its Pod Security are not checked")]

    def _borrowed(self, manifest: Manifest, resource: Any) -> list[Flaw]:
        """What the server says to an object of a namespace to come."""
        other = self._connection.namespace
        if not self._has(other):
            return [_unchecked(manifest, f"neither its namespace nor `{other}` is there")]
        body = {**manifest.sent, "metadata": {**manifest.metadata, "namespace": other}}
        answer: Answer = self._connection.try_new(resource, body, other)
        if answer.status == _GIVEN_UP:
            return [_unchecked(manifest, f"its namespace is not there yet, and `{other}` does not allow it")]
        return flaws_of(manifest, answer)
