"""Findings as a JUnit test report: a case a finding, and one a rule that found nothing."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from kzcheck.model import Finding, Run
from kzcheck.model.visible import visible
from kzcheck.render.options import Options
from kzcheck.render.view import View, evidence, fails, fold


def render(run: Run, options: Options) -> str:
    """Write the findings as JUnit XML: what fails the gate as failures, what is accepted or below it as skipped."""
    view = View(run)
    cases = [_case(view, finding, options) for finding in view.heads]
    quiet = sorted({*view.rules, *(c.rule for c in run.comparisons)} - {f.rule for f in run.findings})
    cases += [_passed(name) for name in quiet or ([] if cases else ["no contradiction"])]
    counts = {
        "name": "kzcheck",
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "time": "0",
    }
    suites = ET.Element("testsuites", {k: v for k, v in counts.items() if k != "skipped"})
    suite = ET.SubElement(suites, "testsuite", counts)
    suite.extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(view: View, finding: Finding, options: Options) -> ET.Element:
    message = view.title(finding)
    claim = view.claims.get(finding.primary)
    case = ET.Element(
        "testcase",
        {"classname": visible(finding.rule), "name": f"{message} [{visible(finding.fingerprint)}]", "time": "0"},
    )
    if claim is not None:
        case.set("file", visible(claim.document))
    if finding.status != "new":
        why = f": {fold(finding.reason)}" if finding.reason else ""
        ET.SubElement(case, "skipped", {"message": f"{finding.status}{why}"})
    elif fails(finding, options.fail_on):
        failure = ET.SubElement(case, "failure", {"message": message, "type": finding.severity})
        failure.text = "\n".join(evidence(view, finding))
    else:
        ET.SubElement(case, "skipped", {"message": f"{finding.severity}, below the level that fails"})
    return case


def _passed(name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": visible(name), "name": visible(name), "time": "0"})
