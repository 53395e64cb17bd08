"""Promise 1, proven: what the tables say of each attribute is what the writers do with it.

Each attribute of a sample is left out, then given one value, then another. An *exact* one changes the output and is
silent; a *dropped* one leaves the output as it was and yields its finding where it stands; an *approximated* one
changes the output, and there is a value of it that yields a finding; one to be seen to by hand says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from attribute_samples import LOSSY, SAMPLES, VARIABLES, lay_out, place_of, project_with, with_context
from attribute_samples import Path as AttributePath
from attribute_samples import path_of as attribute_path
from composeport import load_project
from composeport.diagnostics import Fidelity, Finding, Target
from composeport.dispositions import kubernetes, swarm
from composeport.dispositions.table import Disposition, Lookup, Pattern, Row
from composeport.errors import InputError
from composeport.pipeline import translate_kubernetes, translate_swarm
from composeport.writers.kubernetes.options import KubernetesOptions
from composeport.writers.swarm.options import SwarmOptions

TABLES: Mapping[Target, Mapping[Pattern, Disposition]] = {
    Target.KUBERNETES: kubernetes.TABLE,
    Target.SWARM: swarm.TABLE,
}
LOOKUPS: Mapping[Target, Lookup] = {Target.KUBERNETES: kubernetes.disposition_of, Target.SWARM: swarm.disposition_of}

IGNORED_BY_COMPOSE = {"version"}
"""Attributes that change nothing anywhere."""


class Outcome(NamedTuple):
    """What a translation yields: its files as plain data, and its findings by what they say and where."""

    output: object
    findings: dict[tuple[object, ...], Finding]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the project, with the files that samples name."""
    return lay_out(tmp_path_factory.mktemp("shop"))


DEFAULTS = KubernetesOptions()
OPTIONS = {"services.web.healthcheck.start_period": KubernetesOptions(liveness=True)}
"""What an attribute needs to have an effect."""


def outcome(home: Path, text: str, target: Target, options: KubernetesOptions = DEFAULTS) -> Outcome | None:
    """The translation of a file; None where it is refused."""
    file = home / "compose.yaml"
    file.write_text(text)
    try:
        project = load_project([str(file)], project_directory=str(home), environment=VARIABLES)
        if target is Target.SWARM:
            stack = translate_swarm(project, SwarmOptions())
            contents = {file.name: file.content for file in stack.files.contents}
            return Outcome((stack.files.stack.documents, contents), _by_place(stack.findings))
        manifests = translate_kubernetes(project, options)
        return Outcome({file.name: file.documents for file in manifests.files}, _by_place(manifests.findings))
    except InputError:
        return None


def _by_place(findings: tuple[Finding, ...]) -> dict[tuple[object, ...], Finding]:
    """Places left out: they move when a line is added."""
    return {(found.rule.code, found.disposition, found.path, found.message): found for found in findings}


def about(finding: Finding, attribute: AttributePath, depth: int) -> bool:
    """Whether a finding is about an attribute, a part of it, or what it is a part of, no higher than its row."""
    length = min(len(finding.path), len(attribute))
    return length >= depth and finding.path[:length] == attribute[:length]


each_target = pytest.mark.parametrize("target", Target, ids=lambda target: target.value)
each_attribute = pytest.mark.parametrize("attribute", sorted(SAMPLES.keys() - IGNORED_BY_COMPOSE))


class Proof(NamedTuple):
    """What an attribute does: the translations without it and with two values, and what is said about it then."""

    path: AttributePath
    row: Row
    without: Outcome | None
    before: Outcome
    after: Outcome

    @property
    def changed(self) -> bool:
        """Whether the output depends on the value."""
        return self.before.output != self.after.output

    @property
    def told(self) -> list[Finding]:
        """The findings about either value."""
        found = {**self.before.findings, **self.after.findings}
        return [finding for finding in found.values() if about(finding, self.path, self.row[0])]

    @property
    def brought(self) -> list[Finding]:
        """The findings that the attribute brings, and those about it that are there without this part of it."""
        known = set(self.without.findings) if self.without else set()
        found = self.before.findings.items()
        return [one for key, one in found if key not in known or about(one, self.path, self.row[0])]


def proof(home: Path, attribute: str, target: Target) -> Proof:
    """The translations that show what becomes of an attribute."""
    path = attribute_path(attribute)
    row = LOOKUPS[target](path)
    assert row is not None
    sample = SAMPLES[attribute]
    values = (None, sample.before, sample.after)
    options = OPTIONS.get(attribute, DEFAULTS)
    without, before, after = (
        outcome(home, project_with(attribute, value, sample.beside), target, options) for value in values
    )
    assert before is not None
    assert after is not None
    return Proof(path, row, without, before, after)


@each_target
@each_attribute
def test_what_the_table_says_is_so(attribute: str, target: Target, home: Path) -> None:
    found = proof(home, attribute, target)
    match found.row[1]:
        case Disposition(Fidelity.EXACT):
            assert found.changed
            assert _without_it(found) == []
        case Disposition(Fidelity.DROPPED, rule=None):
            assert not found.changed
            assert Fidelity.DROPPED in {finding.disposition for finding in found.told}
        case Disposition(Fidelity.DROPPED):
            assert not found.changed
            _assert_exactly_its_finding(found, attribute)
        case Disposition(Fidelity.MANUAL):
            assert Fidelity.MANUAL in {finding.disposition for finding in found.told}
        case Disposition(Fidelity.APPROXIMATED):
            assert found.changed or found.told


def _without_it(found: Proof) -> list[Finding]:
    """What is said about an attribute, and would not be said without it."""
    known = found.without.findings.values() if found.without else ()
    messages = {finding.message for finding in known}
    return [finding for finding in found.told if finding.message not in messages]


def _assert_exactly_its_finding(found: Proof, attribute: str) -> None:
    """One finding, of the row's rule, at the value's own place; and the output is as it is without the attribute."""
    depth, disposition = found.row
    (finding,) = found.brought
    assert disposition.rule is not None
    assert finding.location is not None
    sample = SAMPLES[attribute]
    place = place_of(project_with(attribute, sample.before, sample.beside), found.path[:depth])
    said = (finding.rule.code, finding.path, (finding.location.line, finding.location.column))
    assert said == (disposition.rule.code, found.path[:depth], place)
    assert finding.disposition is Fidelity.DROPPED
    if found.without is not None and depth == len(found.path):
        assert found.before.output == found.without.output


def _attributes_of(pattern: Pattern) -> list[str]:
    """The samples that a row stands for."""
    return [attribute for attribute in SAMPLES if _covers(pattern, attribute_path(attribute))]


def _covers(pattern: Pattern, path: AttributePath) -> bool:
    return len(path) >= len(pattern) and all(
        part in {"*", str(step)} for part, step in zip(pattern, path, strict=False)
    )


def _meets(pattern: Pattern, path: AttributePath) -> bool:
    """Whether a finding is about what a row stands for, or about the attribute that this is a part of."""
    return _covers(pattern, path) or (
        len(path) > len(("services", "web", "deploy")) and _covers(pattern[: len(path)], path)
    )


@each_target
def test_every_row_is_proven(target: Target) -> None:
    assert [pattern for pattern in TABLES[target] if not _attributes_of(pattern)] == []


APPROXIMATED = [
    pytest.param(target, pattern, id=f"{target.value}-{'.'.join(pattern)}")
    for target, table in TABLES.items()
    for pattern, disposition in table.items()
    if disposition.fidelity is Fidelity.APPROXIMATED
]


@pytest.mark.parametrize(("target", "pattern"), APPROXIMATED)
def test_what_is_nearly_kept_has_an_effect_and_a_value_that_is_not_kept(
    target: Target, pattern: Pattern, home: Path
) -> None:
    proofs = [proof(home, attribute, target) for attribute in _attributes_of(pattern)]
    assert any(found.changed or found.before.output != _output(found.without) for found in proofs)
    lossy = [outcome(home, text, target) for text in _lossy(pattern)]
    told = [finding for found in proofs for finding in found.told]
    told += [one for found in lossy if found for one in found.findings.values() if _meets(pattern, one.path)]
    assert {finding.disposition for finding in told} - {Fidelity.EXACT}


def _output(found: Outcome | None) -> object:
    return found.output if found else None


def _lossy(pattern: Pattern) -> list[str]:
    """Projects with values of an attribute that are not kept as they are."""
    return [
        project_with(attribute, sample.before, sample.beside)
        for attribute, sample in LOSSY.items()
        if _covers(pattern, attribute_path(attribute))
    ]


@each_target
def test_what_compose_ignores_says_so_and_changes_nothing(target: Target, home: Path) -> None:
    found = proof(home, "version", target)
    assert not found.changed
    assert [(finding.rule.code, finding.disposition) for finding in found.told] == [("CP111", Fidelity.EXACT)]


GUEST = {"services": {"web": {"network_mode": "service:db"}}}
JOB = {"services": {"web": {"deploy": {"mode": "replicated-job"}}}}
GLOBAL = {"services": {"web": {"deploy": {"mode": "global"}}}}

SAME_UNDER_COMPOSE = {
    "guest": {"services.web.container_name"},
    "job": {"services.web.deploy.restart_policy.condition"},
    "global": set[str](),
}
"""What has no effect there under Compose either: a name without a network, and ways to repeat what has failed."""


@each_target
@pytest.mark.parametrize(("kind", "context"), [("guest", GUEST), ("job", JOB), ("global", GLOBAL)])
def test_nothing_is_lost_in_silence_where_the_service_is_no_plain_server(
    kind: str, context: dict[str, object], target: Target, home: Path
) -> None:
    silent = set()
    for attribute, sample in SAMPLES.items():
        if attribute.startswith("services.web.") and not (kind == "guest" and _is_of_networks(attribute)):
            beside = with_context(sample.beside, context)
            values = (sample.before, sample.after)
            before, after = (outcome(home, project_with(attribute, value, beside), target) for value in values)
            if before and after and before.output == after.output:
                path = attribute_path(attribute)
                told = [*before.findings.values(), *after.findings.values()]
                if not any(
                    about(finding, path, min(len(finding.path), 3)) and len(finding.path) > 2 for finding in told
                ):
                    silent.add(attribute)
    assert silent <= SAME_UNDER_COMPOSE[kind]


def _is_of_networks(attribute: str) -> bool:
    """Whether Compose refuses it beside a network mode."""
    return "network" in attribute or "links" in attribute or "ports" in attribute
