"""Compiled templates beside their sources, as Python keeps compiled modules: they are a fifth of a cold start."""

import os
import sys
from contextlib import suppress

import jinja2
from jinja2.bccache import Bucket


class TemplateCache(jinja2.FileSystemBytecodeCache):
    """Code by the digest of a template's text, for this Python and this Jinja; where it cannot be kept, it is not."""

    def __init__(self, templates: str) -> None:
        """Keep the code of the templates below a folder."""
        super().__init__(os.path.join(templates, "__pycache__"), f"%s.jinja-{jinja2.__version__}.pyc")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of one template."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of one template, if Python may write that of modules."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):  # an installation may be read-only
            os.makedirs(self.directory, exist_ok=True)
            super().dump_bytecode(bucket)
