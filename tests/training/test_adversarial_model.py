import inspect
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from numpy.testing import assert_allclose, assert_array_equal

from tests import toys
from tfgan_zoo import recipes, sampling
from tfgan_zoo.objectives import GAN, WGAN, WGANGP
from tfgan_zoo.training import AdversarialModel, GeneratorAverage, minibatches
from tfgan_zoo.training import adversarial_model as module
from tfgan_zoo.training.seeding import seeded


def test_the_base_stays_small():
    code = inspect.getsource(module)
    texts = [module.__doc__, AdversarialModel.__doc__]
    texts += [
        getattr(value, "__doc__", None) for value in vars(AdversarialModel).values()
    ]
    for text in filter(None, texts):
        code = code.replace(text, "")
    assert code.count("\n") <= 180


def test_the_condition_of_the_real_example_goes_to_both_players():
    latents, label = keras.Input((4,)), keras.Input((3,))
    joined = keras.layers.Concatenate()([latents, label])
    generator = keras.Model((latents, label), keras.layers.Dense(2)(joined))
    points, label = keras.Input((2,)), keras.Input((3,))
    joined = keras.layers.Concatenate()([points, label])
    discriminator = keras.Model((points, label), keras.layers.Dense(1)(joined))
    gan = GAN(generator, discriminator, seed=1)
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    labels = np.eye(3, dtype=np.float32)[[0, 1, 2, 0]]
    real = (tf.zeros((4, 2)), tf.constant(labels))

    _, condition = gan.generate(real, turn=0)
    assert_array_equal(condition, labels)
    data = tf.data.Dataset.from_tensors(real).repeat()
    toys.fit(gan, data, 2)
    assert int(gan.step.numpy()) == 2


def test_minibatches_are_strided():
    batch = (np.arange(6), np.arange(12).reshape(6, 2))
    first, second = minibatches.split(tf.nest.map_structure(tf.constant, batch), 2)
    assert_array_equal(first[0], [0, 2, 4])
    assert_array_equal(second[1], [[2, 3], [6, 7], [10, 11]])


def test_progress_shows_the_losses_and_nothing_else():
    gan = toys.compiled(GAN)
    history = toys.fit(gan, toys.point_data(8), 2).history
    assert set(history) == {"generator_loss", "discriminator_loss"}
    gan = toys.compiled(WGAN)
    history = toys.fit(gan, toys.point_data(40), 2).history
    assert "wasserstein_estimate" in history


@pytest.mark.parametrize(
    ("prior", "deviation"), [(sampling.Normal(), 1), (sampling.Uniform(), 3**-0.5)]
)
def test_latents_follow_their_prior(prior, deviation):
    gan = GAN(*toys.point_networks(), prior=prior, seed=3)
    latents = np.array(gan.sample_latents(4000, turn=0))
    assert_allclose(latents.mean(), 0, atol=0.03)
    assert_allclose(latents.std(), deviation, atol=0.03)


def test_the_name_of_a_prior_is_taken_as_in_version_0_1():
    gan = GAN(*toys.point_networks(), latent_law="uniform", latent_dim=4)
    assert gan.prior == sampling.Uniform()
    assert gan.latent_law == "uniform"
    with pytest.raises(ValueError, match="not both"):
        GAN(*toys.point_networks(), latent_law="uniform", prior=sampling.Normal())


def test_an_unknown_prior_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"\['normal', 'truncated', .*'gaussian'"):
        GAN(*toys.point_networks(), latent_law="gaussian")


def test_a_loss_that_misses_a_weight_names_it():
    class Deaf(GAN):
        def generator_loss(self, real, fake):
            return 0.0 * tf.reduce_mean(self.discriminator(real))

    gan = toys.compiled(Deaf)
    with pytest.raises(ValueError, match=r"does not depend on.*kernel"):
        toys.fit(gan, toys.point_data(8), 1)


def test_a_seed_fixes_weights_and_leaves_the_world_alone():
    import random

    def kernel(seed):
        with seeded(seed):
            layer = keras.layers.Dense(3)
            layer.build((None, 2))
        return np.array(layer.kernel)

    random.seed(5)
    expected = random.random()
    random.seed(5)
    assert_array_equal(kernel(1), kernel(1))
    assert random.random() == expected
    assert not np.array_equal(kernel(1), kernel(2))
    assert not np.array_equal(kernel(None), kernel(None))


def test_steps_run_eagerly_for_the_debugger():
    gan = toys.compiled(WGAN)
    gan.run_eagerly = True
    toys.fit(gan, toys.point_data(40), 2)
    assert int(gan.step.numpy()) == 2


def test_arrays_and_finite_datasets_can_be_fitted():
    gan = toys.compiled(GAN)
    points = np.random.default_rng(0).normal(size=(32, 2)).astype(np.float32)
    gan.fit(tf.data.Dataset.from_tensor_slices(points).batch(8), epochs=2, verbose=0)
    assert int(gan.step.numpy()) == 8
    gan.fit(points, batch_size=8, epochs=1, verbose=0)
    assert int(gan.step.numpy()) == 12


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_trains_and_scales_both_losses(policy):
    keras.mixed_precision.set_dtype_policy(policy)
    try:
        from tfgan_zoo.networks import dcgan

        gan = GAN(
            dcgan.generator((16, 16, 1), latent_dim=4, width=2),
            dcgan.discriminator((16, 16, 1), width=2),
            seed=0,
        )
        gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
        images = tf.zeros((8, 16, 16, 1))
        before = [np.array(v) for v in gan.trainable_variables]
        toys.fit(gan, tf.data.Dataset.from_tensors(images).repeat(), 3)
    finally:
        keras.mixed_precision.set_dtype_policy("float32")
    assert gan.generator.outputs[0].dtype == "float32"
    assert gan.discriminator.outputs[0].dtype == "float32"
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        scaled = isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
        assert scaled == (policy == "mixed_float16")
    moved = [
        np.any(np.array(v) != b)
        for v, b in zip(gan.trainable_variables, before, strict=True)
    ]
    assert any(moved)
    assert all(np.isfinite(np.array(v)).all() for v in gan.trainable_variables)


@pytest.mark.parametrize("name", ["dcgan", "improved_gan", "wgan_gp"])
@pytest.mark.parametrize("policy", ["float32", "float64"])
def test_double_precision(name, policy):
    """With an average, a memory, and images between real and fake ones."""
    keras.config.set_dtype_policy(policy)
    try:
        recipe = recipes.get(name)
        gan = recipe.build((16, 16, 1), seed=0, width=2)
        batch = recipe.kind.random((16, 16, 1), 4 * gan.discriminator_steps)
        batch = tf.cast(batch, tf.float64)
        toys.fit(gan, tf.data.Dataset.from_tensors(batch).repeat(), 1)
    finally:
        keras.config.set_dtype_policy("float32")
    assert gan.trainable_variables[0].dtype == policy
    assert all(np.isfinite(np.array(v)).all() for v in gan.trainable_variables)


class AddsLoss(keras.layers.Layer):
    def call(self, inputs):
        self.add_loss(tf.reduce_sum(inputs))
        return inputs


@pytest.mark.parametrize(
    "layer", [AddsLoss(), keras.layers.Dense(2, activity_regularizer="l2")]
)
def test_losses_of_layers_are_refused(layer):
    points = keras.Input((2,), name="points")
    discriminator = keras.Model(points, toys.dense(1, 0)(layer(points)), name="d")
    gan = GAN(toys.point_networks()[0], discriminator, seed=0)
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    with pytest.raises(ValueError, match="Layers of 'd' add losses of their own"):
        toys.fit(gan, toys.point_data(8), 1)


def test_an_overflow_on_one_replica_skips_the_step_on_all(two_replicas):
    # Without adding the gradients before the check, replica 0 would not see it.
    keras.mixed_precision.set_dtype_policy("mixed_float16")
    try:
        with two_replicas.scope():
            gan = toys.compiled(GAN)
    finally:
        keras.mixed_precision.set_dtype_policy("float32")
    before = [np.array(v) for v in gan.discriminator.trainable_variables]
    points = np.ones((4, 2), np.float32)
    points[3] = np.inf  # The last row is replica 1's.
    data = two_replicas.experimental_distribute_values_from_function(
        lambda c: tf.constant(points[2 * c.replica_id_in_sync_group :][:2])
    )
    tf.function(
        lambda: two_replicas.run(lambda x: gan.train_discriminator(x, 0), (data,))
    )()
    for old, new in zip(before, gan.discriminator.trainable_variables, strict=True):
        assert_array_equal(np.array(new), old)


def test_the_average_follows_the_generator_by_hand():
    latents = keras.Input((1,))
    generator = keras.Model(latents, keras.layers.Dense(1, use_bias=False)(latents))
    generator.set_weights([np.array([[1.0]])])
    average = GeneratorAverage(0.5)
    average.build_from(generator)
    expected = 1.0
    for step, weight in enumerate([2.0, -1.0, 4.0]):
        generator.set_weights([np.array([[weight]])])
        average.follow(generator, step)
        decay = min(0.5, (1 + step) / (10 + step))
        expected += (1 - decay) * (weight - expected)
    assert_allclose(average.generator.get_weights()[0], [[expected]], rtol=1e-6)


def test_the_average_is_that_of_tensorflow_addons():
    recorded = np.load(Path(__file__).parents[1] / "tensorflow_addons.npz")
    latents = keras.Input((1,))
    generator = keras.Model(latents, keras.layers.Dense(3, use_bias=False)(latents))
    generator.set_weights([np.ones((1, 3))])
    average = GeneratorAverage(0.9)
    average.build_from(generator)
    for step, weights in enumerate(recorded["average_weights"]):
        generator.set_weights([weights[np.newaxis]])
        average.follow(generator, step)
    actual = average.generator.get_weights()[0][0]
    assert_allclose(actual, recorded["average"], rtol=1e-6)


def test_the_average_copies_the_statistics_of_batch_norm():
    from tfgan_zoo.networks import dcgan

    generator = dcgan.generator((16, 16, 1), latent_dim=4, width=2)
    average = GeneratorAverage(0.9)
    average.build_from(generator)
    generator(np.random.default_rng(0).normal(size=(8, 4)), training=True)
    average.follow(generator, 0)
    assert [v.path.split("/")[1:] for v in generator.weights] != []
    for mean, weight in zip(average.generator.weights, generator.weights, strict=True):
        assert mean.name == weight.name
        if not weight.trainable:
            assert_array_equal(np.array(mean), np.array(weight))


def test_the_average_changes_nothing_in_training():
    states = []
    for average in (None, GeneratorAverage(0.9)):
        gan = GAN(*toys.point_networks(), seed=7)
        gan.compile(
            keras.optimizers.SGD(0.1),
            keras.optimizers.SGD(0.1),
            generator_average=average,
        )
        toys.fit(gan, toys.point_data(8), 4)
        states.append([np.array(v) for v in gan.generator.weights])
    assert_array_equal(
        np.concatenate([s.ravel() for s in states[0]]),
        np.concatenate([s.ravel() for s in states[1]]),
    )
    assert gan.sampler is not gan.generator


def test_embedded_labels_learn():
    """Their gradient comes as slices, which `minimize` once could not divide."""
    labels, z = keras.Input((), dtype="int64"), keras.Input((4,), name="latents")
    embedded = keras.layers.Embedding(3, 4)(labels)
    points = keras.layers.Dense(2)(keras.layers.Concatenate()([z, embedded]))
    generator = keras.Model([z, labels], points)
    judged = keras.layers.Concatenate()(
        [x := keras.Input((2,)), keras.layers.Embedding(3, 4)(y := keras.Input(()))]
    )
    discriminator = keras.Model([x, y], keras.layers.Dense(1)(judged))
    gan = GAN(generator, discriminator, seed=0)
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    before = [w.numpy() for w in generator.trainable_variables]
    batch = (tf.ones((6, 2)), tf.range(6, dtype="int64") % 3)
    toys.fit(gan, tf.data.Dataset.from_tensors(batch).repeat(), 2)
    for old, new in zip(before, generator.trainable_variables, strict=True):
        assert np.any(old != new.numpy()), new.path


def test_what_was_built_before_moves_no_bit_of_named_networks():
    # Unnamed ones are numbered through the process, and gradients that meet in a weight
    # are added up in the order of names: the first model differed from later ones.
    def trained():
        gan = toys.compiled(WGANGP)
        toys.fit(gan, toys.point_data(40, WGANGP), 3)
        return toys.state(gan)

    keras.backend.clear_session()
    first, second = trained(), trained()
    for expected, actual in zip(first, second, strict=True):
        assert_array_equal(actual, expected)
