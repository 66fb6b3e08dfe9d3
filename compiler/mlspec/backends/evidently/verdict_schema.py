"""The form of `verdict.json`, published beside the monitor that writes it."""

from typing import Any

FORMAT = 1
"""Grows when a reader of an older verdict would no longer understand a newer one."""


def verdict_schema(name: str) -> dict[str, Any]:
    """The JSON schema of a project's verdicts."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"verdict of the monitor of {name}",
        "type": "object",
        "required": ["format", "project", "from", "to", "verdict", "status", "causes", "rows"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "project": {"const": name},
            "from": _MOMENT,
            "to": _MOMENT,
            "verdict": {"enum": ["stable", "drifted", "too little data"]},
            "status": {"enum": [0, 3, 4], "description": "The exit status."},
            "causes": {"type": "array", "items": {"enum": ["drift", "missing", "performance", "latency", "errors"]}},
            "model": _closed(name=_TEXT, version={"type": "integer"}, alias=_TEXT),
            "rows": _counts("found", "needed", "reference", "compared", "other_versions", "unreadable"),
            "inputs": _section("The columns of the requests.", share=_SHARE, limit=_SHARE, columns=_COLUMNS),
            "prediction": _section("The answers.", answers=_COUNT, columns=_COLUMNS),
            "text": _section("Texts, by what they are about.", columns=_COLUMNS),
            "missing": _section(
                "Missing values.", limit=_SHARE, columns=_list(column=_TEXT, reference=_SHARE, current=_SHARE)
            ),
            "performance": _section(
                "What the metrics are on rows whose truth is known.",
                labels=_COUNT,
                metrics=_map({"type": ["number", "null"]}),
                gates=_list(gate=_TEXT, seen=_TEXT, result={"enum": ["pass", "warn", "fail"]}, reason=_TEXT),
            ),
            "latency": _section(
                "How long requests took.", ms=_map({"type": "number"}), limits=_map({"type": "number"})
            ),
            "errors": _section("Requests without an answer.", share=_SHARE, limit=_SHARE, kinds=_map(_COUNT)),
        },
    }


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_MOMENT = {"type": "string", "format": "date-time"}
_HOLDS = {"type": ["boolean", "null"], "description": "Null where too little is known to judge."}


def _closed(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _counts(*names: str) -> dict[str, Any]:
    counts = _closed(**dict.fromkeys(names, _COUNT))
    return {**counts, "required": ["found", "needed"]}


def _section(description: str, **properties: Any) -> dict[str, Any]:
    """Something that is judged; of what could not be measured only the reason is known."""
    section = _closed(holds=_HOLDS, said={**_TEXT, "description": "The same in a sentence."}, **properties)
    return {"description": description, **section, "required": ["holds", "said"]}


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _closed(**properties)}


def _map(values: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


_COLUMNS = _list(
    column=_TEXT,
    method=_TEXT,
    distance={"type": ["number", "null"], "description": "Null where one side has no values."},
    limit={"type": "number"},
    drifted={"type": "boolean"},
    note=_TEXT,
)
