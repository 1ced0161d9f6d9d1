"""JSON to the generated records, and records to numpy tables."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from ._arrays import Array

T = TypeVar("T")


def decode(kind: type[T], value: Any) -> T:
    """A record from the server's JSON. Fields that this version does not know are left out; "NaN" and "Infinity" become numbers."""
    return typing.cast(T, _decoder(typing.cast(Any, kind))(value))


def decode_list(kind: type[T], values: Iterable[Any]) -> list[T]:
    """Several of them."""
    one = _decoder(typing.cast(Any, kind))
    return [one(value) for value in values]


def table(records: Sequence[Any], kind: type | None = None) -> Array:
    """Records as a structured array: one column for each number, word or truth value; records within become ``name_field``."""
    columns = dict(_columns(kind or type(records[0])))
    values = {name: [_value(path, record) for record in records] for name, (path, _) in columns.items()}
    fields: list[tuple[str, Any]] = []
    for name, (_, base) in columns.items():
        if base is str:
            width = max((len(value) for value in values[name]), default=1)
            fields.append((name, f"U{max(width, 1)}"))
        else:
            fields.append((name, {int: np.int64, float: np.float64, bool: np.bool_}[base]))
    result = np.empty(len(records), dtype=fields)
    for name, column in values.items():
        result[name] = column
    return result


def frame(array: Array) -> Any:
    """A structured array as a pandas DataFrame."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError("A data frame needs pandas: pip install pandas. Without it use the structured array.") from error
    return pandas.DataFrame({name: array[name] for name in array.dtype.names or ()})


@functools.lru_cache(maxsize=None)
def _decoder(kind: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = [_decoder(one) for one in typing.get_args(kind) if one is not type(None)]
        return lambda value: None if value is None else inner[0](value)
    if origin is list:
        item = _decoder(typing.get_args(kind)[0])
        return lambda values: [item(value) for value in values or ()]
    if origin is dict:
        item = _decoder(typing.get_args(kind)[1])
        return lambda values: {key: item(value) for key, value in (values or {}).items()}
    if kind is float:
        return lambda value: None if value is None else float(value)
    if not dataclasses.is_dataclass(kind):
        return lambda value: value
    parts: list[tuple[str, str, Callable[[Any], Any]]] = []
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        parts.append((field.name, field.metadata.get("json") or _camel(field.name), _decoder(hints[field.name])))

    def record(value: Any) -> Any:
        if value is None:
            return None
        return kind(**{name: read(value[key]) for name, key, read in parts if key in value})

    return record


def _camel(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in others)


def _columns(kind: type, path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[tuple[str, ...], type]]]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        inner = [one for one in typing.get_args(hint) if one is not type(None)] if typing.get_origin(hint) in (
            types.UnionType, typing.Union) else [hint]
        here = (*path, field.name)
        if typing.get_origin(inner[0]) is typing.Literal:
            yield "_".join(here), (here, str)
        elif inner[0] in (int, float, bool, str):
            yield "_".join(here), (here, inner[0])
        elif dataclasses.is_dataclass(inner[0]):
            yield from _columns(typing.cast(type, inner[0]), here)


def _value(path: tuple[str, ...], record: Any) -> Any:
    hint: Any = type(record)
    for name in path:
        if record is None:
            break
        record = getattr(record, name)
    if record is not None:
        return record
    for name in path:
        hints = typing.get_type_hints(hint)
        hint = next(one for one in (*typing.get_args(hints[name]), hints[name]) if one is not type(None)) if typing.get_origin(
            hints[name]) in (types.UnionType, typing.Union) else hints[name]
    return {int: 0, float: np.nan, bool: False}.get(hint, "")
