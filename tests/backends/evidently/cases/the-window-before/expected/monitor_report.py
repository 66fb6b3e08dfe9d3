"""What becomes of a look at answers: it is kept, told to whoever has to know, and put into words.

Compiled from specs/the-window-before/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

REPORTS = Path(__file__).resolve().parents[2] / ".mlspec/reports/answers"
SECTIONS = ("inputs", "prediction", "text", "missing", "performance", "latency", "errors")
WORDS = {True: "ok", False: "fails", None: "unknown"}


def publish(document: Mapping[str, Any]) -> str:
    """Keep the report, tell of what is wrong, and give the text for reading."""
    kept = _keep(document)
    lines = [_head(document), "", *_table(document), *_findings(document), _line("verdict", _verdict(document))]
    lines += [_line("report", place) for place in kept]
    return "\n".join(lines)


def _keep(document: Mapping[str, Any]) -> list[str]:
    """One folder a window, and where its files are; looking at a window again replaces what was found before."""
    moments = (datetime.fromisoformat(document[side]) for side in ("from", "to"))
    folder = "_".join(f"{moment:%Y-%m-%dT%H%M%S}" for moment in moments)
    files = {"verdict.json": json.dumps(document, indent=2) + "\n"}
    places = []
    for name, text in files.items():
        file = REPORTS / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        places.append(str(file))
    return places


def _head(document: Mapping[str, Any]) -> str:
    start, end = (datetime.fromisoformat(document[side]) for side in ("from", "to"))
    version = document["model"]["version"]
    return f"{document['project']}, version {version}, {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"


def _verdict(document: Mapping[str, Any]) -> str:
    if failing := _failing(document):
        return f"{document['verdict']} ({', '.join(failing)})"
    if document["status"]:
        rows = document["rows"]
        few = "found" if rows["found"] < rows["needed"] else "reference"
        return f"{document['verdict']} ({rows[few]:,} rows {ROWS[few]}, {rows['needed']:,} are needed)"
    return str(document["verdict"])


def _failing(document: Mapping[str, Any]) -> list[str]:
    return [name for name in SECTIONS if name in document and document[name]["holds"] is False]


def _table(document: Mapping[str, Any]) -> Iterator[str]:
    """How far each column has moved, and the rows that this is told from."""
    moved = [one for name in ("inputs", "prediction", "text") for one in document.get(name, {}).get("columns", ())]
    if moved:
        rows = [("column", "measure", "distance", "limit", "drifted", ""), *map(_cells, moved)]
        widths = [max(len(row[place]) for row in rows) for place in range(5)]
        for row in rows:
            cells = (f"{cell:{width}}" for cell, width in zip(row, [*widths, 0], strict=True))
            yield "  ".join(cells).rstrip()
        yield ""
    for name, count in document["rows"].items():
        if count and name in ROWS:
            yield _line("rows", f"{count:,} {ROWS[name]}")


def _cells(moved: Mapping[str, Any]) -> tuple[str, str, str, str, str, str]:
    distance = "" if moved["distance"] is None else f"{moved['distance']:8.3f}"
    drifted = "yes" if moved["drifted"] else "no"
    return moved["column"], moved["method"], distance, f"{moved['limit']:.3f}", drifted, moved["note"]


def _findings(document: Mapping[str, Any]) -> Iterator[str]:
    for name in SECTIONS:
        if name in document:
            yield _line(name, f"{WORDS[document[name]['holds']]:9}{document[name]['said']}")


def _line(name: str, said: str) -> str:
    return f"{name:13}{said}"


ROWS = {
    "found": "in the window",
    "reference": "to compare with",
    "compared": "drawn from those of the window",
    "other_versions": "answered by other versions, left out of what was answered",
    "unreadable": "lines of the log that are no request",
}
