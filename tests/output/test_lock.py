"""The lock's text: equal locks have equal bytes, and a lock that does not read still tells what it owned."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlspec.ir.facet import Facet
from mlspec.ir.fingerprint import Fingerprint, Part
from mlspec.output.lock import Damaged, Lock, format_lock, has_conflict, parse_lock
from mlspec.vocabulary.effect import Effect
from mlspec.vocabulary.record import evolve
from mlspec.vocabulary.role import Role

PINS = (Part("requirement", "pandas", "3.0.1"), Part("requirement", "scikit-learn", "1.9.0"))
LOCK = Lock(
    "0.1.0",
    1,
    (("generated/a/run.py", "1" * 64), ("generated/a/stages.py", "2" * 64)),
    (
        Fingerprint("evaluate", "e" * 64, (Part("code", "m:f", "c" * 64), *PINS), ("`eval` cannot be seen through",)),
        Fingerprint("train", "f" * 64, (*PINS, Part("step", "load", "a" * 64))),
    ),
    (
        Facet(("evaluate", "gates", 0), '"roc_auc >= 0.74"', ((Role.GATES, Effect.RERUN),)),
        Facet(("train", "params", "rate é"), "0.1", ((Role.TRAIN, Effect.RERUN), (Role.DEPLOY, Effect.ROLLOUT))),
    ),
)

texts = st.text(st.characters(exclude_categories=[]), max_size=8)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
paths = st.lists(st.text("abc.é \"'{}:", min_size=1, max_size=5), min_size=1, max_size=3).map("/".join)
inner_paths = paths.filter(lambda path: not {".", "..", ".git"} & set(path.split("/")))
effects = st.tuples(st.sampled_from(Role), st.sampled_from(Effect))
facets = st.builds(
    Facet, st.lists(st.one_of(texts, st.integers(0, 9)), max_size=3).map(tuple), texts, st.lists(effects).map(tuple)
)
steps = st.builds(
    Fingerprint, texts, digests, st.lists(st.builds(Part, texts, texts, texts)).map(tuple), st.tuples(texts)
)
locks = st.builds(
    Lock,
    texts,
    st.integers(1, 9),
    st.dictionaries(inner_paths, digests).map(lambda files: tuple(files.items())),
    st.lists(steps, unique_by=lambda step: step.step).map(tuple),
    st.lists(facets, unique_by=lambda facet: [str(part) for part in facet.route].__repr__()).map(tuple),
)


def test_a_lock_reads_back() -> None:
    assert parse_lock(format_lock(LOCK)) == LOCK


@given(locks)
def test_any_lock_reads_back_and_has_one_spelling(lock: Lock) -> None:
    text = format_lock(lock)
    text.encode("ascii")
    parsed = parse_lock(text)
    assert isinstance(parsed, Lock)
    assert format_lock(parsed) == text
    assert format_lock(evolve(lock, files=lock.files[::-1], steps=lock.steps[::-1], facets=lock.facets[::-1])) == text
    assert (set(parsed.files), set(parsed.facets)) == (set(lock.files), set(lock.facets))
    assert {step.step: set(step.parts) for step in parsed.steps} == {step.step: set(step.parts) for step in lock.steps}


def test_every_entry_has_a_line_of_its_own_and_keys_are_sorted() -> None:
    text = format_lock(LOCK)
    assert text.endswith("}\n")
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert '    "generated/a/run.py": "' + "1" * 64 + '",\n' in text
    assert '    ["requirement", "pandas", "3.0.1", ["evaluate", "train"]],\n' in text, "told once for all its steps"


def test_an_empty_lock_reads_back() -> None:
    assert parse_lock(format_lock(Lock("0.1.0", 1))) == Lock("0.1.0", 1)


def test_git_merges_changes_of_different_entries(tmp_path: Path) -> None:
    lines = tuple((f"generated/a/{number}.py", f"{number}" * 64) for number in range(9))
    ours = evolve(LOCK, files=(("generated/a/0.py", "a" * 64), *lines[1:]))
    theirs = evolve(LOCK, files=(*lines[:8], ("generated/a/8.py", "b" * 64)))
    for name, lock in (("base", evolve(LOCK, files=lines)), ("ours", ours), ("theirs", theirs)):
        (tmp_path / name).write_text(format_lock(lock))
    merge = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    both = evolve(LOCK, files=(("generated/a/0.py", "a" * 64), *lines[1:8], ("generated/a/8.py", "b" * 64)))
    assert merge.stdout == format_lock(both)


def test_a_conflict_tells_the_files_of_both_sides(tmp_path: Path) -> None:
    ours = evolve(LOCK, files=(("generated/a/run.py", "a" * 64), ("generated/a/ours.py", "c" * 64)))
    theirs = evolve(LOCK, files=(("generated/a/run.py", "b" * 64), ("generated/a/stages.py", "d" * 64)))
    for name, lock in (("base", LOCK), ("ours", ours), ("theirs", theirs)):
        (tmp_path / name).write_text(format_lock(lock))
    merge = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert merge.returncode == 1
    damaged = parse_lock(merge.stdout)
    assert isinstance(damaged, Damaged)
    assert damaged.is_complete
    assert set(damaged.files) == set(ours.files) | set(theirs.files)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"files": []}',
        '{"files": {"a": 1}, "language": 1, "mlspec": "1"}',
        '{"files": {"../a": "x"}, "language": 1, "mlspec": "1"}',
        '{"files": {"/etc/passwd": "x"}, "language": 1, "mlspec": "1"}',
        '{"files": {".git/hooks/pre-commit": "x"}, "language": 1, "mlspec": "1"}',
        '{"files": {}, "language": "one", "mlspec": "1"}',
        '{"files": {}, "language": 1, "mlspec": "1", "steps": [["train"]]}',
        '{"files": {}, "language": 1, "mlspec": "1", "steps": {"train": "1"}}',
        '{"files": {}, "language": 1, "mlspec": "1", "parts": [["a", "b", "c", [["d"]]]]}',
        '{"files": {}, "language": 1, "mlspec": "1", "facets": [[["a", null], "1", []]]}',
        '{"files": {}, "language": 1, "mlspec": "1", "facets": [[[], "1", [["train"]]]]}',
        '"a\\q": "' + "1" * 64 + '",',
        format_lock(LOCK)[:-200],
        format_lock(LOCK)[:200],
    ],
)
def test_a_damaged_lock_is_told(text: str) -> None:
    damaged = parse_lock(text)
    assert isinstance(damaged, Damaged)
    assert not damaged.is_complete
    assert not {path for path, _ in damaged.files} & {"../a", "/etc/passwd", ".git/hooks/pre-commit"}


@given(st.integers(0, 2000), st.integers(0, 2000), st.text(max_size=5))
def test_no_damage_is_a_bug(start: int, end: int, text: str) -> None:
    whole = format_lock(LOCK)
    assert isinstance(parse_lock(whole[:start] + text + whole[end:]), Lock | Damaged)


def test_what_a_newer_mlspec_adds_is_passed_over() -> None:
    table = json.loads(format_lock(LOCK))
    table["weather"] = "fine"
    table["facets"][0][2].append(["rewind", "rerun"])
    table["facets"][0][2].append(["train", "rewind"])
    assert parse_lock(json.dumps(table)) == LOCK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n", True),
        ("x\n<<<<<<< ours\n||||||| base\nc\n=======\n>>>>>>> topic\ny", True),
        ("<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> topic\r\n", True),
        ("A title\n=======\n", False),
        (" <<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n", False),
        ("<<<<<<< HEAD\na\n========\nb\n>>>>>>> topic\n", False),
        (">>>>>>> topic\n=======\n<<<<<<< HEAD\n", False),
    ],
)
def test_conflict_marks(text: str, expected: bool) -> None:
    assert has_conflict(text) is expected
