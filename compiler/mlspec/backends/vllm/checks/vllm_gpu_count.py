"""A copy of the server spreads over another number of GPUs than `resources` grant it.

With fewer granted than asked for it never starts; with more, the rest is paid for and idle. vLLM needs
`tensor_parallel_size` times `pipeline_parallel_size` times `data_parallel_size` of them, each 1 where it is left out.
Where none of the three is written, the compiler sets `tensor_parallel_size` to the number of GPUs.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.diagnostics.diagnostic import Edit, Fix, Rule

RULE = Rule("vllm-gpu-count", __doc__)


def check(deploy: Any) -> Iterator[Finding]:
    """Compare the product of the sizes that are written with the number of GPUs."""
    gpu = deploy.resources.gpu if deploy.resources else None
    if deploy.backend is None or deploy.backend.name != "vllm" or gpu is None:
        return
    args = deploy.backend.options.get("args")
    if not isinstance(args, dict) or "nnodes" in args:
        return
    sizes = {name: args[name] for name in _SIZES if name in args}
    if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes.values()):
        return
    needed = prod(sizes.values())
    if needed == gpu.count:
        return
    route = (*deploy.backend.route, "args", next(iter(sizes)))
    written = ", ".join(f"`{name}: {size}`" for name, size in sizes.items())
    granted = At(gpu.at("count") if "count" in gpu.written else gpu.route, f"grants {gpu.count}")
    is_alone = tuple(sizes) == ("tensor_parallel_size",)
    yield Finding(
        f"one copy needs {needed} GPUs by {written}, and is granted {gpu.count}",
        (At(route, f"needs {needed}"), granted),
        ("leave it out: it is the number of GPUs then",) if is_alone else (),
        (Fix(f"write `{gpu.count}`", "", route, Edit.SET_VALUE, gpu.count),) if is_alone else (),
    )


_SIZES = ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
