"""The name that was probably meant."""

from collections.abc import Iterable

_LONGEST = 80


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate closest to the word, or None where a guess would be silly; the candidates' order means nothing."""
    folded = _fold(word)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        distance = _distance(folded, _fold(candidate), _allowed(min(len(word), len(candidate))))
        if distance is not None and candidate != word and (best is None or (distance, candidate) < best):
            best = (distance, candidate)
    return best[1] if best else None


def _fold(word: str) -> str:
    """`Learning-Rate` and `learning_rate` are one word to a reader."""
    return word.casefold().replace("-", "_").replace(" ", "_")


def _allowed(length: int) -> int:
    """How many slips a word of this length may hold: none in two letters, one in five, three in a dozen."""
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3


def _distance(word: str, other: str, allowed: int) -> int | None:
    """Letters to add, drop, exchange or swap with their neighbour; None above what is allowed."""
    if word == other:
        return 0
    if abs(len(word) - len(other)) > allowed or max(len(word), len(other)) > _LONGEST:
        return None
    before, above = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        here = [row]
        for column, match in enumerate(other, 1):
            cost = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != match))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == match:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > allowed:
            return None
        before, above = above, here
    # In three letters one exchange leaves too little: `p50` is not a slip for `p95`, nor `cpu` one for `gpu`.
    exchanged = len(word) == len(other) <= 3 and sorted(word) != sorted(other)
    return None if above[-1] > allowed or exchanged else above[-1]
