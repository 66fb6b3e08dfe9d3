"""How the rows of now and those of then come together in `monitoring.py`."""

from mlspec.backends.evidently.judgements import Judgements
from mlspec.backends.evidently.monitor_modules import Comparison
from mlspec.backends.evidently.sources import Sources, tracked_rows
from mlspec.codegen.code import Code
from mlspec.codegen.line_breaks import group, laid_out
from mlspec.codegen.python_literal import python_literal
from mlspec.ir.graph import Graph

_SINGLE_ROWS = 2000
"""Rows of the reference that are answered where each is answered by itself, which takes milliseconds."""


def lower_comparison(graph: Graph, sources: Sources, judged: Judgements) -> Comparison:
    """Decide what is compared with what."""
    given = bool(sources.current) or sources.reference in ("tracked", "loaded")
    scores = given and bool(sources.scores) and (judged.prediction is not None or judged.truth is not None)
    taken = _taken(sources)
    return Comparison(
        call=Code(f"_compare({', '.join(taken)})"),
        takes=tuple(Code(f"{name}: {_TYPES[name]}") for name in taken),
        against=_AGAINST[sources.reference].replace("{}", graph.watch.reference if graph.watch else ""),
        now=_now(sources, scores=scores),
        then=_then(sources, graph, scores=scores),
        least=Code("MIN_ROWS" if sources.reference == "earlier" else "1"),
        watched=_watched(judged),
        shared=Code("SHARE" if judged.judges_inputs else "1"),
        judges_inputs=judged.judges_inputs,
        prediction_at=Code("len(inputs)" if judged.judges_inputs else "0"),
        loads_model=scores or judged.truth is not None,
        logs_rows=not sources.current,
        given=given,
        scores=scores,
        scored_rows=Code("MAX_ROWS" if sources.batches else str(_SINGLE_ROWS)),
        answering=sources.scores,
        learned=Code(", predictor.learned(tracking.inputs(version))" if sources.learns else ""),
        fields=Code("FIELDS" if _fields(sources) else "list(drawn)"),
        fields_constant=_fields_constant(sources),
        reads_files=sources.runs_commands or (sources.reference == "loaded" and "_read(" in sources.loaded),
    )


_TYPES = {
    "requests": "monitor_log.Requests",
    "frame": "pd.DataFrame",
    "version": "tracking.Version",
    "start": "datetime",
    "end": "datetime",
}
_AGAINST = {
    "tracked": "the rows of {} that are kept with the version",
    "loaded": "the rows of {} as of the start",
    "earlier": "the requests of the window before",
}


def _watched(judged: Judgements) -> Code:
    parts = [
        *(["*inputs"] if judged.judges_inputs else []),
        *(["monitor_drift.Watched(*PREDICTION)"] if judged.prediction else []),
        *(["*(monitor_drift.Watched(*one) for one in TEXTS)"] if judged.texts else []),
    ]
    return laid_out(group("[", map(Code, parts), "]"), 4, len("watched = "))


def _taken(sources: Sources) -> tuple[str, ...]:
    rows = ("frame",) if sources.current else ("requests",)
    timed = {"earlier": ("start", "end"), "loaded": ("start", "end") if sources.current else ("start",)}
    moments = timed.get(sources.reference, ("end",))
    return (*rows, *(("version",) if sources.tracking else ()), *moments)


def _now(sources: Sources, *, scores: bool) -> Code:
    if sources.current:
        return Code(f"_given(frame, end{', version, model' if scores else ''})")
    return Code(f"_logged(requests{', version' if sources.tracking else ''})")


def _then(sources: Sources, graph: Graph, *, scores: bool) -> Code:
    asked = ", version, model" if scores else ""
    match sources.reference:
        case "tracked":
            return Code(f"_given({tracked_rows(graph)}, end{asked})")
        case "loaded":
            return Code(f"_given({sources.loaded}, start{asked})")
        case _:
            return Code(
                f"_logged(monitor_log.read(start - (end - start), start){', version' if sources.tracking else ''})"
            )


def _fields_constant(sources: Sources) -> Code:
    items = [Code(python_literal(name)) for name in _fields(sources)]
    return laid_out(group("FIELDS = [", items, "]")) if items else Code()


def _fields(sources: Sources) -> tuple[str, ...]:
    return tuple(field.name for field in sources.endpoint.request if not field.role) if sources.endpoint else ()
