"""Two faults of wiring with one cause: a name in the spec that was meant for a parameter which now lacks it."""

from mlspec.resolution.wiring import Unbound, UnknownInput, UnusedParam, WiringFault
from mlspec.source.spelling import nearest


def is_misnamed(unbound: Unbound, faults: tuple[WiringFault, ...]) -> bool:
    """Whether a param or an input of the same step comes close to the parameter's name, and says so itself."""
    return any(
        _word(fault) is not None
        and fault.route[: len(unbound.route)] == unbound.route
        and nearest(_word(fault) or "", _candidates(fault)) == unbound.parameter.name
        for fault in faults
    )


def _word(fault: WiringFault) -> str | None:
    if isinstance(fault, UnusedParam):
        return fault.key
    return fault.name if isinstance(fault, UnknownInput) and fault.is_parameter else None


def _candidates(fault: WiringFault) -> tuple[str, ...]:
    return fault.candidates if isinstance(fault, (UnusedParam, UnknownInput)) else ()
