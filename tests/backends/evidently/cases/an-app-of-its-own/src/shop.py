"""Shop."""

app = None
