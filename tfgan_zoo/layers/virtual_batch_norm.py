"""Virtual batch normalisation."""

import keras
from keras import ops

from tfgan_zoo.layers.example_normalization import ExampleNormalization


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class VirtualBatchNorm(ExampleNormalization):
    """Normalises each example by a fixed reference batch and by itself.

    With R examples of reference r, and means over batch and space,

        mean_i = (R mean(r) + mean(x_i)) / (R + 1)
        variance_i = (R mean(r^2) + mean(x_i^2)) / (R + 1) - mean_i^2
        y_i = gamma (x_i - mean_i) / sqrt(variance_i + epsilon) + beta

    for each channel; the examples of the reference are normalised with their own mean
    and variance. Salimans et al. (2016), "Improved Techniques for Training GANs",
    https://arxiv.org/abs/1606.03498, section 3.5. Shapes: [R + B, ..., C], kept; the
    first R examples are those of a `ReferenceBatch`. Training and inference are the
    same, and there are no moving statistics.

    It belongs in the generator, where the paper uses it: the reference runs through
    the network at every call, and a discriminator would judge real and fake
    examples by a batch of one of the two.

    Args:
        reference_size: `size` of the `ReferenceBatch`, R.
        epsilon: added to the variance.
        gamma_initializer: of the gain [C].
        beta_initializer: of the bias [C].
        **kwargs: of `keras.layers.Layer`.

    Departures: none; the paper gives no weight of the example itself, 1/(R + 1) is
    that of the authors' code.
    """

    def __init__(
        self,
        reference_size,
        epsilon=1e-5,
        gamma_initializer="ones",
        beta_initializer="zeros",
        **kwargs,
    ):
        super().__init__(
            epsilon,
            gamma_initializer=gamma_initializer,
            beta_initializer=beta_initializer,
            **kwargs,
        )
        self.reference_size = reference_size

    def normalize(self, x):
        space = tuple(range(1, len(x.shape) - 1))
        weight = 1 / (self.reference_size + 1)
        reference, examples = x[: self.reference_size], x[self.reference_size :]
        # Everything about the reference's mean, lest large means swallow the variance.
        mean = ops.mean(reference, axis=(0, *space), keepdims=True)
        reference, examples = reference - mean, examples - mean
        variance = ops.mean(ops.square(reference), axis=(0, *space), keepdims=True)

        own_mean = ops.mean(examples, axis=space, keepdims=True)  # [B, 1, 1, C]
        own_square = ops.mean(ops.square(examples), axis=space, keepdims=True)
        shift = weight * own_mean
        spread = (1 - weight) * variance + weight * own_square - ops.square(shift)
        return ops.concatenate(
            [
                reference * ops.rsqrt(variance + self.epsilon),
                (examples - shift) * ops.rsqrt(spread + self.epsilon),
            ],
            axis=0,
        )

    def get_config(self):
        return {**super().get_config(), "reference_size": self.reference_size}
