import keras
import numpy as np
import pytest
from keras import layers

from tfgan_zoo import recipes
from tfgan_zoo.layers import (
    BatchNormalization,
    InstanceNormalization,
    LayerNormalization,
)
from tfgan_zoo.networks import dcgan
from tfgan_zoo.training.seeding import seeded


def kinds(network):
    return [type(layer) for layer in network.layers]


def trainable(model):
    return sum(int(np.prod(v.shape)) for v in model.trainable_variables)


def test_the_networks_at_64_have_the_known_sizes():
    assert trainable(dcgan.generator((64, 64, 3))) == 3_576_704
    assert trainable(dcgan.discriminator((64, 64, 3))) == 2_765_568


@pytest.mark.parametrize("size", [16, 20, 28, 32, 36, 48, 64])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_any_multiple_of_four_and_any_channels(size, channels):
    shape = (size, size, channels)
    generator = dcgan.generator(shape, latent_dim=8, width=2)
    discriminator = dcgan.discriminator(shape, width=2)
    images = generator(np.random.default_rng(0).normal(size=(3, 8)), training=True)
    assert images.shape == (3, *shape)
    assert np.abs(images).max() <= 1
    assert discriminator(images, training=True).shape == (3, 1)


def test_images_may_be_wider_than_high():
    images = dcgan.generator((16, 32, 3), latent_dim=8, width=2)(np.zeros((2, 8)))
    assert images.shape == (2, 16, 32, 3)


@pytest.mark.parametrize("shape", [(12, 12, 1), (8, 8, 1), (30, 32, 3), (2,)])
def test_other_shapes_are_refused_with_advice(shape):
    with pytest.raises(ValueError, match="multiples of 4 from 16 up"):
        dcgan.generator(shape)
    with pytest.raises(ValueError, match="multiples of 4 from 16 up"):
        dcgan.discriminator(shape)


def test_the_guidelines_of_the_paper():
    generator, discriminator = (
        dcgan.generator((64, 64, 3)),
        dcgan.discriminator((64, 64, 3)),
    )

    both = kinds(generator) + kinds(discriminator)
    assert not {layers.MaxPooling2D, layers.AveragePooling2D} & set(both)
    assert kinds(generator).count(layers.Dense) == 1  # The projection of the latents.
    assert kinds(discriminator).count(layers.Dense) == 1  # The output.
    # Batch norm after every convolution but G's output and D's input.
    assert kinds(generator).count(BatchNormalization) == 4
    assert kinds(discriminator).count(BatchNormalization) == 3
    assert kinds(generator).count(layers.ReLU) == 4
    slopes = [
        layer.negative_slope
        for layer in discriminator.layers
        if isinstance(layer, layers.LeakyReLU)
    ]
    assert slopes == [0.2] * 4
    assert generator.layers[-1].activation is keras.activations.tanh
    kernels = [v for v in generator.trainable_variables if v.name == "kernel"]
    for kernel in kernels:
        assert abs(np.std(kernel) - 0.02) < 0.001
        assert abs(np.mean(kernel)) < 0.001


def test_the_features_are_what_the_output_is_linear_in():
    discriminator = dcgan.discriminator((16, 16, 1), width=2)
    features = keras.Model(
        discriminator.input, discriminator.get_layer("features").output
    )
    images = np.random.default_rng(0).normal(size=(4, 16, 16, 1))
    kernel = discriminator.layers[-1].get_weights()[0]
    np.testing.assert_allclose(
        discriminator(images), np.array(features(images)) @ kernel, atol=1e-6
    )


def test_classes_add_a_vector_to_the_latents_and_a_plane_to_the_images():
    generator = dcgan.generator((64, 64, 3), num_classes=10)
    # A vector of 100 for each class, and as many inputs more of the projection.
    more = 10 * 100 + 100 * 4 * 4 * 512
    assert trainable(generator) == 3_576_704 + more
    discriminator = dcgan.discriminator((64, 64, 3), num_classes=10)
    # A plane for each class, and one channel more of the first layer's 4x4 kernels.
    assert trainable(discriminator) == 2_765_568 + 10 * 64 * 64 + 16 * 64


def test_the_same_latents_under_two_labels_give_two_images():
    generator = dcgan.generator((16, 16, 1), num_classes=10, latent_dim=8, width=4)
    latents = np.tile(np.random.default_rng(0).normal(size=(1, 8)), (10, 1))
    images = np.array(generator((latents, np.arange(10))))
    assert len(np.unique(images, axis=0)) == 10
    discriminator = dcgan.discriminator((16, 16, 1), num_classes=10, width=4)
    scores = discriminator((np.repeat(images[:1], 10, axis=0), np.arange(10)))
    assert len(np.unique(scores)) == 10


@pytest.mark.parametrize(
    ("normalization", "kind", "count"),
    [
        (LayerNormalization, LayerNormalization, 3),
        (lambda: InstanceNormalization(scale=False), InstanceNormalization, 3),
        (layers.Identity, LayerNormalization, 0),
    ],
)
def test_a_critic_may_have_another_normalisation(normalization, kind, count):
    critic = dcgan.discriminator((64, 64, 3), width=2, normalization=normalization)
    assert BatchNormalization not in kinds(critic)
    assert kinds(critic).count(kind) == count


def test_a_critic_without_batch_norm_scores_each_image_by_itself():
    critic = dcgan.discriminator((16, 16, 1), width=2, normalization=LayerNormalization)
    images = np.random.default_rng(0).normal(size=(3, 16, 16, 1))
    alone = np.concatenate([critic(images[i : i + 1], training=True) for i in range(3)])
    np.testing.assert_allclose(critic(images, training=True), alone, atol=1e-6)


@pytest.mark.parametrize("normalization", [LayerNormalization, layers.Identity])
def test_a_critic_without_batch_norm_knows_an_image_from_a_fainter_one(normalization):
    with seeded(0):  # In any order of the tests: how far apart depends on the weights.
        critic = dcgan.discriminator((16, 16, 1), width=2, normalization=normalization)
    for weight in critic.trainable_weights:  # So that epsilons do not count.
        weight.assign(weight * 50 if weight.path.endswith("kernel") else weight)
    images = np.random.default_rng(0).normal(size=(4, 16, 16, 1))

    def scores():
        return [np.array(critic(images * contrast)) for contrast in (1, 0.5)]

    full, faint = scores()  # Biases are zero: the same but for a factor.
    factor = 1 if normalization is LayerNormalization else 0.5
    np.testing.assert_allclose(faint, full * factor, rtol=1e-2)
    bias = critic.layers[1].bias
    bias.assign(np.full(bias.shape, 0.5))
    full, faint = scores()
    assert np.abs(faint / (full * factor) - 1).max() > 0.1


def without(**guidelines):
    """Both networks of the recipe, with some guidelines of the paper broken."""
    setting = recipes.dcgan.setting((64, 64, 3), None, **guidelines)
    return setting.generator(), setting.discriminator()


def strided(network):
    return [
        layer
        for layer in network.layers
        if isinstance(layer, (layers.Conv2D, layers.Conv2DTranspose))
        and layer.strides != (1, 1)
    ]


def test_the_guidelines_are_kept_unless_told_otherwise():
    generator, discriminator = without()
    assert trainable(generator) == 3_576_704
    assert trainable(discriminator) == 2_765_568
    assert kinds(generator) == kinds(dcgan.generator((64, 64, 3)))
    assert len(strided(generator)) == len(strided(discriminator)) == 4


def test_without_batch_norm_nothing_normalises():
    generator, discriminator = without(batch_norm=False)
    assert BatchNormalization not in kinds(generator) + kinds(discriminator)
    # Gains and offsets of the hidden layers go; the first of D has a bias instead.
    assert trainable(generator) == 3_576_704 - 2 * (512 + 256 + 128 + 64)
    assert trainable(discriminator) == 2_765_568 - 2 * (128 + 256 + 512) + 64
    # An image does not depend on those beside it.
    latents = np.random.default_rng(0).normal(size=(3, 100)).astype("float32")
    images = np.array(generator(latents, training=True))
    np.testing.assert_allclose(
        generator(latents[:1], training=True), images[:1], atol=1e-6
    )
    assert np.abs(images).max() <= 1


def test_by_pooling_no_convolution_is_strided_and_no_weight_is_lost():
    generator, discriminator = without(pooling=True)
    assert not strided(generator)
    assert not strided(discriminator)
    assert layers.Conv2DTranspose not in kinds(generator)
    assert kinds(generator).count(layers.UpSampling2D) == 4
    assert kinds(discriminator).count(layers.MaxPooling2D) == 4
    assert trainable(generator) == 3_576_704
    assert trainable(discriminator) == 2_765_568
    images = generator(np.zeros((2, 100), "float32"))
    assert images.shape == (2, 64, 64, 3)
    assert discriminator(images).shape == (2, 1)


def test_fully_connected_there_is_one_hidden_layer_more_in_each():
    generator, discriminator = without(fully_connected=True)
    units, ends = 1024, 4 * 4 * 512
    # Its weights, its gain and offset, and what it changes of the layer behind it.
    more = 100 * units + 2 * units + (units - 100) * ends
    assert trainable(generator) == 3_576_704 + more
    more = ends * units + 2 * units + units - ends
    assert trainable(discriminator) == 2_765_568 + more
    assert discriminator.get_layer("features").output.shape == (None, units)
    images = generator(np.zeros((2, 100), "float32"))
    assert np.abs(images).max() <= 1
    assert discriminator(images).shape == (2, 1)


def test_a_recipe_like_dcgan_breaks_them_with_labels_too():
    gan = recipes.cdcgan.build(
        (16, 16, 1), 3, seed=0, width=2, pooling=True, fully_connected=True
    )
    latents, labels = np.zeros((3, 100), "float32"), np.arange(3)
    assert gan.generator((latents, labels)).shape == (3, 16, 16, 1)
    assert not strided(gan.generator)
