"""`dataclass`, `NamedTuple` and `Enum` with the standard library's meaning, at a fraction of their cost.

The standard `dataclass` writes the methods of each class as text and compiles them, whenever the program starts; the
standard `NamedTuple` compiles each annotation too, and the standard `Enum` looks at each name many times. A Compose
project has so many kinds of value that this takes longer than a translation. Here the methods are written once and
shared, what they need to know of a class is found out when its first value is made, and a tuple's constructor is
compiled when a value with defaults is. Type checkers treat both alike (PEP 681; for them, `NamedTuple` and `Enum` are
the standard ones). What composeport does not use (ordering, class variables, flags, aliases) is not here.
"""

from __future__ import annotations

from collections.abc import Callable

from composeport.hints import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from enum import Enum as Enum  # noqa: PLC0414 - for type checkers, it is offered from here
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414
else:
    from _collections import _tuplegetter  # what `collections.namedtuple` reads fields with
    from itertools import count

    _FEW = 200
    """Values of a class for which the shared constructor takes less time than to write one."""

    class _TupleClass(type):
        """Makes a class of tuples of the names that are annotated in it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            names = tuple(body.get("__annotations__", ()))
            body["_field_defaults"] = {name: body[name] for name in names if name in body}
            body["_fields"] = body["__match_args__"] = names
            body["__slots__"] = ()
            body["_made"] = count()
            body |= {name: _tuplegetter(index, "") for index, name in enumerate(names)}
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_TupleClass):
        """A tuple whose values have names, as `typing.NamedTuple`."""

        def __new__(cls, /, *given: Any, **named: Any) -> Any:
            """Make a value of all its parts; for many, or where some are named or left out, write a constructor."""
            if not named and len(given) == len(cls._fields) and next(cls._made) < _FEW:
                return tuple.__new__(cls, given)
            words = ", ".join(cls._fields)
            make = eval(  # noqa: S307 - field names alone, and the way of `collections.namedtuple`
                f"lambda cls, {words}: new(cls, ({words},))", {"new": tuple.__new__, "__builtins__": {}}
            )
            make.__name__, make.__defaults__ = "__new__", tuple(cls._field_defaults.values())
            cls.__new__ = make
            return make(cls, *given, **named)

        def _replace(self, /, **named: Any) -> Any:
            copy = tuple.__new__(self.__class__, map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{self.__class__.__name__} has no {_listed(named)}")
            return copy

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{self.__class__.__name__}({values})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _EnumClass(type):
        """Makes a class of few values: those that are given plain names in it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            values = {key: body[key] for key in body if key[0] != "_" and not hasattr(body[key], "__get__")}
            made = super().__new__(cls, name, bases, {key: body[key] for key in body if key not in values})
            made.__members__ = {}
            for key, value in values.items():
                member = object.__new__(made)
                member.name, member.value = key, value
                member.__init__(value)
                made.__members__[key] = member
                setattr(made, key, member)
            return made

        def __call__(cls, value: Any) -> Any:
            for member in cls:
                if member.value == value:
                    return member
            raise ValueError(f"{value!r} is not a valid {cls.__name__}")

        def __iter__(cls) -> Any:
            return iter(cls.__members__.values())

        def __len__(cls) -> int:
            return len(cls.__members__)

        def __contains__(cls, value: object) -> bool:
            return isinstance(value, cls)

    class Enum(metaclass=_EnumClass):
        """A value of a few that have names, as `enum.Enum`."""

        def __init__(self, value: Any) -> None:
            """For classes whose values have more than a value; `name` and `value` are set by then."""

        def __repr__(self) -> str:
            return f"<{self.__class__.__name__}.{self.name}: {self.value!r}>"

        def __str__(self) -> str:
            return f"{self.__class__.__name__}.{self.name}"

        def __reduce__(self) -> Any:
            return getattr, (self.__class__, self.name)


_T = TypeVar("_T")
_MISSING: Any = object()


class _Field(NamedTuple):
    """What `field` says about an attribute."""

    default: Any
    factory: Callable[[], Any] | None
    shown: bool


class _Shape(NamedTuple):
    """What the shared methods need to know of a class: its attributes in order, and how those not given are set."""

    names: tuple[str, ...]
    known: frozenset[str]
    required: frozenset[str]
    factories: tuple[tuple[str, Callable[[], Any]], ...]
    shown: tuple[str, ...]
    finish: Callable[[Any], None] | None
    """The class's `__post_init__`, which refuses values that cannot be."""


def field(*, default: Any = _MISSING, default_factory: Callable[[], Any] | None = None, repr: bool = True) -> Any:
    """An attribute whose default is made anew for each value, or that is not printed because it may hold a secret."""
    return _Field(default, default_factory, repr)


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[type[_T]], type[_T]]:
    """Give a class its methods. `slots` and `kw_only` are for the type checker: nothing here depends on them."""
    del slots, kw_only
    methods: dict[str, Any] = {"__init__": _init, "__repr__": _repr}
    if eq:
        methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}

    def decorate(cls: type[_T]) -> type[_T]:
        for name, method in methods.items():
            if name not in cls.__dict__ or method is None:
                setattr(cls, name, method)
        setattr(cls, "__shape__", None)  # noqa: B010 - no type declares it
        return cls

    return decorate


def replace(value: _T, **changes: Any) -> _T:
    """A copy of `value` in which some attributes have other values. TypeError for one that it does not have."""
    cls: Any = value.__class__
    shape = _shape_of(cls)
    _check_known(cls, shape, changes)
    copy = cls.__new__(cls)
    values = copy.__dict__
    values.update(value.__dict__)
    values.update(changes)
    if shape.finish is not None:
        shape.finish(copy)
    return copy  # type: ignore[no-any-return]


def _shape_of(cls: Any) -> _Shape:
    return cls.__shape__ or _shape(cls)


def _shape(cls: Any) -> _Shape:
    """Read a class's attributes off its annotations, and take the descriptions by `field` out of it, once for all."""
    base = cls.__base__
    inherited = _shape_of(base) if hasattr(base, "__shape__") else None
    names = dict.fromkeys((*(inherited.names if inherited else ()), *_annotated(cls)))
    required, factories, hidden = set(), dict(inherited.factories if inherited else ()), set[str]()
    for name in names:
        default = getattr(cls, name, _MISSING)
        if isinstance(default, _Field):
            if not default.shown:
                hidden.add(name)
            if default.factory is not None:
                factories[name] = default.factory
            if default.default is not _MISSING:
                setattr(cls, name, default.default)
            else:
                delattr(cls, name)
            default = default.default
        if default is _MISSING and name not in factories:
            required.add(name)
    shown = tuple(name for name in names if name not in hidden)
    finish = getattr(cls, "__post_init__", None)
    shape = _Shape(tuple(names), frozenset(names), frozenset(required), tuple(factories.items()), shown, finish)
    cls.__shape__ = shape
    return shape


def _annotated(cls: Any) -> tuple[str, ...]:
    """The names annotated in the class itself. (`inspect`, which would tell, takes longer to import than all else.)"""
    return tuple(vars(cls).get("__annotations__", ()))


def _init(self: Any, /, *positional: Any, **named: Any) -> None:
    cls = self.__class__
    shape = cls.__shape__ or _shape(cls)
    if positional:
        if len(positional) > len(shape.names):
            raise TypeError(f"{cls.__name__} takes {len(shape.names)} values, not {len(positional)}")
        given = dict(zip(shape.names, positional, strict=False))
        if twice := given.keys() & named.keys():
            raise TypeError(f"{cls.__name__} got {_listed(twice)} twice")
        named |= given
    if not shape.required <= named.keys() <= shape.known:
        _check_known(cls, shape, named)
        raise TypeError(f"{cls.__name__} needs {_listed(shape.required - named.keys())}")
    values = self.__dict__
    values.update(named)
    for name, factory in shape.factories:
        if name not in named:
            values[name] = factory()
    if shape.finish is not None:
        shape.finish(self)


def _check_known(cls: Any, shape: _Shape, named: dict[str, Any]) -> None:
    if not shape.known >= named.keys():
        raise TypeError(f"{cls.__name__} has no {_listed(named.keys() - shape.known)}")


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in _shape_of(self.__class__).shown)
    return f"{self.__class__.__qualname__}({values})"


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in _shape_of(self.__class__).names)


def _hash(self: Any) -> int:
    return hash(tuple(getattr(self, name) for name in _shape_of(self.__class__).names))


def _refuse(self: Any, name: str, *_: object) -> None:
    raise AttributeError(f"{self.__class__.__name__}.{name} cannot be changed: the value is frozen")
