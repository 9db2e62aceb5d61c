import numpy as np
import pytest

from tfgan_zoo.metrics import statistics_cache
from tfgan_zoo.metrics.moments import Moments

KEY = {
    "dataset": "digits/1.0.0",
    "split": "test",
    "preprocessing": "32x32",
    "extractor_hash": "ab" * 32,
}


def computed(seed):
    return Moments.of(np.random.default_rng(seed).normal(size=(9, 3)))


def never():
    raise AssertionError("computed twice")


def same(a, b):
    return a.count == b.count and (a.comoment == b.comoment).all()


def test_what_is_computed_is_kept(tmp_path):
    folder = tmp_path / "cache"
    first = statistics_cache.moments(lambda: computed(0), folder, **KEY)
    again = statistics_cache.moments(never, folder, **KEY)
    assert same(first, again)
    assert (first.mean == again.mean).all()


@pytest.mark.parametrize("part", list(KEY))
def test_every_part_of_the_key_counts(tmp_path, part):
    first = statistics_cache.moments(lambda: computed(0), tmp_path, **KEY)
    other = {**KEY, part: "another"}
    second = statistics_cache.moments(lambda: computed(1), tmp_path, **other)
    assert not same(first, second)
    assert same(first, statistics_cache.moments(never, tmp_path, **KEY))
    assert same(second, statistics_cache.moments(never, tmp_path, **other))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", interrupted)
        with pytest.raises(KeyboardInterrupt):
            statistics_cache.moments(lambda: computed(0), tmp_path, **KEY)
    assert not list(tmp_path.iterdir())
    statistics_cache.moments(lambda: computed(0), tmp_path, **KEY)


def test_a_damaged_file_is_named(tmp_path):
    statistics_cache.moments(lambda: computed(0), tmp_path, **KEY)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ValueError, match=f"{file.name} must hold .*delete it"):
        statistics_cache.moments(never, tmp_path, **KEY)
