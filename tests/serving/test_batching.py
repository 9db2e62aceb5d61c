"""Concurrent calls run together, and everyone gets their own rows."""

import concurrent.futures
import gc
import os
import shutil
import threading
import time

import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose

from tests.serving import conftest
from tfgan_zoo import export
from tfgan_zoo.export import batching


def at_once(function, arguments):
    """Calls a function with each argument, from as many threads."""
    barrier = threading.Barrier(len(arguments))

    def call(argument):
        barrier.wait()
        return function(argument)

    with concurrent.futures.ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(call, arguments))


def latents(calls):
    random = np.random.default_rng(0)
    return [random.normal(size=(1 + i % 3, 100)) for i in range(calls)]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Two models of one architecture, each alone and together."""
    folder = tmp_path_factory.mktemp("pairs")
    return [
        [
            export.load(
                conftest.save(folder / f"{seed}_{flag}", seed=seed, batching=flag)
            )
            for flag in (False, True)
        ]
        for seed in (0, 1)
    ]


def test_everyone_gets_their_own_rows(pairs):
    (alone, together), _ = pairs
    asked = latents(32)
    for z, images in zip(
        asked, at_once(together.latents_to_images, asked), strict=True
    ):
        assert_allclose(images, alone.latents_to_images(z), atol=1e-5)


def test_models_do_not_share_a_queue(pairs):
    z = latents(1)[0]
    loaded = [together for _, together in pairs] * 16
    made = at_once(lambda model: model.latents_to_images(z), loaded)
    for i, images in enumerate(made):
        assert_allclose(images, pairs[i % 2][0].latents_to_images(z), atol=1e-5)


def test_a_model_outlives_its_twin(pairs, tmp_path):
    _, together = pairs[0]
    shutil.copytree(together.path, tmp_path / "1")
    z = latents(1)[0]
    twin = export.load(tmp_path)
    expected = twin.latents_to_images(z)
    other = export.load(tmp_path)
    other.latents_to_images(z)
    del twin
    gc.collect()
    assert_allclose(other.latents_to_images(z), expected, atol=1e-6)


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs Linux's /proc")
def test_a_model_that_is_gone_leaves_no_threads(tmp_path):
    threads = []
    for seed in range(4):
        model = export.load(conftest.save(tmp_path / "model", seed=seed, batching=True))
        model.latents_to_images(latents(1)[0])
        del model
        gc.collect()
        threads.append(len(os.listdir("/proc/self/task")))
    assert threads[3] == threads[1]


def test_the_network_runs_less_often_than_it_is_called(pairs):
    runs = []

    def seen(count):
        runs.append(int(count))
        time.sleep(0.02)  # Examples gather while others are computed.

    def network(x):
        with tf.control_dependencies([tf.py_function(seen, [tf.shape(x)[0]], [])]):
            return 2 * x

    spec = tf.TensorSpec((None, 3), tf.float32, "x")
    doubled = tf.function(batching.batched(network, [spec]), input_signature=[spec])
    asked = [np.full((1, 3), i, np.float32) for i in range(32)]
    for i, made in enumerate(at_once(doubled, asked)):
        assert_allclose(made, np.full((1, 3), 2 * i))
    assert sum(runs) == 32
    assert len(runs) < 32


def test_a_batch_larger_than_a_run_is_divided(pairs):
    (alone, together), _ = pairs
    z = np.random.default_rng(0).normal(size=(2 * batching.BATCH + 5, 100))
    images = together.latents_to_images(z)
    assert_allclose(images, alone.latents_to_images(z), atol=1e-5)


def test_a_call_may_be_as_large_as_the_queue(pairs):
    (alone, together), _ = pairs
    z = np.random.default_rng(0).normal(size=(40 * batching.BATCH, 100))
    images = together.latents_to_images(z)
    assert_allclose(images[-3:], alone.latents_to_images(z[-3:]), atol=1e-5)


def test_classes_run_together_too(tmp_path):
    alone, together = (
        export.load(conftest.save(tmp_path / str(flag), "cdcgan", batching=flag))
        for flag in (False, True)
    )
    asked = latents(12)

    def made(model):
        return lambda z: model.latents_to_images(z, [len(z) - 1] * len(z))

    for one, other in zip(
        at_once(made(together), asked), map(made(alone), asked), strict=True
    ):
        assert_allclose(one, other, atol=1e-5)
    assert (together(4, 1, 2) == alone(4, 1, 2)).all()


def test_a_translator_is_refused(tmp_path):
    with pytest.raises(ValueError, match="translator"):
        conftest.save(tmp_path / "model", "pix2pix", batching=True)
