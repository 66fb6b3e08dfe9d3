"""What a spec may say below `deploy.vllm`."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from mlspec.backends.vllm.arguments import KNOWN_VERSIONS, arguments_of, refuse_argument
from mlspec.schema.leaf import (
    Address,
    LateText,
    Name,
    Number,
    Port,
    PositiveCount,
    Share,
    Text,
    Variable,
    VariableName,
    integer,
    parse_plain,
    parsed,
)
from mlspec.schema.node import INHERITED, NOTHING, Effect, Node, Role, field
from mlspec.schema.refusal import Refused, quoted, say_kind
from mlspec.schema.rules import BAD_NAME, OUT_OF_RANGE, WRONG_TYPE
from mlspec.source.scalar import source_text

_VERSION_PATTERN = r"^\d+\.\d+(\.\d+)?$"


def parse_version(value: object) -> str:
    """A version as in `0.33`, read from the source text; raises Refused."""
    text = source_text(value) if isinstance(value, float) else value
    if isinstance(text, str) and re.fullmatch(_VERSION_PATTERN[1:-1], text, re.ASCII):
        return text
    advice = (f'write it as in `"{KNOWN_VERSIONS[-1]}"`',)
    raise Refused(BAD_NAME, f"{quoted(value)} is no version of vLLM", label="no version", advice=advice)


def parse_arguments(value: object) -> Mapping[str, Any]:
    """Arguments by name, of any version; raises Refused."""
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        plain: Mapping[str, Any] = parse_plain(value)
        return plain
    message = f"arguments by name are needed here, and this is {say_kind(value)}"
    raise Refused(WRONG_TYPE, message, label=say_kind(value))


Version = Annotated[str, parsed(parse_version, {"type": ["string", "number"], "examples": [KNOWN_VERSIONS[-1]]})]
Arguments = Annotated[
    Mapping[str, Any],
    parsed(
        parse_arguments,
        {"type": "object", "properties": dict.fromkeys(arguments_of(KNOWN_VERSIONS[-1]) or {}, True)},
    ),
]


class Adapter(Node):
    """A LoRA adapter that callers ask for by its name."""

    example = "`{path: s3://adapters/support-tone}`, or the path alone"
    short_forms = ({"type": "string"},)

    path: Address = field(doc="A folder, an address, or a repository of the Hugging Face Hub.", effects=INHERITED)
    base_model: Text = field(
        "",
        doc="The model that it was trained over, for the list of models; `weights` where none is given.",
        effects=NOTHING,
    )

    @classmethod
    def expand(cls, value: Any) -> Any:
        """The path alone."""
        return {"path": value} if isinstance(value, str) else value


class SamplingDefaults(Node):
    """What holds where a request says nothing of its own."""

    example = "`{temperature: 0.7, max_tokens: 512}`"

    temperature: Number | None = field(None, doc="0 always takes the likeliest token.", effects=INHERITED)
    top_p: Share | None = field(None, doc="The share of the likelihood that tokens are drawn from.", effects=INHERITED)
    top_k: Annotated[int, integer(-1)] | None = field(
        None, doc="How many of the likeliest tokens are drawn from; -1 for all.", effects=INHERITED, unit="tokens"
    )
    min_p: Share | None = field(
        None, doc="The least likelihood of a token, as a share of that of the likeliest.", effects=INHERITED
    )
    repetition_penalty: Number | None = field(
        None, doc="More than 1 avoids tokens that were there before.", effects=INHERITED
    )
    max_tokens: PositiveCount | None = field(
        None, doc="How long an answer gets at most.", effects=INHERITED, unit="tokens"
    )

    def faults(self) -> Iterator[Refused]:
        """Neither can be negative."""
        for key in ("temperature", "repetition_penalty"):
            value = getattr(self, key)
            if value is not None and (value < 0 or (value == 0 and key == "repetition_penalty")):
                least = "at least 0" if key == "temperature" else "more than 0"
                yield Refused(OUT_OF_RANGE, f"{quoted(value)} has to be {least}", label="too small").at(key)


class OfflineBatch(Node):
    """A batch job beside the server, with the same model and arguments."""

    example = "`{input: prompts.jsonl, output: answers.jsonl}`"

    input_: Address = field(key="input", doc="A file of requests, one a line, as JSON.", effects=NOTHING)
    output: Address = field(doc="The file that the answers are written to, one a line.", effects=NOTHING)


class VllmOptions(Node):
    """A language model, and how vLLM serves it."""

    example = "`{weights: mistralai/Mistral-7B-Instruct-v0.2, args: {max_model_len: 4096}}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)

    weights: LateText = field(
        doc="The model: a repository of the Hugging Face Hub, a folder, or an address such as `s3://...`.",
        effects=INHERITED,
    )
    version: Version = field(
        KNOWN_VERSIONS[-1],
        doc="The version of vLLM; of 0.32 and 0.33 the arguments are known and checked, others take any.",
        effects=INHERITED,
    )
    args: Arguments = field(
        {},
        doc="Arguments of `vllm serve`, with `_` for `-`; `tensor_parallel_size` is the GPU count where left out.",
        effects=INHERITED,
    )
    lora: dict[Name, Adapter] = field({}, doc="LoRA adapters, by the names that callers ask for.", effects=INHERITED)
    defaults: SamplingDefaults | None = field(
        None, doc="What holds where a request says nothing of its own.", effects=INHERITED
    )
    offline: OfflineBatch | None = field(None, doc="A batch job beside the server.", effects=NOTHING)
    env: dict[VariableName, Variable] = field({}, doc="Environment variables of the server.", effects=INHERITED)
    api_key: LateText | None = field(
        None,
        doc="The key that callers of `/v1` need, by reference to a secret; none where nothing is said.",
        effects=INHERITED,
    )
    port: Port = field(8000, doc="The port that the server listens on.", effects=INHERITED)

    def faults(self) -> Iterator[Refused]:
        """The arguments are those of the version."""
        for name, value in self.args.items():
            refused = refuse_argument(name, value, self.version)
            if refused is not None:
                yield refused.at("args")
