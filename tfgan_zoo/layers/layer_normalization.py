"""Layer normalisation as critics use it, with right second derivatives."""

import keras

from tfgan_zoo.layers.example_normalization import ExampleNormalization


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class LayerNormalization(ExampleNormalization):
    """Normalises each example over space and channels together.

        y_nhwc = gamma_c (x_nhwc - mean_n) / sqrt(variance_n + epsilon) + beta_c

    Ba, Kiros and Hinton (2016), "Layer Normalization",
    https://arxiv.org/abs/1607.06450, equation 3; what Gulrajani et al. (2017),
    https://arxiv.org/abs/1704.00028, section 4, recommend to a critic with a gradient
    penalty. Shapes: [B, ..., C], kept.

    Arguments are those of `ExampleNormalization`.

    Departures: the gain and the bias are one for each channel, not for each unit, as
    in convolutional critics. `keras.layers.LayerNormalization` normalises over the
    channels alone by default, and its second derivatives are wrong.
    """

    def normalize(self, x):
        return self.standardize(x, axes=tuple(range(1, len(x.shape))))
