"""TensorFlow, loaded when it is first used.

So what needs none of it, as most layers, is imported and computes on Keras's other
backends, in an environment without TensorFlow too.
"""

import importlib

import keras


class _Tensorflow:
    def __getattr__(self, name):
        try:
            module = importlib.import_module("tensorflow")
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "This part of the zoo computes with TensorFlow, which is not there. "
                "Install it, and leave KERAS_BACKEND at its default, `tensorflow`."
            ) from error
        return getattr(module, name)


tf = _Tensorflow()


def is_backend() -> bool:
    """Whether Keras computes with TensorFlow."""
    return keras.backend.backend() == "tensorflow"


def replicas() -> int:
    """How many replicas of the present strategy of `tf.distribute` train together."""
    return tf.distribute.get_strategy().num_replicas_in_sync if is_backend() else 1
