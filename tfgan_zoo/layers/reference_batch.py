"""A fixed batch that travels in front of a network's inputs, and its removal."""

import keras
import numpy as np
from keras import ops

from tfgan_zoo.kernels.tensorflow import tf


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class ReferenceBatch(keras.layers.Layer):
    """Puts a fixed batch in front of its inputs, for `VirtualBatchNorm`.

    Salimans et al. (2016), "Improved Techniques for Training GANs",
    https://arxiv.org/abs/1606.03498, section 3.5: a batch that is chosen once and
    fixed at the start of training. It is a weight, `reference`, which is saved and not
    trained. Shapes: [B, ...] to [size + B, ...]. It stands behind a network's input;
    `DropReference` stands before its output. A network with several inputs has one for
    each.

    Args:
        size: examples of the reference batch.
        initializer: of the batch; by default N(0, 1) drawn once, as normal latents
            are. Other inputs come through `adapt`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, size, initializer=None, **kwargs):
        super().__init__(**kwargs)
        if size < 1:
            raise ValueError(f"`size` is at least 1. Received: {size}")
        self.size = size
        if initializer is None:
            initializer = keras.initializers.RandomNormal(stddev=1.0)
        self.initializer = keras.initializers.get(initializer)

    def build(self, input_shape):
        self.reference = self.add_weight(
            name="reference",
            shape=(self.size, *input_shape[1:]),
            initializer=self.initializer,
            trainable=False,
        )

    def call(self, inputs):
        reference = ops.cast(self.reference, inputs.dtype)
        return ops.concatenate([reference, inputs], axis=0)

    def adapt(self, data):
        """Takes the first `size` examples of `data` as the reference batch.

        Args:
            data: an array [N, ...], or a `tf.data.Dataset` of batches of the input.

        Raises:
            ValueError: the data holds fewer than `size` examples.
        """
        is_dataset = isinstance(data, tf.data.Dataset)
        batch = data.element_spec if is_dataset else data
        if tf.nest.is_nested(batch):
            raise ValueError(
                "`data` holds batches of the one input that the reference stands "
                f"before; map it to that first. Received a {type(batch).__name__}."
            )
        if is_dataset:
            data = list(data.unbatch().take(self.size).as_numpy_iterator())
        examples = np.asarray(data)[: self.size]
        if len(examples) < self.size:
            raise ValueError(
                f"`size` is {self.size}, and the data holds {len(examples)} examples: "
                "a reference batch larger than the data. Use a smaller `size`."
            )
        if not self.built:
            self.build((None, *examples.shape[1:]))
        self.reference.assign(examples)

    def compute_output_shape(self, input_shape):
        batch, *rest = input_shape
        return (None if batch is None else batch + self.size, *rest)

    def get_config(self):
        initializer = keras.initializers.serialize(self.initializer)
        return {**super().get_config(), "size": self.size, "initializer": initializer}


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class DropReference(keras.layers.Layer):
    """Removes the examples of a reference batch: [reference_size + B, ...] to [B, ...].

    Args:
        reference_size: `size` of the `ReferenceBatch`.
        **kwargs: of `keras.layers.Layer`.
    """

    def __init__(self, reference_size, **kwargs):
        super().__init__(**kwargs)
        self.reference_size = reference_size

    def call(self, inputs):
        return inputs[self.reference_size :]

    def compute_output_shape(self, input_shape):
        batch, *rest = input_shape
        return (None if batch is None else batch - self.reference_size, *rest)

    def get_config(self):
        return {**super().get_config(), "reference_size": self.reference_size}
