"""What a spec may say below `deploy.target.kubernetes`."""

import re
from enum import Enum
from typing import Annotated

from mlspec.schema.images import Image
from mlspec.schema.leaf import Port, PositiveDuration, Share, Text, choice, parsed
from mlspec.schema.names import text_of
from mlspec.schema.node import INHERITED, Effect, Node, Role, field
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import BAD_NAME
from mlspec.schema.units import Duration

_LABEL = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
_NAME = r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"


def parse_label(value: object) -> str:
    """The name of a namespace; raises Refused."""
    return _matching(value, _LABEL, "small letters, digits and `-`, at most 63")


def parse_object_name(value: object) -> str:
    """The name of another object of the cluster; raises Refused."""
    return _matching(value, _NAME, "small letters, digits, `-` and `.`, at most 253")


def _matching(value: object, pattern: str, said: str) -> str:
    text = text_of(value, "a name")
    if re.fullmatch(pattern[1:-1], text):
        return text
    guess = re.sub(r"[^a-z0-9]+", "-", text.lower())[:63].strip("-")
    advice = (f"a name is made of {said}, and begins and ends with a letter or a digit",)
    raise Refused(
        BAD_NAME, f"{quoted(text)} cannot be a name in a cluster", label="no name", advice=advice, instead=guess or None
    )


Label = Annotated[str, parsed(parse_label, {"type": "string", "pattern": _LABEL})]
ObjectName = Annotated[str, parsed(parse_object_name, {"type": "string", "pattern": _NAME})]


class TaintEffect(Enum):
    """What a taint does to pods that do not tolerate it."""

    NO_SCHEDULE = "NoSchedule"
    PREFER_NO_SCHEDULE = "PreferNoSchedule"
    NO_EXECUTE = "NoExecute"


class Toleration(Node):
    """A taint of nodes that the pods may run on in spite of."""

    example = "`{key: nvidia.com/gpu, effect: NoSchedule}`"

    key: Text = field(doc="The key of the taint.", effects=INHERITED)
    value: Text | None = field(None, doc="The value of the taint; any where none is given.", effects=INHERITED)
    effect: Annotated[TaintEffect, choice(TaintEffect, "effect of a taint")] | None = field(
        None, doc="The effect of the taint; each where none is named.", effects=INHERITED
    )


class Ingress(Node):
    """The address by which callers outside the cluster reach the service."""

    example = "`{host: models.acme.com, tls: models-acme-com}`"
    effects = ((Role.DEPLOY, Effect.IN_PLACE),)

    host_: Text = field(key="host", doc="The name of the host.", effects=Effect.IN_PLACE)
    path: Text = field("/", doc="The path below which the service answers.", effects=Effect.IN_PLACE)
    class_: ObjectName | None = field(
        None,
        key="class",
        doc="The class of the ingress; the cluster's default where none is named.",
        effects=Effect.IN_PLACE,
    )
    tls: ObjectName | None = field(None, doc="The secret that holds the host's certificate.", effects=Effect.IN_PLACE)


class KubernetesOptions(Node):
    """Where in which cluster the service runs, and how it is reached."""

    example = "`{namespace: models, image: ghcr.io/acme/flight-delay}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)
    listed = ("pull_secrets",)

    namespace: Label = field("default", doc="The namespace of all objects.", effects=INHERITED)
    image: Image | None = field(
        None, doc="The name of the image without a tag; that of the server where it has its own.", effects=INHERITED
    )
    pull_secrets: tuple[ObjectName, ...] = field((), doc="Secrets to pull the image with.", effects=INHERITED)
    service_account: ObjectName | None = field(
        None, doc="The service account of the pods; the namespace's default where none is named.", effects=INHERITED
    )
    port: Port = field(80, doc="The port of the Service, inside the cluster.", effects=Effect.IN_PLACE)
    ingress: Ingress | None = field(
        None, doc="The address outside the cluster; none where nothing is said.", effects=Effect.IN_PLACE
    )
    scale_at: Share = field(
        0.7, doc="The use of the granted processors above which copies are added.", effects=Effect.IN_PLACE
    )
    grace: PositiveDuration = field(
        Duration(30_000_000), doc="How long a pod that is stopped may finish its requests.", effects=INHERITED
    )
    node_selector: dict[Text, Text] = field({}, doc="Labels that a node must have to run pods.", effects=INHERITED)
    tolerations: tuple[Toleration, ...] = field((), doc="Taints of nodes that the pods tolerate.", effects=INHERITED)
    labels: dict[Text, Text] = field({}, doc="Labels of all objects, beside those of the compiler.", effects=INHERITED)
    annotations: dict[Text, Text] = field({}, doc="Annotations of the pods.", effects=INHERITED)
