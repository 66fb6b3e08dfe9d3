"""Compiled templates are kept beside their sources where that is possible, and never stand for another text."""

import sys
from pathlib import Path

import jinja2
import pytest

from mlspec.codegen.template_cache import TemplateCache


def _render(folder: Path) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        bytecode_cache=TemplateCache(str(folder)),
        autoescape=False,
    )
    return environment.get_template("one.py.j2").render(value=1)


def test_what_is_kept_serves_the_same_text_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "one.py.j2").write_text("a = {{ value }}")
    assert _render(tmp_path) == "a = 1"
    kept = list((tmp_path / "__pycache__").iterdir())
    assert len(kept) == 1
    assert _render(tmp_path) == "a = 1"
    (tmp_path / "one.py.j2").write_text("b = {{ value }}")
    assert _render(tmp_path) == "b = 1"
    assert list((tmp_path / "__pycache__").iterdir()) == kept


@pytest.mark.parametrize("content", [b"", b"j2", b"no bytecode at all"])
def test_what_is_damaged_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "one.py.j2").write_text("a = {{ value }}")
    _render(tmp_path)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(content)
    assert _render(tmp_path) == "a = 1"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "one.py.j2").write_text("a = {{ value }}")
    assert _render(tmp_path) == "a = 1"
    assert not (tmp_path / "__pycache__").exists()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "__pycache__").write_text("a file where a folder should be")
    (tmp_path / "one.py.j2").write_text("a = {{ value }}")
    assert _render(tmp_path) == "a = 1"
