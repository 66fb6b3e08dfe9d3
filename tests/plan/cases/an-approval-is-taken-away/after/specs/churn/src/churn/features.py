def encode(value: str) -> int:
    return len(value)
