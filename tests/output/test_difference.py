"""What a compile would change, shown as a diff."""

import time

from mlspec.output.difference import diff_text


def test_a_changed_line() -> None:
    assert diff_text("a\nb\nc\n", "a\nB\nc\n", "generated/x/run.py") == (
        "--- a/generated/x/run.py\n+++ b/generated/x/run.py\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
    )


def test_a_new_and_a_removed_file() -> None:
    assert diff_text(None, "a\n", "x").startswith("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n")
    assert diff_text("a\n", None, "x").startswith("--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")


def test_equal_texts() -> None:
    assert diff_text("a\n", "a\n", "x") == ""


def test_a_missing_line_break_shows() -> None:
    assert diff_text("a\n", "a", "x").endswith("-a\n+a (no line break at the end)\n")


def test_what_steers_a_terminal_is_spelled_out() -> None:
    diff = diff_text("a\x1b[2J\r\n\tb\n", "a\n\tb\n", "x\x1b")
    assert diff == "--- a/x\\x1b\n+++ b/x\\x1b\n@@ -1,2 +1,2 @@\n-a\\x1b[2J\\r\n+a\n \tb\n"


def test_a_long_diff_is_cut() -> None:
    before, after = "".join(f"{n}\n" for n in range(500)), "".join(f"{n}!\n" for n in range(500))
    lines = diff_text(before, after, "x", limit=10).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "... and more"


def test_texts_too_long_to_compare_are_counted() -> None:
    start = time.process_time()
    before, after = "".join(f"{n}\n" for n in range(100_000)), "".join(f"{n % 7}\n" for n in range(100_000))
    assert diff_text(before, after, "x").endswith("100000 lines become 100000, too many to compare here\n")
    assert time.process_time() - start < 2


def test_texts_that_compare_badly_take_no_minutes() -> None:
    start = time.process_time()
    diff_text("".join(f"{n % 9}\n" for n in range(2400)), "".join(f"{n % 7}\n" for n in range(2400)), "x")
    assert time.process_time() - start < 5
