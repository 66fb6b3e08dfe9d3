"""The arguments of the server cannot be checked: its version is none whose arguments are known.

vLLM takes a misspelt argument badly: with most it does not start, which shows after the image is built and a GPU is
paid for, and one that is `false` is ignored in silence. Of the versions that mlspec knows, every argument is checked
when the spec is compiled. Any other version is compiled as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlspec.analysis.finding import At, Finding
from mlspec.backends.vllm.arguments import KNOWN_VERSIONS, arguments_of
from mlspec.diagnostics.diagnostic import Rule
from mlspec.schema.choices import listed
from mlspec.source.scalar import source_text
from mlspec.vocabulary.severity import Severity

RULE = Rule("vllm-version", __doc__, Severity.WARNING)


def check(deploy: Any) -> Iterator[Finding]:
    """Look the version up where there are arguments."""
    backend = deploy.backend
    if backend is None or backend.name != "vllm" or not backend.options.get("args"):
        return
    written = backend.options.get("version")
    version = source_text(written) if isinstance(written, float) else written
    if isinstance(version, str) and arguments_of(version) is None:
        yield Finding(
            f"the arguments of vLLM {version} are not known, so `args` is not checked",
            (At((*backend.route, "version"), "not known"),),
            (f"known are {listed(KNOWN_VERSIONS)}",),
        )
