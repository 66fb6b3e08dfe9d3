"""What `vllm serve` takes, by version: the names of its arguments, and whether a value fits one."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mlspec.schema.choices import listed
from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import UNKNOWN_FIELD, UNKNOWN_VALUE, WRONG_TYPE
from mlspec.vocabulary.record import record

KNOWN_VERSIONS = ("0.32", "0.33")
"""The versions whose arguments are known; others take any."""


@record
class Argument:
    """The kind of an argument's value, and the words that it may be, where these are few."""

    kind: str
    words: tuple[str, ...] = ()


@cache
def arguments_of(version: str) -> Mapping[str, Argument] | None:
    """The arguments of a version by name, or None where they are not known."""
    minor = ".".join(version.split(".")[:2])
    if minor == "0.33":
        from mlspec.backends.vllm.arguments_0_33 import TABLE
    elif minor == "0.32":
        from mlspec.backends.vllm.arguments_0_32 import TABLE
    else:
        return None
    return dict(_read(TABLE.strip().replace("\n  ", "")))


def refuse_argument(name: str, value: object, version: str) -> Refused | None:
    """Why an argument cannot stand in the spec, if it cannot."""
    if name in _ELSEWHERE:
        message = f"`{name}` has a place of its own in the spec"
        return Refused(UNKNOWN_FIELD, message, label="stands elsewhere", advice=(_ELSEWHERE[name],)).at(name, key=True)
    known = arguments_of(version)
    if known is None:
        return None
    if name not in known:
        return _refuse_name(name, known, version).at(name, key=True)
    refused = _refuse_value(name, value, known[name])
    return refused.at(name) if refused else None


def _read(table: str) -> Iterator[tuple[str, Argument]]:
    for line in table.splitlines():
        name, kind = line.split(" ")
        yield name, Argument("word", tuple(kind[1:].split("|"))) if kind.startswith("=") else Argument(kind)


def _refuse_name(name: str, known: Mapping[str, Argument], version: str) -> Refused:
    message = f"vLLM {version} has no argument {quoted(name)}"
    if name in _GONE:
        return Refused(UNKNOWN_FIELD, message, label="gone by then", advice=(_GONE[name],))
    longer = [other for other in known if name and other.startswith(name)]
    candidates = tuple(known) if len(longer) != 1 else ()
    return Refused(
        UNKNOWN_FIELD,
        message,
        label="no such argument",
        word=name if candidates else "",
        candidates=candidates,
        instead=longer[0] if len(longer) == 1 else None,
    )


def _refuse_value(name: str, value: object, argument: Argument) -> Refused | None:
    if argument.words:
        if not isinstance(value, bool) and isinstance(value, (str, int, float)) and str(value) in argument.words:
            return None
        message = f"{quoted(value)} is nothing that `{name}` can be"
        advice = (f"known are {listed(argument.words)}",)
        word = value if isinstance(value, str) else ""
        return Refused(
            UNKNOWN_VALUE, message, label="no such word", advice=advice, word=word, candidates=argument.words
        )
    if _fits(value, argument.kind):
        return None
    said = quoted(value) if isinstance(value, float) else say_kind(value)
    message = f"`{name}` takes {_KINDS[argument.kind]}, and this is {said}"
    return Refused(WRONG_TYPE, message, label="does not fit")


def _fits(value: object, kind: str) -> bool:
    is_flag, is_text = isinstance(value, bool), isinstance(value, str)
    is_number = isinstance(value, (int, float)) and not is_flag
    match kind:
        case "flag":
            return is_flag
        case "flag_or_text":
            return is_flag or is_text
        case "int":
            return is_number and isinstance(value, int)
        case "number":
            return is_number
        case "size":
            return (is_number and isinstance(value, int)) or (isinstance(value, str) and bool(_SIZE.match(value)))
        case "map":
            return isinstance(value, dict)
        case "list":
            items = value if isinstance(value, list) else [value]
            return all(isinstance(item, (str, int, float)) for item in items)
    return is_text or is_number


_SIZE = re.compile(r"(auto|-1|\d{1,12}(\.\d{1,6})?[kKmMgGtT]?)\Z", re.ASCII)
_KINDS = {
    "flag": "`true` or `false`",
    "flag_or_text": "text, `true` or `false`",
    "int": "a whole number",
    "number": "a number",
    "size": "a whole number, or one as in `32k`",
    "map": "a map",
    "list": "a list",
    "text": "text",
}
_ELSEWHERE = {
    "api_key": "write it as `api_key`, beside `args`, by reference to a secret",
    "config": "the compiler writes that file: put what it holds into `args`",
    "host": "the target of the deployment decides it",
    "lora_modules": "write them as `lora`, beside `args`",
    "enable_lora": "the compiler sets it where `lora` stands beside `args`",
    "model": "write it as `weights`, beside `args`",
    "model_tag": "write it as `weights`, beside `args`",
    "override_generation_config": "write it as `defaults`, beside `args`",
    "port": "write it as `port`, beside `args`",
}
_GONE = {
    "device": "the build of vLLM decides it: take it out",
    "enable_reasoning": "`reasoning_parser` alone turns it on",
    "guided_decoding_backend": "it is `structured_outputs_config: {backend: ...}` by now",
    "max_seq_len_to_capture": "it is part of `compilation_config` by now",
    "num_scheduler_steps": "the scheduler needs it no more: take it out",
    "rope_scaling": "it is part of `hf_overrides` by now",
    "swap_space": "it is used no more: take it out",
    "task": "it is `runner` and `convert` by now",
    "use_v2_block_manager": "there is no other by now: take it out",
    "worker_use_ray": "it is `distributed_executor_backend: ray` by now",
}
