"""Lazy attributes: made when they are first wanted, and once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801  (used like `property`)
    """Like `functools.cached_property`, which until Python 3.12 takes a lock for each value.

    Most of what could be known of a sentence is never asked for: reading is two to three times as fast so.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, it: None, owner: type) -> "lazy[T]": ...
    @overload
    def __get__(self, it: object, owner: type) -> T: ...
    def __get__(self, it: object | None, owner: type) -> "lazy[T] | T":
        if it is None:
            return self
        value = it.__dict__[self._name] = self._make(it)
        return value


def lazily(cls: type[T]) -> type[T]:
    """Mark a class with lazy attributes. They live in its `__dict__`, which compiled classes do without.

    mypyc leaves a class with a decorator that it does not know as Python has it.
    """
    return cls
