"""From the resolved tree to the model: reads values, selects by profile, and adds what env and label files hold."""

from __future__ import annotations

import os
from collections.abc import Mapping as Variables

from composeport.compose.consistency import check_consistency, share_scale
from composeport.compose.discovery import Setting
from composeport.compose.environment import parse
from composeport.compose.fields import ENV_FILE, HOOK, PROJECT, SERVICE, TRIGGERS
from composeport.compose.notes import EnvFileNote
from composeport.compose.problems import refuse
from composeport.compose.provenance import NodeProvenance
from composeport.compose.readers import attributes
from composeport.compose.session import Session
from composeport.compose.trees import put, text_at
from composeport.compose.values import shown
from composeport.diagnostics import Location
from composeport.errors import InputError
from composeport.hints import TYPE_CHECKING, Any, cast
from composeport.model import EnvFile, Hook, Job, Project, Schedule, Service
from composeport.records import replace
from composeport.source.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Container

    from composeport.model.reading import Reading


class ProjectReader:
    """Builds the project of one tree."""

    def __init__(self, session: Session, setting: Setting, tree: Mapping) -> None:
        self.session = session
        self.setting = setting
        self.tree = tree

    def read(self, name: str, *, from_folder: bool) -> Project:
        """The project. Raises InputError with everything that is wrong with it."""
        services = self._services()
        active = {key: node for key, node in services.items() if self._is_active(node)}
        resources = attributes(self.tree, PROJECT, self.session.problems)
        read = {key: self._service(key, node, active=key in active) for key, node in services.items()}
        self._stop()
        project = Project(
            name=name,
            working_dir=self.setting.working_dir,
            files=self.setting.files,
            source=NodeProvenance(self.tree),
            texts=self.session.texts,
            services={key: read[key] for key in sorted(active)},
            disabled_services={key: read[key] for key in sorted(read) if key not in active},
            profiles=tuple(profile for profile in self.setting.profiles if profile),
            environment=self.setting.environment,
            jobs=self._jobs(),
            name_from_folder=from_folder,
            reading=self._reading(active),
            **resources,
        )
        if self.session.options.consistency:
            check_consistency(project, self.session.problems)
            self._stop()
        return without_unused(project)

    def _reading(self, active: Container[str]) -> Reading | None:
        """What the load brought to light; None where that is nothing."""
        if not self.session.notes:
            return None
        from composeport.compose.reading import reading  # noqa: PLC0415 - where it is needed

        return reading(self.session.notes, self.tree, active, self.session.whole_texts)

    def _stop(self) -> None:
        try:
            self.session.problems.stop()
        except InputError as error:
            raise self.session.chained(error) from None

    def _services(self) -> dict[str, Mapping]:
        section = self.tree.items.get("services")
        nodes = section.items if isinstance(section, Mapping) else {}
        return {key: node if isinstance(node, Mapping) else Mapping({}, node.location) for key, node in nodes.items()}

    def _is_active(self, node: Mapping) -> bool:
        wanted, own = self.setting.profiles, node.items.get("profiles")
        names = [str(item.value) for item in own.items if isinstance(item, Scalar)] if isinstance(own, Sequence) else []
        return not names or "*" in wanted or any(name in wanted for name in names)

    def _service(self, key: str, node: Mapping, *, active: bool) -> Service:
        self._settle(node)
        if self.session.options.consistency:
            share_scale(node)
        if active:
            self._add_label_files(node)
        values = attributes(node, SERVICE, self.session.problems)
        environment = cast("dict[str, str | None]", values.get("environment", {}))
        env_files = self._env_files(node, environment, read=active and self.session.options.resolve_environment)
        source = NodeProvenance(node, self._keys("services").get(key))
        hooks = self._pre_start(key, node)
        return Service(name=key, source=source, env_files=env_files, pre_start=hooks, **values)

    def _keys(self, kind: str) -> dict[str, Location]:
        section = self.tree.items.get(kind)
        return section.keys if isinstance(section, Mapping) else {}

    def _pre_start(self, name: str, service: Mapping) -> tuple[Hook, ...]:
        hooks = service.items.get("pre_start")
        return tuple(
            Hook(container=self._container(name, node), **attributes(node, HOOK, self.session.problems))
            for node in (hooks.items if isinstance(hooks, Sequence) else ())
            if isinstance(node, Mapping)
        )

    def _container(self, name: str, node: Mapping, introduced: Location | None = None) -> Service:
        """A container that is no service by itself: a hook's, or a job's. Its env files are optional."""
        self._settle(node)
        values = attributes(node, SERVICE, self.session.problems)
        env_files = self._env_files(node, values.get("environment", {}), read=False)
        return Service(name=name, source=NodeProvenance(node, introduced), env_files=env_files, **values)

    def _jobs(self) -> dict[str, Job]:
        section = self.tree.items.get("jobs")
        nodes = section.items if isinstance(section, Mapping) else {}
        return {
            key: self._job(key, node)
            for key, node in sorted(nodes.items())
            if isinstance(node, Mapping) and self._is_active(node)
        }

    def _job(self, key: str, node: Mapping) -> Job:
        triggers = node.items.get("triggers")
        schedule = triggers.items.get("schedule") if isinstance(triggers, Mapping) else None
        return Job(
            key=key,
            container=self._container(key, node, self._keys("jobs").get(key)),
            manual=attributes(triggers, TRIGGERS, self.session.problems).get("manual") if triggers else None,
            schedule=tuple(
                Schedule(cron=text_at(entry, "cron") or "", timezone=text_at(entry, "timezone") or "")
                for entry in (schedule.items if isinstance(schedule, Sequence) else ())
            ),
        )

    def _settle(self, service: Mapping) -> None:
        """Give host lists their long form, which they keep off while files merge."""
        for node in (service, service.items.get("build")):
            hosts = node.items.get("extra_hosts") if isinstance(node, Mapping) else None
            if isinstance(node, Mapping) and isinstance(hosts, Sequence):
                node.items["extra_hosts"] = self._hosts(hosts)
            elif isinstance(hosts, Mapping):
                _bare_addresses(hosts)

    def _hosts(self, hosts: Sequence) -> Mapping:
        """`host:address` and `host=address` as a mapping from a host to its addresses."""
        long = Mapping({}, hosts.location)
        for item in hosts.items:
            host, separator, address = split_host(str(item.value) if isinstance(item, Scalar) else "")
            if not separator:
                self.session.problems.add(f"the host `{host}` has no address", item.location, "write HOST=ADDRESS")
            elif not host:
                self.session.problems.add(f"no host has the address `{address}`", item.location, "write HOST=ADDRESS")
            addresses = long.items.setdefault(host, Sequence([], item.location))
            assert isinstance(addresses, Sequence)
            addresses.items.append(Scalar(address, item.location))
            long.keys.setdefault(host, item.location)
        return long

    def _env_files(self, node: Mapping, environment: Variables[str, str | None], *, read: bool) -> tuple[EnvFile, ...]:
        entries = node.items.get("env_file")
        if not isinstance(entries, Sequence):
            return ()
        known: dict[str, str | None] = dict(environment)
        return tuple(self._env_file(entry, known, read=read) for entry in entries.items)

    def _env_file(self, entry: Node, known: dict[str, str | None], *, read: bool) -> EnvFile:
        """One `env_file`, with what it holds; `known` gathers what later ones may refer to."""
        values = attributes(entry, ENV_FILE, self.session.problems)
        path, form, required = values.get("path", ""), values.get("format", ""), values.get("required", False)
        present = os.path.exists(path)
        variables: dict[str, str | None] = {}
        if read and present and form not in ("", "raw"):
            assert isinstance(entry, Mapping)
            self.session.problems.add(f"expected `raw`, not {shown(form)}", entry.items["format"].location)
        elif read and present:
            found = parse(self.session, path, self._lookup(known), raw=form == "raw", place=entry.location)
            variables = {name: value.value for name, value in found.items()}
            if form != "raw":
                self.session.notes.env_files.append(EnvFileNote(self.session.name(path), entry.location, found))
            known.update({name: value for name, value in variables.items() if known.get(name) is None})
        elif read and required and "path" in values:
            hint = "create it, or give the entry `required: false`"
            message = f"the env file {self.session.name(path)} is not there"
            self.session.problems.add(message, entry.location, hint, code="CP105")
        return EnvFile(
            path=path, required=required, format=form, variables=variables, present=present, location=entry.location
        )

    def _lookup(self, known: dict[str, str | None]) -> Any:
        environment = self.setting.environment

        def lookup(name: str) -> str | None:
            value = environment.get(name)
            return known.get(name) if value is None else value

        return lookup

    def _add_label_files(self, node: Mapping) -> None:
        """Labels of files stand below those that the service states."""
        files = node.items.get("label_file")
        if not isinstance(files, Sequence):
            return
        labels = Mapping({}, files.location)
        for item in files.items:
            path = str(item.value) if isinstance(item, Scalar) else ""
            if not os.path.exists(path):
                raise self.session.chained(
                    refuse(f"the label file {self.session.name(path)} is not there", item.location)
                )
            self.session.notes.named_files.setdefault(path, item.location)
            for name, entry in parse(self.session, path, lambda _: None, place=item.location).items():
                put(labels, name, Scalar(entry.value, entry.location, entry.value))
        own = node.items.get("labels")
        if isinstance(own, Mapping):
            labels.items.update(own.items)
            labels.keys.update(own.keys)
        put(node, "labels", labels)


def _bare_addresses(hosts: Mapping) -> None:
    for addresses in hosts.items.values():
        for item in addresses.items if isinstance(addresses, Sequence) else [addresses]:
            if isinstance(item, Scalar) and isinstance(item.value, str):
                item.value = _bare(item.value)


def split_host(entry: str) -> tuple[str, str, str]:
    """The host of an `extra_hosts` entry, what separates them, and the address; an IPv6 one may stand in brackets."""
    host, separator, address = entry.partition("=" if "=" in entry else ":")
    return host, separator, _bare(address)


def _bare(address: str) -> str:
    return address[1:-1] if address[:1] == "[" and address[-1:] == "]" else address


def without_unused(project: Project) -> Project:
    """The project without resources that no active service uses."""
    services = project.services.values()
    used: dict[str, set[str]] = {
        "networks": {name for service in services for name in service.networks},
        "volumes": {m.source for service in services for m in service.volumes if m.type == "volume" and m.source},
        "configs": {mount.source for service in services for mount in service.configs},
        "secrets": {
            mount.source
            for service in services
            for mount in (*service.secrets, *(service.build.secrets if service.build else ()))
        },
        "models": {name for service in services for name in service.models},
    }
    kept: dict[str, Any] = {
        kind: {key: item for key, item in getattr(project, kind).items() if key in keys} for kind, keys in used.items()
    }
    return replace(project, **kept)
