"""A project as a Helm chart, whose templates with the default values are the plain manifests (SEMANTICS 3.10).

`candidates` are the Compose variables that may be values; `leaves` compares translations, with which `trials` and
`domains` find out which are, and what they may be. `values`, `images` and `digests` put value objects into the
documents, and `expressions` writes those; `values_file` and `schema` are the files about them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from composeport.hints import Any
from composeport.model import Project
from composeport.model.names import dns_label
from composeport.resources import jinja_templates
from composeport.writers.helm.candidates import candidates, reserved
from composeport.writers.helm.digests import JobName, name_jobs, put_digests
from composeport.writers.helm.domains import domains_of, names_of, pattern_of_names
from composeport.writers.helm.expressions import escaped, template
from composeport.writers.helm.leaves import job_names, steady_name
from composeport.writers.helm.schema import values_schema
from composeport.writers.helm.trials import Plain, Trials, try_variables
from composeport.writers.helm.values import Document, Values, with_values
from composeport.writers.helm.values_file import values_text
from composeport.writers.kubernetes.metadata import project_label
from composeport.writers.output import OutputFile

__all__ = ["write_chart"]

_VERSION = "0.1.0"
"""Of every chart: what is installed has the version that `helm package --version` gives it."""

_IGNORED = ".composeport-*\n.git/\n"


def write_chart(project: Project, manifests: Sequence[OutputFile], plain: Plain | None) -> tuple[OutputFile, ...]:
    """The chart of a decided project with these plain manifests.

    `plain` makes them with other variables; without it, none is a value of the chart.
    """
    name = dns_label(project.name) or "app"
    trials = try_variables(manifests, candidates(project) if plain else (), plain or _refusing)
    trials.fixed |= dict.fromkeys(reserved(project), "is read by Compose itself")
    names = names_of(project)
    domains = domains_of(trials, names)
    values, templates, jobs = _templates(name, project, manifests, trials)
    variables = {"variables": {one: trials.defaults[one] for one in sorted(domains)}} if domains else {}
    sections = variables | values.sections
    schema = values_schema(sections, domains, pattern_of_names(names))
    secret = any(file.secret for file in manifests)
    files = [
        OutputFile("Chart.yaml", (_chart(name, project),)),
        OutputFile(".helmignore", (), written=_IGNORED),
        OutputFile("values.yaml", (), secret, written=values_text(sections, trials.fixed)),
        OutputFile("values.schema.json", (), secret, written=json.dumps(schema, indent=2) + "\n"),
        OutputFile("templates/_helpers.tpl", (), written=_filled("_helpers.tpl.j2", chart=name, jobs=jobs)),
        OutputFile("templates/NOTES.txt", (), written=_notes(project)),
        *templates,
    ]
    return tuple(sorted(files, key=lambda file: file.name))


def _refusing(_: object) -> None:
    """Translates nothing."""


def _chart(name: str, project: Project) -> dict[str, Any]:
    """Helm, "The Chart.yaml file"."""
    return {
        "apiVersion": "v2",
        "name": name,
        "description": f"The Compose project {project.name}, translated by composeport.",
        "type": "application",
        "version": _VERSION,
    }


def _templates(
    chart: str, project: Project, manifests: Sequence[OutputFile], trials: Trials
) -> tuple[Values, list[OutputFile], list[JobName]]:
    """The values, the manifests as templates, and the names of Jobs."""
    services = {service.object_name for service in project.services.values()}
    values = Values(chart, services, trials.texts, trials.defaults)
    documents: list[Document] = [
        with_values(values, steady_name(file), document) for file in manifests for document in file.documents
    ]
    put_digests(chart, documents)
    jobs = name_jobs(chart, documents, job_names(manifests))
    files = [
        OutputFile(f"templates/{steady_name(file)}", (), file.secret, written=template(document))
        for file, document in zip(manifests, documents, strict=True)
    ]
    return values, files, jobs


def _notes(project: Project) -> str:
    published = list(_published(project))
    return _filled("NOTES.txt.j2", project=project.name, part_of=project_label(project), published=published)


def _published(project: Project) -> Iterator[tuple[str, str]]:
    """The `Service` of each port that Compose publishes by one number, and what `kubectl port-forward` takes for it."""
    for service in project.services.values():
        for port in service.ports:
            if port.published.isdigit() and port.protocol in ("", "tcp"):
                yield service.object_name, f"{port.published}:{port.target}"


def _filled(name: str, **facts: object) -> str:
    """A page of `templates/helm`. Its own marks are `[[ ]]` and `[% %]`, since it is a template of Helm's as well."""
    environment = jinja_templates(
        "helm",
        keep_trailing_newline=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters["escaped"] = escaped
    return environment.get_template(name).render(**facts)
