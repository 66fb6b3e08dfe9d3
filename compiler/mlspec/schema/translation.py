"""From pydantic's errors to diagnostics in our own words, each at its place."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic_core import ValidationError

from mlspec.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Rule
from mlspec.schema.choices import listed
from mlspec.schema.node import Node, model_at
from mlspec.schema.place import key_place_of, place_of, place_within
from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import MISSING_FIELD, OUT_OF_RANGE, UNKNOWN_FIELD, WRONG_TYPE
from mlspec.schema.unknown_backend import refuse_backend
from mlspec.source.places import Places
from mlspec.source.route import Route, format_route
from mlspec.source.scalar import source_text
from mlspec.source.spelling import nearest
from mlspec.source.text import Place

_FEW = 12
_FLAGS = {"yes": True, "no": False, "on": True, "off": False, "true": True, "false": False}
_NEEDED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a map",
    "mapping_type": "a map",
    "model_type": "a map",
    "model_attributes_type": "a map",
}


class _Site:
    """What all errors of one section share."""

    def __init__(
        self,
        model: type[Node],
        route: Route,
        data: object,
        places: Places,
        backends: Mapping[Any, Collection[str]],
        also: Collection[str],
    ) -> None:
        self.model = model
        self.route = route
        self.data = data
        self.places = places
        self.backends = backends
        self.also = also


def translate(
    error: ValidationError,
    model: type[Node],
    route: Route,
    data: object,
    places: Places,
    backends: Mapping[Any, Collection[str]],
    also: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """Every error as a diagnostic, in the order of the text; `also` are known words beside the fields at the top."""
    site = _Site(model, route, data, places, backends, also)
    errors: list[dict[str, Any]] = [dict(found) for found in error.errors(include_url=False)]
    meant = set[tuple[Route, str]]()
    diagnostics = []
    for found in sorted(errors, key=lambda entry: entry["type"] == "missing"):
        *above, last = found["loc"] or ("",)
        if found["type"] == "extra_forbidden":
            diagnostics.append(_unknown_field(site, _route_of(above, data), str(last), meant))
        elif found["type"] != "missing":
            diagnostics.append(_wrong_value(site, _route_of(found["loc"], data), found))
        elif (_route_of(above, data), last) not in meant:
            diagnostics.append(_missing_field(site, _route_of(above, data), str(last)))
    return tuple(sorted(diagnostics, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, str]:
    place = diagnostic.labels[0].place
    return (place.path, place.span.start, diagnostic.message)


def _route_of(location: Sequence[str | int], data: object) -> Route:
    """The steps that the data has, and the last one, which may be missing; unions and validators add others."""
    route: list[str | int] = []
    value: Any = data
    for index, step in enumerate(location):
        inside = step in value if isinstance(value, dict) else isinstance(value, list) and step in range(len(value))
        if inside:
            value = value[step]
        elif index < len(location) - 1 or not isinstance(value, dict) or step == "[key]":
            continue
        route.append(step)
    return tuple(route)


def _unknown_field(site: _Site, above: Route, word: str, meant: set[tuple[Route, str]]) -> Diagnostic:
    owner = model_at(site.model, above)
    where = (*site.route, *above)
    if owner and owner.host:
        fields = tuple(field.key for field in owner.fields.values() if field.key)
        refused = refuse_backend(word, owner.host, fields, format_route(where), site.backends)
        if refused:
            return _unknown_backend(site, (*where, word), refused)
    known = _known_words(site, owner, at_top=not above)
    guess = nearest(word, known)
    if guess:
        meant.add((above, guess))
    message = f"{quoted(word)} is no field of {f'`{format_route(where)}`' if where else 'the document'}"
    advice = [f"did you mean `{guess}`?"] if guess else []
    if len(known) <= _FEW or not guess:
        advice.append(f"known are {listed(sorted(known))}" if known else "none is known")
    place = key_place_of(site.places, (*where, word))
    return _diagnostic(
        UNKNOWN_FIELD, message, place, "no such field", tuple(advice), _renaming(site.places, (*where, word), guess)
    )


def _unknown_backend(site: _Site, route: Route, refused: Refused) -> Diagnostic:
    guess = refused.instead
    advice = (f"did you mean {quoted(guess)}?", *refused.advice) if guess else refused.advice
    place = key_place_of(site.places, route)
    fixes = _renaming(site.places, route, guess)
    return _diagnostic(refused.rule, refused.message, place, refused.label, advice, fixes)


def _known_words(site: _Site, owner: type[Node] | None, *, at_top: bool) -> tuple[str, ...]:
    """Every key that a node may have."""
    also = (*site.also,) if at_top and not site.route else ()
    if owner is None:
        return also
    fields = (field.key for field in owner.fields.values() if field.key)
    backends = site.backends.get(owner.host.concern, ()) if owner.host else ()
    return (*fields, *backends, *sorted(owner.overlays), *also)


def _missing_field(site: _Site, above: Route, word: str) -> Diagnostic:
    where = (*site.route, *above)
    node = model_at(site.model, above)
    message = f"{f'`{format_route(where)}`' if where else 'the document'} needs {quoted(word)}"
    advice = (f"write it as in {node.example}",) if node and node.example else ()
    return _diagnostic(MISSING_FIELD, message, key_place_of(site.places, where), f"no {quoted(word)}", advice)


def _wrong_value(site: _Site, location: Route, found: dict[str, Any]) -> Diagnostic:
    route = (*site.route, *location)
    refused = found.get("ctx", {}).get("error")
    if not isinstance(refused, Refused):
        refused = _refusal_of(found)
    route = (*route, *refused.below)
    is_key = refused.on_key or found["loc"][-1:] == ("[key]",) or found["type"] == "invalid_key"
    place = key_place_of(site.places, route) if is_key else place_of(site.places, route)
    if refused.offset is not None and isinstance(found["input"], str):
        place = place_within(place, found["input"], refused.offset, refused.length)
    guess = nearest(refused.word, refused.candidates) if refused.word else refused.instead
    is_shown = guess is not None and quoted(guess) != quoted(found["input"])
    advice = (f"did you mean {quoted(guess)}?", *refused.advice) if is_shown else refused.advice
    fixes = _renaming(site.places, route, guess) if is_key else _setting(site.places, route, guess)
    return _diagnostic(refused.rule, refused.message, place, refused.label, advice, fixes)


def _renaming(places: Places, route: Route, guess: object) -> tuple[Fix, ...]:
    """Another name for the key at a route; where a short form stands for it, the name is its value."""
    written = _written(places, route)
    if guess is None or written != route:
        return _setting(places, route, guess)
    place = key_place_of(places, route)
    return (Fix(f"rename it to {quoted(guess)}", place.path, route, Edit.RENAME_KEY, guess),)


def _setting(places: Places, route: Route, value: object) -> tuple[Fix, ...]:
    """Another value at a route, as it stands in the file."""
    if value is None:
        return ()
    written = _written(places, route)
    return (Fix(f"write {quoted(value)}", place_of(places, written).path, written, Edit.SET_VALUE, value),)


def _written(places: Places, route: Route) -> Route:
    """The route of the value as it stands in the file, where a short form stands for several."""
    while route and (found := places.get(route)) is not None and found.key == found.value:
        route = route[:-1]
    return route


def _refusal_of(found: dict[str, Any]) -> Refused:
    """Our words for an error that pydantic found by itself."""
    kind, value, context = found["type"], found["input"], found.get("ctx", {})
    if kind in _NEEDED:
        if kind == "int_type" and isinstance(value, float):
            instead = int(value) if value.is_integer() else None
            return Refused(WRONG_TYPE, f"{quoted(value)} is no whole number", label="no whole number", instead=instead)
        message = f"{_NEEDED[kind]} is needed here, and this is {say_kind(value)}"
        if kind == "string_type" and isinstance(value, (int, float)) and not isinstance(value, bool):
            return _needs_quotes(message, value)
        return Refused(WRONG_TYPE, message, label=say_kind(value), instead=_nearest_value(kind, value))
    match kind:
        case "greater_than_equal" | "greater_than":
            bound = context.get("ge", context.get("gt"))
            word = "at least" if kind == "greater_than_equal" else "more than"
            return Refused(OUT_OF_RANGE, f"{quoted(value)} has to be {word} {bound}", label="too small")
        case "less_than_equal" | "less_than":
            bound = context.get("le", context.get("lt"))
            word = "at most" if kind == "less_than_equal" else "less than"
            return Refused(OUT_OF_RANGE, f"{quoted(value)} has to be {word} {bound}", label="too large")
        case "invalid_key":
            return Refused(WRONG_TYPE, "a key is text, and this is not", label="no text", advice=("quote it",))
        case "string_unicode":
            return Refused(WRONG_TYPE, "the text holds a character that stands for nothing", label="no text")
        case "int_parsing_size":
            return Refused(OUT_OF_RANGE, f"{quoted(value)} is too large", label="too large")
        case "finite_number":
            return Refused(OUT_OF_RANGE, f"{quoted(value)} is no finite number", label="not finite")
        case _:
            return Refused(WRONG_TYPE, f"{quoted(value)} cannot stand here", label="does not fit")


def _needs_quotes(message: str, value: float) -> Refused:
    text = source_text(value)
    return Refused(WRONG_TYPE, message, label=say_kind(value), advice=(f'quote it: `"{text}"`',), instead=text)


def _nearest_value(kind: str, value: object) -> object:
    """The value of the right kind that was meant without doubt, if there is one."""
    if not isinstance(value, str):
        return None
    if kind == "int_type":
        return int(value) if value.strip().isdecimal() and len(value) < 20 else None
    return _FLAGS.get(value.lower()) if kind == "bool_type" else None


def _diagnostic(
    rule: Rule, message: str, place: Place, label: str, advice: tuple[str, ...] = (), fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    return Diagnostic(rule.name, rule.severity, message, (Label(place, label),), advice, fixes)
