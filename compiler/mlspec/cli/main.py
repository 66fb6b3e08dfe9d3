"""The command `mlspec`: answers `--version` at once and hands everything else to click."""

import sys

from mlspec.version import VERSION


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        print(f"mlspec {VERSION}")
        return
    if sys.flags.optimize > 1:
        print("error: mlspec prints and publishes its docstrings: run Python without -OO", file=sys.stderr)
        sys.exit(64)
    import gc

    # A command is short and makes next to no cycles, and to look for them is a seventh of a compile.
    gc.disable()
    from mlspec.cli.commands import run_command_line

    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
