"""Memory of a set that is read from files: no more for a larger one."""

from benchmarks import memory


def test_memory_does_not_grow_with_the_set(tmp_path):
    peaks = []
    for size in (15 * 10**7, 45 * 10**7):
        memory.write(tmp_path / str(size), size, shards=4)
        result = memory.read(tmp_path / str(size), buffer_bytes=10**7)
        assert result["images"] * memory.SIDE**2 * 3 > 0.8 * size
        peaks.append(result["peak_mib"])
    # Far less than the 286 MiB by which the files differ: some buffers fill later.
    assert peaks[1] - peaks[0] < 70
    assert max(peaks) < 2000
