"""The grammar of gates: `sum cmp sum [cmp sum]`."""

import re
from functools import lru_cache

from mlspec.ir.gate import Comparison, Gate, Metric, Term
from mlspec.schema.names import text_of
from mlspec.schema.refusal import Refused, quoted
from mlspec.schema.rules import BAD_GATE
from mlspec.schema.units import parse_duration, percent

_CHAMPION = "champion."


def parse_gate(value: object, *, warning: bool = False, durations: bool = False) -> Gate:
    """A gate; with `durations`, `300ms` is a number of seconds. Raises Refused at the character that cannot be read."""
    return _gate(text_of(value, "a gate"), warning, durations)


@lru_cache(maxsize=4096)
def _gate(text: str, warning: bool, durations: bool) -> Gate:
    reader = _Reader(text, durations)
    left = reader.sum()
    comparisons = [Comparison(reader.operator(), reader.sum())]
    while reader.more():
        comparisons.append(Comparison(reader.operator(), reader.sum()))
    if len(comparisons) > 2:
        raise reader.refuse("a gate has at most two comparisons", 0, len(text), ("write two gates",))
    gate = Gate(" ".join(text.split()), left, tuple(comparisons), warning)
    if not any(term.metric for side in (left, *(part.right for part in comparisons)) for term in side):
        raise reader.refuse("a gate compares at least one metric", 0, len(text), ("write it as in `roc_auc >= 0.74`",))
    return gate


def canonical_gate(gate: Gate) -> str:
    """One text for all spellings of a gate."""
    return " ".join((_spell(gate.left), *(f"{part.operator} {_spell(part.right)}" for part in gate.comparisons)))


def _spell(terms: tuple[Term, ...]) -> str:
    return " + ".join(_spell_term(term) for term in terms)


def _spell_term(term: Term) -> str:
    factor = repr(float(term.factor))
    if term.metric is None:
        return factor
    name = f"{_CHAMPION if term.metric.champion else ''}{term.metric.name}"
    return name if term.factor == 1 else f"{factor} * {name}"


class _Reader:
    """The words of a gate, each with the place where it starts."""

    def __init__(self, text: str, durations: bool) -> None:
        self.text = text
        self.durations = durations
        self.words = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
        self.next = 0

    def more(self) -> bool:
        return self.next < len(self.words)

    def sum(self) -> tuple[Term, ...]:
        terms = [self.term(1)]
        while self.peek() in ("+", "-"):
            terms.append(self.term(-1 if self.take() == "-" else 1))
        return tuple(terms)

    def term(self, sign: int) -> Term:
        factor, metric = self.factor()
        if self.peek() == "*":
            self.take()
            other, second = self.factor()
            if metric is not None and second is not None:
                raise self.refuse_last(
                    "two metrics cannot be multiplied", ("multiply a number and a metric: `0.9 * champion.f1`",)
                )
            factor, metric = factor * other, metric or second
        return Term(sign * factor, metric)

    def factor(self) -> tuple[float, Metric | None]:
        word = self.take()
        number = _number(word, self.durations)
        if number is not None:
            return number, None
        if word == "champion":
            raise self.refuse_last("`champion` is no metric", ("name one of its metrics, as in `champion.roc_auc`",))
        if _NAME.match(word):
            champion = word.startswith(_CHAMPION)
            return 1.0, Metric(word.removeprefix(_CHAMPION), champion)
        if word in _WORDS:
            raise self.refuse_last(f"a gate has no {quoted(word)}", (_WORDS[word],))
        if not word:
            raise self.refuse_last(
                "the gate ends where a metric or a number is due", ("write it as in `roc_auc >= 0.74`",)
            )
        raise self.refuse_last(f"{quoted(word)} is neither a metric nor a number", self.advice(word))

    def operator(self) -> str:
        word = self.take()
        if word in _OPERATORS:
            return word
        if word in _WORDS:
            raise self.refuse_last(f"a gate has no {quoted(word)}", (_WORDS[word],))
        if not word:
            raise self.refuse_last("the gate ends where a comparison is due", ("write it as in `roc_auc >= 0.74`",))
        meant = {"=": "==", "=>": ">=", "=<": "<=", "≥": ">=", "≤": "<="}.get(word)
        advice = f"did you mean `{meant}`?" if meant else f"known are {', '.join(f'`{known}`' for known in _OPERATORS)}"
        raise self.refuse_last(f"{quoted(word)} is no comparison", (advice,))

    def peek(self) -> str:
        return self.words[self.next][0] if self.more() else ""

    def take(self) -> str:
        word = self.peek()
        self.next += 1
        return word

    def advice(self, word: str) -> tuple[str, ...]:
        if re.match(r"-?[\d.]+[a-z]", word):
            return (
                "numbers are written as in `0.74` or `5%`"
                + (", lengths of time as in `300ms`" if self.durations else ""),
            )
        if any(sign in word for sign in "+*/"):
            return ("put blanks around `+`, `-` and `*`",)
        return ("a metric is a name such as `f1`, `mrr@10` or `champion.roc_auc`",)

    def refuse_last(self, message: str, advice: tuple[str, ...]) -> Refused:
        if self.next > len(self.words):
            return self.refuse(message, len(self.text), 1, advice)
        word, start = self.words[self.next - 1]
        return self.refuse(message, start, len(word), advice)

    def refuse(self, message: str, start: int, length: int, advice: tuple[str, ...]) -> Refused:
        return Refused(BAD_GATE, message, label="cannot be read", advice=advice).within(start, length)


def _number(word: str, durations: bool) -> float | None:
    match = _NUMBER.match(word)
    if match is not None:
        return percent(match.group(1)) if match.group(2) else float(word)
    if durations and word[:1].isdigit():
        try:
            return parse_duration(word).seconds
        except Refused:
            return None
    return None


_OPERATORS = (">=", "<=", ">", "<", "==")
_TOKEN = re.compile(r"[<>=!≥≤]+|[^\s<>=!≥≤]+")
_NUMBER = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?)(%?)\Z|-?\d{1,15}(?:\.\d{1,15})?[eE][-+]?\d{1,2}\Z", re.ASCII)
_NAME = re.compile(r"(?!(?:and|or|not|if)\Z)[A-Za-z_][\w@-]*(?:\.[\w@-]+)*\Z", re.ASCII)
_WORDS = {
    "and": "write two gates: all of them have to hold",
    "or": "all gates have to hold; compute the alternative in the code that evaluates",
    "not": "turn the comparison around",
    "if": "compute what depends on a condition in the code that evaluates",
    "!=": "known are `>=`, `<=`, `>`, `<` and `==`",
}
