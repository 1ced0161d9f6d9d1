"""The keyed random streams of IonSweep, written again in NumPy from their definition (Philox 4x32-10, see src/Spectra/Streams)."""
import hashlib

import numpy as np

M0, M1, W0, W1 = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85
MASK = np.uint64(0xFFFFFFFF)


def key(purpose, *parts):
    """(key, domain) of a named stream."""
    digest = hashlib.sha256("\n".join([purpose, *map(str, parts)]).encode()).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:16], "little")


def philox(blocks, stream):
    """Words of the given blocks: uint32 [len(blocks), 4]."""
    k, domain = stream
    k0, k1 = k & 0xFFFFFFFF, k >> 32
    c0, c1 = blocks & MASK, blocks >> np.uint64(32)
    c2 = np.full_like(blocks, domain & 0xFFFFFFFF)
    c3 = np.full_like(blocks, domain >> 32)
    for _ in range(10):
        p0, p1 = np.uint64(M0) * c0, np.uint64(M1) * c2
        c0, c1, c2, c3 = (
            (p1 >> np.uint64(32)) ^ c1 ^ np.uint64(k0), p1 & MASK,
            (p0 >> np.uint64(32)) ^ c3 ^ np.uint64(k1), p0 & MASK)
        k0, k1 = (k0 + W0) & 0xFFFFFFFF, (k1 + W1) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], 1).astype(np.uint32)


def words(stream, first_group, groups):
    """All 64 words of each group, in stream order: word i of a group is output word i // 16 of block 16 g + i % 16."""
    blocks = np.arange(first_group * 16, (first_group + groups) * 16, dtype=np.uint64)
    return philox(blocks, stream).reshape(groups, 16, 4).transpose(0, 2, 1).reshape(-1)


def uniform(stream, count):
    """Elements 0 … count−1 in [0, 1), float32."""
    return (words(stream, 0, -(-count // 64))[:count] >> 8).astype(np.float32) * np.float32(2.0 ** -24)


def normal(stream, first, count):
    """Elements first … first+count−1 of a standard normal stream, float32."""
    group = first // 64
    raw = words(stream, group, -(-(first + count) // 64) - group).reshape(-1, 4, 16)
    u = ((raw[:, 0::2] >> 8).astype(np.float64) + 1) * 2.0 ** -24
    t = (raw[:, 1::2] >> 8).astype(np.float64) * 2.0 ** -24
    radius = np.sqrt(-2 * np.log(u))
    pairs = np.stack([radius * np.cos(2 * np.pi * t), radius * np.sin(2 * np.pi * t)], 2)
    return pairs.reshape(-1)[first - group * 64:][:count].astype(np.float32)


def permutation(stream, epoch, count):
    """The order of an epoch: Fisher and Yates, an index being the upper half of word × range."""
    order = np.arange(count)
    raw = words(stream, epoch << 32, -(-count // 64)).astype(np.uint64)
    for drawn in range(count - 1):
        last = count - 1 - drawn
        chosen = int(raw[drawn] * np.uint64(last + 1) >> np.uint64(32))
        order[last], order[chosen] = order[chosen], order[last]
    return order
