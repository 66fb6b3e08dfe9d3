"""From a wired function to the call of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlspec.ir.step import Call, Returns

if TYPE_CHECKING:
    from mlspec.resolution.draft import Draft
    from mlspec.resolution.resolution import WiredStep
    from mlspec.usercode.entrypoint import Entrypoint

_MAPS = ("dict", "Mapping", "collections.abc.Mapping", "typing.Dict", "typing.Mapping", "collections.OrderedDict")


def lower_call(wired: WiredStep) -> Call:
    """The call of a function that was found, with what each of its parameters receives."""
    bound = wired.bound
    if bound is None:
        raise ValueError(f"{wired.draft.name} has no function")
    entry = bound.entry
    returns = _returns(wired.draft, entry)
    by_key = returns in (Returns.KEYS, Returns.ATTRIBUTES)
    return Call(
        module=entry.module,
        function=entry.function,
        bindings=wired.bindings,
        returns=returns,
        annotation=entry.returns,
        asynchronous=entry.is_async,
        keys=tuple(output.path or output.name for output in wired.draft.outputs) if by_key else (),
    )


def _returns(draft: Draft, entry: Entrypoint) -> Returns:
    """A map of outputs names keys; a list of several names the parts of a tuple, or keys where these are in sight."""
    mapped = any(output.path for output in draft.outputs)
    if len(draft.outputs) <= 1 and not mapped:
        return Returns.ONE
    keys = {key.partition(".")[0] for key in entry.returned_keys or ()}
    if not mapped and not {output.name for output in draft.outputs} <= keys:
        return Returns.TUPLE
    is_map = entry.returns.startswith(_MAPS) or not entry.returns
    is_object = entry.returns_object if keys else not is_map
    return Returns.ATTRIBUTES if is_object else Returns.KEYS
