"""Instance normalisation, with right second derivatives."""

import keras

from tfgan_zoo.kernels import batch_norm
from tfgan_zoo.layers.example_normalization import ExampleNormalization


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class InstanceNormalization(ExampleNormalization):
    """Normalises each channel of each example over space.

        y_nhwc = gamma_c (x_nhwc - mean_nc) / sqrt(variance_nc + epsilon) + beta_c

    Ulyanov, Vedaldi and Lempitsky (2016), "Instance Normalization: The Missing
    Ingredient for Fast Stylization", https://arxiv.org/abs/1607.08022.
    Shapes: [B, ..., C], kept, with at least one axis of space.

    Arguments are those of `ExampleNormalization`.

    Departures: a gain and a bias for each channel, which the paper leaves open, as in
    tensorflow-addons, whose epsilon is 1e-3 by default.
    """

    def build(self, input_shape):
        if len(input_shape) < 3:
            raise ValueError(
                "Instance normalisation needs axes of space between the batch and the "
                f"channels, [B, ..., C]. Received shape: {input_shape}"
            )
        super().build(input_shape)

    def call(self, inputs):
        if not batch_norm.fits(inputs) or inputs.shape[:-3] != (1,):
            return super().call(inputs)
        # Of one example, over space is over all.
        return batch_norm.normalize(inputs, self.gamma, self.beta, self.epsilon)[0]

    def normalize(self, x):
        return self.standardize(x, axes=tuple(range(1, len(x.shape) - 1)))
