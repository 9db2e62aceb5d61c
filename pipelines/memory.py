"""The memory of this machine, and which sets are small enough to be held in it."""

import os
from pathlib import Path

import numpy as np

# To hold a set takes twice its size while it is made.
IN_MEMORY_SHARE = 1 / 4
_LIMITS = (  # Of a container: versions 2 and 1 of Linux's control groups.
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)


def belongs_in_memory(count: int, shape: tuple[int, ...]) -> bool:
    """Whether `count` images of this shape are small enough to hold.

    That is up to a quarter of the memory that this process may use.
    """
    return count * int(np.prod(shape)) <= IN_MEMORY_SHARE * memory()


def memory() -> int:
    """Bytes of memory of this machine, or of the container if that has fewer."""
    sizes = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for file in map(Path, _LIMITS):
        # Version 2 says "max" where there is no limit.
        if file.exists() and (limit := file.read_text().strip()).isdigit():
            sizes.append(int(limit))
    return min(sizes)
