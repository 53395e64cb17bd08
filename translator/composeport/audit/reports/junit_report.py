"""The JUnit report, as Jenkins and GitLab read it: a project is a suite, a finding a test that failed.

Notes are tests that passed and say something, suppressed findings are skipped tests, and a project without findings has
one test that passed. Names hold no line numbers, so that a server recognises a finding from one run to the next.
Elements and attributes are those of the schema of Jenkins' xUnit plug-in, version 10.
"""

from __future__ import annotations

from collections import Counter

from composeport.audit.report import Audit, Report
from composeport.audit.reports.facts import Fact, accepted, facts, first_file, label, title
from composeport.audit.reports.plain import one_line
from composeport.diagnostics import Severity
from composeport.hints import TYPE_CHECKING
from composeport.render import in_one_line, printable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def junit_report(audit: Audit) -> str:
    """The audit as the text of a JUnit XML file."""
    from xml.etree.ElementTree import Element, indent, tostring  # noqa: PLC0415 - no other report needs it

    suites = [_suite(report) for report in audit.reports]
    numbers = {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in ("tests", "failures", "errors")}
    root = Element("testsuites", {"name": "composeport", **numbers})
    root.extend(suites)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(report: Report) -> Element:
    from xml.etree.ElementTree import Element  # noqa: PLC0415

    seen: Counter[str] = Counter()
    cases = [_case(report, fact, None, seen) for fact in facts(report.findings)]
    cases += [_case(report, fact, reason, seen) for fact, reason in accepted(report)]
    cases = cases or [_passed(report)]
    numbers = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
    }
    suite = Element("testsuite", {"name": one_line(label(report)), **numbers, "file": one_line(first_file(report))})
    suite.extend(cases)
    return suite


def _case(report: Report, fact: Fact, reason: str | None, seen: Counter[str]) -> Element:
    finding = fact.finding
    targets = ", ".join(target.value for target in fact.targets)
    path = ".".join(map(str, finding.path)) or "the project"
    case = _test(report, finding.service, f"{finding.rule.code} {finding.rule.slug}: {path} ({targets})", seen)
    kind = "skipped" if reason is not None else "system-out" if finding.severity is Severity.INFO else "failure"
    outcome = _child(case, kind)
    outcome.text = _details(fact)
    if kind != "system-out":
        outcome.set("type", finding.severity.value)
        outcome.set("message", one_line(reason or finding.message))
    return case


def _passed(report: Report) -> Element:
    return _test(report, None, "nothing found", Counter())


def _test(report: Report, service: str | None, name: str, seen: Counter[str]) -> Element:
    """A test; of several with one name, the second and later are numbered."""
    from xml.etree.ElementTree import Element  # noqa: PLC0415

    name = one_line(name)
    seen[name] += 1
    number = f" #{seen[name]}" if seen[name] > 1 else ""
    group = one_line(f"{title(report)}.{service}" if service else title(report))
    return Element("testcase", {"classname": group, "name": name + number})


def _child(parent: Element, name: str) -> Element:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415

    return SubElement(parent, name)


def _details(fact: Fact) -> str:
    finding = fact.finding
    place = f"{in_one_line(str(finding.location))}\n" if finding.location else ""
    return f"{place}{in_one_line(finding.message)}\n{printable(finding.help)}".rstrip() + "\n"
