"""A case as tutorials of Keras write it: a `train_step` with two tapes, and `fit`.

The networks, the losses and the number of updates are the zoo's, so that only the way
of writing the step differs: here fakes are made inside of the tape, losses are those of
`keras.losses`, and noise comes from a `SeedGenerator`.
"""

import keras
import tensorflow as tf
from keras import ops

from benchmarks import cases, zoo
from benchmarks.process import Candidate
from tfgan_zoo import recipes


class Tutorial(keras.Model):
    """The minimax GAN; what is another's is in a subclass.

    Args:
        gan: of the zoo, whose networks and optimizers are taken.
    """

    clip = None

    def __init__(self, gan):
        super().__init__()
        self.generator = gan.generator
        self.discriminator = gan.discriminator
        self.g_optimizer = gan.generator_optimizer
        self.d_optimizer = gan.discriminator_optimizer
        self.steps = gan.discriminator_steps
        self.average = gan.generator_average and gan.generator_average.generator
        self.seed_generator = keras.random.SeedGenerator(0)
        self.cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        self.d_loss_metric = keras.metrics.Mean(name="d_loss")
        self.g_loss_metric = keras.metrics.Mean(name="g_loss")

    @property
    def metrics(self):
        return [self.d_loss_metric, self.g_loss_metric]

    def fakes(self, real):
        z = keras.random.uniform((real.shape[0], 100), -1, 1, seed=self.seed_generator)
        return self.generator(z, training=True)

    def discriminate(self, real, images):
        return self.discriminator(images, training=True)

    def d_loss(self, real, fake):
        true, false = self.discriminate(real, real), self.discriminate(real, fake)
        return self.cross_entropy(ops.ones_like(true), true) + self.cross_entropy(
            ops.zeros_like(false), false
        )

    def g_loss(self, real, fake):
        false = self.discriminate(real, fake)
        return self.cross_entropy(ops.ones_like(false), false)

    def train_step(self, data):
        for i in range(self.steps):
            real = tf.nest.map_structure(
                lambda x, i=i: ops.split(x, self.steps)[i], data
            )
            with tf.GradientTape() as tape:
                d_loss = self.d_loss(real, self.fakes(real))
            weights = self.discriminator.trainable_weights
            gradients = tape.gradient(d_loss, weights)
            self.d_optimizer.apply_gradients(zip(gradients, weights, strict=True))
            if self.clip:
                for weight in weights:
                    weight.assign(ops.clip(weight, -self.clip, self.clip))
            self.d_loss_metric.update_state(d_loss)

        with tf.GradientTape() as tape:
            g_loss = self.g_loss(real, self.fakes(real))
        weights = self.generator.trainable_weights
        gradients = tape.gradient(g_loss, weights)
        self.g_optimizer.apply_gradients(zip(gradients, weights, strict=True))
        self.g_loss_metric.update_state(g_loss)

        if self.average is not None:
            pairs = zip(self.average.weights, self.generator.weights, strict=True)
            for mean, weight in pairs:
                mean.assign(0.999 * mean + 0.001 * weight)
        return {metric.name: metric.result() for metric in self.metrics}


class TutorialWGAN(Tutorial):
    """A critic whose weights are clipped after each of its steps."""

    clip = 0.01

    def fakes(self, real):
        z = keras.random.normal((real.shape[0], 100), seed=self.seed_generator)
        return self.generator(z, training=True)

    def d_loss(self, real, fake):
        return ops.mean(self.discriminate(real, fake)) - ops.mean(
            self.discriminate(real, real)
        )

    def g_loss(self, real, fake):
        return -ops.mean(self.discriminate(real, fake))


class TutorialPix2Pix(Tutorial):
    """Translation of images, held near the truth by L1; dropout is the noise."""

    def fakes(self, real):
        source, _ = real
        return self.generator(source, training=True)

    def discriminate(self, real, images):
        source, target = real
        image = target if images is real else images
        return self.discriminator((source, image), training=True)

    def d_loss(self, real, fake):
        return super().d_loss(real, fake) / 2

    def g_loss(self, real, fake):
        _, target = real
        return super().g_loss(real, fake) + 100.0 * ops.mean(ops.abs(target - fake))


MODELS = {"dcgan": Tutorial, "wgan": TutorialWGAN, "pix2pix": TutorialPix2Pix}


def build(case: str, *, jit_compile: bool = False) -> Candidate:
    """A case on its constant batch.

    Args:
        case: a name of `cases.CASES`.
        jit_compile: compile the step with XLA.
    """
    setting = cases.CASES[case]
    # The recipe's networks and optimizers; the rest of the recipe is not used.
    gan = getattr(recipes, setting.recipe).build(
        setting.image_shape, seed=0, width=setting.width
    )
    model = MODELS[case](gan)
    model.compile(jit_compile=jit_compile)
    return Candidate(
        run=zoo.fitting(model, zoo.endless(cases.batch(setting))),
        parameters=zoo.parameters(gan),
        images=setting.images,
    )
