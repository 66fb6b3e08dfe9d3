"""Answers."""


def load() -> list[str]:
    raise NotImplementedError


def train(words: list[str]) -> dict[str, str]:
    raise NotImplementedError


def answer(word: str, model: dict[str, str]) -> str:
    raise NotImplementedError
