"""The events of a trace: of the timeline's two loops, and of a GPU's streams."""

import itertools

import numpy as np
import pytest
from PIL import Image

from benchmarks import timeline, trace

xplane_pb2 = pytest.importorskip("tensorflow.tsl.profiler.protobuf.xplane_pb2")


@pytest.fixture(scope="module")
def rows():
    return {count: timeline.events(count, steps=4) for count in (1, 4)}


@pytest.mark.parametrize("count", [1, 4])
def test_every_batch_and_every_step_is_an_event(rows, count):
    batches, steps = rows[count].values()
    assert len(batches) == len(steps) == 4
    for batch, step in zip(batches, steps, strict=True):
        assert batch.end <= step.start
    for one, following in itertools.pairwise(steps):
        assert one.end <= following.start


def test_batches_are_made_during_steps_only_where_a_call_takes_several(rows):
    for count, overlap in ((1, False), (4, True)):
        batches, steps = rows[count].values()
        for step, following in zip(steps, batches[1:], strict=False):
            assert (following.start < step.end) == overlap


def test_the_timeline_is_drawn(rows, tmp_path):
    timeline.draw({"one": rows[1], "four": rows[4]}, tmp_path / "a.png")
    picture = np.asarray(Image.open(tmp_path / "a.png"))
    assert picture[..., :3].std() > 10  # There are bars.


def test_what_the_streams_of_a_gpu_did_is_summed_up():
    space = xplane_pb2.XSpace()
    space.planes.add(name="/host:CPU").lines.add(name="python")
    gpu = space.planes.add(name="/device:GPU:0")
    names = {
        1: "gemm",
        2: "MemcpyH2D",
        3: "MemcpyD2H",
        4: "a step, as others sum it up",
    }
    for number, name in names.items():
        gpu.event_metadata[number].name = name
    gpu.stat_metadata[1].name = "memcpy_details"
    compute = gpu.lines.add(name="Stream #1(Compute)", timestamp_ns=5_000_000)
    copies = gpu.lines.add(
        name="Stream #2(MemcpyH2D,MemcpyD2H)", timestamp_ns=5_000_000
    )
    sums = gpu.lines.add(name="Steps", timestamp_ns=5_000_000)
    for line, number, start_ms, ms in (
        (compute, 1, 1, 2),
        (compute, 1, 4, 2),
        (copies, 2, 0, 2),  # One ms of it, another stream computes.
        (copies, 3, 9, 1),
        (sums, 4, 0, 10),
    ):
        event = line.events.add(metadata_id=number)
        event.offset_ps, event.duration_ps = start_ms * 10**9, ms * 10**9
        if line is copies:
            details = "kind_src:pageable kind_dst:device size:4096 dest:0 async:1"
            event.stats.add(metadata_id=1, str_value=details)

    events = trace.parse(space)
    assert [event.name for event in events] == [
        *("MemcpyH2D", "gemm", "gemm", "MemcpyD2H")
    ]
    assert trace.summary(events, steps=2) == pytest.approx(
        {
            "kernels": 1,
            "ms": 5,
            "idle share": 0.4,
            "copies from host": 0.5,
            "bytes from host": 2048,
            "ms from host": 1,
            "copies to host": 0.5,
            "bytes to host": 2048,
            "ms to host": 0.5,
        }
    )
