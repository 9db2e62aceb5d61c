"""The loop that every GAN of the zoo inherits."""

import keras
import tensorflow as tf

from tfgan_zoo import private_api, sampling
from tfgan_zoo.layers import Scheduled
from tfgan_zoo.layers.counter import add_counter
from tfgan_zoo.training import device_loop, examples, features, minibatches
from tfgan_zoo.training.keras_methods import KerasMethods
from tfgan_zoo.training.learning_rates import LearningRates
from tfgan_zoo.training.optimization import minimize, prepare


class AdversarialModel(KerasMethods, keras.Model):
    """A generator and a discriminator that take turns minimising their own losses.

    One `train_step` is one pass of the outer loop of Algorithm 1 in Goodfellow et al.
    (2014), https://arxiv.org/abs/1406.2661: `discriminator_steps` updates of the
    discriminator, each on its own fresh minibatch, then one update of the generator.
    A batch given to `fit` holds that many minibatches.

    A subclass is one paper. It answers:

    * `generate(real, turn)`: which fake example stands against this real one?
    * `discriminator_loss(real, fake)`: what does the discriminator minimise?
    * `generator_loss(real, fake)`: what does the generator minimise?

    An *example* is whatever the discriminator judges: images [B, H, W, C] in [-1, 1],
    or a tuple of images and their condition. Where a batch holds uint8 images, the step
    brings them to [-1, 1] on its device; else the loop never looks inside. A subclass
    whose examples are something else names their parts in `example`, and says which of
    them is judged (`judged`), how real they look (`scores`) and what comes of the
    training (`products`).

    All latents are a function of `seed` and `step`, and drawn for the global batch: a
    run that stops and resumes, and a run on more replicas, sees the same ones.

    Args:
        generator: `keras.Model`, latents [B, latent_dim] (or a tuple of latents and a
            condition) to examples.
        discriminator: `keras.Model`, examples to logits or scores.
        prior: the distribution of the latents, of `tfgan_zoo.sampling`; N(0, 1) for
            each coordinate by default.
        discriminator_steps: updates of the discriminator for one of the generator, k
            of Algorithm 1.
        seed: of the latents, of 64 bits; by default drawn from Python's `random`.
        **kwargs: of `keras.Model`; and `latent_law`, the name of the prior, and
            `latent_dim`, which the generator's input says, as version 0.1 took them.
    """

    example = None  # Nested tuples of names; by default the discriminator's inputs.

    def __init__(
        self,
        generator,
        discriminator,
        *,
        prior=None,
        discriminator_steps=1,
        seed=None,
        **kwargs,
    ):
        prior = sampling.chosen(prior, kwargs)
        super().__init__(**kwargs)
        if discriminator_steps < 1:
            message = "`discriminator_steps` is at least 1. Received:"
            raise ValueError(f"{message} {discriminator_steps}")
        self.generator, self.discriminator = generator, discriminator
        self.prior = prior
        self.discriminator_steps = discriminator_steps
        self.seed = sampling.seed(seed)
        self.generator_average = self.historical_average = self.last_row = None
        self.step = add_counter(self, "step")
        self.generator_meter = keras.metrics.Mean("generator_loss")
        self.discriminator_meter = keras.metrics.Mean("discriminator_loss")

    def compile(
        self,
        generator_optimizer,
        discriminator_optimizer,
        *,
        generator_average=None,
        historical_average=None,
        jit_compile=False,
        **kwargs,
    ):
        """Gives each player its optimizer.

        `ReduceLROnPlateau` and `LearningRateScheduler` of Keras change both learning
        rates together: see `LearningRates`.

        Args:
            generator_optimizer: minimises `generator_loss`.
            discriminator_optimizer: minimises `discriminator_loss`.
            generator_average: a `GeneratorAverage`, what is sampled and exported
                instead of the generator; it takes no part in training.
            historical_average: a `HistoricalAverage`, which holds both players near
                the mean of their past weights.
            jit_compile: compile the step with XLA. One replica only.
            **kwargs: of `keras.Model.compile`, as `steps_per_execution`.
        """
        super().compile(optimizer=None, jit_compile=jit_compile, **kwargs)
        self.generator_optimizer = prepare(generator_optimizer, self.generator)
        self.discriminator_optimizer = prepare(
            discriminator_optimizer, self.discriminator
        )
        self.optimizer = LearningRates(self)
        if generator_average is not None:
            generator_average.build_from(self.generator)
        if historical_average is not None:
            historical_average.build_from(self.generator, self.discriminator)
        self.generator_average = generator_average
        self.historical_average = historical_average
        self.built = True

    make_train_function = device_loop.make_train_function
    _maybe_symbolic_build = private_api.leave_as_built

    @property
    def metrics(self):
        # Keras adds a `loss` that no GAN has; it would be logged as a constant 0.
        return [metric for metric in super().metrics if metric.name != "loss"]

    @property
    def sampler(self):
        """The generator to look at and to export: the averaged one if there is one."""
        return (self.generator_average or self).generator

    @property
    def latent_dim(self) -> int:
        """Width of the latents."""
        return self.generator.inputs[0].shape[-1]

    latent_law = property(lambda self: self.prior.name)  # As in version 0.1.

    def products(self) -> dict:
        """What the training leaves: names, and how each network is called.

        Returns:
            "generator" and what else there is to `sampling.Sampler`, `Translator` or
            `Classifier`. The averaged generator is taken if there is one.
        """
        return {"generator": sampling.Sampler(self.sampler, self.prior)}

    def sample_latents(self, batch_size, turn):
        """Latents of this replica for one turn of the current step, [B, latent_dim]."""
        context = tf.distribute.get_replica_context()
        first = context.replica_id_in_sync_group * batch_size
        draw = self.step * (self.discriminator_steps + 1) + turn
        # The whole global batch is drawn everywhere: N replicas then equal one.
        size = batch_size * context.num_replicas_in_sync
        z = self.prior.sample((size, self.latent_dim), (self.seed, draw))
        return z[first : first + batch_size]

    def generate(self, real, turn):
        """The fake example against `real`, under the condition of `real` if any."""
        images, *condition = real if isinstance(real, tuple) else (real,)
        z = self.sample_latents(images.shape[0] or tf.shape(images)[0], turn)
        if not condition:
            return self.generator(z, training=True)
        return self.generator((z, *condition), training=True), *condition

    def discriminate(self, example):
        """Logits or scores of the discriminator, in training mode."""
        return self.discriminator(example, training=True)

    def judged(self, example):
        """The part of an example that is penalised, interpolated or augmented."""
        return example[0] if isinstance(example, tuple) else example

    def with_judged(self, example, images):
        """The example with other images in the place of the judged ones."""
        return (images, *example[1:]) if isinstance(example, tuple) else images

    def scores(self, real, fake):
        """How real each example looks to the discriminator, [B] and [B].

        Logits or scores as they are; of a map of patches, their mean.
        """
        outputs = map(self.discriminate, (real, fake))
        return tuple(features.mean_over_patches(output) for output in outputs)

    def discriminator_loss(self, real, fake):
        """What the discriminator minimises: a scalar, mean over the minibatch."""
        raise NotImplementedError

    def generator_loss(self, real, fake):
        """What the generator minimises: a scalar, mean over the minibatch."""
        raise NotImplementedError

    def train_discriminator(self, real, turn):
        """Updates the discriminator once, on one minibatch; returns its loss."""
        # Outside the tape: the generator stands still.
        fake = self.generate(real, turn)
        loss = minimize(
            lambda: self.discriminator_loss(real, fake),
            self.discriminator,
            self.discriminator_optimizer,
            self.historical_average,
        )
        self.discriminator_meter.update_state(loss)
        return loss

    def train_generator(self, real):
        """Updates the generator once, and its average; returns its loss."""
        turn = self.discriminator_steps
        loss = minimize(
            lambda: self.generator_loss(real, self.generate(real, turn)),
            self.generator,
            self.generator_optimizer,
            self.historical_average,
        )
        self.generator_meter.update_state(loss)
        if self.generator_average is not None:
            self.generator_average.follow(self.generator, self.step)
        return loss

    def train_step(self, batch):
        """One pass of the outer loop of the algorithm; updates the metrics."""
        # Split the batch into a minibatch for each step of the discriminator.
        examples.check(batch, self.example, self.discriminator, type(self).__name__)
        shares = minibatches.split(examples.scaled(batch), self.discriminator_steps)

        # Train the discriminator, then the generator on the last of them.
        for turn, real in enumerate(shares):
            self.train_discriminator(real, turn)
        self.train_generator(real)

        # Count the step, not before the batch is there: where data end there is none.
        with tf.control_dependencies(tf.nest.flatten(batch)):
            self.step.assign_add(1)
            for layer in private_api.layers(self):
                if isinstance(layer, Scheduled):
                    layer.step.assign(self.step)
