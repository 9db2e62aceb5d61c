"""One learning rate for both optimizers of a GAN, as callbacks of Keras ask for it."""

import keras


class LearningRates:
    """What `ReduceLROnPlateau` and `LearningRateScheduler` find as the `optimizer`.

    Its `learning_rate` is that of the generator. To set it changes the discriminator's
    as well, which keeps its ratio to the generator's of `compile`.

    Args:
        gan: that has its two optimizers.
    """

    built = True  # As `BackupAndRestore` asks.

    def __init__(self, gan):
        self._generator = gan.generator_optimizer
        self._discriminator = gan.discriminator_optimizer
        first, second = (
            float(keras.ops.convert_to_numpy(optimizer.learning_rate))
            for optimizer in (self._generator, self._discriminator)
        )
        self._ratio = second / first if first else 1.0

    @property
    def learning_rate(self):
        return self._generator.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate):
        self._generator.learning_rate = rate
        self._discriminator.learning_rate = rate * self._ratio
