"""The input benchmark: feeds and their times, the diagnosis, and the command."""

import functools
import itertools
import json
import re
import time

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

import pipelines
from pipelines import pipeline, profiling, sources, stream
from tests.commands import refused, succeed
from tfgan_zoo import environment, pixels
from tfgan_zoo.experiments import interleaved_timing as timing
from tfgan_zoo.experiments.input_benchmark import diagnosis, feeds, numpy_feed, step


class Clock:
    """Time that only what is measured takes."""

    now = 0.0

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    return clock


def test_steps_and_waiting_are_told_apart(clock):
    def take(steps, waiting):
        clock.wait(steps * (3 + waiting))
        return steps * waiting

    takes = {
        "ideal": lambda steps: take(steps, 0),
        "slow": lambda steps: take(steps, 1),
        "alone": step.drain(map(clock.wait, itertools.repeat(2))),
    }
    ideal, slow, alone = feeds.measure(takes, 3, 4).values()
    assert ideal == ([3] * 3, [0] * 3)
    assert slow == ([4] * 3, [1] * 3)
    assert alone == ([2] * 3, [0] * 3)
    summary = slow.summary(ideal, alone)
    assert summary["step_ms"] == 4000
    assert summary["ratio_to_ideal"] == pytest.approx(4 / 3)
    assert summary["ratio_to_larger"] == pytest.approx(4 / 3)
    assert summary["waiting_share"] == 1 / 4
    assert ideal.summary(ideal, slow)["ratio_to_larger"] == 3 / 4


def test_waiting_is_what_making_a_batch_takes():
    def slowly(x):
        time.sleep(0.02)
        return x

    def slow(i):
        return tf.ensure_shape(tf.numpy_function(slowly, [i], tf.int64), ())

    def batches():
        while True:
            time.sleep(0.02)
            yield 0

    mapped = tf.data.Dataset.range(1000).map(slow)
    by_hand = tf.data.Dataset.from_generator(
        batches, output_signature=tf.TensorSpec((), tf.int64)
    )
    for data in (mapped, by_hand):
        # Step by step: no batch is asked for while a step runs.
        take = step.fed(step.pause(10), iter(stream.finish(data, prefetch=0)))
        take(2)
        started = time.perf_counter()
        waited = take(10)
        assert waited >= 0.2
        assert time.perf_counter() - started - waited >= 0.1


def test_the_diagnosis_names_what_to_change():
    profile = {"order": 1e-6, "read": 2e-6, "decode": 9e-6, "resize": 1e-6, "batch": 0}

    def said(waiting, profile, dataset, fits, ratio=1.0):
        return diagnosis.diagnose(waiting, ratio, profile, dataset, fits)

    assert said(0.02, profile, "digits", True).startswith("Not starved: ")
    starved = said(0.5, profile, "folder:photos", False)
    assert "waits for data 50.0%" in starved
    assert "'decode'" in starved
    assert "tfgan-prepare --dataset=folder:photos" in starved
    assert "without --noin_memory" in said(0.5, profile, "folder:photos", True)
    assert "--data_service" in said(0.5, profile, "celeb_a", False)
    held = {"order": 1e-6, "batch": 2e-6}
    assert "in memory already" in said(0.5, held, "digits", True)
    jittered = held | {"jitter": 9e-6}
    assert "made anew for each step" in said(0.5, jittered, "photo_edges", True)


def test_a_step_may_be_slowed_without_waiting():
    profile = {"read": 2e-6, "decode": 9e-6, "batch": 0}
    slowed = diagnosis.diagnose(0.01, 1.4, profile, "folder:photos", False)
    assert slowed.startswith("Slowed: a step waits for data 1.0% of its time, but ")
    assert "1.40 times as long as on a constant batch" in slowed
    assert "tfgan-prepare --dataset=folder:photos" in slowed


def test_batches_by_numpy_are_those_of_the_pipeline():
    examples = pipelines.examples("digits", 40, labels=True)
    images, labels = next(iter(numpy_feed.dataset(examples, 16)))
    assert images.shape == (16, 8, 8, 1)
    known = {x.tobytes() for x in pixels.to_floats(examples[0])}
    assert {np.array(x).tobytes() for x in images} <= known
    assert labels.dtype == "int64"


def test_parts_of_a_pipeline_have_their_costs(tmp_path):
    for i in range(16):
        pixels = np.random.default_rng(i).integers(0, 256, (300, 300, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{i}.png")
    few = {"batches": 8, "rounds": 5}
    options = {"batch_size": 8, "image_size": 32, **few}
    costs = pipelines.profile(f"folder:{tmp_path}", in_memory=False, **options)
    assert list(costs) == ["order", "read", "decode", "resize", "batch"]
    # 270 kB are decoded to 90,000 pixels; the rest is small beside that.
    assert costs["decode"] > costs["read"]
    held = pipelines.profile(f"folder:{tmp_path}", **options)
    assert list(held) == ["order", "batch"]
    assert sum(held.values()) < sum(costs.values())
    assert list(pipelines.profile("ring", batch_size=8)) == ["draw"]
    pairs = pipelines.profile("photo_edges", batch_size=8, jitter=True, **few)
    assert list(pairs) == ["order", "batch", "jitter"]


def test_a_part_costs_what_it_adds():
    def sleeping(seconds):
        def make(i):
            time.sleep(seconds)
            return i

        return lambda i: tf.ensure_shape(tf.numpy_function(make, [i], tf.int64), ())

    class Slow(sources.Source):
        def pipeline(self, split, order, **options):
            stages, data = {}, tf.data.Dataset.range(1000)
            for name, seconds in (("read", 0.02), ("decode", 0.08), ("batch", 0.04)):
                stages[name] = data = data.map(sleeping(seconds))
            return pipeline.Pipeline(order, stages)

    profile = profiling.profile(Slow(), 2, batches=2)
    assert list(profile) == ["read", "decode", "batch"]
    # Each twice as long as the one before; how late who sleeps wakes is not asked.
    assert profile["decode"] > profile["batch"] > profile["read"] > 0


def test_a_bench_of_digits(tmp_path):
    file = tmp_path / "bench.json"
    flags = ("--recipe=dcgan", "--dataset=digits", "--image_size=16", "--width=4")
    flags += ("--batch_size=16", "--steps=3", "--rounds=3", f"--output={file}")
    out = succeed("pipeline_bench", *flags)
    assert "constant batch (ideal)" in out
    assert re.search("(Starved|Slowed|Not starved): a step waits for data", out)
    result = json.loads(file.read_text())
    assert result["examples_per_step"] == 16
    assert set(result) >= set(environment.environment())
    assert len(result["feeds"]) == 4
    for feed in result["feeds"].values():
        assert len(feed["step_ms_of_rounds"]) == 3
        assert 0 <= feed["waiting_share"] < 1
        assert 0 < feed["ratio_to_larger"] <= feed["ratio_to_ideal"]
    assert "bench.json exists" in refused("pipeline_bench", *flags)


AT_ONCE = 6


def slowly(make_seconds, prefetch, pause_ms=100, at_once=AT_ONCE):
    """A way to feed a pause with batches, batch i in make_seconds(i)."""

    def make(i):
        time.sleep(make_seconds(i))
        return i

    data = tf.data.Dataset.range(1000).map(
        lambda i: tf.ensure_shape(tf.numpy_function(make, [i], tf.int64), ())
    )
    source = iter(stream.finish(data, prefetch))
    return step.fed(step.pause(pause_ms), source, at_once)


def measured(*takes):
    """The feeds of some ways, in three rounds."""
    return feeds.measure(dict(enumerate(takes)), 3, AT_ONCE).values()


def ratio(slower, faster):
    return timing.ratio(slower.seconds, faster.seconds)["median"]


def test_a_pause_goes_on_while_the_next_batch_is_made():
    hidden, bare = measured(slowly(lambda i: 0.06, 0), slowly(lambda i: 0.2, 0))
    # Making and pausing after each other would take 0.16 seconds in every round.
    assert 0.09 < min(hidden.seconds) < 0.16
    assert hidden.seconds_per_step < bare.seconds_per_step
    assert hidden.waiting_share < bare.waiting_share


@pytest.mark.parametrize(("make", "pause_ms"), [(0.04, 60), (0.06, 40)])
def test_only_the_larger_of_input_and_step_is_paid(make, pause_ms):
    looped, in_turn = measured(
        slowly(lambda i: make, 0, pause_ms),
        slowly(lambda i: make, 0, pause_ms, at_once=1),
    )
    # In turn they add up, to 0.1 seconds. In the loop all but the first batch of a call
    # are made during a step, which leaves 0.067.
    assert ratio(in_turn, looped) > 1.2


def test_a_batch_that_takes_long_is_made_ahead():
    uneven = functools.partial(slowly, lambda i: 0.2 * (i % 3 == 0))
    ahead, in_turn = measured(uneven(prefetch=2), uneven(prefetch=0))
    assert ahead.waiting_share < 0.1
    assert in_turn.waiting_share > 0.2
    assert ratio(in_turn, ahead) > 1.2


def test_a_bench_with_a_pause():
    flags = ("--dataset=digits", "--image_size=28", "--accelerator_ms=30")
    flags = (*flags, "--width=4", "--rounds=1", "--steps=2")
    out = succeed("pipeline_bench", *flags)
    assert "a pause of 30 ms" in out
    (ideal,) = [x for x in out.splitlines() if x.startswith("constant batch (ideal)")]
    _, milliseconds, ratio, larger, waiting = ideal.rsplit(maxsplit=4)
    assert float(milliseconds) > 29.9  # As a clock measures it.
    assert (ratio, waiting) == ("1.000", "0.0%")
    assert float(larger) <= 1


def test_recipes_of_all_kinds_of_examples_can_be_benched():
    flags = ("--width=4", "--batch_size=8", "--image_size=16", "--steps=1")
    for recipe in ("cdcgan", "semi_supervised_gan", "pix2pix"):
        out = succeed("pipeline_bench", f"--recipe={recipe}", *flags, "--rounds=1")
        assert f"{recipe} on " in out
