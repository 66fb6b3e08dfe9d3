"""What may stand below `deploy.vllm`, and what is told of the rest, at its place."""

from pathlib import Path

import pytest

from mlspec.backends.vllm.arguments import KNOWN_VERSIONS, arguments_of
from mlspec.schema.references import SecretReference

ASSISTANT = """{version: "0.33", weights: mistralai/Mistral-7B-Instruct-v0.2,
    args: {gpu_memory_utilization: 0.9, max_model_len: 4096, enable_prefix_caching: true},
    lora: {support-tone: {path: s3://adapters/support-tone}},
    defaults: {temperature: 0.7, top_p: 0.95, max_tokens: 512},
    offline: {input: prompts.jsonl, output: answers.jsonl},
    env: {HF_TOKEN: {secret: HF_TOKEN}},
    api_key: {secret: ASSISTANT_KEY}}"""


def told_of_arguments(read_options, arguments: str, version: str = "0.33"):
    return read_options("vllm", f'{{weights: acme/model, version: "{version}", args: {arguments}}}')[1]


def test_what_may_be_said(read_options) -> None:
    options, told = read_options("vllm", ASSISTANT)
    assert told == []
    assert options.args == {"gpu_memory_utilization": 0.9, "max_model_len": 4096, "enable_prefix_caching": True}
    assert options.lora["support-tone"].path == "s3://adapters/support-tone"
    assert (options.defaults.temperature, options.defaults.top_p, options.defaults.max_tokens) == (0.7, 0.95, 512)
    assert (options.offline.input_, options.offline.output) == ("prompts.jsonl", "answers.jsonl")
    assert (options.api_key, options.port) == (SecretReference("ASSISTANT_KEY"), 8000)


def test_only_the_weights_have_to_be_named(read_options) -> None:
    options, told = read_options("vllm", "{weights: acme/model, lora: {tone: s3://a/b}}")
    assert told == []
    assert (options.version, options.args, options.lora["tone"].path) == (KNOWN_VERSIONS[-1], {}, "s3://a/b")
    _, told = read_options("vllm", "{}")
    assert told[0][:3] == ("missing-field", "vllm", "`section.vllm` needs `weights`")


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_misspelt_argument_names_the_nearest(read_options, version: str) -> None:
    told = told_of_arguments(
        read_options, "{gpu_memory_utilisation: 0.9, max-model-len: 3, max_model: 3, nothing_of_that_kind: 1}", version
    )
    assert told == [
        (
            "unknown-field",
            "gpu_memory_utilisation",
            f"vLLM {version} has no argument `gpu_memory_utilisation`",
            "did you mean `gpu_memory_utilization`?",
        ),
        (
            "unknown-field",
            "max-model-len",
            f"vLLM {version} has no argument `max-model-len`",
            "did you mean `max_model_len`?",
        ),
        ("unknown-field", "max_model", f"vLLM {version} has no argument `max_model`", "did you mean `max_model_len`?"),
        ("unknown-field", "nothing_of_that_kind", f"vLLM {version} has no argument `nothing_of_that_kind`"),
    ]


def test_arguments_are_those_of_the_version(read_options) -> None:
    assert told_of_arguments(read_options, "{reasoning_effort_map: {}}") == []
    assert told_of_arguments(read_options, "{reasoning_effort_map: {}}", "0.32.1")[0][:2] == (
        "unknown-field",
        "reasoning_effort_map",
    )
    assert told_of_arguments(read_options, "{anything: 1}", "0.40") == []
    assert set(arguments_of("0.33")) - set(arguments_of("0.32")) == {
        "monokernel",
        "reasoning_effort_map",
        "sleep_mode_backend",
        "watchdog_config",
    }
    assert (len(arguments_of("0.32")), len(arguments_of("0.33"))) == (317, 321)


def test_an_argument_that_is_gone_names_what_took_its_place(read_options) -> None:
    told = told_of_arguments(read_options, "{rope_scaling: {}, worker_use_ray: true}")
    assert [fault[3] for fault in told] == [
        "it is part of `hf_overrides` by now",
        "it is `distributed_executor_backend: ray` by now",
    ]


@pytest.mark.parametrize("name", ["model", "api_key", "lora_modules", "host", "port", "config"])
def test_what_has_a_place_of_its_own_is_no_argument(read_options, name: str) -> None:
    told = told_of_arguments(read_options, f"{{{name}: x}}")
    assert told[0][:3] == ("unknown-field", name, f"`{name}` has a place of its own in the spec")


@pytest.mark.parametrize(
    "argument",
    [
        "max_model_len: 32k",
        "max_model_len: auto",
        "dtype: bfloat16",
        "max_lora_rank: 16",
        "served_model_name: [a, b]",
        "served_model_name: a",
        "limit_mm_per_prompt: {image: 2}",
        "hf_token: true",
        "revision: main",
        "optimization_level: 2",
        "seed: 7",
        "gpu_memory_utilization: 1",
    ],
)
def test_values_of_arguments_that_fit(read_options, argument: str) -> None:
    assert told_of_arguments(read_options, f"{{{argument}}}") == []


@pytest.mark.parametrize(
    ("argument", "rule", "message"),
    [
        ('enable_prefix_caching: "yes"', "wrong-type", "takes `true` or `false`, and this is text"),
        ("tensor_parallel_size: 1.5", "wrong-type", "takes a whole number, and this is `1.5`"),
        ("tensor_parallel_size: true", "wrong-type", "takes a whole number, and this is `true`"),
        ("max_model_len: long", "wrong-type", "takes a whole number, or one as in `32k`, and this is text"),
        ("limit_mm_per_prompt: [1]", "wrong-type", "takes a map, and this is a list"),
        ("served_model_name: {a: b}", "wrong-type", "takes a list, and this is a map"),
        ("dtype: bf16", "unknown-value", "`bf16` is nothing that `dtype` can be"),
        ("max_lora_rank: 12", "unknown-value", "`12` is nothing that `max_lora_rank` can be"),
    ],
)
def test_values_of_arguments_that_do_not_fit(read_options, argument: str, rule: str, message: str) -> None:
    (told,) = told_of_arguments(read_options, f"{{{argument}}}")
    assert (told[0], told[1]) == (rule, argument.partition(": ")[2])
    assert message in told[2]


def test_what_else_is_wrong_is_told_at_its_place(read_options) -> None:
    _, told = read_options(
        "vllm",
        "{wieghts: x, version: new, defaults: {temprature: 1, temperature: hot, top_p: 2}, args: [], port: 0, "
        "env: {A B: c}}",
    )
    assert [fault[:2] for fault in told] == [
        ("unknown-field", "wieghts"),
        ("bad-name", "new"),
        ("unknown-field", "temprature"),
        ("wrong-type", "hot"),
        ("out-of-range", "2"),
        ("wrong-type", "[]"),
        ("out-of-range", "0"),
        ("bad-name", "A B"),
    ]
    assert "did you mean `weights`?" in told[0]


def test_no_default_is_negative(read_options) -> None:
    _, told = read_options("vllm", "{weights: a, defaults: {temperature: -1, repetition_penalty: 0}}")
    assert [fault[:3] for fault in told] == [
        ("out-of-range", "-1", "`-1` has to be at least 0"),
        ("out-of-range", "0", "`0` has to be more than 0"),
    ]


def test_the_tables_hold_names_and_kinds_only() -> None:
    folder = Path(__file__).parents[3] / "compiler/mlspec/backends/vllm"
    assert all(file.stat().st_size < 12_000 for file in folder.glob("arguments_*.py"))
