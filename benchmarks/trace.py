"""Traces of TensorFlow's profiler: the events of a device, and their sums."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_OPERATION = re.compile(r"[\w./-]+:[A-Z]\w*")  # On a CPU: name of a node, its type.


class Event(NamedTuple):
    """One kernel or copy of a GPU, or one operation that a thread of the CPU ran.

    Attributes:
        name: of the kernel; of an operation, "NODE:TYPE"; of a copy, "MemcpyH2D", from
            the host to the device, or "MemcpyD2H".
        start: ms since the first event of the trace.
        ms: how long it took.
        copied: bytes, of a copy.
    """

    name: str
    start: float
    ms: float
    copied: int = 0

    @property
    def end(self) -> float:
        """Ms since the first event of the trace."""
        return self.start + self.ms


def record(run: Callable[[], None]) -> list[Event]:
    """Runs a function under the profiler; returns what its device did, in order.

    The device is the first GPU, or else the CPU.

    Args:
        run: returns when all that it started is done.
    """
    import tensorflow as tf
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    with tempfile.TemporaryDirectory() as folder:
        tf.profiler.experimental.start(folder)
        try:
            run()
        finally:
            tf.profiler.experimental.stop()
        (file,) = Path(folder).rglob("*.xplane.pb")
        return parse(xplane_pb2.XSpace.FromString(file.read_bytes()))


def parse(space) -> list[Event]:
    """The events of the device of an `XSpace`, as `record` returns them."""
    planes = {plane.name: plane for plane in space.planes}
    if gpu := planes.get("/device:GPU:0"):
        # Other lines of its plane sum up those of the streams.
        streams = [line for line in gpu.lines if line.name.startswith("Stream")]
        found = [_event(gpu, line, each) for line in streams for each in line.events]
    else:
        cpu = planes["/host:CPU"]
        found = [_event(cpu, line, each) for line in cpu.lines for each in line.events]
        found = [event for event in found if _OPERATION.fullmatch(event.name)]
    first = min((event.start for event in found), default=0.0)
    moved = [event._replace(start=event.start - first) for event in found]
    return sorted(moved, key=lambda event: event.start)


def busy_ms(events: list[Event]) -> float:
    """Milliseconds in which at least one of some events, which are in order, ran."""
    busy, until = 0.0, 0.0
    for event in events:
        busy += max(0.0, event.end - max(event.start, until))
        until = max(until, event.end)
    return busy


def summary(events: list[Event], steps: int) -> dict:
    """What a step did, by the events of some steps.

    Returns:
        "kernels" a step, the "idle share" of the device, and the copies from the host
        and to it: how many a step, their bytes and milliseconds.

    Raises:
        ValueError: there are no events.
    """
    if not events:
        raise ValueError("The profiler saw no event of the device.")
    whole = max(event.end for event in events)
    kernels = [event for event in events if not event.name.startswith("Mem")]
    in_words = {"MemcpyH2D": "from host", "MemcpyD2H": "to host"}
    facts = {
        "kernels": len(kernels) / steps,
        "ms": whole / steps,
        "idle share": 1 - busy_ms(events) / whole,
    }
    for name, words in in_words.items():
        copies = [event for event in events if event.name == name]
        facts[f"copies {words}"] = len(copies) / steps
        facts[f"bytes {words}"] = sum(event.copied for event in copies) / steps
        facts[f"ms {words}"] = sum(event.ms for event in copies) / steps
    return facts


def _event(plane, line, event) -> Event:
    copied = 0
    for stat in event.stats:
        if plane.stat_metadata[stat.metadata_id].name == "memcpy_details":
            # "kind_src:pageable kind_dst:device size:1024 dest:0 async:1"
            text = stat.str_value or plane.stat_metadata[stat.ref_value].name
            copied = int(re.search(r"size:(\d+)", text)[1])
    return Event(
        name=plane.event_metadata[event.metadata_id].name,
        start=line.timestamp_ns / 1e6 + event.offset_ps / 1e9,
        ms=event.duration_ps / 1e9,
        copied=copied,
    )
