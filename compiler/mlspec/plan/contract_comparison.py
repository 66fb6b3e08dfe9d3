"""What alters for those who call the service, and whether a request or a reader of answers may break by it."""

from collections.abc import Iterator

from mlspec.ir.service import Endpoint, Field, Service
from mlspec.plan.change import ContractChange


def compare_contracts(before: Service | None, after: Service | None) -> tuple[ContractChange, ...]:
    """The changes that break first."""
    old, new = _endpoints(before), _endpoints(after)
    found = [change for name in sorted({*old, *new}) for change in _endpoint(name, old.get(name), new.get(name))]
    if before is not None and after is None and not old:
        found.append(ContractChange("", "the service is gone", True))
    return tuple(sorted(found, key=lambda change: not change.is_breaking))


def _endpoints(service: Service | None) -> dict[str, Endpoint]:
    return {endpoint.name: endpoint for endpoint in service.endpoints} if service is not None else {}


def _endpoint(name: str, before: Endpoint | None, after: Endpoint | None) -> Iterator[ContractChange]:
    if before is None or after is None:
        word = "added" if before is None else "removed"
        yield ContractChange(name, f"the endpoint `{name}` is {word}", after is None)
        return
    if before.request and after.request:
        yield from _fields(name, before.request, after.request, _Request())
    if before.response or after.response:
        yield from _fields(name, before.response, after.response, _Answer())
    if before.answers != after.answers and not (before.response or after.response):
        was, now = before.answers or "anything", after.answers or "anything"
        yield ContractChange(name, f"the answer is {now} and no longer {was}", bool(before.answers))


class _Request:
    """What callers send: it may ask for less than before, not for more."""

    noun = "the request's field"

    def added(self, field: Field) -> bool:
        return field.required

    def alterations(self, before: Field, after: Field) -> Iterator[tuple[str, bool]]:
        if before.required != after.required:
            yield ("has to be given" if after.required else "may be left out", after.required)
        if before.nullable != after.nullable:
            yield ("may be null" if after.nullable else "may no longer be null", before.nullable)
        if before.values != after.values:
            yield from self._values(before.values, after.values)
        if _is_narrower(before, after):
            yield f"allows {_range(after)} and no longer {_range(before)}", True

    def _values(self, before: tuple[object, ...], after: tuple[object, ...]) -> Iterator[tuple[str, bool]]:
        gone = [value for value in before if value not in after]
        if not before:
            yield f"takes nothing but {_listed(after)}", True
        elif gone and after:
            yield f"no longer takes {_listed(gone)}", True
        else:
            yield f"takes {_listed(value for value in after if value not in before) or 'any value'} too", False


class _Answer:
    """What callers get: it may hold more than before, not less."""

    noun = "the answer's field"

    def added(self, _: Field) -> bool:
        return False

    def alterations(self, before: Field, after: Field) -> Iterator[tuple[str, bool]]:
        if before.nullable != after.nullable:
            yield ("may be null" if after.nullable else "is never null any more", after.nullable)
        more = [value for value in after.values if value not in before.values]
        if before.values and (more or not after.values):
            yield f"may be {_listed(more) or 'any value'} too", False


def _fields(
    endpoint: str, before: tuple[Field, ...], after: tuple[Field, ...], way: _Request | _Answer
) -> Iterator[ContractChange]:
    old, new = {field.name: field for field in before}, {field.name: field for field in after}
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        what = f"{way.noun} `{name}`"
        if was is None and now is not None:
            is_breaking = way.added(now)
            optional = "" if is_breaking or isinstance(way, _Answer) else ", and may be left out"
            yield ContractChange(endpoint, f"{what} is new{optional}", is_breaking)
        elif was is not None and now is None:
            yield ContractChange(endpoint, f"{what} is removed", True)
        elif was is not None and now is not None:
            if _type(was) != _type(now):
                yield ContractChange(endpoint, f"{what} is {_type(now)} and no longer {_type(was)}", True)
            for text, is_breaking in way.alterations(was, now):
                yield ContractChange(endpoint, f"{what} {text}", is_breaking)


def _type(field: Field) -> str:
    of = f" of {field.of}" if field.of else ""
    shape = f" {'x'.join(map(str, field.shape))}" if field.shape else ""
    return f"{field.type or 'anything'}{of}{shape}"


def _is_narrower(before: Field, after: Field) -> bool:
    higher = after.minimum is not None and (before.minimum is None or _exceeds(after.minimum, before.minimum))
    lower = after.maximum is not None and (before.maximum is None or _exceeds(before.maximum, after.maximum))
    return higher or lower


def _exceeds(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return str(one) > str(other)
    return one > other


def _range(field: Field) -> str:
    if field.minimum is None and field.maximum is None:
        return "any value"
    low = "" if field.minimum is None else str(field.minimum)
    high = "" if field.maximum is None else str(field.maximum)
    return f"{low}..{high}"


def _listed(values: object) -> str:
    return ", ".join(f"`{value}`" for value in values)  # type: ignore[attr-defined]  # any values
