"""The most memory that a process has held."""

import sys
from pathlib import Path


def peak_mib() -> float:
    """The most memory that this process has held at once, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: Linux counts there what the parent held when it forked.
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) / 1024
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
