"""Diagnostics as SARIF 2.1.0, which code scanning services and editors read."""

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from mlspec.diagnostics.arrangement import arrange
from mlspec.diagnostics.concealment import conceal
from mlspec.diagnostics.diagnostic import Diagnostic, Fix, Label, Rule
from mlspec.diagnostics.location import Region, locate
from mlspec.diagnostics.replacement import read_source, replacement_of
from mlspec.diagnostics.visible_text import visible
from mlspec.source.document import Document
from mlspec.source.text import SourceText, Span
from mlspec.version import VERSION

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"  # the repository; who reads the log says where it lies


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText], rules: Iterable[Rule] = ()) -> str:
    """A log of one run; `rules` are those whose documentation is at hand, the others are named only."""
    diagnostics, sources = conceal(diagnostics, sources)
    arranged = arrange(diagnostics)
    known = {rule.name: rule for rule in rules}
    names = sorted({diagnostic.rule for diagnostic in arranged})
    driver = {"name": "mlspec", "version": VERSION, "rules": [_rule(name, known.get(name)) for name in names]}
    documents = _read_fixed(arranged, sources)
    results = [_result(diagnostic, names.index(diagnostic.rule), sources, documents) for diagnostic in arranged]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": name, "help": {"text": f"`mlspec explain {name}` says what it means."}}
    documentation = rule.documentation.strip()
    summary, _, explanation = documentation.partition("\n\n")
    return {
        "id": name,
        "shortDescription": {"text": " ".join(summary.split())},
        "fullDescription": {"text": documentation},
        "help": {"text": explanation.strip() or documentation, "markdown": documentation},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(
    diagnostic: Diagnostic, rule_index: int, sources: Mapping[str, SourceText], documents: Mapping[str, Document]
) -> dict[str, object]:
    text = "\n".join([visible(diagnostic.message), *(f"help: {_lines(text)}" for text in diagnostic.help)])
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": rule_index,
        "level": diagnostic.severity.value,
        "message": {"text": text},
    }
    first, others = diagnostic.labels[:1], diagnostic.labels[1:]
    result["locations"] = [_location(label, sources) for label in first]
    if others:
        related = enumerate((_location(label, sources) for label in others), 1)
        result["relatedLocations"] = [{"id": number, **location} for number, location in related]
    fixes = [fix for fix in (_fix(fix, documents) for fix in diagnostic.fixes) if fix]
    if fixes:
        result["fixes"] = fixes
    return result


def _location(label: Label, sources: Mapping[str, SourceText]) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(label.place.path), "uriBaseId": _ROOT}}
    region = locate(label.place, sources)
    if region:
        physical["region"] = _region(region)
    location: dict[str, object] = {"physicalLocation": physical}
    if label.text:
        location["message"] = {"text": visible(label.text)}
    return location


def _read_fixed(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> dict[str, Document]:
    """The documents that fixes edit: SARIF takes texts, where a fix has a route."""
    paths = sorted({fix.path for diagnostic in diagnostics for fix in diagnostic.fixes} & sources.keys())
    read = ((path, read_source(sources[path])) for path in paths)
    return {path: document for path, document in read if document is not None}


def _fix(fix: Fix, documents: Mapping[str, Document]) -> dict[str, object] | None:
    document = documents.get(fix.path)
    replacement = replacement_of(fix, document) if document else None
    if document is None or replacement is None:
        return None
    edit: dict[str, object] = {"deletedRegion": _region(_exact_region(replacement.span, document.text))}
    if replacement.text:
        edit["insertedContent"] = {"text": replacement.text}
    change = {"artifactLocation": {"uri": _uri(fix.path), "uriBaseId": _ROOT}, "replacements": [edit]}
    return {"description": {"text": visible(fix.title)}, "artifactChanges": [change]}


def _exact_region(span: Span, source: SourceText) -> Region:
    return Region(source.position(span.start), source.position(span.end))


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    }


def _uri(path: str) -> str:
    """A relative reference: what a URI may not hold is percent-encoded, and no first segment is taken for a scheme."""
    return quote(path.encode("utf-8", "surrogatepass"))


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))
