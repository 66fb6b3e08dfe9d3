"""Records are frozen, slotted and equal by value."""

import copy
import pickle

import pytest

from mlspec.vocabulary.record import evolve, record


@record
class Point:
    """Two numbers, one of them with a default."""

    x: int
    y: int = 2

    def total(self) -> int:
        """A method, to see that methods survive."""
        return self.x + self.y


def test_fields_come_by_position_or_by_name() -> None:
    assert Point(1) == Point(x=1, y=2) == Point(1, 2)
    assert Point(1, 3) != Point(1)
    assert Point(1).total() == 3


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="frozen"):
        Point(1).x = 5  # type: ignore[misc]  # the point of the test
    assert not hasattr(Point(1), "__dict__")


def test_equal_records_hash_alike_and_survive_copies() -> None:
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert pickle.loads(pickle.dumps(Point(4))) == copy.deepcopy(Point(4)) == Point(4)
    assert repr(Point(1)) == "Point(x=1, y=2)"


def test_evolve_changes_what_is_named() -> None:
    assert evolve(Point(1), y=9) == Point(1, 9)


@pytest.mark.parametrize("fields", [{}, {"x": 1, "z": 2}])
def test_wrong_fields_are_refused(fields: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Point(**fields)


def test_one_value_cannot_be_given_twice() -> None:
    with pytest.raises(TypeError):
        Point(1, 2, y=3)  # type: ignore[misc]  # the point of the test


def test_match_takes_fields_by_position() -> None:
    match Point(3, 4):
        case Point(x, y):
            assert (x, y) == (3, 4)
        case _:
            pytest.fail("a Point matches Point")


def test_a_class_of_which_many_are_made_behaves_as_before() -> None:
    @record
    class Often:
        """A class of its own, so that the test decides how many are made."""

        x: int
        y: int = 2

    many = [Often(number) for number in range(200)]
    assert [one.x for one in many] == list(range(200))
    assert Often(1) == Often(x=1, y=2) == Often(1, 2) == many[1]
    assert evolve(many[-1], y=9) == Often(199, 9)
    for fields in ({}, {"x": 1, "z": 2}):
        with pytest.raises(TypeError):
            Often(**fields)
    with pytest.raises(TypeError):
        Often(1, 2, y=3)  # type: ignore[misc]  # the point of the test
