"""The columns and fields that a monitor can look at, as far as the spec declares them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.payload import Payload, endpoints_of, request_of, response_of
from mlspec.analysis.sections import is_invalid, valid
from mlspec.resolution.datasets import learnt_dataset
from mlspec.source.route import format_route
from mlspec.vocabulary.record import record

if TYPE_CHECKING:
    from mlspec.analysis.subjects import View
    from mlspec.spec.data import Data, Dataset
    from mlspec.spec.deploy import Deploy
    from mlspec.spec.monitor import Monitor


@record
class Known:
    """All names that there are; `lacks` says that another is not among them, and `label` is for its place."""

    lacks: str
    label: str
    names: tuple[str, ...]


def all_columns(dataset: Dataset | None) -> Known | None:
    """The columns of a dataset; None where it does not declare them."""
    if dataset is None or not dataset.columns:
        return None
    where = f"`{format_route(dataset.route)}`"
    return Known(f"{where} does not have", f"no column of {where}", tuple(dataset.columns))


def reference_columns(monitor: Monitor, view: View) -> Known | None:
    """The columns of the dataset that current data is compared with."""
    data: Data | None = valid(view, "data")
    if data is None or monitor.reference is None:
        return None
    held_out = learnt_dataset(data) if monitor.reference in _HELD_OUT else None
    return all_columns(data.root.get(monitor.reference, held_out))


def watched_inputs(monitor: Monitor, view: View) -> tuple[Known, ...]:
    """What an input has to be part of to be compared: the reference, and the requests where these are compared."""
    reference = reference_columns(monitor, view)
    requests = None if monitor.current is not None else _requested(view)
    return tuple(known for known in (reference, requests) if known is not None)


def text_fields(monitor: Monitor, view: View) -> Known | None:
    """What may be compared as text: columns, fields of requests and of answers; None where one is open."""
    requests, answers = _requested(view), _answered(view)
    if requests is None or answers is None or monitor.current is not None:
        return None
    reference = reference_columns(monitor, view)
    names = (*requests.names, *answers.names, *(reference.names if reference else ()))
    return Known("neither requests nor answers have", "no such field", tuple(dict.fromkeys(names)))


def labelled_columns(monitor: Monitor, view: View) -> Known | None:
    """What labels may be matched by and compared with: columns of the reference, or of what the model learns from."""
    reference = reference_columns(monitor, view)
    return reference or (None if monitor.reference else all_columns(learnt_dataset(valid(view, "data"))))


def _requested(view: View) -> Known | None:
    payloads = tuple(_payloads(view, requests=True))
    return _joined("requests", payloads)


def _answered(view: View) -> Known | None:
    payloads = tuple(_payloads(view, requests=False))
    return _joined("answers", payloads)


def _payloads(view: View, *, requests: bool) -> Iterator[Payload | None]:
    deploy: Deploy | None = valid(view, "deploy")
    if deploy is None or is_invalid(view, "data"):
        return
    for asked in endpoints_of(deploy).values():
        yield request_of(asked, view) if requests else response_of(asked)


def _joined(said: str, payloads: tuple[Payload | None, ...]) -> Known | None:
    known = tuple(payload for payload in payloads if payload is not None)
    if not known or len(known) < len(payloads):
        return None
    names = tuple(dict.fromkeys(name for payload in known for name in payload.fields))
    return Known(f"{said} do not have", f"no field of {known[0].said}" if len(known) == 1 else "no such field", names)


_HELD_OUT = ("holdout", "validation")
