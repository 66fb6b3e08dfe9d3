"""The group of all commands: each is loaded only when it is called, so that one does not pay for another."""

import errno
import os
import sys
from importlib import import_module

import click

from mlspec.version import VERSION

_COMMANDS = {
    "compile": "write the files that the specs compile to, or check that they are up to date",
    "doctor": "tell what is installed, which versions clash, and what each target needs",
    "graph": "draw models, their steps, and what a plan touches",
    "explain": "print what a rule means and how to mend it",
    "monitor": "look whether a model still does what it should",
    "replay": "send rows of a model's dataset to its running service",
    "plan": "tell what a merge will do, and why",
    "run": "run a model's lifecycle on this machine",
    "serve": "serve a model on this machine",
    "show": "print an intermediate form of a spec",
    "up": "run, serve and watch a model, all in order, and stop what was started",
    "validate": "check the specs without writing anything",
}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
EXIT_USAGE = 64
EXIT_BUG = 70


class LazyGroup(click.Group):
    """Commands by the name of their module."""

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        """All names, sorted."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"mlspec.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where one is misspelt."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from mlspec.source.spelling import nearest

            guess = nearest(args[0], _COMMANDS)
            hint = f" Did you mean `{guess}`?" if guess else ""
            raise click.UsageError(f"mlspec has no command `{args[0]}`.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="mlspec %(version)s")
def group() -> None:
    """Compile one mlproject.yaml a model into the files that train, serve and watch it.

    \b
    Example:
      mlspec compile flight-delay && mlspec run flight-delay
    """


def run_command_line(arguments: list[str]) -> int:
    """Run a command and return its exit status; a bug is shown once, as one."""
    try:
        status = group.main(arguments, prog_name="mlspec", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return EXIT_USAGE
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except OSError as error:
        return _report_full(error) if error.errno in _FULL else _report_bug()
    except Exception:
        return _report_bug()
    return status if isinstance(status, int) else 0


def _report_full(error: OSError) -> int:
    """What a command prints may go to a file, and its disk may be full; files of the output have words of their own."""
    click.echo(f"error: what the command says cannot be written: {os.strerror(error.errno or 0).lower()}", err=True)
    return 1


def _report_bug() -> int:
    import traceback

    click.echo(traceback.format_exc(), err=True, nl=False)
    click.echo("\nthis is a bug in mlspec: please report it with the lines above", err=True)
    return EXIT_BUG
