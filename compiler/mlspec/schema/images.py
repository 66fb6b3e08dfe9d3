"""Names of container images."""

import re
from typing import Annotated, TypeAlias

from mlspec.schema.leaf import parsed
from mlspec.schema.names import text_of
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import BAD_NAME

_PART = r"[a-z0-9]+([._-]+[a-z0-9]+)*"
IMAGE_PATTERN = rf"^([A-Za-z0-9][A-Za-z0-9.-]*(:\d{{1,5}})?/)?{_PART}(/{_PART})*$"


def parse_image(value: object) -> str:
    """An image as `ghcr.io/acme/model`, without a tag; raises Refused."""
    text = text_of(value, "the name of an image")
    if _IMAGE.match(text):
        return text
    bare = re.sub(r"(:[\w.-]+)?(@\w+:\w+)?\Z", "", text)
    if _IMAGE.match(bare):
        raise Refused(
            BAD_NAME,
            f"the image {quoted(text)} has a tag",
            label="has a tag",
            advice=("the compiler sets the tag, so that equal specs deploy equal images",),
            instead=bare,
        )
    advice = ("write it as in `ghcr.io/acme/model`, in small letters",)
    raise Refused(BAD_NAME, f"{quoted(text)} does not name an image", label="no image", advice=advice)


_IMAGE = re.compile(IMAGE_PATTERN[:-1] + r"\Z")

Image: TypeAlias = Annotated[
    str, parsed(parse_image, {"type": "string", "pattern": IMAGE_PATTERN, "examples": ["ghcr.io/acme/model"]})
]
