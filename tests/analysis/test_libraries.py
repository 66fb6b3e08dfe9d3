"""Which distribution brings what is imported."""

import pytest

from mlspec.analysis.libraries import distribution_of, import_place, imported_libraries, is_brought
from mlspec.resolution.reached_code import ReachedCode
from mlspec.source.tree import BufferTree
from mlspec.usercode.modules import SourceModules
from mlspec.usercode.signatures import find_entrypoint


@pytest.mark.parametrize(
    ("library", "distribution"),
    [
        ("numpy", "numpy"),
        ("sklearn", "scikit-learn"),
        ("yaml", "pyyaml"),
        ("cv2", "opencv-python"),
        ("cv2", "opencv-python-headless"),
        ("psycopg2", "psycopg2-binary"),
        ("faiss", "faiss-cpu"),
        ("google", "google-cloud-storage"),
        ("sentence_transformers", "sentence-transformers"),
        ("slugify", "python-slugify"),
        ("PIL", "pillow"),
    ],
)
def test_a_distribution_that_brings_a_library(library: str, distribution: str) -> None:
    assert is_brought(library, ["pandas", distribution])


@pytest.mark.parametrize(
    ("library", "distribution"), [("numpy", "numpydoc"), ("sklearn", "sklearn2"), ("yaml", "toml")]
)
def test_a_distribution_that_does_not(library: str, distribution: str) -> None:
    assert not is_brought(library, [distribution])


def test_what_a_function_imports_and_where() -> None:
    text = (
        "import json, numpy as np\n\n\ndef é():\n    from torch.nn import Linear\n    return np, Linear\n\n\n"
        "def g():\n    import pandas\n"
    )
    modules = SourceModules(BufferTree({"src/m.py": text.encode()}), ("src",))
    entry, reached = find_entrypoint(modules, "m:é"), ReachedCode(modules)
    assert imported_libraries(reached, [entry]) == ("numpy", "torch")
    place = import_place(reached, [entry], "torch")
    assert text[place.span.start : place.span.end] == "torch"
    assert import_place(reached, [entry], "pandas") is not None
    assert import_place(reached, [entry], "polars") is None
    assert distribution_of("torch") == "torch"
