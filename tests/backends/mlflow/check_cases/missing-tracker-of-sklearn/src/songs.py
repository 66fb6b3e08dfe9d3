"""Songs."""

from sklearn.linear_model import Ridge


def train() -> Ridge:
    return Ridge()
