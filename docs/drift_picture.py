"""Draw the drift of monitor verdicts as a picture: one panel a verdict, one bar a column, the limit as a line.

README's picture is made of what `make demo` leaves behind:

    python docs/drift_picture.py docs/drift.svg "April 2013=VERDICT.json" "July 2013=VERDICT.json"
"""

import json
import math
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

ROW, TOP, NAMES, BARS, GAP = 20, 52, 92, 250, 36
SMALLEST, LARGEST = 0.001, 20.0
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600;font-size:14px}"
    ".small{fill:#59636e;font-size:11px}"
    ".calm{fill:#8aa4c8}.drifted{fill:#c8553d}.limit{stroke:#1f2328;stroke-dasharray:3 3}.end{text-anchor:end}"
)


def main() -> int:
    """Exit status 0: drawn; 2: wrong usage."""
    if len(sys.argv) < 3:
        sys.stderr.write(f"usage: {sys.argv[0]} PICTURE.svg TITLE=VERDICT.json...\n")
        return 2
    verdicts = [
        (title, json.loads(Path(file).read_text())) for title, _, file in (w.partition("=") for w in sys.argv[2:])
    ]
    Path(sys.argv[1]).write_text(draw(verdicts), encoding="utf-8")
    return 0


def draw(verdicts: list[tuple[str, dict[str, Any]]]) -> str:
    """The picture as text; columns stand in the same order in every panel."""
    count = max(len(rows(verdict)) for _, verdict in verdicts)
    width, height = GAP + len(verdicts) * (NAMES + BARS + 2 * GAP), TOP + count * ROW + 34
    body = [line for place, (title, verdict) in enumerate(verdicts) for line in panel(place, title, verdict)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return "\n".join(
        [head, f"<style>{STYLE}</style>", '<rect width="100%" height="100%" fill="#fff"/>', *body, "</svg>\n"]
    )


def rows(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything with a distance: the inputs, then the prediction."""
    return [row for part in ("inputs", "prediction") for row in verdict[part]["columns"]]


def panel(place: int, title: str, verdict: dict[str, Any]) -> Iterator[str]:
    """One verdict."""
    left = GAP + place * (NAMES + BARS + 2 * GAP)
    start = left + NAMES
    rows_then = verdict["rows"]["reference"]
    requests = verdict["rows"]["found"]
    yield f'<text class="head" x="{left}" y="22">{escape(title)}: {escape(verdict["verdict"])}</text>'
    yield f'<text class="small" x="{left}" y="39">{requests:,} requests against {rows_then:,} rows of training</text>'
    for number, row in enumerate(rows(verdict)):
        top = TOP + number * ROW
        kind = "drifted" if row["drifted"] else "calm"
        name = row["column"].removeprefix("prediction.")
        yield f'<text class="end" x="{start - 8}" y="{top + 13}">{escape(name)}</text>'
        bar = length(row["distance"])
        yield f'<rect class="{kind}" x="{start}" y="{top + 2}" width="{bar:.1f}" height="{ROW - 5}"/>'
        end = start + max(bar, length(row["limit"])) + 6
        yield f'<text class="small" x="{end:.1f}" y="{top + 13}">{row["distance"]:.3g}</text>'
        limit = start + length(row["limit"])
        yield f'<line class="limit" x1="{limit:.1f}" x2="{limit:.1f}" y1="{top}" y2="{top + ROW}"/>'
    foot = TOP + len(rows(verdict)) * ROW + 20
    said = "distance on a logarithmic scale; the dashed line is the limit"
    yield f'<text class="small" x="{left}" y="{foot}">{said}</text>'


def length(distance: float) -> float:
    """Of a bar, on a logarithmic scale."""
    held = min(max(distance, SMALLEST), LARGEST)
    return (BARS - 40) * math.log(held / SMALLEST) / math.log(LARGEST / SMALLEST)


if __name__ == "__main__":
    sys.exit(main())
