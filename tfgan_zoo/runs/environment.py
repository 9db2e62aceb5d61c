"""The environment of a run or a measurement: commit, versions, machine, devices."""

import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

PACKAGES = ("tfgan-zoo", "tensorflow", "keras", "numpy")


def environment() -> dict:
    """What figures depend on beside their settings.

    Returns:
        "commit", "load" of the last minute, "versions", "machine" (system, processor
        and number of cores, in words), and "accelerators", names of the GPUs that
        TensorFlow sees.
    """
    return {
        "commit": commit(),
        "load": round(os.getloadavg()[0], 2),
        "versions": versions(),
        "machine": f"{platform.platform()}, {processor()}, {os.cpu_count()} cores",
        "accelerators": accelerators(),
    }


def commit() -> str | None:
    """Commit of the zoo's checkout, None if it is not installed from one."""
    root = Path(__file__).parents[2]
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
    """Versions of the zoo and of what computes for it, as far as it is installed."""
    known = {}
    for name in packages:
        try:
            known[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return known


def processor() -> str:
    """The processor's own name, as far as the system tells it."""
    file = Path("/proc/cpuinfo")
    text = file.read_text() if file.exists() else ""
    named = re.search(r"model name\s*: (.*)", text)
    return named[1].strip() if named else platform.processor()


def accelerators() -> list[str]:
    """Names of the GPUs that TensorFlow sees."""
    import tensorflow as tf

    devices = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(d) for d in devices]
    return [d.get("device_name", "unknown") for d in details]


def device() -> str:
    """What training runs on: the first GPU, by its name, or else the CPU."""
    return next(iter(accelerators()), "CPU")
