"""Environments and variants: what differs from the spec in one place, and how a model moves on."""

from mlspec.schema.leaf import Alias, Flag, Name, Overlay, Text
from mlspec.schema.node import NOTHING, Effect, Entries, Node, Role, field, gathered

OVERLAID = frozenset(
    {
        *("runtime", "tracking", "orchestrate", "data", "predicts", "train", "evaluate", "register", "deploy", "score"),
        *("monitor", "retrain", "jobs", "exports", "ci"),
    }
)
"""The sections that an environment or a variant may overlay."""

_WAY = ((Role.REGISTER, Effect.IN_PLACE),)


class Environment(Node):
    """One place that the model is built in or promoted to; every section may stand here as an overlay."""

    example = "`{after: staging, alias: champion, approval: true}`"
    overlays = OVERLAID

    builds: Flag = field(False, doc="Whether models are trained here; just one environment does.", effects=_WAY)
    after: Name | None = field(None, doc="The environment that a model comes from.", effects=_WAY)
    alias: Alias | None = field(
        None,
        doc="The alias that a model gets here; the environment's name where none is given.",
        effects=_WAY,
    )
    approval: Flag = field(False, doc="Whether a person has to agree first.", effects=_WAY)
    overlay: Overlay = gathered({}, doc="What differs here, section by section, as written.", effects=NOTHING)


class Environments(Entries):
    """Every key is an environment."""

    example = "`{staging: {builds: true}, production: {after: staging, approval: true}}`"

    root: dict[Name, Environment] = field(doc="The environments.", effects=NOTHING)


class Variant(Node):
    """The same model with some sections changed, under the spec's name and its own."""

    example = "`{deploy: {replicas: 2}}`"
    overlays = OVERLAID | {"environments"}

    description: Text = field("", doc="What sets the variant apart.", effects=NOTHING)
    overlay: Overlay = gathered({}, doc="What differs, section by section, as written.", effects=NOTHING)


class Variants(Entries):
    """Every key is a variant."""

    example = "`{eu: {deploy: {target: {kubernetes: {namespace: eu}}}}}`"

    root: dict[Name, Variant] = field(doc="The variants.", effects=NOTHING)
