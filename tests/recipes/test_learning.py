"""The recipes learn: on points in the plane, and on real digits."""

import re
import subprocess
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.losses import SparseCategoricalCrossentropy
from numpy.testing import assert_array_equal
from scipy.special import softmax

import pipelines
import tfgan_zoo as zoo
from pipelines.distributions import ring
from tests import commands, toys
from tfgan_zoo.callbacks import metrics_log
from tfgan_zoo.examples import PartlyLabelled
from tfgan_zoo.layers import InstanceNoise
from tfgan_zoo.networks.instance_noise import with_instance_noise
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.data import RunData
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.examples import scaled

ROOT = Path(__file__).parents[2]

every_recipe = pytest.mark.parametrize("name", zoo.recipes.available())


@every_recipe
def test_a_seed_fixes_the_weights(name):
    recipe = getattr(zoo.recipes, name)
    first, again, other = (
        recipe.build((16, 16, 1), 10, seed=s, width=8) for s in (1, 1, 2)
    )
    for one, same in zip(first.get_weights(), again.get_weights(), strict=True):
        assert_array_equal(one, same)
    kernels = [gan.generator.trainable_variables[0].numpy() for gan in (first, other)]
    assert not np.array_equal(*kernels)


@every_recipe
def test_other_networks_can_be_given(name):
    recipe = getattr(zoo.recipes, name)
    networks = toys.point_networks(example=recipe.kind.parts)
    gan = recipe.build((2,), seed=0, networks=networks)
    assert (gan.generator, gan.discriminator) == networks
    batch = recipe.batch_size * gan.discriminator_steps
    toys.fit(gan, toys.point_data(batch, type(gan)), 1)


def run_data(recipe):
    """The recipe's own data, small."""
    few = {"labels_per_class": 2} if recipe.kind is PartlyLabelled else {}
    return RunData(RunConfig(recipe.name, image_size=16, **few), recipe)


@every_recipe
def test_instance_noise_goes_with_every_recipe(name):
    recipe = getattr(zoo.recipes, name)
    data = run_data(recipe)
    shape = data.info.shape_at(16)
    bare = recipe.build(shape, 10, seed=0, width=4)
    noisy = with_instance_noise(bare.discriminator, stddev=0.1, steps=2)
    gan = recipe.build(shape, 10, seed=0, networks=(bare.generator, noisy))
    strategy = tf.distribute.get_strategy()
    toys.fit(gan, data.batches(10 * gan.discriminator_steps, 0, strategy), 3)
    layers = [la for la in noisy.layers if isinstance(la, InstanceNoise)]
    assert layers
    for layer in layers:
        assert int(layer.step) == 3  # The loop keeps it up to date.


def test_the_constants_are_those_of_the_papers():
    dcgan = zoo.recipes.dcgan.build((16, 16, 1), width=4)
    assert (zoo.recipes.dcgan.batch_size, dcgan.prior) == (128, Uniform())
    for optimizer in (dcgan.generator_optimizer, dcgan.discriminator_optimizer):
        assert isinstance(optimizer, keras.optimizers.Adam)
        assert (float(optimizer.learning_rate), optimizer.beta_1) == pytest.approx(
            (2e-4, 0.5)
        )
    wgan = zoo.recipes.wgan.build((16, 16, 1), width=4)
    assert (zoo.recipes.wgan.batch_size, wgan.discriminator_steps) == (64, 5)
    assert wgan.clip == 0.01
    for optimizer in (wgan.generator_optimizer, wgan.discriminator_optimizer):
        assert isinstance(optimizer, keras.optimizers.RMSprop)
        assert float(optimizer.learning_rate) == pytest.approx(5e-5)
    assert zoo.recipes.gan.batch_size == 100
    wgan_gp = zoo.recipes.wgan_gp.build((16, 16, 1), width=4)
    assert (wgan_gp.discriminator_steps, wgan_gp.penalty_weight) == (5, 10)
    optimizer = wgan_gp.discriminator_optimizer
    assert (float(optimizer.learning_rate), optimizer.beta_1, optimizer.beta_2) == (
        pytest.approx((1e-4, 0.0, 0.9))
    )
    pix2pix = zoo.recipes.pix2pix.build((16, 16, 3), width=4)
    assert (zoo.recipes.pix2pix.batch_size, pix2pix.l1_weight) == (1, 100)
    improved = zoo.recipes.improved_gan.build((16, 16, 1), width=4)
    assert improved.real_label == 0.9
    assert improved.historical_average is not None
    names = [type(layer).__name__ for layer in improved.generator.layers]
    assert "VirtualBatchNorm" in names
    assert "BatchNormalization" not in names
    names = [type(layer).__name__ for layer in improved.discriminator.layers]
    assert "MinibatchDiscrimination" in names


@every_recipe
def test_it_trains_in_mixed_precision(name):
    recipe = getattr(zoo.recipes, name)
    data = run_data(recipe)
    shape = data.info.shape_at(16)
    for precision in ("bfloat16", "float16"):
        gan = recipe.build(shape, 10, seed=0, width=4, mixed_precision=precision)
        assert keras.mixed_precision.dtype_policy().name == "float32"
        assert gan.generator.layers[-1].compute_dtype in (precision, "float32")
        strategy = tf.distribute.get_strategy()
        batches = data.batches(10 * gan.discriminator_steps, 0, strategy)
        logs = toys.fit(gan, batches, 2).history
        for values in logs.values():
            assert np.isfinite(values).all()


@pytest.mark.parametrize("name", ["cgan", "cdcgan"])
def test_a_conditional_recipe_asks_for_the_number_of_classes(name):
    with pytest.raises(ValueError, match="num_classes"):
        getattr(zoo.recipes, name).build((16, 16, 1))


@pytest.mark.parametrize("name", ["dcgan", "semi_supervised_gan"])
def test_colour_images_of_32_pixels_as_in_cifar_10_and_svhn(name):
    recipe = getattr(zoo.recipes, name)
    gan = recipe.build((32, 32, 3), 10, seed=0, width=6)
    batch = tf.random.stateless_uniform((4, 32, 32, 3), (0, 0), -1, 1)
    if name == "semi_supervised_gan":
        weighted = [la for la in gan.discriminator.layers if hasattr(la, "direction")]
        assert len(weighted) == 10  # Nine convolutions and the output.
        batch = ((batch, tf.constant([0, 1, 8, 9])), batch)
        recipe.prepare(gan, batch)
    toys.fit(gan, tf.data.Dataset.from_tensors(batch).repeat(), 1)
    assert gan.generator.output_shape == (None, 32, 32, 3)


def test_the_gan_covers_the_ring():
    gan = zoo.recipes.gan.build((2,), seed=0)
    data = pipelines.load("ring", batch_size=zoo.recipes.gan.batch_size, seed=0)
    toys.fit(gan, data, zoo.recipes.gan.steps)
    z = gan.prior.sample((2500, gan.latent_dim), (1, 1))
    points = np.array(gan.sampler(z, training=False))
    distance = np.linalg.norm(points[:, None] - np.array(ring.MEANS), axis=-1)
    good = distance.min(axis=1) < 3 * ring.DEVIATION
    covered = np.bincount(distance.argmin(axis=1)[good], minlength=8) >= 25
    assert covered.sum() >= 7
    assert good.mean() > 0.5


@pytest.mark.learning
def test_the_estimate_of_the_distance_falls(tmp_path):
    gan = zoo.recipes.wgan.build((16, 16, 1), seed=0)
    minibatch = zoo.recipes.wgan.batch_size
    data = pipelines.load(
        "digits", batch_size=minibatch * gan.discriminator_steps, image_size=16, seed=0
    )
    toys.fit(gan, data, 600, callbacks=[zoo.MetricsLog(tmp_path)])
    rows = metrics_log.read(tmp_path / "metrics.csv")
    estimates = np.array([row["wasserstein_estimate"] for row in rows])
    # The critic first learns what the distance is; from then on it shrinks.
    peak = estimates.argmax()
    assert peak < len(estimates) / 2
    assert estimates[-1] < 0.6 * estimates[peak]
    assert np.all(np.diff(estimates[peak:]) < 0.1 * estimates[peak])


@pytest.mark.learning
def test_make_train_draws_digits_of_all_ten_classes(tmp_path):
    # The command of `make train`, but for the place that it writes to.
    recipe = subprocess.run(
        ["make", "--always-make", "--dry-run", "train"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("\\\n", " ")
    (command,) = re.findall(r"tfgan-train (.*)", recipe)
    flags = [flag for flag in command.split() if not flag.startswith("--workdir")]
    commands.succeed("train", *flags, f"--workdir={tmp_path}")
    generator = zoo.load(tmp_path / "export")

    data = pipelines.Dataset("mnist_5k")
    assert list(data.shape) == generator.card["output_shape"]
    network = zoo.networks.classifier.classifier(data.shape, num_classes=10)
    network.compile("adam", SparseCategoricalCrossentropy(from_logits=True))
    batches = data.batches(64, labels=True, seed=0)
    batches = batches.map(lambda *batch: scaled(batch))
    network.fit(batches, steps_per_epoch=1000, shuffle=False, verbose=0)

    def seen(images):
        """The probability that the classifier gives to each class."""
        return softmax(network.predict(zoo.pixels.to_floats(images), verbose=0), axis=1)

    held_out, labels = data.arrays("test", labels=True, shuffle=False)
    real, fake = seen(held_out), seen(generator(num=1000, seed=0))
    accuracy = np.mean(real.argmax(axis=1) == labels)
    share = np.bincount(fake.argmax(axis=1), minlength=10) / 1000
    confidence = fake.max(axis=1).mean() / real.max(axis=1).mean()
    print("right on held-out digits:", accuracy)
    print("share of each class:", share)
    print("confidence on fake over real:", confidence)
    assert accuracy >= 0.97
    assert share.min() >= 0.04
    assert confidence >= 0.95
