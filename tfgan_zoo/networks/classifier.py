"""A small convolutional classifier, whose features tell images of a dataset apart.

Scores of generated images compare features, and features of photographs say little of
handwriting. As Binkowski et al. (2018), "Demystifying MMD GANs",
https://arxiv.org/abs/1801.01401, section 4, for MNIST: a small network that learnt to
classify the data itself.
"""

import keras
from keras import layers

from tfgan_zoo.layers import BatchNormalization, Dropout


def classifier(
    image_shape, *, num_classes, width=32, features=64, dropout=0.5, convolutions=1
):
    """Images [B, H, W, C] in [-1, 1] to logits [B, num_classes].

    Each stage halves the image and doubles the channels, down to 4 pixels. The layer
    named "features" holds what the logits are a linear function of.

    Args:
        image_shape: (H, W, C), H and W at least 4.
        num_classes: number of classes.
        width: channels of the first stage.
        features: width of the features; scores need more samples than that.
        dropout: share of features dropped while it learns.
        convolutions: of each stage.

    Returns:
        `keras.Model` with one input, `images`.
    """
    images = keras.Input(image_shape, name="images")
    x, filters = images, width

    while min(x.shape[1:3]) > 4:
        for _ in range(convolutions):
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = layers.ReLU()(BatchNormalization()(x))
        x = layers.MaxPooling2D(padding="same")(x)
        filters *= 2

    x = layers.Dense(features, activation="relu")(layers.Flatten()(x))
    # Of deviation one each, so that no feature outweighs the rest in a distance.
    alike = {"center": False, "scale": False, "dtype": "float32"}
    x = BatchNormalization(**alike, name="features")(x)
    x = Dropout(dropout)(x)
    logits = layers.Dense(num_classes, dtype="float32")(x)
    return keras.Model(images, logits, name="classifier")
