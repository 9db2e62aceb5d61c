"""The most memory that a process has held."""

import sys
from pathlib import Path


def peak_mib() -> float:
    """The most memory that this process has held at once, in MiB."""
    if Path("/proc/self/status").exists():
        # Not getrusage: Linux counts there what the parent held when it forked.
        return status_mib("VmHWM")
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def status_mib(field: str, process: int | str = "self") -> float:
    """What Linux tells of the memory of a process in a field of its status, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return int(fields[field].split()[0]) / 1024


def reset_peak(process: int | str = "self"):
    """Lets Linux count the peak of a process, `VmHWM`, from now on."""
    Path(f"/proc/{process}/clear_refs").write_text("5")
