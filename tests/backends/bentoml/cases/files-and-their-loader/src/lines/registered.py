"""What the registry keeps."""

import json
from pathlib import Path


def load(slope: Path) -> float:
    return float(json.loads(Path(slope).read_text())["slope"])
