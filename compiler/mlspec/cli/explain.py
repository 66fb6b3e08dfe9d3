"""`mlspec explain`: what a rule means."""

import click


@click.command("explain", short_help="print what a rule means")
@click.argument("rule", required=False)
def command(rule: str | None) -> int:
    """Print what a RULE means and how to mend what breaks it; without RULE, list all rules.

    \b
    Example:
      mlspec explain unknown-column
    """
    from mlspec.driver.rules import known_rules
    from mlspec.driver.workspace import open_workspace
    from mlspec.source.spelling import nearest

    rules = known_rules(open_workspace(".").registry)
    if rule is None:
        width = max(map(len, rules))
        for name, found in rules.items():
            click.echo(f"{name:<{width}}  {found.documentation.strip().splitlines()[0]}")
        return 0
    if rule not in rules:
        guess = nearest(rule, rules)
        raise click.UsageError(f"`{rule}` is no rule of mlspec." + (f" Did you mean `{guess}`?" if guess else ""))
    click.echo(f"{rule} ({rules[rule].severity.value})\n\n{rules[rule].documentation.strip()}")
    return 0
