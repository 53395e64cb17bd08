"""Configs and secrets in a service: those that it names, and what small bind mounts become."""

from __future__ import annotations

from posixpath import join

from composeport.diagnostics import Attribute, Rule, Severity
from composeport.dispositions.rules import (
    FILE_MOUNT,
    IMMUTABLE_OBJECT,
    MISSING_SECRET,
    MISSING_SOURCE,
    OBJECT_TOO_LARGE,
    SECRET_SOURCE,
    SWARM_REJECTED,
    TEMPLATE_IN_VALUE,
)
from composeport.model import FileMount, FileObject, MountedFile, Service
from composeport.model.quantities import natural
from composeport.model.volumes import relative_to_project
from composeport.writers.swarm.objects import Kind, Objects, is_name
from composeport.writers.swarm.scope import Node, Scope, by_name, filled
from composeport.writers.swarm.targets import Targets

_EXECUTABLE = 0o555
_OTHERS_READ = 0o004
_KEEPERS = frozenset({".gitkeep", ".keep"})
"""Empty files that are there for version control alone."""

_SECRETS = "/run/secrets"
_RIGHTS = ("uid", "gid", "mode")
"""What a reference says of its file beside where it is."""


def file_mounts(scope: Scope, objects: Objects, service: Service, kind: Kind, targets: Targets) -> list[Node]:
    """`configs` or `secrets` of a service, as it names them."""
    named = service.configs if kind is Kind.CONFIG else service.secrets
    known = scope.project.configs if kind is Kind.CONFIG else scope.project.secrets
    mounts: list[Node] = []
    for index, mount in enumerate(named):
        item = known[mount.source]
        attribute = service.attribute(kind.value, index)
        if targets.take(scope, attribute, place_of(kind, mount)):
            key = object_key(scope, objects, kind, item, attribute)
            if key is not None:
                reference = _reference(service, mount, item, key, target_of(kind, mount))
                if _differs(reference, mounts):
                    _set_apart(scope, objects, item, reference, attribute)
                mounts.append(reference)
    return mounts


def _differs(reference: Node, others: list[Node]) -> bool:
    """Whether the service has the same object with another owner or other bits already.

    An engine keeps one file an object in a container, as the last reference says (moby, `Container.ConfigFilePath`).
    """
    return any(
        other["source"] == reference["source"] and any(other.get(name) != reference.get(name) for name in _RIGHTS)
        for other in others
    )


def _set_apart(scope: Scope, objects: Objects, item: FileObject, reference: Node, attribute: Attribute) -> None:
    """Let a reference have an object of its own, where the name of the first one is ours to give."""
    kind = Kind(attribute.path[2])
    entry = objects.entries[kind][str(reference["source"])]
    if item.loaded is None or not isinstance(entry, dict) or "name" in entry:
        scope.approximate(
            FILE_MOUNT.at(Severity.WARNING),
            attribute,
            f"Swarm has one file of {kind.word} {item.key!r} in a container: the last owner and mode hold for each",
            "let all of its mounts have one owner and mode",
            target=reference["target"],
        )
        return
    others = {name: value for name, value in entry.items() if name != "file"}
    reference["source"] = objects.add(kind, f"{item.key}-{attribute.path[-1]}", item.loaded.content, others)


def target_of(kind: Kind, mount: FileMount) -> str:
    """Where Compose puts it: a config at the root, a secret (which may stay relative) below `/run/secrets`."""
    target = mount.target or mount.source
    return target if target.startswith("/") or kind is Kind.SECRET else f"/{target}"


def place_of(kind: Kind, mount: FileMount) -> str:
    """The path of a config or secret in the container."""
    return join(_SECRETS, target_of(kind, mount))


def _reference(service: Service, mount: FileMount, item: FileObject, key: str, target: str) -> Node:
    """A reference in its long form. A mode that shuts the service's own user out is kept, for that user."""
    mode, uid, gid = mount.mode, mount.uid, mount.gid
    if mode is None and item.file and item.loaded:
        mode = mode_of(item.loaded)
    user, _, group = service.user.partition(":")
    if mode is not None and not mode & _OTHERS_READ and natural(user) is not None:
        uid = uid or user
        gid = gid or (group if natural(group) is not None else "")
    return filled({"source": key, "target": target, "uid": uid, "gid": gid, "mode": mode})


def mode_of(file: MountedFile) -> int | None:
    """The mode of a file that is mounted: that of every config and secret, unless it may be executed."""
    return _EXECUTABLE if file.mode & 0o111 else None


def object_key(scope: Scope, objects: Objects, kind: Kind, item: FileObject, attribute: Attribute) -> str | None:
    """The stack's key of a config or secret of the project; None where Swarm cannot have it."""
    if item.external:
        _ask_for(scope, kind, item, item.name or item.key, "is made outside this stack, and must be there")
        return objects.refer(kind, item.key, item.name or item.key)
    if item.loaded is None:
        name = item.name or f"{scope.project.name}_{item.key}"
        why = "is a folder, which one file cannot be" if item.is_folder else "has no content here"
        _ask_for(scope, kind, item, name, f"{why}: it must be made by hand")
        return objects.refer(kind, item.key, name)
    if not fits(scope, kind, item.loaded.content, attribute, item.key):
        return None
    _report_source(scope, kind, item)
    return objects.add(kind, item.key, item.loaded.content, _attributes(scope, kind, item))


def _ask_for(scope: Scope, kind: Kind, item: FileObject, name: str, why: str) -> None:
    rule: Rule = MISSING_SECRET if kind is Kind.SECRET else MISSING_SOURCE
    scope.ask(
        rule.at(Severity.INFO) if item.external else rule,
        scope.project.attribute(kind.value, item.key, *_source(item)),
        f"{kind.word} {name!r} {why}",
        _create_command(scope, kind, item, name),
        name=name,
    )


def _source(item: FileObject) -> tuple[str, ...]:
    """The attribute that says where the content is."""
    return tuple(name for name in ("external", "environment", "file") if getattr(item, name))[:1]


def _create_command(scope: Scope, kind: Kind, item: FileObject, name: str) -> str:
    """What makes the object by hand."""
    if item.environment:
        return f'printf %s "${item.environment}" | docker {kind.word} create {name} -'
    named = item.file and not item.is_folder
    return f"docker {kind.word} create {name} {relative_to_project(scope.project, item.file) if named else 'FILE'}"


def fits(scope: Scope, kind: Kind, content: bytes, attribute: Attribute, name: str) -> bool:
    """Whether a config or secret can hold `content`; a finding where it cannot."""
    if 0 < len(content) <= kind.limit:
        return True
    what = "is empty" if not content else f"has {len(content):,} bytes"
    scope.drop(
        OBJECT_TOO_LARGE.at(Severity.INFO) if name.rpartition("/")[2] in _KEEPERS else OBJECT_TOO_LARGE,
        attribute,
        f"{name} {what}, and a {kind.word} holds 1 to {kind.limit:,}: it is not there",
        "put it into the image" + ("" if content else ", or something into it"),
        bytes=len(content),
        file=name,
    )
    return False


def _report_source(scope: Scope, kind: Kind, item: FileObject) -> None:
    if item.environment:
        scope.approximate(
            SECRET_SOURCE.at(Severity.WARNING),
            scope.project.attribute(kind.value, item.key, "environment"),
            f"the value of {item.environment} is taken now, and written beside the stack file",
            "run again when it has changed",
            variable=item.environment,
        )


def _attributes(scope: Scope, kind: Kind, item: FileObject) -> Node:
    """What an object's entry holds beside its file. A name that the project gives is kept, hash or not."""
    stated = scope.project.source.stated(kind.value, item.key, "name")
    own_name = item.name if stated and is_name(item.name) else ""
    if stated and not own_name:
        scope.approximate(
            SWARM_REJECTED.at(Severity.WARNING),
            scope.project.attribute(kind.value, item.key, "name"),
            f"no {kind.word} can be called {item.name!r}: it has a name with a hash of its content",
            "use at most 64 letters, digits and `-_.`, the first and the last no sign",
            name=item.name,
        )
    if own_name:
        scope.approximate(
            IMMUTABLE_OBJECT,
            scope.project.attribute(kind.value, item.key, "name"),
            f"a {kind.word} cannot be changed: new content under the name {item.name!r} is refused",
            "leave the name out (one with a hash of the content is made), or change it with the content",
            name=item.name,
        )
    if item.template_driver:
        scope.approximate(
            TEMPLATE_IN_VALUE.at(Severity.WARNING),
            scope.project.attribute(kind.value, item.key, "template_driver"),
            f"Swarm fills in the templates of {kind.word} {item.key!r}, which are plain text to Compose",
            "leave template_driver out, if the text is to stay as it is",
            template_driver=item.template_driver,
        )
    return filled(
        {
            "name": own_name,
            "labels": by_name(scope, scope.project, item.labels, kind.value, item.key, "labels"),
            "template_driver": item.template_driver,
        }
    )
