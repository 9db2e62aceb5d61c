"""Base of the layers whose kernel is computed from their weights."""

import contextlib
import threading

import keras
from keras import ops

from tfgan_zoo import private_api
from tfgan_zoo.kernels import tensorflow
from tfgan_zoo.kernels.tensorflow import tf

_KINDS = (keras.layers.Dense, keras.layers.Conv2D, keras.layers.Conv2DTranspose)


_computed = threading.local()  # Replicas are traced in threads of their own.


@contextlib.contextmanager
def computed_once():
    """A context in which each kernel is computed once, and differentiated once.

    For one loss: no weight changes while it is computed, though it calls a network on
    several minibatches.
    """
    before = getattr(_computed, "kernels", None)
    _computed.kernels = {}
    try:
        yield
    finally:
        _computed.kernels = before


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class Reparametrized(keras.layers.Wrapper):
    """Base of wrappers that call a layer with another kernel than its weight.

    The weight itself stays as it is, so a call changes no parameter, gradients reach
    it through the computation, and replicas that are traced side by side do not meet.
    The kernel is computed in the precision of the weights.

    Args:
        layer: a `Dense`, `Conv2D` or `Conv2DTranspose`.
        **kwargs: of `keras.layers.Layer`; the dtype is by default that of `layer`.
    """

    def __init__(self, layer, **kwargs):
        if not isinstance(layer, _KINDS):
            kinds = ", ".join(kind.__name__ for kind in _KINDS)
            raise ValueError(
                f"`layer` is one of {kinds}. Received: a {type(layer).__name__}"
            )
        kwargs.setdefault("dtype", layer.dtype_policy)
        # No autocast: the wrapped layer casts the inputs and the kernel made here.
        super().__init__(layer, autocast=False, **kwargs)

    @property
    def output_axis(self):
        """The kernel's axis of output channels."""
        # A transposed convolution's kernel is [height, width, out, in].
        return -2 if isinstance(self.layer, keras.layers.Conv2DTranspose) else -1

    @property
    def units(self):
        """Output channels of the kernel."""
        return self.layer.kernel.shape[self.output_axis]

    def weight(self):
        """The wrapped layer's kernel weight, in its own precision."""
        return private_api.full_precision(self.layer.kernel)

    def matrix(self):
        """The wrapped layer's kernel weight as a matrix [out, ...]."""
        first = ops.moveaxis(self.weight(), self.output_axis, 0)
        return ops.reshape(first, (self.units, -1))

    def per_unit(self, vector):
        """A vector [out] in a shape that multiplies the kernel."""
        shape = [1] * len(self.layer.kernel.shape)
        shape[self.output_axis] = self.units
        return ops.reshape(vector, shape)

    def once(self, compute):
        """The kernel that a function computes; in `computed_once`, that of before."""
        kernels = getattr(_computed, "kernels", None)
        if kernels is None:
            return compute()
        # What a graph inside of another computes cannot be used outside of it.
        graph = tf.compat.v1.get_default_graph() if tensorflow.is_backend() else None
        key = self, graph
        if key not in kernels:
            kernels[key] = compute()
        return kernels[key]

    def call_with(self, kernel, inputs):
        """The wrapped layer's outputs as if `kernel` were its weight."""
        # A scope hides the one around it, which may hold the bias.
        values = [(w, private_api.full_precision(w)) for w in self.layer.variables]
        with keras.StatelessScope([*values, (self.layer.kernel, kernel)]):
            return self.layer(inputs)

    def compute_output_shape(self, input_shape):
        return self.layer.compute_output_shape(input_shape)
