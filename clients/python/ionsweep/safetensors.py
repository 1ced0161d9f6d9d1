"""Safetensors files: a header in JSON, then arrays. IonSweep's carry their own SHA-256 under the metadata key ``sha256``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ._arrays import Array
from .errors import InvalidFileError

_TYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F64": np.dtype("<f8"), "I32": np.dtype("<i4"), "I64": np.dtype("<i8")}
_HASH = "sha256"
_ZEROS = b"0" * 64


def read(data: bytes, source: str = "file") -> tuple[dict[str, str], dict[str, Array]]:
    """Metadata and arrays. A hash in the metadata is checked.

    Raises InvalidFileError when the bytes are no safetensors file, or a truncated or altered one.
    """
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or size > len(data) - 8:
        raise InvalidFileError(f"{source} is no safetensors file, or was truncated: it has {len(data)} bytes.")
    try:
        header = json.loads(data[8:8 + size])
        metadata: dict[str, str] = dict(header.pop("__metadata__", {}))
        arrays: dict[str, Array] = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            kind = _TYPES[entry["dtype"]]
            count = int(np.prod(entry["shape"], dtype=np.int64))
            if end - begin != count * kind.itemsize or 8 + size + end > len(data):
                raise InvalidFileError(f"{source} was truncated or altered: tensor '{name}' does not fit its {len(data)} bytes.")
            arrays[name] = np.frombuffer(data, kind, count, 8 + size + begin).reshape(entry["shape"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidFileError(f"{source} has an unreadable safetensors header: {error}") from error
    stored = metadata.pop(_HASH, "")
    if stored:
        at = data.find(stored.encode(), 8, 8 + size)
        if hashlib.sha256(data[:at] + _ZEROS + data[at + 64:]).hexdigest() != stored:
            raise InvalidFileError(f"{source} was altered: its SHA-256 is not the one in its header.")
    return metadata, arrays


def write(arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> bytes:
    """The bytes of a file with its hash, as IonSweep writes it: wide elements first, so that every array is aligned."""
    names = {kind: name for name, kind in _TYPES.items()}
    entries: dict[str, Any] = {"__metadata__": {_HASH: _ZEROS.decode(), **dict(sorted(metadata.items()))}}
    blocks: dict[str, bytes] = {}
    offset = 0
    for name, array in sorted(arrays.items(), key=lambda pair: -pair[1].dtype.itemsize):
        kind = array.dtype.newbyteorder("<")
        if kind not in names:
            raise TypeError(f"Array '{name}' holds {array.dtype}; expected float32, float64, int32 or int64.")
        blocks[name] = np.ascontiguousarray(array, dtype=kind).tobytes()
        entries[name] = {"dtype": names[kind], "shape": list(array.shape), "data_offsets": [offset, offset + len(blocks[name])]}
        offset += len(blocks[name])
    header = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    data = len(header).to_bytes(8, "little") + header + b"".join(blocks.values())
    at = data.index(_ZEROS)
    return data[:at] + hashlib.sha256(data).hexdigest().encode() + data[at + 64:]


def digest(data: bytes) -> str:
    """SHA-256 of a whole file: a dataset's identity."""
    return hashlib.sha256(data).hexdigest()
