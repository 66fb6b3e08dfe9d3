"""What a spec may say below `deploy.target.docker`."""

from enum import Enum
from typing import Annotated

from mlspec.schema.images import Image
from mlspec.schema.leaf import Port, Text, choice
from mlspec.schema.node import INHERITED, NOTHING, Effect, Node, Role, field


class RestartPolicy(Enum):
    """When Docker starts a container again that has stopped."""

    NEVER = "never"
    ON_FAILURE = "on_failure"
    UNLESS_STOPPED = "unless_stopped"
    ALWAYS = "always"


class DockerOptions(Node):
    """The image, and the container that runs it."""

    example = "`{image: acme/flight-delay, registry: ghcr.io}`"
    effects = ((Role.DEPLOY, Effect.ROLLOUT),)
    listed = ("platforms",)

    image: Image | None = field(
        None, doc="The name of the image without a tag; the spec's own name where none is given.", effects=INHERITED
    )
    registry: Text = field(
        "",
        doc="The registry that the image is pushed to, as in `ghcr.io`; none where it stays here.",
        effects=INHERITED,
    )
    platforms: tuple[Text, ...] = field(
        (),
        doc="What the image is built for, as in `linux/amd64`; this machine where nothing is said.",
        effects=INHERITED,
    )
    port: Port | None = field(
        None, doc="The port of the machine; that of the server where none is given.", effects=Effect.RESTART
    )
    restart: Annotated[RestartPolicy, choice(RestartPolicy, "restart policy")] = field(
        RestartPolicy.UNLESS_STOPPED,
        doc="When a container that has stopped is started again.",
        effects=Effect.RESTART,
    )
    labels: dict[Text, Text] = field({}, doc="Labels of the image.", effects=NOTHING)
