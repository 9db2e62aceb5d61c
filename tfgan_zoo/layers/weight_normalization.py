"""Weight normalisation, and its initialisation from data."""

import keras
import numpy as np
from keras import ops

from tfgan_zoo.layers.reparametrized import Reparametrized


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class WeightNormalization(Reparametrized):
    """Gives each output unit's weights a length of their own.

        w = g v / ||v||

    Salimans and Kingma (2016), "Weight Normalization: A Simple Reparameterization to
    Accelerate Training of Deep Neural Networks", https://arxiv.org/abs/1602.07868,
    equation 2. v is the wrapped layer's kernel and g, a weight [out], starts at ||v||,
    so that the wrapped layer is at first as if it were bare.

    Args:
        layer: a `Dense`, `Conv2D` or `Conv2DTranspose`.
        data_stddev: of the pre-activations, once they are initialised from data.
        train_scale: whether g is trained. If not, it stays what it is initialised to,
            and what a unit sees alone is learnt.
        **kwargs: of `keras.layers.Layer`.

    Departures: the initialisation from data is a function, `initialize_from_data`, to
    call before training, not a side effect of the first call.
    """

    def __init__(self, layer, data_stddev=1.0, train_scale=True, **kwargs):
        super().__init__(layer, **kwargs)
        self.data_stddev = data_stddev
        self.train_scale = train_scale

    def build(self, input_shape):
        super().build(input_shape)
        self.g = self.add_weight(
            name="g",
            shape=(self.units,),
            autocast=False,
            trainable=self.train_scale,
            initializer=lambda shape, dtype=None: ops.norm(self.matrix(), axis=1),
        )

    def direction(self):
        """The kernel v / ||v||."""
        v = self.weight()
        inputs = [i for i in range(v.ndim) if i != self.output_axis % v.ndim]
        squares = ops.sum(ops.square(v), axis=inputs, keepdims=True)
        # Finite at v = 0, where there is no direction.
        return v * ops.rsqrt(ops.maximum(squares, 1e-24))

    def call(self, inputs):
        kernel = self.once(lambda: self.per_unit(self.g) * self.direction())
        return self.call_with(kernel, inputs)

    def get_config(self):
        config = {"data_stddev": self.data_stddev, "train_scale": self.train_scale}
        return {**super().get_config(), **config}


def initialize_from_data(model, examples):
    """Gives pre-activations the mean 0 and the deviation s on `examples`.

        g = s / sigma[t], b = -s mu[t] / sigma[t], where t = v x / ||v||

    Salimans and Kingma (2016), section 3, equations 5 and 6: for every
    `WeightNormalization` layer of the model, one after the other, each on the outputs
    of those before it; s is the layer's `data_stddev`, in the paper 1. A layer without
    a bias keeps its mean. The other layers do as in training, as in the authors' code
    (https://github.com/openai/improved-gan), and keep their state: noise, and batch
    normalisation of these examples.

    Args:
        model: functional `keras.Model`; layers of models inside of it are left alone.
        examples: one batch of its inputs, at least 2 examples.

    Raises:
        ValueError: fewer than 2 examples, which have no variance.
    """
    count = len(keras.tree.flatten(examples)[0])
    if count < 2:
        raise ValueError(
            f"`examples` holds {count} example; a variance needs at least 2."
        )
    for layer in model.layers:
        if not isinstance(layer, WeightNormalization):
            continue
        before = keras.Model(model.input, layer.input)
        state = [np.array(v) for v in before.non_trainable_variables]
        inputs = before(examples, training=True)
        for variable, value in zip(before.non_trainable_variables, state, strict=True):
            variable.assign(value)
        # A copy that stops short of the bias and of the activation.
        config = {**layer.layer.get_config(), "use_bias": False, "activation": None}
        linear = type(layer.layer).from_config(config)
        linear.build(inputs.shape)
        linear.kernel.assign(layer.direction())
        outputs = np.asarray(ops.cast(linear(inputs), layer.variable_dtype))
        axes = tuple(range(outputs.ndim - 1))
        scale = layer.data_stddev / np.sqrt(outputs.var(axes) + 1e-10)
        layer.g.assign(scale)
        if layer.layer.use_bias:
            layer.layer.bias.assign(-outputs.mean(axes) * scale)
