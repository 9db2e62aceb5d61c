"""Trainers as graphs: of a whole GAN, or of its discriminator alone."""

import keras
import tensorflow as tf

from tfgan_zoo.networks import mlp
from tfgan_zoo.objectives import GAN, WGAN
from tfgan_zoo.training.seeding import seeded


def of_gan(gan, sample_real, *, batch_size: int):
    """A function that trains a GAN for so many steps, each its own `train_step`.

    Args:
        gan: an `AdversarialModel`, compiled; its `step` counts on.
        sample_real: (count, seed) to real examples [count, ...], where the seed is a
            pair of scalars.
        batch_size: real examples of one minibatch.

    Returns:
        Function of the number of steps.
    """
    batch = batch_size * gan.discriminator_steps
    return _loop(lambda: gan.train_step(sample_real(batch, (gan.seed, gan.step))))


def of_discriminator(gan, sample_real, *, batch_size: int):
    """A function that gives a GAN's discriminator so many updates, and no one else.

    An update is the objective's own `train_discriminator`, with its loss, optimizer
    and clip, on fresh real examples and fresh latents. The generator stays as it is.

    Args:
        gan: an `AdversarialModel`, compiled; its `step` counts the updates.
        sample_real: as for `of_gan`.
        batch_size: real examples, and as many fake ones, of each update.

    Returns:
        Function of the number of updates.
    """

    def update():
        real = sample_real(batch_size, (gan.seed, gan.step))
        gan.train_discriminator(real, turn=0)
        gan.step.assign_add(1)

    return _loop(update)


def until(train, marks):
    """Trains on to each of some counts of steps, and yields it when it is reached.

    Args:
        train: of `of_gan` or `of_discriminator`.
        marks: counts, in order.
    """
    done = 0
    for mark in marks:
        train(int(mark - done))
        done = mark
        yield mark


def discriminator(shape, width: int, seed: int):
    """A small discriminator or critic of points, without dropout."""
    with seeded(seed):
        return mlp.discriminator(shape, width=width, dropout=(0.0, 0.0, 0.0))


def fixed_generator(
    generator, network, *, seed: int, clip: float | None = None, **kwargs
):
    """A GAN whose generator is fixed and whose discriminator is to be trained.

    Args:
        generator: that is fixed.
        network: its discriminator, or critic.
        seed: of the GAN.
        clip: bound of the weights of a critic; None for the discriminator of a GAN.
        **kwargs: of `GAN`.
    """
    if clip is None:
        gan = GAN(generator, network, seed=seed, **kwargs)
        return compile_discriminator(gan, keras.optimizers.Adam(1e-3, beta_1=0.5))
    gan = WGAN(generator, network, clip=clip, discriminator_steps=1, seed=seed)
    return compile_discriminator(gan, keras.optimizers.RMSprop(5e-4))


def compile_discriminator(gan, optimizer):
    """Compiles a GAN whose discriminator alone will be trained; returns the GAN."""
    gan.compile(
        generator_optimizer=keras.optimizers.SGD(0.0), discriminator_optimizer=optimizer
    )
    return gan


def samples(gan, count: int, draw: int = 0):
    """Fake examples [count, ...] of the generator that is to be looked at.

    Args:
        gan: an `AdversarialModel`.
        count: number of examples.
        draw: which latents; the same draw gives the same ones.
    """
    return gan.sampler(_latents(gan, count, draw), training=False).numpy()


def generator_gradient(gan, count: int, draw: int = 0):
    """The gradient of the generator's loss in all its weights, as one vector.

    Args:
        gan: an `AdversarialModel` whose generator's loss asks for fakes alone.
        count: fake examples.
        draw: which latents.

    Returns:
        float32 [number of weights of the generator].
    """
    with tf.GradientTape() as tape:
        fake = gan.generator(_latents(gan, count, draw), training=True)
        loss = gan.generator_loss(None, fake)
    gradients = tape.gradient(loss, gan.generator.trainable_variables)
    return tf.concat([tf.reshape(g, [-1]) for g in gradients], axis=0).numpy()


def _latents(gan, count, draw):
    # Other latents than those of the training, whose seeds begin with the GAN's.
    seed = (gan.seed + 1, draw)
    return gan.prior.sample((count, gan.latent_dim), seed)


def _loop(step):
    # As for `fit`: this pass may lose the order in which weights are read and written.
    tf.config.optimizer.set_experimental_options({"dependency_optimization": False})

    @tf.function
    def steps(count):
        for _ in tf.range(count):
            step()

    # Traced once and here: a GAN that is new has a graph that is new.
    graph = steps.get_concrete_function(tf.TensorSpec((), tf.int32))
    return lambda count: graph(tf.constant(count))
