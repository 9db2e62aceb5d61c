"""The networks of the conditional GAN that makes tags of images.

Mirza and Osindero (2014), "Conditional Generative Adversarial Nets",
https://arxiv.org/abs/1411.1784, section 4.2: the generator makes word vectors, and the
discriminator judges them, both for an image. A word vector of sixteen numbers is drawn
as 4x4 squares, so that image and word are a pair of images.
"""

from keras import Input, Model, layers

from tfgan_zoo.layers import Dropout, GaussianNoise

SIDE = 4  # Squares of a word in each direction.


def generator(image_shape, *, width=32):
    """Images [B, H, W, C] in [-1, 1] to words [B, H, W, C] of length one.

    Dropout is the noise of the generator and stays on at test: an image has more than
    one tag.

    Args:
        image_shape: (H, W, C) of images and of words; H and W multiples of 4.
        width: channels of the second convolution. Features have 8 times as many units,
            the layer above them 4 times.

    Returns:
        `keras.Model` with one input, `sources`.

    Departures: the noise is dropout, of one half as in the paper, instead of latents
    with a branch of their own. Features of images are learnt, by each player its own;
    the paper's are those of a network trained on ImageNet. Words have length one: the
    paper's end linear.
    """
    sources = Input(image_shape, name="sources")
    x = Dropout(0.5, at_test=True)(_features(sources, width))
    x = layers.Dense(4 * width, activation="relu")(x)
    x = layers.Dense(SIDE * SIDE)(Dropout(0.5, at_test=True)(x))

    # Not by tanh: where it saturates, a wrong word would have no slope.
    x = layers.UnitNormalization(dtype="float32")(x)
    x = layers.Reshape((SIDE, SIDE, 1), dtype="float32")(x)
    words = layers.UpSampling2D(_squares(image_shape), dtype="float32")(x)
    if image_shape[-1] > 1:
        words = layers.Concatenate(dtype="float32")([words] * image_shape[-1])
    return Model(sources, words, name="cgan_tags_generator")


def discriminator(image_shape, *, width=32, stddev=1.0):
    """Images and words, both [B, H, W, C], to logits [B, 1].

    The layer named "features" holds what the output is a linear function of.

    Args:
        image_shape: (H, W, C) of images and of words; H and W multiples of 4.
        width: as of the generator.
        stddev: of the noise on words in training, whose numbers are 1 and -1.

    Returns:
        `keras.Model` with two inputs, `sources` and `targets`.

    Departures: the branches of image and word are multiplied, unit by unit, instead of
    joined by maxout. Words have noise: real ones are a few points, from which the
    discriminator would tell all others without a slope towards them.
    """
    sources = Input(image_shape, name="sources")
    targets = Input(image_shape, name="targets")
    x = layers.Dense(4 * width)(Dropout(0.5)(_features(sources, width)))

    words = layers.AveragePooling2D(_squares(image_shape))(targets)
    words = layers.Rescaling(float(SIDE))(layers.Flatten()(words))
    y = layers.Dense(4 * width, activation="relu")(GaussianNoise(stddev)(words))

    joined = layers.Multiply()([x, layers.Dense(4 * width)(y)])
    features = layers.Concatenate(name="features")([joined, y])
    logits = layers.Dense(1, dtype="float32")(features)
    return Model([sources, targets], logits, name="cgan_tags_discriminator")


def _features(images, width):
    convolution = {"kernel_size": 5, "strides": 2, "padding": "same"}
    x = layers.Conv2D(max(1, width // 2), activation="relu", **convolution)(images)
    x = layers.Conv2D(width, activation="relu", **convolution)(x)
    return layers.Dense(8 * width, activation="relu")(layers.Flatten()(x))


def _squares(image_shape):
    """Height and width of a square, in pixels."""
    height, width = image_shape[:2]
    if height % SIDE or width % SIDE:
        raise ValueError(
            f"Words are drawn as {SIDE}x{SIDE} squares; resize images to multiples of "
            f"{SIDE} pixels. Received: image_shape={tuple(image_shape)}"
        )
    return height // SIDE, width // SIDE
