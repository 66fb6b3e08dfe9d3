"""Heights at gauges, drawn by chance, in a file."""

import csv
import os
import random
import sys

out, seed = sys.argv[1:]
chance = random.Random(seed)
with open(out, "w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["height", "gauge", "flood"])
    for _ in range(int(os.environ.get("COUNT", "500"))):
        height = chance.gauss(float(os.environ.get("MEAN", "0")), 1)
        table.writerow([height, chance.choice(["upper", "lower"]), int(height > 2)])
