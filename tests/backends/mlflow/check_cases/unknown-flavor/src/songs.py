"""Songs."""


def train() -> dict:
    return {}
