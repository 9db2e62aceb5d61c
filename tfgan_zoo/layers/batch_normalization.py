"""Batch normalisation by one kernel, over the minibatch of all replicas."""

import keras

from tfgan_zoo import private_api
from tfgan_zoo.kernels import batch_norm, tensorflow
from tfgan_zoo.kernels.tensorflow import tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class BatchNormalization(private_api.OwnMoments, keras.layers.BatchNormalization):
    """Normalises each channel over the minibatch.

        y_bc = gamma_c (x_bc - mean_c) / sqrt(variance_c + epsilon) + beta_c

    Ioffe and Szegedy (2015), "Batch Normalization: Accelerating Deep Network Training
    by Reducing Internal Covariate Shift", https://arxiv.org/abs/1502.03167,
    algorithm 1. Shapes: [B, ..., C], kept.

    It is Keras's own layer, with its arguments, state and numbers. In training Keras
    takes many passes over the inputs where TensorFlow has a kernel that takes few, and
    here that kernel is used: on one replica, for inputs [B, C] and [B, H, W, C] of up
    to 32 bits without a mask. Replicas are joined by one all-reduce, where Keras has
    three. Elsewhere this is what Keras computes.

    Args:
        synchronized: whether the minibatch is that of all replicas together; by default
            if there are several.
        **kwargs: of `keras.layers.BatchNormalization`.

    Departures: the moving variance takes in the variance of the minibatch, as Keras
    does, not m / (m - 1) of it.
    """

    def __init__(self, synchronized: bool | None = None, **kwargs):
        if synchronized is None:
            synchronized = tensorflow.replicas() > 1
        super().__init__(synchronized=synchronized, **kwargs)

    def call(self, inputs, training=None, mask=None):
        learns = training and self.trainable
        if not learns or mask is not None or not self._has_kernel(inputs):
            return super().call(inputs, training=training, mask=mask)
        x = inputs if inputs.shape.rank == 4 else inputs[:, None, None, :]
        y, mean, variance = batch_norm.normalize(
            x,
            self.gamma if self.scale else None,
            self.beta if self.center else None,
            self.epsilon,
        )
        self._follow(self.moving_mean, mean)
        self._follow(self.moving_variance, variance)
        return y if inputs.shape.rank == 4 else y[:, 0, 0, :]

    def _has_kernel(self, inputs):
        return (
            len(inputs.shape) in (2, 4)
            and self.axis in (-1, len(inputs.shape) - 1)
            and batch_norm.fits(inputs)
            and self.moving_mean.dtype == "float32"
            and not self.synchronized
            and not getattr(self, "renorm", False)  # Keras 3.12 has none.
        )

    def moments(self, inputs, mask):
        """As of `OwnMoments`: over all replicas."""
        alone = not self.synchronized or tf.distribute.in_cross_replica_context()
        if alone or mask is not None:
            return None
        axes = list(range(inputs.shape.rank))
        del axes[self.axis]
        return batch_norm.moments_of_replicas(inputs, axes)

    def _follow(self, moving, value):
        moving.assign(moving * self.momentum + value * (1 - self.momentum))
