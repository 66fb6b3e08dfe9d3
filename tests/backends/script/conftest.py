"""Generated modules, loaded from the text that a spec compiles to, without a trace in the interpreter."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def load_modules(
    tmp_path: Path, compile_case: Callable[[Path, Path], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., list[ModuleType]]]:
    """Compile a spec with the files beside it, by their paths, and import some of its modules by name."""
    known = set(sys.modules)

    def load(spec: str, names: tuple[str, ...], **files: str) -> list[ModuleType]:
        for name in set(sys.modules) - known:
            if name.partition(".")[0] in ("columns", "gates", "stages", "truth", "user"):
                del sys.modules[name]
        count = len(list(tmp_path.iterdir()))
        case = tmp_path / f"case{count}"
        (case / "src").mkdir(parents=True)
        (case / "mlproject.yaml").write_text(spec, encoding="utf-8")
        for path, text in files.items():
            (case / "src" / f"{path}.py").write_text(text, encoding="utf-8")
        generated = compile_case(case, tmp_path / f"repository{count}")
        monkeypatch.setattr(sys, "path", [str(generated), *sys.path])
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        importlib.invalidate_caches()
        return [importlib.import_module(name) for name in names]

    yield load
    for name in set(sys.modules) - known:
        if name.partition(".")[0] in ("columns", "gates", "stages", "truth", "user"):
            del sys.modules[name]
