"""The environment of a run or a measurement: commit, versions, machine, devices.

```pycon
>>> from tfgan_zoo import environment
>>> list(environment.versions())
['python', 'tfgan-zoo', 'tensorflow', 'keras', 'numpy']
```
"""

import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

__all__ = ["accelerators", "commit", "device", "environment", "machine", "versions"]
PACKAGES = ("tfgan-zoo", "tensorflow", "keras", "numpy")


def environment() -> dict:
    """What figures depend on beside their settings.

    Returns:
        "commit", "versions", "machine", and "accelerators", the names of the GPUs that
        TensorFlow sees.
    """
    return {
        "commit": commit(),
        "versions": versions(),
        "machine": machine(),
        "accelerators": accelerators(),
    }


def commit() -> str | None:
    """Commit of the zoo's checkout, None if it is not installed from one."""
    root = Path(__file__).parents[1]
    if not (root / ".git").exists():
        return None

    def git(*arguments):
        command = ["git", "-C", root, *arguments]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    try:
        head, changes = git("rev-parse", "HEAD"), git("status", "--porcelain")
    except OSError:  # There is no git.
        return None
    return f"{head}-dirty" if changes else head or None


def versions(packages=PACKAGES) -> dict:
    """Versions of Python, of the zoo and of what computes for it, where installed."""
    known = {"python": platform.python_version()}
    for name in packages:
        try:
            known[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return known


def machine() -> dict:
    """The system, the processor's own name, cores, memory, and the load now."""
    file = Path("/proc/cpuinfo")
    text = file.read_text() if file.exists() else ""
    named = re.search(r"model name\s*: (.*)", text)
    has_affinity = hasattr(os, "sched_getaffinity")  # On Linux.
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.platform(),
        "processor": named[1].strip() if named else platform.processor(),
        "cores": cores,
        "memory_gib": round(memory / 2**30, 1),
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def accelerators() -> list[str]:
    """Names of the GPUs that TensorFlow sees."""
    import tensorflow as tf

    devices = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(d) for d in devices]
    return [d.get("device_name", "unknown") for d in details]


def device() -> str:
    """What training runs on: the first GPU, by its name, or else the CPU."""
    return next(iter(accelerators()), "CPU")
