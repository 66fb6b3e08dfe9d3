"""An alias is asked that no environment gives.

A model is found in the registry by the alias that an environment gives it: its `alias`, or the environment's own
name. The champion that gates ask (`evaluate.champion`, the alias `champion` where nothing is said) and models that a
service uses have to bear one of these. With an alias that is never given, every gate on the champion would say "first
model" and pass for ever. Mend the name, or give the alias in an environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlspec.analysis.finding import At, Finding
from mlspec.analysis.placed_gates import gates_of
from mlspec.analysis.sections import valid
from mlspec.analysis.suggestion import suggest_value, what_is_known
from mlspec.diagnostics.diagnostic import Rule
from mlspec.ir.gate import metrics_of

if TYPE_CHECKING:
    from mlspec.analysis.subjects import Project, View
    from mlspec.source.route import Route
    from mlspec.spec.deploy import Deploy
    from mlspec.spec.environment import Environments
    from mlspec.spec.evaluate import Evaluate

RULE = Rule("unknown-alias", __doc__)

_DEFAULT_CHAMPION = "champion"


def check(view: View, project: Project, environments: Environments) -> Iterator[Finding]:
    """Look the aliases of the spec's own model up among those that its environments give."""
    known = tuple(dict.fromkeys(one.alias or name for name, one in environments.root.items()))
    evaluate: Evaluate | None = valid(view, "evaluate")
    if evaluate is not None and evaluate.champion is None and _DEFAULT_CHAMPION not in known:
        yield from _default_champion(view, known)
    if evaluate is not None and evaluate.champion is not None and evaluate.champion.alias not in known:
        yield _finding("the champion", evaluate.champion.alias, known, evaluate.champion.at("alias"))
    deploy: Deploy | None = valid(view, "deploy")
    for name, use in deploy.uses.items() if deploy is not None else ():
        if use.spec == project.name and use.alias is not None and use.alias not in known:
            yield _finding(f"`{name}`", use.alias, known, use.at("alias"))


def _default_champion(view: View, known: tuple[str, ...]) -> Iterator[Finding]:
    """Tell once that the gates ask a champion which no environment makes one."""
    for placed in gates_of(view, "evaluate"):
        asked = next((metric for metric in metrics_of(placed.gate) if metric.champion), None)
        if asked is not None:
            message = f"the gate asks the model with the alias `{_DEFAULT_CHAMPION}`, which no environment gives"
            place = At(placed.route, "no champion", word=f"champion.{asked.name}")
            help_ = (
                "give the alias in an environment, or name another one in `evaluate.champion`",
                *what_is_known(known),
            )
            yield Finding(message, (place,), help_)
            return


def _finding(who: str, alias: str, known: tuple[str, ...], route: Route) -> Finding:
    suggestion = suggest_value(alias, known, route)
    message = f"{who} has the alias `{alias}`, which no environment gives"
    return Finding(message, (At(route, "never given"),), suggestion.help, suggestion.fixes)
