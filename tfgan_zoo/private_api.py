"""Private parts of Keras and TensorFlow that the zoo uses, for want of public ones.

They are here and nowhere else. tests/test_private_api.py names the versions that they
were seen on, and fails where a part has gone or does something else.

```pycon
>>> import keras
>>> from tfgan_zoo import private_api
>>> inner = keras.Sequential([keras.layers.ReLU(name="relu")], name="inner")
>>> [layer.name for layer in private_api.layers(keras.Sequential([inner], name="m"))]
['m', 'inner', 'relu']
```
"""

import contextlib

__all__ = [
    "OncePerStep",
    "OwnMoments",
    "collected_graphs",
    "deterministic_operations",
    "frozen",
    "full_precision",
    "layers",
    "leave_as_built",
    "slot",
    "sum_no_gradients",
]


def layers(model) -> list:
    """A model or layer, and all layers inside of it, at any depth."""
    return list(model._flatten_layers())


def leave_as_built(model, *args, **kwargs):
    """Does nothing, in place of `keras.Model._maybe_symbolic_build`.

    For a model that is built before `fit`. Under a strategy Keras takes a first batch
    away to build with, and fails on several machines, where it cannot average the
    parts of one. Should a later Keras not call it, one machine is served as before.
    """


def sum_no_gradients(optimizer):
    """Keeps an optimizer from summing gradients over the replicas: that is done.

    Keras sums them where they are applied: behind its clipping and the check for
    infinities. With one replica, TensorFlow joins all gradients there for nothing, and
    its graph optimizer then loses the order in which the weights of a linear critic are
    read and written.
    """
    optimizer = getattr(optimizer, "inner_optimizer", optimizer)
    optimizer._all_reduce_sum_gradients = list


def slot(optimizer, name: str, variable):
    """The state that an optimizer keeps for a weight.

    Args:
        optimizer: of Keras, built.
        name: of the state: "momentums" or "velocities".
        variable: the weight.
    """
    return getattr(optimizer, f"_{name}")[optimizer._get_variable_index(variable)]


class OncePerStep:
    """Mixin of a Keras optimizer that computes something once for all weights."""

    def for_all(self, weights, learning_rate):
        """What `update_step` gets for each weight in the place of `learning_rate`."""
        raise NotImplementedError

    def _backend_update_step(self, grads, trainable_variables, learning_rate):
        shared = self.for_all(trainable_variables, learning_rate)
        super()._backend_update_step(grads, trainable_variables, shared)


class OwnMoments:
    """Mixin of a `keras.layers.BatchNormalization` that takes its moments otherwise."""

    def moments(self, inputs, mask):
        """Mean and variance of the minibatch; None where Keras's own are right."""
        raise NotImplementedError

    def _moments(self, inputs, mask):
        found = self.moments(inputs, mask)
        return super()._moments(inputs, mask) if found is None else found


def full_precision(variable):
    """A variable as a tensor of its own type, in whichever layer it is read.

    A layer of mixed precision reads its variables in half precision, in spite of
    `autocast=False`, where no other layer of half precision is around it.
    """
    import keras
    from keras.src import backend

    with backend.AutocastScope(None):
        return keras.ops.copy(variable)


@contextlib.contextmanager
def deterministic_operations():
    """Deterministic operations of TensorFlow, for as long as the block lasts."""
    import tensorflow as tf
    from tensorflow.python.framework import config

    if config.is_op_determinism_enabled():
        yield
        return
    tf.config.experimental.enable_op_determinism()
    try:
        yield
    finally:
        # Whatever draws without a seed would fail in what this process does next.
        config.disable_op_determinism()


def collected_graphs():
    """A context whose value is the list of graphs that run in it, as they are run.

    The public `tf.summary.trace_on` goes on to collect after its `trace_off`.
    """
    from tensorflow.python.eager import context

    return context.collect_graphs()


def frozen(function):
    """A concrete function with constants in place of its variables."""
    from tensorflow.python.framework import convert_to_constants

    return convert_to_constants.convert_variables_to_constants_v2(function)
