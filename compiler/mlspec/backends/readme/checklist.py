"""The monitoring checklist: what sees to each line of it, or what to add to the spec so that something does."""

from collections.abc import Iterator

from mlspec.backends.readme.marks import cell_code, cell_sentence, link, table_row
from mlspec.codegen.code import Code
from mlspec.ir.graph import Graph
from mlspec.ir.offer import Covers, Offer
from mlspec.source.route import Route
from mlspec.vocabulary.checklist import ChecklistItem

# Where the spec asks for it, and the line that does so.
ASKING: dict[ChecklistItem, tuple[Route, str]] = {
    ChecklistItem.INPUTS: (("monitor", "drift", "inputs"), "monitor: {drift: {inputs: {method: psi, above: 0.2}}}"),
    ChecklistItem.PREDICTIONS: (
        ("monitor", "drift", "prediction"),
        "monitor: {drift: {prediction: {method: jensenshannon, above: 0.1}}}",
    ),
    ChecklistItem.LATENCY: (("monitor", "latency"), "monitor: {latency: {p50: 50ms, p95: 200ms, p99: 500ms}}"),
    ChecklistItem.ERRORS: (("monitor", "errors"), "monitor: {errors: 1%}"),
    ChecklistItem.VERSION: (("deploy",), "deploy: {bentoml: {}}"),
    ChecklistItem.ALERTS: (("monitor", "alert"), "monitor: {alert: {webhook: {secret: ALERT_WEBHOOK}}}"),
    ChecklistItem.RETRAINING: (("retrain",), "retrain: {when: [drift]}"),
}


def lower_checklist(graph: Graph, offers: tuple[Offer, ...]) -> tuple[Code, ...]:
    """A row for each line, in the order of the checklist; none where the model neither serves nor is watched."""
    if not any(facet.route[0] in ("deploy", "monitor") for facet in graph.facets):
        return ()
    covers = [offer for offer in offers if isinstance(offer, Covers)]
    return tuple(table_row(item.value, _answer(graph, item, covers)) for item in ChecklistItem)


def _answer(graph: Graph, item: ChecklistItem, covers: list[Covers]) -> Code:
    found = [_place(graph, cover) for cover in covers if cover.item is item]
    if found:
        return Code("<br>".join(dict.fromkeys(found)))
    route, line = ASKING[item]
    if _is_asked(graph, route):
        return Code(
            f"**not covered**: no target that the spec names does this for its {cell_code('.'.join(map(str, route)))}"
        )
    return Code(f"**not covered**: add {cell_code(line)}")


def _place(graph: Graph, cover: Covers) -> Code:
    """The file and the line, as a link, and how."""
    shown = cover.path.removeprefix(f"{graph.output_folder}/")
    place = link(f"{shown}:{cover.line}", graph.output_folder, cover.path, f"L{cover.line}")
    return Code(f"{place} {cell_sentence(cover.how)}")


def _is_asked(graph: Graph, route: Route) -> bool:
    return any(_said(graph, route))


def _said(graph: Graph, route: Route) -> Iterator[bool]:
    for facet in graph.facets:
        if facet.route[: len(route)] == route:
            yield facet.value not in ("null", "{}", "[]")
