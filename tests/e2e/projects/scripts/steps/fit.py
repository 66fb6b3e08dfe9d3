"""Fit the slope by least squares."""

import argparse
import os
import pickle
from pathlib import Path

from line import read_points

parser = argparse.ArgumentParser()
parser.add_argument("--points")
parser.add_argument("--ridge", type=float)
parser.add_argument("--env")
parser.add_argument("--run")
arguments = parser.parse_args()
assert os.environ["API_TOKEN"], "no token"
assert arguments.env in ("local", "production"), arguments.env
assert len(arguments.run) == 32, arguments.run
points = read_points(arguments.points)
slope = sum(x * y for x, y in points) / (sum(x * x for x, _ in points) + arguments.ridge)
Path("../build/models/line.pkl").write_bytes(pickle.dumps(slope))
