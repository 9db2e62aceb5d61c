"""The benchmark of streams: all its parts, on the files that it is given."""

from benchmarks import photos, streams


def test_every_part_runs_and_takes_time(tmp_path):
    photos.write(tmp_path / "photos", streams.BATCH, 64)
    turns = streams.candidates(tmp_path / "photos")
    assert set(turns) == {"free", "folder", "decoding"}
    assert all(turn(1) > 0 for turn in turns.values())
