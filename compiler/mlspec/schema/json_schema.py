"""The JSON Schema (2020-12) of the language, read off the models, for editors."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mlspec.schema.backend_choice import Host
from mlspec.schema.canonical import canonical_value
from mlspec.schema.field import Field, Holds
from mlspec.schema.leaf import Leaf
from mlspec.schema.node import Entries, Node
from mlspec.schema.references import OPTIONS
from mlspec.vocabulary.calendar_unit import CalendarUnit
from mlspec.vocabulary.concern import Concern
from mlspec.vocabulary.run_context import RunContext

Schema: TypeAlias = dict[str, Any]
BackendOptions: TypeAlias = Mapping[Concern, Mapping[str, type[Node] | None]]
"""The model of the options of every back end, by concern and name; None where it has none of its own."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def language_schema(header: type[Node], sections: Mapping[str, type[Node]], backends: BackendOptions) -> str:
    """The schema as JSON text, the same bytes every time.

    A file with a `name` and no `extends` has to be whole. Any other is a layer: nothing is required in it, and `null`
    takes away what a lower layer says.
    """
    writer = _Writer(sections, backends)
    whole = writer.document(header, layer=False)
    part = writer.document(header, layer=True)
    schema = {
        "$schema": _DIALECT,
        "title": "mlproject.yaml",
        "description": "One model, in the order of its lifecycle.",
        "if": {"required": ["name"], "not": {"required": ["extends"]}},
        "then": whole,
        "else": part,
        "$defs": dict(sorted(writer.definitions.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class _Writer:
    """The definitions that have been asked for so far."""

    def __init__(self, sections: Mapping[str, type[Node]], backends: BackendOptions) -> None:
        self.sections = sections
        self.backends = backends
        self.definitions: dict[str, Schema] = {}

    def document(self, header: type[Node], *, layer: bool) -> Schema:
        """The top of a file."""
        properties = {field.key: self.field(header, field, layer) for field in header.fields.values()}
        for name, model in self.sections.items():
            properties[name] = {"description": _doc(model), **self.node(model, layer)}
        required = [] if layer else _required(header)
        return _object(properties, ["mlspec"] if layer else required, patterns={"^x-": {}})

    def node(self, model: type[Node], layer: bool) -> Schema:
        """A reference to the definition of a model; with `layer`, nothing in it is required."""
        name = model.__name__ if not layer else f"layer.{model.__name__}"
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = {"description": _doc(model), **self.body(model, layer)}
        return {"$ref": f"#/$defs/{name}"}

    def body(self, model: type[Node], layer: bool) -> Schema:
        """What a node may be: a map of its fields, or a short form."""
        if issubclass(model, Entries):
            field = model.fields["root"]
            return self.entries(field, self.item(field, layer), layer)
        fields = [field for field in model.fields.values() if not field.declared.gathered]
        properties = {field.key: self.field(model, field, layer) for field in fields}
        for name in sorted(model.overlays & self.sections.keys()):
            section = self.sections[name]
            properties[name] = {"description": _doc(section), **self.nullable(self.node(section, layer=True))}
        short = list(model.short_forms)
        if model.host is not None:
            properties.update(self.hosted(model.host, layer))
            if not fields:
                short = [{"enum": sorted(self.backends.get(model.host.concern, {}))}]
        whole = _object(properties, [] if layer else _required(model))
        if not layer:
            _exclude(whole, model)
        return whole if not short else {"anyOf": [whole, *short]}

    def hosted(self, host: Host, layer: bool) -> Iterator[tuple[str, Schema]]:
        """The names of back ends, with the options of each."""
        for name, options in sorted(self.backends.get(host.concern, {}).items()):
            below = self.node(options, layer) if options is not None else {"type": "object"}
            yield name, {"description": f"The {host.noun} {name}.", **self.nullable(below)}

    def field(self, model: type[Node], field: Field, layer: bool) -> Schema:
        """The value of a field, with its documentation and its default."""
        about: Schema = {"description": field.declared.doc}
        if not field.required and field.declared.default is not None and field.declared.factory is None:
            about["default"] = canonical_value(field.declared.default)
        value = self.value(field, layer)
        if field.key in model.listed:
            value = {"anyOf": [self.item(field, layer), value]}
        elif field.declared.short is not None:
            value = {"anyOf": [dict(field.declared.short), value]}
        return {**about, **(self.nullable(value) if layer or field.nullable else value)}

    def value(self, field: Field, layer: bool) -> Schema:
        """A value, a list or a map of values; a word that may stand for the whole stands beside it."""
        item = self.item(field, layer)
        if field.holds is Holds.LIST:
            item = {"type": "array", "items": item}
        elif field.holds is Holds.MAP:
            item = self.entries(field, item, layer)
        return item if field.word is None else {"anyOf": [dict(field.word.json), item]}

    def entries(self, field: Field, item: Schema, layer: bool) -> Schema:
        """A map whose keys the user chooses."""
        schema: Schema = {"type": "object", "additionalProperties": self.nullable(item) if layer else item}
        if field.key_leaf is not None:
            schema["propertyNames"] = {key: entry for key, entry in field.key_leaf.json.items() if key != "type"}
        return schema

    def item(self, field: Field, layer: bool) -> Schema:
        """One value of those that a field holds."""
        if field.node is not None:
            within_list = field.holds is Holds.LIST
            return self.node(field.node, layer and not within_list)
        return self.leaf(field.leaf) if field.leaf is not None else {}

    def leaf(self, leaf: Leaf) -> Schema:
        """A value without fields of its own, or a reference in its place."""
        if not leaf.late or not leaf.json or leaf.spells_references:
            for key in leaf.late:
                self.reference(key)
            return dict(leaf.json)
        return {"anyOf": [dict(leaf.json), *(self.reference(key) for key in leaf.late)]}

    def reference(self, key: str) -> Schema:
        """A reference to the definition of a reference."""
        name = f"reference.{key}"
        if name not in self.definitions:
            options = {option: _OPTION_VALUES.get(option, {}) for option in OPTIONS[key]}
            body = _object({key: _KEY_VALUES.get(key, {"type": "string"}), **options}, [key])
            self.definitions[name] = {"description": _REFERENCE_DOCS[key], **body}
        return {"$ref": f"#/$defs/{name}"}

    def nullable(self, schema: Schema) -> Schema:
        """The same, or nothing."""
        if "anyOf" in schema and len(schema) == 1:
            return (
                {"anyOf": [*schema["anyOf"], {"type": "null"}]} if {"type": "null"} not in schema["anyOf"] else schema
            )
        return {"anyOf": [schema, {"type": "null"}]} if schema else schema


def _object(properties: Schema, required: list[str], patterns: Schema | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if patterns:
        found["patternProperties"] = patterns
    return {**found, "required": required} if required else found


def _required(model: type[Node]) -> list[str]:
    return [field.key for field in model.fields.values() if field.required]


def _exclude(schema: Schema, model: type[Node]) -> None:
    """Of a group's fields one is enough and two are too many."""
    clauses = []
    for group in model.groups:
        one = [{"required": [name]} for name in group.fields]
        none = {"not": {"anyOf": one}}
        clauses.append({"oneOf": one if group.required else [*one, none]})
    if clauses:
        schema["allOf"] = clauses


def _doc(model: type[Node]) -> str:
    text = " ".join((model.__doc__ or "").split())
    return f"{text} For example {model.example}." if model.example else text


_NAME = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}
_KEY_VALUES: Mapping[str, Schema] = {
    "env": _NAME,
    "secret": _NAME,
    "as_of": {"type": "string", "examples": ["-6mo", "0d", "-1y"]},
    "context": {"enum": [context.value for context in RunContext]},
    "literal": {},
}
_OPTION_VALUES: Mapping[str, Schema] = {
    "floor": {"enum": [unit.value for unit in CalendarUnit]},
    "format": {"type": "string", "examples": ["%Y-%m"]},
}
_REFERENCE_DOCS = {
    "env": "An environment variable of the job; `default` stands for one that is not set.",
    "secret": "A secret: an environment variable that is never logged, printed or defaulted.",
    "as_of": "The run's logical date, moved, cut down to the start of a unit, and spelled by a format of strftime.",
    "file": "A file of the repository.",
    "param": "One of the step's own params.",
    "output": "What an earlier step gave.",
    "context": "What only the run knows of itself.",
    "literal": "A map that looks like a reference and is none.",
}
