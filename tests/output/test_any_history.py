"""Whatever happens between compiles, no text of the user's is lost and no text of mlspec's is taken for a hand edit."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

FOLDER = "generated/flight-delay"
LOCK = f"{FOLDER}/mlspec.lock"
PATHS = (f"{FOLDER}/run.py", f"{FOLDER}/flows/training.py", f"{FOLDER}/a/b/c.yaml", ".github/workflows/x.yml")

paths = st.sampled_from(PATHS)
wishes = st.dictionaries(paths, st.sampled_from(["one\n", "two\n" * 30, "three", ""]))


@pytest.fixture
def repository_type(repository: Any) -> type:
    return type(repository)


@pytest.mark.slow
def test_any_history(repository_type: Any) -> None:
    class History(RuleBasedStateMachine):
        """`mine` is what the user wrote and nobody overwrote by force, `wanted` the artifacts of the last spec."""

        @initialize()
        def start(self) -> None:
            self.root = Path(tempfile.mkdtemp())
            self.repository = repository_type(self.root)
            self.mine: dict[str, str] = {}
            self.saved: set[str] = set()
            self.wanted: dict[str, str] = {}
            self.edits = 0

        def teardown(self) -> None:
            if hasattr(self, "root"):
                shutil.rmtree(self.root)

        @rule(wish=wishes)
        def compile(self, wish: dict[str, str]) -> None:
            self.wanted = wish
            written = self.repository.compile(wish)
            assert set(written.edited) | set(written.unowned) == self.left_alone()
            assert set(written.kept_orphans) <= set(self.mine)
            assert written.saved == ()
            assert self.repository.generated() == wish | self.mine
            assert self.repository.state() == []
            assert self.repository.is_clean(wish) == (not self.left_alone())
            again = self.repository.compile(wish)
            assert (again.created, again.updated, again.removed, again.kept_orphans) == ((), (), (), ())

        def left_alone(self) -> set[str]:
            return {path for path, text in self.mine.items() if path in self.wanted and self.wanted[path] != text}

        @rule(wish=wishes)
        def compile_by_force(self, wish: dict[str, str]) -> None:
            self.wanted = wish
            written = self.repository.compile(wish, force=True)
            assert (written.edited, written.unowned, written.kept_orphans) == ((), (), ())
            for path, kept in written.saved:
                assert self.repository.read(kept) == self.mine[path]
            self.forget_overwritten()
            assert self.repository.generated() == wish | self.mine
            assert self.repository.is_clean(wish)

        @rule(wish=wishes, moment=st.integers(1, 70), after=st.booleans(), force=st.booleans())
        def kill(self, wish: dict[str, str], moment: int, after: bool, force: bool) -> None:
            before = self.repository.generated()
            self.wanted = wish
            self.repository.killed(wish, moment, after, force)
            for path, text in self.repository.generated().items():
                if not path.endswith(".mlspec-new"):
                    assert text in (before.get(path), wish.get(path)), path
            if force:
                self.forget_overwritten()

        def forget_overwritten(self) -> None:
            """What is no longer there is kept elsewhere."""
            kept = {path.read_text() for path in (self.root / ".mlspec/overwritten").rglob("*") if path.is_file()}
            now = self.repository.generated()
            for path in [path for path, text in self.mine.items() if now.get(path) != text]:
                assert self.mine.pop(path) in kept

        @rule(path=paths)
        def edit(self, path: str) -> None:
            self.edits += 1
            self.mine[path] = f"edit {self.edits}\n"
            self.repository.write(path, self.mine[path])

        @rule(path=paths)
        def delete(self, path: str) -> None:
            (self.root / path).unlink(missing_ok=True)
            self.mine.pop(path, None)

        @rule(path=paths)
        def restore(self, path: str) -> None:
            """The user takes his edit back, to what the spec said last, and the next compile takes the file over."""
            if path in self.mine and path in self.wanted:
                self.repository.write(path, self.wanted[path])
                del self.mine[path]
                self.compile(self.wanted)

        @invariant()
        def nothing_of_the_users_is_lost(self) -> None:
            if hasattr(self, "mine"):
                now = self.repository.generated()
                assert {path: now.get(path) for path in self.mine} == self.mine

    run_state_machine_as_test(
        History,
        settings=settings(max_examples=60, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
