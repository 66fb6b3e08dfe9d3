"""From a graph and the code that its steps reach to one fingerprint a step.

A fingerprint is the SHA-256 of its parts, each on a line: the facets of the spec that make the step run again, the
definitions of the user's code that it reaches, the files of the repository that it takes, the pinned requirements, the
declared version of its data, and the fingerprints of the steps before it. What only a run knows (the logical date, a
version that a function tells) is no part: a plan stays empty as long as nothing is edited.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint, Part
from mlspec.ir.graph import Graph
from mlspec.ir.step import Command, Step
from mlspec.source.route import Route, format_route
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import record
from mlspec.vocabulary.role import Role


@record
class CodeDigests:
    """The definitions that a step's code reaches, each with its digest, and what could not be seen."""

    definitions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


def fingerprint_steps(graph: Graph, code: Mapping[str, CodeDigests]) -> tuple[Fingerprint, ...]:
    """One fingerprint a step, in the order of the graph; `code` holds the digests of each step by its name."""
    producers: dict[str, str] = {}
    digests: dict[str, str] = {}
    fingerprints = []
    facets = _facets_by_step(graph)
    for step in graph.steps:
        reached = code.get(step.name, CodeDigests(()))
        before = ((producers[name], digests[producers[name]]) for name in step.inputs if name in producers)
        parts = sorted(set(_parts(graph, step, facets[step.name], reached, before)))
        digest = digest_of(map(" ".join, parts))
        digests[step.name] = digest
        producers.update(dict.fromkeys(step.outputs, step.name))
        fingerprints.append(Fingerprint(step.name, digest, tuple(Part(*part) for part in parts), reached.notes))
    return tuple(fingerprints)


def digest_of(lines: Iterable[str]) -> str:
    """The SHA-256 of some lines, in hexadecimal; a line break within one cannot pass for two lines."""
    encoded = [line.encode("utf-8", "surrogatepass") for line in lines]
    return sha256(b"".join([b"%d:%b\n" % (len(line), line) for line in encoded])).hexdigest()


def spec_digest(facets: tuple[Facet, ...], elsewhere: Iterable[tuple[str, tuple[Facet, ...]]] = ()) -> str:
    """One digest of all that the spec means, whatever its spelling; of each other place by what differs there."""
    base = {f"{format_route(facet.route)} {facet.value}" for facet in facets}
    lines = [(0, "", line) for line in base]
    for place, found in elsewhere:
        here = {f"{format_route(facet.route)} {facet.value}" for facet in found}
        lines += [(1, place, line) for line in here - base] + [(2, place, line) for line in base - here]
    return digest_of(f"{kind} {len(place)} {place} {line}" for kind, place, line in sorted(lines))


def _parts(
    graph: Graph,
    step: Step,
    facets: tuple[Facet, ...],
    reached: CodeDigests,
    steps_before: Iterator[tuple[str, str]],
) -> Iterator[tuple[str, str, str]]:
    """Kind, name and value of each part; plain tuples, since records are slow to sort."""
    for facet in facets:
        yield "spec", format_route(facet.route), facet.value
    for name, digest in (*reached.definitions, *(step.action.scripts if isinstance(step.action, Command) else ())):
        yield "code", name, digest
    for name, digest in step.files:
        yield "file", name, digest
    for name, versions in graph.pins:
        yield "requirement", name, versions
    if isinstance(step.version, str):
        yield "data", step.name, step.version
    for name, digest in steps_before:
        yield "step", name, digest


def _facets_by_step(graph: Graph) -> dict[str, tuple[Facet, ...]]:
    """Those that make a step run again: the nearest steps above a field own it, else all of the role."""
    found: dict[str, list[Facet]] = {step.name: [] for step in graph.steps}
    by_role: dict[Role, list[Step]] = {}
    for step in graph.steps:
        by_role.setdefault(step.role, []).append(step)
    for facet in graph.facets:
        for role, effect in facet.effects:
            if effect is Effect.RERUN:
                for step in _owners(by_role.get(role, []), facet.route):
                    found[step.name].append(facet)
    return {name: tuple(facets) for name, facets in found.items()}


def _owners(steps: list[Step], route: Route) -> list[Step]:
    if len(steps) == 1:
        return steps
    above = [step for step in steps if route[: len(step.route)] == step.route]
    nearest = max((len(step.route) for step in above), default=0)
    return [step for step in above if len(step.route) == nearest] or steps
