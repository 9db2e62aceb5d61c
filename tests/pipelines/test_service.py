"""Batches from a tf.data service: one dispatcher, two workers, on this machine."""

import collections
import contextlib

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_datasets as tfds
from numpy.testing import assert_array_equal
from PIL import Image

import pipelines
from pipelines.embedded import digits
from tests import toys
from tests.commands import SMALL, succeed
from tfgan_zoo import recipes
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs import data as run_data

COUNT = 1442  # Training digits.


@contextlib.contextmanager
def served(workers):
    """The address of a service of so many workers."""
    service = tf.data.experimental.service
    dispatcher = service.DispatchServer(service.DispatcherConfig(port=0))
    config = service.WorkerConfig(
        dispatcher.target.removeprefix("grpc://"), heartbeat_interval_ms=100
    )
    workers = [service.WorkerServer(config) for _ in range(workers)]
    yield dispatcher.target
    for server in (*workers, dispatcher):
        server._stop()


@pytest.fixture(scope="module")
def address():
    with served(workers=2) as target:
        yield target


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """Digits in four files, of which each goes to one worker."""
    folder = tmp_path_factory.mktemp("sharded")
    config = tfds.download.DownloadConfig(num_shards=4)
    digits.Builder(data_dir=folder).download_and_prepare(download_config=config)
    return folder


def counted(batches):
    """How often each image comes."""
    return collections.Counter(
        image.tobytes() for batch in batches.as_numpy_iterator() for image in batch
    )


def once():
    return counted(pipelines.load("digits", batch_size=1, repeat=False, shuffle=False))


@pytest.mark.parametrize("shuffle", [False, True])
def test_one_pass_has_every_example_once(address, data_dir, shuffle):
    data = pipelines.load(
        "digits",
        batch_size=1,
        repeat=False,
        shuffle=shuffle,
        data_dir=data_dir,
        data_service=address,
    )
    assert data.options().autotune.enabled is False
    assert counted(data) == once()


def test_a_run_is_served(address, data_dir, tmp_path):
    flags = ("--steps=4", f"--data_dir={data_dir}", f"--data_service={address}")
    out = succeed("train", *SMALL, *flags, f"--workdir={tmp_path / 'run'}")
    assert "Exported the generator of step 4" in out


def test_many_passes_have_every_example_as_often(address, data_dir):
    passes, batch_size = 20, 14
    data = pipelines.load(
        "digits", batch_size=batch_size, seed=1, data_dir=data_dir, data_service=address
    )
    seen = counted(data.take(passes * COUNT // batch_size))
    assert set(seen) == set(once())
    # The workers' passes end at different times; nothing is lost between them.
    differences = [seen[image] - passes * times for image, times in once().items()]
    assert sum(differences) == 0
    assert max(np.abs(differences)) <= 4


def test_replicas_share_one_pass(address, data_dir):
    shares = [
        pipelines.load(
            "digits",
            batch_size=2,
            repeat=False,
            seed=2,
            data_dir=data_dir,
            data_service=address,
            data_service_job="shared",
            replica=replica,
            replicas=2,
        )
        for replica in range(2)
    ]
    assert shares[0].element_spec.shape == (1, 8, 8, 1)
    both = tf.data.Dataset.sample_from_datasets(shares, seed=0)
    assert counted(both) == once()
    with pytest.raises(ValueError, match="by `data_service_job`"):
        pipelines.load(
            "digits", batch_size=2, data_service=address, replica=0, replicas=2
        )


def test_labels_and_size_are_what_was_asked_for(address):
    asked = {"batch_size": 32, "labels": True, "image_size": 16, "seed": 0}
    here = pipelines.load("digits", **asked)
    data = pipelines.load("digits", **asked, data_service=address)
    assert data.element_spec == here.element_spec
    images, labels = next(iter(data))
    assert np.min(images) < 128 < np.max(images)
    assert set(np.array(labels)) <= set(range(10))


def test_pairs_are_jittered_here(address):
    data = pipelines.load(
        "photo_edges", batch_size=2, jitter=True, seed=0, data_service=address
    )
    sources, targets = next(iter(data))
    assert sources.shape == targets.shape == (2, 64, 64, 3)


def test_what_the_service_cannot_give(address, tmp_path):
    def message(name="digits", data_service=address, error=ValueError, **kwargs):
        with pytest.raises(error) as raised:
            pipelines.load(name, batch_size=1, data_service=data_service, **kwargs)
        return str(raised.value)

    assert "is drawn, not read" in message("ring")
    assert "Leave out one of the two" in message(in_memory=True)
    assert "Start it at step 0" in message(repeat=False, start_step=3)
    assert "grpc://HOST:PORT. Received: localhost" in message(data_service="localhost")
    closed = message(data_service="grpc://127.0.0.1:9", error=ConnectionError)
    assert "No dispatcher of the tf.data service answers" in closed
    Image.new("RGB", (8, 8)).save(tmp_path / "image.png")
    assert "`tfgan-prepare`" in message(f"folder:{tmp_path}", image_size=8)


def test_a_later_start_is_another_pass():
    def first(address, start_step):
        data = pipelines.load(
            "digits",
            batch_size=8,
            seed=3,
            start_step=start_step,
            data_service=address,
        )
        return next(data.as_numpy_iterator())

    # Of two workers the other one would begin the second pass, and may be first.
    with served(workers=1) as address:
        assert_array_equal(first(address, 0), first(address, 0))
        assert not np.array_equal(first(address, 0), first(address, 5))


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_gan_learns_from_the_service(address, data_dir, mirrored, two_replicas):
    strategy = two_replicas if mirrored else tf.distribute.get_strategy()
    config = RunConfig(
        "dcgan", image_size=16, data_dir=str(data_dir), data_service=address
    )
    data = run_data.RunData(config, recipes.dcgan)
    with strategy.scope():
        gan = recipes.dcgan.build((16, 16, 1), seed=0, width=4)
    batches = data.batches(16, 0, strategy, run=f"mirrored: {mirrored}")
    toys.fit(gan, batches, 5)
    assert int(gan.step.numpy()) == 5
