"""How far off the line is."""

import json
import pickle
import sys
from pathlib import Path

from steps.line import read_points

model, points, workdir = sys.argv[1:]
slope = pickle.loads(Path(model).read_bytes())
errors = [abs(slope * x - y) for x, y in read_points(points)]
Path(workdir, "errors.txt").write_text("\n".join(map(str, errors)))
low = errors[: len(errors) // 2]
metrics = {
    "error": sum(errors) / len(errors),
    "parts": {"low": {"error": sum(low) / len(low)}},
    "note": "by measure.py",
}
Path("build/metrics.json").write_text(json.dumps(metrics))
