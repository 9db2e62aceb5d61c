"""Noise on what a discriminator sees."""

import keras

from tfgan_zoo.layers import InstanceNoise


def with_instance_noise(discriminator, *, stddev, steps, seed=None):
    """A copy of a discriminator that sees its images through noise.

        D'(x) = D(x + e), e ~ N(0, s^2), s falling linearly with the steps

    for real and fake images alike, so that their distributions overlap and D's optimum
    is smooth long before the two agree. Sønderby et al. (2017), "Amortised MAP
    Inference for Image Super-resolution", https://arxiv.org/abs/1610.04490; Arjovsky
    and Bottou (2017), "Towards Principled Methods for Training Generative Adversarial
    Networks", https://arxiv.org/abs/1701.04862, section 3.

    Noise is on every input of floating point with an axis beside the batch: images and
    points, of a pair both, each with its own; never on labels. The layer "features", if
    there is one, is that of the noisy images.

    Args:
        discriminator: functional `keras.Model`; it keeps its weights, of which the copy
            starts as a duplicate.
        stddev: of the noise at step 0.
        steps: of training until it has fallen to nothing.
        seed: of the noise, below 2**31; by default drawn from Python's `random`. It is
            not saved: give the one of the run to go on with it bit by bit.

    Returns:
        `keras.Model` with the same inputs and outputs.
    """
    inputs = keras.tree.map_structure(
        lambda x: keras.Input(x.shape[1:], dtype=x.dtype, name=x.name),
        discriminator.input,
    )
    noisy = {
        id(x): InstanceNoise(stddev, steps, None if seed is None else seed + i)(x)
        for i, x in enumerate(keras.tree.flatten(inputs))
        if len(x.shape) > 1 and keras.backend.is_float_dtype(x.dtype)
    }

    def call(layer, *args, **kwargs):
        args = keras.tree.map_structure(lambda x: noisy.get(id(x), x), args)
        return layer(*args, **kwargs)

    copy = keras.models.clone_model(
        discriminator, input_tensors=inputs, call_function=call
    )
    for layer in discriminator.layers:
        copy.get_layer(layer.name).set_weights(layer.get_weights())
    return copy
